"""Deadline arithmetic in working time: plain Python, no ORM, no Odoo import.

How to use
----------
Working time is a series of :class:`WorkDay`, in order, one for each day on which anybody works.
Everything else is derived from it:

>>> def day(y, m, d, *hours):
...     return WorkDay.of(date(y, m, d), hours, UTC)
>>> mon = day(2027, 1, 4, ("07:30", "12:00"), ("13:00", "16:00"))
>>> wed = day(2027, 1, 6, ("07:30", "12:00"), ("13:00", "16:00"))
>>> thu = day(2027, 1, 7, ("07:30", "12:00"), ("13:00", "16:00"))
>>> fri = day(2027, 1, 8, ("07:30", "11:30"), ("13:00", "16:30"))
>>> nxt = day(2027, 1, 11, ("07:30", "12:00"), ("13:00", "16:00"))
>>> week = [mon, wed, thu, fri, nxt]

Two days from Monday at 10:00 is Thursday at 10:00, because Tuesday is a holiday; one hour from
Friday at 16:00 is Monday at 8:00:

>>> deadline(week, datetime(2027, 1, 4, 10, tzinfo=UTC), 2, "day").isoformat()
'2027-01-07T10:00:00+00:00'
>>> deadline(week, datetime(2027, 1, 8, 16, tzinfo=UTC), 1, "hour").isoformat()
'2027-01-11T08:00:00+00:00'

How it works
------------
* A duration in seconds, minutes or hours is working time: breaks, nights, week-ends and holidays do
  not count.
* One *day* is one working day, whatever its length that day. Each moment worked is worth *1 /
  length of its day*, so a shortened day of Ramadan (6.5 hours) still counts as one. A week is 5
  such days and a month 20, unless told otherwise. ('Hari' in an SOP is a working day: the working
  week of Perpres 21/2023, article 3.)
* The deadline is the **earliest** moment, at or after the start, at which what was worked since the
  start adds up to the duration. Hence a deadline that falls on the end of a day is that very end
  and not the next morning, a start outside working time counts from the next working moment, and a
  duration of zero ends at its start.
* *Held* periods (a step that was put on hold) do not count; they leave the length of their day as
  it is.
* All sums are exact (whole microseconds and fractions); only the result is rounded, to the whole
  second.

Every datetime that comes in or goes out is aware of its time zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_WEEK",
    "UNITS",
    "Period",
    "WorkDay",
    "WorktimeExhausted",
    "deadline",
    "elapsed",
    "propose_slot",
    "worked_days",
    "worked_hours",
]

UTC = timezone.utc

Period = tuple[datetime, datetime]
"""A period as (start, end), both aware; one that ends before it starts is empty."""

UNITS = ("second", "minute", "hour", "day", "week", "month")
"""The units of a time standard, shortest first."""

DAYS_PER_WEEK = 5
"""Working days in a week (Perpres 21/2023, article 3)."""

DAYS_PER_MONTH = 20
"""Working days in a month: four weeks of five."""

_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000  # in microseconds, as every integer below
_TIME_UNITS = {"second": _SECOND, "minute": 60 * _SECOND, "hour": 3600 * _SECOND}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_Span = tuple[int, int]  # (start, end) in microseconds since the epoch


class WorktimeExhausted(ValueError):
    """The working days ended before the deadline was reached."""


@dataclass(frozen=True)
class WorkDay:
    """One working day: the time worked on it after leaves were taken out.

    :ivar date: the day, in the time zone of the calendar.
    :ivar intervals: (start, end) pairs of aware datetimes: sorted, none empty, none overlapping, at
        least one. (A day on which nobody works is no working day: leave it out.)
    :raises ValueError: when the intervals are not like that.
    """

    date: date
    intervals: tuple[Period, ...]

    def __post_init__(self) -> None:
        if not self.intervals:
            raise ValueError(f"{self.date} has no working time: leave it out")
        latest = None
        for start, stop in self.spans:
            if stop <= start or (latest is not None and start < latest):
                raise ValueError(f"intervals of {self.date} are empty, unsorted or overlapping")
            latest = stop

    @classmethod
    def of(cls, day: date, hours: Iterable[tuple[str, str]], tz: tzinfo) -> WorkDay:
        """Make a working day from clock times.

        :param hours: pairs such as ``("07:30", "12:00")``, local in `tz`.

        >>> WorkDay.of(date(2027, 1, 4), [("07:30", "12:00"), ("13:00", "16:00")], UTC).hours
        7.5
        """
        return cls(
            day,
            tuple(
                (
                    datetime.combine(day, time.fromisoformat(start), tz),
                    datetime.combine(day, time.fromisoformat(stop), tz),
                )
                for start, stop in hours
            ),
        )

    @cached_property
    def spans(self) -> tuple[_Span, ...]:
        """The intervals in microseconds since the epoch."""
        return tuple((_ticks(start), _ticks(stop)) for start, stop in self.intervals)

    @cached_property
    def length(self) -> int:
        """The day's whole length in microseconds, breaks not counted."""
        return sum(stop - start for start, stop in self.spans)

    @property
    def hours(self) -> float:
        """The day's whole length in hours, breaks not counted."""
        return float(Fraction(self.length, _TIME_UNITS["hour"]))

    @property
    def start(self) -> datetime:
        """When work starts on this day."""
        return self.intervals[0][0]

    @property
    def end(self) -> datetime:
        """When work ends on this day."""
        return self.intervals[-1][1]


