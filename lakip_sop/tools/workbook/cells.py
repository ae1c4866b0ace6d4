"""The cells of an .xlsx as its file holds them: one pass over a sheet, stopped where it is empty.

openpyxl reads a whole sheet before its first row when the file does not declare the sheet's size,
gives either the formulas or their values, tells merged cells only when it holds everything in
memory, and refuses a file for a style it does not know. A workbook that was passed around needs
all of these otherwise, so the sheets are read with lxml here; what a date, a number format and a
cell reference mean is still openpyxl's.

>>> from .layout import Identity, Workbook
>>> from .write import write_workbook
>>> of = Identity(company="c", cycle="7", department="3", year=2026)
>>> with Package(write_workbook(Workbook(identity=of), b"secret")) as package:
...     [(sheet.name, sheet.is_hidden) for sheet in package.sheets]
[('Petunjuk', False), ('Indikator', False), ('Program', False), ('_lakip', True)]
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import IO

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

__all__ = [
    "Cell",
    "Merge",
    "Package",
    "SheetPart",
    "SheetRows",
    "WorkbookDamaged",
    "WorkbookTooLarge",
]

MAX_EMPTY_ROWS = 1000
"""After so many rows without a value nothing more is looked for."""

MAX_CELLS = 200_000
"""Cells of a sheet that are looked at, empty ones included: twenty for each of 10,000 rows."""

_MAX_PART = 8 * 1024 * 1024  # of a part that is held in memory as a tree: bytes
_MAX_GAP = 8 * 1024 * 1024  # from one row, or one shared text, to the next: bytes
_MAX_STYLES = 65_536  # the format allows 65,490
_MAX_TEXTS = 1_000_000  # shared texts of a workbook
_MAX_TEXT = 40_000  # characters of one cell: the format allows 32,767
_MAX_SHEETS = 255
_MAX_MERGES = 2000

_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
# What zipfile, lxml and the arithmetic on what they found raise on a file that is not whole.
_DAMAGES = (
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
)

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # of a number format
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19


class WorkbookDamaged(ValueError):
    """The file is no workbook that can be read."""


class WorkbookTooLarge(WorkbookDamaged):
    """The file, or what it unpacks to, is larger than any workbook of a bidang."""


@dataclass(frozen=True)
class Cell:
    """One cell that holds something.

    :ivar row: from one, as is `column`.
    :ivar kind: 'number', 'text', 'date', 'bool', 'error' (its value is the error's name), or
        'empty': a formula that was never computed.
    :ivar value: int or float, str, a date or time, or bool; None when 'empty'.
    :ivar is_percent: a number that is shown a hundred times as large, with a percent sign.
    :ivar formula: without its '='; None when it has none. Only the first of a row of equal
        formulas has its text.
    """

    row: int
    column: int
    kind: str
    value: object
    is_percent: bool = False
    formula: str | None = None


@dataclass(frozen=True)
class Merge:
    """Cells that were merged; only the first of them can hold something."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    reference: str


@dataclass(frozen=True)
class SheetPart:
    """One sheet of a package."""

    name: str
    path: str
    is_hidden: bool


@dataclass
class SheetRows:
    """The rows of one sheet, to be iterated over once.

    :ivar merges: complete once the rows were read to their end.
    :ivar cut_after: the last row that was read of a sheet that has more, or None.
    """

    package: Package
    path: str
    merges: list[Merge] = field(default_factory=list)
    cut_after: int | None = None

    def __iter__(self) -> Iterator[dict[int, Cell]]:
        """Yield the cells of each row that holds something, by column.

        :raises WorkbookDamaged: when the file breaks off.
        """
        with _damage_told():
            yield from self._walk()

    def _walk(self) -> Iterator[dict[int, Cell]]:
        number = empty = seen = 0
        for element in self.package.elements(self.path, ("{*}row", "{*}mergeCell")):
            if etree.QName(element).localname == "mergeCell":
                self._add_merge(element.get("ref", ""))
                continue
            seen += len(element)
            if seen > MAX_CELLS:
                self.cut_after = number
                return
            number = int(element.get("r") or number + 1)
            cells = self.package.row_cells(element, number)
            if cells:
                empty = 0
                yield cells
            else:
                empty += 1
                if empty > MAX_EMPTY_ROWS:
                    return

    def _add_merge(self, reference: str) -> None:
        bounds = range_boundaries(reference)
        if None not in bounds and len(self.merges) < _MAX_MERGES:
            first_column, first_row, last_column, last_row = bounds
            self.merges.append(Merge(first_row, first_column, last_row, last_column, reference))


class Package:
    """An .xlsx that was opened; to be closed, or used in a ``with``.

    :raises WorkbookDamaged: when it is none, here and in everything that is asked of it.
    """

    def __init__(self, content: bytes):
        with _damage_told():
            self.archive = zipfile.ZipFile(io.BytesIO(content))

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *exception: object) -> None:
        self.archive.close()

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The sheets in their order; charts on sheets of their own are left out."""
        with _damage_told():
            return tuple(self._find_sheets())

    def rows(self, sheet: SheetPart) -> SheetRows:
        """Return the rows of a sheet."""
        return SheetRows(self, sheet.path)

    # ------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------

    @cached_property
    def _main(self) -> str:
        for target, kind, _id in self._relations("").values():
            if kind == "officeDocument":
                return target
        raise WorkbookDamaged("no workbook part")

    @cached_property
    def _workbook(self) -> etree._Element:
        return self._parse(self._main)

    def _find_sheets(self) -> Iterator[SheetPart]:
        relations = self._relations(self._main)
        names = set(self.archive.namelist())
        for element in islice(self._workbook.iterfind("{*}sheets/{*}sheet"), _MAX_SHEETS):
            link = next((v for k, v in element.items() if k.endswith("}id")), None)
            path, kind, _id = relations.get(link, ("", "", ""))
            if kind == "worksheet" and path in names:
                yield SheetPart(
                    element.get("name", ""), path, element.get("state", "visible") != "visible"
                )

    def _relations(self, part: str) -> dict[str, tuple[str, str, str]]:
        """Return {id: (path, last word of its type, id)} of what a part refers to."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found = {}
        for element in self._parse(path).iterfind("{*}Relationship"):
            target = element.get("Target", "")
            full = target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target)
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id")] = (posixpath.normpath(full), kind, element.get("Id"))
        return found

    def elements(self, path: str, tags: str | tuple[str, ...]) -> Iterator[etree._Element]:
        """Yield those elements of a part one after the other; each is forgotten after its turn."""
        with self.archive.open(path) as stream:
            metered = _Metered(stream)
            for _event, element in etree.iterparse(metered, tag=tags, **_PARSER):
                metered.left = _MAX_GAP
                yield element
                _forget(element)

    def _parse(self, path: str) -> etree._Element:
        if self.archive.getinfo(path).file_size > _MAX_PART:
            raise WorkbookTooLarge(path)
        return etree.fromstring(self.archive.read(path), etree.XMLParser(**_PARSER))

    def _related(self, kind: str) -> str | None:
        for path, found, _id in self._relations(self._main).values():
            if found == kind and path in self.archive.namelist():
                return path
        return None

    @cached_property
    def _texts(self) -> list[str]:
        """The texts that cells refer to by number."""
        path = self._related("sharedStrings")
        if not path:
            return []
        texts = []
        for element in self.elements(path, "{*}si"):
            texts.append(_text_of(element))
            if len(texts) > _MAX_TEXTS:
                raise WorkbookTooLarge(path)
        return texts

    @cached_property
    def _epoch(self) -> datetime:
        properties = self._workbook.find("{*}workbookPr")
        flag = properties.get("date1904", "0") if properties is not None else "0"
        return CALENDAR_MAC_1904 if flag in ("1", "true") else CALENDAR_WINDOWS_1900

    @cached_property
    def _styles(self) -> list[str]:
        """What each cell style is: 'date', 'percent' or ''."""
        path = self._related("styles")
        if not path:
            return []
        root = self._parse(path)
        codes = dict(BUILTIN_FORMATS)
        for element in islice(root.iterfind("{*}numFmts/{*}numFmt"), _MAX_STYLES):
            codes[int(element.get("numFmtId"))] = element.get("formatCode", "")
        return [
            _style_of(codes.get(int(element.get("numFmtId", "0")), ""))
            for element in islice(root.iterfind("{*}cellXfs/{*}xf"), _MAX_STYLES)
        ]

    # ------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------

    def row_cells(self, element: etree._Element, row: int) -> dict[int, Cell]:
        """Return what the cells of a ``<row>`` hold, by column. (ECMA-376 part 1, 18.3.1.4.)"""
        cells, column = {}, 0
        for child in element.iterchildren("{*}c"):
            reference = child.get("r")
            column = coordinate_to_tuple(reference)[1] if reference else column + 1
            cell = self._cell(child, row, column)
            if cell:
                cells[column] = cell
        return cells

    def _cell(self, element: etree._Element, row: int, column: int) -> Cell | None:
        formula = element.find("{*}f")
        kind, value, percent = self._content(element)
        if value is None:
            # A formula that gives '' says that it is text; one never computed says nothing.
            if formula is None or element.get("t") == "str":
                return None
            kind = "empty"
        text = (formula.text or "") if formula is not None else None
        return Cell(row, column, kind, value, percent, text)

    def _content(self, element: etree._Element) -> tuple[str, object, bool]:
        """Return (kind, value, is it shown as a percentage); the value is None for an empty one."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find("{*}is")
            text = _text_of(inline) if inline is not None else ""
            return "text", text or None, False
        raw = element.findtext("{*}v")
        if raw is None or raw == "":
            return "text", None, False
        if kind == "s":
            texts = self._texts
            return "text", texts[int(raw)] or None if int(raw) < len(texts) else None, False
        if kind == "str":
            return "text", _plain(raw) or None, False
        if kind == "b":
            return "bool", raw.strip() in ("1", "true"), False
        if kind == "e":
            return "error", raw, False
        if kind == "d":
            return "date", raw, False
        return self._number(raw.strip(), int(element.get("s") or 0))

    def _number(self, raw: str, style: int) -> tuple[str, object, bool]:
        try:
            value: int | float = int(raw) if raw.lstrip("-").isdecimal() else float(raw)
        except ValueError:  # not what the format allows: shown as it stands
            return "text", raw, False
        look = self._styles[style] if style < len(self._styles) else ""
        if look == "date":
            try:
                moment = from_excel(value, self._epoch)
            except (OverflowError, ValueError):
                return "number", value, False
            return "date", _moment_text(moment), False
        return "number", value, look == "percent"


class _Metered:
    """A stream that is given up when nothing of what is looked for comes for too long."""

    def __init__(self, stream: IO[bytes]):
        self.stream = stream
        self.left = _MAX_GAP

    # A file's method, which lxml calls; not that of a model.
    def read(self, size: int = -1) -> bytes:  # pylint: disable=method-required-super
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise WorkbookTooLarge("too much between two rows")
        return data


@contextmanager
def _damage_told() -> Iterator[None]:
    """Raise :class:`WorkbookDamaged` for whatever a broken file makes the libraries raise."""
    try:
        yield
    except WorkbookDamaged:
        raise
    except _DAMAGES as error:
        raise WorkbookDamaged(str(error)) from error


def _forget(element: etree._Element) -> None:
    """Free what was read, or a long sheet stays in memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _text_of(element: etree._Element) -> str:
    """Return the text of a shared or inline string: its runs, without how they are read aloud."""
    parts = []
    for child in element.iterchildren("{*}t", "{*}r"):
        if etree.QName(child).localname == "t":
            parts.append(child.text or "")
        else:
            parts.append(child.findtext("{*}t") or "")
    return _plain("".join(parts))


def _plain(text: str) -> str:
    """Return a text with what the format escapes, at most as long as a cell's.

    >>> _plain("satu_x000D_\\ndua _x005F_x0041_")
    'satu\\r\\ndua _x0041_'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text[:_MAX_TEXT])


def _style_of(code: str) -> str:
    """Return what a number format makes of a number: 'date', 'percent' or ''.

    >>> _style_of("0.00%"), _style_of('0.00" %"'), _style_of("[$-421]d mmmm yyyy"), _style_of("@")
    ('percent', '', 'date', '')
    """
    if "%" in _NOT_SHOWN.sub("", code):
        return "percent"
    return "date" if is_date_format(code) else ""


def _moment_text(moment: date | time | timedelta) -> str:
    """Return a date or time as it is likely to have been shown.

    >>> _moment_text(datetime(2026, 5, 8)), _moment_text(time(7, 30))
    ('08/05/2026', '07:30')
    """
    if isinstance(moment, datetime):
        at_midnight = moment.time() == time()
        return f"{moment:%d/%m/%Y}" if at_midnight else f"{moment:%d/%m/%Y %H:%M}"
    return f"{moment:%H:%M}" if isinstance(moment, time) else str(moment)
