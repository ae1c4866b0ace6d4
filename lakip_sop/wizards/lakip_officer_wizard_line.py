from odoo import fields, models

from ..models.lakip_officer import CAPACITIES


class LakipOfficerWizardLine(models.TransientModel):
    """One office and who is to hold it."""

    _name = "lakip.officer.wizard.line"
    _description = "Officer to Name"
    _inherit = ["lakip.login.mixin"]

    wizard_id = fields.Many2one(
        "lakip.officer.wizard", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="wizard_id.company_id")
    role_id = fields.Many2one("lakip.role", required=True)
    capacity = fields.Selection(CAPACITIES, required=True, default="definitive")
    is_held = fields.Boolean(string="Named Already")
