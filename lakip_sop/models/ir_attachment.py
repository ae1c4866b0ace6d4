from odoo import api, models
from odoo.exceptions import UserError

from .lakip_protected_mixin import EDIT_SENTINEL, _CONTEXT_KEY


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _lakip_unlocked(self):
        return self.with_context(**{_CONTEXT_KEY: EDIT_SENTINEL})

    def write(self, vals):
        self._lakip_check_not_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lakip_frozen(self):
        self._lakip_check_not_frozen()

    def _lakip_check_not_frozen(self):
        """Raise ``UserError`` for the file of a frozen document, for every user and sudo."""
        if self.env.context.get(_CONTEXT_KEY) is EDIT_SENTINEL:
            return
        for attachment in self.sudo():  # sudo: whose file it is decides, not who asks
            if attachment.res_model == "lakip.document" and attachment.res_id:
                raise UserError(
                    self.env._(
                        "%s is a frozen version. Upload a new version instead.", attachment.name
                    )
                )

    def _lakip_check_file(self, filename, content, company):
        """Raise ``UserError`` for a file that is not what a report needs (by its content)."""
