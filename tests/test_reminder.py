"""Reminders of a deadline and escalation: who is told what, when, how often, and what it costs.

5 January 2026 is a Monday; the office works 07:30-12:00 and 13:00-16:00, on Fridays 07:30-11:30
and 13:00-16:30.
"""

from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.lakip_sop.models import lakip_reminder
from odoo.addons.lakip_sop.models.lakip_reminder_mixin import Moment

from .common import LakipCase, local

MANY = 20


class ReminderCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop = cls._create_short_sop()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.cycle = cls._create_cycle()
        people = (
            cls.agency_head | cls.secretary | cls.planning_head | cls.team_member
            | cls.head_a | cls.staff_a | cls.head_b
        )  # fmt: skip
        people.notification_type = "inbox"

    def _at_draft(self, start="2026-01-05 08:00"):
        """Return the drafting row of the team: two days from ``start``."""
        with self.at(start):
            self._start(self.cycle)
            return self._complete(self.cycle)

    def _at_paraf(self, start="2026-01-05 08:00"):
        """Return the secretary's row: one hour from ``start``."""
        self._at_draft(start)
        with self.at(start):
            self._upload_report(self.cycle)
            return self._complete(self.cycle)

    def _run_cron(self, text):
        """Run the cron at 'YYYY-MM-DD HH:MM'; return the messages it sent, oldest first."""
        domain = [("model", "like", "lakip."), ("message_type", "=", "user_notification")]
        before = self.env["mail.message"].search(domain)
        with self.at(text), self.enter_registry_test_mode():
            self.env.ref("lakip_sop.ir_cron_remind").method_direct_trigger()
        return (self.env["mail.message"].search(domain) - before).sorted("id")

    def _channel_texts(self):
        messages = self.cycle.channel_id.message_ids.sorted("id")
        return [html2plaintext(message.body) for message in messages]

    def assertTold(self, text, expected):
        """Assert what the cron at ``text`` says: ``[(users, regex), ...]``."""
        messages = self._run_cron(text)
        self.assertEqual(
            [message.partner_ids for message in messages],
            [users.partner_id for users, _sentence in expected],
            text,
        )
        for message, (_users, sentence) in zip(messages, expected, strict=True):
            self.assertRegex(html2plaintext(message.body), sentence or ".")
        return messages

    def assertSilent(self, *texts):
        for text in texts:
            self.assertTold(text, [])


