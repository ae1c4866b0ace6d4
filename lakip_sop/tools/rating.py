"""Scales: what a percentage is called, and the order of predicates. Plain Python, no ORM.

No rule fixes how a capaian is called (Permenpan RB 53/2014 leaves it open), so that each agency
brings its own scale: with other limits, with gaps, with three colours. Likewise the predicates that
a target may be ('BB', 'WTP') are ordered by data.

>>> [DEFAULT_SCALE.rate(Decimal(text)).name for text in ("107.98", "90.995", "90.99", "50.9")]
['Sangat Tinggi', 'Sangat Tinggi', 'Tinggi', 'Sangat Rendah']
>>> AKIP.find("bb").name, AKIP.find("BB (72,50)").rank, AUDIT_OPINION.find("tidak wajar").name
('BB', 5, 'TW')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from .number_id import NumberProblem, NumberRefused, exact_text, rounded

__all__ = [
    "AKIP",
    "AUDIT_OPINION",
    "Band",
    "DEFAULT_SCALE",
    "Grade",
    "GradeScale",
    "RatingScale",
    "ScaleFault",
    "scale_faults",
]


@dataclass(frozen=True)
class Band:
    """One step of a rating scale.

    :ivar name: what the percentages in it are called, in Indonesian.
    :ivar lower: its lower limit in percent; None for the lowest step of all.
    :ivar upper: its upper limit in percent, for the printed legend and for scales with real gaps;
        None when it reaches to the next step.
    :ivar is_above: only what lies above `lower` belongs to it (> 90), not `lower` itself (>= 90).
    :ivar color: of the traffic light, such as 'green', or ''.
    """

    name: str
    lower: Decimal | None
    upper: Decimal | None = None
    is_above: bool = False
    color: str = ""

    def legend(self) -> str:
        """Return its limits as the legend of a table prints them.

        >>> Band("Tinggi", Decimal(76), Decimal(90)).legend(), Band("Baik", Decimal(91)).legend()
        ('76 - 90', '≥ 91')
        """
        if self.lower is None:
            return f"≤ {exact_text(self.upper)}" if self.upper is not None else ""
        low = exact_text(self.lower)
        if self.upper is None:
            return f"{'>' if self.is_above else '≥'} {low}"
        return f"{'> ' if self.is_above else ''}{low} - {exact_text(self.upper)}"


@dataclass(frozen=True)
class RatingScale:
    """What percentages are called.

    :ivar bands: in any order; see :func:`scale_faults` for what they must be.
    :ivar digits: decimals to which a percentage is rounded before it is rated. The two that are
        printed, unless told otherwise: a reader who sees 91,00 expects the step that starts at 91.
        With 0, as a scale of whole numbers (91 - 100, 76 - 90) may be meant, 90,5 is 91.
    :ivar has_gaps: a percentage between the upper limit of one step and the lower limit of the next
        has no rating. Otherwise it belongs to the lower step.
    """

    bands: tuple[Band, ...]
    digits: int = 2
    has_gaps: bool = False

    def rate(self, percent: Decimal | None) -> Band | None:
        """Return the step of a percentage; None without one, and for one in a gap.

        What lies above the highest upper limit (107 % on a scale that ends at 100) is in the
        highest step.

        >>> whole = RatingScale(DEFAULT_SCALE.bands, digits=0)
        >>> gaps = RatingScale(DEFAULT_SCALE.bands, has_gaps=True)
        >>> [scale.rate(Decimal("90.5")) for scale in (whole, gaps)]  # doctest: +ELLIPSIS
        [Band(name='Sangat Tinggi', ...), None]
        >>> DEFAULT_SCALE.rate(None) is None
        True
        """
        if percent is None:
            return None
        value = rounded(percent, self.digits)
        bands = sorted(self.bands, key=_lower, reverse=True)
        for place, band in enumerate(bands):
            if band.lower is not None and (
                value < band.lower or (band.is_above and value == band.lower)
            ):
                continue
            in_gap = self.has_gaps and place and band.upper is not None and value > band.upper
            return None if in_gap else band
        return None


class ScaleFault(Enum):
    """What is wrong with a rating scale."""

    EMPTY = "empty"
    UNNAMED = "unnamed"
    SAME_LIMIT = "same_limit"  # two steps start at the same limit
    UPSIDE_DOWN = "upside_down"  # a step ends below its start
    OVERLAP = "overlap"  # a step reaches into the next


def scale_faults(bands: Iterable[Band]) -> tuple[ScaleFault, ...]:
    """Return all that is wrong with the steps of a scale, nothing when it can be used.

    >>> scale_faults(DEFAULT_SCALE.bands)
    ()
    >>> scale_faults([Band("Baik", Decimal(80), Decimal(70)), Band("", Decimal(80))])
    (<ScaleFault.UNNAMED: 'unnamed'>, <ScaleFault.SAME_LIMIT: 'same_limit'>, \
<ScaleFault.UPSIDE_DOWN: 'upside_down'>)
    """
    bands = sorted(bands, key=_lower)
    pairs = list(zip(bands, bands[1:], strict=False))
    faults = {
        ScaleFault.EMPTY: not bands,
        ScaleFault.UNNAMED: any(not band.name.strip() for band in bands),
        ScaleFault.SAME_LIMIT: any(
            (one.lower, one.is_above) == (other.lower, other.is_above) for one, other in pairs
        ),
        ScaleFault.UPSIDE_DOWN: any(
            band.upper is not None and band.lower is not None and band.upper < band.lower
            for band in bands
        ),
        ScaleFault.OVERLAP: any(
            one.upper is not None and other.lower is not None and one.upper > other.lower
            for one, other in pairs
        ),
    }
    return tuple(fault for fault, found in faults.items() if found)


@dataclass(frozen=True)
class Grade:
    """One predicate of an ordered scale.

    :ivar name: as it is printed.
    :ivar synonyms: other ways to write it.
    :ivar points: what it is worth, such as the score it starts at; None to go by its rank.
    :ivar rank: its place on its scale, 1 for the lowest: set by :meth:`GradeScale.of`.
    """

    name: str
    synonyms: tuple[str, ...] = ()
    points: Decimal | None = None
    rank: int = 0


@dataclass(frozen=True)
class GradeScale:
    """Predicates from the lowest to the highest.

    :ivar name: of the scale.
    :ivar grades: in order, each with its rank.
    """

    name: str
    grades: tuple[Grade, ...]

    @classmethod
    def of(cls, name: str, grades: Iterable[Grade]) -> GradeScale:
        """Make a scale of `grades`, the lowest first.

        >>> GradeScale.of("Akreditasi", [Grade("C"), Grade("B"), Grade("A")]).grades[2].rank
        3
        """
        return cls(name, tuple(replace(grade, rank=rank) for rank, grade in enumerate(grades, 1)))

    def find(self, text: str) -> Grade | None:
        """Return the predicate that a text names, or None.

        Letter case, spaces and a full stop do not count. A score beside it is passed over:
        'BB (72,50)' and '72,50 (BB)' are BB.
        """
        names = {
            _plain(name): grade for grade in self.grades for name in (grade.name, *grade.synonyms)
        }
        return next((names[part] for part in _parts(text) if part in names), None)

    def require(self, text: str) -> Grade:
        """Return the predicate that a text names.

        :raises NumberRefused: when none is; its details have the names, the highest first.

        >>> AUDIT_OPINION.require("WBK")
        Traceback (most recent call last):
        ...
        odoo.addons.lakip_sop.tools.number_id.NumberRefused: \
