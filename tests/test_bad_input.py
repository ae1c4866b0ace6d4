"""Bad input to the core: a clear sentence, and nothing is lost or half done."""

from odoo import Command
from odoo.exceptions import MissingError

from .common import LakipCase, local


class TestBadInput(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls._create_short_sop()
        # As after their first year: with the right to see, without a turn.
        cls.roles["team"]._grant_group(cls.team_member)
        cls.roles["division"]._grant_group(cls.staff_a)
        cls.people = (
            cls.planning_head
            | cls.secretary
            | cls.agency_head
            | cls.team_member
            | cls.staff_a
            | cls.manager
        )

    def setUp(self):
        super().setUp()
        self.cycle = self._create_cycle()
        self._start(self.cycle)

    def _state(self):
        """Return all that a refused act must leave as it was."""
        steps = self.cycle.step_ids
        return (
            self.cycle.state,
            steps.mapped("state"),
            steps.mapped("round"),
            steps.mapped("user_ids").ids,
            steps.mapped("date_deadline"),
            len(steps.round_ids),
            self.env["lakip.approval"].search_count([("cycle_id", "=", self.cycle.id)]),
            self.env["mail.activity"].search_count(
                [("res_model", "=", "lakip.step"), ("res_id", "in", steps.ids)]
            ),
        )

    def assertNothingDone(self, sentence, step, method, *args, user=None):
        before = self._state()
        with self.assertRefused(sentence):
            getattr(step.with_user(user or self.planning_head), method)(*args)
        self.env.invalidate_all()
        self.assertEqual(self._state(), before)

    # ------------------------------------------------------------
    # whose turn
    # ------------------------------------------------------------

    def test_complete_out_of_turn(self):
        for step in self.cycle.step_ids[1:]:
            for user in self.people:
                self.assertNothingDone(
                    "is not under way \\(Waiting\\)", step, "action_complete", user=user
                )

    def test_complete_by_a_person_of_another_role(self):
        for user in self.people - self.planning_head:
            self.assertNothingDone(
                "'LAKIP 2026: 1. Mulai kerja' is the turn of Kasubbag Uji",
                self.cycle.current_step_id,
                "action_complete",
                user=user,
            )

    def test_complete_twice(self):
        """Double click: the second call finds the row done and does not touch the next one."""
        step = self.cycle.current_step_id
        step.with_user(self.planning_head).action_complete()
        self.assertEqual(self.cycle.current_step_id, self.cycle.step_ids[1])
        self.assertNothingDone("is not under way \\(Done\\)", step, "action_complete")

    def test_one_row_sent_twice_in_one_call_is_done_once(self):
        step = self.cycle.current_step_id.with_user(self.planning_head)
        step.browse(step.ids * 2).action_complete()
        self.assertEqual(len(step.round_ids), 1)
        self.assertEqual(self.cycle.current_step_id, self.cycle.step_ids[1])

    def test_rows_of_which_one_is_not_mine_are_all_refused(self):
        other = self._create_cycle(2025)
        self._start(other)
        self._complete(other)
        steps = self.cycle.current_step_id | other.current_step_id
        self.assertNothingDone("is the turn of Anggota Tim", steps, "action_complete")
        self.assertEqual(other.current_step_id.state, "active")

    def test_nothing_and_what_does_not_exist(self):
        steps = self.env["lakip.step"].with_user(self.planning_head)
        steps.action_complete()
        with self.assertRaises(MissingError):
            steps.browse(2**31 - 1).action_complete()

    def test_complete_a_paraf_with_the_button_of_other_rows(self):
        self._complete(self.cycle)
        self._upload_report(self.cycle)
        self._complete(self.cycle)
        self.assertNothingDone(
            "decided with the buttons of the approval",
            self.cycle.current_step_id,
            "action_complete",
            user=self.secretary,
        )

    # ------------------------------------------------------------
    # returns and answers
    # ------------------------------------------------------------

    def test_return_without_a_reason(self):
        self._complete(self.cycle)
        self._upload_report(self.cycle)
        self._complete(self.cycle)
        step = self.cycle.current_step_id
        for reason in ("", " ", "\n\t", False):
            self.assertNothingDone(
                "Give a reason", step, "action_return", reason, user=self.secretary
            )
            self.assertNothingDone(
                "Give a reason",
                step.pending_approval_id,
                "action_return",
                reason,
                user=self.secretary,
            )

    def test_return_of_a_row_that_leads_nowhere(self):
        self.assertNothingDone(
            "names no row that .* returns to", self.cycle.current_step_id, "action_return", "Salah"
        )

    def test_answer_no_where_there_is_no_question(self):
        self.assertNothingDone(
            "no other way to go on", self.cycle.current_step_id, "action_answer_no"
        )

    def test_complete_without_the_draft(self):
        self._complete(self.cycle)
        self.assertNothingDone(
            "- There is no draft yet",
            self.cycle.current_step_id,
            "action_complete",
            user=self.team_member,
        )

    # ------------------------------------------------------------
    # holds
    # ------------------------------------------------------------

    def test_hold_without_a_reason_or_twice(self):
        step = self.cycle.current_step_id
        self.assertNothingDone("Give a reason", step, "action_hold", " ")
        self.assertNothingDone("is not on hold", step, "action_resume")
        step.with_user(self.planning_head).action_hold("Banjir")
        self.assertNothingDone("Only a running row", step, "action_hold", "Banjir lagi")
        self.assertNothingDone("is on hold. Resume it first", step, "action_complete")
        self.assertNothingDone(
            "Only a running row", self.cycle.step_ids[1], "action_hold", "Belum mulai"
        )
        step.with_user(self.planning_head).action_resume()
        step.with_user(self.planning_head).action_complete()

    # ------------------------------------------------------------
    # working time
    # ------------------------------------------------------------

    def _draft(self):
        return self._create_cycle(2024)

    def test_a_company_without_working_hours(self):
        cycle = self._draft()
        self.company.resource_calendar_id = False
        with self.assertRefused("The company has no working hours"):
            self._start(cycle)
        self.assertEqual(cycle.state, "draft")
        self.assertFalse(cycle.step_ids)
        self.assertNothingDone(
            "The company has no working hours", self.cycle.current_step_id, "action_complete"
        )
        # It can still be looked at.
        step = self.cycle.current_step_id.with_user(self.planning_head)
        step.read()
        self.cycle.with_user(self.planning_head).read()

    def test_working_hours_without_a_working_hour(self):
        """A search for a deadline would never end."""
        cycle = self._draft()
        self.company.resource_calendar_id.attendance_ids.unlink()
        with self.assertRefused("have no working time, so no deadline would ever be reached"):
            self._start(cycle)
        self.assertEqual(cycle.state, "draft")
        self.assertNothingDone(
            "have no working time", self.cycle.current_step_id, "action_complete"
        )

    def test_flexible_working_hours(self):
        cycle = self._draft()
        self.company.resource_calendar_id.flexible_hours = True
        with self.assertRefused("are flexible, so no deadline can be set"):
            self._start(cycle)

    def test_holidays_without_end(self):
        with self.at("2027-01-04 08:00"):
            cycle = self._draft()
            self.cycle.with_user(self.planning_head).action_cancel("Salah")
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Libur panjang",
                    "company_id": self.company.id,
                    "calendar_id": self.company.resource_calendar_id.id,
                    "date_from": local("2027-01-04 00:00"),
                    "date_to": local("2032-01-01 00:00"),
                }
            )
            with self.assertRefused("too little working time in the three years after"):
                self._start(cycle)
        self.assertEqual(cycle.state, "draft")

    def test_a_time_standard_beyond_the_calendar(self):
        sop = self._create_sop(
            [
                {"name": "Awal", "role": "planning_head"},
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 99,
                 "duration_unit": "month"},
                {"name": "Sah", "kind": "signature", "role": "agency_head", "back": 1},
            ],
            number="80",
        )  # fmt: skip
        self.cycle = self._create_cycle(2023, sop_id=sop.id)
        self._start(self.cycle)
        self.assertNothingDone(
            "too little working time", self.cycle.current_step_id, "action_complete"
        )

    # ------------------------------------------------------------
    # people
    # ------------------------------------------------------------

    def test_a_user_without_employee_sees_and_has_no_turn(self):
        user = self._create_user("tamu", "Tanpa Pegawai")
        user.group_ids = [
            Command.link(self.env.ref("lakip_sop.group_lakip_planning_head").id),
        ]
        self.assertFalse(user.employee_id)
        self.cycle.with_user(user).read()
        self.cycle.step_ids.with_user(user).read()
        self.assertFalse(self.env["lakip.step"].with_user(user).search([("is_my_turn", "=", True)]))
        self.assertNothingDone(
            "is the turn of", self.cycle.current_step_id, "action_complete", user=user
        )
        self.assertNothingDone("Only the Kasubbag", self.cycle, "action_cancel", "Salah", user=user)

    def test_a_user_without_rights_is_refused(self):
        user = self._create_user("luar", "Tanpa Hak")
        self.assertNothingDone(
            "\\(lakip\\.", self.cycle.current_step_id, "action_complete", user=user
        )

    def test_a_team_of_which_nobody_has_a_user(self):
        employee = self._create_employee("Tanpa Akun")
        cycle = self._create_cycle(2024, member_ids=[Command.create({"employee_id": employee.id})])
        with self.assertRefused("Tim: no member with a user"):
            self._start(cycle)

    def test_a_team_whose_only_user_is_archived(self):
        cycle = self._draft()
        self.team_member.active = False
        with self.assertRefused("Tim: no member with a user"):
            self._start(cycle)

    def test_an_officer_whose_user_was_archived_is_missing(self):
        cycle = self._draft()
        self.agency_head.active = False
        with self.assertRefused("Kadis: no officer in office today"):
            self._start(cycle)

    def test_a_division_without_people(self):
        """Neither manager nor members: the others work, nothing breaks."""
        empty = self._create_department("Bidang Kosong")
        sop = self._create_sop(
            [
                {"name": "Isi data", "role": "division"},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Sah", "kind": "signature", "role": "agency_head", "back": 1},
            ],
            number="80",
        )
        cycle = self._create_cycle(2024, sop_id=sop.id, department_ids=[Command.set(empty.ids)])
        with self.assertRefused("no division with a user takes part"):
            self._start(cycle)
        cycle.department_ids |= self.division_b
        self.assertTurn(self._start(cycle), self.head_b)

    # ------------------------------------------------------------
    # what stays
    # ------------------------------------------------------------

    def test_the_note_is_written_by_whose_turn_it_is_and_stays_after(self):
        step = self.cycle.current_step_id
        step.with_user(self.planning_head).note = "Surat disiapkan"
        with self.assertRefused("is the turn of Kasubbag Uji"):
            step.with_user(self.secretary).note = "Lain"
        step.with_user(self.planning_head).action_complete()
        with self.assertRefused("is not under way"):
            step.with_user(self.planning_head).note = "Lain"
        self.assertEqual(step.note, "Surat disiapkan")

    def test_an_activity_marked_done_decides_nothing(self):
        step = self.cycle.current_step_id
        step.activity_ids.with_user(self.planning_head).action_feedback(feedback="Sudah")
        self.assertEqual(step.state, "active")
        self.assertTurn(step, self.planning_head)
