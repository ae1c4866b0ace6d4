"""A workbook that came back: whose it is, its rows wherever they are, every cell judged.

How it works
------------
* The hidden sheet tells whose workbook it is; another's is refused with the first thing that
  differs: company, bidang, year, cycle. Its seal shows whether that was changed.
* Sheets, columns and rows are found wherever they were moved to: see :mod:`.places`. What is
  missing gets a sentence.
* What cannot be read is left out, with the address of its cell. An empty cell is no answer: what is
  stored stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils.cell import get_column_letter

from ..filecheck import FileRefused, Problem, check
from .cells import Cell, Merge, Package, WorkbookDamaged, WorkbookTooLarge
from .findings import Code, Finding, Severity
from .layout import (
    INDICATOR,
    PROGRAM,
    SHEETS,
    Column,
    Row,
    Sheet,
    Value,
    Workbook,
    stored_value,
)
from .owner import facts_of, refusal_of
from .places import Found, RowIndex, find_sheets, letters, text_of
from .values import read_value, says_the_same, shown

__all__ = ["Reading", "read_workbook"]

MAX_BYTES = 20 * 1024 * 1024
"""Size of a file that is read when the caller sets no other limit."""

_FILE_CODES = {
    Problem.MACRO: Code.MACROS,
    Problem.ENCRYPTED: Code.PASSWORD,
    Problem.BOMB: Code.TOO_LARGE,
    Problem.TOO_LARGE: Code.TOO_LARGE,
    Problem.NOT_ALLOWED: Code.NOT_XLSX,
    Problem.MISLABELLED: Code.NOT_XLSX,
}

Answers = Mapping[str, Mapping[str, Value]]
"""{row key: {field: value}}: only what was answered and could be read."""


@dataclass(frozen=True)
class Reading:
    """What a workbook says.

    :ivar indicators: the answers of the sheet of indicators, by row key and field.
    :ivar programs: likewise of the sheet of programs.
    :ivar findings: in the order of the sheets, their rows and columns.
    """

    indicators: Answers = field(default_factory=dict)
    programs: Answers = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def answers(self, sheet: Sheet) -> Answers:
        """Return the answers of a sheet."""
        return self.indicators if sheet is INDICATOR else self.programs

    @property
    def is_refused(self) -> bool:
        """Whether the whole workbook was refused: there are no answers then."""
        return any(finding.severity is Severity.REFUSED for finding in self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether something that stands in the workbook was not taken."""
        serious = (Severity.REFUSED, Severity.ERROR)
        return any(finding.severity in serious for finding in self.findings)


def read_workbook(
    name: str, content: bytes, book: Workbook, secret: bytes, *, max_bytes: int = MAX_BYTES
) -> Reading:
    """Read a workbook that was handed in; never raises for what is in the file.

    :param name: of the file.
    :param book: what is stored now, for which the workbook is to be.
    :param secret: of the database: see :func:`~.layout.seal`.

    >>> from .layout import Identity
    >>> of = Identity(company="c", cycle="7", department="3", year=2026)
    >>> reading = read_workbook("data.xlsx", b"Kode;Nama\\n", Workbook(identity=of), b"secret")
    >>> print(*reading.findings)
    This is no Excel workbook (.xlsx). Open it in the program it comes from and save it as .xlsx.
    """
    try:
        verdict = check(name, content, max_bytes=max_bytes)
    except FileRefused as refused:
        return _refused(_FILE_CODES.get(refused.problem, Code.DAMAGED))
    if verdict.kind != "xlsx":
        return _refused(Code.NOT_XLSX)
    try:
        with Package(content) as package:
            return _read(package, book, secret)
    except WorkbookTooLarge:
        return _refused(Code.TOO_LARGE)
    except WorkbookDamaged:
        return _refused(Code.DAMAGED)


def _refused(code: Code, **arguments: str) -> Reading:
    return Reading(findings=(Finding(code, arguments=arguments),))


