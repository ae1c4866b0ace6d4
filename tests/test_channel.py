"""The Discuss channel of a cycle: who is in it, what is said there, /lakip."""

from odoo import Command
from odoo.exceptions import AccessError

from .common import LakipCase


class TestChannel(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop = cls._create_short_sop()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.cycle = cls._create_cycle()

    def _messages(self):
        return self.cycle.channel_id.message_ids.sorted("id")

    def _members(self):
        self.cycle.channel_id.invalidate_recordset(["channel_member_ids"])
        return self.cycle.channel_id.channel_member_ids.partner_id.user_ids

    # ------------------------------------------------------------
    # MEMBERS
    # ------------------------------------------------------------

    def test_made_at_the_start(self):
        """Officers, SK Tim and heads of bidang are in; staff and the administrator are not."""
        self.assertFalse(self.cycle.channel_id)
        self._start(self.cycle)
        channel = self.cycle.channel_id
        self.assertEqual(channel.name, "LAKIP 2026 – Dinas Uji")
        self.assertEqual(channel.channel_type, "group")
        self.assertEqual(
            self._members(),
            self.agency_head | self.secretary | self.planning_head | self.team_member
            | self.head_a | self.head_b,
        )  # fmt: skip

    def test_starter_without_a_part_is_not_in(self):
        self.cycle.with_user(self.manager).action_start()
        self.assertNotIn(self.manager, self._members())

    def test_members_follow_officers(self):
        self._start(self.cycle)
        acting = self._create_person("acting", "Plh Sekretaris")
        officer = self._create_officer("secretary", acting, capacity="plh")
        # The secretary leads the secretariat as well, so stays
        self.assertIn(acting, self._members())
        self.assertIn(self.secretary, self._members())
        officer.date_to = "2020-01-01"
        self.assertNotIn(acting, self._members())

    def test_members_follow_team(self):
        self._start(self.cycle)
        self.cycle.with_user(self.planning_head).member_ids = [
            Command.create({"employee_id": self.staff_a.employee_id.id})
        ]
        self.assertIn(self.staff_a, self._members())
        self.cycle.member_ids.filtered(lambda m: m.user_id == self.staff_a).unlink()
        self.assertNotIn(self.staff_a, self._members())

    def test_members_follow_departments(self):
        self._start(self.cycle)
        self.division_a.manager_id = self.staff_a.employee_id
        self.assertIn(self.staff_a, self._members())
        self.assertNotIn(self.head_a, self._members())

    def test_who_left_is_not_brought_back(self):
        self._start(self.cycle)
        self.cycle.channel_id.with_user(self.head_b).action_unfollow()
        self.cycle.step_ids._sync_performers()
        self.env["lakip.step"]._cron_sync_performers()
        self.assertNotIn(self.head_b, self._members())

    def test_no_stranger_is_let_in(self):
        """A member can invite nobody without a part, and no guest."""
        self._start(self.cycle)
        channel = self.cycle.channel_id.with_user(self.planning_head)
        with self.assertRefused("has no part in LAKIP 2026"):
            channel.add_members(partner_ids=self.staff_a.partner_id.ids)
        guest = self.env["mail.guest"].create({"name": "Tamu"})
        with self.assertRefused("has no part in LAKIP 2026"):
            channel.add_members(guest_ids=guest.ids)
        with self.assertRaises(AccessError):
            self.cycle.channel_id.with_user(self.staff_a).read(["name"])

    def test_protected(self):
        with self.assertRefused("cannot be edited"):
            self.cycle.write({"channel_id": self.env.ref("mail.channel_all_employees").id})

    def test_draft_that_is_archived_starts_with_a_closed_channel(self):
        cycle = self._create_cycle(2024, active=False)
        self._start(cycle)
        self.assertFalse(cycle.channel_id.active)
        cycle.active = True
        self.assertTrue(cycle.channel_id.active)

    def test_archived_with_the_cycle(self):
        self._start(self.cycle)
        channel = self.cycle.channel_id
        self.cycle.active = False
        self.assertFalse(channel.active)
        self.cycle.active = True
        self.assertTrue(channel.active)
        self.cycle.with_user(self.planning_head).action_cancel("Digabung")
        self.assertFalse(channel.active)
        self.assertIn("Digabung", self._messages()[-1].body)

    # ------------------------------------------------------------
    # MESSAGES
    # ------------------------------------------------------------

    def test_one_message_an_event(self):
        """Who and until when, done, paraf, returned with the reason, signed: once each."""
        with self.at("2026-01-05 08:00"):
            step = self._start(self.cycle)
        self.assertEqual(len(self._messages()), 1)
        body = self._messages().body
        self.assertIn("1. Mulai kerja", body)
        self.assertIn(f'data-oe-id="{step.id}"', body)
        self.assertIn("Kasubbag Uji", body)
        self.assertIn("6 January 2026", body)
        with self.at("2026-01-05 09:00"):
            self._complete(self.cycle)
            self.assertIn("done by Kasubbag Uji", self._messages()[-1].body)
            self.assertIn("2. Menulis", self._messages()[-1].body)
            self._upload_report(self.cycle)
            self._complete(self.cycle)
        self.assertEqual(len(self._messages()), 3)
        # the message of a row that asks a decision is its card
        approval = self.cycle.current_step_id.pending_approval_id
        self.assertEqual(self._messages()[-1].lakip_approval_id, approval)
        with self.at("2026-01-05 10:00"):
            self._approve(self.cycle)
        self.assertIn("paraf given by Sekretaris Uji", self._messages()[-1].body)
        with self.at("2026-01-05 11:00"):
            self.cycle.current_step_id.pending_approval_id.with_user(
                self.agency_head
            ).action_return("Bab III <b>kurang</b>")
        returned = self._messages()[-1].body
        self.assertIn("returned by Kepala Uji", returned)
        self.assertIn("Bab III &lt;b&gt;kurang", returned)
        self.assertIn("2. Menulis", returned)
        self.assertEqual(len(self._messages()), 5)
        with self.at("2026-01-06 10:00"):
            self._upload_report(self.cycle, text="LAKIP 2")
            points = self.cycle.correction_ids.with_user(self.team_member)
            points.action_resolve()
            self._complete(self.cycle)
            self._approve(self.cycle)
            self._approve(self.cycle)
            self.assertIn("signed by Kepala Uji", self._messages()[-1].body)
            self._complete(self.cycle)
        self.assertEqual(self.cycle.state, "done")
        self.assertEqual(len(self._messages()), 9)
        self.assertFalse(self.cycle.channel_id.active)

    def test_hold_and_resume(self):
        step = self._start(self.cycle)
        step.with_user(self.planning_head).action_hold("Menunggu anggaran")
        self.assertIn("on hold: Menunggu anggaran", self._messages()[-1].body)
        step.with_user(self.planning_head).action_resume()
        self.assertIn("goes on", self._messages()[-1].body)
        self.assertEqual(len(self._messages()), 3)

    def test_language_of_the_office(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.company.partner_id.lang = False
        self.assertEqual(self.cycle._get_channel_lang(), "id_ID")
        self.company.partner_id.lang = "en_US"
        self.assertEqual(self.cycle._get_channel_lang(), "en_US")

    # ------------------------------------------------------------
    # /lakip
    # ------------------------------------------------------------

    def test_command(self):
        """The answer goes to the asker alone and names what is missing."""
        self._start(self.cycle)
        self._complete(self.cycle)
        count = len(self._messages())
        self.env.cr.precommit.run()
        self.env["bus.bus"].sudo().search([]).unlink()
        self.cycle.channel_id.with_user(self.head_a).execute_command_lakip()
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([])
        self.assertEqual(len(notices), 1)
        asker = f'"res.partner",{self.head_a.partner_id.id}'
        self.assertIn(asker, notices.channel.replace(" ", ""))
        self.assertIn("Menulis", notices.message)
        self.assertIn("There is no draft yet", notices.message)
        self.assertEqual(len(self._messages()), count)

    def test_command_by_a_stranger(self):
        self._start(self.cycle)
        with self.assertRaises(AccessError):
            self.cycle.channel_id.with_user(self.staff_a).execute_command_lakip()
