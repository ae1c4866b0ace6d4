"""What a cell of the workbook says: a number, a predicate, a word for 'not yet', or a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from ...documents.text import one_line
from ..number_id import (
    NumberProblem,
    NumberRefused,
    exact_text,
    is_ambiguous,
    is_missing,
    parse,
)
from .cells import Cell
from .findings import Code
from .layout import Column, Row, Value, cell_text

__all__ = ["Note", "read_value", "says_the_same", "shown"]

Note = tuple[Code, dict[str, str]]
"""What is to be said of a cell: a code and its arguments."""

_PERCENT_UNIT = re.compile(r"(%|persen|prosen|percent)", re.IGNORECASE)
_PERCENT_WORD = re.compile(r"\s*(persen|prosen|percent)$", re.IGNORECASE)
_SHOWN = 100  # characters of a cell that a sentence quotes
_NOISE = Decimal("1e-12")  # what binary fractions add to a figure is less, relative to it
_REFUSALS = {
    NumberProblem.HIDDEN_CHARACTER: Code.HIDDEN_CHARACTER,
    NumberProblem.TOO_LARGE: Code.TOO_MANY_DIGITS,
    NumberProblem.TOO_MANY_DECIMALS: Code.TOO_MANY_DECIMALS,
}


def shown(value: object) -> str:
    """Return a value as a sentence quotes it: on one line, and not at any length.

    >>> shown(Decimal("1234.5")), shown("a\\nb"), shown(None)
    ('1.234,5', 'a b', '')
    """
    text = exact_text(value) if isinstance(value, Decimal) else one_line(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def read_value(cell: Cell | None, column: Column, row: Row) -> tuple[Value, list[Note]]:
    """Return what a cell says and what is to be said about it.

    The value is None where the cell is empty, or where one of the notes is an error: never zero
    because something could not be read.

    :param row: the one the cell belongs to: its unit, target and scale tell what to expect.

    >>> from .layout import INDICATOR, IndicatorRow
    >>> realization = INDICATOR.columns[9]
    >>> row = IndicatorRow(key="1", name="Indeks", unit="%", target=Decimal(90))
    >>> def of(kind, value, **options):
    ...     value, notes = read_value(Cell(5, 9, kind, value, **options), realization, row)
    ...     return value, [code.value for code, __ in notes]
    >>> of("number", 85.5), of("text", "85,5 %"), of("number", 0.855, is_percent=True)
    ((Decimal('85.5'), []), (Decimal('85.5'), []), (Decimal('85.5'), ['percent_read']))
    >>> of("text", "belum rilis"), of("text", "abc"), of("number", 0.855)
    (('belum rilis', []), (None, ['not_a_number']), (Decimal('0.855'), ['small_percent']))
    """
    if cell is None:
        return None, []
    if cell.kind == "empty":
        return None, [(Code.NOT_COMPUTED, {})]
    if cell.kind == "error":
        return None, [(Code.IS_ERROR, {"value": shown(cell.value)})]
    reader: Callable[[Cell, Column, Row], tuple[Value, list[Note]]]
    if column.kind == "text":
        reader = _read_text
    elif getattr(row, "scale", ()):
        reader = _read_predicate
    else:
        reader = _read_number
    value, notes = reader(cell, column, row)
    if cell.formula is not None and value is not None:
        other = "[" in cell.formula  # '[1]Data!A1': the first file that this one is linked to
        notes = [(Code.OTHER_FILE if other else Code.FORMULA, {"value": shown(value)}), *notes]
    return value, notes


def says_the_same(cell: Cell | None, column: Column, stored: Value) -> bool:
    """Return whether a locked cell still says what is stored, however it is written.

    An empty one does: nobody claims anything there.

    >>> from .layout import INDICATOR
    >>> target = INDICATOR.columns[7]
    >>> says_the_same(Cell(5, 7, "text", "90,0 %"), target, Decimal(90))
    True
    >>> says_the_same(Cell(5, 7, "number", 80), target, Decimal(90))
    False
    """
    if cell is None or cell.kind == "empty" or not _as_text(cell).strip():
        return True
    if not isinstance(stored, Decimal):
        return _folded(_as_text(cell)) == _folded(stored)
    # A figure that was formatted as a percentage afterwards is still the same figure.
    for figure in (_figure(cell), cell.value):
        try:
            if parse(_percent_sign(figure)) == stored:
                return True
        except NumberRefused:
            continue
    return False


def _read_text(cell: Cell, column: Column, row: Row) -> tuple[Value, list[Note]]:
    return cell_text(_as_text(cell)) or None, []


def _read_predicate(cell: Cell, column: Column, row: Row) -> tuple[Value, list[Note]]:
    text = one_line(_as_text(cell))
    if not text:
        return None, []
    for word in row.scale:
        if _folded(word) == _folded(text):
            return word, []
    if is_missing(text):
        return text, []
    return None, [(Code.NOT_IN_SCALE, {"value": shown(text), "scale": shown(", ".join(row.scale))})]


def _read_number(cell: Cell, column: Column, row: Row) -> tuple[Value, list[Note]]:
    if cell.kind == "date":
        return None, [(Code.IS_DATE, {"value": shown(cell.value)})]
    if cell.kind == "bool":
        return None, [(Code.NOT_A_NUMBER, {"value": _as_text(cell)})]
    unit = one_line(getattr(row, "unit", ""))
    figure = _percent_sign(_figure(cell))
    try:
        value = parse(figure, unit)
    except NumberRefused as refused:
        code = _REFUSALS.get(refused.problem, Code.NOT_A_NUMBER)
        return None, [(code, {"value": shown(cell.value)})]
    if value is None:
        return one_line(figure) or None, []
    return value, _notes_of(cell, figure, value, column, row, unit)


def _notes_of(
    cell: Cell, figure: object, value: Decimal, column: Column, row: Row, unit: str
) -> list[Note]:
    """Return what a person should know of a figure that was read."""
    notes: list[Note] = []
    percent_unit = bool(_PERCENT_UNIT.match(unit))
    is_percent = cell.is_percent or (isinstance(figure, str) and figure.endswith("%"))
    if is_percent and not percent_unit:
        notes.append((Code.PERCENT_UNIT, {"value": shown(value), "unit": shown(unit)}))
    elif cell.is_percent:
        notes.append((Code.PERCENT_READ, {"value": shown(value)}))
    elif percent_unit and 0 < abs(value) <= 1 and _is_far_above_one(getattr(row, "target", None)):
        hundredfold = {"value": shown(value), "hundredfold": shown(value * 100)}
        notes.append((Code.SMALL_PERCENT, hundredfold))
    if is_ambiguous(figure):
        notes.append((Code.AMBIGUOUS, {"value": shown(figure), "read": shown(value)}))
    if isinstance(figure, float):
        exact = Decimal(repr(figure))
        if abs(exact - value) > abs(exact) * _NOISE:
            notes.append((Code.ROUNDED, {"value": shown(value)}))
    if column.kind == "money":
        budget = getattr(row, "budget", None)
        if value < 0:
            notes.append((Code.NEGATIVE, {"value": shown(value)}))
        elif isinstance(budget, Decimal) and value > budget:
            notes.append((Code.ABOVE_BUDGET, {"value": shown(value), "budget": shown(budget)}))
    return notes


def _is_far_above_one(target: Value) -> bool:
    return isinstance(target, Decimal) and abs(target) >= 10


def _figure(cell: Cell) -> object:
    """Return the figure as the cell shows it: 0.85 formatted as a percentage is 85."""
    if cell.is_percent and isinstance(cell.value, (int, float)):
        exact = Decimal(repr(cell.value))
        return float(exact * 100) if exact.is_finite() else cell.value
    return cell.value


def _percent_sign(figure: object) -> object:
    """Return a figure with the sign in place of the word, where it is text."""
    return _PERCENT_WORD.sub("%", figure.strip()) if isinstance(figure, str) else figure


def _as_text(cell: Cell) -> str:
    if cell.kind == "number":
        try:
            text = exact_text(parse(_figure(cell)))
        except NumberRefused:
            text = str(cell.value)
        return f"{text}%" if cell.is_percent else text
    if cell.kind == "bool":
        return "TRUE" if cell.value else "FALSE"
    return str(cell.value)


def _folded(value: object) -> str:
    return one_line(shown(value) if isinstance(value, Decimal) else value).casefold()