def deadline(
    days: Iterable[WorkDay],
    start: datetime,
    duration: float | Decimal | Fraction,
    unit: str,
    held: Sequence[Period] = (),
    *,
    days_per_week: int = DAYS_PER_WEEK,
    days_per_month: int = DAYS_PER_MONTH,
) -> datetime:
    """Return the earliest moment at which `duration` has been worked since `start`.

    :param days: working days in order, from `start`'s own day or before; read only as far as
        needed, so it may be endless.
    :param start: aware; outside working time it counts from the next working moment.
    :param duration: how much, in `unit`; zero ends at `start` itself.
    :param unit: one of :data:`UNITS`; hours and less are working time, a day is one working day of
        any length.
    :param held: periods that do not count, in any order; they may overlap.
    :return: in the time zone of `start`, rounded to the whole second (and never past the end of a
        working interval).
    :raises WorktimeExhausted: when `days` ends first.
    :raises ValueError: for a negative or infinite duration, an unknown unit, a datetime without
        time zone, or days that are not in order.

    >>> from itertools import count
    >>> def daily(first):  # from 8 to 16 o'clock, every day, for ever
    ...     for n in count():
    ...         yield WorkDay.of(first + timedelta(n), [("08:00", "16:00")], UTC)
    >>> at = datetime(2027, 1, 4, 14, tzinfo=UTC)
    >>> def until(*args, **options):
    ...     return f"{deadline(daily(at.date()), at, *args, **options):%d %H:%M}"
    >>> until(30, "minute"), until(3, "hour"), until(1, "day"), until(1, "week"), until(1, "month")
    ('04 14:30', '05 09:00', '05 14:00', '09 14:00', '24 14:00')

    The end of a day is the end of that day:

    >>> until(2, "hour"), until(0.25, "day"), until(0, "day")
    ('04 16:00', '04 16:00', '04 14:00')

    Held time does not count:

    >>> until(1, "day", [(at + timedelta(hours=1), at + timedelta(days=1))])
    '06 13:00'
    """
    per_day = {"day": 1, "week": days_per_week, "month": days_per_month}
    needed = _amount(duration) * per_day.get(unit, 1)
    tick = _tick_value(unit)
    begin = _ticks(start)
    if not needed:
        return _moment(_round(Fraction(begin)), start.tzinfo)
    for day, spans in _counted(days, begin, None, held):
        worth = tick or Fraction(1, day.length)
        for span_start, span_stop in spans:
            ticks = needed / worth
            if ticks <= span_stop - span_start:
                moment = min(_round(span_start + ticks), span_stop - span_stop % _SECOND)
                return _moment(moment, start.tzinfo)
            needed -= (span_stop - span_start) * worth
    raise WorktimeExhausted(f"the working days end before {duration} {unit}(s) from {start}")


