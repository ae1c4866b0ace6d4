"""The self-check of a cycle: what the data tell, what people judge, and the material made of it."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import HttpCase

from .performance_case import PerformanceCase
from .test_sop_page_print import texts


class TestCycleSelfcheck(PerformanceCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.cycle.with_user(cls.team_member)
        cls.own.action_open_selfcheck()

    def _get(self, code):
        return self.own.selfcheck_ids.filtered(lambda line: line.code == code)

    def test_each_criterion_once(self):
        self.assertEqual(len(self.own.selfcheck_ids), 22)
        self.own.action_open_selfcheck()
        self.assertEqual(len(self.own.selfcheck_ids), 22)

    def test_data_are_judged_with_the_reason(self):
        line = self._get("annual_target")
        self.assertEqual(line.verdict, "not_met")
        self.assertIn("Indeks SPBE; Persentase informasi publik", line.reason)
        (self.indicator | self.foreign).with_user(self.team_member).realization = "belum rilis"
        line.invalidate_recordset()
        self.assertEqual((line.verdict, line.reason), ("met", "All are filled in."))
        self.assertEqual(self._get("drafted").verdict, "not_met")
        self.assertEqual(self._get("culture").verdict, "by_hand")

    def test_chapters_without_a_text_are_named(self):
        line = self._get("structure")
        self.assertEqual(line.verdict, "by_hand")
        self.own.action_propose_sections()
        line.invalidate_recordset()
        self.assertEqual(line.verdict, "not_met")
        self.assertIn("KATA PENGANTAR", line.reason)

    def test_judgement_names_its_author(self):
        line = self._get("published")
        with self.at("2027-01-05 09:00"):
            line.write({"answer": "met", "note": "Laman PPID"})
        self.assertEqual((line.verdict, line.user_id), ("met", self.team_member))
        self.assertEqual(str(line.date), "2027-01-05 02:00:00")
        self.assertEqual(self.own.selfcheck_text, "1 / 22")
        line.answer = False
        self.assertEqual(line.verdict, "by_hand")

    def test_judgement_does_not_overrule_the_data(self):
        line = self._get("formalized")
        with self.assertRefused("judged by the data"):
            line.answer = "met"
        line.note = "Menunggu tanda tangan"
        self.assertFalse(line.user_id)

    def test_author_cannot_be_forged(self):
        line = self._get("published")
        for vals in ({"user_id": self.planning_head.id}, {"date": "2020-01-01"}, {"code": "staff"}):
            with self.subTest(**vals), self.assertRefused("cannot be edited"):
                line.write(vals)
        with self.assertRefused("cannot be edited"):
            self.env["lakip.selfcheck"].with_user(self.team_member).create(
                {"cycle_id": self.cycle.id, "code": "staff"}
            )

    def test_division_staff_see_none_of_it(self):
        cycle = self.cycle.with_user(self.staff_a)
        for act in (cycle.action_open_selfcheck, cycle.action_print_selfcheck):
            with self.subTest(act=act.__name__), self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            cycle.read(["selfcheck_result"])
        self.authenticate(self.staff_a.login, self.staff_a.login)
        self.assertEqual(self.url_open(f"/lakip/cycle/{cycle.id}/selfcheck").status_code, 403)

    def test_cancelled_cycle_is_not_judged(self):
        self.cycle.with_user(self.planning_head).action_cancel("Salah tahun")
        with self.assertRefused("is closed"):
            self._get("published").answer = "met"

    def test_delivery_is_measured_against_the_due_date(self):
        self.cycle.date_due = date(2027, 2, 28)
        facts = self.own._get_selfcheck_facts(self.env["lakip.document"])
        self.assertEqual((facts.date_due, facts.date_delivered), (date(2027, 2, 28), None))

    def test_result_in_words(self):
        self._get("staff").answer = "not_met"
        result = self.own.selfcheck_result
        for text in ("Fulfilment", "0 of 6 met", "3 not judged yet", "Not filled in: Indeks SPBE"):
            self.assertIn(text, result)
        self.indicator.with_user(self.team_member).name = "<b>Indeks</b>"
        self.own.invalidate_recordset()
        self.assertIn("&lt;b&gt;Indeks", self.own.selfcheck_result)

    def test_word_file(self):
        self._get("published").write({"answer": "met", "note": "Laman PPID"})
        action = self.own.action_print_selfcheck()
        self.authenticate(self.team_member.login, self.team_member.login)
        response = self.url_open(action["url"])
        self.assertEqual(response.status_code, 200)
        text = texts(response.content)
        for part in (
            "BAHAN RAPAT PEMBAHASAN",
            "Laporan kinerja telah dipublikasikan",
            "Laman PPID",
            "Belum dinilai",
            "Belum diisi: Indeks SPBE; Persentase informasi publik",
            "0,50 dari 15,00",
        ):
            self.assertIn(part, text)

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.own.read(["selfcheck_result"])
            return self.cr.sql_log_count - before

        self._create_many(10)
        count()
        few = count()
        self._create_many(390, name="Indikator lain")
        self.assertEqual(count(), few)


class TestDiscussionMaterial(PerformanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.discussing_sop = cls._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Membahas", "kind": "discussion", "role": "team", "duration": 2},
                {"name": "Menandatangani", "kind": "signature", "role": "agency_head"},
            ]
        )

    def _discuss(self, *objectives):
        """Return the row that discusses the draft of a cycle with these sasaran."""
        cycle = self._create_cycle(2031, sop_id=self.discussing_sop.id)
        for name in objectives:
            self._create_objective(name, cycle)
        self._start(cycle)
        self._upload_report(cycle)
        return self._complete(cycle)

    def test_material_comes_with_the_invitation(self):
        with self.at("2027-01-04 08:00"):
            step = self._discuss("Meningkatnya layanan")
        self.assertEqual(set(step.document_ids.mapped("kind")), {"invitation", "material"})
        material = step.document_ids.filtered(lambda doc: doc.kind == "material")
        self.assertIn("Belum ada sasaran dan indikator", texts(material.attachment_id.raw))
        with self.at("2027-01-04 08:30"):
            step.with_user(self.team_member).action_generate_invitation()
        self.assertEqual(len(step.document_ids.filtered(lambda doc: doc.kind == "material")), 1)

    def test_material_is_written_anew(self):
        with self.at("2027-01-04 08:00"):
            step = self._discuss("Meningkatnya layanan")
            self.env["lakip.correction"].with_user(self.team_member).create(
                {"step_id": step.id, "section": "BAB III", "name": "Lengkapi tabel"}
            )
            step.with_user(self.team_member).action_generate_material()
        current = step._get_document("material")[step]
        self.assertEqual(current.version, 2)
        self.assertIn("Lengkapi tabel", texts(current.attachment_id.raw))

    def test_no_material_without_performance(self):
        with self.at("2027-01-04 08:00"):
            step = self._discuss()
        self.assertEqual(step.document_ids.mapped("kind"), ["invitation"])

    def test_other_rows_have_no_material(self):
        with self.assertRefused("no document of that kind"):
            self.step.with_user(self.team_member).action_generate_document("material")
