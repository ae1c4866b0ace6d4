"""The workbook of a bidang: what is written, and what is read of it whatever was done to it."""

import dataclasses
import datetime
import io
import random
import re
import subprocess
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.workbook import (
    SENTENCES,
    Code,
    Identity,
    IndicatorRow,
    ProgramRow,
    Reading,
    Severity,
    Workbook,
    differences,
    read_workbook,
    write_workbook,
)

from .workbook_samples import (
    ACTIVITY,
    AUDIT,
    BOOK,
    COLUMNS,
    FIRST,
    HEADINGS,
    IDENTITY,
    INDEX,
    OUTAGE,
    PROGRAM,
    SECRET,
    SERVICE,
    address,
    codes,
    edited,
    filled,
    patched,
    read,
    written,
)

FORMULA_STARTS = ("=1+1", "+62 811", "-5 %", "@SUM(A1)", "\t=1", "\r=1")
HOSTILE = (
    "<script>alert(1)</script>",
    "x" * 10_000,
    "Layanan 😀 daring",
    "\u202eterbalik",
    "a\x00b\x0bc",
    "{=1}",
    "'=1",
    "_x0041_ %(nama)s 100%",
    *FORMULA_STARTS,
)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_xml(content, number=2):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(f"xl/worksheets/sheet{number}.xml").decode()


class WorkbookCase(BaseCase):
    def assertReads(self, reading, row, **expected):
        """Check what was answered for a row, and that every finding can be said."""
        for finding in reading.findings:
            self.assertNotIn("%(", str(finding))
        answers = {**reading.indicators, **reading.programs}
        self.assertEqual(dict(answers[row.key]), expected)

    def assertRefused(self, code, content, book=BOOK, name="data.xlsx"):
        reading = read(content, book, name)
        self.assertEqual([found.code for found in reading.findings], [code])
        self.assertTrue(reading.is_refused)
        self.assertTrue(reading.has_errors)
        self.assertFalse(reading.indicators or reading.programs)
        return str(reading.findings[0])


class TestWrite(WorkbookCase):
    def test_same_content_same_bytes(self):
        self.assertEqual(written(), written())

    def test_sheets(self):
        file = opened(written())
        states = {sheet.title: sheet.sheet_state for sheet in file}
        self.assertEqual(
            states,
            {
                "Petunjuk": "visible",
                "Indikator": "visible",
                "Program": "visible",
                "_lakip": "veryHidden",
            },
        )
        sheet = file["Indikator"]
        headings = [cell.value for cell in sheet[HEADINGS]]
        self.assertIn("Target 2026", headings)
        self.assertIn("Realisasi tahun lalu (2025)", headings)
        self.assertTrue(sheet.column_dimensions["A"].hidden)
        self.assertTrue(sheet.row_dimensions[HEADINGS - 1].hidden)

    def test_only_what_the_bidang_fills_is_unlocked(self):
        file = opened(written())
        for title, fields in (
            ("Indikator", "realization cause obstacle follow_up evidence"),
            ("Program", "realization note"),
        ):
            sheet = file[title]
            self.assertTrue(sheet.protection.sheet)
            self.assertFalse(sheet.protection.password)
            unlocked = {
                field
                for field, letter in COLUMNS[title].items()
                if not sheet[f"{letter}{FIRST}"].protection.locked
            }
            self.assertEqual(unlocked, set(fields.split()))

    def test_validation(self):
        sheet = opened(written())["Indikator"]
        rules = {
            str(area): rule
            for rule in sheet.data_validations.dataValidation
            for area in rule.sqref.ranges
        }
        self.assertEqual(rules["J5:J6"].type, "custom")
        self.assertIn("ISNUMBER(J5)", rules["J5:J6"].formula1)
        self.assertEqual((rules["J7"].type, rules["J7"].formula1), ("list", "LakipPredikat1"))
        self.assertEqual(rules["K5:K6"].type, "textLength")
        hidden = opened(written())["_lakip"]
        self.assertEqual([cell.value for cell in hidden["E"]][:7], list(AUDIT.scale))

    def test_nothing_is_a_formula(self):
        for text in FORMULA_STARTS:
            with self.subTest(text=text):
                row = IndicatorRow(
                    key=text, name=text, objective=text, code=text, unit=text, cause=text
                )
                row = dataclasses.replace(row, target=text, realization=text, direction=text)
                identity = dataclasses.replace(
                    IDENTITY, company_name=text, department_name=text, company=text
                )
                program = ProgramRow(key=text, name=text, code=text, level=text, note=text)
                book = Workbook(identity=identity, indicators=(row,), programs=(program,))
                content = written(book)
                with zipfile.ZipFile(io.BytesIO(content)) as package:
                    for name in package.namelist():
                        if name.startswith("xl/worksheets/"):
                            self.assertNotIn(b"<f", re.sub(b"<formula1", b"", package.read(name)))
                cell = opened(content)["Indikator"]["E5"]
                self.assertEqual((cell.data_type, cell.value), ("s", text.strip()))
                if text[0] in "=+-@":
                    self.assertTrue(cell.quotePrefix)

    def test_number_formats(self):
        sheet = opened(written())["Indikator"]
        self.assertEqual(sheet["H5"].number_format, "[$-421]#,##0.00####")
        self.assertEqual(sheet["H6"].number_format, "[$-421]#,##0")
        self.assertEqual(sheet["H8"].value, "8,5-9,5")
        self.assertEqual(opened(written())["Program"]["F5"].value, 2500000000)

    def test_number_too_long_for_a_spreadsheet(self):
        target = Decimal("123456789012345678.123456")
        row = dataclasses.replace(INDEX, target=target, realization=target)
        book = dataclasses.replace(BOOK, indicators=(row,))
        self.assertEqual(
            opened(written(book))["Indikator"]["H5"].value, "123.456.789.012.345.678,123456"
        )
        reading = read(written(book), book)
        self.assertReads(reading, row, realization=target)
        self.assertFalse(codes(reading))

    def test_no_rows(self):
        book = Workbook(identity=IDENTITY)
        self.assertEqual(read(written(book), book), Reading())


