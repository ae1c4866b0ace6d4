"""Where things are in a workbook that came back: its sheets, their columns, their rows.

A sheet is known by the codes in its hidden row, a column by its code there, a row by its key in the
hidden column. Where one of these was lost, headings, names and codes that people see serve instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice

from ...documents.text import one_line
from .cells import Cell, Package, SheetPart, SheetRows
from .findings import Code, Finding
from .layout import GUIDE, SHEETS, Row, Sheet

__all__ = ["Found", "RowIndex", "find_sheets", "letters", "text_of"]

_HEAD = 60  # rows with something in them among which the codes and headings are looked for
_ENOUGH = 0.6  # of the codes or headings make a row of them: two sheets share half of theirs


@dataclass
class Found:
    """A sheet that was recognised, read as far as its headings.

    :ivar columns: where each field was found; several times when the column was copied.
    """

    part: SheetPart
    source: SheetRows
    rows: Iterable[dict[int, Cell]]
    columns: dict[str, list[int]]


def find_sheets(
    package: Package, parts: list[SheetPart], year: int, findings: list[Finding]
) -> dict[str, Found]:
    """Return the sheets to be read by their code, and tell of all others."""
    candidates: dict[str, list[Found]] = defaultdict(list)
    for part in parts:
        source = package.rows(part)
        rows = iter(source)
        head = list(islice(rows, _HEAD))
        for sheet in SHEETS:
            columns = _find_columns(head, sheet, year)
            if columns:
                found = Found(part, source, chain(head, rows), columns)
                candidates[sheet.code].append(found)
                break
        else:
            if head and part.name != GUIDE:
                findings.append(Finding(Code.SHEET_IGNORED, part.name))
    chosen = {}
    for sheet in SHEETS:
        found = candidates[sheet.code]
        # The one that was never renamed is the original; a program numbers its copies.
        found.sort(key=lambda each, title=sheet.title: each.part.name != title)
        if found:
            chosen[sheet.code] = found[0]
        for other in found[1:]:
            arguments = {"read": found[0].part.name}
            findings.append(Finding(Code.SHEET_TWICE, other.part.name, arguments=arguments))
    return chosen


def _find_columns(head: list[dict[int, Cell]], sheet: Sheet, year: int) -> dict[str, list[int]]:
    """Return where each field stands, by the hidden codes and, where these are lost, the headings.

    Empty when the sheet is not the one that is looked for.
    """
    codes = {column.field: column.field for column in sheet.columns} | {sheet.marker: "key"}
    headings = {letters(column.heading(year)): column.field for column in sheet.columns}
    columns: dict[str, list[int]] = {}
    for words, fold in ((codes, str), (headings, letters)):
        # Once the codes were found, a few headings are enough to find the column of a lost one.
        enough = 3 if columns else _ENOUGH * len(sheet.columns)
        for cells in head:
            found: dict[str, list[int]] = defaultdict(list)
            for index, cell in cells.items():
                name = words.get(fold(text_of(cell)))
                if name:
                    found[name].append(index)
            marked = words is codes and any(text_of(c) == sheet.marker for c in cells.values())
            if marked or len(found) >= enough:
                taken = set(chain.from_iterable(columns.values()))
                for name, indexes in found.items():
                    free = [index for index in indexes if index not in taken]
                    if name not in columns and free:
                        columns[name] = free
                break
    return columns


class RowIndex:
    """The rows of a sheet by their key, and by what people can see of them."""

    def __init__(self, rows: Iterable[Row]):
        rows = tuple(rows)
        self.by_key = {row.key: row for row in rows}
        self._by_both = _unique(((letters(row.name), letters(row.code)), row) for row in rows)
        self._by_name = _unique((letters(row.name), row) for row in rows)
        self._by_code = _unique((letters(row.code), row) for row in rows)

    def guess(self, name: str, code: str) -> Row | None:
        """Return the one row of this name, or of this code where there is no name, or None."""
        folded, short = letters(name), letters(code)
        if not folded:  # nothing but signs says nothing
            return self._by_code.get(short) if short else None
        return self._by_both.get((folded, short)) or self._by_name.get(folded)


def _unique(pairs: Iterable[tuple[object, Row]]) -> dict[object, Row]:
    """Return what belongs to one row only, with that row."""
    pairs = list(pairs)
    count = Counter(name for name, __ in pairs)
    return {name: row for name, row in pairs if count[name] == 1}


def text_of(cell: Cell | None) -> str:
    """Return a cell of a heading or a locked column as one line of text."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return one_line(cell.value)


def letters(text: str) -> str:
    """Return the letters and digits of a text, in small letters.

    >>> letters(" Realisasi  2026 (%)*")
    'realisasi2026'
    """
    return "".join(filter(str.isalnum, one_line(text).casefold()))
