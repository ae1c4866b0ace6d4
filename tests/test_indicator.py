"""Sasaran, indicators and programs: what is counted, what is refused, who writes what."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import docx_bytes
from .performance_case import PerformanceCase


class TestIndicator(PerformanceCase):
    # ------------------------------------------------------------
    # FIGURES
    # ------------------------------------------------------------

    def test_achievement(self):
        akip = self.env.ref("lakip_sop.lakip_scale_akip")
        for index, (vals, text, rating, note) in enumerate(
            (
                ({"target": "90,89", "realization": "92,22"}, "101,46", "Sangat Tinggi", False),
                (
                    {"target": "32", "realization": "4,88", "direction": "lower"},
                    "184,75",
                    "Sangat Tinggi",
                    False,
                ),
                (
                    {
                        "target": "10",
                        "realization": "20",
                        "direction": "lower",
                        "lower_formula": "inverse",
                    },
                    "50,00",
                    "Sangat Rendah",
                    False,
                ),
                ({"target": "8,5-9,5 %", "realization": "9"}, "100,00", "Sangat Tinggi", False),
                (
                    {"target": "BB", "realization": "B", "scale_id": akip.id},
                    "85,71",
                    "Tinggi",
                    False,
                ),
                ({"target": "85", "realization": "belum rilis"}, "n.a.", False, "no realization"),
                ({"target": "85"}, "n.a.", False, "no realization"),
                ({"realization": "85"}, "n.a.", False, "no target"),
                ({"target": "0", "realization": "0"}, "100,00", "Sangat Tinggi", "zero"),
                ({"target": "3", "realization": "50", "cap": 120}, "120,00", None, "capped"),
            )
        ):
            with self.subTest(**vals):
                indicator = self._create_indicator(f"Indikator {index}", **vals)
                self.assertEqual(indicator.achievement_text, text)
                self.assertEqual(indicator.is_measured, text != "n.a.")
                if rating is not None:
                    self.assertEqual(indicator.rating, rating)
                if note:
                    self.assertIn(note, indicator.note)
                else:
                    self.assertFalse(indicator.note)

    def test_text_stays_as_it_was_typed(self):
        self.indicator.realization = "  3,50 (Baik)".split(" (")[0]
        self.assertEqual(self.indicator.realization, "  3,50")
        self.assertEqual(self.indicator.realization_value, 3.5)

    def test_means_leave_out_what_is_missing(self):
        self.indicator.realization = "2,8"  # 80 %
        self.foreign.realization = "n.a."
        objective = self.objective
        self.assertEqual(objective.achievement_text, "80,00")
        self.assertEqual((objective.left_out, objective.rating), (1, "Tinggi"))
        for model in (self.env["lakip.indicator"], self.env["lakip.objective"]):
            domain = [("cycle_id", "=", self.cycle.id)]
            [(average,)] = model._read_group(domain, aggregates=["achievement:avg"])
            self.assertAlmostEqual(float(average), 80)
        self.assertEqual(self.cycle.with_user(self.team_member).achievement_text, "80,00")

    def test_scale_change_rates_anew(self):
        self.indicator.realization = "3,5"
        self.assertEqual(self.indicator.rating, "Sangat Tinggi")
        scale = self.cycle.scale_id.copy()
        self.cycle.scale_id = scale
        scale.line_ids[0].name = "Istimewa"
        self.assertEqual(self.indicator.rating, "Istimewa")
        self.assertEqual(self.objective.rating, "Istimewa")

    def test_programs_count_money_once(self):
        program = self._create_program("Program SPBE", 1000.0, realization="900")
        self._create_program("Kegiatan", 600.0, level="activity", parent_id=program.id)
        self._create_program("Lain", 1000.0, realization="Rp 1.500,-")
        self._create_program("Belum", 5000.0)
        self.assertEqual(self.objective.absorption_text, "120,00")
        [(absorbed,)] = self.env["lakip.program"]._read_group(
            [("cycle_id", "=", self.cycle.id), ("parent_id", "=", False)],
            aggregates=["absorption:avg"],
        )
        self.assertAlmostEqual(float(absorbed), 120)
        self.assertEqual(program.absorption_text, "90,00")
        self.cycle.absorption_way = "mean"
        self.assertEqual(self.objective.absorption_text, "120,00")

    def test_overspending_is_flagged(self):
        program = self._create_program("Program", 100.0, realization="150")
        self.assertTrue(program.is_overspent)
        self.assertEqual(program.absorption_text, "150,00")

    # ------------------------------------------------------------
    # BAD INPUT
    # ------------------------------------------------------------

    def test_bad_figures_are_refused_with_a_sentence(self):
        akip = self.env.ref("lakip_sop.lakip_scale_akip")
        for vals, sentence in (
            ({"target": "meningkat"}, "Indeks SPBE: Target: 'meningkat' is no number"),
            ({"realization": "2,5 juta"}, "Realization: '2,5 juta' is no number"),
            ({"realization": "1\u202e2"}, r"hidden characters in it \(U\+202E\)"),
            ({"target": "9-8"}, "ends below its start"),
            ({"realization": "1" * 30}, "too large: at most 18"),
            ({"realization": "0,1234567"}, "too many decimals: at most 6"),
            ({"target": "WTP", "scale_id": akip.id}, "'WTP' is none of the predicates.*AA, A, BB"),
        ):
            with self.subTest(**vals), self.assertRefused(sentence, ValidationError):
                self.indicator.with_user(self.team_member).write(vals)

    def test_two_of_one_name(self):
        with self.assertRefused("two indicators called '  indeks spbe'", ValidationError):
            self._create_indicator("  indeks spbe")
        with self.assertRefused("two sasaran called", ValidationError):
            self._create_objective(self.objective.name.upper())
        other = self._create_objective("Sasaran lain")
        self._create_indicator("Indeks SPBE", other)

    def test_money_below_zero(self):
        with self.assertRefused(r"Pagu \(Rp\): .*below zero", ValidationError):
            self._create_program("Program", -1.0)
        with self.assertRefused("Realization: .*below zero", ValidationError):
            self._create_program("Program", 1.0, realization="-5")

    def test_long_and_odd_names(self):
        for name in ("x" * 10_000, "📈 capaian", "مؤشر"):
            self.assertEqual(self._create_indicator(name).name, name)

    def test_division_outside_the_cycle(self):
        other = self._create_department("Bidang lain")
        with self.assertRefused("does not take part in LAKIP", ValidationError):
            self.indicator.department_id = other

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def test_division_sees_its_own_alone(self):
        self._send(self.step)
        program = self._create_program("Program B", department=self.division_b)
        mine = self.env["lakip.indicator"].with_user(self.staff_a).search([])
        self.assertEqual(mine, self.indicator)
        for record in (self.foreign, program):
            with self.assertRaises(AccessError):
                record.with_user(self.staff_a).read(["name"])
        # its head too, who manages it and may work elsewhere
        self.head_a.employee_id.department_id = False
        self.assertEqual(self.env["lakip.indicator"].with_user(self.head_a).search([]), mine)
        # who moves sees it at once
        self.staff_a.employee_id.department_id = self.division_b
        own = self.env["lakip.indicator"].with_user(self.staff_a).search([])
        self.assertEqual(own, self.foreign)

    def test_means_of_several_divisions_are_the_teams(self):
        self._send(self.step)
        objective = self.objective.with_user(self.staff_a)
        self.assertTrue(objective.name)
        for name in ("achievement", "rating", "analysis_cause"):
            with self.assertRaises(AccessError):
                objective.read([name])

    def test_division_fills_while_it_is_asked(self):
        self.staff_a.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        own = self.indicator.with_user(self.staff_a)
        with self.assertRefused("is 'Draft': there is nothing to hand in"):
            own.realization = "3"
        request = self._get_request(self._send(self.step).step_id, self.division_a)
        own.write({"realization": "3,1", "cause": "Aplikasi baru"})
        self.assertTrue(own.can_fill)
        self.assertFalse(own.can_plan)
        for vals in ({"target": "1"}, {"realization": "3", "name": "Lain"}, {"year_ids": []}):
            with self.subTest(**vals), self.assertRefused("Only the drafting team"):
                own.write(vals)
        self._submit(request, self.staff_a)
        with self.assertRefused("was handed in by"):
            own.realization = "9"
        self.indicator.with_user(self.team_member).realization = "3,2"

    def test_division_neither_creates_nor_deletes(self):
        self._send(self.step)
        with self.assertRaises(AccessError):
            self.indicator.with_user(self.staff_a).copy({"name": "Baru"})
        with self.assertRaises(AccessError):
            self.indicator.with_user(self.staff_a).unlink()

    def test_companies_do_not_meet(self):
        other = self._create_company("Dinas Lain")
        stranger = self._create_person("stranger", "Orang Lain", company=other)
        stranger.group_ids += self.env.ref("lakip_sop.group_lakip_manager")
        for model in ("lakip.objective", "lakip.indicator", "lakip.program"):
            records = self.env[model].with_user(stranger)
            self.assertFalse(records.with_context(allowed_company_ids=other.ids).search([]))

    def test_closed_cycle_stays(self):
        self.cycle._lakip_unlocked().state = "done"
        with self.assertRefused("is closed"):
            self.indicator.with_user(self.team_member).target = "1"
        with self.assertRefused("is closed"):
            self.indicator.with_user(self.planning_head).unlink()

    def test_signed_report_keeps_its_figures(self):
        document = self.env["lakip.document"]._do_create_version(
            self.step, "report", docx_bytes(), name="LAKIP", filename="LAKIP.docx",
            origin="uploaded",
        )  # fmt: skip
        document._lakip_unlocked().state = "signed"
        for record, vals in (
            (self.indicator.with_user(self.team_member), {"realization": "1"}),
            (self.cycle.with_user(self.planning_head), {"cap": 100}),
        ):
            with self.subTest(**vals), self.assertRefused("is signed: figures and chapters stay"):
                record.write(vals)

    # ------------------------------------------------------------
    # FROM YEAR TO YEAR
    # ------------------------------------------------------------

    def test_carry_over(self):
        self.indicator.write({"realization": "3,6", "medium_target": "4", "standard": "3,0"})
        self.indicator.year_ids = [
            Command.create({"year": 2025, "target": "3", "realization": "3,3"})
        ]
        program = self._create_program("Program SPBE", 1000.0)
        self._create_program("Kegiatan", 10.0, level="activity", parent_id=program.id)
        later = self._create_cycle(2027)
        later.with_user(self.team_member).action_carry_over()
        objective = later.objective_ids
        self.assertEqual(objective.name, self.objective.name)
        indicator = objective.indicator_ids[0]
        self.assertEqual(
            (indicator.name, indicator.target, indicator.realization, indicator.medium_target),
            ("Indeks SPBE", False, False, "4"),
        )
        self.assertEqual(indicator.department_id, self.division_a)
        self.assertEqual(
            indicator.year_ids.mapped(
                lambda row: (row.year, row.realization, row.achievement_text)
            ),
            [(2025, "3,3", "110,00"), (2026, "3,6", "102,86")],
        )
        self.assertEqual(indicator.last_year, "3,6")
        child = later.program_ids.filtered("parent_id")
        self.assertEqual((child.parent_id.cycle_id, child.budget), (later, 0))
        with self.assertRefused("has sasaran or programs already"):
            later.with_user(self.team_member).action_carry_over()

    def test_previous_years_are_filled_where_empty(self):
        later = self._create_cycle(2027)
        later.with_user(self.team_member).action_carry_over()
        indicator, other = later.objective_ids.indicator_ids
        other.year_ids.realization = "95"
        self.indicator.realization = "3,6"
        self.foreign.realization = "80"
        later.with_user(self.team_member).action_fill_previous_years()
        self.assertEqual(indicator.last_year, "3,6")
        self.assertEqual(other.last_year, "95")

    def test_nothing_to_carry_over(self):
        first = self._create_cycle(2020)
        with self.assertRefused("no earlier cycle with sasaran"):
            first.with_user(self.team_member).action_carry_over()

    # ------------------------------------------------------------
    # FORMS
    # ------------------------------------------------------------

    def test_forms(self):
        """New sasaran belong to the one open cycle; what is typed is counted before it is saved."""
        form = Form(self.env["lakip.objective"].with_user(self.team_member))
        self.assertEqual(form.cycle_id, self.cycle)
        form.name = "Sasaran baru"
        with form.indicator_ids.new() as line:
            line.name = "Indikator baru"
            line.direction = "lower"
            line.target = "10"
            line.realization = "5"
            self.assertEqual(line.achievement_text, "150,00")
        objective = form.save()
        self.assertEqual(objective.achievement_text, "150,00")
        with Form(self.env["lakip.indicator"].with_user(self.team_member)) as form:
            form.objective_id = objective
            form.name = "Lain"
            form.direction = "higher"
            form.target = "salah"
            self.assertEqual(form.achievement_text, "n.a.")
            form.target = "1"

    # ------------------------------------------------------------
    # IMPORT AND SPEED
    # ------------------------------------------------------------

    def test_import(self):
        """By names, as a sheet has them; the same sasaran stands in an earlier, closed year."""
        earlier = self._create_cycle(2024)
        self._create_objective(self.objective.name, earlier)
        earlier._lakip_unlocked().state = "done"
        result = (
            self.env["lakip.indicator"]
            .with_user(self.team_member)
            .with_context(import_file=True)
            .load(
                ["objective_id", "name", "department_id", "unit", "direction", "target"],
                [
                    [self.objective.name, "A", self.division_a.name, "%", "higher", "85,5"],
                    [self.objective.name, "B", self.division_b.name, "%", "Lower Is Better", "1.5"],
                ],
            )
        )
        self.assertFalse(result["messages"])
        imported = self.env["lakip.indicator"].browse(result["ids"])
        self.assertEqual(imported.objective_id, self.objective)
        self.assertEqual(imported.mapped("target_value"), [85.5, 1.5])
        self.assertEqual(imported.mapped("direction"), ["higher", "lower"])

    def test_query_counts_do_not_grow(self):
        """Realizations of 10 and of 400 indicators are written and read with as many queries.

        But for the UPDATE of each 100 rows in which Odoo writes what was computed.
        """

        def count(indicators, realization):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            indicators.with_user(self.team_member).write({"realization": realization})
            self.env.flush_all()
            indicators.mapped("rating"), indicators.mapped("note"), indicators.mapped("last_year")
            return self.cr.sql_log_count - before

        few, lots = self._create_many(10), self._create_many(400, "Lain")
        count(lots, "81")  # fills what is cached for good
        self.assertLessEqual(count(lots, "82"), count(few, "82") + 3)
