from odoo import api, models
from odoo.exceptions import UserError

from .lakip_protected_mixin import EDIT_SENTINEL
from .mail_activity import SUBSCRIBED


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
