"""The capaian of indicators, their means, and the absorption of money. Plain Python, no ORM.

How to use
----------
>>> def percent(target, realization, **how):
...     return number_text(achieve(Decimal(target), Decimal(realization), **how).percent)
>>> percent("90.89", "92.22"), percent("32", "4.88", direction="lower")
('101,46', '184,75')
>>> percent("3", "50", method=Method(cap=Decimal(120)))
'120,00'

How it works
------------
* Which direction is the better one is told, never guessed: 'penurunan ...' may be either.
* *Higher is better*: R / T x 100. *Lower is better*: (2T - R) / T x 100, that is, as far above 100
  as the result lies below its target. Both are one formula, 100 x (1 +/- (R - T) / |T|), which also
  holds for targets and results below zero: a target of -2 with a result of -1 is 150 where higher
  is better. For lower is better an agency may choose T / R x 100 instead (:class:`Method`).
* *A target of zero* has no percentages: reached is 100 and missed is 0, with a note, so that a
  missed one is not left out of the mean.
* *A range* is reached anywhere inside it: 100. Outside, the limit that is nearer is the target.
* *A predicate* counts by the points of its scale, or by its rank (1 for the lowest) where one has
  none: R / T x 100. Its scale says which is better, whatever the direction.
* *A result that is missing or not published* has no capaian. It is shown, left out of every mean
  and never taken for zero. So is one without a target.
* Values above 100 (and below 0) are kept unless a cap (a floor) is chosen.
* Nothing is rounded on the way; what is printed is rounded half up to two decimals
  (:func:`~odoo.addons.lakip_sop.tools.number_id.rounded`). A mean is that of the exact values.

Sources: Permenpan RB 53/2014, lampiran II, for what a report compares; it gives no formula. The two
formulas are those of Keputusan Kepala LAN 239/IX/6/8/2003 as reports quote them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import reduce

from .number_id import EXACT, NumberProblem, NumberRefused, number_text
from .rating import Grade
from .target import Range

__all__ = [
    "DIRECTIONS",
    "LOWER_FORMULAS",
    "Achievement",
    "Efficiency",
    "Mean",
    "Method",
    "Money",
    "Note",
    "absorption",
    "achieve",
    "efficiency",
    "mean",
    "overall",
    "percent_text",
    "total_absorption",
]

DIRECTIONS = ("higher", "lower")
"""Which results are better."""

LOWER_FORMULAS = ("mirror", "inverse")
"""For lower is better: (2T - R) / T x 100, or T / R x 100."""

_HUNDRED = Decimal(100)


class Note(Enum):
    """What a reader must know about a figure."""

    NO_TARGET = "no_target"  # a result without a target: no capaian
    NO_REALIZATION = "no_realization"  # missing or not published: no capaian
    NOT_COMPARABLE = "not_comparable"  # one is a number and the other a predicate: no capaian
    ZERO_TARGET = "zero_target"  # 100 or 0, as there are no percentages of zero
    MIRRORED = "mirrored"  # T / R has no meaning for a result of zero or less: (2T - R) / T
    CAPPED = "capped"
    FLOORED = "floored"
    NO_BUDGET = "no_budget"  # no pagu: no percentage
    OVERSPENT = "overspent"  # realisasi above pagu


@dataclass(frozen=True)
class Method:
    """How an agency counts, chosen for the company or for one indicator.

    :ivar lower_formula: one of :data:`LOWER_FORMULAS`.
    :ivar cap: the most that a capaian counts, in percent (100, 120), or None.
    :ivar floor: the least that it counts (0), or None.
    :raises ValueError: for an unknown formula, or a floor above the cap.
    """

    lower_formula: str = "mirror"
    cap: Decimal | None = None
    floor: Decimal | None = None

    def __post_init__(self) -> None:
        if self.lower_formula not in LOWER_FORMULAS:
            raise ValueError(f"unknown formula: {self.lower_formula!r}")
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise ValueError(f"the floor {self.floor} is above the cap {self.cap}")


@dataclass(frozen=True)
class Achievement:
    """The capaian of one indicator.

    :ivar percent: exact, after cap and floor; None when it cannot be measured.
    :ivar is_reached: whether the target was reached; None when it cannot be measured.
    :ivar uncapped: the same percentage before cap and floor.
    :ivar notes: what a reader must know.
    """

    percent: Decimal | None = None
    is_reached: bool | None = None
    uncapped: Decimal | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Mean:
    """The mean of some percentages.

    :ivar percent: exact; None when nothing could be counted.
    :ivar counted: how many percentages it is the mean of.
    :ivar left_out: how many had none: say so beside the mean.
    """

    percent: Decimal | None
    counted: int
    left_out: int


@dataclass(frozen=True)
class Money:
    """The money of one program or kegiatan, in rupiah.

    :ivar budget: the pagu.
    :ivar spent: the realisasi; None when it is not known yet.
    :raises NumberRefused: when one is below zero.
    """

    budget: Decimal
    spent: Decimal | None

    def __post_init__(self) -> None:
        for amount in (self.budget, self.spent):
            if amount is not None and amount < 0:
                raise NumberRefused(NumberProblem.NEGATIVE, amount)


@dataclass(frozen=True)
class Efficiency:
    """Capaian against absorption.

    :ivar difference: capaian - absorption, in percentage points, exact; None without one of them.
    :ivar verdict: 'efficient', 'balanced' or 'inefficient'; '' without a difference.
    """

    difference: Decimal | None
    verdict: str


def achieve(
    target: Decimal | Range | Grade | None,
    realization: Decimal | Grade | None,
    direction: str = "higher",
    method: Method | None = None,
) -> Achievement:
    """Return the capaian of an indicator.

    :param target: see :mod:`odoo.addons.lakip_sop.tools.target`; None when there is none.
    :param realization: None when it is missing or not published.
    :param direction: one of :data:`DIRECTIONS`; a predicate's own scale decides for predicates.
    :param method: how the agency counts.
    :raises ValueError: for an unknown direction.

    >>> achieve(Decimal(0), Decimal(3), "lower").notes
    (<Note.ZERO_TARGET: 'zero_target'>,)
    >>> achieve(Decimal(85), None)
    Achievement(percent=None, is_reached=None, uncapped=None, notes=(<Note.NO_REALIZATION: \
'no_realization'>,))
    >>> inside, below = (achieve(Range(Decimal(8), Decimal(9)), Decimal(r)) for r in ("8.2", "6"))
    >>> inside.percent, below.percent
    (Decimal('100'), Decimal('75'))
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"unknown direction: {direction!r}")
    method = method or Method()
    if target is None:
        return Achievement(notes=(Note.NO_TARGET,))
    if realization is None:
        return Achievement(notes=(Note.NO_REALIZATION,))
    if isinstance(target, Grade) != isinstance(realization, Grade):
        return Achievement(notes=(Note.NOT_COMPARABLE,))
    if isinstance(target, Grade):
        direction = "higher"
        target, realization = _worth(target, realization)
    elif isinstance(target, Range):
        if target.low <= realization <= target.high:
            return _limited(_HUNDRED, True, (), method)
        target = target.low if realization < target.low else target.high
    is_reached = realization >= target if direction == "higher" else realization <= target
    percent, notes = _percent(target, realization, direction, is_reached, method)
    return _limited(percent, is_reached, notes, method)


