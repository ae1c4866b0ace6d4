"""What people and programs do to the workbook of a bidang on its way back."""

import dataclasses
import io
import random
import re
import time
import zipfile
from decimal import Decimal

import openpyxl

from odoo.addons.lakip_sop.tools.workbook import (
    Code,
    IndicatorRow,
    Workbook,
    read_workbook,
    write_workbook,
)

from .workbook_samples import (
    AUDIT,
    BOOK,
    FIRST,
    HEADINGS,
    IDENTITY,
    INDEX,
    PROGRAM,
    SECRET,
    SERVICE,
    WorkbookCase,
    address,
    codes,
    edited,
    opened,
    patched,
    read,
    written,
)


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
            sheet["I5"] = "n.a."
            file["Program"]["F5"] = "Rp 2.500.000.000,-"
            file["Indikator"]["I8"].number_format = "0%"  # 12 is shown as 1200%

        reading = read(edited(change))
        self.assertEqual(
            codes(reading),
            {
                "Indikator!E5": "name_changed",
                "Indikator!F5": "locked_changed",
                "Indikator!H5": "locked_changed",
                "Indikator!I5": "locked_changed",
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
                self.assertLess(time.monotonic() - start, 20)
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
                self.assertLess(time.monotonic() - start, 20)
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
        rows = "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 100}</row>' for n in range(9, 10_000))
        reading = read(self._with_rows(rows))
        found = codes(reading, "row_unknown")
        self.assertEqual(found, {"Indikator": "sheet_cut"})
        self.assertReads(reading, INDEX)

    def assertQuick(self, code, content, most=20):
        start = time.monotonic()
        self.assertRefused(code, content)
        self.assertLess(time.monotonic() - start, most)

    def test_more_than_any_memory(self):
        """One row of a million cells, what is no row at all, a text of 11 MB, a million texts."""
        noise = random.Random(5).randbytes(400_000).hex()  # so that no ratio gives it away
        self.assertQuick(
            Code.TOO_LARGE,
            self._with_rows(f'<row r="9">{"<c><v>1</v></c>" * 2_000_000}<c>{noise}</c></row>'),
        )
        self.assertQuick(
            Code.TOO_LARGE, self._with_rows("<other/>" * 3_000_000 + f"<!-- {noise} -->")
        )
        self.assertQuick(
            Code.TOO_LARGE,
            self._with_rows(f'<row r="9"><c t="inlineStr"><is><t>{noise * 14}</t></is></c></row>'),
        )

        def texts(data):
            return data.replace(b"</sst>", b"<si/>" * 1_500_000 + noise.encode() + b"</sst>")

        self.assertQuick(Code.TOO_LARGE, patched(written(), {"xl/sharedStrings.xml": texts}))

    def test_other_writers(self):
        """Strict Open XML, prefixed names, cells without references."""

        def strict(data):
            return data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )

        def prefixed(data):
            data = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", data)
            return data.replace(b' xmlns="', b' xmlns:x="')

        def bare(data):
            return re.sub(rb' r="[A-Z]+[0-9]+"', b"", data)

        names = [f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3, 4)]
        names += ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
        for change in (strict, prefixed):
            with self.subTest(change=change.__name__):
                content = patched(written(), dict.fromkeys(names, change))
                self.assertEqual(read(content), read(written()))
        content = patched(written(), {names[1]: bare})
        self.assertEqual(read(content).indicators, read(written()).indicators)

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
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(len(reading.indicators), 1000)
        self.assertFalse(reading.findings)