class TestMoments(ReminderCase):
    """When a turn is told of, and when not."""

    def test_before_late_and_each_working_day(self):
        step = self._at_draft()
        self.assertEqual(step.date_deadline, local("2026-01-07 08:00"))
        team = self.team_member
        self.assertSilent("2026-01-05 08:15", "2026-01-06 07:45")
        (told,) = self.assertTold("2026-01-06 08:00", [(team, "Reminder: LAKIP 2026: 2. Menulis")])
        self.assertIn("Wednesday 7 January 2026, 08:00", told.body)
        self.assertSilent("2026-01-06 08:15", "2026-01-06 15:00", "2026-01-07 08:00")
        self.assertTold("2026-01-07 08:15", [(team, "is late: it was due on Wednesday")])
        self.assertSilent("2026-01-07 08:30", "2026-01-07 15:45", "2026-01-08 07:45")
        self.assertTold("2026-01-08 08:00", [(team, "still late.*Working days late: 1")])
        self.assertSilent("2026-01-08 08:15")
        later = ("2026-01-09 08:00", "2026-01-12 08:00", "2026-01-13 08:00")
        for days, text in enumerate(later, 2):
            self.assertTold(
                text,
                [
                    (team, f"still late.*Working days late: {days}"),
                    (self.secretary, "turn of Anggota Tim; you are told as the next"),
                ],
            )
        rows = self.env["lakip.reminder"].search([("res_id", "=", step.id)])
        self.assertEqual(rows.mapped("moment"), ["before", *["late"] * 5])

    def test_half_of_a_standard_of_one_hour(self):
        step = self._at_paraf()
        self.assertEqual(step.date_deadline, local("2026-01-05 09:00"))
        self.assertSilent("2026-01-05 08:29")
        self.assertTold("2026-01-05 08:30", [(self.secretary, "Reminder: LAKIP 2026: 3. Memaraf")])
        self.assertSilent("2026-01-05 08:45")
        self.assertTold("2026-01-05 09:01", [(self.secretary, "is late")])

    def test_half_of_a_standard_of_one_day(self):
        """The lead time itself: at the start would be no reminder."""
        with self.at("2026-01-05 07:30"):
            self._start(self.cycle)
        self.assertSilent("2026-01-05 08:00", "2026-01-05 11:14")
        self.assertTold("2026-01-05 11:15", [(self.planning_head, "due on Monday.*16:00")])

    def test_half_of_a_standard_around_a_hold(self):
        """The time on hold makes no longer standard of an hour."""
        step = self._at_paraf()
        with self.at("2026-01-05 08:10"):
            step.with_user(self.planning_head).action_hold("Menunggu")
        with self.at("2026-01-08 08:10"):
            step.with_user(self.planning_head).action_resume()
        self.assertEqual(step.date_deadline, local("2026-01-08 09:00"))
        self.assertSilent("2026-01-08 08:15")
        self.assertTold("2026-01-08 08:30", [(self.secretary, "Thursday")])

    def test_longer_lead_time(self):
        self.company.lakip_remind_days = 3
        self._at_draft()
        self.assertSilent("2026-01-06 07:45")
        self.assertTold("2026-01-06 08:00", [(self.team_member, "Reminder")])

    def test_no_lead_time(self):
        self.company.lakip_remind_days = 0
        self._at_paraf()
        self.assertSilent("2026-01-05 08:30", "2026-01-05 08:59")
        self.assertTold("2026-01-05 09:15", [(self.secretary, "late")])

    def test_late_cron_tells_the_latest_moment_only(self):
        self._at_draft()
        told = self._run_cron("2026-01-12 10:00")
        self.assertEqual(told.partner_ids, (self.team_member | self.secretary).partner_id)
        self.assertEqual(len(told), 2)
        self.assertIn("Working days late: 3", html2plaintext(told[0].body))
        self.assertEqual(sum("is late" in text for text in self._channel_texts()), 1)
        self.assertSilent("2026-01-12 10:15", "2026-01-13 07:45")

    def test_no_time_standard(self):
        self._at_paraf("2026-01-05 08:00")
        with self.at("2026-01-05 08:00"):
            self._approve(self.cycle)
            step = self._approve(self.cycle)
        self.assertFalse(step.date_deadline)
        self.assertSilent("2026-01-05 10:00", "2026-03-02 10:00")


class TestWorkingHours(ReminderCase):
    """Nobody is told outside the office's hours; the moment waits."""

    def test_night(self):
        step = self._at_paraf("2026-01-05 15:00")
        self.assertEqual(step.date_deadline, local("2026-01-05 16:00"))
        self.assertSilent("2026-01-05 16:00", "2026-01-05 16:15", "2026-01-06 02:00")
        self.assertSilent("2026-01-06 07:29")
        self.assertTold("2026-01-06 07:30", [(self.secretary, "is late")])
        # One message of that day, not two
        self.assertSilent("2026-01-06 07:45", "2026-01-06 15:45")
        self.assertTold("2026-01-07 07:30", [(self.secretary, "Working days late: 1")])

    def test_break(self):
        self._at_paraf("2026-01-05 11:00")
        self._run_cron("2026-01-05 11:45")
        self.assertSilent("2026-01-05 12:15", "2026-01-05 12:59")
        self.assertTold("2026-01-05 13:00", [(self.secretary, "is late")])

    def test_weekend(self):
        self._at_paraf("2026-01-09 15:30")
        self._run_cron("2026-01-09 16:00")
        self.assertSilent("2026-01-09 16:30", "2026-01-10 09:00", "2026-01-11 09:00")
        self.assertTold("2026-01-12 07:30", [(self.secretary, "is late")])

    def _close(self, start, end):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Tutup",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": local(start),
                "date_to": local(end),
            }
        )

    def test_holiday_and_shorter_day(self):
        self._close("2026-01-06 00:00", "2026-01-06 23:59")
        self._close("2026-01-07 14:00", "2026-01-07 23:59")
        step = self._at_paraf("2026-01-05 15:30")
        self.assertEqual(step.date_deadline, local("2026-01-07 08:00"))
        self.assertSilent("2026-01-05 15:45", "2026-01-06 10:00")
        self.assertTold("2026-01-07 07:30", [(self.secretary, "Reminder")])
        self.assertSilent("2026-01-07 08:00", "2026-01-07 14:30")
        self.assertTold("2026-01-08 07:30", [(self.secretary, "is late")])

    def test_holiday_declared_late_moves_the_moments(self):
        """A deadline that moved and passes again is told anew; the past is not."""
        step = self._at_paraf("2026-01-05 15:30")
        self.assertTold("2026-01-06 07:45", [(self.secretary, "Tuesday 6 January 2026, 08:00")])
        self.assertTold("2026-01-06 08:15", [(self.secretary, "is late")])
        with self.at("2026-01-06 09:00"):
            self._close("2026-01-06 00:00", "2026-01-06 23:59")
        self.assertEqual(step.date_deadline, local("2026-01-07 08:00"))
        self.assertTold("2026-01-07 07:45", [(self.secretary, "Reminder.*Wednesday")])
        self.assertTold("2026-01-07 08:15", [(self.secretary, "is late.*Wednesday")])
        # Counted anew within the past: no news
        with self.at("2026-01-07 09:00"):
            self.company.resource_calendar_id.global_leave_ids.unlink()
        self.assertEqual(step.date_deadline, local("2026-01-06 08:00"))
        self.assertSilent("2026-01-07 09:15")
        self.assertTold(
            "2026-01-08 08:00", [(self.secretary, "days late: 2"), (self.agency_head, "")]
        )

    def test_a_calendar_without_hours_stops_nobody_else(self):
        self._at_paraf()
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.assertSilent("2026-01-05 10:00")


