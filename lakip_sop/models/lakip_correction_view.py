from odoo import api, fields, models


class LakipCorrection(models.Model):
    """What the user may do with a point: the views grey out the rest."""

    _inherit = "lakip.correction"

    can_note = fields.Boolean(compute="_compute_can_edit")
    can_resolve = fields.Boolean(compute="_compute_can_edit")

    @api.depends("step_id.user_ids", "cycle_id.current_step_id", "is_return")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for point in self:
            current = point.cycle_id.current_step_id
            point.can_note = point.step_id.is_my_turn and not point.is_return
            point.can_resolve = current.kind in ("drafting", "revision") and current.is_my_turn
