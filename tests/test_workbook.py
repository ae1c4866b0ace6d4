"""The workbook of a bidang: what is written, and what is read of it whatever was done to it."""

import dataclasses
import datetime
import io
import random
import re
import subprocess
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

from odoo.addons.lakip_sop.tools.workbook import (
    SENTENCES,
    Code,
    IndicatorRow,
    ProgramRow,
    Reading,
    Severity,
    Workbook,
    differences,
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
    SERVICE,
    WorkbookCase,
    address,
    codes,
    edited,
    filled,
    opened,
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


def sheet_xml(content, number=2):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(f"xl/worksheets/sheet{number}.xml").decode()


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

        def add(file):
            file["Indikator"]["E5"], file["Indikator"]["J5"] = "Usulan", 5

        self.assertEqual(codes(read(edited(add, book), book)), {"Indikator!5": "row_unknown"})


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
