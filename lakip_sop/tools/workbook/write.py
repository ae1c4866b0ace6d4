"""The workbook of a bidang as an .xlsx: a guide, the sheets to fill, a hidden sheet of codes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from ..number_id import exact_text
from ..spreadsheet import looks_like_formula
from .guide import guide_lines
from .layout import (
    FORMAT,
    GUIDE,
    HIDDEN_MARK,
    HIDDEN_SHEET,
    INDICATOR,
    SHEETS,
    UNPUBLISHED,
    Column,
    Row,
    Sheet,
    Workbook,
    cell_text,
    seal,
)

__all__ = ["write_workbook"]

# Rows of a sheet that is filled, from zero.
_TITLE, _SUBTITLE, _CODES, _HEADINGS, _FIRST = 0, 1, 2, 3, 4

_DIRECTIONS = {"higher": "Makin tinggi makin baik", "lower": "Makin rendah makin baik"}
# A spreadsheet program takes what begins so for a formula when the cell is edited or saved as CSV.

# [$-421] is Indonesian: LibreOffice then prints 1.234,50 on any machine. Excel follows its own
# settings, whatever the file says.
_NUMBER_FORMATS = {"text": "@", "number": "[$-421]#,##0.00####", "money": "[$-421]#,##0.00"}
_WHOLE = "[$-421]#,##0"
_ALLOWED = {  # on a sheet that is protected
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_hyperlinks": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_HIGHEST_ROW = 300  # points, of 409 that are allowed: a screen holds little more
_LISTS = 3  # first column of the hidden sheet that holds a list
_WORDS = "LakipTanpaAngka"  # the name of the list of what may stand for a figure


def write_workbook(book: Workbook, secret: bytes) -> bytes:
    """Return the workbook as an .xlsx; the same content always gives the same bytes.

    Text is never written as a formula, whatever it begins with. A number that a spreadsheet
    cannot hold exactly (more than 15 digits) is written as text.

    :param secret: of the database: see :func:`~.layout.seal`.

    >>> from .layout import Identity
    >>> of = Identity(company="c", cycle="7", department="3", year=2026)
    >>> write_workbook(Workbook(identity=of), b"secret")[:2]
    b'PK'
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        _Writer(file, book, secret).write_all()
    return buffer.getvalue()


