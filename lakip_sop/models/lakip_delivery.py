from odoo import fields, models


class LakipDelivery(models.Model):
    """One handing over of the result."""

    _name = "lakip.delivery"
    _description = "Delivery"

    cycle_id = fields.Many2one("lakip.cycle", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="cycle_id.company_id", store=True, precompute=True)