class TestRoundTrip(WorkbookCase):
    """What was written is read as it was."""

    def test_sample(self):
        reading = read(written())
        self.assertReads(reading, INDEX)
        self.assertReads(
            reading, SERVICE, realization=Decimal("85.5"), cause="Semua OPD\nsudah terhubung"
        )
        self.assertReads(reading, PROGRAM, realization=Decimal("2310450750.5"))
        self.assertEqual(differences(BOOK, reading), ())
        self.assertFalse(codes(reading))
        self.assertEqual(
            [found.address for found in reading.findings],
            ["Indikator!J5", "Indikator!J7", "Indikator!J8", "Program!G6"],
        )

    def assertUnchanged(self, rows):
        """Write rows in one workbook, each with a key of its own, and read them again."""
        rows = [dataclasses.replace(row, key=str(index)) for index, row in enumerate(rows)]
        book = Workbook(
            identity=IDENTITY,
            indicators=tuple(row for row in rows if isinstance(row, IndicatorRow)),
            programs=tuple(row for row in rows if isinstance(row, ProgramRow)),
        )
        reading = read(written(book), book)
        self.assertFalse(codes(reading, "negative", "above_budget", "small_percent"))
        self.assertEqual(differences(book, reading), ())
        answers = {**reading.indicators, **reading.programs}
        for row in rows:
            self.assertEqual(answers[row.key].get("realization"), row.realization)

    def test_numbers(self):
        figures = (
            "0 1 -1 0.1 0.000001 -0.5 85.099999 1234567.891234 100.00 1E+3 999999999999999 "
            "9007199254740993 123456789012345.678 -999999999999999999.999999"
        ).split()
        rng = random.Random(3)
        figures += [
            str(Decimal(rng.randint(-(10**24), 10**24)).scaleb(-rng.randint(7, 30)))
            for __ in range(200)
        ]
        rows = []
        for figure in figures:
            value = Decimal(figure).quantize(Decimal("0.000001"))
            rows += [
                dataclasses.replace(INDEX, realization=value, target=value),
                dataclasses.replace(SERVICE, realization=value),
                dataclasses.replace(PROGRAM, realization=value),
            ]
        self.assertUnchanged(rows)

    def test_words(self):
        rows = [dataclasses.replace(AUDIT, realization=grade) for grade in AUDIT.scale]
        for word in ("n.a.", "-", "belum rilis", "data belum tersedia"):
            rows.append(dataclasses.replace(INDEX, realization=word, last_year=word))
            rows.append(dataclasses.replace(AUDIT, realization=word))
        self.assertUnchanged(rows)

    def test_texts(self):
        rng = random.Random(7)
        alphabet = "aZ09 \t\n\r=+-@'\"<>&%_x{}\u202e\u00e9\u4e2d\U0001f600\x00\x0b"
        random_texts = ["".join(rng.choices(alphabet, k=rng.randint(1, 40))) for __ in range(200)]
        rows = []
        for text in (*HOSTILE, "y" * 40_000, *random_texts):
            rows += [
                dataclasses.replace(
                    INDEX, name=text, code=text, unit=text, target=text, cause=text
                ),
                dataclasses.replace(ACTIVITY, name=text, note=text),
            ]
        self.assertUnchanged(rows)

    def test_two_indicators_of_one_name(self):
        twin = dataclasses.replace(INDEX, key="99", realization=Decimal(2))
        book = dataclasses.replace(BOOK, indicators=(INDEX, twin))
        reading = read(written(book), book)
        self.assertReads(reading, twin, realization=Decimal(2))
        self.assertFalse(codes(reading))


