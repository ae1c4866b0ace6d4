"""Numbers as Indonesian offices write them: plain Python, no ORM, no Odoo import.

How to use
----------
:func:`parse` reads what somebody typed, or a spreadsheet's own number; :func:`number_text` and
:func:`exact_text` print:

>>> parse("Rp 1.234.567,-"), parse("12,5 %"), parse("belum rilis")
(Decimal('1234567'), Decimal('12.5'), None)
>>> number_text(parse("1.234,565"))
'1.234,57'
>>> try:
...     parse("dua belas")
... except NumberRefused as refused:
...     print(refused)
not_a_number: 'dua belas'

How it works
------------
* A comma divides the decimals and a dot the thousands. The other way round is understood where it
  can only mean that: ``95.56``, ``0.277``, ``1,004,422,800``, ``1,234.5``.
* ``1.234`` is one thousand two hundred thirty-four and ``1,234`` is a bit more than one.
  :func:`is_ambiguous` tells that somebody may have meant the other: show what was read.
* An empty text, a dash and the words of :data:`MISSING` stand for a figure that is not there
  (yet): None, never zero. A text is never turned into zero.
* Everything is a :class:`~decimal.Decimal` of at most :data:`MAX_DECIMALS` decimals and
  :data:`MAX_DIGITS` digits before them. Only what is printed is rounded, half up, away from zero:
  the figure that a reader gets by hand.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

__all__ = [
    "EXACT",
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "MISSING",
    "NumberProblem",
    "NumberRefused",
    "exact_text",
    "is_ambiguous",
    "is_missing",
    "number_text",
    "parse",
    "rounded",
]

MAX_DECIMALS = 6
"""Decimals that a figure may have."""

MAX_DIGITS = 18
"""Digits that a figure may have before its decimals: enough for the State budget in rupiah."""

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""The arithmetic of figures. Python's own of 28 digits cannot hold a percentage of two such."""

