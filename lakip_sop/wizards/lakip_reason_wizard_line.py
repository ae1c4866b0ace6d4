from odoo import fields, models


class LakipReasonWizardLine(models.TransientModel):
    """One correction point given with a return."""

    _name = "lakip.reason.wizard.line"
    _description = "Correction Point of a Return"
    _inherit = ["lakip.reference.mixin"]
    _order = "sequence, id"

    wizard_id = fields.Many2one(
        comodel_name="lakip.reason.wizard",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(help="Chapter or page, e.g. BAB III, p. 12.")
    name = fields.Text(string="Correction", required=True)