def _read(package: Package, book: Workbook, secret: bytes) -> Reading:
    facts, keys = facts_of(package)
    refusal = refusal_of(facts, keys, book.identity, secret)
    if refusal:
        return Reading(findings=(refusal,))
    answers: dict[str, Answers] = {}
    findings: list[Finding] = []
    parts = [part for part in package.sheets if part.name != facts["sheet"]]
    found = find_sheets(package, parts, book.identity.year, findings)
    for sheet in SHEETS:
        if sheet.code not in found:
            if book.rows(sheet):
                findings.append(Finding(Code.NO_SHEET, arguments={"sheet": sheet.title}))
            continue
        reader = _SheetReader(sheet, found[sheet.code], book, keys)
        answers[sheet.code] = reader.read_rows()
        findings.extend(reader.sorted_findings())
    return Reading(answers.get(INDICATOR.code, {}), answers.get(PROGRAM.code, {}), tuple(findings))


class _SheetReader:
    """One sheet being read."""

    def __init__(self, sheet: Sheet, found: Found, book: Workbook, keys: list[str]):
        self.sheet = sheet
        self.found = found
        self.rows = book.rows(sheet)
        self.year = book.identity.year
        prefix = f"{sheet.code}:"
        self.known = {key.removeprefix(prefix) for key in keys if key.startswith(prefix)}
        self.findings: list[tuple[int, int, Finding]] = []
        self.headings = {letters(column.heading(self.year)) for column in sheet.columns}
        self.headings |= {letters(column.field) for column in sheet.columns}
        self.columns: dict[str, int] = {}
        self.index = RowIndex(self.rows)
        self.answers: dict[str, dict[str, Value]] = {}
        self.places: dict[str, int] = {}  # the line of each row that was found
        self.conflicts: set[str] = set()
        self.empty: list[tuple[int, Column, Row]] = []

    def read_rows(self) -> Answers:
        self._choose_columns()
        for cells in self.found.rows:
            if self._is_heading(cells):
                continue
            self._read_row(cells)
        if self.found.source.cut_after is not None:
            self._add(0, 0, Code.SHEET_CUT, row=str(self.found.source.cut_after))
        merged = self._tell_merges()
        self._tell_empty(merged)
        self._tell_missing()
        return {key: self.answers[key] for key in self.answers if key not in self.conflicts}

    def _is_heading(self, cells: dict[int, Cell]) -> bool:
        """Return whether a row holds the codes or headings, which may have been repeated."""
        if text_of(self._get(cells, "key")) in self.index.by_key:
            return False
        texts = [text_of(cell) for cell in cells.values()]
        labels = sum(letters(text) in self.headings for text in texts)
        return labels > 2 or self.sheet.marker in texts

    def sorted_findings(self) -> list[Finding]:
        """Return what was found, from the top and from the left."""
        return [finding for __, __, finding in sorted(self.findings, key=lambda each: each[:2])]

    def _add(self, line: int, index: int, code: Code, cell: str = "", **arguments: str) -> None:
        if not cell and line:
            cell = f"{get_column_letter(index)}{line}" if index else str(line)
        self.findings.append((line, index, Finding(code, self.found.part.name, cell, arguments)))

    def _choose_columns(self) -> None:
        for column in self.sheet.columns:
            indexes = self.found.columns.get(column.field, [])
            heading = column.heading(self.year)
            if len(indexes) == 1 or (indexes and not column.is_filled):
                self.columns[column.field] = indexes[0]
            elif indexes:
                first, second = map(get_column_letter, indexes[:2])
                arguments = {"column": heading, "first": first}
                self._add(0, indexes[1], Code.COLUMN_TWICE, cell=second, **arguments)
            elif column.is_filled:
                self._add(0, 0, Code.NO_COLUMN, column=heading)

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------

    def _get(self, cells: dict[int, Cell], name: str) -> Cell | None:
        return cells.get(self.columns.get(name, 0))

    def _read_row(self, cells: dict[int, Cell]) -> None:
        line = next(iter(cells.values())).row
        key, name, code = (text_of(self._get(cells, each)) for each in ("key", "name", "code"))
        filled = [column for column in self.sheet.filled if self._get(cells, column.field)]
        row = self.index.by_key.get(key)
        if row is None:
            row = self.index.guess(name, code)
            if row is None:
                if filled or key:
                    self._add(line, 0, Code.ROW_UNKNOWN, name=shown(name or code or key))
                return
        elif name and letters(name) != letters(row.name):
            other = self.index.guess(name, code)
            if other is not None and other is not row:
                self._add(line, 0, Code.ROW_MIXED, name=shown(name), expected=shown(row.name))
                self.places.setdefault(row.key, line)
                return
            # A name that was too long for a cell was cut when the workbook was made.
            if not letters(row.name).startswith(letters(name)) or len(name) < 1000:
                index = self.columns["name"]
                arguments = {"value": shown(name), "stored": shown(row.name)}
                self._add(line, index, Code.NAME_CHANGED, **arguments)
        self._read_answers(line, cells, row)

    def _read_answers(self, line: int, cells: dict[int, Cell], row: Row) -> None:
        answers: dict[str, Value] = {}
        empty, findings = [], []
        for column in self.sheet.filled:
            if column.field not in self.columns:
                continue
            value, notes = read_value(self._get(cells, column.field), column, row)
            if value is not None:
                answers[column.field] = value
            elif not notes:
                empty.append((line, column, row))
            findings += [(column, code, arguments) for code, arguments in notes]
        if row.key in self.places and not self._replaces(line, row, answers):
            return
        self.places[row.key] = line
        self.answers[row.key] = answers
        self.empty += empty
        for column, code, arguments in findings:
            self._add(line, self.columns[column.field], code, **arguments)
        self._compare_locked(line, cells, row)

    def _replaces(self, line: int, row: Row, answers: dict[str, Value]) -> bool:
        """Tell of a row that is there twice; return whether the second is the one to take."""
        first = self.answers.get(row.key, {})
        arguments = {"name": shown(row.name), "first": str(self.places[row.key])}
        if not first and answers:
            self.empty = [each for each in self.empty if each[2] is not row]
            self._add(line, 0, Code.ROW_REPEATED, **arguments)
            return True
        if answers and answers != first:
            self.conflicts.add(row.key)
            self._add(line, 0, Code.ROW_TWICE, **arguments)
        else:
            self._add(line, 0, Code.ROW_REPEATED, **arguments)
        return False

    def _compare_locked(self, line: int, cells: dict[int, Cell], row: Row) -> None:
        for column in self.sheet.compared:
            stored, cell = stored_value(column, row), self._get(cells, column.field)
            if cell is None or says_the_same(cell, column, stored):
                continue
            self._add(
                line,
                cell.column,
                Code.LOCKED_CHANGED,
                column=column.heading(self.year),
                value=shown(text_of(cell)),
                stored=shown(stored),
            )

    # ------------------------------------------------------------
    # What is not there
    # ------------------------------------------------------------

    def _tell_merges(self) -> dict[int, list[Merge]]:
        """Tell of merged cells that should have been filled; return them by line."""
        by_line: dict[int, list[Merge]] = defaultdict(list)
        filled = [self.columns[c.field] for c in self.sheet.filled if c.field in self.columns]
        lines = sorted(self.places.values())
        for merge in self.found.source.merges:
            covered = [line for line in lines if merge.first_row <= line <= merge.last_row]
            width = [index for index in filled if merge.first_column <= index <= merge.last_column]
            if len(covered) * len(width) < 2:
                continue
            reference = merge.reference
            self._add(
                merge.first_row, merge.first_column, Code.MERGED, cell=reference, range=reference
            )
            for line in covered:
                by_line[line].append(merge)
        return by_line

    def _tell_empty(self, merged: dict[int, list[Merge]]) -> None:
        for line, column, row in self.empty:
            index = self.columns[column.field]
            if any(m.first_column <= index <= m.last_column for m in merged.get(line, ())):
                continue
            stored, heading = stored_value(column, row), column.heading(self.year)
            if stored is not None:
                self._add(line, index, Code.EMPTIED, column=heading, stored=shown(stored))
            elif column.field == "realization":
                self._add(line, index, Code.NOT_FILLED, column=heading)

    def _tell_missing(self) -> None:
        last = max(self.places.values(), default=0) + 1
        for row in self.rows:
            if row.key not in self.places:
                code = Code.ROW_DELETED if row.key in self.known else Code.ROW_NEW
                finding = Finding(code, self.found.part.name, arguments={"name": shown(row.name)})
                self.findings.append((last, 0, finding))
