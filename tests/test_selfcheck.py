"""The self-check, by itself."""

from dataclasses import fields, replace
from datetime import date

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.selfcheck import (
    CRITERIA,
    IndicatorFacts,
    ObjectiveFacts,
    Reason,
    ReportFacts,
    Verdict,
    check_report,
    count_verdicts,
)

INDICATOR = IndicatorFacts(
    "Indeks SPBE",
    **{field.name: True for field in fields(IndicatorFacts) if field.name != "name"},
)
FACTS = ReportFacts(
    objectives=(ObjectiveFacts("Layanan digital", (INDICATOR,), has_efficiency=True),),
    missing_sections=(),
    is_drafted=True,
    is_periodic=True,
    is_formalized=True,
    is_reviewed=True,
    is_published=True,
    date_delivered=date(2027, 2, 26),
    date_due=date(2027, 2, 28),
)


class TestSelfcheck(BaseCase):
    def _found(self, facts, code):
        return next(found for found in check_report(facts) if found.criterion.code == code)

    def _with_indicators(self, *indicators):
        return replace(FACTS, objectives=(ObjectiveFacts("Layanan digital", indicators),))

    def assertFound(self, facts, code, verdict, reason, names=(), days=0):
        found = self._found(facts, code)
        self.assertEqual(
            (found.verdict.value, found.reason.value, found.names, found.days),
            (verdict, reason, names, days),
        )

    def test_criteria(self):
        codes = [criterion.code for criterion in CRITERIA]
        self.assertEqual(len(codes), len(set(codes)))
        groups = [criterion.group for criterion in CRITERIA]
        self.assertEqual([groups.count(one) for one in ("fulfilment", "quality", "use")], [6, 9, 7])
        self.assertEqual([found.criterion for found in check_report(FACTS)], list(CRITERIA))

    def test_complete_report(self):
        for found in check_report(FACTS):
            by_hand = found.criterion.group == "use"
            expected = Verdict.BY_HAND if by_hand else Verdict.MET
            self.assertEqual(found.verdict, expected, found)
        counts = count_verdicts(check_report(FACTS))
        self.assertEqual(
            counts["quality"], {Verdict.MET: 9, Verdict.NOT_MET: 0, Verdict.BY_HAND: 0}
        )

    def test_empty_report_meets_nothing(self):
        verdicts = {found.verdict for found in check_report(ReportFacts())}
        self.assertEqual(verdicts, {Verdict.NOT_MET, Verdict.BY_HAND})

    def test_what_the_data_cannot_tell_is_left_to_a_person(self):
        for code, field in (
            ("periodic", "is_periodic"),
            ("reviewed", "is_reviewed"),
            ("published", "is_published"),
            ("structure", "missing_sections"),
        ):
            self.assertFound(replace(FACTS, **{field: None}), code, "by_hand", "not_in_data")
        self.assertFound(replace(FACTS, is_reviewed=False), "reviewed", "not_met", "not_done")

    def test_on_time(self):
        self.assertFound(FACTS, "on_time", "met", "in_time", days=2)
        on_the_day = replace(FACTS, date_delivered=date(2027, 2, 28))
        self.assertFound(on_the_day, "on_time", "met", "in_time")
        late = replace(FACTS, date_delivered=date(2027, 3, 2))
        self.assertFound(late, "on_time", "not_met", "late", days=2)
        kept = replace(FACTS, date_delivered=None)
        self.assertFound(kept, "on_time", "not_met", "not_done")
        self.assertFound(replace(FACTS, date_due=None), "on_time", "by_hand", "no_due_date")

    def test_each_indicator_needs_what_the_seven_analyses_need(self):
        for field, codes in (
            ("has_target", ("information", "annual_target")),
            (
                "has_realization",
                ("information", "annual_target", "medium_term", "previous_years"),
            ),
            ("has_previous", ("information", "previous_years")),
            ("has_medium_term", ("medium_term",)),
            ("has_causes", ("causes",)),
            ("has_follow_up", ("follow_up",)),
        ):
            bare = replace(INDICATOR, name="Indeks KIP", **{field: False})
            facts = self._with_indicators(INDICATOR, bare)
            lacking = {
                found.criterion.code
                for found in check_report(facts)
                if found.names == ("Indeks KIP",)
            }
            self.assertEqual(lacking, set(codes), field)

    def test_national_standard_only_where_there_is_one(self):
        bare = replace(INDICATOR, has_standard=False)
        self.assertFound(self._with_indicators(INDICATOR, bare), "benchmark", "met", "done")
        self.assertFound(self._with_indicators(bare), "benchmark", "by_hand", "no_standard")

    def test_sasaran_without_indicators(self):
        facts = replace(FACTS, objectives=(*FACTS.objectives, ObjectiveFacts("Kosong")))
        self.assertFound(facts, "information", "not_met", "lacking", ("Kosong",))
        self.assertFound(facts, "efficiency", "not_met", "lacking", ("Kosong",))
        none = replace(FACTS, objectives=())
        for code in ("information", "annual_target", "benchmark", "efficiency"):
            self.assertFound(none, code, "not_met", Reason.NO_INDICATORS.value)

    def test_missing_chapters_are_named(self):
        facts = replace(FACTS, missing_sections=("BAB IV Penutup",))
        self.assertFound(facts, "structure", "not_met", "lacking", ("BAB IV Penutup",))
