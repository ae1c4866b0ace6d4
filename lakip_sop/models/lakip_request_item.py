from odoo import fields, models


class LakipRequestItem(models.Model):
    """One thing asked of a division."""

    _name = "lakip.request.item"
    _description = "Requested Item"

    request_id = fields.Many2one("lakip.request", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, precompute=True)
