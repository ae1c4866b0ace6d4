from odoo import Command, fields, models
from odoo.exceptions import UserError

_MEGABYTE = 1024 * 1024


class LakipDelivery(models.Model):
    """The signed report sent by e-mail, as a file.

    What is too large for an e-mail, Odoo sends as a link that opens the file without a login, for
    ever. A frozen file has no such link: what does not fit is handed over in another way.
    """

    _inherit = "lakip.delivery"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_send_email(self):
        """Send the signed report to each recipient by e-mail."""
        self._check_can_send_email()
        # sudo: the state is written by the app; checked above
        self._lakip_clean().sudo()._do_send_email()
        return True

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_can_send_email(self):
        self._check_can_edit()
        self._check_signed()
        for delivery in self:
            if delivery.medium != "softcopy":
                raise UserError(
                    self.env._(
                        "%s gets a hard copy. Choose 'Soft Copy' to send it by e-mail.",
                        delivery.partner_id.display_name,
                    )
                )
            if not delivery.partner_id.email:
                raise UserError(
                    self.env._(
                        "%s has no e-mail address. Enter one on the contact first.",
                        delivery.partner_id.display_name,
                    )
                )
        template = self.env.ref("lakip_sop.mail_template_delivery")
        senders = template._render_field("email_from", self.ids)
        for delivery in self:
            delivery._check_fits_email(
                template.mail_server_id or self._find_mail_server(senders[delivery.id])
            )

    def _check_fits_email(self, server):
        """Raise ``UserError`` when the report and its letter are more than an e-mail may hold.

        :param server: the ``ir.mail_server`` that would send it; empty: that of the command line
        """
        self.ensure_one()
        sizes = self._get_emailed_files().sudo().mapped("file_size")  # sudo: to be added up only
        needed = self.env["mail.mail"]._estimate_email_size({}, "", sizes)
        # sudo: how much a server takes; users do not read mail servers
        most = server.sudo()._get_max_email_size() * _MEGABYTE
        if needed > most:
            raise UserError(
                self.env._(
                    "The report for %(recipient)s takes %(size)s MB as an e-mail, and the mail "
                    "server takes %(limit)s MB at most. Hand it over in another way, or have the "
                    "administrator raise 'Max Email Size' of the outgoing mail server.",
                    recipient=self.partner_id.display_name,
                    size=round(needed / _MEGABYTE, 1),
                    limit=round(most / _MEGABYTE, 1),
                )
            )

    def _find_mail_server(self, sender):
        # sudo: as above
        servers = self.env["ir.mail_server"].sudo()
        return servers._find_mail_server(sender)[0] or servers

    # ------------------------------------------------------------
    # BUSINESS: what is done (after the checks)
    # ------------------------------------------------------------

    def _get_emailed_files(self):
        """Return the signed report and the letter that goes with it.

        The frozen file itself is sent, not a copy: its bytes are what was signed.
        """
        self.ensure_one()
        report = self.cycle_id._get_report()[self.cycle_id]
        return report.attachment_id | self.document_id.attachment_id

    def _do_send_email(self):
        template = self.env.ref("lakip_sop.mail_template_delivery")
        for delivery in self:
            template.send_mail(
                delivery.id,
                email_values={
                    "attachment_ids": [
                        Command.link(file.id) for file in delivery._get_emailed_files()
                    ]
                },
            )
        self._lakip_unlocked().write(
            {"state": "sent", "date_sent": fields.Datetime.now(), "sender_id": self.env.uid}
        )

    def _do_note_failed_email(self, reason):
        """Take back that the report was sent, and tell whoever sent it.

        :param reason: what the mail server said
        """
        for delivery in self:
            sender = delivery.sender_id
            speaker = delivery.with_context(lang=sender.lang)
            body = speaker.env._(
                "The report was not sent to %(recipient)s: the mail server did not take it "
                "(%(reason)s). Press 'Send by E-mail' again, or hand it over in another way.",
                recipient=delivery.partner_id.display_name,
                reason=reason or "-",
            )
            if delivery.state == "sent":
                delivery._lakip_unlocked().write({"state": "draft", "date_sent": False})
            speaker._message_log(body=body)
            speaker.message_notify(
                partner_ids=sender.partner_id.ids,
                subject=speaker.env._("E-mail not sent"),
                body=body,
            )
