"""Deadlines, holds and lateness of the rows of a cycle, to the minute, in January 2027."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.lakip_sop.tools.holidaylist import holidays_of

from .common import LakipCase, local


class StepTimeCase(LakipCase):
    """Rows of 2 days, 1 hour, no standard, 30 minutes; Tuesday 5 January is a holiday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_leave(*(day.date for day in holidays_of(2027)))
        cls._create_sop(
            [
                {"name": "Dua hari", "kind": "task", "role": "planning_head", "duration": 2},
                {"name": "Satu jam", "kind": "decision", "role": "secretary", "duration": 1,
                 "duration_unit": "hour", "back": 0},
                {"name": "Tanpa baku", "kind": "task", "role": "planning_head"},
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 30,
                 "duration_unit": "minute"},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 3},
            ]
        )  # fmt: skip

    @classmethod
    def _add_leave(cls, *days, **vals):
        """Make ``days`` holidays of the office."""
        return cls.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Libur",
                    "company_id": cls.company.id,
                    "calendar_id": cls.company.resource_calendar_id.id,
                    "date_from": local(f"{day} 00:00"),
                    "date_to": local(f"{day} 23:59"),
                    **vals,
                }
                for day in days
            ]
        )

    def _start_at(self, text, year=2026):
        """Return the first row of a cycle started then."""
        with self.at(text):
            return self._start(self._create_cycle(year))

    def _complete_at(self, step, text):
        """Return the row after ``step``."""
        with self.at(text):
            return self._complete(step.cycle_id)

    def _get_activity(self, step):
        return self.env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "=", step.id)]
        )

    def assertDeadline(self, step, text):
        self.assertEqual(step.date_deadline, local(text) if text else False)

    def assertLate(self, step, late):
        """Assert lateness as it is read, searched for, and searched for by its contrary."""
        step.invalidate_recordset()
        self.assertEqual(step.is_late, late)
        domain = [("id", "=", step.id)]
        steps = self.env["lakip.step"]
        self.assertEqual(bool(steps.search([*domain, ("is_late", "=", True)])), late)
        self.assertEqual(bool(steps.search([*domain, ("is_late", "=", False)])), not late)
        self.assertEqual(bool(steps.search([*domain, ("is_late", "!=", True)])), not late)


