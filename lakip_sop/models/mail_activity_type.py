from odoo import models

from .lakip_sop_step import TERMINAL_KINDS


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    def _get_model_info_by_xmlid(self):
        """Protect the app's own types: steps look them up by xmlid."""
        info = super()._get_model_info_by_xmlid()
        for kind, _label in self.env["lakip.step"]._fields["kind"].selection:
            if kind not in TERMINAL_KINDS:
                info[f"lakip_sop.mail_activity_type_{kind}"] = {
                    "res_model": "lakip.step",
                    "unlink": False,
                }
        info["lakip_sop.mail_activity_type_request"] = {
            "res_model": "lakip.request",
            "unlink": False,
        }
        return info
