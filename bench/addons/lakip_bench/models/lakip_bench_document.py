from odoo import api, fields, models


class LakipBenchDocument(models.Model):
    """The least that ``base_tier_validation`` can validate and send notices about: what OCA's own
    test model has; and what a document with turns has beside."""

    _name = "lakip.bench.document"
    _description = "Document With Tiers"
    _inherit = ["tier.validation", "mail.thread", "mail.activity.mixin"]

    name = fields.Char()
    state = fields.Selection(
        selection=[("draft", "Draft"), ("confirmed", "Confirmed"), ("cancel", "Cancel")],
        default="draft",
    )
    date_start = fields.Datetime()
    date_deadline = fields.Datetime(tracking=True)
    worked_hours = fields.Float(tracking=True)

    @api.model
    def _get_under_validation_exceptions(self):
        turn = ["date_start", "date_deadline", "worked_hours", "activity_ids"]
        return super()._get_under_validation_exceptions() + turn

    def action_confirm(self):
        self.state = "confirmed"
