"""Officers: who holds a role from when to when, and whose turn a row is because of it."""

from io import BytesIO

from docx import Document

from odoo import Command
from odoo.exceptions import AccessError, ValidationError

from .common import LakipCase


class OfficerCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls._create_short_sop()
        cls.deputy = cls._create_person("deputy", "Wakil Uji", cls.secretariat)

    def _officer(self, role_code):
        """Return the definitive officer of the test company."""
        return self.env["lakip.officer"].search(
            [
                ("role_id", "=", self.roles[role_code].id),
                ("company_id", "=", self.company.id),
                ("capacity", "=", "definitive"),
            ]
        )

    def _name(self, role_code, user, **vals):
        """Name an officer as the administrator."""
        return (
            self.env["lakip.officer"]
            .with_user(self.manager)
            .create(
                {
                    "role_id": self.roles[role_code].id,
                    "company_id": self.company.id,
                    "employee_id": user.employee_id.id,
                    **vals,
                }
            )
        )

    def _cycle_at_paraf(self):
        """Return a cycle that waits for the secretary's paraf."""
        cycle = self._create_cycle()
        self._start(cycle)
        self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self.assertTurn(cycle.current_step_id, self.secretary)
        return cycle

    def _sync(self):
        self.env["lakip.step"]._cron_sync_performers()


class TestHolders(OfficerCase):
    """Who may be named."""

    def test_two_definitive_holders_at_one_time_are_refused(self):
        for dates in (
            {"date_from": "2026-01-01"},
            {"date_from": "2019-01-01"},
            {"date_from": "2019-01-01", "date_to": "2020-01-01"},
        ):
            sentence = "Sekretaris of Dinas Uji is held by Sekretaris Uji in these dates already"
            with self.assertRefused(sentence, ValidationError):
                self._name("secretary", self.deputy, **dates)

    def test_consecutive_definitive_holders_are_allowed(self):
        self._name("secretary", self.deputy, date_from="2019-01-01", date_to="2019-12-31")
        self._officer("secretary")[0].date_to = "2026-12-31"
        new = self._name("secretary", self.deputy, date_from="2027-01-01")
        with self.assertRefused("in these dates already", ValidationError):
            new.date_from = "2026-12-31"

    def test_a_plt_or_plh_beside_the_definitive_holder_is_allowed(self):
        for capacity in ("plt", "plh"):
            self._name("secretary", self.deputy, date_from="2026-01-01", capacity=capacity)

    def test_a_plh_who_becomes_definitive_is_checked(self):
        acting = self._name("secretary", self.deputy, date_from="2026-01-01", capacity="plh")
        with self.assertRefused("in these dates already", ValidationError):
            acting.capacity = "definitive"

    def test_an_archived_holder_does_not_block(self):
        self._officer("secretary").with_user(self.manager).active = False
        self._name("secretary", self.deputy, date_from="2026-01-01")
        with self.assertRefused("in these dates already", ValidationError):
            self.env["lakip.officer"].with_context(active_test=False).search(
                [("employee_id", "=", self.secretary.employee_id.id)]
            ).active = True

    def test_an_archived_holder_does_not_block_a_client_that_shows_archived_ones(self):
        self._officer("secretary").with_user(self.manager).active = False
        self.env["lakip.officer"].with_user(self.manager).with_context(active_test=False).create(
            {
                "role_id": self.roles["secretary"].id,
                "company_id": self.company.id,
                "employee_id": self.deputy.employee_id.id,
                "date_from": "2026-01-01",
            }
        )

    def test_a_role_of_several_holders_is_not_limited(self):
        role = self.env["lakip.role"].create(
            {"name": "Staf", "code": "zz_staff", "is_single": False}
        )
        for user in (self.deputy, self.staff_a):
            self.env["lakip.officer"].create(
                {"role_id": role.id, "employee_id": user.employee_id.id, "date_from": "2026-01-01"}
            )

    def test_a_last_day_before_the_first_is_refused(self):
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self._name("secretary", self.deputy, date_from="2019-02-01", date_to="2019-01-01")
        self.assertIn("dates_ordered", str(caught.exception))

    def test_an_employee_without_user_is_refused(self):
        employee = self._create_employee("Tanpa Akun")
        with self.assertRefused("Tanpa Akun has no Odoo user yet", ValidationError):
            self.env["lakip.officer"].with_user(self.manager).create(
                {
                    "role_id": self.roles["secretary"].id,
                    "employee_id": employee.id,
                    "capacity": "plh",
                }
            )

    def test_an_archived_user_is_refused(self):
        self.deputy.active = False
        employee = self.env["hr.employee"].search([("name", "=", "Wakil Uji")])
        with self.assertRefused("user of Wakil Uji is archived", ValidationError):
            self.env["lakip.officer"].with_user(self.manager).create(
                {
                    "role_id": self.roles["secretary"].id,
                    "employee_id": employee.id,
                    "capacity": "plh",
                }
            )

    def test_roles_that_are_not_held_by_officers_are_refused(self):
        for code in ("team", "division"):
            with self.assertRefused("not from the list of officers", ValidationError):
                self._name(code, self.deputy)
        self.roles["luar"] = self.env["lakip.role"].create(
            {"name": "Bappeda", "code": "zz_luar", "is_external": True}
        )
        with self.assertRefused("outside the office", ValidationError):
            self._name("luar", self.deputy)

    def test_only_the_administrator_names_officers(self):
        for user in (self.planning_head, self.secretary, self.agency_head, self.staff_a):
            env = self.env(user=user)
            with self.assertRaises(AccessError):
                env["lakip.officer"].create(
                    {
                        "role_id": self.roles["secretary"].id,
                        "employee_id": self.deputy.employee_id.id,
                        "capacity": "plh",
                    }
                )
            with self.assertRaises(AccessError):
                self._officer("secretary").with_user(user).date_to = "2026-01-01"

    def test_an_officer_gets_the_group_of_the_role(self):
        group = "lakip_sop.group_lakip_secretary"
        self.assertFalse(self.deputy.has_group(group))
        self._name("secretary", self.deputy, capacity="plh")
        self.assertTrue(self.deputy.has_group(group))
        self.assertFalse(self.deputy.has_group("lakip_sop.group_lakip_agency_head"))


