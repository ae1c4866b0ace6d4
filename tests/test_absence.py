"""An officer is out of office while the turn is theirs: who is told, and who may name a Plh."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import RecordCapturer

from .common import LakipCase, local


class AbsenceCase(LakipCase):
    """A cycle whose report waits for the paraf of the secretary, on Monday 2026-01-05."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_short_sop()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.deputy = cls._create_person("deputy", "Wakil Uji", cls.secretariat)
        cls.cycle = cls._create_cycle()
        for user in cls.planning_head | cls.secretary | cls.agency_head | cls.deputy:
            user.notification_type = "inbox"

    @contextmanager
    def at(self, text):
        """Freeze the clock; the transaction's, by which Odoo tells who is away, as well."""
        with super().at(text), patch.object(self.env.cr, "_now", local(text)):
            self.env.invalidate_all()
            yield
        self.env.invalidate_all()

    def _reach_draft_done(self):
        self._start(self.cycle)
        self._complete(self.cycle)
        self._upload_report(self.cycle)

    def _reach_paraf(self):
        self._reach_draft_done()
        self._complete(self.cycle)
        return self.cycle.current_step_id

    def _leave(self, user, start, end=None):
        """Put down, as the user, that they are out of office."""
        user.with_user(user).write(
            {"out_of_office_from": local(start), "out_of_office_to": end and local(end)}
        )

    def _sync(self):
        self.env["lakip.step"]._cron_sync_performers()

    def _notices(self, user, word="out of office"):
        """Return the notices of an absence in the inbox of ``user``."""
        return self.env["mail.message"].search(
            [("notified_partner_ids", "in", user.partner_id.ids), ("body", "like", word)]
        )

    def _wizard(self, step, user, employee=None, **vals):
        action = step.with_user(user).action_name_acting()
        return (
            self.env["lakip.acting.wizard"]
            .with_user(user)
            .with_context(**action["context"])
            .create({"employee_id": (employee or self.deputy.employee_id).id, **vals})
        )


