from odoo import fields, models


class LakipStepHold(models.Model):
    """A time in which a row stood still. It does not count against the standard."""

    _name = "lakip.step.hold"
    _description = "Hold of a Step"
    _inherit = ["lakip.protected.mixin"]
    _order = "step_id, date_start, id"

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="step_id.company_id", store=True)
    reason = fields.Text(required=True)
    date_start = fields.Datetime(required=True)
    date_end = fields.Datetime(help="Empty while the row is on hold.")
    user_id = fields.Many2one("res.users", string="Put on Hold By", required=True)
