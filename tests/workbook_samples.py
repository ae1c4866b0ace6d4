"""One workbook of a bidang, and what people do to it."""

import io
import zipfile
from decimal import Decimal

import openpyxl

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.workbook import (
    Identity,
    IndicatorRow,
    ProgramRow,
    Workbook,
    read_workbook,
    write_workbook,
)

SECRET = b"secret of the database"
IDENTITY = Identity(
    company="db/1",
    cycle="7",
    department="3",
    year=2026,
    company_name="Dinas Komunikasi dan Informatika",
    department_name="Bidang Aplikasi Informatika",
)
INDEX, SERVICE, AUDIT, OUTAGE = (
    IndicatorRow(
        key="11",
        code="IKU.1",
        objective="Meningkatnya tata kelola pemerintahan digital",
        name="Indeks SPBE",
        unit="Indeks",
        target=Decimal("3.5"),
        last_year=Decimal("3.21"),
    ),
    IndicatorRow(
        key="12",
        code="IKU.2",
        objective="Meningkatnya tata kelola pemerintahan digital",
        name="Persentase layanan publik daring",
        unit="%",
        target=Decimal(90),
        last_year=Decimal("81.25"),
        realization=Decimal("85.5"),
        cause="Semua OPD\nsudah terhubung",
    ),
    IndicatorRow(
        key="13",
        code="IKU.3",
        objective="Meningkatnya akuntabilitas",
        name="Nilai SAKIP",
        unit="Predikat",
        target="BB",
        last_year="B",
        scale=("AA", "A", "BB", "B", "CC", "C", "D"),
    ),
    IndicatorRow(
        key="14",
        code="IKU.4",
        objective="Meningkatnya akuntabilitas",
        name="Gangguan layanan",
        unit="kali",
        direction="lower",
        target="8,5-9,5",
        last_year=Decimal(12),
    ),
)
PROGRAM, ACTIVITY = (
    ProgramRow(
        key="31",
        code="2.16.02",
        name="Program Aplikasi Informatika",
        level="Program",
        budget=Decimal(2500000000),
        realization=Decimal("2310450750.5"),
    ),
    ProgramRow(
        key="32",
        code="2.16.02.1.01",
        name="Pengelolaan e-government",
        level="Kegiatan",
        budget=Decimal(750000000),
    ),
)
BOOK = Workbook(
    identity=IDENTITY,
    indicators=(INDEX, SERVICE, AUDIT, OUTAGE),
    programs=(PROGRAM, ACTIVITY),
)

# Where the writer puts things.
HEADINGS, FIRST = 4, 5
COLUMNS = {
    "Indikator": dict(
        zip(
            "key position objective code name unit direction target last_year realization cause "
            "obstacle follow_up evidence".split(),
            "ABCDEFGHIJKLMN",
            strict=True,
        )
    ),
    "Program": dict(
        zip(
            "key position code name level budget realization note".split(),
            "ABCDEFGH",
            strict=True,
        )
    ),
}


def address(row, field, book=BOOK):
    """Return the cell of a row of a workbook: ('Indikator', 'J5')."""
    for title, rows in (("Indikator", book.indicators), ("Program", book.programs)):
        if row in rows:
            return title, f"{COLUMNS[title][field]}{FIRST + rows.index(row)}"
    raise LookupError(row)


def written(book=BOOK):
    return write_workbook(book, SECRET)


def edited(change, book=BOOK):
    """Return the workbook after somebody changed it with openpyxl; it writes no cached values."""
    file = openpyxl.load_workbook(io.BytesIO(written(book)))
    change(file)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def filled(values, book=BOOK):
    """Return the workbook with cells filled: {(row, field): value or (value, number format)}."""

    def fill(file):
        for (row, field), value in values.items():
            title, cell = address(row, field, book)
            looks = None
            if isinstance(value, tuple):
                value, looks = value
            file[title][cell] = value
            if isinstance(value, str):
                file[title][cell].data_type = "s"  # a text, though it begins with '='
            if looks:
                file[title][cell].number_format = looks

    return edited(fill, book)


def patched(content, replace):
    """Return a package with parts changed: {path: function of the old bytes, or bytes}."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            data = old.read(name)
            change = replace.get(name)
            if change is not None:
                data = change(data) if callable(change) else change
            new.writestr(name, data)
    return buffer.getvalue()


def read(content, book=BOOK, name="data.xlsx"):
    return read_workbook(name, content, book, SECRET)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def codes(reading, *ignore):
    """Return {address: code} of what was found, but for the codes ignored."""
    return {
        found.address: found.code.value
        for found in reading.findings
        if found.code.value not in (*ignore, "not_filled")
    }


class WorkbookCase(BaseCase):
    def assertReads(self, reading, row, **expected):
        """Check what was answered for a row, and that every finding can be said."""
        for finding in reading.findings:
            self.assertNotIn("%(", str(finding))
        answers = {**reading.indicators, **reading.programs}
        self.assertEqual(dict(answers[row.key]), expected)

    def assertRefused(self, code, content, book=BOOK, name="data.xlsx"):
        """Check that a file is refused as a whole; return the sentence."""
        reading = read(content, book, name)
        self.assertEqual([found.code for found in reading.findings], [code])
        self.assertTrue(reading.is_refused)
        self.assertTrue(reading.has_errors)
        self.assertFalse(reading.indicators or reading.programs)
        return str(reading.findings[0])
