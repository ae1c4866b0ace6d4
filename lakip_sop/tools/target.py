"""What an indicator aims at and what came of it, as read from text. Plain Python, no ORM.

A target is a number ('85', '>= 85 %'), a range ('8,5-9,5 %') or a predicate ('BB'); a realization
is a number or a predicate. Nothing but the text and, for predicates, the indicator's own scale
decides which: a text that is none of them is refused, with the reason.

>>> from odoo.addons.lakip_sop.tools.rating import AKIP
>>> read_target("85 %"), read_target("8,5 s.d. 9,5 %"), read_target("BB", scale=AKIP).name
(Decimal('85'), Range(low=Decimal('8.5'), high=Decimal('9.5')), 'BB')
>>> read_realization("n.a.") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .number_id import NumberProblem, NumberRefused, exact_text, is_missing, parse
from .rating import Grade, GradeScale

__all__ = ["Range", "figure_text", "read_realization", "read_target"]

# '>= 85', '≥85', 'minimal 85': the bound itself is the target, and the direction of the indicator
# is a field of its own
_BOUND = re.compile(
    r"^(?:[<>]=?|[≤≥]|min(?:imal|\.)?|maks(?:imal|\.)?|paling (?:sedikit|banyak)) *(?=[0-9.,+-])",
    re.IGNORECASE,
)
# A dash between two numbers divides them; one after another dash, or at the start, is a minus.
_DIVIDER = re.compile(
    r"(?<=[0-9%]) *(?:[-\u2010-\u2014]|s\.? ?/? ?d\.?|sampai(?: dengan)?) *(?=[0-9-]|rp)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Range:
    """A target that is reached anywhere between two limits, these included.

    :raises NumberRefused: when it ends below its start.
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise NumberRefused(NumberProblem.EMPTY_RANGE, figure_text(self))


def read_target(
    text: object, unit: str = "", scale: GradeScale | None = None
) -> Decimal | Range | Grade | None:
    """Return the target that was written, or None when there is none.

    :param text: as it stands in the Perjanjian Kinerja, or a spreadsheet's number.
    :param unit: of the indicator: may follow the figure.
    :param scale: the ordered predicates of the indicator; None when it is measured in numbers.
    :raises NumberRefused: when it is neither.

    >>> read_target("\u2265 85"), read_target("maks. 3 dokumen", unit="dokumen")
    (Decimal('85'), Decimal('3'))
    >>> read_target("4,98% - 5,23%"), read_target("-2--1")
    (Range(low=Decimal('4.98'), high=Decimal('5.23')), Range(low=Decimal('-2'), high=Decimal('-1')))
    >>> read_target("meningkat")
    Traceback (most recent call last):
    ...
    odoo.addons.lakip_sop.tools.number_id.NumberRefused: not_a_number: 'meningkat'
    """
    if is_missing(text):
        return None
    if scale is not None:
        return scale.require(str(text))
    if not isinstance(text, str):
        return parse(text, unit)
    ends = _DIVIDER.split(text.strip(), maxsplit=1)
    if len(ends) == 2:
        return Range(*(_number(end, text, unit) for end in ends))
    return parse(_BOUND.sub("", text.strip(), count=1), unit)


def read_realization(
    text: object, unit: str = "", scale: GradeScale | None = None
) -> Decimal | Grade | None:
    """Return the realization that was written, or None when it is missing or not published.

    :param unit: of the indicator: may follow the figure.
    :param scale: the ordered predicates of the indicator; None when it is measured in numbers.
    :raises NumberRefused: when it is neither.

    >>> from odoo.addons.lakip_sop.tools.rating import AKIP
    >>> read_realization("1.234,5"), read_realization("BB (72,50)", scale=AKIP).name
    (Decimal('1234.5'), 'BB')
    """
    if is_missing(text):
        return None
    return parse(text, unit) if scale is None else scale.require(str(text))


def figure_text(figure: Decimal | Range | Grade | None, missing: str = "") -> str:
    """Return a target or realization as it is printed, with all its decimals.

    :param missing: printed where there is none.

    >>> figure_text(read_target("8.50 - 9,5")), figure_text(None, missing="n.a.")
    ('8,5-9,5', 'n.a.')
    """
    if figure is None:
        return missing
    if isinstance(figure, Range):
        return f"{exact_text(figure.low)}-{exact_text(figure.high)}"
    return figure.name if isinstance(figure, Grade) else exact_text(figure)


def _number(end: str, text: str, unit: str) -> Decimal:
    """Return one end of a range; what is refused is the whole range."""
    try:
        number = parse(end, unit)
    except NumberRefused as refused:
        raise NumberRefused(refused.problem, text, **refused.details) from refused
    if number is None:
        raise NumberRefused(NumberProblem.NOT_A_NUMBER, text)
    return number
