"""What a workbook would change in what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .layout import SHEETS, Sheet, Value, Workbook, stored_value
from .read import Reading

__all__ = ["Change", "differences"]


@dataclass(frozen=True)
class Change:
    """One field that the workbook answers otherwise than what is stored.

    :ivar sheet: the code of its sheet.
    :ivar key: of its row.
    :ivar name: of its row, for people.
    :ivar field: of its row.
    :ivar label: the heading of its column.
    :ivar old: what is stored; None for nothing.
    :ivar new: what the workbook says, never None: an empty cell is no answer.
    """

    sheet: str
    key: str
    name: str
    field: str
    label: str
    old: Value
    new: Value


def differences(book: Workbook, reading: Reading) -> tuple[Change, ...]:
    """Return what would change, in the order of the rows and columns; unchanged fields left out.

    >>> from decimal import Decimal
    >>> from .layout import Identity, ProgramRow
    >>> of = Identity(company="c", cycle="7", department="3", year=2026)
    >>> row = ProgramRow(key="12", name="Program", realization=Decimal("10.00"), note="lama")
    >>> reading = Reading(programs={"12": {"realization": Decimal(10), "note": "baru"}})
    >>> for change in differences(Workbook(identity=of, programs=(row,)), reading):
    ...     print(change.label, change.old, change.new)
    Keterangan lama baru
    """
    return tuple(change for sheet in SHEETS for change in _of_sheet(book, reading, sheet))


def _of_sheet(book: Workbook, reading: Reading, sheet: Sheet) -> Iterator[Change]:
    answers = reading.answers(sheet)
    for row in book.rows(sheet):
        for column in sheet.filled:
            new = answers.get(row.key, {}).get(column.field)
            old = stored_value(column, row)
            if new is not None and new != old:
                label = column.heading(book.identity.year)
                yield Change(sheet.code, row.key, row.name, column.field, label, old, new)
