"""Working time of the company's calendar, as Odoo keeps it."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.lakip_sop.models.resource_calendar import CompanyLeaves
from odoo.addons.lakip_sop.tools.holidaylist import holidays_of

from .common import LakipCase, local


def utc(month, day, hour=0, minute=0, second=0, year=2027):
    """A moment in Western Indonesia, as Odoo stores it."""
    return datetime(year, month, day, hour, minute, second) - timedelta(hours=7)


class CalendarCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env.ref("lakip_sop.resource_calendar_asn").copy({"name": "Jam Kerja"})
        cls.company = cls.env["res.company"].create({"name": "Dinas Pertanahan"})
        cls.company.resource_calendar_id = cls.calendar
        cls.other_company = cls.env["res.company"].create({"name": "Dinas Lain"})

    @classmethod
    def _add_leave(cls, start, end, **values):
        return (
            cls.env["resource.calendar.leaves"]
            .with_company(values.pop("company", cls.company))
            .create({"name": "Libur", "date_from": start, "date_to": end, **values})
        )

    @classmethod
    def _add_holidays(cls, *years):
        cls.env["resource.calendar.leaves"].with_company(cls.company).create(
            [
                {
                    "name": day.name,
                    "date_from": utc(day.date.month, day.date.day, year=year),
                    "date_to": utc(day.date.month, day.date.day, 23, 59, 59, year=year),
                }
                for year in years
                for day in holidays_of(year)
            ]
        )

    def _planner(self):
        return self.calendar._lakip_planner(self.company)


class TestCalendar(CalendarCase):
    def test_calendar_of_the_app(self):
        """Perpres 21/2023: 37 h 30 min a week, of no company, in the time zone of Jakarta."""
        calendar = self.env.ref("lakip_sop.resource_calendar_asn")
        self.assertFalse(calendar.company_id)
        self.assertEqual(calendar.tz, "Asia/Jakarta")
        self.assertEqual((calendar.hours_per_week, calendar.hours_per_day), (37.5, 7.5))
        self.assertEqual(calendar.full_time_required_hours, 37.5)
        lines = calendar.attendance_ids.filtered(lambda line: line.day_period != "lunch")
        self.assertEqual(
            [(int(line.dayofweek), line.hour_from, line.hour_to) for line in lines.sorted("id")],
            [period for day in range(4) for period in ((day, 7.5, 12.0), (day, 13.0, 16.0))]
            + [(4, 7.5, 11.5), (4, 13.0, 16.5)],
        )

    def test_check_values(self):
        """The figures that the requirements name, with the holidays of the decrees."""
        self._add_holidays(2026, 2027)
        planner = self._planner()
        self.assertEqual(planner.deadline(utc(1, 4, 10), 2, "day"), utc(1, 7, 10))
        self.assertEqual(planner.deadline(utc(1, 8, 16), 1, "hour"), utc(1, 11, 8))
        self.assertEqual(planner.deadline(utc(1, 4, 7, 30), 24, "day"), utc(2, 8, 16))
        for year, days in ((2026, 240), (2027, 242)):
            with self.subTest(year=year):
                worked = planner.worked_days(utc(1, 1, year=year), utc(1, 1, year=year + 1))
                self.assertAlmostEqual(worked, days)

    def test_methods_of_the_calendar(self):
        start = utc(1, 11, 10)
        end = self.calendar._lakip_deadline(start, 2, "day", company=self.company)
        self.assertEqual(end, utc(1, 13, 10))
        self.assertEqual(self.calendar._lakip_worked_hours(start, end), 15)
        self.assertEqual(
            self.calendar._lakip_propose_slot(start, utc(1, 20), 3),
            (utc(1, 11, 13), utc(1, 11, 16)),
        )
        days = list(self.calendar._lakip_work_days(start, 7))
        self.assertEqual([day.date.day for day in days], [11, 12, 13, 14, 15])

    def test_held_time(self):
        held = [(utc(1, 11, 11), utc(1, 12, 11))]
        planner = self._planner()
        self.assertEqual(planner.deadline(utc(1, 11, 10), 1, "day", held), utc(1, 13, 10))
        self.assertEqual(planner.worked_hours(utc(1, 11, 10), utc(1, 12, 12), held), 2)

    def test_only_leaves_that_hold_for_the_company(self):
        resource = self.env["resource.resource"].create(
            {"name": "Budi", "calendar_id": self.calendar.id, "company_id": self.company.id}
        )
        day = utc(1, 12), utc(1, 12, 23, 59, 59)
        no_matter = self._add_leave(*day, calendar_id=self.calendar.id, resource_id=resource.id)
        no_matter += self._add_leave(*day, company=self.other_company)
        no_matter += self._add_leave(*day, calendar_id=self.calendar.id, time_type="other")
        other_calendar = self.calendar.copy()
        no_matter += self._add_leave(*day, calendar_id=other_calendar.id)
        self.assertTrue(self._planner().is_working_day(date(2027, 1, 12)))
        for values in ({}, {"calendar_id": self.calendar.id}):
            with self.subTest(values=values):
                leave = self._add_leave(*day, **values)
                self.assertFalse(self._planner().is_working_day(date(2027, 1, 12)))
                leave.unlink()

    def test_shared_calendar_keeps_companies_apart(self):
        self.calendar.company_id = False
        self._add_leave(utc(1, 12), utc(1, 12, 23, 59, 59), calendar_id=self.calendar.id)
        other = self.calendar._lakip_planner(self.other_company)
        self.assertFalse(self._planner().is_working_day(date(2027, 1, 12)))
        self.assertTrue(other.is_working_day(date(2027, 1, 12)))

    def test_part_of_a_day_off(self):
        """A day of Ramadan until 15:00 is a whole day (7.5 - 1 hours of work)."""
        self._add_leave(utc(1, 11, 15), utc(1, 11, 16))
        planner = self._planner()
        self.assertEqual(planner.worked_days(utc(1, 11), utc(1, 12)), 1)
        self.assertEqual(planner.worked_hours(utc(1, 11), utc(1, 12)), 6.5)
        self.assertEqual(planner.deadline(utc(1, 11, 7, 30), 1, "day"), utc(1, 11, 15))

    def test_remainder_of_a_second_is_no_working_day(self):
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "1")[-1:].write(
            {"hour_from": 13, "hour_to": 24}
        )
        self._add_leave(utc(1, 12), utc(1, 12, 23, 59, 59))
        self.assertFalse(self._planner().is_working_day(date(2027, 1, 12)))

    def test_leave_of_another_time_zone(self):
        """The days are those of the calendar's clock."""
        self.calendar.tz = "Asia/Jayapura"  # UTC+9
        end = self._planner().deadline(utc(1, 11, 5, 30), 1, "hour")  # 07:30 in Jayapura
        self.assertEqual(end, utc(1, 11, 6, 30))

    def test_two_week_calendar(self):
        """Work on Monday in one week and on Tuesday in the other."""
        self.calendar.two_weeks_calendar = True
        self.calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": "Pagi",
                        "dayofweek": str(week),
                        "week_type": str(week),
                        "hour_from": 8,
                        "hour_to": 12,
                        "day_period": "morning",
                    }
                )
                for week in (0, 1)
            ),
        ]
        week_type = self.env["resource.calendar.attendance"].get_week_type
        days = [day.date for day in self.calendar._lakip_work_days(utc(1, 4), 28)]
        self.assertEqual(len(days), 4)
        for day in days:
            self.assertEqual(day.weekday(), week_type(day))

    def test_calendar_that_cannot_be_used(self):
        no_hours = self.calendar.copy({"attendance_ids": [Command.clear()]})
        flexible = self.calendar.copy({"schedule_type": "flexible"})
        no_hours.name, flexible.name = "Kosong", "Lentur"
        for calendar, words in (
            (no_hours, "“Kosong” have no working time"),
            (flexible, "“Lentur” are flexible"),
            (self.env["resource.calendar"], "has no working hours"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                calendar._lakip_deadline(utc(1, 11), 1, "day", company=self.company)

    def test_search_that_would_run_forever_ends(self):
        self._add_leave(utc(1, 1), utc(12, 31, year=2060))
        with self.assertRaisesRegex(UserError, "leave too little working time"):
            self._planner().deadline(utc(1, 11), 1, "minute")
        with self.assertRaisesRegex(UserError, "leave too little working time"):
            self.calendar._lakip_planner(self.other_company).deadline(utc(1, 11), 60, "month")

    def test_going_back_in_time(self):
        """The planner reads days before those that it has."""
        planner = self._planner()
        later = planner.deadline(utc(3, 1, 10), 2, "day")
        self.assertEqual(planner.deadline(utc(1, 11, 10), 2, "day"), utc(1, 13, 10))
        self.assertEqual(planner.deadline(utc(3, 1, 10), 2, "day"), later)
        self.assertEqual(
            [day.date for day in planner.days(utc(1, 1), 120)],
            [day.date for day in self._planner().days(utc(1, 1), 120)],
        )

    def test_queries_do_not_grow_with_the_questions(self):
        """Two queries a chunk of days (lines, leaves), however many deadlines are counted."""

        def queries(steps):
            self.env.flush_all()
            self.env.invalidate_all()
            planner = self._planner()
            before = self.cr.sql_log_count
            for number in range(steps):
                start = utc(1, 11, 8) + timedelta(hours=number)
                planner.deadline(start, 3, "day")
                planner.worked_hours(start, start + timedelta(days=10))
                planner.propose_slot(start, start + timedelta(days=10), 2)
            return self.cr.sql_log_count - before

        queries(1)
        one = queries(1)
        self.assertEqual(queries(50), one)
        self.assertLessEqual(one, 6)

    def test_queries_do_not_grow_with_the_companies(self):
        """A batch reads the leaves of all its companies at once, and the lines of all calendars."""
        companies = self.env["res.company"].create(
            [
                {"name": f"Dinas {number}", "resource_calendar_id": self.calendar.copy().id}
                for number in range(4)
            ]
        )

        def queries(companies):
            self.env.flush_all()
            self.env.invalidate_all()
            companies.resource_calendar_id.attendance_ids.mapped("hour_from")
            before = self.cr.sql_log_count
            leaves = CompanyLeaves(companies)
            for company in companies:
                company._lakip_get_planner(leaves).deadline(utc(1, 11, 8), 3, "day")
            return self.cr.sql_log_count - before

        queries(companies)
        self.assertEqual(queries(companies), queries(companies[:1]))

    def test_equal_hours_are_counted_once(self):
        """What was counted for one agency serves another as long as hours and leaves are equal."""
        twin = self.calendar.copy({"name": "Kembar"})
        start, method = utc(1, 11, 8), "_lakip_count_days"
        deadline = self._planner().deadline(start, 3, "day")
        with patch.object(type(self.calendar), method, side_effect=AssertionError(method)):
            self.assertEqual(twin._lakip_deadline(start, 3, "day", company=self.company), deadline)
        twin.attendance_ids.filtered(lambda line: line.dayofweek == "1").unlink()
        self.assertGreater(twin._lakip_deadline(start, 3, "day", company=self.company), deadline)
        self.assertEqual(self._planner().deadline(start, 3, "day"), deadline)


class TestReplan(CalendarCase):
    """Running steps follow when working time changes: they are asked once a change."""

    def _replanned(self, action):
        """Return the calendars of each call that ``action`` led to."""
        calls = []
        step_class = type(self.env["lakip.step"])
        with patch.object(step_class, "_replan", lambda __, calendars: calls.append(calendars)):
            result = action()
        return calls, result

    def test_calendar(self):
        calls, __ = self._replanned(lambda: self.calendar.write({"tz": "Asia/Makassar"}))
        self.assertEqual(calls, [self.calendar])
        calls, __ = self._replanned(lambda: self.calendar.write({"name": "Jam"}))
        self.assertFalse(calls)

    def test_lines_written_with_the_calendar(self):
        commands = [
            Command.update(line.id, {"hour_to": line.hour_to - 0.25})
            for line in self.calendar.attendance_ids
            if line.day_period == "afternoon"
        ]
        calls, __ = self._replanned(lambda: self.calendar.write({"attendance_ids": commands}))
        self.assertEqual(calls, [self.calendar])

    def test_lines(self):
        line = self.calendar.attendance_ids[0]
        calls, __ = self._replanned(lambda: line.write({"hour_from": 7}))
        self.assertEqual(calls, [self.calendar])
        calls, __ = self._replanned(lambda: line.write({"name": "Pagi"}))
        self.assertFalse(calls)
        calls, new = self._replanned(lambda: line.copy({"dayofweek": "5"}))
        self.assertEqual(calls, [self.calendar])
        calls, __ = self._replanned(new.unlink)
        self.assertEqual(calls, [self.calendar])

    def test_all_lines_deleted(self):
        """Nothing can be planned then, and Odoo's own buttons must go on."""
        for __ in range(2):
            calls, __ = self._replanned(self.calendar.switch_calendar_type)
            self.assertTrue(calls)
        calls, __ = self._replanned(self.calendar.attendance_ids.unlink)
        self.assertFalse(calls)

    def test_leaves(self):
        day = utc(1, 12), utc(1, 12, 23, 59, 59)
        calls, leave = self._replanned(lambda: self._add_leave(*day, calendar_id=self.calendar.id))
        self.assertEqual(calls, [self.calendar])
        calls, __ = self._replanned(lambda: leave.write({"name": "Cuti bersama"}))
        self.assertFalse(calls)
        calls, __ = self._replanned(lambda: leave.write({"date_to": utc(1, 13)}))
        self.assertEqual(calls, [self.calendar])
        other = self.calendar.copy()
        calls, __ = self._replanned(lambda: leave.write({"calendar_id": other.id}))
        self.assertEqual(calls, [self.calendar + other])
        calls, __ = self._replanned(leave.unlink)
        self.assertEqual(calls, [other])

    def test_leaves_of_the_whole_company(self):
        day = utc(1, 12), utc(1, 12, 23, 59, 59)
        calls, __ = self._replanned(lambda: self._add_leave(*day))
        self.assertEqual(len(calls), 1)
        self.assertIn(self.calendar, calls[0])
        self.assertNotIn(self.other_company.resource_calendar_id, calls[0])

    def test_leave_of_a_person(self):
        resource = self.env["resource.resource"].create(
            {"name": "Budi", "calendar_id": self.calendar.id, "company_id": self.company.id}
        )
        calls, __ = self._replanned(
            lambda: self._add_leave(utc(1, 12), utc(1, 13), resource_id=resource.id)
        )
        self.assertFalse(calls)

    def test_company_of_a_leave_is_that_of_its_writer(self):
        """Odoo computes it late: it must not be the company of whoever flushes."""
        self.calendar.company_id = False
        leave = self._add_leave(utc(1, 12), utc(1, 13), calendar_id=self.calendar.id)
        self.env["resource.calendar.leaves"].with_company(self.other_company).flush_model()
        self.assertEqual(leave.company_id, self.company)

    def test_many_leaves_at_once(self):
        calls, __ = self._replanned(lambda: self._add_holidays(2026, 2027))
        self.assertEqual(len(calls), 1)

    def test_by_one_who_may_see_no_step(self):
        """Leaves are kept by people who need no right in this app."""
        user = new_test_user(
            self.env, "hr-only", "base.group_erp_manager", company_id=self.company.id
        )
        leave = (
            self.env["resource.calendar.leaves"]
            .with_user(user)
            .create({"name": "Libur", "date_from": utc(1, 12), "date_to": utc(1, 13)})
        )
        self.assertEqual(leave.company_id, self.company)


class TestRunningSteps(LakipCase):
    """What people see when working time changes under a running step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_short_sop()
        cls.calendar = cls.company.resource_calendar_id
        with cls.at(cls, "2027-01-11 10:00"):
            cls.step = cls._start(cls, cls._create_cycle())

    def test_holiday_moves_the_deadline_and_the_chatter_says_so(self):
        self.assertEqual(self.step.date_deadline, local("2027-01-12 10:00"))
        messages = self.step.message_ids
        # by the administrator of the app, with the wizard
        wizard = self.env["lakip.holiday.wizard"].with_user(self.manager)
        wizard.create(
            {
                "year": 2027,
                "line_ids": [Command.create({"date": "2027-01-12", "name": "Hari jadi"})],
            }
        ).action_apply()
        self.assertEqual(self.step.date_deadline, local("2027-01-13 10:00"))
        self.assertEqual(self.step.activity_ids.mapped("date_deadline"), [date(2027, 1, 13)])
        self.assertTrue(self.step.message_ids - messages)

    def test_hours_move_the_deadline(self):
        def lines(day):
            return self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == day)

        lines("1").unlink()
        self.assertEqual(self.step.date_deadline, local("2027-01-13 10:00"))
        # a third of Monday is over at 10:00, and now of Wednesday at 9:20
        lines("2").filtered(lambda line: line.day_period == "afternoon").write({"hour_to": 14})
        self.assertEqual(self.step.date_deadline, local("2027-01-13 09:20"))

    def test_holiday_of_another_company_moves_nothing(self):
        before = self.step.date_deadline
        other = self._create_company("Dinas Lain")
        self.env["resource.calendar.leaves"].with_company(other).create(
            {"name": "Libur", "date_from": utc(1, 12), "date_to": utc(1, 12, 23, 59, 59)}
        )
        self.assertEqual(self.step.date_deadline, before)

    def test_queries_of_a_new_holiday_without_running_steps(self):
        """One search for steps: the price of a leave in a company that runs no cycle."""
        other = self._create_company("Dinas Lain")

        def queries():
            before = self.cr.sql_log_count
            self.env["resource.calendar.leaves"].with_company(other).create(
                {"name": "Libur", "date_from": utc(1, 12), "date_to": utc(1, 12, 23, 59, 59)}
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries()
        with patch.object(type(self.env["lakip.step"]), "_replan", lambda *__: None):
            without = queries()
        self.assertLessEqual(queries() - without, 2)