def elapsed(
    days: Iterable[WorkDay],
    start: datetime,
    end: datetime,
    unit: str,
    held: Sequence[Period] = (),
    *,
    days_per_week: int = DAYS_PER_WEEK,
    days_per_month: int = DAYS_PER_MONTH,
) -> float:
    """Return how much was worked from `start` to `end`, in `unit`: the inverse of :func:`deadline`.

    :param days: as for :func:`deadline`; where it ends, work ends.
    :return: zero when `end` is not after `start`.
    :raises ValueError: for an unknown unit, a datetime without time zone, or days that are not in
        order.

    >>> mon = WorkDay.of(date(2027, 2, 8), [("08:00", "12:00"), ("12:30", "15:00")], UTC)
    >>> tue = WorkDay.of(date(2027, 2, 9), [("08:00", "12:00"), ("12:30", "15:00")], UTC)
    >>> elapsed([mon, tue], mon.start, tue.start, "hour")
    6.5
    >>> elapsed([mon, tue], mon.start, tue.end, "day")
    2.0
    """
    per_day = {"day": 1, "week": days_per_week, "month": days_per_month}
    tick = _tick_value(unit)
    worked = Fraction(0)
    for day, spans in _counted(days, _ticks(start), _ticks(end), held):
        worth = tick or Fraction(1, day.length)
        worked += sum(stop - start for start, stop in spans) * worth
    return float(worked / per_day.get(unit, 1))


def worked_hours(
    days: Iterable[WorkDay], start: datetime, end: datetime, held: Sequence[Period] = ()
) -> float:
    """Return the working hours from `start` to `end`: see :func:`elapsed`.

    >>> fri = WorkDay.of(date(2027, 1, 8), [("07:30", "11:30"), ("13:00", "16:30")], UTC)
    >>> worked_hours([fri], fri.start.replace(hour=11, minute=0), fri.start.replace(hour=14))
    2.0
    """
    return elapsed(days, start, end, "hour", held)


def worked_days(
    days: Iterable[WorkDay], start: datetime, end: datetime, held: Sequence[Period] = ()
) -> float:
    """Return the working days from `start` to `end`, parts of a day as fractions of it.

    >>> fri = WorkDay.of(date(2027, 1, 8), [("08:00", "12:00"), ("13:00", "17:00")], UTC)
    >>> worked_days([fri], fri.start, fri.start.replace(hour=10, minute=0))
    0.25
    """
    return elapsed(days, start, end, "day", held)


