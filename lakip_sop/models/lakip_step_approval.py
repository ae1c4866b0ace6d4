from odoo import fields, models
from odoo.exceptions import UserError

from .lakip_blocker import Blocker
from .lakip_sop_step import APPROVAL_KINDS


class LakipStep(models.Model):
    """Rows of the kinds ``initial`` (paraf) and ``signature``."""

    _inherit = "lakip.step"

    approval_ids = fields.One2many("lakip.approval", "step_id", string="Approvals", readonly=True)
    pending_approval_id = fields.Many2one(
        comodel_name="lakip.approval",
        compute="_compute_pending_approval_id",
        string="Waiting Decision",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    def _compute_pending_approval_id(self):
        pending = self._get_pending_approval().grouped("step_id")
        for step in self:
            step.pending_approval_id = pending.get(step)

    def _compute_can_decide(self):
        waiting = self.filtered("pending_approval_id")
        reasons = waiting._get_not_my_turn_reason()
        for step in self:
            step.can_decide = step in waiting and not reasons[step]

    def action_approve(self, comment=None):
        """Approve what waits in these rows (the button on the form)."""
        for step in self:
            if not step.pending_approval_id:
                raise UserError(
                    self.env._("'%s' waits for no decision. Reload the page.", step.display_name)
                )
        return self.pending_approval_id.action_approve(comment)

    def _get_pending_approval(self):
        decided = self.filtered(lambda step: step.kind in APPROVAL_KINDS)
        return decided.approval_ids.filtered(lambda row: row.state == "pending")

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _on_start_initial(self):
        self.env["lakip.approval"]._do_ask(self)

    def _on_start_signature(self):
        self._on_start_initial()

    def _get_blockers_initial(self):
        return {
            step: [Blocker(self.env._("The decision has not been given yet."))] for step in self
        }

    def _get_blockers_signature(self):
        return self._get_blockers_initial()