MISSING = frozenset(
    (
        "",
        "-",
        "n.a",
        "n.a.",
        "n/a",
        "na",
        "belum ada",
        "belum ada data",
        "belum dirilis",
        "belum dipublikasikan",
        "belum rilis",
        "belum tersedia",
        "data belum tersedia",
        "data tidak tersedia",
        "tidak ada data",
        "tidak tersedia",
    )
)
"""What is written where a figure is missing or not published yet, in small letters."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"  # hyphens, dashes and the minus sign
_TO_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))
# Come along unseen with text copied from a browser or a chat; at either end they do no harm.
_HARMLESS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_TOO_LARGE = Decimal(10) ** MAX_DIGITS
_NOISE = 1e-12  # a spreadsheet's sum that should have been zero is nearer to it than this
_LONGEST = 80  # characters worth looking at: no number is longer
_SHOWN = 40  # characters of a refused text that are shown

_RUPIAH = re.compile(r"^([+-]? *)(?:rp\.?|idr) *", re.IGNORECASE)
_DASHED_END = re.compile(r",-+$")  # 'Rp 5.000,-'
_INDONESIAN = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:([. ])[0-9]{3}(?:\1[0-9]{3})*))(?:,[0-9]+)?")
_ENGLISH = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+\.[0-9]+"
)
_ONE_DOT = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


class NumberProblem(Enum):
    """Why a text is no figure; the comment tells which details come with it."""

    NOT_A_NUMBER = "not_a_number"
    HIDDEN_CHARACTER = "hidden_character"  # codes: such as 'U+202E', sorted
    NOT_FINITE = "not_finite"  # NaN or infinity, from a spreadsheet
    TOO_LARGE = "too_large"  # limit: digits before the decimals
    TOO_MANY_DECIMALS = "too_many_decimals"  # limit: decimals
    NOT_A_GRADE = "not_a_grade"  # grades: the names on the scale, best first
    NEGATIVE = "negative"  # below zero where that has no meaning
    EMPTY_RANGE = "empty_range"  # a range that ends below its start


class NumberRefused(ValueError):
    """The text is no figure.

    :ivar problem: a :class:`NumberProblem`.
    :ivar text: what was read, shortened, hidden characters taken out.
    :ivar details: what :class:`NumberProblem` promises.
    """

    def __init__(self, problem: NumberProblem, text: object = "", **details: object):
        self.problem = problem
        self.text = _shown(text)
        self.details = details
        super().__init__(problem, self.text, details)

    def __str__(self) -> str:
        extra = ", ".join(f"{key}={value!r}" for key, value in sorted(self.details.items()))
        return f"{self.problem.value}: {self.text!r}" + (f" ({extra})" if extra else "")


def parse(value: object, unit: str = "") -> Decimal | None:
    """Return the figure that was written, or None when it is missing or not published.

    :param value: text, or a number as a spreadsheet holds it. Binary fractions are rounded to
        :data:`MAX_DECIMALS`, since their further digits are noise.
    :param unit: may follow the figure ('85 dokumen'), as may '%'.
    :raises NumberRefused: when it is no figure. '2,5 juta' is refused: it is not 2.5.

    >>> parse("1.234,56"), parse("95.56"), parse("1,004,422,800"), parse("\u22123,5")
    (Decimal('1234.56'), Decimal('95.56'), Decimal('1004422800'), Decimal('-3.5'))
    >>> parse("(1.500)"), parse("10,59 Tahun", unit="tahun"), parse(0.1 + 0.2)
    (Decimal('-1500'), Decimal('10.59'), Decimal('0.3'))
    >>> parse("n/a"), parse(None), parse(False), parse(" \u2013 ")
    (None, None, None, None)
    """
    if value is None or value is False:  # Odoo gives False for an empty field
        return None
    if isinstance(value, (int, float, Decimal)) and value is not True:
        return _checked(_of_number(value), value)
    text = _visible(str(value))
    if is_missing(text):
        return None
    return _checked(_of_text(_without_unit(text, unit), value), value)


def is_missing(value: object) -> bool:
    """Return whether nothing is written, or that there is no figure (yet).

    >>> is_missing("Belum  rilis"), is_missing("\u2014"), is_missing("*)"), is_missing("0")
    (True, True, False, False)
    """
    if not isinstance(value, str):
        return value is None or value is False
    text = " ".join(value.strip().strip(_HARMLESS).translate(_TO_HYPHEN).split())
    return text.casefold() in MISSING or (bool(text) and not text.strip("- "))


def is_ambiguous(value: object) -> bool:
    """Return whether a text has one separator and three digits after it, so that it can be read as
    thousands or as decimals.

    >>> is_ambiguous("1.234"), is_ambiguous("1,234"), is_ambiguous("0.277"), is_ambiguous("1.234,5")
    (True, True, False, False)
    """
    if not isinstance(value, str):
        return False
    return bool(_ONE_DOT.fullmatch(value.strip(" +-()%" + _DASHES + _HARMLESS)))


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """Return a figure rounded half up, away from zero: the one rule for all that is printed.

    >>> rounded(Decimal("101.729106")), rounded(Decimal("0.125")), rounded(Decimal("-0.125"))
    (Decimal('101.73'), Decimal('0.13'), Decimal('-0.13'))
    """
    result = value.quantize(Decimal(1).scaleb(-digits), context=EXACT)
    return result if result else result.copy_abs()  # there is no '-0,00' on paper


def number_text(value: Decimal | None, digits: int = 2, missing: str = "") -> str:
    """Return a figure with Indonesian separators and a fixed number of decimals.

    :param missing: printed where there is none.

    >>> number_text(Decimal("1234567.005")), number_text(Decimal(-3), 0), number_text(None)
    ('1.234.567,01', '-3', '')
    """
    if value is None:
        return missing
    return _indonesian(f"{rounded(value, digits):,f}")


def exact_text(value: Decimal | None, missing: str = "") -> str:
    """Return a figure with Indonesian separators and just the decimals that it has.

    >>> exact_text(Decimal("8.500")), exact_text(Decimal("0.277")), exact_text(Decimal("32000"))
    ('8,5', '0,277', '32.000')
    """
    if value is None:
        return missing
    whole, _dot, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return _indonesian(f"{whole}.{decimals}" if decimals else whole)


def _indonesian(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))


def _of_number(value: int | float | Decimal) -> Decimal:
    if isinstance(value, int):
        # a giant is refused below: no need to turn all its digits into text
        return Decimal(value) if abs(value) < _TOO_LARGE else _TOO_LARGE
    # repr gives the shortest digits that mean this float: 0.1, not 0.1000000000000000055...
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        raise NumberRefused(NumberProblem.NOT_FINITE, value)
    if isinstance(value, float) and exact.copy_abs() < _TOO_LARGE:
        exact = rounded(exact, MAX_DECIMALS)
        if not exact and abs(value) > _NOISE:  # not silently a zero
            raise NumberRefused(NumberProblem.TOO_MANY_DECIMALS, value, limit=MAX_DECIMALS)
        # without the zeros that rounding added, and 100 rather than 1E+2
        exact = Decimal(f"{exact:f}".rstrip("0").rstrip("."))
    return exact


def _visible(text: str) -> str:
    """Return the text on one line, or refuse what would be read otherwise than it looks."""
    text = text.strip().strip(_HARMLESS).strip()
    hidden = {
        char
        for char in text
        if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\t\n\r"
    }
    if hidden:
        codes = tuple(sorted(f"U+{ord(char):04X}" for char in hidden))
        raise NumberRefused(NumberProblem.HIDDEN_CHARACTER, text, codes=codes)
    return " ".join(text.translate(_TO_HYPHEN).split())


def _without_unit(text: str, unit: str) -> str:
    unit = " ".join((unit or "").split())
    for ending in (unit, "%"):
        # a unit that begins with a digit would eat a part of the number
        if (ending == "%" or ending[:1].isalpha()) and text.casefold().endswith(ending.casefold()):
            text = text[: -len(ending)].rstrip()
    return text


def _of_text(text: str, original: object) -> Decimal:
    if text.startswith("(") and text.endswith(")"):  # as bookkeepers write what is below zero
        text = f"-{text[1:-1].strip()}"
    text = _DASHED_END.sub("", _RUPIAH.sub(r"\1", text))
    sign = "-" if text.startswith("-") else ""
    text = text[1:].lstrip() if text[:1] in ("+", "-") else text
    if len(text) > _LONGEST:
        raise NumberRefused(NumberProblem.NOT_A_NUMBER, original)
    if _INDONESIAN.fullmatch(text) and not text.startswith("0."):
        plain = text.replace(".", "").replace(" ", "").replace(",", ".")
    elif _ENGLISH.fullmatch(text):
        plain = text.replace(",", "")
    else:
        raise NumberRefused(NumberProblem.NOT_A_NUMBER, original)
    return Decimal(sign + plain)


def _checked(figure: Decimal, original: object) -> Decimal:
    if figure.copy_abs() >= _TOO_LARGE:
        raise NumberRefused(NumberProblem.TOO_LARGE, original, limit=MAX_DIGITS)
    if figure != rounded(figure, MAX_DECIMALS):
        raise NumberRefused(NumberProblem.TOO_MANY_DECIMALS, original, limit=MAX_DECIMALS)
    return figure if figure else figure.copy_abs()


def _shown(value: object) -> str:
    if isinstance(value, int) and abs(value) >= _TOO_LARGE:
        # Python refuses to write an integer of more than 4,300 digits
        return "1" + "0" * MAX_DIGITS + "…"
    text = "".join(char for char in str(value)[:1000] if unicodedata.category(char)[0] != "C")
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
