from odoo import api, fields, models


class LakipMeetingLineMixin(models.AbstractModel):
    """A line of what is noted in a meeting: edited by those whose turn the meeting is."""

    _name = "lakip.meeting.line.mixin"
    _description = "Line of a Meeting"
    _inherit = ["lakip.protected.mixin"]
    _order = "step_id, sequence, id"

    _lakip_protected_fields = frozenset({"company_id"})

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_can_edit()
        return lines

    def write(self, vals):
        self._check_can_edit()
        result = super().write(vals)
        if "step_id" in vals:
            self._check_can_edit()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_can_edit()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_edit(self):
        """Lines are noted by those whose turn the meeting is, while it runs."""
        if not self.env.su:
            self.step_id._check_can_edit()
