from odoo import api, fields, models
from odoo.exceptions import UserError


class LakipApproval(models.Model):
    """Taking a decision back while the next one has not acted on it: a row more, none less."""

    _inherit = "lakip.approval"

    withdrawn_id = fields.Many2one(
        comodel_name="lakip.approval",
        string="Takes Back",
        index="btree_not_null",
        ondelete="restrict",
    )
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("state", "user_id", "cycle_id.current_step_id")
    @api.depends_context("uid")
    def _compute_can_withdraw(self):
        mine = self.filtered(lambda row: row.state == "approved" and row.user_id == self.env.user)
        reasons = mine._get_cannot_withdraw_reason()
        for approval in self:
            approval.can_withdraw = reasons.get(approval, True) is False

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_withdraw(self, reason=None):
        """Take back what the user has given. Without ``reason``, ask for it."""
        self.ensure_one()
        if reason is None:
            self._check_can_withdraw()
            return self.env["lakip.reason.wizard"]._open(self, "approval_withdraw")
        self.cycle_id._lakip_lock_all()
        self._check_can_withdraw()
        self.env["lakip.reason.wizard"]._check_reason(reason)
        # sudo: the ledger is written by the app only
        self._lakip_clean().sudo()._do_withdraw(reason.strip())
        return True

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_cannot_withdraw_reason(self):
        """Return ``{approval: reason}``; False where the user may take it back now."""
        # sudo: what came after decides, whatever of it the user may see
        holders = self.step_id.sudo()._get_performers()
        reasons = {}
        for approval in self:
            step, cycle = approval.step_id, approval.cycle_id
            following = cycle.current_step_id
            after = approval.sudo()._get_decided_after()  # sudo: as above
            group = step._get_acting_role().sudo().group_id  # sudo: as above
            reasons[approval] = False
            if approval.state != "approved":
                reasons[approval] = self.env._("Only a decision that stands can be withdrawn.")
            elif approval.user_id != self.env.user:
                reasons[approval] = self.env._(
                    "Only %s, who decided, can withdraw it.", approval.signer_name
                )
            elif self.env.user not in holders[step] or (
                group and group not in self.env.user.all_group_ids
            ):
                reasons[approval] = self.env._(
                    "You are not %s any more.", step._get_acting_role().name
                )
            elif cycle.state != "running":
                reasons[approval] = self.env._(
                    "%s is closed and cannot be changed.", cycle.display_name
                )
            elif after:
                reasons[approval] = self.env._(
                    "%(name)s (%(title)s) has decided after you, so your decision stays. Ask them "
                    "to return the report.",
                    name=after[-1].signer_name,
                    title=after[-1].signer_title,
                )
            elif following != step._get_next_started():
                reasons[approval] = self.env._(
                    "The work has gone on since: '%s' runs now.", following.display_name
                )
            elif handed := following.sudo().delivery_ids.filtered(  # sudo: as above
                lambda delivery: delivery.state != "draft"
            ):
                reasons[approval] = self.env._(
                    "The signed report was handed over already: %s.",
                    ", ".join(handed.partner_id.mapped("name")),
                )
        return reasons

    def _get_decided_after(self):
        """Return the decisions of the cycle that stand and came after this one, in order."""
        self.ensure_one()
        return self.cycle_id.approval_ids.filtered(
            lambda row: row.state in ("approved", "returned") and row.sequence > self.sequence
        ).sorted("sequence")

    def _check_can_withdraw(self):
        for refusal in self._get_cannot_withdraw_reason().values():
            if refusal:
                raise UserError(refusal)

    def _do_withdraw(self, reason):
        self.ensure_one()
        following = self.cycle_id.current_step_id
        unlocked = self._lakip_unlocked()
        self.search(
            [("cycle_id", "=", self.cycle_id.id), ("state", "=", "pending")]
        )._lakip_unlocked().state = "void"
        row = unlocked.create(
            self._get_new_vals(
                self.step_id,
                self.document_id,
                round=self.round,
                state="void",
                withdrawn_id=self.id,
            )
        )
        row._decide("withdrawn", reason)
        unlocked.state = "void"
        if signed := self._get_signed_documents():
            # The version before is the one to decide on again.
            signed._lakip_unlocked().state = "revoked"
            self.document_id._lakip_unlocked().state = "current"
        self.step_id._do_restart(following, reason)

    # ------------------------------------------------------------
    # BUSINESS: ledger
    # ------------------------------------------------------------

    def _is_withdrawal_sound(self):
        """Return whether this row takes back what its author had given, or takes back nothing."""
        self.ensure_one()
        taken = self.withdrawn_id
        if self.decision != "withdrawn":
            return not taken
        return (
            taken.cycle_id == self.cycle_id
            and taken.decision == "approved"
            and taken.user_id == self.user_id
            and 0 < taken.sequence < self.sequence
        )