class _Writer:
    """One workbook being written."""

    def __init__(self, file: xlsxwriter.Workbook, book: Workbook, secret: bytes):
        self.file = file
        self.book = book
        self.secret = secret
        self.year = book.identity.year
        self.formats: dict[tuple, xlsxwriter.format.Format] = {}
        self.scales = sorted({row.scale for row in book.indicators if row.scale})

    def write_all(self) -> None:
        # A date of its own, so that the bytes do not depend on the clock.
        self.file.set_properties(
            {
                "title": f"Data kinerja {self.year}",
                "company": cell_text(self.book.identity.company_name, single=True)[:255],
                "created": datetime.datetime(self.year, 1, 1),
            }
        )
        self._write_guide()
        for sheet in SHEETS:
            self._write_sheet(sheet)
        self._write_hidden()

    # ------------------------------------------------------------
    # Sheets
    # ------------------------------------------------------------

    def _write_guide(self) -> None:
        page = self.file.add_worksheet(GUIDE)
        page.set_column(0, 0, 4)
        page.set_column(1, 1, 96)
        looks = {"text_wrap": True, "valign": "top"}
        title = self._format(bold=True, font_size=14)
        head = self._format(bold=True, font_size=11)
        for position, (number, text) in enumerate(guide_lines(self.book.identity)):
            if not number:
                page.write_string(position, 0, text, head if position else title)
                continue
            page.write_string(position, 0, number, self._format(valign="top"))
            page.write_string(position, 1, text, self._format(**looks))
            # LibreOffice and Excel do not agree on when to measure wrapped rows: say it.
            page.set_row(position, 15 * (1 + len(text) // 100))
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.protect("", _ALLOWED)

    def _write_sheet(self, sheet: Sheet) -> None:
        page = self.file.add_worksheet(sheet.title)
        rows = self.book.rows(sheet)
        identity = self.book.identity
        heading = "Realisasi anggaran" if sheet is not INDICATOR else "Realisasi indikator kinerja"
        self._put(page, _TITLE, 1, f"{heading} {self.year}", {"bold": True, "font_size": 14})
        names = (identity.department_name, identity.company_name)
        subtitle = " - ".join(filter(None, (cell_text(name, single=True) for name in names)))
        self._put(page, _SUBTITLE, 1, subtitle, {})
        for index, column in enumerate(sheet.columns):
            hidden = {"hidden": True} if column.field == "key" else {}
            page.set_column(index, index, column.width, None, hidden)
            code = sheet.marker if column.field == "key" else column.field
            page.write_string(_CODES, index, code)
            looks = {
                "bold": True,
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
                "bg_color": "#FFE699" if column.is_filled else "#D9D9D9",
            }
            self._put(page, _HEADINGS, index, column.heading(self.year), looks)
        page.set_row(_CODES, None, None, {"hidden": True})
        page.set_row(_HEADINGS, 32)
        for position, row in enumerate(rows):
            page.set_row(_FIRST + position, _height(sheet, row))
            for index, column in enumerate(sheet.columns):
                self._write_cell(page, _FIRST + position, index, column, row, position)
        for index, column in enumerate(sheet.columns):
            if column.is_filled and rows:
                self._validate(page, index, column, rows)
        page.freeze_panes(_FIRST, 5 if sheet is INDICATOR else 4)
        page.repeat_rows(_HEADINGS)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RHalaman &P dari &N")
        page.protect("", _ALLOWED)

    def _write_cell(
        self, page, line: int, index: int, column: Column, row: Row, position: int
    ) -> None:
        looks = {
            "border": 1,
            "text_wrap": True,
            "valign": "top",
            "locked": not column.is_filled,
            "bg_color": "#FFFBEB" if column.is_filled else "#F2F2F2",
            "num_format": _NUMBER_FORMATS[column.kind],
        }
        if column.field == "position":
            looks |= {"num_format": "0", "align": "center"}
            page.write_number(line, index, position + 1, self._format(**looks))
            return
        value = getattr(row, column.field)
        if column.field == "direction":
            value = _DIRECTIONS.get(value, value)
        if column.kind != "text":
            looks["align"] = "right"
        if isinstance(value, Decimal):
            # A spreadsheet keeps fifteen digits.
            if Decimal(f"{float(value):.15G}") == value:
                if not column.is_filled and value == value.to_integral_value():
                    looks["num_format"] = _WHOLE
                page.write_number(line, index, float(value), self._format(**looks))
                return
            value = exact_text(value)
        text = cell_text(value, single=column.field not in _SEVERAL_LINES)
        if not column.is_filled:
            looks["num_format"] = "@"
        if not text:
            page.write_blank(line, index, None, self._format(**looks))
            return
        self._put(page, line, index, text, looks)

    def _put(self, page, line: int, index: int, text: str, looks: dict[str, object]) -> None:
        """Write a text, marked so that no program takes it for a formula later."""
        quoted = {"quote_prefix": True} if looks_like_formula(text) else {}
        page.write_string(line, index, text, self._format(**looks, **quoted))

    def _validate(self, page, index: int, column: Column, rows: tuple[Row, ...]) -> None:
        """Tell the spreadsheet program what may be entered; the reader checks all the same."""
        for first, last, scale in _runs(rows):
            first_cell = xl_rowcol_to_cell(first, index)
            options = {"ignore_blank": True}
            if column.hint:
                options |= {"input_title": column.heading(self.year)[:32]}
                options |= {"input_message": column.hint}
            if column.kind == "text":
                # A cell cannot hold more, and the message is shown with it.
                options |= {"validate": "length", "criteria": "<=", "value": 32_000}
            elif scale and column.field == "realization":
                name = f"={_scale_name(self.scales.index(scale))}"
                options |= {"validate": "list", "source": name}
                options |= {"input_message": "Pilih salah satu predikat dari daftar."}
                options |= {"error_message": "Pilih salah satu predikat dari daftar."}
            else:
                known = f"COUNTIF({_WORDS},{first_cell})>0"
                options |= {
                    "validate": "custom",
                    "value": f"=OR(ISNUMBER({first_cell}),{known})",
                    # A number that the program takes for text may yet be one for the reader.
                    "error_type": "warning",
                    "error_title": "Bukan angka",
                    "error_message": "Isi angka saja, mis. 1.234,56. "
                    f"Bila belum ada: {', '.join(UNPUBLISHED)}.",
                }
            page.data_validation(first, index, last, index, options)

    def _write_hidden(self) -> None:
        page = self.file.add_worksheet(HIDDEN_SHEET)
        identity = self.book.identity
        keys = tuple(self.book.keys())
        facts = (
            (HIDDEN_MARK, FORMAT),
            ("company", identity.company),
            ("cycle", identity.cycle),
            ("department", identity.department),
            ("year", str(identity.year)),
            ("seal", seal(identity, keys, self.secret)),
            ("company_name", cell_text(identity.company_name, single=True)),
            ("department_name", cell_text(identity.department_name, single=True)),
            *(("key", key) for key in keys),
        )
        for line, (name, value) in enumerate(facts):
            page.write_string(line, 0, name)
            page.write_string(line, 1, value)
        self._write_list(page, _LISTS, _WORDS, UNPUBLISHED)
        for position, scale in enumerate(self.scales):
            words = (*(cell_text(word, single=True) for word in scale), *UNPUBLISHED)
            self._write_list(page, _LISTS + 1 + position, _scale_name(position), words)
        page.protect()
        page.very_hidden()

    def _write_list(self, page, index: int, name: str, words: Iterable[str]) -> None:
        """Write a list into a column; a validation refers to it by its name."""
        words = tuple(words)
        for line, word in enumerate(words):
            page.write_string(line, index, word)
        cells = xl_range_abs(0, index, len(words) - 1, index)
        self.file.define_name(name, f"={HIDDEN_SHEET}!{cells}")

    def _format(self, **looks):
        """Return a format with these looks, the same one for the same looks."""
        key = tuple(sorted(looks.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format(looks)
        return self.formats[key]


_SEVERAL_LINES = ("cause", "obstacle", "follow_up", "evidence", "note")


def _runs(rows: tuple[Row, ...]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return (first line, last line, scale) of the rows that follow each other with one scale."""
    runs: list[tuple[int, int, tuple[str, ...]]] = []
    for line, row in enumerate(rows, _FIRST):
        scale = getattr(row, "scale", ())
        if runs and runs[-1][2] == scale:
            runs[-1] = (runs[-1][0], line, scale)
        else:
            runs.append((line, line, scale))
    return runs


def _height(sheet: Sheet, row: Row) -> float:
    """Return the height of a row in points, with room to write in.

    Excel would measure rows by itself, LibreOffice does not.
    """
    lines = 3 if sheet is INDICATOR else 1
    for column in sheet.columns[2:]:
        text = cell_text(getattr(row, column.field))
        needed = sum(1 + len(line) // (column.width - 2) for line in text.split("\n"))
        lines = max(lines, needed)
    return min(15 * lines, _HIGHEST_ROW)


def _scale_name(position: int) -> str:
    return f"LakipPredikat{position + 1}"