class TestActing(OfficerCase):
    """A Plt. or Plh. has the turn while he is valid, and only then."""

    def test_a_plh_takes_over_the_pending_turn_and_gives_it_back(self):
        cycle = self._cycle_at_paraf()
        step = cycle.current_step_id
        acting = self._name("secretary", self.deputy, capacity="plh", date_from="2020-01-01")
        self.assertTurn(step, self.deputy)
        with self.assertRefused("is the turn of Wakil Uji"):
            step.pending_approval_id.with_user(self.secretary).action_approve()
        acting.date_to = "2020-12-31"
        self.assertTurn(step, self.secretary)
        acting.date_to = False
        self.assertTurn(step, self.deputy)
        acting.active = False
        self.assertTurn(step, self.secretary)
        acting.active = True
        self.assertTurn(step, self.deputy)
        acting.unlink()
        self.assertTurn(step, self.secretary)

    def test_a_plh_of_another_role_takes_nothing(self):
        cycle = self._cycle_at_paraf()
        acting = self._name("agency_head", self.deputy, capacity="plh", date_from="2020-01-01")
        self.assertTurn(cycle.current_step_id, self.secretary)
        acting.role_id = self.roles["secretary"]
        self.assertTurn(cycle.current_step_id, self.deputy)
        acting.role_id = self.roles["agency_head"]
        self.assertTurn(cycle.current_step_id, self.secretary)

    def test_a_plh_replaced_by_another_person(self):
        cycle = self._cycle_at_paraf()
        acting = self._name("secretary", self.deputy, capacity="plh", date_from="2020-01-01")
        acting.employee_id = self.head_a.employee_id
        self.assertTurn(cycle.current_step_id, self.head_a)
        self.assertTrue(self.head_a.has_group("lakip_sop.group_lakip_secretary"))

    def test_first_and_last_day_hand_the_turn_over(self):
        with self.at("2027-01-04 08:00"):
            cycle = self._cycle_at_paraf()
            step = cycle.current_step_id
            self._name(
                "secretary",
                self.deputy,
                capacity="plh",
                date_from="2027-01-06",
                date_to="2027-01-07",
            )
            self.assertTurn(step, self.secretary)
        for moment, user in (
            ("2027-01-05 23:59", self.secretary),
            ("2027-01-06 00:01", self.deputy),
            ("2027-01-07 23:59", self.deputy),
            ("2027-01-08 00:01", self.secretary),
        ):
            with self.subTest(moment=moment), self.at(moment):
                self._sync()
                self.assertTurn(step, user)

    def test_nobody_acts_after_the_last_day_even_before_the_hand_over(self):
        with self.at("2027-01-04 08:00"):
            cycle = self._cycle_at_paraf()
            step = cycle.current_step_id
            self._name(
                "secretary",
                self.deputy,
                capacity="plh",
                date_from="2027-01-04",
                date_to="2027-01-04",
            )
            self.assertTurn(step, self.deputy)
        with self.at("2027-01-05 00:01"):
            self.assertTurn(step, self.deputy)
            with self.assertRefused("not your turn any more"):
                step.pending_approval_id.with_user(self.deputy).action_approve()
            self._sync()
            self._approve(cycle, self.secretary)

    def test_the_record_names_the_plh_and_whom_he_stood_in_for(self):
        cycle = self._cycle_at_paraf()
        acting = self._name("secretary", self.deputy, capacity="plh", date_from="2020-01-01")
        approval = cycle.current_step_id.pending_approval_id
        self._approve(cycle, self.deputy)
        (card,) = approval.with_user(self.deputy).get_card_data()["lakip.approval"]
        self.assertEqual(card["signer_title"], "Plh. Sekretaris")
        self.assertEqual(
            (card["signer_name"], card["holder_name"]), ("Wakil Uji", "Sekretaris Uji")
        )
        following = cycle.current_step_id.pending_approval_id
        (card,) = following.with_user(self.deputy).get_card_data()["lakip.approval"]
        self.assertEqual(card["given"][0]["holder_name"], "Sekretaris Uji")
        self.assertEqual(approval.signer_name, "Wakil Uji")
        self.assertEqual(approval.signer_title, "Plh. Sekretaris")
        self.assertEqual(approval.holder_name, "Sekretaris Uji")
        self.assertEqual(approval.officer_id, acting)
        self.assertEqual(approval.user_id, self.deputy)
        self.assertChainHolds(cycle)

    def test_the_record_of_a_definitive_holder_and_of_a_vacant_post(self):
        cycle = self._cycle_at_paraf()
        paraf = cycle.current_step_id.pending_approval_id
        self._approve(cycle, self.secretary)
        self.assertEqual(paraf.signer_title, "Sekretaris")
        self.assertFalse(paraf.holder_name)
        self._officer("agency_head").with_user(self.manager).date_to = "2020-12-31"
        self._name("agency_head", self.deputy, capacity="plt", date_from="2021-01-01")
        signature = cycle.current_step_id.pending_approval_id
        self._approve(cycle, self.deputy)
        self.assertEqual(signature.signer_title, "Plt. Kepala Dinas")
        self.assertFalse(signature.holder_name, "the post is vacant")

    def test_a_plh_whose_user_is_archived_gives_the_turn_back(self):
        cycle = self._cycle_at_paraf()
        self._name("secretary", self.deputy, capacity="plh", date_from="2020-01-01")
        self.deputy.active = False
        self.assertTurn(cycle.current_step_id, self.secretary)
        self.deputy.active = True
        self.assertTurn(cycle.current_step_id, self.deputy)

    def _read(self, document):
        """Return the words of a document's Word file."""
        body = Document(BytesIO(document.sudo().attachment_id.raw)).element.body
        return " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))

    def test_all_signature_blocks_bear_both_names(self):
        cycle = self._cycle_at_paraf()
        chief = self._create_person("chief", "Wakil Kepala")
        self._name("secretary", self.deputy, capacity="plh", date_from="2020-01-01")
        self._name("agency_head", chief, capacity="plh", date_from="2020-01-01")
        self._approve(cycle, self.deputy)
        self._approve(cycle, chief)
        ledger = cycle.approval_ids.filtered("hash").sorted("sequence").sudo()
        # the ledger, the public page and the page of the signed version say the same
        self.assertEqual(
            [(row.signer_name, row.signer_title, row.holder_name) for row in ledger],
            [
                ("Wakil Uji", "Plh. Sekretaris", "Sekretaris Uji"),
                ("Wakil Kepala", "Plh. Kepala Dinas", "Kepala Uji"),
            ],
        )
        self.assertEqual(
            [
                (signer["name"], signer["title"], signer["on_behalf"])
                for signer in ledger[-1]._get_verification()["signers"]
            ],
            [(row.signer_name, row.signer_title, row.holder_name) for row in ledger],
        )
        text = self._read(cycle._get_report()[cycle])
        for part in (
            "Plh. Sekretaris",
            "Wakil Uji (Pejabat definitif: Sekretaris Uji)",
            "Plh. KEPALA DINAS",
            "Wakil Kepala",
            "Pejabat definitif: Kepala Uji",
        ):
            self.assertIn(part, text)
        self.assertChainHolds(cycle)

    def test_the_signature_block_is_the_signers_whatever_clock_they_claim(self):
        """The office's day has begun, the day of the signer's time zone has not."""
        chief = self._create_person("chief", "Wakil Kepala")
        with self.at("2027-01-04 08:00"):
            cycle = self._cycle_at_paraf()
            self._approve(cycle, self.secretary)
            self._name("agency_head", chief, capacity="plh", date_from="2027-01-05")
        with self.at("2027-01-05 00:30"):
            self._sync()
            pending = cycle.current_step_id.pending_approval_id.with_user(chief)
            self._sign(pending.with_context(tz="America/New_York"))
        text = self._read(cycle._get_report()[cycle])
        self.assertIn("Wakil Kepala", text)
        self.assertIn("Pejabat definitif: Kepala Uji", text)

    def test_one_person_in_two_offices_decides_each(self):
        """A Plh. of the next role who has given the paraf before has not signed by that."""
        cycle = self._cycle_at_paraf()
        self._name("agency_head", self.secretary, capacity="plh", date_from="2020-01-01")
        self._approve(cycle, self.secretary)
        step = cycle.current_step_id
        self.assertEqual(step.kind, "signature")
        self.assertTurn(step, self.secretary)
        self.assertEqual(step.pending_approval_id.state, "pending")
        self._approve(cycle, self.secretary)
        self.assertEqual(
            cycle.approval_ids.filtered("hash").sorted("sequence").mapped("signer_title"),
            ["Sekretaris", "Plh. Kepala Dinas"],
        )
        self.assertChainHolds(cycle)

    def test_each_hand_over_brings_card_chat_notice_and_activity(self):
        cycle = self._cycle_at_paraf()
        step = cycle.current_step_id
        self.env["res.users"].browse((self.secretary | self.deputy).ids).notification_type = "inbox"

        def told(user):
            cards = self.env["mail.message"].search(
                [("lakip_approval_id", "=", step.pending_approval_id.id)]
            )
            chats = cards.filtered(
                lambda card: user.partner_id in card.channel_id.channel_member_ids.partner_id
                and card.channel_id.channel_type == "chat"
            )
            notices = cards.notification_ids.filtered(
                lambda notice: notice.res_partner_id == user.partner_id
                and notice.notification_type == "inbox"
            )
            return len(chats), len(notices)

        before = told(self.secretary)
        self.assertEqual(told(self.deputy), (0, 0))
        acting = self._name("secretary", self.deputy, capacity="plh", date_from="2020-01-01")
        self.assertEqual(told(self.deputy), (1, 1))
        self.assertEqual(told(self.secretary), before)
        self.assertTurn(step, self.deputy)
        acting.date_to = "2020-12-31"
        self.assertEqual(told(self.secretary), (before[0] + 1, before[1] + 1))
        self.assertEqual(told(self.deputy), (1, 1))
        self.assertTurn(step, self.secretary)


