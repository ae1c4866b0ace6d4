"""The cycle: opening, starting, copying, cancelling, and the people in it."""

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import LakipCase


class CycleCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls._create_short_sop()
        # As after their first year: with the right to see, without a turn.
        cls.roles["team"]._grant_group(cls.team_member)
        cls.roles["division"]._grant_group(cls.staff_a | cls.head_a | cls.head_b)

    def _open(self, year=2026, user=None, **vals):
        """Open a cycle as its owner does."""
        return (
            self.env["lakip.cycle"]
            .with_user(user or self.planning_head)
            .create({"year": year, "company_id": self.company.id, **vals})
        )

    def _to_drafting(self, cycle):
        self._start(cycle)
        return self._complete(cycle)


class TestOpening(CycleCase):
    def test_one_cycle_per_year_and_company(self):
        self._open()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught:
            self._open()
        # As the client gets it
        translated = self.env["lakip.cycle"]._sql_error_to_message(caught.exception)
        self.assertEqual(translated, "This company has a cycle for that report year already.")

    def test_other_years_and_companies_are_free(self):
        self._open(2026)
        self._open(2025)
        other = self._create_company("Dinas Lain")
        self._create_cycle(2026, other)

    def test_a_cancelled_cycle_does_not_block_the_year(self):
        self._open().action_cancel("Salah tahun")
        self._open()

    def test_an_archived_cycle_blocks_the_year(self):
        self._open().active = False
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._open()

    def test_a_year_out_of_range_is_refused(self):
        for year in (0, 26, 1999, 2101, -1, 20266):
            with (
                self.subTest(year=year),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception) as caught,
                self.cr.savepoint(),
            ):
                self._open(year)
            self.assertIn("year_sane", str(caught.exception))

    def test_the_statutory_due_date_is_proposed(self):
        for year, due in ((2025, "2026-02-28"), (2026, "2027-02-28"), (2027, "2028-02-29")):
            cycle = self._open(year)
            self.assertEqual(str(cycle.date_due), due)
        cycle.year = 2030
        self.assertEqual(str(cycle.date_due), "2031-02-28")

    def test_the_due_date_may_be_set_and_stays(self):
        cycle = self._create_cycle(date_due="2027-01-31")
        self.assertEqual(str(cycle.date_due), "2027-01-31")
        cycle.date_due = "2027-02-15"
        self._start(cycle)
        cycle.with_user(self.planning_head).date_due = "2027-02-20"
        self.assertEqual(str(cycle.date_due), "2027-02-20")

    def test_the_report_year_of_january_is_the_year_before(self):
        with self.at("2027-01-04 08:00"):
            cycle = self.env["lakip.cycle"].with_user(self.planning_head).create({})
        self.assertEqual(cycle.year, 2026)
        self.assertEqual(cycle.name, "LAKIP 2026")
        self.assertEqual(cycle.company_id, self.company)
        self.assertEqual(cycle.sop_id, self.short)

    def test_only_the_owners_group_may_open_a_cycle(self):
        for user in (self.secretary, self.agency_head, self.team_member, self.staff_a):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._open(user=user)

    def test_a_department_of_another_company_is_refused(self):
        other = self._create_company("Dinas Lain")
        foreign = self._create_department("Bidang Lain", other)
        cycle = self._open()
        with self.assertRefused("Bidang Lain is not a department of Dinas Uji", ValidationError):
            cycle.sudo().department_ids = [Command.link(foreign.id)]

    def test_a_person_of_another_company_is_refused_in_the_team(self):
        other = self._create_company("Dinas Lain")
        foreign = self._create_employee("Orang Lain", other)
        cycle = self._open()
        with self.assertRefused("Orang Lain does not work for Dinas Uji"):
            cycle.sudo().member_ids = [Command.create({"employee_id": foreign.id})]


