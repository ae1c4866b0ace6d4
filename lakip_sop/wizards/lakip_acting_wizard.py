from odoo import api, fields, models


class LakipActingWizard(models.TransientModel):
    """Name who acts (Plh.) for an officer who is out of office. Rights are checked by the row."""

    _name = "lakip.acting.wizard"
    _description = "Name an Acting Officer"
    _inherit = ["lakip.reference.mixin"]

    step_id = fields.Many2one(
        comodel_name="lakip.step", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="step_id.company_id")
    absence_text = fields.Char(related="step_id.absence_text", related_sudo=False)
    role_id = fields.Many2one(comodel_name="lakip.role", compute="_compute_role_id")
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Acts (Plh.)",
        required=True,
        domain="[('company_id', '=', company_id), ('user_id', '!=', False)]",
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("step_id")
    def _compute_role_id(self):
        for wizard in self:
            wizard.role_id = wizard.step_id and wizard.step_id._get_acting_role()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm(self):
        """Name the acting officer; the turn is theirs at once, or from the first day on."""
        self.ensure_one()
        step = self.step_id
        step.cycle_id._lakip_lock()
        step._check_can_name_acting()
        step._check_acting(self.employee_id, self.date_from, self.date_to)
        # sudo: officers are the administrator's; this one is bound to the absence checked above
        step._lakip_clean().sudo()._do_name_acting(
            self.employee_id.sudo(), self.date_from, self.date_to
        )
        return {"type": "ir.actions.act_window_close"}