class TestDeadline(StepTimeCase):
    def test_two_days_from_monday_with_a_holiday_between(self):
        step = self._start_at("2027-01-04 10:00")
        self.assertDeadline(step, "2027-01-07 10:00")
        self.assertEqual(step.standard_hours, 15)

    def test_one_hour_from_friday_afternoon(self):
        step = self._complete_at(self._start_at("2027-01-04 10:00"), "2027-01-08 16:00")
        self.assertEqual(step.name, "Satu jam")
        self.assertDeadline(step, "2027-01-11 08:00")
        self.assertEqual(step.standard_hours, 1)

    def test_start_outside_working_hours_counts_from_the_next(self):
        for start, deadline in (
            ("2027-01-03 20:00", "2027-01-06 16:00"),  # Sunday evening
            ("2027-01-05 09:00", "2027-01-07 16:00"),  # on the holiday
            (
                "2027-01-06 12:30",
                "2027-01-08 13:30",
            ),  # at lunch, 3 hours are left: 0.4 + 1 + 0.6 of a day
        ):
            with self.subTest(start=start):
                step = self._start_at(start, year=2020 + int(start[9]))
                self.assertDeadline(step, deadline)

    def test_row_without_standard_has_none_and_is_never_late(self):
        step = self._start_at("2027-01-04 10:00")
        step = self._complete_at(step, "2027-01-04 11:00")
        step = self._complete_at(step, "2027-01-04 11:30")
        self.assertDeadline(step, False)
        self.assertEqual(step.standard_hours, 0)
        with self.at("2029-01-01 08:00"):
            self.assertLate(step, False)
        self._complete_at(step, "2029-01-02 08:00")
        self.assertLate(step, False)
        self.assertGreater(step.worked_hours, 1000, "what it took is kept all the same")

    def test_time_zone_of_a_user_moves_no_deadline(self):
        self.planning_head.tz = "America/New_York"
        step = self._start_at("2027-01-04 10:00")
        self.assertDeadline(step, "2027-01-07 10:00")

    def test_state_and_deadline_are_said_in_the_chatter(self):
        first = self._start_at("2027-01-04 10:00")
        self.cr.flush()  # the transaction of the start ends
        second = self._complete_at(first, "2027-01-04 15:30")
        self.cr.flush()
        for step, state in ((first, "Done"), (second, "Active")):
            values = step.message_ids.tracking_value_ids
            self.assertIn(state, values.mapped("new_value_char"))
        self.assertIn(local("2027-01-06 08:00"), values.mapped("new_value_datetime"))

    def test_standard_beyond_three_years_is_refused_and_starts_nothing(self):
        sop = self._create_sop(
            [
                {"name": "Mulai", "kind": "task", "role": "planning_head"},
                {"name": "Sangat lama", "kind": "drafting", "role": "team", "duration": 9999},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 1},
            ],
            number="80",
        )
        with self.at("2027-01-04 10:00"):
            cycle = self._create_cycle(2025, sop_id=sop.id)
            step = self._start(cycle)
            with self.assertRaisesRegex(UserError, "three years"), self.env.cr.savepoint():
                self._complete(cycle)
        self.assertEqual(cycle.current_step_id, step)

    def test_calendar_without_working_time_is_refused(self):
        """Else the search for a deadline would go on for ever."""
        self.company.resource_calendar_id.attendance_ids.unlink()
        cycle = self._create_cycle()
        with self.assertRaisesRegex(UserError, "no working time"):
            self._start(cycle)
        self.company.resource_calendar_id = False
        with self.assertRaisesRegex(UserError, "no working hours"):
            self._start(cycle)
        self.assertEqual(cycle.state, "draft")


class TestRounds(StepTimeCase):
    def test_worked_hours(self):
        first = self._start_at("2027-01-04 10:00")
        second = self._complete_at(first, "2027-01-06 09:00")
        self.assertEqual(first.worked_hours, 6.5, "5 on Monday, none on the holiday, 1.5")
        self.assertEqual(second.worked_hours, 0)
        self._complete_at(second, "2027-01-06 09:45")
        self.assertEqual(second.worked_hours, 0.75)

    def test_row_and_its_round_end_in_the_same_second(self):
        step = self._start_at("2027-01-04 10:00")
        with freeze_time(local("2027-01-07 09:59"), auto_tick_seconds=1):
            step.with_user(self.planning_head).action_complete()
        self.assertEqual(step.round_ids.date_done, step.date_done)
        self.assertEqual(step.is_done_late, step.date_done > step.date_deadline)

    def test_rounds_are_kept(self):
        first = self._start_at("2027-01-04 08:00")
        second = self._complete_at(first, "2027-01-04 10:00")
        with self.at("2027-01-04 10:30"):
            second.with_user(self.secretary).action_return("Kurang")
        self.assertEqual(first.round, 2)
        self.assertEqual((first.state, first.worked_hours), ("active", 0))
        self.assertDeadline(first, "2027-01-07 10:30")
        self.assertDeadline(second, False)
        self._complete_at(first, "2027-01-04 14:00")
        rounds = first.round_ids.sorted("round")
        self.assertEqual(rounds.mapped("result"), ["done", "done"])
        self.assertEqual(rounds.mapped("worked_hours"), [2, 2.5])
        self.assertEqual(rounds.mapped("standard_hours"), [15, 15])
        self.assertEqual(rounds[0].date_start, local("2027-01-04 08:00"))
        self.assertEqual(rounds[0].date_done, local("2027-01-04 10:00"))
        self.assertEqual(rounds[0].date_deadline, local("2027-01-07 08:00"))
        past = second.round_ids
        self.assertEqual((past.result, past.reason), ("returned", "Kurang"))
        self.assertEqual((past.user_id, past.worked_hours), (self.secretary, 0.5))

    def test_hold_of_an_earlier_round_does_not_count_in_the_next(self):
        first = self._start_at("2027-01-04 08:00")
        own = first.with_user(self.planning_head)
        with self.at("2027-01-04 09:00"):
            own.action_hold("Menunggu")
        with self.at("2027-01-04 11:00"):
            own.action_resume()
        second = self._complete_at(first, "2027-01-04 11:00")
        with self.at("2027-01-04 11:00"):
            second.with_user(self.secretary).action_return("Kurang")
        self.assertDeadline(first, "2027-01-07 11:00")
        self._complete_at(first, "2027-01-04 12:00")
        self.assertEqual(first.round_ids.sorted("round").mapped("worked_hours"), [1, 1])


