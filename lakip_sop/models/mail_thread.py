from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .lakip_protected_mixin import EDIT_SENTINEL
from .mail_activity import SUBSCRIBED
from .mail_message import card_context


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Subscribe nobody a second time: see ``mail.activity._lakip_create``."""
        if self.env.context.get(SUBSCRIBED) is EDIT_SENTINEL:
            return True
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def _get_message_create_valid_field_names(self):
        # ``mail.message`` refuses the field from anybody but the app.
        return super()._get_message_create_valid_field_names() | {"lakip_approval_id"}

    def _check_can_update_message_content(self, messages):
        self._lakip_check_no_card(messages)
        return super()._check_can_update_message_content(messages)

    @api.model
    def _lakip_check_no_card(self, messages):
        # sudo: whether a message is a card, to protect it
        if messages.sudo().lakip_approval_id:
            raise UserError(
                self.env._("An approval card stays as it was posted and cannot be edited.")
            )

    @api.model
    def _lakip_post(self, posts):
        """Post many messages in the name of the system, with one INSERT.

        ``message_post`` one by one would look the same author, addresses and channels up again
        for each: it costs twice the queries. Notices, e-mails and push are Odoo's own.

        :param posts: ``[(record, values), ...]``, values of ``mail.message``: at least a body;
            each message speaks the language of its record's context
        :returns: the messages
        """
        if not posts:
            return self.env["mail.message"]
        ref = self.env["ir.model.data"]._xmlid_to_res_id
        # sudo: name and address of the system
        author = self.env["res.partner"].sudo().browse(ref("base.partner_root"))
        vals_list = []
        channels = self.env["discuss.channel"]
        reply_to = self._lakip_get_reply_to([record for record, _values in posts], author)
        for record, values in posts:
            vals = {
                "author_id": author.id,
                "email_from": author.email_formatted,
                "model": record._name,
                "res_id": record.id,
                "message_type": "comment",
                "subtype_id": ref("mail.mt_comment"),
                "partner_ids": [],
                "reply_to": reply_to.get((record._name, record.id), author.email_formatted),
                **values,
            }
            if record._name == channels._name and vals["message_type"] == "comment":
                channels += record.with_env(channels.env)
            vals_list.append(vals)
        # sudo: the app speaks where the acting user may have no part
        channels.sudo().last_interest_dt = fields.Datetime.now()
        messages = self.sudo().with_context(**card_context())._message_create(vals_list)
        messages.fetch(["body", "res_id"])
        for message, vals, (record, _values) in zip(messages, vals_list, posts, strict=True):
            speaker = record.sudo()  # sudo: as above
            # By itself: what Odoo tells each reader of a message it would else, for each of them
            # anew, find out of all these messages.
            speaker._notify_thread(message.with_env(speaker.env).with_prefetch(), vals)
        return messages

    @api.model
    def _lakip_get_reply_to(self, records, author):
        """Return ``{(model, id): address}``: where answers by e-mail to messages of ``author`` on
        ``records`` go. Nobody answers a channel by e-mail.

        :param records: a list of records of any models
        """
        ids_by_model = defaultdict(set)
        for record in records:
            if record._name != "discuss.channel":
                ids_by_model[record._name].add(record.id)
        return {
            (model, id_): address
            for model, ids in ids_by_model.items()
            # sudo: aliases and companies, as Odoo looks them up for one message
            for id_, address in self.env[model]
            .sudo()
            .browse(ids)
            ._notify_get_reply_to(default=author.email_formatted, author_id=author.id)
            .items()
        }