def propose_slot(
    days: Iterable[WorkDay],
    earliest: datetime,
    latest: datetime,
    length: timedelta,
    *,
    granularity: timedelta = timedelta(minutes=30),
    busy: Sequence[Period] = (),
) -> Period | None:
    """Return the first working period of `length` that nothing interrupts, for a meeting say.

    :param days: as for :func:`deadline`; read no further than `latest`.
    :param earliest: the period starts then or later.
    :param latest: the period ends then or earlier.
    :param granularity: it starts on a multiple of this, counted from midnight on the local clock.
    :param busy: periods to keep clear of, in any order.
    :return: (start, end) in the time zone of the working day, or None when there is no such period.
    :raises ValueError: when `length` or `granularity` is not positive, or a datetime has no time
        zone.

    >>> mon = WorkDay.of(date(2027, 1, 4), [("07:30", "12:00"), ("13:00", "16:00")], UTC)
    >>> tue = WorkDay.of(date(2027, 1, 5), [("07:30", "12:00"), ("13:00", "16:00")], UTC)
    >>> def slot(hour, minute, hours, **options):
    ...     at = mon.start.replace(hour=hour, minute=minute)
    ...     found = propose_slot([mon, tue], at, tue.end, timedelta(hours=hours), **options)
    ...     return found and [f"{moment:%d %H:%M}" for moment in found]
    >>> slot(9, 10, 2), slot(10, 40, 2), slot(14, 30, 2), slot(8, 0, 5)
    (['04 09:30', '04 11:30'], ['04 13:00', '04 15:00'], ['05 07:30', '05 09:30'], None)
    >>> slot(7, 30, 2, busy=[(mon.start, mon.start.replace(hour=9, minute=40))])
    ['04 10:00', '04 12:00']
    """
    wanted, grid = length // _MICROSECOND, granularity // _MICROSECOND
    if wanted <= 0 or grid <= 0:
        raise ValueError("the length and the granularity must be positive")
    for day, spans in _counted(days, _ticks(earliest), _ticks(latest), busy):
        zone = day.start.tzinfo
        for span_start, span_stop in _joined(spans):
            local = _moment(span_start, zone)
            clock = timedelta(
                hours=local.hour,
                minutes=local.minute,
                seconds=local.second,
                microseconds=local.microsecond,
            )
            start = span_start + -(clock // _MICROSECOND) % grid
            if start + wanted <= span_stop:
                return _moment(start, zone), _moment(start + wanted, zone)
    return None


# --- inner works: integers are microseconds since the epoch ---


def _ticks(moment: datetime) -> int:
    # Python subtracts two datetimes of one zone by their clocks, summer time ignored; against
    # UTC it is exact.
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment} has no time zone")
    return (moment - _EPOCH) // _MICROSECOND


def _moment(ticks: int, zone: tzinfo | None) -> datetime:
    return (_EPOCH + timedelta(microseconds=ticks)).astimezone(zone)


def _round(ticks: Fraction) -> int:
    """Round to the whole second, halves up."""
    return (ticks + _SECOND // 2) // _SECOND * _SECOND


def _amount(duration: float | Decimal | Fraction) -> Fraction:
    # By way of its text: 0.1 means a tenth, not the nearest binary number.
    try:
        amount = Fraction(str(duration))
    except ValueError:
        raise ValueError(f"{duration} is not a duration") from None
    if amount < 0:
        raise ValueError(f"{duration} is negative: not a duration")
    return amount


def _tick_value(unit: str) -> Fraction | None:
    """Return what one microsecond of work is worth in `unit`; None when that depends on the day."""
    if unit not in UNITS:
        raise ValueError(f"{unit!r} is none of {', '.join(UNITS)}")
    ticks = _TIME_UNITS.get(unit)
    return Fraction(1, ticks) if ticks else None


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """Sort spans, drop empty ones, and join those that overlap or touch."""
    joined: list[_Span] = []
    for start, stop in sorted(spans):
        if stop <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _without(span: _Span, held: Sequence[_Span]) -> Iterator[_Span]:
    """Yield what is left of a span outside `held`, which is sorted and disjoint."""
    start, stop = span
    for held_start, held_stop in held:
        if held_stop <= start:
            continue
        if held_start >= stop:
            break
        if held_start > start:
            yield start, held_start
        start = held_stop
        if start >= stop:
            return
    yield start, stop


def _counted(
    days: Iterable[WorkDay], begin: int, end: int | None, held: Sequence[Period]
) -> Iterator[tuple[WorkDay, list[_Span]]]:
    """Yield each day with what counts of it, from `begin` to `end`, `held` taken out."""
    if end is not None and end <= begin:
        return
    pauses = _joined((_ticks(start), _ticks(stop)) for start, stop in held)
    previous = None
    for day in days:
        spans = day.spans
        if previous is not None and spans[0][0] < previous:
            raise ValueError(f"{day.date} comes after a later day")
        previous = spans[-1][1]
        if end is not None and spans[0][0] >= end:
            return
        if previous <= begin:
            continue
        counted = [
            piece
            for start, stop in spans
            if stop > begin and (end is None or start < end)
            for piece in _without((max(start, begin), min(stop, end or stop)), pauses)
        ]
        if counted:
            yield day, counted
