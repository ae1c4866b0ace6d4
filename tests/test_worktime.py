"""Deadline arithmetic, by itself: the rules of the SOP, and a slow second opinion."""

import random
from datetime import date, datetime, time, timedelta, timezone
from itertools import count, islice
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools import worktime
from odoo.addons.lakip_sop.tools.worktime import (
    WorkDay,
    WorktimeExhausted,
    deadline,
    elapsed,
    propose_slot,
    worked_days,
    worked_hours,
)

PONTIANAK = ZoneInfo("Asia/Pontianak")
MONDAY_TO_THURSDAY = (("07:30", "12:00"), ("13:00", "16:00"))
FRIDAY = (("07:30", "11:30"), ("13:00", "16:30"))
# SKB 1205/2026, 3/2026, 2/2026: the first weeks of 2027
HOLIDAYS = {date(2027, 1, 1), date(2027, 1, 5), date(2027, 2, 5)}


def asn_days(first, holidays=HOLIDAYS, tz=PONTIANAK):
    """The working days of civil servants from a date, for ever."""
    for number in count():
        day = first + timedelta(number)
        if day.weekday() < 5 and day not in holidays:
            yield WorkDay.of(day, FRIDAY if day.weekday() == 4 else MONDAY_TO_THURSDAY, tz)


def at(month, day, hour=0, minute=0, second=0):
    return datetime(2027, month, day, hour, minute, second, tzinfo=PONTIANAK)


def due(start, duration, unit, **options):
    return deadline(asn_days(start.date()), start, duration, unit, **options)