class TestNoMoments(ReminderCase):
    """What is not under way is not told of."""

    def test_on_hold(self):
        step = self._at_draft()
        with self.at("2026-01-05 09:00"):
            step.with_user(self.planning_head).action_hold("Menunggu anggaran")
        self.assertSilent("2026-01-06 10:00", "2026-01-08 10:00")
        with self.at("2026-01-12 09:00"):
            step.with_user(self.planning_head).action_resume()
        self.assertEqual(step.date_deadline, local("2026-01-14 08:00"))
        self.assertSilent("2026-01-12 10:00")
        self.assertTold("2026-01-13 08:00", [(self.team_member, "Reminder.*14 January")])

    def test_a_hold_after_the_reminder_gives_a_new_one(self):
        step = self._at_draft()
        self._run_cron("2026-01-06 09:00")
        with self.at("2026-01-06 10:00"):
            step.with_user(self.planning_head).action_hold("Menunggu anggaran")
        with self.at("2026-01-08 10:00"):
            step.with_user(self.planning_head).action_resume()
        self.assertTold("2026-01-08 10:15", [(self.team_member, "Reminder.*Friday 9 January")])
        self.assertTold("2026-01-09 09:00", [(self.team_member, "is late.*Friday 9 January")])

    def test_done(self):
        self._at_paraf()
        with self.at("2026-01-05 08:40"):
            self._approve(self.cycle)
            self._approve(self.cycle)
        self.assertSilent("2026-01-05 10:00", "2026-01-08 10:00")

    def test_returned(self):
        """The row that sent it back is silent; the one it went to has moments of a new round."""
        step = self._at_paraf()
        self._run_cron("2026-01-05 08:45")
        with self.at("2026-01-05 08:50"):
            step.pending_approval_id.with_user(self.secretary).action_return("Bab III kurang")
        self.assertSilent("2026-01-05 10:00", "2026-01-06 08:45")
        self.assertTold("2026-01-06 08:50", [(self.team_member, "Reminder: LAKIP 2026: 2.")])
        self.assertTold("2026-01-07 09:00", [(self.team_member, "is late")])
        with self.at("2026-01-07 09:30"):
            self._upload_report(self.cycle, text="LAKIP 2")
            self.cycle.correction_ids.with_user(self.team_member).action_resolve()
            self._complete(self.cycle)
        self.assertTold("2026-01-07 10:15", [(self.secretary, "Reminder: LAKIP 2026: 3.")])
        self.assertTold("2026-01-07 10:45", [(self.secretary, "is late")])

    def test_cancelled(self):
        self._at_draft()
        with self.at("2026-01-05 10:00"):
            self.cycle.with_user(self.planning_head).action_cancel("Digabung")
        self.assertSilent("2026-01-06 10:00", "2026-01-08 10:00")

    def test_archived(self):
        self._at_draft()
        self.cycle.active = False
        self.assertSilent("2026-01-06 10:00", "2026-01-08 10:00")

    def test_done_between_finding_and_telling(self):
        step = self._at_draft()
        with self.at("2026-01-06 10:00"):
            due = self.env["lakip.step"]._find_due_turns()
            self.assertEqual(due, step)
            self._upload_report(self.cycle)
            self._complete(self.cycle)
            due._remind()
        self.assertFalse(self.env["lakip.reminder"].search([("res_id", "=", step.id)]))

    def test_telling_twice_in_one_breath(self):
        step = self._at_draft()
        with self.at("2026-01-06 10:00"):
            step._remind()
            step._remind()
        self.assertEqual(self.env["lakip.reminder"].search_count([("res_id", "=", step.id)]), 1)