class TestHold(StepTimeCase):
    def test_held_time_does_not_count(self):
        step = self._start_at("2027-01-04 10:00")
        own = step.with_user(self.planning_head)
        with self.at("2027-01-04 14:00"):
            own.action_hold("  Menunggu Pergub ")
        self.assertTrue(step.is_on_hold)
        self.assertEqual(step.hold_ids.reason, "Menunggu Pergub")
        self.assertEqual(step.hold_ids.user_id, self.planning_head)
        self.assertIn("Menunggu Pergub", step.message_ids[0].body)
        self.assertTurnless(step)
        with self.at("2027-01-20 08:00"):
            self.assertLate(step, False)
        with self.at("2027-01-11 14:00"):
            own.action_resume()
        self.assertFalse(step.is_on_hold)
        # The held time is 4 days: the rest of Monday 4, Wed, Thu, Fri, and Monday 11 till 14:00.
        self.assertDeadline(step, "2027-01-13 10:00")
        self.assertEqual(step.standard_hours, 15)
        self.assertTurn(step, self.planning_head)
        self.assertEqual(str(self._get_activity(step).date_deadline), "2027-01-13")
        self._complete_at(step, "2027-01-11 15:00")
        self.assertEqual(step.worked_hours, 4, "10:00-12:00, 13:00-14:00 and 14:00-15:00")
        self.assertLate(step, False)

    def assertTurnless(self, step):
        """Assert that nobody is asked to do anything."""
        self.assertFalse(self._get_activity(step))

    def test_held_twice(self):
        step = self._start_at("2027-01-06 08:00")
        own = step.with_user(self.planning_head)
        for start, end in (("09:00", "10:00"), ("13:00", "14:30")):
            with self.at(f"2027-01-06 {start}"):
                own.action_hold("Menunggu")
            with self.at(f"2027-01-06 {end}"):
                own.action_resume()
        self.assertEqual(len(step.hold_ids), 2)
        self._complete_at(step, "2027-01-06 16:00")
        self.assertEqual(step.worked_hours, 4.5, "7 hours without 2.5")

    def test_hold_outside_working_hours_moves_nothing(self):
        step = self._start_at("2027-01-06 08:00")
        deadline = step.date_deadline
        own = step.with_user(self.planning_head)
        with self.at("2027-01-06 17:00"):
            own.action_hold("Malam")
        with self.at("2027-01-07 06:00"):
            own.action_resume()
        self.assertEqual(step.date_deadline, deadline)

    def test_hold_needs_a_reason_the_owner_and_a_running_row(self):
        step = self._start_at("2027-01-04 10:00")
        own = step.with_user(self.planning_head)
        self.assertEqual(own.action_hold()["context"]["default_operation"], "step_hold")
        for reason in ("", "  ", False):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "Give a reason"):
                own.action_hold(reason)
        for user in self.secretary | self.agency_head | self.team_member:
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "Only the"):
                step.with_user(user).action_hold("Menunggu")
        with self.assertRaisesRegex(UserError, "not on hold"):
            own.action_resume()
        with self.assertRaisesRegex(UserError, "Only a running row"):
            step.cycle_id.step_ids[-1].with_user(self.planning_head).action_hold("Menunggu")
        own.action_hold("Menunggu")
        with self.assertRaisesRegex(UserError, "Only a running row"):
            own.action_hold("Sekali lagi")
        with self.assertRaisesRegex(UserError, "Only the"):
            step.with_user(self.secretary).action_resume()
        self.assertEqual(len(step.hold_ids), 1)

    def test_id_sent_twice_holds_once(self):
        step = self._start_at("2027-01-04 10:00")
        twice = self.env["lakip.step"].with_user(self.planning_head).browse(step.ids * 2)
        twice.action_hold("Menunggu")
        self.assertEqual(len(step.hold_ids), 1)

    def test_row_on_hold_is_not_acted_on(self):
        step = self._start_at("2027-01-04 10:00")
        own = step.with_user(self.planning_head)
        own.action_hold("Menunggu")
        for call in (
            own.action_complete,
            lambda: own.write({"note": "Selesai"}),
            own.action_generate_document,
        ):
            with self.assertRaisesRegex(UserError, "on hold"):
                call()

    def test_paraf_on_hold_is_not_given(self):
        step = self._start_at("2027-01-04 10:00")
        for _row in range(3):
            step = self._complete_at(step, "2027-01-04 11:00")
        with self.at("2027-01-04 11:00"):
            self._upload_report(step.cycle_id)
            step = self._complete(step.cycle_id)
            step.with_user(self.planning_head).action_hold("Kadis dinas luar")
            approval = step.pending_approval_id.with_user(self.agency_head)
            with self.assertRaisesRegex(UserError, "on hold"):
                approval.action_approve()
            with self.assertRaisesRegex(UserError, "on hold"):
                approval.action_return("Kurang")
            step.with_user(self.planning_head).action_resume()
            self._approve(step.cycle_id)
        self.assertEqual(step.cycle_id.state, "done")


