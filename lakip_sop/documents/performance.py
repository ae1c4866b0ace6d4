"""What an agency has achieved in a year, as the parts of a LAKIP print it: plain data.

Nothing is computed here: capaian, means and absorption come ready, so that they are the same in
every place.
"""

from dataclasses import dataclass, field
from decimal import Decimal

MISSING = "n.a."
"""Printed for what was not measured or not published: never a zero."""


@dataclass(frozen=True)
class YearFigure:
    """An indicator in an earlier year; figures as they are printed."""

    year: int
    target: str = ""
    realization: str = ""
    achievement: Decimal | None = None
    """Capaian in percent; None: not measured."""


@dataclass(frozen=True, kw_only=True)
class IndicatorResult:
    """One indikator kinerja of the year; figures as they are printed, with their sign."""

    name: str
    unit: str = ""
    target: str = ""
    realization: str = ""
    """'' is printed as :data:`MISSING`."""
    achievement: Decimal | None = None
    """Capaian in percent; None: not measured."""
    rating: str = ""
    """Predikat in words: colour alone says nothing to many readers."""
    color: str = ""
    """Of the rating, as a hex colour light enough for black letters."""
    division: str = ""
    note: str = ""
    """What a reader must know about the figure, such as 'dibatasi 120 %'."""
    history: tuple[YearFigure, ...] = ()
    """Earlier years, the first one first."""
    medium_year: int | None = None
    medium_target: str = ""
    medium_progress: Decimal | None = None
    """Realization in percent of the medium-term target."""
    standard: str = ""
    """National standard."""
    standard_note: str = ""
    """How the realization compares to it, and its source."""
    cause: str = ""
    obstacle: str = ""
    follow_up: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgramResult:
    """One program or kegiatan with its money, in rupiah."""

    name: str
    budget: Decimal | None = None
    spent: Decimal | None = None
    absorption: Decimal | None = None
    """In percent."""
    is_activity: bool = False
    """A kegiatan, printed below its program."""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ObjectiveResult:
    """One sasaran strategis."""

    name: str
    indicators: tuple[IndicatorResult, ...] = ()
    programs: tuple[ProgramResult, ...] = ()
    achievement: Decimal | None = None
    """Mean capaian of its indicators, in percent."""
    rating: str = ""
    color: str = ""
    absorption: Decimal | None = None
    """Of the money of its programs, in percent."""
    difference: Decimal | None = None
    """Capaian less absorption, in percentage points."""
    efficiency: str = ""
    """In words, such as 'Efisien'."""
    analyses: tuple[str, ...] = ()
    """What people wrote to the seven analyses, as HTML, in their order."""


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What the agency has achieved in one year."""

    year: int
    objectives: tuple[ObjectiveResult, ...] = ()
    programs: tuple[ProgramResult, ...] = ()
    """All programs and kegiatan, as Realisasi Anggaran lists them."""
    total: ProgramResult | None = None
    """Their sum, as the agency counts it."""
    achievement: Decimal | None = None
    """Mean of the sasaran, in percent."""
    rating: str = ""
    method: tuple[str, ...] = ()
    """How capaian and means are counted, in sentences; printed before the figures."""
    scale: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    """Rating scale: range, predikat, hex colour."""