class TestReaders(ReminderCase):
    """Who is told, in which words and by which way."""

    def test_each_in_their_language_and_on_their_clock(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.team_member.write({"lang": "id_ID", "tz": "Asia/Jayapura"})
        self.cycle.member_ids = [Command.create({"employee_id": self.head_a.employee_id.id})]
        self._at_draft()
        told = self._run_cron("2026-01-06 10:00")
        bodies = {message.partner_ids.user_ids: message.body for message in told}
        self.assertEqual(set(bodies), {self.team_member, self.head_a})
        self.assertIn("Rabu 7 Januari 2026, 10.00", bodies[self.team_member])
        self.assertIn("Wednesday 7 January 2026, 08:00", bodies[self.head_a])

    def test_the_clock_of_the_office_for_who_has_none(self):
        step = self._at_draft()
        reader = self._create_user("reader", "Tanpa Zona")
        reader.tz = False
        ((_step, values),) = step._get_reminder_posts(reader, Moment("before"))
        self.assertIn("Wednesday 7 January 2026, 08:00", values["body"])

    def test_readers_alike_share_a_message(self):
        self.cycle.member_ids = [Command.create({"employee_id": self.head_a.employee_id.id})]
        self._at_draft()
        self.assertTold("2026-01-06 10:00", [(self.team_member | self.head_a, "Reminder")])

    def test_inbox(self):
        step = self._at_draft()
        told = self._run_cron("2026-01-06 10:00")
        notice = told.notification_ids
        self.assertEqual(notice.res_partner_id, self.team_member.partner_id)
        self.assertEqual(notice.notification_type, "inbox")
        self.assertIn(f'data-oe-id="{step.id}"', told.body)
        # The chatter of the row is not filled with it
        self.assertNotIn(told, step.message_ids)
        self.assertFalse(self.env["mail.mail"].search([("mail_message_id", "in", told.ids)]))

    def test_email_has_a_link_that_needs_login_and_no_button(self):
        self.secretary.notification_type = "email"
        step = self._at_paraf()
        told = self._run_cron("2026-01-05 08:45")
        self.assertEqual(told.notification_ids.notification_type, "email")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", told.id)])
        self.assertEqual(mail.subject, "LAKIP 2026: 3. Memaraf")
        self.assertIn("/mail/view?model=lakip.step", mail.body_html)
        self.assertIn(f"res_id={step.id}", mail.body_html)
        for word in ("token", "action_", "approve", "return"):
            self.assertNotIn(word, mail.body_html)
        # Opened by somebody else's mail scanner: nothing is decided
        self.assertEqual(step.state, "active")

    def test_late_is_said_once_in_the_channel(self):
        self._at_draft()
        self._run_cron("2026-01-06 10:00")
        before = self._channel_texts()
        self._run_cron("2026-01-07 08:15")
        (text,) = self._channel_texts()[len(before) :]
        self.assertRegex(
            text, "2. Menulis.* is late: it was due on Wednesday 7 January 2026, 08:00"
        )
        self._run_cron("2026-01-07 10:15")
        self._run_cron("2026-01-08 10:15")
        self.assertEqual(len(self._channel_texts()), len(before) + 1)

    def test_a_row_that_nobody_holds(self):
        """The channel and the next higher role are told."""
        self._at_paraf()
        self.env["lakip.officer"].search([("user_id", "=", self.secretary.id)]).active = False
        self.assertSilent("2026-01-05 08:45", "2026-01-05 09:15")
        self.assertIn("is late", self._channel_texts()[-1])
        self.assertTold("2026-01-07 09:15", [(self.agency_head, "Working days late: 2")])


class TestEscalation(ReminderCase):
    """The next higher role is that of the SOP's own chain."""

    def test_chain(self):
        """From outside the chain to its first role, from inside to the next, from the last to
        nobody."""
        with self.at("2026-01-05 08:00"):
            self._start(self.cycle)
        steps = self.cycle.step_ids
        higher = steps._get_next_higher()
        self.assertEqual(
            [higher.get(step) for step in steps],
            [self.secretary, self.secretary, self.agency_head, None, self.secretary],
        )

    def test_chain_of_another_sop(self):
        """Each role counts once, where it comes first; actors outside the office are skipped."""
        outside = self.env["lakip.role"].create(
            {"name": "Inspektorat", "code": "zz_out", "is_external": True}
        )
        self.roles["zz_out"] = outside
        sop = self._create_sop(
            [
                {"name": "Isi", "kind": "drafting", "role": "division", "duration": 1},
                {"name": "Paraf", "kind": "initial", "role": "planning_head", "back": 0},
                {"name": "Reviu", "kind": "initial", "role": "zz_out", "back": 0},
                {"name": "Paraf", "kind": "initial", "role": "planning_head", "back": 0},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 0},
            ]
        )
        cycle = self._create_cycle(2027, sop_id=sop.id)
        with self.at("2026-01-05 08:00"):
            self._start(cycle)
        higher = cycle.step_ids._get_next_higher()
        # The owner of the cycle, the planning head, acts for those outside
        expected = [self.planning_head, self.agency_head, self.agency_head, self.agency_head, None]
        self.assertEqual([higher.get(step) for step in cycle.step_ids], expected)

    def test_plh_in_office(self):
        self._at_draft()
        acting = self._create_person("acting", "Plh Sekretaris")
        self._create_officer(
            "secretary", acting, capacity="plh", date_from="2026-01-09", date_to="2026-01-09"
        )
        self._run_cron("2026-01-08 10:00")
        self.assertTold("2026-01-09 10:00", [(self.team_member, ""), (acting, "chain of command")])
        self.assertTold("2026-01-12 10:00", [(self.team_member, ""), (self.secretary, "")])

    def test_never(self):
        self.company.lakip_escalate_days = 0
        self._at_draft()
        self.assertTold("2026-01-19 10:00", [(self.team_member, "days late: 8")])

    def test_after_one_day(self):
        self.company.lakip_escalate_days = 1
        self._at_draft()
        self.assertTold("2026-01-07 10:00", [(self.team_member, "")])
        self.assertTold("2026-01-08 10:00", [(self.team_member, ""), (self.secretary, "")])

    def test_nobody_is_told_in_two_ways(self):
        """The same person in both roles."""
        self._at_paraf()
        self.env["lakip.officer"].search([("user_id", "=", self.agency_head.id)]).active = False
        self._create_officer("agency_head", self.secretary)
        self.assertTold("2026-01-08 10:00", [(self.secretary, "still late")])

    def test_negative_days_are_refused(self):
        for field in ("lakip_remind_days", "lakip_escalate_days"):
            with (
                self.assertRaisesRegex(CheckViolation, "reminder_days_not_negative"),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.company[field] = -1
                self.env.flush_all()

    def test_settings(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        self.assertEqual((settings.lakip_remind_days, settings.lakip_escalate_days), (1, 2))
        settings.lakip_escalate_days = 5
        settings.execute()
        self.assertEqual(self.company.lakip_escalate_days, 5)

    def test_what_was_told_is_written_by_the_app_only(self):
        step = self._at_draft()
        self._run_cron("2026-01-06 10:00")
        row = self.env["lakip.reminder"].search([("res_id", "=", step.id)])
        with self.assertRefused("cannot be edited"):
            row.sudo().write({"days_late": 3})
        with self.assertRefused("cannot be deleted"):
            row.sudo().unlink()
        with self.assertRefused("not allowed", AccessError):
            row.with_user(self.manager).read(["date"])


class TestRequests(ReminderCase):
    """A division that has not handed in its data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop = cls._create_sop(
            [
                {"name": "Mengumpulkan", "kind": "collection", "role": "team", "duration": 5},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Mengesahkan", "kind": "signature", "role": "secretary", "back": 1},
            ]
        )
        cls.cycle.sop_id = cls.sop

    def _send(self, *departments):
        with self.at("2026-01-05 08:00"):
            step = self._start(self.cycle)
            requests = step.request_ids.filtered(
                lambda request: request.department_id in departments
            )
            requests.with_user(self.team_member).action_send()
        return requests

    def test_moments(self):
        request = self._send(self.division_a)
        division, team = self.head_a | self.staff_a, self.team_member
        self.assertEqual(request.date_deadline, local("2026-01-12 08:00"))
        self.assertSilent("2026-01-09 07:45")
        title = "LAKIP 2026: data of Bidang Aplikasi Informatika"
        self.assertTold("2026-01-09 08:00", [(team, "1. Meng"), (division, f"Reminder: {title}")])
        before = self._channel_texts()
        self.assertTold("2026-01-12 08:15", [(team, "is late"), (division, f"{title}.* is late")])
        said = "\n".join(self._channel_texts()[len(before) :])
        self.assertIn("1. Mengumpulkan", said)
        self.assertIn(title, said)
        # The head of the division is among the asked: nobody else is told of the request
        self.assertTold("2026-01-14 08:15", [(team, ""), (self.secretary, ""), (division, "")])

    def test_the_head_who_is_not_among_the_asked(self):
        request = self._send(self.division_a)
        request._lakip_unlocked().user_ids = self.staff_a
        higher = request._get_next_higher()
        self.assertEqual(higher, {request: self.head_a})

    def test_handed_in_and_given_back(self):
        request = self._send(self.division_a)
        self._run_cron("2026-01-09 08:00")
        with self.at("2026-01-09 09:00"):
            item = request.item_ids
            item.with_user(self.head_a).write({"note": "Terlampir"})
            request.with_user(self.head_a).action_submit()
        self.assertTold("2026-01-12 08:15", [(self.team_member, "is late")])
        with self.at("2026-01-12 09:00"):
            request.with_user(self.team_member).action_return("Kurang")
        told = self._run_cron("2026-01-12 09:15")
        self.assertEqual(told.partner_ids, (self.head_a | self.staff_a).partner_id)

    def test_waived(self):
        request = self._send(self.division_a)
        with self.at("2026-01-05 09:00"):
            request.with_user(self.team_member).action_waive("Tidak perlu")
        self.assertTold("2026-01-12 08:15", [(self.team_member, "")])

    def test_step_on_hold(self):
        request = self._send(self.division_a)
        with self.at("2026-01-05 09:00"):
            request.step_id.with_user(self.planning_head).action_hold("Menunggu")
        self.assertSilent("2026-01-12 08:15")


class TestReminderCost(ReminderCase):
    """What is due is found in a fixed number of queries; telling costs what Odoo's notices do."""

    def _start_many(self, count, first_year):
        with self.at("2026-01-05 08:00"):
            cycles = self.env["lakip.cycle"].union(
                *(self._create_cycle(first_year + index) for index in range(count))
            )
            cycles.with_user(self.planning_head).action_start()
        return cycles

    def _count(self, text, method):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        with self.at(text):
            method()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_idle(self):
        """Nothing due: the same few queries for 1 and for 21 open rows."""
        find = self.env["lakip.step"]._find_due_turns
        self._start_many(1, 2031)
        self._count("2026-01-05 08:15", find)
        one = self._count("2026-01-05 08:15", find)
        self._start_many(MANY, 2040)
        self.assertEqual(self._count("2026-01-05 08:15", find), one)
        self.assertLessEqual(one, 12)
        self.assertLessEqual(self._count("2026-01-05 23:00", find), one)

    def test_finding(self):
        """Twenty late rows are found with as many queries as one, told before or not."""
        find = self.env["lakip.step"]._find_due_turns
        self._start_many(1, 2031)
        self._count("2026-01-08 10:00", find)
        one = self._count("2026-01-08 10:00", find)
        cycles = self._start_many(MANY, 2040)
        self.assertEqual(self._count("2026-01-08 10:00", find), one)
        with self.at("2026-01-07 10:00"):
            cycles.step_ids.filtered(lambda step: step.state == "active")._remind()
        self.assertEqual(self._count("2026-01-08 10:00", find), one)

    def test_telling(self):
        """A fixed sum and a constant a message: the messages are posted with one INSERT, and of
        each Odoo looks up and notifies the recipients (6 queries)."""
        warm, one, many = (
            self._start_many(count, year).current_step_id
            for count, year in ((1, 2031), (1, 2032), (MANY, 2040))
        )
        self._count("2026-01-05 11:45", warm._remind)
        single = self._count("2026-01-05 11:45", one._remind)
        all_of_them = self._count("2026-01-05 11:45", many._remind)
        told = self.env["lakip.reminder"].search_count([("res_id", "in", many.ids)])
        self.assertEqual(told, MANY)
        self.assertLessEqual(single, 40)
        self.assertLessEqual(all_of_them, single + 6 * (MANY - 1) + 2)

    def test_slices(self):
        """All are told, however many transactions it takes; who is told does not change."""
        steps = self._start_many(5, 2040).current_step_id
        with patch.object(lakip_reminder, "SLICE", 2):
            told = self._run_cron("2026-01-05 11:45")
        self.assertEqual(sorted(told.mapped("res_id")), sorted(steps.ids))
        self.assertSilent("2026-01-05 13:15")