def mean(percents: Iterable[Decimal | None], cap: Decimal | None = None) -> Mean:
    """Return the mean of percentages; those that are None are left out, and counted.

    :param cap: the most that one counts in this mean, or None: a single 1.667 % can hide nine
        failures.

    >>> mean([Decimal(100), None, Decimal(95)])
    Mean(percent=Decimal('97.5'), counted=2, left_out=1)
    >>> mean([Decimal(50), Decimal(1667)], cap=Decimal(100)).percent, mean([]).percent
    (Decimal('75'), None)
    """
    percents = list(percents)
    known = [percent for percent in percents if percent is not None]
    if cap is not None:
        known = [min(percent, cap) for percent in known]
    value = EXACT.divide(_sum(known), Decimal(len(known))) if known else None
    return Mean(value, len(known), len(percents) - len(known))


def overall(
    groups: Iterable[Iterable[Decimal | None]],
    by: str = "indicator",
    cap: Decimal | None = None,
) -> Mean:
    """Return the mean over all sasaran.

    :param groups: the percentages of each sasaran's indicators.
    :param by: 'indicator' when each indicator weighs the same, 'objective' when each sasaran does
        (the mean of their means). Reports publish both: say which one is meant.
    :param cap: as in :func:`mean`.
    :raises ValueError: for another `by`.

    >>> groups = [[Decimal(100)], [Decimal(80), Decimal(90), None]]
    >>> overall(groups), overall(groups, by="objective").percent
    (Mean(percent=Decimal('90'), counted=3, left_out=1), Decimal('92.5'))
    """
    if by == "indicator":
        return mean((percent for group in groups for percent in group), cap)
    if by == "objective":
        return mean(mean(group, cap).percent for group in groups)
    raise ValueError(f"unknown way to weigh: {by!r}")