class TestNumbers(WorkbookCase):
    """A cell is a number, a word for 'not yet', or a sentence; never a silent zero."""

    def test_what_people_type(self):
        cases = [
            # indicator, value (with number format), read, finding
            (INDEX, 3.45, "3.45", None),
            (INDEX, "3,45", "3.45", None),
            (INDEX, "3.45", "3.45", None),
            (INDEX, " 3,45 indeks ", "3.45", None),
            (INDEX, 0, "0", None),
            (INDEX, "0", "0", None),
            (INDEX, 0.1 + 0.2, "0.3", None),
            (INDEX, 2 / 3, "0.666667", "rounded"),
            (INDEX, "1.234", "1234", "ambiguous"),
            (INDEX, "1.234.567,89", "1234567.89", None),
            (INDEX, "1,234,567.89", "1234567.89", None),
            (INDEX, (0.85, "0%"), "85", "percent_unit"),
            (INDEX, "85%", "85", "percent_unit"),
            (INDEX, (85, '0.00" %"'), "85", None),
            (SERVICE, 85.5, "85.5", None),
            (SERVICE, "85,5%", "85.5", None),
            (SERVICE, "85,5 persen", "85.5", None),
            (SERVICE, (0.855, "0.00%"), "85.5", "percent_read"),
            (SERVICE, (1.005, "0%"), "100.5", "percent_read"),
            (SERVICE, 0.855, "0.855", "small_percent"),
            (SERVICE, 1e-9, None, "too_many_decimals"),
            (SERVICE, "0,1234567", None, "too_many_decimals"),
            (INDEX, "abc", None, "not_a_number"),
            (INDEX, "sekitar 80", None, "not_a_number"),
            (INDEX, "80-90", None, "not_a_number"),
            (INDEX, "NaN", None, "not_a_number"),
            (INDEX, "Infinity", None, "not_a_number"),
            (INDEX, 1e300, None, "too_many_digits"),
            (INDEX, "9" * 400, None, "not_a_number"),
            (INDEX, "12\u202e34", None, "hidden_character"),
            (INDEX, True, None, "not_a_number"),
            (INDEX, datetime.datetime(2026, 5, 8), None, "is_date"),
            (INDEX, datetime.time(8, 5), None, "is_date"),
            (AUDIT, " bb ", "BB", None),
            (AUDIT, "ZZ", None, "not_in_scale"),
            (AUDIT, 85, None, "not_in_scale"),
            (AUDIT, "Belum rilis", "Belum rilis", None),
            (INDEX, "n.a.", "n.a.", None),
            (INDEX, "\u2013", "\u2013", None),
            (OUTAGE, -3, "-3", None),
            (PROGRAM, "Rp 1.500.000,00", "1500000", None),
            (PROGRAM, "Rp1.500.000,-", "1500000", None),
            (PROGRAM, 3000000000, "3000000000", "above_budget"),
            (PROGRAM, -5, "-5", "negative"),
            (ACTIVITY, "2,5 juta", None, "not_a_number"),
        ]
        rows = [
            dataclasses.replace(case[0], key=str(index), name=f"Baris {index}", realization=None)
            for index, case in enumerate(cases)
        ]
        indicators = tuple(row for row in rows if isinstance(row, IndicatorRow))
        programs = tuple(row for row in rows if isinstance(row, ProgramRow))
        book = dataclasses.replace(BOOK, indicators=indicators, programs=programs)
        values = {(row, "realization"): case[1] for row, case in zip(rows, cases, strict=True)}
        reading = read(filled(values, book), book)
        found = codes(reading)
        answers = {**reading.indicators, **reading.programs}
        for row, (__, value, expected, code) in zip(rows, cases, strict=True):
            with self.subTest(value=value):
                answer = answers[row.key].get("realization")
                if isinstance(answer, Decimal):
                    expected = Decimal(expected)
                self.assertEqual(answer, expected)
                where = "!".join(address(row, "realization", book))
                self.assertEqual(found.get(where), code)
        wrong = {found.address for found in reading.findings if found.severity is Severity.ERROR}
        unread = {
            "!".join(address(row, "realization", book))
            for row, case in zip(rows, cases, strict=True)
            if case[2] is None
        }
        self.assertEqual(wrong, unread)

    def test_sentence_names_the_cell(self):
        reading = read(filled({(AUDIT, "realization"): "A", (INDEX, "realization"): "abc"}))
        self.assertEqual(
            str(reading.findings[0]),
            'Indikator!J5: "abc" is not a number.',
        )

    def test_empty_is_not_filled(self):
        for value in (None, "", "   ", "\u00a0"):
            with self.subTest(value=value):
                reading = read(filled({(INDEX, "realization"): value}))
                self.assertReads(reading, INDEX)
                self.assertIn("Indikator!J5", [found.address for found in reading.findings])

    def test_emptied_cell_keeps_what_is_stored(self):
        reading = read(filled({(SERVICE, "realization"): None, (SERVICE, "cause"): " "}))
        self.assertReads(reading, SERVICE)
        self.assertEqual(codes(reading), {"Indikator!J6": "emptied", "Indikator!K6": "emptied"})
        self.assertEqual(differences(BOOK, reading), ())
        self.assertFalse(reading.has_errors)

    def test_texts(self):
        cases = (
            ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
            ("a_x000D_\nb", "a\nb"),
            (12.5, "12,5"),
            (datetime.datetime(2026, 5, 8), "08/05/2026"),
            ((0.25, "0%"), "25%"),
        )
        for value, expected in cases:
            with self.subTest(value=value):
                reading = read(filled({(INDEX, "cause"): value}))
                self.assertReads(reading, INDEX, cause=expected)

    def test_formulas(self):
        def cell(formula, value):
            data = sheet_xml(filled({(INDEX, "realization"): 7.25}))
            new = re.sub(r'(<c r="J5"[^>]*?)( t="n")?><v>7.25</v>', rf"\1{value}", data)
            self.assertNotEqual(new, data)
            new = new.replace("@F", formula)
            return patched(filled({}), {"xl/worksheets/sheet2.xml": new.encode()})

        for formula, value, expected, code in (
            ("A1+1", "><f>@F</f><v>7.25</v>", Decimal("7.25"), "formula"),
            ("'[1]Data 2026'!$B$3", "><f>@F</f><v>7.25</v>", Decimal("7.25"), "other_file"),
            ("A1+1", "><f>@F</f><v></v>", None, "not_computed"),
            ("A1+1", "><f>@F</f>", None, "not_computed"),
            ("1/0", ' t="e"><f>@F</f><v>#DIV/0!</v>', None, "is_error"),
            ('IF(A1="","","x")', ' t="str"><f>@F</f><v></v>', None, None),
            ("", '><f t="shared" si="0"/><v>7.25</v>', Decimal("7.25"), "formula"),
        ):
            with self.subTest(formula=formula, value=value):
                reading = read(cell(formula, value))
                self.assertEqual(reading.indicators["11"].get("realization"), expected)
                self.assertEqual(codes(reading), {"Indikator!J5": code} if code else {})