not_a_grade: 'WBK' (grades=('WTP', 'WDP', 'TW', 'TMP'))
        """
        grade = self.find(text)
        if grade is None:
            names = tuple(grade.name for grade in reversed(self.grades))
            raise NumberRefused(NumberProblem.NOT_A_GRADE, text, grades=names)
        return grade


def _lower(band: Band) -> tuple[Decimal, bool]:
    return (Decimal("-Infinity") if band.lower is None else band.lower, band.is_above)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def _parts(text: str) -> Iterator[str]:
    """Yield a text, what stands before its bracket and what stands in it."""
    text = text[:200]  # no predicate is longer
    before, _bracket, inside = text.partition("(")
    yield from map(_plain, (text, before, inside.rstrip(" )")))


DEFAULT_SCALE = RatingScale(
    (
        Band("Sangat Tinggi", Decimal(91), Decimal(100), color="green"),
        Band("Tinggi", Decimal(76), Decimal(90), color="green"),
        Band("Sedang", Decimal(66), Decimal(75), color="yellow"),
        Band("Rendah", Decimal(51), Decimal(65), color="orange"),
        Band("Sangat Rendah", None, Decimal(50), color="red"),
    )
)
"""The scale most used; its words are those of Permendagri 86/2017, which does not bind a report."""

AKIP = GradeScale.of(
    "Predikat AKIP",
    (
        Grade("D", points=Decimal(0)),
        Grade("C", points=Decimal(30)),
        Grade("CC", points=Decimal(50)),
        Grade("B", points=Decimal(60)),
        Grade("BB", points=Decimal(70)),
        Grade("A", ("Memuaskan",), Decimal(80)),
        Grade("AA", ("Sangat Memuaskan",), Decimal(90)),
    ),
)
"""The predicates of the SAKIP evaluation with the score each lies above (Permenpan RB 88/2021)."""

AUDIT_OPINION = GradeScale.of(
    "Opini BPK",
    (
        Grade("TMP", ("Tidak Memberikan Pendapat", "Tidak Menyatakan Pendapat", "Disclaimer")),
        Grade("TW", ("Tidak Wajar",)),
        Grade("WDP", ("Wajar Dengan Pengecualian",)),
        Grade("WTP", ("Wajar Tanpa Pengecualian",)),
    ),
)
"""The opinions of the Supreme Audit Agency on a financial report."""