class TestLosingTheTurn(OfficerCase):
    def test_an_archived_user_loses_the_turn(self):
        cycle = self._cycle_at_paraf()
        self.secretary.active = False
        step = cycle.current_step_id
        self.assertTurn(step, self.env["res.users"])
        self.assertIn("Nobody holds the role of Sekretaris", step.blocker_text)
        with self.assertRefused("is the turn of Sekretaris"):
            step.pending_approval_id.with_user(self.secretary).action_approve()
        self.secretary.active = True
        self.assertTurn(step, self.secretary)
        self.assertNotIn("Nobody", step.blocker_text)

    def test_an_employee_whose_user_is_taken_away_loses_the_turn(self):
        cycle = self._cycle_at_paraf()
        employee = self.secretary.employee_id
        employee.user_id = False
        self.assertTurn(cycle.current_step_id, self.env["res.users"])
        employee.user_id = self.secretary
        self.assertTurn(cycle.current_step_id, self.secretary)

    def test_last_years_officer_cannot_act(self):
        cycle = self._cycle_at_paraf()
        self._officer("secretary").with_user(self.manager).date_to = "2025-12-31"
        self._name("secretary", self.deputy, date_from="2026-01-01")
        step = cycle.current_step_id
        self.assertTurn(step, self.deputy)
        self.assertTrue(
            self.secretary.has_group("lakip_sop.group_lakip_secretary"), "the group alone"
        )
        with self.assertRefused("is the turn of Wakil Uji"):
            step.pending_approval_id.with_user(self.secretary).action_approve()
        with self.assertRefused("is the turn of Wakil Uji"):
            step.pending_approval_id.with_user(self.secretary).action_return("Salah")
        self._approve(cycle, self.deputy)

    def test_last_years_owner_can_neither_start_nor_cancel(self):
        cycle = self._create_cycle()
        self._officer("planning_head").with_user(self.manager).date_to = "2025-12-31"
        self._name("planning_head", self.deputy, date_from="2026-01-01")
        own = cycle.with_user(self.planning_head)
        with self.assertRefused("Only the Kasubbag Renja"):
            own.action_start()
        with self.assertRefused("Only the Kasubbag Renja"):
            own.action_cancel("Tidak jadi")
        cycle.with_user(self.deputy).action_start()
        self.assertEqual(cycle.state, "running")
        with self.assertRefused("Only the Kasubbag Renja"):
            cycle.current_step_id.with_user(self.planning_head).action_hold("Cuti")


