"""The mail server refuses, is busy or hangs up: the SOP goes on, and whoever sent is told."""

from odoo.tools import mute_logger

from .smtp_stub import mail_server
from .test_archive import ArchiveCase

MAIL = "odoo.addons.mail.models.mail_mail"
SERVER = "odoo.addons.base.models.ir_mail_server"


class TestMailFault(ArchiveCase):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(mail_server(self.env))
        self.enterContext(mute_logger(MAIL, SERVER, "odoo.addons.mail.models.mail_thread"))

    def _send(self):
        """Send the queue as the scheduled action does."""
        self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        self.env.invalidate_all()

    def _notify_by_email(self):
        users = self.planning_head | self.secretary | self.agency_head | self.team_member
        users.notification_type = "email"

    def _get_delivery(self):
        step = self._reach_archive()
        delivery = step.delivery_ids.filtered(lambda row: row.partner_id == self.inspectorate)
        own = delivery.with_user(self.planning_head)
        own.medium = "softcopy"
        return own

    def test_a_report_that_was_not_taken_was_not_sent(self):
        delivery = self._get_delivery()
        for way, said in (("refuse", "550"), ("busy", "421")):
            with self.subTest(way):
                self.server.way = way
                self.server.letters.clear()
                delivery.action_send_email()
                self.assertEqual(delivery.state, "sent")
                self._send()
                self.assertEqual((delivery.state, delivery.date_sent), ("draft", False))
                self.assertFalse(self.server.letters)
                self.assertIn(said, " ".join(delivery.message_ids.mapped("body")))
                notice = self.env["mail.notification"].search(
                    [("res_partner_id", "=", self.planning_head.partner_id.id)],
                    order="id desc", limit=1,
                )  # fmt: skip
                self.assertEqual(notice.mail_message_id.subject, "E-mail not sent")
                self.assertIn("Inspektorat", notice.mail_message_id.body)
        self.server.way = "take"
        delivery.action_send_email()
        self._send()
        self.assertEqual(delivery.state, "sent")
        self.assertTrue(delivery.date_sent)
        (letter,) = (one for one in self.server.letters if b"Penyampaian" in one)
        self.assertIn(b"LAKIP", letter)

    def test_the_line_is_cut(self):
        """In the middle of the letter, while the scheduled action sends it."""
        delivery = self._get_delivery()
        delivery.action_send_email()
        self.server.way = "drop"
        with self.enter_registry_test_mode():
            self.env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(delivery.state, "draft")
        bodies = " ".join(delivery.message_ids.mapped("body"))
        self.assertIn("was not sent to Inspektorat", bodies)
        self.server.way = "take"
        delivery.action_send_email()
        self._send()
        self.assertEqual(delivery.state, "sent")
        self.assertEqual(len([one for one in self.server.letters if b"Penyampaian" in one]), 1)

    def test_no_act_of_the_sop_waits_for_the_mail(self):
        """The whole way to the archive while nothing can be sent."""
        self._notify_by_email()
        for way in ("refuse", "busy"):
            with self.subTest(way):
                self.server.way = way
                cycle = self._create_cycle({"refuse": 2030, "busy": 2031}[way])
                self._start(cycle)
                self._upload_report(cycle)
                self._complete(cycle)
                self._approve(cycle)
                returned = cycle.current_step_id.pending_approval_id
                returned.with_user(self.secretary).action_return("Kurang lengkap")
                self._upload_report(cycle, text="baru")
                cycle.correction_ids.with_user(self.team_member).action_resolve()
                self._complete(cycle)
                for _approval in range(3):
                    step = self._approve(cycle)
                self.assertEqual(step.kind, "archive")
                self.assertChainHolds(cycle)
                self._send()
                failed = self.env["mail.mail"].search(
                    [("state", "=", "exception"), ("model", "like", "lakip.")]
                )
                self.assertTrue(failed, "it was tried")
                self.assertTrue(all(failed.mapped("failure_reason")))
