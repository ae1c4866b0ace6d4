"""Files that are too large for an e-mail: Odoo sends a link in their place, with a key to it.

A frozen file gets no key. A report for another office goes as a file or is refused with a sentence;
a notice within the office goes with a link that asks for the login.
"""

import email
import re
from email import policy

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .performance_case import PerformanceCase
from .smtp_stub import mail_server
from .test_archive import ArchiveCase

QUIET = ("odoo.addons.mail.models.mail_mail", "odoo.addons.mail.models.mail_thread")
#: In MB: less than any Word file takes, and more.
SMALL, ENOUGH = 0.03, 5.0


class MailSizeCase(HttpCase):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(mail_server(self.env))
        self.settings = self.env["ir.mail_server"].search([]).ensure_one()
        self.enterContext(mute_logger(*QUIET))

    def _set_limit(self, megabytes):
        self.settings.max_email_size = megabytes
        self.env.flush_all()

    def _send_queue(self):
        """Send what waits as the scheduled action does; return the letters taken since the last."""
        self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        self.env.invalidate_all()
        letters = [
            email.message_from_bytes(letter, policy=policy.default)
            for letter in self.server.letters
        ]
        self.server.letters.clear()
        return letters


class TestReport(MailSizeCase, ArchiveCase):
    def setUp(self):
        super().setUp()
        step = self._reach_archive()
        delivery = step.delivery_ids.filtered(lambda row: row.partner_id == self.inspectorate)
        self.delivery = delivery.with_user(self.planning_head)
        self.delivery.medium = "softcopy"
        self.report = step.cycle_id._get_report()[step.cycle_id].attachment_id
        self._send_queue()

    def test_refused_before_it_is_sent(self):
        self._set_limit(SMALL)
        with self.assertRefused("The report for Inspektorat takes .* MB .* takes 0.0 MB at most"):
            self.delivery.action_send_email()
        self.env.invalidate_all()
        self.assertEqual(self.delivery.state, "draft")
        self.assertFalse(self._send_queue())
        self._set_limit(ENOUGH)
        self.delivery.action_send_email()
        (letter,) = self._send_queue()
        self.assertEqual(self.delivery.state, "sent")
        sent = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
        self.assertEqual(sent[self.report.name], self.report.raw)

    def test_limit_of_the_whole_server(self):
        """That of the system, where the mail server names none."""
        self._set_limit(0)
        self.env["ir.config_parameter"].set_param("base.default_max_email_size", SMALL)
        with self.assertRefused("MB at most"):
            self.delivery.action_send_email()

    def test_limit_lowered_while_it_waits(self):
        self.delivery.action_send_email()
        self.assertEqual(self.delivery.state, "sent")
        self._set_limit(SMALL)
        self.assertFalse([one for one in self._send_queue() if "Penyampaian" in one["subject"]])
        self.assertEqual((self.delivery.state, self.delivery.date_sent), ("draft", False))
        said = " ".join(self.delivery.message_ids.mapped("body"))
        self.assertRegex(said, "was not sent to Inspektorat.* MB at most")
        self.assertFalse(self.report.access_token)


class TestNotice(MailSizeCase, PerformanceCase):
    def test_link_that_asks_for_the_login(self):
        """The Nota Dinas and its workbook, which are frozen and kept, reach the division."""
        for user in self.staff_a | self.head_b:
            user.password = user.login
        self.staff_a.notification_type = "email"
        self._set_limit(SMALL)
        self.step.request_ids.with_user(self.team_member).action_send()
        request = self._get_request(self.step, self.division_a)
        files = request._get_notice_files()
        self.assertEqual(len(files), 2)
        letters = [
            one.get_body(("html",)).get_content()
            for one in self._send_queue()
            if "staff_a@" in one["to"] and not list(one.iter_attachments())
        ]
        (page,) = (one for one in letters if "Nota Dinas is attached" in one)
        links = re.findall(r'href="[^"]*(/web/content/\d+[^"]*)"', page)
        self.assertEqual(len(links), 2)
        self.assertFalse(any(files.mapped("access_token")))
        for link, file in zip(links, files, strict=True):
            link = link.replace("&amp;", "&")
            for user, content in ((self.staff_a, file.raw), (self.head_b, None), (None, None)):
                login = user and user.login
                self.authenticate(login, login)
                answer = self.url_open(link, allow_redirects=False)
                with self.subTest(file=file.name, user=login):
                    if content:
                        self.assertEqual(answer.content, content)
                    else:
                        self.assertNotEqual(answer.status_code, 200)
