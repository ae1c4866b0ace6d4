"""Holidays of a year and the hours of Ramadan, loaded into the working time."""

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from odoo.addons.lakip_sop.tools.holidaylist import Holiday
from odoo.addons.lakip_sop.wizards import lakip_holiday_wizard

from .test_calendar import CalendarCase, utc

HOLIDAYS_OF = "holidays_of"


class TestHolidayWizard(CalendarCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "lakip-manager",
            "lakip_sop.group_lakip_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="Asia/Pontianak",
        )

    def _wizard(self, year=2027, user=None, **values):
        return (
            self.env["lakip.holiday.wizard"]
            .with_user(user or self.manager)
            .create({"year": year, "company_id": self.company.id, **values})
        )

    def _leaves(self):
        return self.env["resource.calendar.leaves"].search(
            [("company_id", "=", self.company.id), ("resource_id", "=", False)]
        )

    def test_year_by_the_decrees(self):
        """SKB 1497/2025 and SKB 1205/2026: national holidays, collective leave, working days."""
        for year, public, government, working_days in ((2026, 17, 8, 240), (2027, 18, 8, 242)):
            with self.subTest(year=year):
                wizard = self._wizard(year)
                categories = wizard.line_ids.mapped("category")
                self.assertEqual(categories.count("public"), public)
                self.assertEqual(categories.count("government"), government)
                wizard.action_apply()
                worked = self._planner().worked_days(utc(1, 1, year=year), utc(1, 1, year=year + 1))
                self.assertAlmostEqual(worked, working_days)

    def test_leaves_are_whole_local_days_of_the_company(self):
        self._wizard().action_apply()
        leave = self._leaves()[0]
        self.assertEqual(leave.name, "Tahun Baru Masehi")
        self.assertEqual(
            (leave.date_from, leave.date_to),
            (datetime(2026, 12, 31, 17), datetime(2027, 1, 1, 16, 59, 59)),
        )
        self.assertEqual((leave.company_id, leave.calendar_id), (self.company, self.calendar))

    def test_preview_is_there_at_once_and_can_be_corrected(self):
        with Form(self.env["lakip.holiday.wizard"].with_user(self.manager)) as form:
            form.year = 2027
            self.assertEqual(len(form.line_ids), 26)
            self.assertEqual(form.calendar_id, self.calendar)
            form.year = 2026
            self.assertEqual(len(form.line_ids), 25)
            with form.line_ids.edit(0) as line:
                line.keep = False
            form.line_ids.remove(1)
            with form.line_ids.new() as line:
                line.date = date(2026, 3, 3)
                line.name = "Cap Go Meh"
        wizard = form.record
        self.assertEqual(len(wizard.line_ids), 25)
        self.assertEqual(
            wizard.line_ids.filtered(lambda line: line.category == "local").name, "Cap Go Meh"
        )
        wizard.action_apply()
        self.assertEqual(len(self._leaves()), 24)
        self.assertIn("Cap Go Meh", self._leaves().mapped("name"))
        self.assertNotIn("Tahun Baru Masehi", self._leaves().mapped("name"))

    def test_nothing_is_stored_twice(self):
        self._add_leave(utc(1, 1), utc(1, 1, 23, 59))
        wizard = self._wizard()
        self.assertEqual(
            wizard.line_ids.filtered("is_present").mapped("name"), ["Tahun Baru Masehi"]
        )
        self.assertIn("25", wizard.action_apply()["params"]["message"])
        self.assertEqual(len(self._leaves()), 26)
        again = self._wizard()
        self.assertTrue(all(again.line_ids.mapped("is_present")))
        self.assertEqual(again._do_apply(), (0, 26))
        self.assertEqual(len(self._leaves()), 26)

    def test_the_same_day_twice_in_one_go(self):
        wizard = self._wizard(
            line_ids=[
                Command.create({"date": "2027-02-20", "name": name})
                for name in ("Cap Go Meh", "Hari jadi")
            ]
        )
        self.assertEqual(wizard._do_apply(), (1, 1))

    def test_leaves_of_others_do_not_count_as_there(self):
        self._add_leave(utc(1, 1), utc(1, 2), company=self.other_company)
        self._add_leave(utc(1, 1), utc(1, 2), calendar_id=self.calendar.copy().id)
        self.assertFalse(any(self._wizard().line_ids.mapped("is_present")))

    def test_all_calendars_of_the_company(self):
        wizard = self._wizard(calendar_id=False)
        wizard.action_apply()
        self.assertFalse(self._leaves().calendar_id)
        self.assertFalse(self._planner().is_working_day(date(2027, 1, 5)))

    def test_shared_calendar(self):
        """The leaves are the company's even where the working hours are everybody's."""
        self.calendar.company_id = False
        self._wizard().action_apply()
        self.assertEqual(self._leaves().company_id, self.company)
        self.assertFalse(self._planner().is_working_day(date(2027, 1, 5)))
        other = self.calendar._lakip_planner(self.other_company)
        self.assertTrue(other.is_working_day(date(2027, 1, 5)))

    def test_estimates_are_marked(self):
        estimate = Holiday(date(2031, 1, 24), "Hari Raya Idul Fitri", "public", True)
        with patch.object(lakip_holiday_wizard, HOLIDAYS_OF, lambda year: [estimate]):
            wizard = self._wizard(2031)
            self.assertTrue(wizard.line_ids.is_estimated)
        self.assertTrue(wizard.has_estimate)
        self.assertTrue(wizard.has_no_collective_leave)
        decided = Holiday(date(2026, 12, 24), "Cuti Bersama", "government", False)
        with patch.object(lakip_holiday_wizard, HOLIDAYS_OF, lambda year: [decided]):
            wizard = self._wizard(2026)
            self.assertFalse(wizard.line_ids.is_estimated)
        self.assertFalse(wizard.has_estimate)
        self.assertFalse(wizard.has_no_collective_leave)

    def test_far_year_of_the_package_is_an_estimate(self):
        wizard = self._wizard(2040)
        self.assertTrue(wizard.has_estimate)
        self.assertNotIn("perkiraan", " ".join(wizard.line_ids.mapped("name")))

    def test_ramadan(self):
        """Perpres 21/2023: 08:00-15:00, on Friday to 15:30; Ramadan of 2026 is 19 Feb - 20 Mar."""
        wizard = self._wizard(
            2026, has_ramadan=True, ramadan_from="2026-02-19", ramadan_to="2026-03-20"
        )
        created, present = wizard._do_apply()
        # 22 weekdays, less 18, 19 and 20 March; a morning and an afternoon each
        self.assertEqual((created, present), (25 + 2 * 19, 0))
        planner = self._planner()
        days = {day.date: day for day in planner.days(utc(2, 18, year=2026), horizon_days=40)}
        for day, start, end in ((18, 7.5, 16), (19, 8, 15), (20, 8, 15.5)):
            worked = days[date(2026, 2, day)]
            clock = [moment.hour + moment.minute / 60 for moment in (worked.start, worked.end)]
            self.assertEqual(clock, [start, end])
        # a shorter day is a day
        self.assertEqual(
            planner.deadline(utc(2, 18, 16, year=2026), 2, "day"), utc(2, 20, 15, 30, year=2026)
        )
        self.assertEqual(wizard._do_apply(), (0, 25 + 2 * 19))

    def test_ramadan_needs_sense(self):
        dates = {"ramadan_from": "2026-02-19", "ramadan_to": "2026-03-20"}
        for values in (
            {},
            {"ramadan_from": "2026-02-19"},
            {"ramadan_from": "2026-03-20", "ramadan_to": "2026-02-19"},
            {"ramadan_from": "2026-02-19", "ramadan_to": "2027-03-20"},
            {**dates, "ramadan_hour_to": 7},
            {**dates, "ramadan_hour_to_friday": 25},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._wizard(has_ramadan=True, **values)

    def test_nothing_to_do(self):
        wizard = self._wizard(line_ids=[])
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard = self._wizard(year=1800)
        self.assertFalse(wizard.line_ids)

    def test_running_steps_are_asked_once(self):
        calls = []
        step_class = type(self.env["lakip.step"])
        with patch.object(step_class, "_replan", lambda __, calendars: calls.append(calendars)):
            self._wizard().action_apply()
        self.assertEqual(calls, [self.calendar])

    # --------------------------------------------------
    # Rights
    # --------------------------------------------------

    def test_only_an_administrator_of_the_app(self):
        head = new_test_user(
            self.env,
            "lakip-head",
            "lakip_sop.group_lakip_planning_head",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self._wizard(user=head)
        wizard = self._wizard()
        with self.assertRaises(AccessError):
            wizard.with_user(head).action_apply()
        # The method itself refuses, whoever opened its way to it.
        with self.assertRaises(AccessError):
            wizard.with_user(head).sudo().action_apply()
        self.assertFalse(self._leaves())

    def test_only_the_own_companies(self):
        wizard = self._wizard()
        wizard.sudo().write({"company_id": self.other_company.id, "calendar_id": False})
        with self.assertRaises(AccessError):
            wizard.action_apply()

    def test_calendar_of_another_company(self):
        other = self.other_company.resource_calendar_id
        self.assertTrue(other.company_id)
        with self.assertRaises(ValidationError):
            self._wizard(calendar_id=other.id)

    def test_no_right_beyond_the_wizard(self):
        """The administrator of the app gets no hand on company leaves otherwise."""
        self._wizard().action_apply()
        with self.assertRaises(AccessError):
            self._leaves()[0].with_user(self.manager).unlink()
