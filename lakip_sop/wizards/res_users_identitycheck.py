from odoo import models
from odoo.http import request


class ResUsersIdentitycheck(models.TransientModel):
    """The session remembers how the identity was checked last, for the ledger of decisions."""

    _inherit = "res.users.identitycheck"

    def _check_identity(self):
        result = super()._check_identity()
        if request:
            request.session["lakip_identity_method"] = self.auth_method
        return result
