"""Clocks: the night of the change in a zone that has one, a server's clock that goes wrong, and
users elsewhere."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.worktime import WorkDay, deadline, worked_days, worked_hours

from .common import LakipCase

BERLIN = ZoneInfo("Europe/Berlin")
#: 29 March 2026 has 23 hours there, 25 October 25.
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def at(month, day, hour, minute=0, fold=0):
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


class TestNightOfTheChange(BaseCase):
    def _days(self, month, *days, hours=(("08:00", "12:00"), ("13:00", "17:00"))):
        return [WorkDay.of(date(2026, month, day), hours, BERLIN) for day in days]

    def test_days_and_hours_over_the_week_end(self):
        """One day is one day and one hour one hour, whatever the clock does on Sunday."""
        for month, friday, monday, tuesday in ((3, 27, 30, 31), (10, 23, 26, 27)):
            days = self._days(month, friday, monday, tuesday)
            start = at(month, friday, 10)
            self.assertEqual(deadline(days, start, 2, "day"), at(month, tuesday, 10))
            self.assertEqual(deadline(days, start, 8, "hour"), at(month, monday, 10))
            self.assertEqual(worked_days(days, start, at(month, tuesday, 10)), 2)
            self.assertEqual(worked_hours(days, start, at(month, monday, 10)), 8)

    def test_an_office_that_works_that_night(self):
        """The hour that is left out is not worked, and that which comes twice is worked twice."""
        night = (("00:00", "06:00"),)
        for day, length in ((SPRING, 5), (AUTUMN, 7)):
            work = WorkDay.of(day, night, BERLIN)
            self.assertEqual(work.hours, length)
            self.assertEqual(
                worked_hours([work], at(day.month, day.day, 0), at(day.month, day.day, 6)), length
            )
            end = deadline([work], at(day.month, day.day, 0), length, "hour")
            self.assertEqual(end, at(day.month, day.day, 6))
        (spring,) = self._days(3, 29, hours=night)
        self.assertEqual(deadline([spring], at(3, 29, 1), 2, "hour"), at(3, 29, 4))
        (autumn,) = self._days(10, 25, hours=night)
        self.assertEqual(
            deadline([autumn], at(10, 25, 1), 2, "hour").timestamp(),
            at(10, 25, 2, fold=1).timestamp(),
        )


class TestClock(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_short_sop()

    def _reach_paraf(self, *moments):
        """Start, complete and hand in at these moments (UTC); return the cycle at its paraf."""
        cycle = self._create_cycle()
        start, draft, handed_in = moments
        with freeze_time(start):
            self._start(cycle)
        with freeze_time(draft):
            self._complete(cycle)
        with freeze_time(handed_in):
            self._upload_report(cycle)
            self._complete(cycle)
        return cycle

    def test_an_office_in_a_zone_with_a_change(self):
        """Two days from Friday 10:00 in Berlin end on Tuesday 10:00, an hour less in UTC."""
        self.company.resource_calendar_id.tz = "Europe/Berlin"
        for day, before, after, due in (
            ("2026-03-27", "09:00", "08:00", "2026-03-31 08:00:00"),
            ("2026-10-23", "08:00", "09:00", "2026-10-27 09:00:00"),
        ):
            with self.subTest(day), freeze_time(f"{day} {before}"):
                cycle = self._create_cycle(2030 + int(day[5:7]))
                self._start(cycle)
                step = self._complete(cycle)
                self.assertEqual(str(step.date_deadline), due)
                self.assertEqual(step._to_wall_clock(step.date_deadline).hour, 10)
                self.assertEqual(step.standard_hours, 15)
            with self.subTest(day, late=True):
                for minutes, late in ((-1, False), (1, True)):
                    hour = int(after[:2]) - (minutes < 0)
                    with freeze_time(f"{due[:10]} {hour:02}:{minutes % 60:02}"):
                        step.invalidate_recordset(["is_late"])
                        self.assertEqual(step.is_late, late)

    def test_users_elsewhere(self):
        """The deadline is that of the office, whatever zone the one who acts has chosen."""
        dues = set()
        for place, tz in enumerate(("Asia/Jayapura", "Europe/London", "America/New_York", False)):
            (self.planning_head | self.team_member).tz = tz
            with self.at("2026-01-05 10:00"):
                cycle = self._create_cycle(2040 + place)
                self._start(cycle)
                dues.add(self._complete(cycle).date_deadline)
        self.assertEqual(len(dues), 1)

    def test_a_clock_that_goes_back(self):
        """Between two workers, by an hour: nothing takes a negative time, the ledger holds."""
        cycle = self._reach_paraf("2026-01-05 03:00", "2026-01-05 02:30", "2026-01-05 02:00")
        with freeze_time("2026-01-05 01:30"):
            self._approve(cycle, self.secretary, comment="satu")
        with freeze_time("2026-01-05 01:00"):
            self._approve(cycle, self.agency_head, comment="dua")
            self._complete(cycle)
        self.assertEqual(cycle.state, "done")
        self.assertGreaterEqual(min(cycle.step_ids.mapped("worked_hours")), 0)
        self.assertGreaterEqual(min(cycle.step_ids.round_ids.mapped("worked_hours")), 0)
        self.assertGreaterEqual(min(cycle.step_ids.round_ids.mapped("overrun_hours")), 0)
        self.assertFalse(any(cycle.step_ids.mapped("is_done_late")))
        ledger = cycle.approval_ids.filtered("hash").sorted("sequence")
        self.assertEqual(ledger.mapped("comment"), ["satu", "dua"])
        self.assertChainHolds(cycle)

    def test_a_clock_that_is_an_hour_ahead(self):
        """A paraf that looks late is marked so; set right again, the next row is in time."""
        cycle = self._reach_paraf("2026-01-05 01:00", "2026-01-05 01:05", "2026-01-05 01:10")
        paraf = cycle.current_step_id
        with freeze_time("2026-01-05 02:15"):
            self._approve(cycle, self.secretary)
        self.assertTrue(paraf.is_done_late)
        with freeze_time("2026-01-05 01:20"):
            self._approve(cycle, self.agency_head)
        signature = cycle.step_ids[3]
        self.assertEqual((signature.worked_hours, signature.is_done_late), (0, False))
        self.assertChainHolds(cycle)
