"""A workbook that came back: whose it is, its rows wherever they are, every cell judged.

How it works
------------
* The hidden sheet tells whose workbook it is; another's is refused with the first thing that
  differs: company, bidang, year, cycle. Its seal shows whether that was changed.
* A sheet is known by the codes in its hidden row, not by its name or place; each column by its code
  there; each row by its key in the hidden column. Where one of them was lost, headings, names and
  codes of indicators serve instead. What is still missing gets a sentence.
* What cannot be read is left out, with the address of its cell. An empty cell is no answer: what is
  stored stays.
"""

from __future__ import annotations

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from openpyxl.utils.cell import get_column_letter

from ...documents.text import one_line
from ..filecheck import FileRefused, Problem, check
from .cells import MAX_ROWS, Cell, Merge, Package, SheetPart, SheetRows, WorkbookDamaged
from .findings import Code, Finding, Severity
from .layout import (
    FORMAT,
    HIDDEN_MARK,
    INDICATOR,
    PROGRAM,
    SHEETS,
    Column,
    Identity,
    Row,
    Sheet,
    Value,
    Workbook,
    seal,
    stored_value,
)
from .values import read_value, says_the_same, shown

__all__ = ["Reading", "read_workbook"]

MAX_BYTES = 20 * 1024 * 1024
"""Size of a file that is read when the caller sets no other limit."""

_HEAD = 60  # rows with something in them among which the codes and headings are looked for
_ENOUGH = 0.6  # of the codes or headings make a row of them: two sheets share half of theirs
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
    except WorkbookDamaged:
        return _refused(Code.DAMAGED)


def _refused(code: Code, **arguments: str) -> Reading:
    return Reading(findings=(Finding(code, arguments=arguments),))


def _read(package: Package, book: Workbook, secret: bytes) -> Reading:
    facts, keys = _facts_of(package)
    refusal = _foreign(facts, keys, book.identity, secret)
    if refusal:
        return Reading(findings=(refusal,))
    answers: dict[str, Answers] = {}
    findings: list[Finding] = []
    parts = [part for part in package.sheets if part.name != facts["sheet"]]
    found = _find_sheets(package, parts, book.identity.year, findings)
    for sheet in SHEETS:
        if not book.rows(sheet):
            continue
        if sheet.code not in found:
            findings.append(Finding(Code.NO_SHEET, arguments={"sheet": sheet.title}))
            continue
        reader = _SheetReader(sheet, found[sheet.code], book, keys)
        answers[sheet.code] = reader.read()
        findings.extend(reader.sorted_findings())
    return Reading(answers.get(INDICATOR.code, {}), answers.get(PROGRAM.code, {}), tuple(findings))


# ------------------------------------------------------------
# Whose it is
# ------------------------------------------------------------


def _facts_of(package: Package) -> tuple[dict[str, str], list[str]]:
    """Return the facts of the hidden sheet and the row keys in it; ({}, []) when it is not there.

    It may have been renamed, so every sheet is asked for its first row.
    """
    for part in package.sheets:
        facts: dict[str, str] = {}
        keys: list[str] = []
        for cells in package.rows(part):
            name, value = _text(cells.get(1)), _text(cells.get(2))
            if not facts and name != HIDDEN_MARK:
                break
            if name == "key":
                keys.append(value)
            elif name:
                facts.setdefault(name, value)
        if facts:
            return {**facts, "sheet": part.name}, keys
    return {}, []


def _foreign(
    facts: dict[str, str], keys: list[str], identity: Identity, secret: bytes
) -> Finding | None:
    """Return why a workbook is not the one that is expected, or None when it is."""

    def differs(code: Code, found: str, expected: str) -> Finding:
        arguments = {"found": shown(found) or "?", "expected": shown(expected) or "?"}
        return Finding(code, arguments=arguments)

    if not facts:
        return Finding(Code.FOREIGN)
    if facts[HIDDEN_MARK] != FORMAT:
        return Finding(Code.OTHER_FORMAT)
    if facts.get("company") != identity.company:
        return differs(Code.OTHER_COMPANY, facts.get("company_name", ""), identity.company_name)
    if facts.get("department") != identity.department:
        found = facts.get("department_name", "")
        return differs(Code.OTHER_DEPARTMENT, found, identity.department_name)
    if facts.get("year") != str(identity.year):
        return differs(Code.OTHER_YEAR, facts.get("year", ""), str(identity.year))
    if facts.get("cycle") != identity.cycle:
        return Finding(Code.OTHER_CYCLE)
    expected = seal(identity, keys, secret)
    if not hmac.compare_digest(expected.encode(), facts.get("seal", "").encode()):
        return Finding(Code.ALTERED)
    return None


# ------------------------------------------------------------
# Sheets and columns
# ------------------------------------------------------------


@dataclass
class _Found:
    """A sheet that was recognised, read as far as its headings.

    :ivar columns: where each field was found; several times when the column was copied.
    """

    part: SheetPart
    source: SheetRows
    rows: Iterable[dict[int, Cell]]
    columns: dict[str, list[int]]