class TestStart(CycleCase):
    def test_who_is_missing_is_listed(self):
        cycle = self._create_cycle(member_ids=[])
        officers = self.env["lakip.officer"].search([("company_id", "=", self.company.id)])
        officers.filtered(lambda officer: officer.role_id.code != "planning_head").unlink()
        with self.assertRaises(UserError) as caught:
            cycle.with_user(self.planning_head).action_start()
        message = str(caught.exception)
        self.assertIn("LAKIP 2026 cannot start yet. Missing:", message)
        self.assertIn("- Sekretaris: no officer in office today", message)
        self.assertIn("- Kadis: no officer in office today", message)
        self.assertIn("- Tim: no member with a user", message)
        self.assertNotIn("Kasubbag", message)
        self.assertEqual(cycle.state, "draft")
        self.assertFalse(cycle.step_ids)

    def test_an_officer_of_the_past_or_the_future_is_missing(self):
        cycle = self._create_cycle()
        officer = self.env["lakip.officer"].search(
            [
                ("company_id", "=", self.company.id),
                ("role_id", "=", self.roles["agency_head"].id),
            ]
        )
        with self.at("2027-01-04 08:00"):
            for dates in (
                {"date_from": "2027-01-05", "date_to": False},
                {"date_from": "2020-01-01", "date_to": "2027-01-03"},
            ):
                officer.write(dates)
                with self.assertRefused("Kadis: no officer in office today"):
                    self._start(cycle)
            officer.write({"date_from": "2027-01-04", "date_to": "2027-01-04"})
            self._start(cycle)

    def test_no_division_with_people_is_missing(self):
        cycle = self._create_cycle(sop_id=self.sop.id, department_ids=[Command.clear()])
        with self.assertRefused("no division with a user takes part"):
            self._start(cycle)

    def test_a_team_named_later_by_a_decree_is_not_missing(self):
        cycle = self._create_cycle(sop_id=self.sop.id, member_ids=[])
        self._start(cycle)
        self.assertEqual(cycle.state, "running")

    def test_only_the_owner_starts(self):
        cycle = self._create_cycle()
        for user in (self.secretary, self.agency_head, self.team_member, self.staff_a):
            with (
                self.subTest(user=user.name),
                self.assertRefused("Only the Kasubbag Renja of Dinas Uji"),
            ):
                cycle.with_user(user).action_start()
        self.assertEqual(cycle.state, "draft")
        self._start(cycle)

    def test_the_administrator_may_start_but_has_no_turn(self):
        cycle = self._create_cycle()
        cycle.with_user(self.manager).action_start()
        self.assertTurn(cycle.current_step_id, self.planning_head)
        with self.assertRefused("is the turn of Kasubbag Uji"):
            cycle.current_step_id.with_user(self.manager).action_complete()

    def test_a_cycle_starts_once(self):
        cycle = self._create_cycle()
        self._start(cycle)
        with self.assertRefused("has started already"):
            self._start(cycle)
        self.assertEqual(len(cycle.step_ids), 5)

    def test_year_sop_and_divisions_stay_after_the_start(self):
        cycle = self._create_cycle()
        self._start(cycle)
        for name, value in (
            ("year", 2025),
            ("sop_id", self.sop.id),
            ("department_ids", [Command.clear()]),
            ("company_id", self._create_company("Dinas Lain").id),
        ):
            with self.subTest(field=name), self.assertRefused("has started"):
                cycle.with_user(self.planning_head).write({name: value})

    def test_the_team_of_last_year_is_proposed_where_a_decree_will_name_it(self):
        self._create_cycle(2025)
        cycle = self._create_cycle(2026, member_ids=[])
        with self.assertRefused("Tim: no member"):
            self._start(cycle)
        cycle.sop_id = self.sop
        self._start(cycle)
        self.assertEqual(cycle.member_ids.employee_id, self.team_member.employee_id)