class TestTelling(AbsenceCase):
    def test_when_a_turn_starts_at_somebody_who_is_away(self):
        with self.at("2026-01-05 08:00"):
            self._leave(self.secretary, "2026-01-04 00:00", "2026-01-09 17:00")
            self._reach_draft_done()
            self.assertFalse(self._notices(self.planning_head))
            self._complete(self.cycle)
        (notice,) = self._notices(self.planning_head)
        self.assertIn("Sekretaris Uji is out of office until Friday 9 January 2026", notice.body)
        self.assertIn(f'data-oe-id="{self.cycle.current_step_id.id}"', notice.body)
        self.assertEqual(notice.notification_ids.notification_type, "inbox")
        for user in self.agency_head | self.team_member | self.manager:
            self.assertFalse(self._notices(user))

    def test_when_an_absence_begins_while_the_turn_waits(self):
        with self.at("2026-01-05 08:00"):
            step = self._reach_paraf()
            self._leave(self.secretary, "2026-01-06 07:00", "2026-01-07 17:00")
            self._sync()
            self.assertFalse(step.absence_text)
        for moment, count in (
            ("2026-01-05 09:00", 0),
            ("2026-01-06 07:20", 0),  # before work
            ("2026-01-06 08:00", 1),
            ("2026-01-06 09:00", 1),  # once
            ("2026-01-08 09:00", 1),  # back
        ):
            with self.subTest(moment=moment), self.at(moment):
                self._sync()
                self.assertEqual(len(self._notices(self.planning_head)), count)

    def test_once_for_each_absence_and_each_turn(self):
        with self.at("2026-01-05 08:00"):
            step = self._reach_paraf()
            self._leave(self.secretary, "2026-01-05 07:00", "2026-01-05 17:00")
            self._sync()
            # The same absence lasts longer.
            self._leave(self.secretary, "2026-01-05 07:00", "2026-01-06 17:00")
            self._sync()
            self.assertEqual(len(self._notices(self.planning_head)), 1)
            step.with_user(self.planning_head).action_hold("Menunggu")
            self._sync()
            step.with_user(self.planning_head).action_resume()
            self._sync()
            self.assertEqual(len(self._notices(self.planning_head)), 1)
        with self.at("2026-01-08 09:00"):
            self._sync()
            self._leave(self.secretary, "2026-01-08 07:00")
            self._sync()
        self.assertEqual(len(self._notices(self.planning_head)), 2)

    def test_in_the_readers_language_and_by_the_readers_way(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.planning_head.write({"lang": "id_ID", "notification_type": "email"})
        with RecordCapturer(self.env["mail.mail"]) as mails, self.at("2026-01-05 08:00"):
            self._leave(self.secretary, "2026-01-05 07:00", "2026-01-09 17:00")
            self._reach_paraf()
        (mail,) = mails.records.filtered(
            lambda mail: mail.recipient_ids == self.planning_head.partner_id
        )
        self.assertIn("Jumat 9 Januari 2026", mail.body_html)
        self.assertIn("/mail/view", mail.body_html)

    def test_not_when_somebody_acts(self):
        with self.at("2026-01-05 08:00"):
            self._create_officer("secretary", self.deputy, capacity="plh")
            self._leave(self.secretary, "2026-01-04 00:00")
            step = self._reach_paraf()
            self.assertTurn(step, self.deputy)
            self.assertFalse(step.absence_text)
            self.assertFalse(self._notices(self.planning_head))
            # The acting one leaves as well.
            self._leave(self.deputy, "2026-01-05 07:00")
            self._sync()
        self.assertIn("Wakil Uji is out of office", self._notices(self.planning_head).body)

    def test_not_for_a_row_of_many_hands(self):
        with self.at("2026-01-05 08:00"):
            self._start(self.cycle)
            self._leave(self.team_member, "2026-01-04 00:00")
            step = self._complete(self.cycle)
            self.assertEqual(step.kind, "drafting")
            self.assertFalse(step.absence_text)
        self.assertFalse(self._notices(self.planning_head))

    def test_the_planning_head_away_the_next_higher_one_is_told(self):
        with self.at("2026-01-05 08:00"):
            self._leave(self.planning_head, "2026-01-05 07:00")
            self._start(self.cycle)
        self.assertTrue(self._notices(self.secretary))
        for user in self.planning_head | self.agency_head:
            self.assertFalse(self._notices(user))

    def test_all_below_away_the_highest_one_is_told(self):
        with self.at("2026-01-05 08:00"):
            self._leave(self.secretary, "2026-01-05 07:00")
            self._leave(self.planning_head, "2026-01-05 07:00")
            self._reach_paraf()
        notice = self._notices(self.agency_head, "Sekretaris Uji")
        self.assertTrue(notice)
        self.assertFalse(self._notices(self.planning_head))

    def test_chain_of_command_is_the_order_of_the_approval_rows(self):
        self._start(self.cycle)
        roles = self.roles
        above = self.cycle._get_higher_roles
        self.assertEqual(above(roles["planning_head"]), roles["secretary"] | roles["agency_head"])
        self.assertEqual(above(roles["team"]), roles["secretary"] | roles["agency_head"])
        self.assertEqual(above(roles["secretary"]), roles["agency_head"])
        self.assertFalse(above(roles["agency_head"]))

    def test_the_form_says_so_to_everybody(self):
        with self.at("2026-01-05 08:00"):
            step = self._reach_paraf()
            self._leave(self.secretary, "2026-01-05 07:00", "2026-01-09 17:00")
            self.env.flush_all()
            for user, may in (
                (self.planning_head, True),
                (self.manager, True),
                (self.secretary, False),
                (self.agency_head, False),
                (self.team_member, False),
            ):
                with self.subTest(user=user.name):
                    own = step.with_user(user)
                    self.assertIn("until Friday 9 January 2026", own.absence_text)
                    self.assertEqual(own.can_name_acting, may)


class TestNaming(AbsenceCase):
    def _away(self, end="2026-01-09 17:00"):
        step = self._reach_paraf()
        self._leave(self.secretary, "2026-01-05 07:00", end)
        self._sync()
        return step

    def test_with_one_choice_the_turn_moves(self):
        with self.at("2026-01-05 08:00"):
            step = self._away()
            wizard = self._wizard(step, self.planning_head)
            self.assertEqual(wizard.role_id, self.roles["secretary"])
            self.assertEqual(str(wizard.date_from), "2026-01-05")
            self.assertEqual(str(wizard.date_to), "2026-01-09")
            wizard.action_confirm()
            self.assertTurn(step, self.deputy)
            officer = self.env["lakip.officer"].search([("user_id", "=", self.deputy.id)])
            self.assertEqual(officer.capacity, "plh")
            self.assertEqual(officer.create_uid, self.planning_head)
            self.assertIn("Named by Kasubbag Uji", officer.message_ids[0].body)
            self.assertIn(
                "Wakil Uji (Plh. Sekretaris) acts until Friday 9 January 2026, named by",
                " ".join(self.cycle.channel_id.message_ids.mapped("body")),
            )
            cards = self.env["mail.message"].search(
                [("lakip_approval_id", "=", step.pending_approval_id.id)]
            )
            self.assertIn(self.deputy.partner_id, cards.notified_partner_ids)
            self.assertFalse(step.absence_text)
            self._approve(self.cycle, self.deputy)
        row = self.cycle.approval_ids.filtered("hash")
        self.assertEqual(row.signer_title, "Plh. Sekretaris")
        self.assertEqual(row.holder_name, "Sekretaris Uji")
        self.assertChainHolds(self.cycle)

    def test_the_turn_goes_back_the_day_after(self):
        with self.at("2026-01-05 08:00"):
            step = self._away()
            self._wizard(step, self.planning_head).action_confirm()
        with self.at("2026-01-10 00:10"):
            self._sync()
            self.assertTurn(step, self.secretary)

    def test_who_may(self):
        with self.at("2026-01-05 08:00"):
            step = self._away()
            for user in self.secretary | self.agency_head | self.team_member:
                with self.subTest(user=user.name):
                    with self.assertRefused("Only Kasubbag Uji or the administrator"):
                        step.with_user(user).action_name_acting()
                    forged = (
                        self.env["lakip.acting.wizard"]
                        .with_user(user)
                        .create(
                            {
                                "step_id": step.id,
                                "employee_id": self.deputy.employee_id.id,
                                "date_from": "2026-01-05",
                                "date_to": "2026-01-06",
                            }
                        )
                    )
                    with self.assertRefused("Only Kasubbag Uji or the administrator"):
                        forged.action_confirm()
                    with self.assertRaises(AccessError):
                        self.env["lakip.officer"].with_user(user).create(
                            {
                                "role_id": self.roles["secretary"].id,
                                "employee_id": self.deputy.employee_id.id,
                                "capacity": "plh",
                            }
                        )
            self.assertTurn(step, self.secretary)
            self._wizard(step, self.manager).action_confirm()
            self.assertTurn(step, self.deputy)

    def test_the_higher_one_names_for_the_planning_head(self):
        with self.at("2026-01-05 08:00"):
            self._leave(self.planning_head, "2026-01-05 07:00", "2026-01-06 17:00")
            step = self._start(self.cycle)
            with self.assertRefused("Only Sekretaris Uji or the administrator"):
                step.with_user(self.planning_head).action_name_acting()
            self._wizard(step, self.secretary).action_confirm()
            self.assertTurn(step, self.deputy)

    def test_nobody_is_passed_over_who_is_there(self):
        with self.at("2026-01-05 08:00"):
            step = self._reach_paraf()
            for user in self.planning_head | self.manager:
                with self.assertRefused("does not wait for an officer who is out of office"):
                    step.with_user(user).action_name_acting()

    def test_who_may_not_be_named(self):
        other = self._create_company("Dinas Lain")
        stranger = self._create_person("stranger", "Orang Lain", company=other)
        with self.at("2026-01-05 08:00"):
            step = self._away()
            self._leave(self.head_a, "2026-01-05 07:00")
            employees = {
                "Nobody names themselves": self.planning_head.employee_id,
                "Sekretaris Uji is out of office too": self.secretary.employee_id,
                "Kabid A is out of office too": self.head_a.employee_id,
                "Tanpa Akun has no Odoo user yet": self._create_employee("Tanpa Akun"),
            }
            for sentence, employee in employees.items():
                error = ValidationError if "Odoo user" in sentence else UserError
                with self.subTest(sentence=sentence), self.assertRefused(sentence, error):
                    self._wizard(step, self.planning_head, employee).action_confirm()
            # Who works for another agency is not to be seen at all; whoever sees them is told.
            outside = stranger.with_company(other).employee_id
            with self.assertRefused("Public Employee", AccessError):
                self._wizard(step, self.planning_head, outside)
            wizard = self._wizard(step, self.planning_head)
            wizard.sudo().employee_id = outside
            with self.assertRefused("Orang Lain does not work for Dinas Uji"):
                wizard.action_confirm()
            self.assertTurn(step, self.secretary)
            # The administrator may do what the owner may not.
            self.planning_head.group_ids += self.env.ref("lakip_sop.group_lakip_manager")
            self._wizard(step, self.planning_head, self.planning_head.employee_id).action_confirm()
            self.assertTurn(step, self.planning_head)

    def test_which_days(self):
        with self.at("2026-01-05 08:00"):
            step = self._away()
            for vals, sentence in (
                ({"date_from": "2026-01-04"}, "Nobody can act in the past"),
                ({"date_from": "2026-01-08", "date_to": "2026-01-07"}, "cannot be before"),
                ({"date_to": "2026-01-10"}, "Sekretaris Uji is back after Friday 9 January 2026"),
            ):
                with self.subTest(sentence=sentence), self.assertRefused(sentence):
                    self._wizard(step, self.planning_head, **vals).action_confirm()
            self._wizard(step, self.planning_head, date_from="2026-01-06").action_confirm()
            self.assertTurn(step, self.secretary)

    def test_an_end_that_is_not_known_is_asked_for(self):
        with self.at("2026-01-05 08:00"):
            step = self._away(end=None)
            action = step.with_user(self.planning_head).action_name_acting()
            self.assertFalse(action["context"]["default_date_to"])
            self._wizard(step, self.planning_head, date_to="2026-01-06").action_confirm()
            self.assertTurn(step, self.deputy)

    def test_twice(self):
        with self.at("2026-01-05 08:00"):
            step = self._away()
            one, two = (self._wizard(step, self.planning_head) for _time in range(2))
            one.action_confirm()
            with self.assertRefused("does not wait for an officer who is out of office"):
                two.action_confirm()
        self.assertEqual(
            self.env["lakip.officer"].search_count([("user_id", "=", self.deputy.id)]), 1
        )

    def test_another_company(self):
        other = self._create_company("Dinas Lain")
        head = self._create_person("other_head", "Kasubbag Lain", company=other)
        self._create_officer("planning_head", head, company=other)
        with self.at("2026-01-05 08:00"):
            step = self._away()
            with self.assertRaises(AccessError):
                step.with_user(head).with_context(
                    allowed_company_ids=other.ids
                ).action_name_acting()


class TestNight(AbsenceCase):
    """The turn moves at midnight; who got it is told when the office opens."""

    def _cards(self, user):
        return self.env["mail.message"].search(
            [
                ("lakip_approval_id", "=", self.cycle.current_step_id.pending_approval_id.id),
                ("notified_partner_ids", "in", user.partner_id.ids),
            ]
        )

    def test_no_card_in_the_night(self):
        with self.at("2026-01-05 08:00"):
            step = self._reach_paraf()
            self._create_officer(
                "secretary",
                self.deputy,
                capacity="plh",
                date_from="2026-01-06",
                date_to="2026-01-06",
            )
        for moment, turn, cards in (
            ("2026-01-06 00:10", self.deputy, 0),
            ("2026-01-06 07:00", self.deputy, 0),
            ("2026-01-06 08:00", self.deputy, 1),
            ("2026-01-06 09:00", self.deputy, 1),
        ):
            with self.subTest(moment=moment), self.at(moment):
                self._sync()
                self.assertTurn(step, turn)
                self.assertEqual(len(self._cards(self.deputy)), cards)
        before = len(self._cards(self.secretary))
        with self.at("2026-01-07 00:10"):
            self._sync()
            self.assertTurn(step, self.secretary)
            self.assertEqual(len(self._cards(self.secretary)), before)
        with self.at("2026-01-07 08:00"):
            self._sync()
            self.assertEqual(len(self._cards(self.secretary)), before + 1)

    def test_who_decided_before_the_office_opens_is_told_nothing(self):
        with self.at("2026-01-05 08:00"):
            self._reach_paraf()
            self._create_officer("secretary", self.deputy, capacity="plh", date_from="2026-01-06")
        with self.at("2026-01-06 00:10"):
            self._sync()
            approval = self.cycle.current_step_id.pending_approval_id
            self._approve(self.cycle, self.deputy)
        with self.at("2026-01-06 08:00"):
            self._sync()
        self.assertFalse(
            self.env["mail.message"].search(
                [
                    ("lakip_approval_id", "=", approval.id),
                    ("notified_partner_ids", "in", self.deputy.partner_id.ids),
                ]
            )
        )
