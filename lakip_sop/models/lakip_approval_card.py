from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mail.tools.discuss import Store


class LakipApproval(models.Model):
    """The card of an approval in Discuss, chatter and inbox: what it shows, where it is posted,
    and what its buttons call."""

    _inherit = "lakip.approval"

    # ------------------------------------------------------------
    # ACTIONS: the buttons of the card
    # ------------------------------------------------------------

    def action_card_approve(self, version, sha256):
        """Give the paraf from a card.

        :param int version: of the document, as the card shows it
        :param str sha256: of its file, as the card knows it
        :returns: the card's data as it is now, for the store of the web client
        :raises UserError: when the card is stale or the user may not decide
        """
        if self.kind != "initial":
            raise UserError(self.env._("A signature is not given with one click. Use 'Sign'."))
        # A card always tells what it shows: without it nothing is decided.
        self.action_approve(version=version or 0, sha256=sha256 or "")
        return self.get_card_data()

    def action_card_sign(self, version, sha256):
        """Return the action that asks for the signature, where all else is checked."""
        self._check_seen(version or 0, sha256 or "")
        return self.action_open_sign_wizard()

    def action_card_return(self, version, sha256):
        """Return the action that asks for the reason and the correction points."""
        return self.action_return(version=version or 0, sha256=sha256 or "")

    @api.readonly
    def get_card_data(self):
        """Return what the cards of these approvals show now, for the store of the web client."""
        self._lakip_check_stored()
        self.check_access("read")
        # sudo: names and the count of open points, as on the card itself
        return Store().add(self.sudo()).get_result()

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "hash" in vals:
            # A decision is shown once it is chained to the ledger; the one before stays by it.
            (self | self._get_previous())._send_cards()
        elif "state" in vals and "decision" not in vals:
            self._send_cards()
        return result

    # ------------------------------------------------------------
    # BUSINESS: posting (as superuser)
    # ------------------------------------------------------------

    def _get_posts(self, text):
        """Return the card in the channel, below ``text``, and to each who must decide, for
        ``_lakip_post``."""
        self.ensure_one()
        in_channel = self.cycle_id._get_channel_posts(
            text, message_type="comment", lakip_approval_id=self.id
        )
        return in_channel + self._get_personal_posts(self.step_id.user_ids)

    def _get_personal_posts(self, users):
        """Return the card for each of ``users``: a direct chat, and the chatter of the row with a
        notice in the inbox, or by e-mail for those who chose e-mail."""
        self.ensure_one()
        posts = []
        note_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        for user, chat in self._get_chats(users).items():
            approval = self.with_context(lang=user.lang)
            posts.append(
                (
                    chat.with_context(lang=user.lang),
                    {"body": approval._get_card_text(), "lakip_approval_id": self.id},
                )
            )
        for lang, same_lang in users.grouped("lang").items():
            approval = self.with_context(lang=lang)
            posts.append(
                (
                    approval.step_id,
                    {
                        "body": approval._get_card_text(),
                        "subject": approval._get_card_subject(),
                        "subtype_id": note_id,
                        "partner_ids": same_lang.partner_id.ids,
                        "record_company_id": self.company_id.id,
                        "lakip_approval_id": self.id,
                    },
                )
            )
        return posts

    def _get_card_subject(self):
        if self.kind == "signature":
            return self.env._("Your signature is asked: %s", self.document_id.display_name)
        return self.env._("Your paraf is asked: %s", self.document_id.display_name)

    def _get_card_text(self):
        """Return the sentence above the card; with it the message makes sense without the card,
        in an e-mail or a push notice."""
        link = self.step_id._get_html_link(title=self.document_id.display_name)
        values = {"document": link}
        if self.step_id.date_deadline:
            values["deadline"] = self.cycle_id._format_moment(self.step_id.date_deadline)
            if self.kind == "signature":
                return self.env._(
                    "%(document)s waits for your signature, until %(deadline)s.", **values
                )
            return self.env._("%(document)s waits for your paraf, until %(deadline)s.", **values)
        if self.kind == "signature":
            return self.env._("%(document)s waits for your signature.", **values)
        return self.env._("%(document)s waits for your paraf.", **values)

    @api.model
    def _get_chats(self, users):
        """Return ``{user: the direct chat of the system with them}``, made where there is none."""
        if not users:
            return {}
        root = self.env["res.users"].browse(SUPERUSER_ID)  # sudo: only its id is used
        root_partner_id = self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")
        members = self.env["discuss.channel.member"].search_fetch(
            [
                ("partner_id", "in", users.partner_id.ids),
                ("channel_id.channel_type", "=", "chat"),
                ("channel_id.channel_member_ids.partner_id", "=", root_partner_id),
            ],
            ["channel_id", "partner_id"],
            order="id desc",
        )
        chats = {member.partner_id: member.channel_id for member in members}
        channels = self.env["discuss.channel"].with_user(root).sudo()  # sudo: for the system
        return {
            user: chats.get(user.partner_id)
            or channels._get_or_create_chat(user.partner_id.ids).with_env(self.env)
            for user in users
        }

    # ------------------------------------------------------------
    # BUSINESS: the card's data
    # ------------------------------------------------------------

    def _send_cards(self):
        """Send these cards anew to all who have them on the screen."""
        if not self:
            return
        # sudo: to where cards were posted, whoever decides
        env = self.sudo().env
        messages = env["mail.message"].search_fetch(
            [("lakip_approval_id", "in", self.ids)],
            ["lakip_approval_id", "model", "res_id"],
            order="id",
        )
        channels = env["discuss.channel"]
        for approval, posted in messages.grouped("lakip_approval_id").items():
            data = Store().add(approval).get_result()
            in_channels = posted.filtered(lambda message: message.model == channels._name)
            for channel in channels.browse(dict.fromkeys(in_channels.mapped("res_id"))):
                channel._bus_send("mail.record/insert", data)
            # Whoever left the channel, or decides from a form, has it in the store as well.
            for user in approval.step_id.user_ids | self.env.user:
                user._bus_send("mail.record/insert", data)

    def _to_store_defaults(self, target):
        """Return what the card shows. It goes to all readers of a message, so it holds nothing
        that they must not see, and no word that depends on the reader's language."""
        return [
            "decision",
            "holder_name",
            "kind",
            "signer_name",
            "signer_title",
            "state",
            Store.Attr("comment", lambda row: row.comment if row.hash else False),
            Store.Attr("date", lambda row: fields.Datetime.to_string(row.date)),
            Store.Attr("cycle", lambda row: row.cycle_id.name),
            Store.Attr("deadline", lambda row: row._get_card_deadline()),
            Store.Attr("document", lambda row: row._get_card_document()),
            Store.Attr("given", lambda row: row._get_card_given()),
            Store.Attr("on_hold", lambda row: row.step_id.is_on_hold),
            Store.Attr("open_points", lambda row: row.cycle_id.open_correction_count),
            Store.Attr("row", lambda row: row._get_card_row()),
            Store.Attr("turn_user_ids", lambda row: row._get_card_turn().ids),
            Store.Attr("withdrawal", lambda row: row._get_card_withdrawal()),
            Store.Attr("withdrawer_id", lambda row: row._get_card_withdrawer().id),
            Store.Attr("turn_names", lambda row: row._get_card_turn().mapped("name")),
        ]

    def _get_card_deadline(self):
        pending = self.state == "pending"
        return fields.Datetime.to_string(self.step_id.date_deadline) if pending else False

    def _get_card_document(self):
        document = self.document_id
        return {
            "id": document.id,
            "name": document.name,
            "version": document.version,
            "sha256": document.sha256,
            "state": document.state,
            "pages": document.page_count,
            "attachment": {
                "id": document.attachment_id.id,
                "name": document.attachment_id.name,
                "mimetype": document.attachment_id.mimetype,
            },
        }

    def _get_card_given(self):
        """Return who decided on this version before, first one first."""
        earlier = (self.cycle_id.approval_ids - self).filtered(
            lambda row: row.document_id == self.document_id
            and row.hash
            and row.decision in ("approved", "returned")
            and (not self.hash or row.sequence < self.sequence)
        )
        return [
            {
                "id": row.id,
                "kind": row.kind,
                "state": row.state,
                "signer_name": row.signer_name,
                "signer_title": row.signer_title,
                "holder_name": row.holder_name,
                "date": fields.Datetime.to_string(row.date),
            }
            for row in earlier.sorted("sequence")
        ]

    def _get_card_row(self):
        step = self.step_id
        return {"id": step.id, "number": step.number or "", "name": step.name.splitlines()[0]}

    def _get_card_turn(self):
        """Return whose turn this decision is; the server checks it again on each click."""
        step = self.step_id
        waits = self.state == "pending" and step.state == "active" and not step.is_on_hold
        return step.user_ids if waits else step.user_ids.browse()

    def _get_card_withdrawal(self):
        """Return the reason with which this decision was taken back, or False."""
        if self.state != "void" or not self.hash:
            return False
        rows = self.cycle_id.approval_ids.filtered(lambda row: row.withdrawn_id == self)
        return rows[:1].comment

    def _get_card_withdrawer(self):
        """Return who may take this decision back as the ledger stands; the server checks it, and
        what else there is to check, on the click."""
        if self.state == "approved" and self.cycle_id.state == "running":
            if not self._get_decided_after():
                return self.user_id
        return self.user_id.browse()
