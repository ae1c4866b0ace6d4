"""What a workbook per bidang holds: whose it is, its rows, its columns.

The same :class:`Workbook` is written and, as the database then has it, compared with what comes
back. Rows, columns and sheets carry codes that nobody sees, so that they are found again wherever
they were moved to.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from ...documents.text import clean, one_line
from ..hashchain import canonical

__all__ = [
    "FORMAT",
    "GUIDE",
    "HIDDEN_MARK",
    "HIDDEN_SHEET",
    "INDICATOR",
    "PROGRAM",
    "SHEETS",
    "UNPUBLISHED",
    "Column",
    "Identity",
    "IndicatorRow",
    "ProgramRow",
    "Row",
    "Sheet",
    "Value",
    "Workbook",
    "cell_text",
    "seal",
    "stored_value",
]

Value = Decimal | str | None
"""What a cell says: a number, a text, or nothing."""

UNPUBLISHED = ("n.a.", "-", "belum rilis")
"""What may stand where there is no figure: not available, none, not yet published."""

FORMAT = "1"
"""Of the hidden sheet; another number is a workbook that this code cannot read."""

GUIDE = "Petunjuk"
"""The title of the sheet that tells how to fill the others."""

HIDDEN_SHEET = "_lakip"
"""The sheet that tells whose workbook it is. Its rows: a name and a value each."""

HIDDEN_MARK = "lakip_sop"
"""The name in its first row; the value is :data:`FORMAT`."""

_LONGEST_CELL = 32_000  # a little less than the format's own limit of 32,767 characters


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whose workbook it is. Two workbooks with the same identity may stand for one another.

    :ivar company: a key of the company that no other has, in no other database either.
    :ivar cycle: a key of the cycle.
    :ivar department: a key of the bidang.
    :ivar year: of the report.
    :ivar company_name: as people know it; not part of what is compared.
    :ivar department_name: likewise.
    """

    company: str
    cycle: str
    department: str
    year: int
    company_name: str = ""
    department_name: str = ""


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One indicator, with what is stored of it.

    :ivar key: never changes and is never used again.
    :ivar target: a number, or text for a range or a predicate ('8,5-9,5', 'BB').
    :ivar last_year: realization of the year before.
    :ivar direction: 'higher' or 'lower', or the words to print.
    :ivar scale: the predicates that a realization is one of; empty when it is a number.
    :ivar realization: a number, one of `scale`, or a word of :data:`UNPUBLISHED`.
    """

    key: str
    name: str
    objective: str = ""
    code: str = ""
    unit: str = ""
    direction: str = "higher"
    target: Value = None
    last_year: Value = None
    scale: tuple[str, ...] = ()
    realization: Value = None
    cause: str = ""
    obstacle: str = ""
    follow_up: str = ""
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgramRow:
    """One program, kegiatan or sub kegiatan, with what is stored of it; amounts in rupiah."""

    key: str
    name: str
    code: str = ""
    level: str = ""
    budget: Value = None
    realization: Value = None
    note: str = ""


Row = IndicatorRow | ProgramRow


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """One workbook: to be written, or to be expected back."""

    identity: Identity
    indicators: tuple[IndicatorRow, ...] = ()
    programs: tuple[ProgramRow, ...] = ()

    def rows(self, sheet: Sheet) -> tuple[Row, ...]:
        """Return the rows of a sheet."""
        return self.indicators if sheet is INDICATOR else self.programs

    def keys(self) -> Iterator[str]:
        """Yield what names each row in the whole workbook.

        >>> book = Workbook(
        ...     identity=Identity(company="c", cycle="7", department="3", year=2026),
        ...     programs=(ProgramRow(key="12", name="Program"),),
        ... )
        >>> list(book.keys())
        ['program:12']
        """
        for sheet in SHEETS:
            for row in self.rows(sheet):
                yield f"{sheet.code}:{row.key}"


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    :ivar field: the field of its row; 'key' and 'position' for the two that are none.
    :ivar label: its heading; ``{year}`` and ``{last_year}`` are filled in.
    :ivar width: in characters.
    :ivar kind: 'text', 'number' or 'money'.
    :ivar is_filled: the bidang fills it; all others are locked.
    :ivar hint: shown beside a cell that is being filled.
    """

    field: str
    label: str
    width: int
    kind: str = "text"
    is_filled: bool = False
    hint: str = ""

    def heading(self, year: int) -> str:
        """Return the heading for the report of a year.

        >>> Column("target", "Target {year}", 12).heading(2026)
        'Target 2026'
        """
        return self.label.format(year=year, last_year=year - 1)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its code, the title it is given, and its columns from the left."""

    code: str
    title: str
    columns: tuple[Column, ...]

    @property
    def marker(self) -> str:
        """What stands at the left of the hidden row of codes.

        >>> PROGRAM.marker
        'lakip:program'
        """
        return f"lakip:{self.code}"

    @property
    def filled(self) -> tuple[Column, ...]:
        """The columns that the bidang fills."""
        return tuple(column for column in self.columns if column.is_filled)

    @property
    def compared(self) -> tuple[Column, ...]:
        """The locked columns whose change would be taken for an answer."""
        return tuple(column for column in self.columns if column.field in _COMPARED)


_COMPARED = ("unit", "target", "last_year", "budget")

INDICATOR = Sheet(
    "indicator",
    "Indikator",
    (
        Column("key", "Kunci", 10),
        Column("position", "No.", 5),
        Column("objective", "Sasaran strategis", 26),
        Column("code", "Kode", 10),
        Column("name", "Indikator kinerja", 32),
        Column("unit", "Satuan", 11),
        Column("direction", "Arah", 13),
        Column("target", "Target {year}", 12, "number"),
        Column("last_year", "Realisasi tahun lalu ({last_year})", 13, "number"),
        Column(
            "realization",
            "Realisasi {year}",
            14,
            "number",
            True,
            "Isi angka saja, mis. 85,5. Bila belum ada: n.a., - atau belum rilis.",
        ),
        Column("cause", "Penyebab keberhasilan/kegagalan", 30, "text", True),
        Column("obstacle", "Hambatan", 30, "text", True),
        Column("follow_up", "Tindak lanjut", 30, "text", True),
        Column("evidence", "Bukti dukung", 24, "text", True, "Nama berkas atau tautannya."),
    ),
)

PROGRAM = Sheet(
    "program",
    "Program",
    (
        Column("key", "Kunci", 10),
        Column("position", "No.", 5),
        Column("code", "Kode", 20),
        Column("name", "Program / kegiatan", 48),
        Column("level", "Jenis", 14),
        Column("budget", "Pagu (Rp)", 20, "money"),
        Column(
            "realization",
            "Realisasi (Rp)",
            20,
            "money",
            True,
            "Isi jumlah rupiah, mis. 1.250.000.",
        ),
        Column("note", "Keterangan", 40, "text", True),
    ),
)

SHEETS = (INDICATOR, PROGRAM)
"""The sheets that are filled, in their order."""


def seal(identity: Identity, keys: Iterable[str], secret: bytes) -> str:
    """Return the seal of a workbook: HMAC-SHA256, in hexadecimal, of its identity and row keys.

    :param secret: of the database; who does not know it cannot seal a workbook.

    >>> of = Identity(company="c", cycle="7", department="3", year=2026)
    >>> seal(of, ["program:12"], b"secret") == seal(of, ["program:13"], b"secret")
    False
    """
    payload = {
        "format": FORMAT,
        "company": identity.company,
        "cycle": identity.cycle,
        "department": identity.department,
        "year": identity.year,
        "keys": list(keys),
    }
    return hmac.new(secret, canonical(payload), sha256).hexdigest()


def cell_text(value: object, single: bool = False) -> str:
    """Return a text as a cell holds it: cleaned, trimmed, cut at the format's limit.

    :param single: on one line.

    >>> cell_text(" Hambatan:\\r\\nlistrik\\x07 "), cell_text(None)
    ('Hambatan:\\nlistrik', '')
    """
    text = one_line(value) if single else clean(value).strip()
    return text[:_LONGEST_CELL].rstrip()


def stored_value(column: Column, row: Row) -> Value:
    """Return what is stored for a column, as it would come back from the workbook; None for empty.

    >>> stored_value(PROGRAM.columns[-1], ProgramRow(key="1", name="P", note=" ")) is None
    True
    """
    value = getattr(row, column.field)
    if isinstance(value, Decimal):
        return value
    return cell_text(value, single=column.kind != "text") or None
