from odoo import fields, models


class LakipBenchDocument(models.Model):
    """The least that ``base_tier_validation`` can validate and send notices about: what OCA's own
    test model has."""

    _name = "lakip.bench.document"
    _description = "Document With Tiers"
    _inherit = ["tier.validation", "mail.thread"]

    name = fields.Char()
    state = fields.Selection(
        selection=[("draft", "Draft"), ("confirmed", "Confirmed"), ("cancel", "Cancel")],
        default="draft",
    )

    def action_confirm(self):
        self.state = "confirmed"
