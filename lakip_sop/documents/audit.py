"""The audit of one cycle as a Word file and a spreadsheet: who did what, when, to which file."""

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass

import xlsxwriter

from ..tools.spreadsheet import looks_like_formula
from .base import DocumentWriter
from .dates import long_date
from .letterhead import Letterhead
from .markup import Column, Xml, join, paragraph, table
from .text import clean, one_line

# The format's own limits.
_LONGEST_CELL = 32_000
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True)
class AuditTable:
    """One table of the audit."""

    title: str
    columns: tuple[tuple[str, int], ...]
    """Heading and relative width of each column."""
    rows: tuple[tuple[str | float, ...], ...] = ()
    """Texts; a spreadsheet may hold numbers as well."""
    note: str = ""
    """What the table shows, in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Audit:
    """Content of the audit."""

    letterhead: Letterhead
    title: str
    date: datetime.date
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value pairs at the top."""
    tables: tuple[AuditTable, ...] = ()


def build_audit_docx(audit: Audit) -> bytes:
    """Return the audit as a .docx."""
    writer = DocumentWriter(audit.letterhead, title=audit.title, date=audit.date)
    writer.turn_pages()
    writer.add_kop()
    writer.add(paragraph(audit.title, align="center", bold=True, size=14, after=120))
    writer.add(paragraph(f"Per {long_date(audit.date)}", align="center", after=240))
    facts = (Column("Hal", 30), Column("Keterangan", 70))
    writer.add(table(facts, audit.facts, writer.width, size=9))
    for part in audit.tables:
        columns = [Column(title, share) for title, share in part.columns]
        writer.add(
            join(
                paragraph(part.title, bold=True, size=12, before=300, after=80, keep_next=True),
                paragraph(clean(part.note), size=9, after=80, keep_next=True)
                if part.note
                else Xml(""),
                table(columns, part.rows, writer.width, size=7),
            )
        )
    return writer.save()


def build_audit_xlsx(audit: Audit) -> bytes:
    """Return the audit as a .xlsx with a sheet a table."""
    summary = AuditTable("Ringkasan", (("Hal", 30), ("Keterangan", 70)), audit.facts)
    tables = (summary, *audit.tables)
    return build_workbook(audit.title, audit.letterhead.agency, audit.date, tables)


def build_workbook(
    title: str, author: str, date: datetime.date, tables: Iterable[AuditTable]
) -> bytes:
    """Return a .xlsx with a sheet for each of ``tables``; what looks like a formula is a text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {
            "title": one_line(title)[:255],
            "author": one_line(author)[:255],
            "created": datetime.datetime(date.year, date.month, date.day),
        }
    )
    looks = {"text_wrap": True, "valign": "top", "num_format": "@"}
    plain = book.add_format(looks)
    quoted = book.add_format({**looks, "quote_prefix": True})
    figure = book.add_format({"valign": "top"})
    head = book.add_format({**looks, "bold": True, "bg_color": "#E7E6E6"})
    heading = book.add_format({"bold": True, "font_size": 14})

    def put(sheet, row, column, value):
        if not isinstance(value, str):
            sheet.write_number(row, column, value, figure)
            return
        text = clean(value)[:_LONGEST_CELL]
        sheet.write_string(row, column, text, quoted if looks_like_formula(text) else plain)

    for part in tables:
        sheet = book.add_worksheet(part.title[:_LONGEST_SHEET_NAME])
        sheet.write_string(0, 0, one_line(f"{title} - {part.title}"), heading)
        sheet.write_string(1, 0, one_line(part.note))
        for column, (label, share) in enumerate(part.columns):
            sheet.set_column(column, column, max(8, share))
            sheet.write_string(3, column, label, head)
        for row, values in enumerate(part.rows, 4):
            for column, value in enumerate(values):
                put(sheet, row, column, value)
        sheet.freeze_panes(4, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()