class TestCopy(CycleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.last = cls._create_cycle(
            2025,
            department_ids=[Command.set(cls.division_a.ids)],
            letter_city="Singkawang",
            letter_recalling="Undang-undang Uji",
        )
        cls.last.member_ids = [
            Command.create(
                {"employee_id": cls.head_a.employee_id.id, "position": "member", "sequence": 20}
            )
        ]

    def test_divisions_and_letter_settings_are_proposed(self):
        cycle = self._open()
        self.assertEqual(cycle.department_ids, self.division_a)
        self.assertEqual(cycle.letter_city, "Singkawang")
        self.assertEqual(cycle.letter_recalling, "Undang-undang Uji")

    def test_the_first_cycle_is_proposed_from_the_company(self):
        self.last.unlink()
        cycle = self._open()
        self.assertEqual(cycle.department_ids, self.division_a | self.division_b | self.secretariat)
        self.assertEqual(cycle.letter_city, "Pontianak")
        with self.assertRefused("is the first cycle"):
            cycle.action_copy_previous()

    def test_marked_departments_are_proposed(self):
        self.last.unlink()
        self.division_b.is_lakip_division = True
        self.assertEqual(self._open().department_ids, self.division_b)

    def test_team_divisions_and_letters_are_copied(self):
        cycle = self._open(department_ids=[Command.clear()], letter_city="X", letter_recalling="X")
        cycle.action_copy_previous()
        self.assertEqual(
            cycle.member_ids.mapped(lambda member: (member.employee_id.name, member.position)),
            [("Anggota Tim", "chair"), ("Kabid A", "member")],
        )
        self.assertEqual(cycle.department_ids, self.division_a)
        self.assertEqual(cycle.letter_city, "Singkawang")
        self.assertEqual(cycle.letter_recalling, "Undang-undang Uji")
        cycle.action_copy_previous()
        self.assertEqual(len(cycle.member_ids), 2, "nobody twice")

    def test_who_has_left_is_not_copied(self):
        self.head_a.employee_id.active = False
        other = self._create_company("Dinas Lain")
        moved = self._create_employee("Pindah Dinas")
        self.last.member_ids = [Command.create({"employee_id": moved.id})]
        moved.company_id = other
        cycle = self._open()
        cycle.action_copy_previous()
        self.assertEqual(cycle.member_ids.employee_id, self.team_member.employee_id)

    def test_a_cancelled_cycle_is_no_model(self):
        self.last.with_user(self.planning_head).action_cancel("Salah")
        self._create_cycle(2024, letter_city="Sambas")
        self.assertEqual(self._open().letter_city, "Sambas")

    def test_only_the_owner_copies_and_only_while_open(self):
        cycle = self._open()
        with self.assertRefused("Only the Kasubbag Renja"):
            cycle.with_user(self.team_member).action_copy_previous()
        cycle.action_cancel("Salah")
        with self.assertRefused("closed"):
            cycle.action_copy_previous()

    def test_divisions_stay_when_a_running_cycle_copies(self):
        cycle = self._open(department_ids=[Command.set(self.division_b.ids)])
        cycle.member_ids = [Command.create({"employee_id": self.team_member.employee_id.id})]
        self._start(cycle)
        cycle.action_copy_previous()
        self.assertEqual(cycle.department_ids, self.division_b)
        self.assertEqual(len(cycle.member_ids), 2)


class TestCancel(CycleCase):
    def test_cancel_asks_for_a_reason_and_keeps_it(self):
        cycle = self._create_cycle()
        step = self._to_drafting(cycle)
        own = cycle.with_user(self.planning_head)
        action = own.action_cancel()
        self.assertEqual(cycle.state, "running", "it only asks")
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.planning_head)
            .with_context(**action["context"])
            .create({"reason": "Dinas digabung"})
        )
        wizard.action_confirm()
        self.assertEqual(cycle.state, "cancelled")
        self.assertEqual(cycle.cancel_reason, "Dinas digabung")
        self.assertEqual(
            cycle.step_ids.mapped("state"), ["done"] + ["cancelled"] * 4, "what was done stays"
        )
        self.assertTurn(step, self.env["res.users"])
        self.assertEqual(step.round_ids.result, "cancelled")
        self.assertIn("Dinas digabung", cycle.message_ids[0].body)

    def test_cancel_without_a_reason_is_refused(self):
        cycle = self._create_cycle()
        self._start(cycle)
        for reason in ("", "  ", "\n", False):
            with self.assertRefused("Give a reason"):
                cycle.with_user(self.planning_head).action_cancel(reason)
        self.assertEqual(cycle.state, "running")

    def test_only_the_owner_cancels(self):
        cycle = self._create_cycle()
        self._start(cycle)
        for user in (self.secretary, self.agency_head, self.team_member, self.staff_a):
            with self.subTest(user=user.name), self.assertRefused("Only the Kasubbag Renja"):
                cycle.with_user(user).action_cancel("Tidak suka")
        self.assertEqual(cycle.state, "running")

    def test_a_closed_cycle_cannot_be_cancelled_or_started(self):
        cycle = self._create_cycle()
        cycle.with_user(self.planning_head).action_cancel("Salah")
        with self.assertRefused("closed"):
            cycle.with_user(self.planning_head).action_cancel("Lagi")
        with self.assertRefused("has started already|closed"):
            self._start(cycle)

    def test_cancelled_while_a_paraf_is_pending(self):
        cycle = self._create_cycle()
        self._to_drafting(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        pending = cycle.current_step_id.pending_approval_id
        cycle.with_user(self.planning_head).action_cancel("Salah")
        self.assertEqual(pending.state, "void")
        with self.assertRefused("not asked any more: .* the cycle was cancelled"):
            pending.with_user(self.agency_head).action_approve()
        self.assertChainHolds(cycle)

    def test_cancelled_while_on_hold(self):
        cycle = self._create_cycle()
        step = self._start(cycle)
        step.with_user(self.planning_head).action_hold("Banjir")
        cycle.with_user(self.planning_head).action_cancel("Dibatalkan")
        self.assertTrue(step.hold_ids.date_end)
        self.assertFalse(step.is_on_hold)


class TestProgress(CycleCase):
    def test_percent_and_words(self):
        cycle = self._create_cycle()
        self.assertEqual(cycle.progress, 0)
        self.assertEqual(cycle.progress_text, "Not started yet")
        self._start(cycle)
        self.assertEqual(cycle.progress, 0)
        self.assertEqual(cycle.progress_text, "Step 1 of 5: Mulai kerja")
        self._complete(cycle)
        self.assertEqual(cycle.progress, 20)
        self.assertEqual(cycle.progress_text, "Step 2 of 5: Menulis")
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        self.assertEqual(cycle.progress, 60)
        cycle.current_step_id.with_user(self.agency_head).action_return("Salah")
        self.assertEqual(cycle.progress, 20, "a return takes it back")
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        self._approve(cycle)
        self._complete(cycle)
        self.assertEqual(cycle.progress, 100)
        self.assertEqual(cycle.progress_text, "Signed, archived and delivered")

    def test_a_cancelled_cycle_keeps_the_progress_it_made(self):
        cycle = self._create_cycle()
        self._to_drafting(cycle)
        cycle.with_user(self.planning_head).action_cancel("Salah")
        self.assertEqual(cycle.progress, 20)
        self.assertEqual(cycle.progress_text, "Cancelled")
        self.assertFalse(cycle.current_step_id)


class TestKept(CycleCase):
    def test_a_draft_can_be_deleted_and_a_started_one_cannot(self):
        cycle = self._create_cycle()
        cycle.with_user(self.planning_head).unlink()
        self.assertFalse(cycle.exists())
        cycle = self._create_cycle()
        self._start(cycle)
        for user in (self.planning_head, self.manager):
            with self.assertRefused("kept for the record"):
                cycle.with_user(user).unlink()
        cycle.with_user(self.planning_head).action_cancel("Salah")
        with self.assertRefused("kept for the record"):
            cycle.with_user(self.planning_head).unlink()

    def test_rows_cannot_be_deleted(self):
        cycle = self._create_cycle()
        self._start(cycle)
        with self.assertRaises(AccessError):
            cycle.step_ids[0].with_user(self.planning_head).unlink()
        with self.assertRefused("rows of a cycle are kept"):
            cycle.step_ids[0].sudo().unlink()

    def test_a_closed_cycle_is_not_edited(self):
        cycle = self._create_cycle()
        cycle.with_user(self.planning_head).action_cancel("Salah")
        for name, value in (
            ("date_due", "2030-01-01"),
            ("letter_city", "X"),
            ("letter_recalling", "X"),
            ("member_ids", [Command.clear()]),
        ):
            with self.subTest(field=name), self.assertRefused("closed"):
                cycle.with_user(self.planning_head).write({name: value})
        cycle.with_user(self.planning_head).active = False
        cycle.with_user(self.planning_head).message_post(body="Diarsipkan")


class TestPeople(CycleCase):
    """Turns follow the SK Tim and the departments."""

    def test_a_new_member_gets_the_turn_and_one_who_leaves_loses_it(self):
        cycle = self._create_cycle()
        step = self._to_drafting(cycle)
        self.assertTurn(step, self.team_member)
        own = cycle.with_user(self.planning_head)
        own.member_ids = [Command.create({"employee_id": self.staff_a.employee_id.id})]
        self.assertTurn(step, self.team_member, self.staff_a)
        self.assertTrue(self.staff_a.has_group("lakip_sop.group_lakip_team"))
        own.member_ids.filtered(lambda m: m.user_id == self.team_member).unlink()
        self.assertTurn(step, self.staff_a)
        with self.assertRefused("is the turn of Staf A"):
            step.with_user(self.team_member).action_complete()
        own.member_ids.employee_id = self.head_b.employee_id
        self.assertTurn(step, self.head_b)

    def test_a_member_without_user_has_no_turn(self):
        cycle = self._create_cycle()
        step = self._to_drafting(cycle)
        employee = self._create_employee("Tanpa Akun")
        cycle.with_user(self.planning_head).member_ids = [
            Command.create({"employee_id": employee.id})
        ]
        self.assertTurn(step, self.team_member)
        user = self._create_user("baru", "Akun Baru")
        employee.user_id = user
        self.assertTurn(step, self.team_member, user)

    def test_nobody_is_named_twice(self):
        cycle = self._create_cycle()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            cycle.with_user(self.planning_head).member_ids = [
                Command.create({"employee_id": self.team_member.employee_id.id})
            ]

    def test_only_the_owner_names_the_team(self):
        cycle = self._create_cycle()
        vals = {"cycle_id": cycle.id, "employee_id": self.staff_a.employee_id.id}
        for user in (self.team_member, self.secretary, self.staff_a, self.agency_head):
            with self.subTest(user=user.name), self.assertRefused("Only the Kasubbag Renja"):
                self.env["lakip.cycle.member"].with_user(user).create(vals)
            with self.subTest(user=user.name), self.assertRefused("Only the Kasubbag Renja"):
                cycle.member_ids.with_user(user).position = "advisor"
            with self.subTest(user=user.name), self.assertRefused("Only the Kasubbag Renja"):
                cycle.member_ids.with_user(user).unlink()
        self.env["lakip.cycle.member"].with_user(self.planning_head).create(vals)

    def test_a_member_is_not_moved_into_another_cycle(self):
        """Whoever owns one cycle may not slip members into a closed one."""
        cycle, closed = self._create_cycle(2026), self._create_cycle(2025)
        closed.with_user(self.planning_head).action_cancel("Salah")
        member = cycle.member_ids.with_user(self.planning_head)
        with self.assertRefused("closed"):
            member.cycle_id = closed

    def _division_cycle(self):
        """Return the running row of an SOP whose first row is done by the divisions."""
        sop = self._create_sop(
            [
                {"name": "Isi data", "role": "division"},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Sah", "kind": "signature", "role": "agency_head", "back": 1},
            ],
            number="79",
        )
        cycle = self._create_cycle(
            sop_id=sop.id, department_ids=[Command.set((self.division_a | self.division_b).ids)]
        )
        return self._start(cycle)

    def test_turns_follow_the_staff_of_the_divisions(self):
        step = self._division_cycle()
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b)
        self.staff_a.employee_id.department_id = self.secretariat
        self.assertTurn(step, self.head_a, self.head_b)
        self.staff_a.employee_id.department_id = self.division_b
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b)
        self.staff_a.employee_id.active = False
        self.assertTurn(step, self.head_a, self.head_b)

    def test_a_new_colleague_gets_the_turn_at_once(self):
        step = self._division_cycle()
        new = self._create_person("baru", "Staf Baru", self.division_a)
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b, new)
        self.assertTrue(new.has_group("lakip_sop.group_lakip_division"))

    def test_a_new_manager_gets_the_turn(self):
        step = self._division_cycle()
        new = self._create_person("baru", "Kabid Baru", self.secretariat)
        self.division_a.manager_id = new.employee_id
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b, new)

    def test_a_division_without_manager_works_with_its_members(self):
        self.division_a.manager_id = False
        self.division_b.manager_id = False
        step = self._division_cycle()
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b)

    def test_staff_of_sub_departments_belong_to_the_division(self):
        section = self._create_department("Seksi", parent_id=self.division_a.id)
        below = self._create_person("seksi", "Staf Seksi", section)
        step = self._division_cycle()
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b, below)
        section.parent_id = self.secretariat
        self.assertTurn(step, self.head_a, self.staff_a, self.head_b)

    def test_a_deleted_employee_loses_the_turn(self):
        step = self._division_cycle()
        self.staff_a.employee_id.unlink()
        self.assertTurn(step, self.head_a, self.head_b)
