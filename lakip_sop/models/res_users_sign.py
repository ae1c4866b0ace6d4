from odoo import models
from odoo.http import request


class ResUsers(models.Model):
    """The session remembers how it was opened, for the ledger of decisions."""

    _inherit = "res.users"

    def authenticate(self, credential, user_agent_env):
        auth_info = super().authenticate(credential, user_agent_env)
        if request and auth_info.get("auth_method"):
            # sudo: whether a second factor is asked of the user who just logged in
            second = self.browse(auth_info["uid"]).sudo()._mfa_type()
            skipped = auth_info.get("mfa") == "skip"
            request.session["lakip_login_method"] = (
                f"{auth_info['auth_method']} + {second}"
                if second and not skipped
                else auth_info["auth_method"]
            )
        return auth_info
