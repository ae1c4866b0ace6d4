"""Odoo's own import, with the spreadsheet that an agency has: by the team, through base_import."""

import io

import openpyxl

from odoo.exceptions import AccessError

from .performance_case import PerformanceCase

INDICATOR = ("objective_id", "name", "unit", "direction", "target", "realization", "department_id")
PROGRAM = ("name", "level", "objective_id", "department_id", "budget", "realization")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TestImport(PerformanceCase):
    def _import(self, model, fields, *rows, user=None, formats=None):
        """Import rows of a spreadsheet; return the messages.

        :param formats: number formats of cells, by address
        """
        book = openpyxl.Workbook()
        book.active.append([f"Kolom {name}" for name in fields])
        for row in rows:
            book.active.append(row)
        for address, number_format in (formats or {}).items():
            book.active[address].number_format = number_format
        stream = io.BytesIO()
        book.save(stream)
        wizard = (
            self.env["base_import.import"]
            .with_user(user or self.team_member)
            .create(
                {
                    "res_model": model,
                    "file": stream.getvalue(),
                    "file_name": "IKU.xlsx",
                    "file_type": _XLSX,
                }
            )
        )
        options = {"has_headers": True, "quoting": '"', "separator": ",", "sheet": "Sheet"}
        preview = wizard.parse_preview(dict(options))
        self.assertNotIn("error", preview)
        result = wizard.execute_import(list(fields), list(preview["headers"]), options)
        return [message["message"] for message in result["messages"]]

    def _indicator(self, name, target, realization, direction="higher", unit="indeks"):
        return (
            self.objective.name,
            name,
            unit,
            direction,
            target,
            realization,
            "Bidang Aplikasi Informatika",
        )

    def _find(self, name):
        return self.env["lakip.indicator"].search([("name", "=", name)])

    def test_indicators(self):
        """Sasaran and bidang by their names; figures as they stand in the cells."""
        messages = self._import(
            "lakip.indicator",
            INDICATOR,
            self._indicator("Teks dengan koma", "85,5", "87,25"),
            self._indicator("Tiga desimal", 3.125, 3.5),
            self._indicator("Ribuan", "1.200", 1348),
            self._indicator("Persen", 0.855, 1, unit="%"),
            self._indicator("Rentang", "8,5-9,5", "n.a.", "lower"),
            formats={"E5": "0.00%", "F5": "0%"},
        )
        self.assertEqual(messages, [])
        for name, target, realization, achieved in (
            ("Teks dengan koma", "85,5", "87,25", "102,05"),
            ("Tiga desimal", "3,125", "3,5", "112,00"),
            ("Ribuan", "1.200", "1348", "112,33"),
            ("Persen", "85,5 %", "100 %", "116,96"),
            ("Rentang", "8,5-9,5", "n.a.", "n.a."),
        ):
            with self.subTest(name=name):
                indicator = self._find(name)
                self.assertEqual((indicator.target, indicator.realization), (target, realization))
                self.assertEqual(indicator.achievement_text, achieved)
                self.assertEqual(indicator.objective_id, self.objective)
                self.assertEqual(indicator.department_id, self.division_a)

    def test_programs(self):
        messages = self._import(
            "lakip.program",
            PROGRAM,
            (
                "Angka",
                "program",
                self.objective.name,
                "Bidang Aplikasi Informatika",
                1250000.5,
                1000000.25,
            ),
            (
                "Teks",
                "activity",
                self.objective.name,
                "Bidang Aplikasi Informatika",
                "1.250.000",
                "1.000.000",
            ),
        )
        self.assertEqual(messages, [])
        programs = self.cycle.program_ids
        self.assertEqual(
            {program.name: (program.budget, program.spent) for program in programs},
            {"Angka": (1250000.5, 1000000.25), "Teks": (1250000, 1000000)},
        )

    def test_each_mistake_gives_a_sentence_and_nothing_is_kept(self):
        for sentence, row in (
            ("naik", self._indicator("Arah salah", 1, 1, "naik")),
            ("is no number", self._indicator("Target teks", "meningkat", 1)),
            ("two indicators called", self._indicator("Indeks SPBE", 1, 1)),
            ("Sasaran lain", ("Sasaran lain", *self._indicator("x", 1, 1)[1:])),
        ):
            with self.subTest(sentence=sentence):
                before = self.env["lakip.indicator"].search_count([])
                messages = self._import("lakip.indicator", INDICATOR, row)
                self.assertIn(sentence, "\n".join(messages))
                self.assertEqual(self.env["lakip.indicator"].search_count([]), before)

    def test_budget_below_zero(self):
        row = ("Minus", "program", self.objective.name, "Bidang Aplikasi Informatika", -5, "")
        self.assertIn("below zero", "\n".join(self._import("lakip.program", PROGRAM, row)))

    def test_division_staff_import_nothing(self):
        with self.assertRaises(AccessError):
            self._import(
                "lakip.indicator", INDICATOR, self._indicator("Baru", 1, 1), user=self.staff_a
            )
        self.assertFalse(self._find("Baru"))

    def test_other_models_are_read_as_odoo_reads_them(self):
        self._import("res.partner", ("name", "comment"), ("Mitra", 3.5), user=self.env.user)
        partner = self.env["res.partner"].search([("name", "=", "Mitra")])
        self.assertIn("3.5", partner.comment)
