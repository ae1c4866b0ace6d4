from odoo import api, fields, models


class LakipRequest(models.Model):
    """One Nota Dinas: the data asked of one division for one cycle."""

    _name = "lakip.request"
    _description = "Data Request"
    _inherit = ["mail.thread", "mail.activity.mixin", "lakip.protected.mixin"]
    _order = "cycle_id, department_id, id"

    cycle_id = fields.Many2one("lakip.cycle", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="cycle_id.company_id", store=True, precompute=True)
    department_id = fields.Many2one("hr.department", required=True, index=True)
    user_ids = fields.Many2many("res.users", relation="lakip_request_user_rel")
    state = fields.Selection([("draft", "Draft")], default="draft")
    item_ids = fields.One2many("lakip.request.item", "request_id")

    @api.model
    def _resync_users(self, companies):
        pass