class TestDeadline(BaseCase):
    def test_check_values(self):
        """The figures that the requirements name."""
        for start, duration, unit, end in (
            (at(1, 4, 10), 2, "day", at(1, 7, 10)),  # over a holiday
            (at(1, 8, 16), 1, "hour", at(1, 11, 8)),  # over a week-end
            (at(1, 11, 10), 2, "day", at(1, 13, 10)),
            (at(1, 11, 11, 45), 30, "minute", at(1, 11, 13, 15)),  # over the break
            (at(1, 11, 7, 30), 6, "hour", at(1, 11, 14, 30)),
            (at(1, 11, 11, 59, 50), 20, "second", at(1, 11, 13, 0, 10)),
        ):
            with self.subTest(start=start, duration=duration, unit=unit):
                self.assertEqual(due(start, duration, unit), end)

    def test_whole_sop_from_the_first_working_monday(self):
        """23 days and 2 hours and a half from Mon 4 Jan 2027 end on Mon 8 Feb (day 24)."""
        end = at(1, 4, 7, 30)
        for duration, unit in (
            (30, "minute"),
            (2, "day"),
            (1, "day"),
            (5, "day"),
            (10, "day"),
            (6, "hour"),
            (3, "day"),
            (1, "hour"),
            (1, "hour"),
            (1, "hour"),
            (1, "day"),
        ):
            end = due(end, duration, unit)
        self.assertEqual(end.date(), date(2027, 2, 8))

    def test_start_outside_working_time_counts_from_the_next_moment(self):
        for start in (at(1, 8, 20), at(1, 9, 12), at(1, 10), at(1, 11, 7, 30)):
            self.assertEqual(due(start, 1, "hour"), at(1, 11, 8, 30))
            self.assertEqual(due(start, 1, "day"), at(1, 11, 16))

    def test_end_of_a_day_is_not_the_next_morning(self):
        self.assertEqual(due(at(1, 11, 7, 30), 1, "day"), at(1, 11, 16))
        self.assertEqual(due(at(1, 11, 15), 1, "hour"), at(1, 11, 16))
        self.assertEqual(due(at(1, 11, 16), 1, "day"), at(1, 12, 16))

    def test_end_of_the_morning_is_not_the_afternoon(self):
        self.assertEqual(due(at(1, 11, 11), 1, "hour"), at(1, 11, 12))

    def test_zero_ends_at_its_start(self):
        for start in (at(1, 9, 3), at(1, 11, 10)):
            for unit in worktime.UNITS:
                self.assertEqual(due(start, 0, unit), start)

    def test_day_of_any_length_is_one_day(self):
        """A day of Ramadan is shorter (Perpres 21/2023) and yet a day."""
        days = [
            WorkDay.of(date(2027, 2, 8), (("08:00", "16:00"),), PONTIANAK),
            WorkDay.of(date(2027, 2, 9), (("08:00", "10:00"),), PONTIANAK),
            WorkDay.of(date(2027, 2, 10), (("08:00", "16:00"),), PONTIANAK),
        ]
        self.assertEqual(deadline(days, at(2, 8, 12), 2, "day"), at(2, 10, 12))
        self.assertEqual(deadline(days, at(2, 8, 12), 1, "day"), at(2, 9, 9))
        self.assertEqual(deadline(days, at(2, 8, 12), 6, "hour"), at(2, 9, 10))

    def test_week_and_month(self):
        start = at(1, 11, 10)
        self.assertEqual(due(start, 1, "week"), at(1, 18, 10))
        self.assertEqual(due(start, 1, "week"), due(start, 5, "day"))
        self.assertEqual(due(start, 2, "month"), due(start, 40, "day"))
        self.assertEqual(due(start, 1, "week", days_per_week=6), due(start, 6, "day"))
        self.assertEqual(due(start, 1, "month", days_per_month=22), due(start, 22, "day"))

    def test_held_time_does_not_count(self):
        start = at(1, 11, 10)
        held = [(at(1, 11, 11), at(1, 12, 11))]  # a working day, break and night included
        self.assertEqual(due(start, 1, "day", held=held), at(1, 13, 10))
        self.assertEqual(due(start, 2, "hour", held=held), at(1, 12, 12))
        overlapping = [(at(1, 12), at(1, 12, 11)), *held, (at(1, 14), at(1, 13))]
        self.assertEqual(due(start, 1, "day", held=overlapping), at(1, 13, 10))

    def test_held_day_keeps_its_length(self):
        """Half a day held leaves half a day, not a short day that counts as a whole one."""
        held = [(at(1, 11, 7, 30), at(1, 11, 11, 15))]
        self.assertEqual(due(at(1, 11, 7, 30), 1, "day", held=held), at(1, 12, 11, 15))

    def test_fractions_are_exact(self):
        self.assertEqual(due(at(1, 11, 7, 30), 0.1, "day"), at(1, 11, 8, 15))
        end = at(1, 11, 7, 30)
        for __ in range(30):
            end = due(end, 0.1, "day")
        self.assertEqual(end, at(1, 13, 16))
        self.assertEqual(due(at(1, 11, 8), 1 / 3, "hour"), at(1, 11, 8, 20))
        self.assertEqual(due(at(1, 11, 8), 1 / 7, "hour"), at(1, 11, 8, 8, 34))

    def test_result_is_in_the_time_zone_of_the_start(self):
        start = at(1, 11, 10).astimezone(timezone.utc)
        end = due(start, 1, "day")
        self.assertEqual(end, at(1, 12, 10))
        self.assertEqual(end.tzinfo, timezone.utc)

    def test_summer_time(self):
        """Clocks go forward at 2:00 on 28 March 2027 in Brussels: that night has an hour less."""
        brussels = ZoneInfo("Europe/Brussels")
        night = [WorkDay.of(date(2027, 3, 28), (("00:00", "06:00"),), brussels)]
        self.assertEqual(night[0].hours, 5)
        start = datetime(2027, 3, 28, tzinfo=brussels)
        self.assertEqual(deadline(night, start, 4, "hour").hour, 5)

    def test_midnight_of_odoo(self):
        """Odoo's 24:00 is 23:59:59.999999: the deadline must not slip into the next day."""
        day = date(2027, 1, 11)
        bounds = (datetime.combine(day, clock, PONTIANAK) for clock in (time.min, time.max))
        end = deadline([WorkDay(day, (tuple(bounds),))], at(1, 11), 1, "day")
        self.assertEqual(end, at(1, 11, 23, 59, 59))

    def test_lazy(self):
        """No day is read beyond the one of the deadline, so the days may be endless."""
        days = asn_days(date(2027, 1, 11))
        deadline(days, at(1, 11, 10), 2, "day")
        self.assertEqual(next(days).date, date(2027, 1, 14))

    def test_exhausted(self):
        days = list(islice(asn_days(date(2027, 1, 11)), 3))
        self.assertEqual(deadline(days, at(1, 11), 3, "day"), at(1, 13, 16))
        with self.assertRaises(WorktimeExhausted):
            deadline(days, at(1, 11), 3.01, "day")
        with self.assertRaises(WorktimeExhausted):
            deadline([], at(1, 11), 1, "second")

    def test_bad_input(self):
        start = at(1, 11, 10)
        for duration in (-1, float("nan"), float("inf"), "two"):
            with self.subTest(duration=duration), self.assertRaises(ValueError):
                due(start, duration, "day")
        with self.assertRaises(ValueError):
            due(start, 1, "fortnight")
        with self.assertRaises(ValueError):
            due(start.replace(tzinfo=None), 1, "day")
        with self.assertRaises(ValueError):
            deadline(list(islice(asn_days(start.date()), 3))[::-1], start, 9, "day")

    def test_bad_days(self):
        day = date(2027, 1, 11)
        for hours in (
            (),
            (("08:00", "08:00"),),
            (("13:00", "16:00"), ("08:00", "12:00")),
            (("08:00", "12:00"), ("11:00", "16:00")),
        ):
            with self.subTest(hours=hours), self.assertRaises(ValueError):
                WorkDay.of(day, hours, PONTIANAK)
        with self.assertRaises(ValueError):
            WorkDay.of(day, MONDAY_TO_THURSDAY, None)