class TestMoved(WorkbookCase):
    """Sheets, columns and rows are found where people put them."""

    CHANGES = {(INDEX, "realization"): 3.4, (AUDIT, "realization"): "A"}

    def assertFound(self, change, *ignore):
        def both(file):
            for (row, field), value in self.CHANGES.items():
                title, cell = address(row, field)
                file[title][cell] = value
            change(file)

        reading = read(edited(both))
        self.assertEqual(codes(reading, *ignore), {})
        self.assertReads(reading, INDEX, realization=Decimal("3.4"))
        self.assertReads(reading, AUDIT, realization="A")
        self.assertReads(reading, PROGRAM, realization=Decimal("2310450750.5"))
        return reading

    def test_sheets(self):
        def rename(file):
            file["Indikator"].title = "IKU 2026 (final) rev2"
            file["Program"].title = "Indikator"

        def reorder(file):
            file.move_sheet("_lakip", -3)
            file.move_sheet("Program", -2)

        def hide(file):
            file["Indikator"].sheet_state = "hidden"
            file["_lakip"].sheet_state = "visible"
            file["_lakip"].title = "Sheet9"
            del file["Petunjuk"]

        for change in (rename, reorder, hide):
            with self.subTest(change=change.__name__):
                self.assertFound(change)

    def test_added_sheet(self):
        def extend(file):
            file.create_sheet("Data mentah", 0)["A1"] = "Kode"

        reading = self.assertFound(extend, "sheet_ignored")
        self.assertIn("Data mentah", [found.address for found in reading.findings])

    def test_copied_sheet(self):
        def copy(file):
            file.copy_worksheet(file["Indikator"])["J5"] = 1

        reading = self.assertFound(copy, "sheet_twice")
        self.assertEqual(codes(reading), {"Indikator Copy": "sheet_twice"})

    def test_deleted_sheet(self):
        reading = read(edited(lambda file: file.remove(file["Program"])))
        self.assertEqual(codes(reading), {"": "no_sheet"})
        self.assertTrue(reading.has_errors)
        self.assertFalse(reading.is_refused)

    def test_columns_moved(self):
        def insert(file):
            file["Indikator"].insert_cols(3, 2)
            file["Indikator"]["D7"] = "catatan"

        def swap(file):
            sheet = file["Indikator"]
            for line in range(1, 9):
                old = [sheet.cell(line, index).value for index in range(1, 15)]
                for index, value in enumerate(reversed(old), 1):
                    sheet.cell(line, index).value = value

        def delete(file):
            file["Indikator"].delete_cols(2, 3)  # position, objective, code

        for change in (insert, swap, delete):
            with self.subTest(change=change.__name__):
                self.assertFound(change)

    def test_codes_lost(self):
        def no_codes(file):
            file["Indikator"].delete_rows(HEADINGS - 1)

        def no_keys(file):
            file["Indikator"].delete_cols(1)

        def neither(file):
            no_codes(file)
            no_keys(file)

        def one_code(file):
            file["Indikator"]["J3"] = None
            file["Indikator"]["J4"] = " realisasi  2026 *"

        for change in (no_codes, no_keys, neither, one_code):
            with self.subTest(change=change.__name__):
                self.assertFound(change)

    def test_column_lost(self):
        reading = read(edited(lambda file: file["Indikator"].delete_cols(10)))
        self.assertEqual(codes(reading), {"Indikator": "no_column"})
        self.assertReads(reading, SERVICE, cause="Semua OPD\nsudah terhubung")

    def test_column_twice(self):
        def copy(file):
            sheet = file["Indikator"]
            for line in range(1, 9):
                sheet.cell(line, 15).value = sheet.cell(line, 10).value

        reading = read(edited(copy))
        self.assertEqual(codes(reading), {"Indikator!O": "column_twice"})
        self.assertReads(reading, SERVICE, cause="Semua OPD\nsudah terhubung")

    def test_rows_moved(self):
        def insert(file):
            sheet = file["Indikator"]
            sheet.insert_rows(FIRST, 3)
            sheet["B6"] = "catatan: belum final"
            sheet.insert_rows(1, 2)

        def reverse(file):
            sheet = file["Indikator"]
            lines = [[cell.value for cell in sheet[line]] for line in range(FIRST, FIRST + 4)]
            for line, values in enumerate(reversed(lines), FIRST):
                for index, value in enumerate(values, 1):
                    sheet.cell(line, index).value = value

        def spread(file):
            for line in range(FIRST + 3, FIRST, -1):
                file["Indikator"].insert_rows(line, 50)

        for change in (insert, reverse, spread):
            with self.subTest(change=change.__name__):
                self.assertFound(change)

    def test_headings_repeated(self):
        def repeat(file):
            sheet = file["Indikator"]
            sheet.insert_rows(FIRST + 2)
            for index in range(1, 15):
                sheet.cell(FIRST + 2, index).value = sheet.cell(HEADINGS, index).value

        self.assertFound(repeat)

    def test_only_some_columns_sorted(self):
        def shift(file):
            sheet = file["Indikator"]
            sheet["E5"], sheet["E6"] = sheet["E6"].value, sheet["E5"].value
            sheet["J5"], sheet["J6"] = 1, 2

        reading = read(edited(shift))
        self.assertEqual(codes(reading), {"Indikator!5": "row_mixed", "Indikator!6": "row_mixed"})
        self.assertNotIn("11", reading.indicators)
        self.assertNotIn("12", reading.indicators)

    def test_unknown_and_deleted_rows(self):
        def change(file):
            sheet = file["Indikator"]
            sheet.delete_rows(FIRST)
            sheet["E9"], sheet["J9"] = "Indikator usulan", 5
            sheet["E10"], sheet["J10"] = "Jumlah", "=SUM(J5:J9)"

        reading = read(edited(change))
        self.assertEqual(
            {(found.address, found.code.value) for found in reading.findings}
            - {("Indikator!J6", "not_filled"), ("Indikator!J7", "not_filled")}
            - {("Program!G6", "not_filled")},
            {
                ("Indikator!9", "row_unknown"),
                ("Indikator!10", "row_unknown"),
                ("Indikator", "row_deleted"),
            },
        )

    def test_row_added_in_the_app_meanwhile(self):
        new = IndicatorRow(key="77", name="Indikator baru")
        book = dataclasses.replace(BOOK, indicators=(*BOOK.indicators, new))
        reading = read(written(), book)
        self.assertEqual(codes(reading), {"Indikator": "row_new"})

    def test_row_twice(self):
        def copy(realization):
            def change(file):
                sheet = file["Indikator"]
                for index in range(1, 15):
                    sheet.cell(12, index).value = sheet.cell(6, index).value
                sheet["J12"] = realization

            return read(edited(change))

        reading = copy(85.5)
        self.assertEqual(codes(reading), {"Indikator!12": "row_repeated"})
        self.assertEqual(reading.indicators["12"]["realization"], Decimal("85.5"))
        reading = copy(70)
        self.assertEqual(codes(reading), {"Indikator!12": "row_twice"})
        self.assertNotIn("12", reading.indicators)
        self.assertTrue(reading.has_errors)

    def test_locked_cells_changed(self):
        def change(file):
            sheet = file["Indikator"]
            sheet["H5"], sheet["F5"], sheet["E5"] = 2.5, "persen", "Indeks SPBE Kalbar"
            sheet["H6"] = "90,00 %"
            sheet["I6"] = None
            file["Program"]["F5"] = "Rp 2.500.000.000,-"

        reading = read(edited(change))
        self.assertEqual(
            codes(reading),
            {
                "Indikator!E5": "name_changed",
                "Indikator!F5": "locked_changed",
                "Indikator!H5": "locked_changed",
            },
        )
        self.assertFalse(reading.has_errors)

    def test_merged(self):
        def merge(file):
            sheet = file["Indikator"]
            sheet["J7"] = "A"
            sheet["L5"] = "Listrik padam"
            sheet["K5"] = "Anggaran"
            sheet.merge_cells("L5:L8")
            sheet.merge_cells("M5:N5")
            sheet.merge_cells("C5:C6")
            sheet.merge_cells("B1:N1")

        reading = read(edited(merge))
        self.assertEqual(codes(reading), {"Indikator!L5:L8": "merged", "Indikator!M5:N5": "merged"})
        self.assertReads(reading, INDEX, cause="Anggaran", obstacle="Listrik padam")

        def merge_figures(file):
            file["Indikator"].merge_cells("J5:J8")

        reading = read(edited(merge_figures))
        self.assertIn("J5:J8", [found.cell for found in reading.findings])
        self.assertNotIn("J7", [found.cell for found in reading.findings])