def absorption(money: Money) -> Achievement:
    """Return how much of a budget was spent: realisasi / pagu x 100.

    Spending above the pagu is allowed and noted. Without a pagu there is no percentage.

    >>> number_text(absorption(Money(Decimal(25000000), Decimal(24800000))).percent)
    '99,20'
    >>> absorption(Money(Decimal(0), Decimal(5))).notes
    (<Note.NO_BUDGET: 'no_budget'>, <Note.OVERSPENT: 'overspent'>)
    """
    notes = ()
    if money.spent is not None and money.spent > money.budget:
        notes = (Note.OVERSPENT,)
    if not money.budget:
        return Achievement(notes=(Note.NO_BUDGET, *notes))
    if money.spent is None:
        return Achievement(notes=(Note.NO_REALIZATION,))
    percent = _ratio(money.spent, money.budget)
    return Achievement(percent, None, percent, notes)


def total_absorption(rows: Iterable[Money], way: str = "sum") -> Mean:
    """Return the absorption of several programs together.

    :param way: 'sum' for the sum of realisasi over the sum of pagu, 'mean' for the mean of the
        percentages. Reports publish both: say which one is meant. Rows whose realisasi is not known
        are left out of both sums.
    :raises ValueError: for another way.

    >>> rows = [Money(Decimal(900), Decimal(900)), Money(Decimal(100), Decimal(50))]
    >>> total_absorption(rows).percent, total_absorption(rows, "mean").percent
    (Decimal('95'), Decimal('75'))
    """
    rows = list(rows)
    if way == "mean":
        return mean(absorption(money).percent for money in rows)
    if way != "sum":
        raise ValueError(f"unknown way to add up: {way!r}")
    known = [money for money in rows if money.spent is not None]
    budget = _sum(money.budget for money in known)
    spent = _sum(money.spent for money in known)
    percent = _ratio(spent, budget) if budget else None
    return Mean(percent, len(known), len(rows) - len(known))


def efficiency(
    achieved: Decimal | None, absorbed: Decimal | None, tolerance: Decimal = Decimal(5)
) -> Efficiency:
    """Return whether more was achieved than was spent for it.

    No rule prescribes a formula. This one is the difference of capaian and absorption: above the
    tolerance it is efficient, below it (the other way) inefficient, else balanced.

    :param achieved: the capaian, in percent.
    :param absorbed: the absorption of the money for it, in percent.
    :param tolerance: in percentage points.

    >>> efficiency(Decimal("107.98"), Decimal("85.45"))
    Efficiency(difference=Decimal('22.53'), verdict='efficient')
    >>> efficiency(Decimal(95), Decimal(100)).verdict, efficiency(None, Decimal(90)).verdict
    ('balanced', '')
    """
    if achieved is None or absorbed is None:
        return Efficiency(None, "")
    difference = EXACT.subtract(achieved, absorbed)
    if difference.copy_abs() <= tolerance:
        return Efficiency(difference, "balanced")
    return Efficiency(difference, "efficient" if difference > 0 else "inefficient")


def percent_text(percent: Decimal | None, missing: str = "n.a.") -> str:
    """Return a percentage as tables print it: two decimals, no sign (the heading has it).

    >>> percent_text(Decimal("1666.6666")), percent_text(None)
    ('1.666,67', 'n.a.')
    """
    return number_text(percent, missing=missing)


def _sum(figures: Iterable[Decimal]) -> Decimal:
    return reduce(EXACT.add, figures, Decimal(0))


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    # the product first: 1 / 3 x 100 has a rounding in it that 100 / 3 has not
    return EXACT.divide(EXACT.multiply(part, _HUNDRED), whole)


def _worth(*grades: Grade) -> tuple[Decimal, ...]:
    """Return what predicates count: their points, or the ranks of all when one has none."""
    if all(grade.points is not None for grade in grades):
        return tuple(grade.points for grade in grades)
    return tuple(Decimal(grade.rank) for grade in grades)


def _percent(
    target: Decimal, realization: Decimal, direction: str, is_reached: bool, method: Method
) -> tuple[Decimal, tuple[Note, ...]]:
    if not target:
        return (_HUNDRED if is_reached else Decimal(0)), (Note.ZERO_TARGET,)
    notes = ()
    if direction == "lower" and method.lower_formula == "inverse":
        if target > 0 and realization > 0:
            return _ratio(target, realization), ()
        notes = (Note.MIRRORED,)
    ahead = EXACT.subtract(realization, target)
    if direction == "lower":
        ahead = ahead.copy_negate()
    size = target.copy_abs()
    return _ratio(EXACT.add(size, ahead), size), notes


def _limited(
    percent: Decimal, is_reached: bool, notes: tuple[Note, ...], method: Method
) -> Achievement:
    limited = percent
    if method.cap is not None and limited > method.cap:
        limited, notes = method.cap, (*notes, Note.CAPPED)
    if method.floor is not None and limited < method.floor:
        limited, notes = method.floor, (*notes, Note.FLOORED)
    return Achievement(limited, is_reached, percent, notes)
