from odoo import models


class MailMail(models.Model):
    """A report that the mail server did not take was not handed over."""

    _inherit = "mail.mail"

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # What Odoo sends of a message itself is told by Odoo, beside the message.
        reports = self.filtered(
            lambda mail: mail.model == "lakip.delivery"
            and mail.state == "outgoing"
            and not mail.is_notification
        )
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

    def _lakip_tell_failed(self):
        """Take back the deliveries of those of these mails that were not sent."""
        failed = self.exists().filtered(lambda mail: mail.state == "exception")
        for mail in failed:
            # sudo: the state of a delivery is written by the app only
            delivery = self.env["lakip.delivery"].sudo().browse(mail.res_id).exists()
            delivery._do_note_failed_email(mail.failure_reason)