class TestRefused(WorkbookCase):
    """The workbook of somebody else, or none at all."""

    def test_other_identity(self):
        for code, field, value in (
            (Code.OTHER_COMPANY, "company", "db/2"),
            (Code.OTHER_DEPARTMENT, "department", "4"),
            (Code.OTHER_YEAR, "year", 2025),
            (Code.OTHER_CYCLE, "cycle", "8"),
        ):
            with self.subTest(field=field):
                identity = dataclasses.replace(IDENTITY, **{field: value})
                book = dataclasses.replace(BOOK, identity=identity)
                self.assertRefused(code, written(book))

    def test_names_are_said(self):
        identity = dataclasses.replace(IDENTITY, department="4", department_name="Bidang Statistik")
        text = self.assertRefused(
            Code.OTHER_DEPARTMENT, written(dataclasses.replace(BOOK, identity=identity))
        )
        self.assertIn("Bidang Statistik", text)
        self.assertIn("Bidang Aplikasi Informatika", text)

    def test_renamed_bidang_is_the_same(self):
        identity = dataclasses.replace(IDENTITY, department_name="Bidang SPBE")
        self.assertFalse(read(written(), dataclasses.replace(BOOK, identity=identity)).is_refused)

    def test_altered_identity(self):
        other = dataclasses.replace(IDENTITY, department="4")
        content = write_workbook(dataclasses.replace(BOOK, identity=other), SECRET)

        def forge(file):
            for line in file["_lakip"].iter_rows(max_col=2):
                if line[0].value == "department":
                    line[1].value = "3"

        file = opened(content)
        forge(file)
        buffer = io.BytesIO()
        file.save(buffer)
        self.assertRefused(Code.ALTERED, buffer.getvalue())

        def drop_seal(file):
            file["_lakip"]["B6"] = None

        self.assertRefused(Code.ALTERED, edited(drop_seal))
        self.assertRefused(Code.ALTERED, write_workbook(BOOK, b"other secret"))

    def test_identity_removed(self):
        self.assertRefused(Code.FOREIGN, edited(lambda file: file.remove(file["_lakip"])))
        buffer = io.BytesIO()
        openpyxl.Workbook().save(buffer)
        self.assertRefused(Code.FOREIGN, buffer.getvalue())

    def test_other_format(self):
        def change(file):
            file["_lakip"]["B1"] = "2"

        self.assertRefused(Code.OTHER_FORMAT, edited(change))

    def test_other_kinds(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
        odf = io.BytesIO()
        with zipfile.ZipFile(odf, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("META-INF/manifest.xml", "<manifest/>")
            package.writestr("content.xml", "<content/>")
        for code, content in (
            (Code.NOT_XLSX, b"Kode;Realisasi\nIKU.1;3,4\n"),
            (Code.NOT_XLSX, ole + "Workbook".encode("utf-16-le") + bytes(512)),
            (Code.PASSWORD, ole + "EncryptedPackage".encode("utf-16-le") + bytes(512)),
            (Code.NOT_XLSX, odf.getvalue()),
            (Code.NOT_XLSX, b"%PDF-1.7\n%%EOF"),
            (Code.DAMAGED, b""),
            (Code.DAMAGED, written()[:3000]),
            (Code.MACROS, patched(written(), {"[Content_Types].xml": _with_macro})),
        ):
            with self.subTest(content=content[:12]):
                self.assertRefused(code, content)
        self.assertRefused(Code.NOT_XLSX, odf.getvalue(), name="data.ods")
        self.assertRefused(Code.MACROS, patched(written(), {"[Content_Types].xml": _with_macro}))

    def test_too_large(self):
        content = written()
        reading = read_workbook("data.xlsx", content, BOOK, SECRET, max_bytes=len(content) - 1)
        self.assertEqual([found.code for found in reading.findings], [Code.TOO_LARGE])
        bomb = b"<worksheet>" + b" " * (24 * 1024 * 1024)
        self.assertRefused(Code.TOO_LARGE, patched(written(), {"xl/worksheets/sheet2.xml": bomb}))

    def test_broken_xml(self):
        parts = (
            "xl/workbook.xml",
            "xl/worksheets/sheet2.xml",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
        )
        for part in parts:
            with self.subTest(part=part):
                self.assertRefused(
                    Code.DAMAGED, patched(written(), {part: lambda data: data[: len(data) // 2]})
                )

    def test_entities(self):
        """Neither a file of the server nor a billion laughs."""
        for doctype, text in (
            ('<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
            (
                "<!DOCTYPE sst [<!ENTITY a0 'haha'>"
                + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
                + "]>",
                "&a9;",
            ),
        ):

            def change(data, doctype=doctype, text=text):
                head, rest = data.split(b"<sst", 1)
                rest = re.sub(b"Semua OPD", text.encode(), rest)
                return head + doctype.encode() + b"<sst" + rest

            with self.subTest(text=text):
                start = time.monotonic()
                reading = read(patched(written(), {"xl/sharedStrings.xml": change}))
                self.assertLess(time.monotonic() - start, 5)
                self.assertNotIn("root:", repr(reading))

    def test_fuzz(self):
        """Whatever bytes are changed, there is a result."""
        rng = random.Random(11)
        content = written()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        for __ in range(150):
            name = rng.choice(sorted(parts))
            data = bytearray(parts[name])
            for __ in range(rng.randint(1, 8)):
                place = rng.randrange(len(data))
                if rng.random() < 0.5:
                    data[place] = rng.choice(b'<>/"=&0919ArsX\x00\xff')
                else:
                    del data[place : place + rng.randint(1, 30)]
            reading = read(patched(content, {name: bytes(data)}))
            for finding in reading.findings:
                str(finding)
        for __ in range(100):
            data = bytearray(content)
            for __ in range(rng.randint(1, 20)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            read(bytes(data))


def _with_macro(data):
    return data.replace(b"</Types>", b"<!-- macroEnabled --></Types>")


class TestLarge(WorkbookCase):
    def _with_rows(self, rows, dimension=""):
        """Put raw rows after those of the sheet of indicators."""

        def change(data):
            text = re.sub("<dimension[^>]*>", dimension, data.decode())
            return text.replace("</sheetData>", rows + "</sheetData>").encode()

        return patched(written(), {"xl/worksheets/sheet2.xml": change})

    def test_million_empty_rows(self):
        rows = "".join(
            f'<row r="{line}" ht="15"><c r="J{line}" s="1"/></row>' for line in range(9, 1_000_000)
        )
        for dimension in ("", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'):
            with self.subTest(dimension=dimension):
                content = self._with_rows(rows, dimension)
                start = time.monotonic()
                reading = read(content)
                self.assertLess(time.monotonic() - start, 5)
                self.assertReads(
                    reading,
                    SERVICE,
                    realization=Decimal("85.5"),
                    cause="Semua OPD\nsudah terhubung",
                )

    def test_far_cell(self):
        reading = read(self._with_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
        self.assertFalse(codes(reading))

    def test_too_many_rows(self):
        rows = "".join(f'<row r="{n}"><c r="J{n}"><v>1</v></c></row>' for n in range(9, 21_000))
        reading = read(self._with_rows(rows))
        self.assertEqual(codes(reading, "row_unknown"), {"Indikator": "sheet_cut"})

    def test_thousand_indicators(self):
        indicators = tuple(
            dataclasses.replace(
                SERVICE, key=str(n), code=f"IKU.{n}", name=f"Indikator {n}", cause="Sebab " * 20
            )
            for n in range(1000)
        )
        book = Workbook(identity=IDENTITY, indicators=indicators)
        content = written(book)
        start = time.monotonic()
        reading = read(content, book)
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(len(reading.indicators), 1000)
        self.assertFalse(reading.findings)


class TestDifferences(WorkbookCase):
    def test_only_what_differs(self):
        content = filled(
            {
                (INDEX, "realization"): "3,40",
                (SERVICE, "realization"): "85,50 %",
                (SERVICE, "cause"): "Semua OPD\r\nsudah terhubung ",
                (AUDIT, "realization"): "belum rilis",
                (ACTIVITY, "realization"): "abc",
                (ACTIVITY, "note"): "Selesai",
            }
        )
        changes = differences(BOOK, read(content))
        self.assertEqual(
            [(change.key, change.field, change.old, change.new) for change in changes],
            [
                ("11", "realization", None, Decimal("3.40")),
                ("13", "realization", None, "belum rilis"),
                ("32", "note", None, "Selesai"),
            ],
        )
        self.assertEqual(changes[0].label, "Realisasi 2026")
        self.assertEqual(changes[0].name, "Indeks SPBE")

    def test_refused_changes_nothing(self):
        self.assertEqual(differences(BOOK, read(b"")), ())


class TestSentences(WorkbookCase):
    def test_every_code_has_a_sentence(self):
        self.assertEqual(set(SENTENCES), set(Code))
        for code, (severity, sentence) in SENTENCES.items():
            with self.subTest(code=code):
                self.assertIsInstance(severity, Severity)
                names = re.findall(r"%\((\w+)\)s", sentence)
                self.assertEqual(sentence.count("%"), len(names))
                self.assertTrue(sentence.endswith("."))


class TestLibreOffice(WorkbookCase):
    """What LibreOffice saves is read as what was written."""

    def test_saved_again(self):
        content = filled(
            {
                (INDEX, "realization"): 3.45,
                (AUDIT, "realization"): "A",
                (OUTAGE, "cause"): "=bukan rumus",
                (ACTIVITY, "realization"): 700000000.25,
            }
        )
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "data.xlsx").write_bytes(content)
            Path(folder, "out").mkdir()
            subprocess.run(
                [
                    "soffice",
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    "xlsx",
                    "--outdir",
                    f"{folder}/out",
                    f"{folder}/data.xlsx",
                ],
                check=True,
                capture_output=True,
                timeout=300,
            )
            again = Path(folder, "out", "data.xlsx").read_bytes()
        self.assertNotEqual(again, content)
        self.assertEqual(read(again), read(content))
        self.assertFalse(codes(read(again)))


class TestIdentity(WorkbookCase):
    def test_identity_needs_its_keys(self):
        with self.assertRaises(TypeError):
            Identity(company="db/1")
