"""Indonesian holidays of a year, from the `holidays` package: plain Python, no ORM.

National holidays and the collective leave days (cuti bersama) of civil servants are fixed each
year by a joint decree of three ministers (SKB), usually in September of the year before. The
package takes the dates from the decrees; for a year without one it estimates those that follow
the moon, and knows no collective leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import holidays

__all__ = ["CATEGORIES", "Holiday", "holidays_of"]

CATEGORIES = ("public", "government")
"""National holidays, and collective leave days of the government's offices."""

_ESTIMATED = " (perkiraan)"  # how the package marks an estimate, in Indonesian


@dataclass(frozen=True, order=True)
class Holiday:
    """One holiday.

    :ivar name: in Indonesian.
    :ivar category: one of :data:`CATEGORIES`.
    :ivar is_estimated: the package is not sure of the date.
    """

    date: date
    name: str
    category: str
    is_estimated: bool


def holidays_of(year: int) -> list[Holiday]:
    """Return the holidays of a year in order, one a date; empty for a year it knows nothing of.

    >>> for day in holidays_of(2026)[:3]:
    ...     print(day.date, day.category, day.name)
    2026-01-01 public Tahun Baru Masehi
    2026-01-16 public Isra Mikraj Nabi Muhammad
    2026-02-16 government Cuti Bersama Tahun Baru Imlek
    """
    found: dict[date, Holiday] = {}
    for category in CATEGORIES:
        days = holidays.country_holidays("ID", years=year, categories=category, language="id")
        for day, name in days.items():
            if day.year == year:
                found.setdefault(
                    day,
                    Holiday(day, name.replace(_ESTIMATED, ""), category, _ESTIMATED in name),
                )
    return sorted(found.values())
