from odoo import models

from .lakip_protected_mixin import EDIT_SENTINEL
from .mail_activity import SUBSCRIBED


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Subscribe nobody a second time: see ``mail.activity._lakip_create``."""
        if self.env.context.get(SUBSCRIBED) is EDIT_SENTINEL:
            return True
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)
