"""The LAKIP says what the database says of performance: figures, seven analyses, money."""

from decimal import Decimal
from io import BytesIO

from docx import Document

from odoo import Command

from odoo.addons.lakip_sop.documents import ANALYSES

from .performance_case import PerformanceCase


class TestReportPerformance(PerformanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator.write(
            {
                "realization": "3,64",
                "medium_year": 2029,
                "medium_target": "4",
                "standard": "2,79",
                "cause": "Aplikasi baru",
                "year_ids": [Command.create({"year": 2025, "target": "3", "realization": "3,3"})],
            }
        )
        cls.foreign.realization = "belum rilis"
        cls.program = cls._create_program("Program SPBE", 1_000_000.0, realization="950.000")
        cls._create_program("Kegiatan audit", 400_000.0, level="activity", parent_id=cls.program.id)
        cls.objective.with_user(cls.team_member).analysis_cause = "<p>Karena <b>kolaborasi</b>.</p>"

    def test_content(self):
        content = self.cycle.with_user(self.team_member)._get_report_performance()
        [objective] = content.objectives
        measured, missing = objective.indicators
        self.assertEqual(
            (measured.target, measured.realization, measured.achievement),
            ("3,5", "3,64", Decimal(104)),
        )
        self.assertEqual((measured.rating, measured.color), ("Sangat Tinggi", "C6EFCE"))
        self.assertEqual(measured.medium_progress, Decimal(91))
        self.assertEqual(
            [(year.year, year.achievement) for year in measured.history], [(2025, Decimal(110))]
        )
        self.assertEqual((missing.realization, missing.achievement), ("belum rilis", None))
        self.assertEqual((objective.achievement, content.achievement), (104, 104))
        self.assertEqual((objective.absorption, objective.efficiency), (95, "Efisien"))
        self.assertEqual(
            [(line.name, line.is_activity) for line in content.programs],
            [("Program SPBE", False), ("Kegiatan audit", True)],
        )
        self.assertEqual((content.total.budget, content.total.absorption), (1_000_000, 95))
        self.assertIn("1 indikator yang realisasinya belum tersedia", " ".join(content.method))
        self.assertEqual(content.scale[0], ("91 - 100", "Sangat Tinggi", "C6EFCE"))

    def test_program_without_money_stands_for_its_parts(self):
        """Many an agency writes pagu and realisasi beside the lowest level alone."""
        whole = self._create_program("Program lain")
        part = self._create_program("Kegiatan", level="activity", parent_id=whole.id)
        lowest = {"level": "sub_activity", "parent_id": part.id}
        self._create_program("Sub 1", 500_000.0, realization="250.000", **lowest)
        self._create_program("Sub 2", 500_000.0, realization="500.000", **lowest)
        content = self.cycle.with_user(self.team_member)._get_report_performance()
        self.assertEqual(
            [
                (line.name, line.budget, line.spent, line.absorption)
                for line in content.programs[2:]
            ],
            [
                ("Program lain", 1_000_000, 750_000, 75),
                ("Kegiatan", 1_000_000, 750_000, 75),
                ("Sub 1", 500_000, 250_000, 50),
                ("Sub 2", 500_000, 500_000, 100),
            ],
        )
        total = content.total
        self.assertEqual((total.budget, total.spent, total.absorption), (2_000_000, 1_700_000, 85))
        self.assertEqual(content.objectives[0].absorption, 85)

    def test_spending_above_the_pagu_is_said(self):
        vals = {"realization": "150", "note": "Pergeseran"}
        self._create_program("Program lebih", 100.0, **vals)
        line = self.cycle.with_user(self.team_member)._get_report_performance().programs[-1]
        self.assertEqual(line.absorption, 150)
        self.assertEqual(line.remark, "Pergeseran; realisasi melebihi pagu")

    def test_unknown_realization_is_no_zero(self):
        """Its pagu stands in the total, its absorption does not: that is said beside it."""
        self._create_program("Belum tutup buku", 500_000.0)
        total = self.cycle.with_user(self.team_member)._get_report_performance().total
        self.assertEqual((total.budget, total.spent, total.absorption), (1_500_000, 950_000, 95))
        self.assertEqual(total.remark, "Serapan tanpa 1 program yang realisasinya belum ada")
        self.cycle.program_ids.with_user(self.team_member).realization = False
        total = self.cycle.with_user(self.team_member)._get_report_performance().total
        self.assertEqual((total.spent, total.absorption, total.remark), (None, None, ""))

    def test_generated_draft(self):
        self.step.request_ids.with_user(self.team_member).action_waive("Tidak perlu")
        self._complete(self.cycle)
        step = self._complete(self.cycle, self.planning_head)
        self.assertEqual(step.kind, "drafting")
        step.with_user(self.team_member).action_generate_document("report")
        report = self.cycle._get_report()[self.cycle]
        document = Document(BytesIO(report.attachment_id.raw))
        texts = [paragraph.text for paragraph in document.paragraphs]
        cells = {cell.text for table in document.tables for cell in table._cells}
        for name, _guidance in ANALYSES:
            self.assertTrue(
                any(name.format(year=2026) in text for text in texts), f"no analysis '{name}'"
            )
        self.assertIn("Karena kolaborasi.", texts)
        for text in ("Indeks SPBE", "3,64", "104,00", "belum rilis", "Program SPBE", "95,00"):
            self.assertIn(text, cells)

    def test_cycle_without_sasaran(self):
        other = self._create_cycle(2030)
        self.assertIsNone(other._get_report_performance())

    def test_query_counts_do_not_grow(self):
        def count(number):
            self._create_many(number, f"Seri {number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.cycle.with_user(self.team_member)._get_report_performance()
            return self.cr.sql_log_count - before

        count(1)  # fills what is cached for good
        self.assertEqual(count(10), count(400))