class TestCompanies(OfficerCase):
    """Companies never see each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_company("Dinas Lain")
        cls.env.user.company_ids |= cls.other
        cls.stranger = cls._create_person("stranger", "Sekretaris Lain", company=cls.other)
        cls._create_officer("secretary", cls.stranger, cls.other)

    def _env_of_other(self, user):
        return self.env(user=user, context={"allowed_company_ids": self.other.ids})

    def test_an_officer_of_another_company_has_no_turn_here(self):
        cycle = self._cycle_at_paraf()
        self.assertTurn(cycle.current_step_id, self.secretary)
        self._create_officer("agency_head", self.stranger, self.other, capacity="plh")
        self.assertTurn(cycle.current_step_id, self.secretary)

    def test_an_officer_of_another_company_cannot_act_here(self):
        cycle = self._cycle_at_paraf()
        step = cycle.current_step_id
        approval = step.pending_approval_id
        env = self._env_of_other(self.stranger)
        for record, method, args in (
            (approval, "action_approve", ()),
            (approval, "action_return", ("Salah",)),
            (step, "action_complete", ()),
            (step, "action_return", ("Salah",)),
            (step, "action_hold", ("Salah",)),
            (cycle, "action_start", ()),
            (cycle, "action_cancel", ("Salah",)),
            (cycle, "action_verify", ()),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(record.with_env(env), method)(*args)
        self.assertEqual(approval.state, "pending")
        self.assertEqual(cycle.state, "running")

    def test_nothing_of_another_company_is_seen(self):
        cycle = self._cycle_at_paraf()
        env = self._env_of_other(self.stranger)
        for records in (
            cycle,
            cycle.step_ids,
            cycle.member_ids,
            cycle.document_ids,
            cycle.current_step_id.pending_approval_id,
            self._officer("secretary"),
        ):
            with self.subTest(model=records._name):
                self.assertTrue(records)
                self.assertFalse(
                    env[records._name].search([("id", "in", records.ids)]), "not found"
                )
                with self.assertRaises(AccessError):
                    records.with_env(env).read(["display_name"])

    def test_the_same_role_is_held_in_each_company(self):
        person = self._create_person("kadis_lain", "Kadis Lain", company=self.other)
        self._create_officer("agency_head", person, self.other)
        current = self.env["lakip.officer"]._get_current(
            self.roles["agency_head"], self.company | self.other
        )
        self.assertEqual(current[self.company, self.roles["agency_head"]].user_id, self.agency_head)
        self.assertEqual(current[self.other, self.roles["agency_head"]].user_id, person)

    def test_an_officer_of_two_companies_acts_in_each_as_he_is_named(self):
        """A user may enter both companies; only the officer record gives a turn."""
        self.stranger.company_ids = [Command.link(self.company.id)]
        cycle = self._cycle_at_paraf()
        approval = cycle.current_step_id.pending_approval_id
        both = {"allowed_company_ids": (self.company | self.other).ids}
        with self.assertRefused("is the turn of Sekretaris Uji"):
            approval.with_env(self.env(user=self.stranger, context=both)).action_approve()

    def test_an_employee_of_another_company_is_refused(self):
        with self.assertRefused("Sekretaris Lain"):
            self.env["lakip.officer"].create(
                {
                    "role_id": self.roles["secretary"].id,
                    "company_id": self.company.id,
                    "employee_id": self.stranger.with_company(self.other).employee_id.id,
                    "capacity": "plh",
                }
            )
