from odoo import api, fields, models
from odoo.exceptions import UserError


class LakipCorrection(models.Model):
    """One point of the discussion meeting, or the reason of a return."""

    _name = "lakip.correction"
    _description = "Correction Point"
    _inherit = ["lakip.protected.mixin", "lakip.flow.source.mixin"]
    _order = "cycle_id, state, sequence, id"

    _lakip_protected_fields = frozenset(
        {
            "cycle_id",
            "company_id",
            "round",
            "state",
            "document_id",
            "is_return",
            "resolved_user_id",
            "date_resolved",
        }
    )
    #: What may be written where points are worked in; what was said stays as it was said.
    _answer_fields = frozenset({"answer", "responsible_id", "date_deadline", "sequence"})

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        string="Raised In",
        required=True,
        index=True,
        ondelete="restrict",
    )
    # Not precomputed: the record before its INSERT would show up among those of the cycle.
    cycle_id = fields.Many2one(
        related="step_id.cycle_id",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    round = fields.Integer(
        compute="_compute_round",
        store=True,
        precompute=True,
        aggregator=False,
        help="Round of the row in which the point was raised.",
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(help="Chapter or page, e.g. BAB III, p. 12.")
    name = fields.Text(string="Correction", required=True)
    proposer = fields.Char(string="Raised By")
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    date_deadline = fields.Date(string="Until")
    state = fields.Selection(
        selection=[("open", "Still Open"), ("resolved", "Resolved")],
        default="open",
        required=True,
        readonly=True,
    )
    is_return = fields.Boolean(string="From a Return", readonly=True)
    document_id = fields.Many2one(
        comodel_name="lakip.document",
        string="About Version",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    answer = fields.Text(help="What was changed, in a few words.")
    resolved_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Resolved By",
        readonly=True,
        ondelete="restrict",
    )
    date_resolved = fields.Datetime(readonly=True)

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("step_id")
    def _compute_round(self):
        # Not of step_id.round: the round of then is kept.
        for correction in self:
            correction.round = correction.step_id.round

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        corrections = super().create(vals_list)
        if not self.env.su:
            corrections._check_can_note()
            reports = corrections.cycle_id._get_report()
            for correction in corrections:
                correction._lakip_unlocked().document_id = reports[correction.cycle_id]
        return corrections

    def write(self, vals):
        if not self.env.su and not self._lakip_is_unlocked():
            self._check_can_edit(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for correction in self:
            if correction.is_return or correction.step_id.state != "active":
                raise UserError(
                    self.env._("A point of a closed step or of a return is kept for the record.")
                )
        self._check_can_note()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_resolve(self):
        """Mark these points as worked into the draft."""
        self._check_can_resolve()
        self._do_set_state("resolved")
        return True

    def action_reopen(self):
        """Take the mark back."""
        self._check_can_resolve()
        self._do_set_state("open")
        return True

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_note(self):
        """Points are noted by those whose turn the step is, while it runs."""
        self.step_id._check_can_edit()

    def _check_can_edit(self, names):
        """Points are edited where they are raised, and answered where they are resolved."""
        if "step_id" in names:
            raise UserError(self.env._("A point stays with the row in which it was raised."))
        turns = self.step_id._get_not_my_turn_reason()
        noted = self.filtered(lambda point: not point.is_return and not turns[point.step_id])
        others = self - noted
        others._check_can_resolve()
        if others and not self._answer_fields.issuperset(names):
            raise UserError(
                self.env._("What was said stays as it was said. Write what was done as the answer.")
            )

    def _check_can_resolve(self):
        """Points are resolved by those whose turn the cycle's drafting or revision is."""
        for cycle in self.cycle_id:
            step = cycle.current_step_id
            if step.kind not in ("drafting", "revision"):
                raise UserError(
                    self.env._("Points are resolved while the draft is being written or revised.")
                )
            step._check_can_edit()

    def _do_set_state(self, state):
        resolved = state == "resolved"
        self._lakip_unlocked().write(
            {
                "state": state,
                "resolved_user_id": self.env.uid if resolved else False,
                "date_resolved": fields.Datetime.now() if resolved else False,
            }
        )

    @api.model
    def _do_create_from_return(self, step, document, reason):
        """Note the reason of a return as an open point about ``document``."""
        return self._lakip_unlocked().create(
            {
                "step_id": step.id,
                "name": reason,
                "section": self.env._("Returned at row %s", step.number or step.name),
                "proposer": self.env.user.name,
                "is_return": True,
                "document_id": document.id,
            }
        )