class TestElapsed(BaseCase):
    def test_working_hours_and_days(self):
        days = list(islice(asn_days(date(2027, 1, 4)), 10))
        self.assertEqual(worked_hours(days, at(1, 4, 10), at(1, 7, 10)), 15)
        self.assertEqual(worked_days(days, at(1, 4, 10), at(1, 7, 10)), 2)
        self.assertEqual(worked_days(days, at(1, 4), at(1, 9)), 4)
        self.assertEqual(elapsed(days, at(1, 4), at(1, 12), "week"), 1)
        self.assertEqual(elapsed(days, at(1, 4, 7, 30), at(1, 4, 8), "minute"), 30)

    def test_nothing_before_the_start(self):
        days = list(islice(asn_days(date(2027, 1, 4)), 3))
        self.assertEqual(worked_hours(days, at(1, 6), at(1, 4)), 0)
        self.assertEqual(worked_hours(days, at(1, 5), at(1, 5, 23)), 0)

    def test_held(self):
        days = list(islice(asn_days(date(2027, 1, 11)), 3))
        held = [(at(1, 11, 11), at(1, 11, 14))]
        self.assertEqual(worked_hours(days, at(1, 11), at(1, 12), held), 5.5)


class TestSecondOpinion(BaseCase):
    """Random cases against an oracle that walks from minute to minute."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(2027)

    def _case(self):
        days = []
        for number in range(12):
            if self.random.random() < 0.3:
                continue
            marks = sorted(self.random.sample(range(420, 1080, 5), 4))
            hours = [f"{mark // 60:02}:{mark % 60:02}" for mark in marks]
            pairs = ((hours[0], hours[1]), (hours[2], hours[3]))[: self.random.choice((1, 2))]
            days.append(WorkDay.of(date(2027, 1, 4 + number), pairs, PONTIANAK))
        start = at(1, 4) + timedelta(minutes=self.random.randrange(5 * 24 * 60))
        held = []
        for __ in range(self.random.randrange(3)):
            begin = at(1, 4) + timedelta(minutes=self.random.randrange(10 * 24 * 60))
            held.append((begin, begin + timedelta(minutes=self.random.randrange(2000))))
        return days, start, held

    def _minutes(self, days, start, held):
        """Yield (end of minute, length of the day in minutes) of each minute that counts."""
        for day in days:
            for begin, stop in day.intervals:
                while begin < stop:
                    if begin >= start and not any(a <= begin < b for a, b in held):
                        yield begin + timedelta(minutes=1), day.hours * 60
                    begin += timedelta(minutes=1)

    def test_minutes(self):
        for __ in range(150):
            days, start, held = self._case()
            wanted = self.random.randrange(1, 2500)
            ends = [end for end, __ in self._minutes(days, start, held)]
            if wanted <= len(ends):
                end = deadline(days, start, wanted, "minute", held)
                self.assertEqual(end, ends[wanted - 1])
                self.assertAlmostEqual(elapsed(days, start, end, "minute", held), wanted)
            else:
                with self.assertRaises(WorktimeExhausted):
                    deadline(days, start, wanted, "minute", held)

    def test_days(self):
        for __ in range(150):
            days, start, held = self._case()
            wanted = self.random.randrange(1, 60) / 10
            passed = 0.0
            for end, length in self._minutes(days, start, held):
                passed += 1 / length
                if passed >= wanted - 1e-9:
                    found = deadline(days, start, wanted, "day", held)
                    self.assertLessEqual(found, end)
                    self.assertGreater(found, end - timedelta(minutes=1))
                    break
            else:
                with self.assertRaises(WorktimeExhausted):
                    deadline(days, start, wanted, "day", held)

    def test_later_start_and_longer_duration_never_end_earlier(self):
        for __ in range(100):
            days, start, held = self._case()
            unit = self.random.choice(("hour", "day"))
            ends = []
            for delay, duration in ((0, 1), (0, 1.5), (90, 1.5)):
                try:
                    moment = start + timedelta(minutes=delay)
                    ends.append(deadline(days, moment, duration, unit, held))
                except WorktimeExhausted:
                    break
            self.assertEqual(ends, sorted(ends))

    def test_parts_add_up(self):
        """A duration in two parts ends when it ends in one."""
        for __ in range(100):
            days, start, held = self._case()
            first, second = (self.random.randrange(1, 20) / 4 for __ in range(2))
            try:
                whole = deadline(days, start, first + second, "hour", held)
            except WorktimeExhausted:
                continue
            middle = deadline(days, start, first, "hour", held)
            self.assertEqual(deadline(days, middle, second, "hour", held), whole)


class TestProposeSlot(BaseCase):
    def _slot(self, earliest, latest, hours, **options):
        days = asn_days(earliest.date())
        return propose_slot(days, earliest, latest, timedelta(hours=hours), **options)

    def test_first_half_hour_that_fits(self):
        for earliest, hours, start in (
            (at(1, 11, 9), 2, at(1, 11, 9)),
            (at(1, 11, 9, 1), 2, at(1, 11, 9, 30)),
            (at(1, 11, 10, 30), 2, at(1, 11, 13)),
            (at(1, 11, 14, 30), 2, at(1, 12, 7, 30)),
            (at(1, 8, 15), 2, at(1, 11, 7, 30)),
            (at(1, 4, 15), 4.5, at(1, 6, 7, 30)),
        ):
            with self.subTest(earliest=earliest, hours=hours):
                self.assertEqual(
                    self._slot(earliest, at(1, 20), hours), (start, start + timedelta(hours=hours))
                )

    def test_none(self):
        self.assertIsNone(self._slot(at(1, 11), at(1, 15), 5))
        self.assertIsNone(self._slot(at(1, 11, 14, 30), at(1, 12, 9), 2))
        self.assertIsNone(self._slot(at(1, 12), at(1, 11), 1))

    def test_busy(self):
        busy = [(at(1, 11, 8), at(1, 11, 9, 45)), (at(1, 11, 13), at(1, 11, 14))]
        slot = self._slot(at(1, 11, 7, 30), at(1, 12), 2, busy=busy)
        self.assertEqual(slot, (at(1, 11, 10), at(1, 11, 12)))

    def test_granularity_is_of_the_local_clock(self):
        kathmandu = ZoneInfo("Asia/Kathmandu")  # UTC+5:45
        days = [WorkDay.of(date(2027, 1, 11), (("09:10", "17:00"),), kathmandu)]
        start, __ = propose_slot(days, days[0].start, days[0].end, timedelta(hours=1))
        self.assertEqual((start.hour, start.minute), (9, 30))

    def test_bad_input(self):
        with self.assertRaises(ValueError):
            self._slot(at(1, 11), at(1, 12), 0)
        with self.assertRaises(ValueError):
            self._slot(at(1, 11), at(1, 12), 1, granularity=timedelta(0))