class TestLate(StepTimeCase):
    def test_running_row(self):
        step = self._start_at("2027-01-04 10:00")
        with self.at("2027-01-07 10:00"):
            self.assertLate(step, False)
            self.assertFalse(step.cycle_id.is_late)
        with self.at("2027-01-07 10:01"):
            self.assertLate(step, True)
            step.cycle_id.invalidate_recordset()
            self.assertTrue(step.cycle_id.is_late)
            self.assertIn(step.cycle_id, self.env["lakip.cycle"].search([("is_late", "=", True)]))

    def test_done_in_time_stays_in_time(self):
        step = self._start_at("2027-01-04 10:00")
        self._complete_at(step, "2027-01-07 10:00")
        with self.at("2027-06-01 10:00"):
            self.assertLate(step, False)

    def test_done_late_stays_late(self):
        step = self._start_at("2027-01-04 10:00")
        self._complete_at(step, "2027-01-07 10:01")
        with self.at("2027-01-07 10:02"):
            self.assertLate(step, True)

    def test_row_reset_by_a_return_is_not_late_any_more(self):
        first = self._start_at("2027-01-04 10:00")
        second = self._complete_at(first, "2027-01-08 10:00")
        self.assertLate(first, True)
        third = self._complete_at(second, "2027-01-29 10:00")
        self.assertLate(second, True)
        with self.at("2027-01-29 10:00"):
            third._lakip_unlocked().return_step_id = first
            third.with_user(self.planning_head).action_return("Ulang")
            self.assertLate(first, False)
            self.assertEqual(second.state, "waiting")
            self.assertLate(second, False)

    def test_cancelled_row_is_not_late(self):
        step = self._start_at("2027-01-04 10:00")
        with self.at("2027-02-01 10:00"):
            step.cycle_id.with_user(self.planning_head).action_cancel("Diganti")
            self.assertLate(step, False)


