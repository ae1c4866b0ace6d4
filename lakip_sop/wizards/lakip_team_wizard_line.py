from odoo import fields, models

from ..models.lakip_cycle_member import MEMBER_POSITIONS


class LakipTeamWizardLine(models.TransientModel):
    """One person of the proposed SK Tim."""

    _name = "lakip.team.wizard.line"
    _description = "Member to Propose"
    _inherit = ["lakip.login.mixin"]
    _order = "sequence, id"

    wizard_id = fields.Many2one("lakip.team.wizard", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="wizard_id.company_id")
    sequence = fields.Integer(default=10)
    position = fields.Selection(MEMBER_POSITIONS, required=True, default="member")