def _find_sheets(
    package: Package, parts: list[SheetPart], year: int, findings: list[Finding]
) -> dict[str, _Found]:
    """Return the sheets to be read by their code, and tell of all others."""
    candidates: dict[str, list[_Found]] = defaultdict(list)
    for part in parts:
        source = package.rows(part)
        rows = iter(source)
        head = list(islice(rows, _HEAD))
        for sheet in SHEETS:
            columns = _find_columns(head, sheet, year)
            if columns:
                found = _Found(part, source, chain(head, rows), columns)
                candidates[sheet.code].append(found)
                break
        else:
            if head and part.name != "Petunjuk":
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
    headings = {_folded(column.heading(year)): column.field for column in sheet.columns}
    columns: dict[str, list[int]] = {}
    is_marked = False
    for words, fold in ((codes, str), (headings, _folded)):
        for cells in head:
            found: dict[str, list[int]] = defaultdict(list)
            for index, cell in cells.items():
                name = words.get(fold(_text(cell)))
                if name:
                    found[name].append(index)
            marked = words is codes and any(_text(c) == sheet.marker for c in cells.values())
            if (
                marked
                or len(found) >= _ENOUGH * len(sheet.columns)
                or (is_marked and len(found) > 2)
            ):
                is_marked = is_marked or marked
                taken = set(chain.from_iterable(columns.values()))
                for name, indexes in found.items():
                    free = [index for index in indexes if index not in taken]
                    if name not in columns and free:
                        columns[name] = free
                break
    return columns


class _SheetReader:
    """One sheet being read."""

    def __init__(self, sheet: Sheet, found: _Found, book: Workbook, keys: list[str]):
        self.sheet = sheet
        self.found = found
        self.rows = book.rows(sheet)
        self.year = book.identity.year
        prefix = f"{sheet.code}:"
        self.known = {key.removeprefix(prefix) for key in keys if key.startswith(prefix)}
        self.findings: list[tuple[int, int, Finding]] = []
        self.columns: dict[str, int] = {}
        self.index = _RowIndex(self.rows)
        self.answers: dict[str, dict[str, Value]] = {}
        self.places: dict[str, int] = {}  # the line of each row that was found
        self.conflicts: set[str] = set()
        self.empty: list[tuple[int, Column, Row]] = []

    def read(self) -> Answers:
        self._choose_columns()
        headings = {_folded(column.heading(self.year)) for column in self.sheet.columns}
        codes = {column.field for column in self.sheet.columns} | {self.sheet.marker}
        for cells in self.found.rows:
            texts = [_text(cell) for cell in cells.values()]
            labels = sum(_folded(text) in headings or text in codes for text in texts)
            if labels > 2 or self.sheet.marker in texts:
                continue
            self._read_row(cells)
        if self.found.source.is_cut:
            self._add(0, 0, Code.SHEET_CUT, rows=str(MAX_ROWS))
        merged = self._tell_merges()
        self._tell_empty(merged)
        self._tell_missing()
        return {key: self.answers[key] for key in self.answers if key not in self.conflicts}

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
        key, name, code = (_text(self._get(cells, each)) for each in ("key", "name", "code"))
        filled = [column for column in self.sheet.filled if self._get(cells, column.field)]
        row = self.index.by_key.get(key)
        if row is None:
            row = self.index.guess(name, code)
            if row is None:
                if filled or key:
                    self._add(line, 0, Code.ROW_UNKNOWN, name=shown(name or code or key))
                return
        elif name and _folded(name) != _folded(row.name):
            other = self.index.guess(name, code)
            if other is not None and other is not row:
                self._add(line, 0, Code.ROW_MIXED, name=shown(name), expected=shown(row.name))
                self.places.setdefault(row.key, line)
                return
            # A name that was too long for a cell was cut when the workbook was made.
            if not _folded(row.name).startswith(_folded(name)) or len(name) < 1000:
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
                value=shown(_text(cell)),
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


class _RowIndex:
    """The rows of a sheet by their key, and by what people can see of them."""

    def __init__(self, rows: Iterable[Row]):
        rows = tuple(rows)
        self.by_key = {row.key: row for row in rows}
        self._by_both = _unique(((_folded(row.name), _folded(row.code)), row) for row in rows)
        self._by_name = _unique((_folded(row.name), row) for row in rows)
        self._by_code = _unique((_folded(row.code), row) for row in rows)

    def guess(self, name: str, code: str) -> Row | None:
        """Return the one row of this name, or of this code where there is no name, or None."""
        folded, short = _folded(name), _folded(code)
        if not folded:  # nothing but signs says nothing
            return self._by_code.get(short) if short else None
        return self._by_both.get((folded, short)) or self._by_name.get(folded)


def _unique(pairs: Iterable[tuple[object, Row]]) -> dict[object, Row]:
    """Return what belongs to one row only, with that row."""
    pairs = list(pairs)
    count = Counter(name for name, __ in pairs)
    return {name: row for name, row in pairs if count[name] == 1}


def _text(cell: Cell | None) -> str:
    """Return a cell of a heading or a locked column as one line of text."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return one_line(cell.value)


def _folded(text: str) -> str:
    """Return the letters and digits of a text, in small letters.

    >>> _folded(" Realisasi  2026 (%)*")
    'realisasi2026'
    """
    return "".join(filter(str.isalnum, one_line(text).casefold()))