class TestReplan(StepTimeCase):
    def _get_notes(self, step):
        return step.message_ids.filtered(lambda message: "working time changed" in message.body)

    def test_new_holiday_moves_deadline_activity_and_says_so(self):
        step = self._start_at("2027-01-04 10:00")
        with self.at("2027-01-04 11:00"):
            self._add_leave("2027-01-06")
        self.assertDeadline(step, "2027-01-08 10:00")
        self.assertEqual(str(self._get_activity(step).date_deadline), "2027-01-08")
        self.assertEqual(len(self._get_notes(step)), 1)
        self.assertEqual(step.date_start, local("2027-01-04 10:00"))

    def test_holiday_taken_back(self):
        step = self._start_at("2027-01-04 10:00")
        with self.at("2027-01-04 11:00"):
            self._add_leave("2027-01-06").unlink()
        self.assertDeadline(step, "2027-01-07 10:00")
        self.assertEqual(str(self._get_activity(step).date_deadline), "2027-01-07")

    def test_other_working_hours(self):
        step = self._start_at("2027-01-06 07:30")
        self.assertDeadline(step, "2027-01-07 16:00")
        calendar = self.company.resource_calendar_id
        with self.at("2027-01-06 08:00"):
            calendar.attendance_ids.filtered(lambda line: line.hour_to == 16).hour_to = 15
        self.assertDeadline(step, "2027-01-07 15:00")
        self.assertEqual(step.standard_hours, 13)

    def test_other_calendar_of_the_company(self):
        step = self._start_at("2027-01-06 07:30")
        with self.at("2027-01-06 08:00"):
            calendar = self.company.resource_calendar_id.copy({"name": "Enam hari"})
            calendar.attendance_ids = [
                Command.create(
                    {"name": "Rabu malam", "dayofweek": "2", "hour_from": 17, "hour_to": 18}
                )
            ]
            self.company.resource_calendar_id = calendar
        self.assertEqual(step.standard_hours, 16)

    def test_leave_that_does_not_matter_says_nothing(self):
        step = self._start_at("2027-01-04 10:00")
        with self.at("2027-01-04 11:00"):
            self._add_leave("2027-02-15")
            other = self._create_company("Dinas Lain")
            self._add_leave(
                "2027-01-06", company_id=other.id, calendar_id=other.resource_calendar_id.id
            )
        self.assertDeadline(step, "2027-01-07 10:00")
        self.assertFalse(self._get_notes(step))

    def test_done_rows_keep_what_was(self):
        first = self._start_at("2027-01-04 10:00")
        self._complete_at(first, "2027-01-04 12:00")
        with self.at("2027-01-04 13:00"):
            self._add_leave("2027-01-06")
        self.assertDeadline(first, "2027-01-07 10:00")

    def test_row_on_hold_is_planned_when_it_resumes(self):
        step = self._start_at("2027-01-04 10:00")
        own = step.with_user(self.planning_head)
        with self.at("2027-01-04 12:00"):
            own.action_hold("Menunggu")
            self._add_leave("2027-01-06")
        self.assertDeadline(step, "2027-01-07 10:00")
        with self.at("2027-01-04 13:00"):
            own.action_resume()
        self.assertDeadline(step, "2027-01-08 10:00")

    def test_any_officer_of_the_calendar_may_change_it(self):
        """Who edits holidays need not have a right in LAKIP."""
        clerk = self._create_user("clerk", "Petugas Kepegawaian")
        clerk.group_ids += self.env.ref("base.group_system")
        step = self._start_at("2027-01-04 10:00")
        with self.at("2027-01-04 11:00"):
            self.env["resource.calendar.leaves"].with_user(clerk).create(
                {
                    "name": "Libur daerah",
                    "calendar_id": self.company.resource_calendar_id.id,
                    "date_from": local("2027-01-06 00:00"),
                    "date_to": local("2027-01-06 23:59"),
                }
            )
        self.assertDeadline(step, "2027-01-08 10:00")
