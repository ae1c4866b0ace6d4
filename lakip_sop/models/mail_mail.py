from odoo import models


class MailMail(models.Model):
    """A report that the mail server did not take was not handed over."""

    _inherit = "mail.mail"

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        reports = self.filtered(lambda mail: mail.state == "outgoing" and mail._lakip_is_report())
        try:
            result = super().send(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=post_send_callback,
            )
        except OSError:
            # The server hung up. Odoo leaves the mail it was at as failed, and tells nobody.
            reports._lakip_tell_failed()
            raise
        reports._lakip_tell_failed()
        return result

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """A report goes as a file or not at all: its recipient could not open a link to it."""
        if self._lakip_is_report():
            delivery = self.env["lakip.delivery"].browse(self.res_id).exists()
            if delivery:
                delivery._check_fits_email(mail_server or self.env["ir.mail_server"])
        return super()._prepare_outgoing_list(mail_server, doc_to_followers)

    def _lakip_is_report(self):
        """Return whether this is the e-mail of a report. What Odoo sends of a message itself is
        not, and is told by Odoo, beside the message."""
        self.ensure_one()
        return self.model == "lakip.delivery" and not self.is_notification

    def _lakip_tell_failed(self):
        """Take back the deliveries of those of these mails that were not sent."""
        failed = self.exists().filtered(lambda mail: mail.state == "exception")
        for mail in failed:
            # sudo: the state of a delivery is written by the app only
            delivery = self.env["lakip.delivery"].sudo().browse(mail.res_id).exists()
            delivery._do_note_failed_email(mail.failure_reason)
