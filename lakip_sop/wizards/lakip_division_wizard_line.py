from odoo import fields, models


class LakipDivisionWizardLine(models.TransientModel):
    """One department, found or new, that may hand in data."""

    _name = "lakip.division.wizard.line"
    _description = "Division to Choose"
    _inherit = ["lakip.login.mixin"]

    wizard_id = fields.Many2one(
        "lakip.division.wizard", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="wizard_id.company_id")
    is_chosen = fields.Boolean(string="Takes Part", default=True)
    department_id = fields.Many2one("hr.department")
    name = fields.Char(string="Division", required=True)
    employee_id = fields.Many2one(string="Head")
    user_count = fields.Integer(string="Can Sign In", help="How many of its people have a login.")
