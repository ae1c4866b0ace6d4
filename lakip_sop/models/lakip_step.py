from odoo import api, fields, models
from odoo.exceptions import UserError

from .lakip_blocker import Blocker
from .lakip_sop_step import APPROVAL_KINDS, DURATION_UNITS, STEP_KINDS

STEP_STATES = [
    ("waiting", "Waiting"),
    ("active", "Active"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]


class LakipStep(models.Model):
    """One row of a running cycle: the state machine that all kinds of row share.

    What a kind adds is found by name, ``_<hook>_<kind>``, in the file of that kind:

    ``_on_start_<kind>()``
        batch: prepares the work (a meeting, the requests, a pending approval).
    ``_get_blockers_<kind>()``
        batch: ``{step: [Blocker, ...]}``, what is still missing.
    ``_on_complete_<kind>()``
        batch: last acts before the row is done (a letter is written).
    ``_on_leave_<kind>()``
        batch: the row is given up by a return or a cancellation.

    ``lakip_step_flow.py`` holds what these checks lead to, ``lakip_step_time.py`` adds
    deadlines, ``lakip_step_turn.py`` whose turn it is.
    """

    _name = "lakip.step"
    _description = "LAKIP Step"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "lakip.protected.mixin",
        "lakip.flow.mixin",
        "lakip.flow.source.mixin",
    ]
    _order = "cycle_id, sequence, id"

    _lakip_snapshot_fields = frozenset(
        {
            "cycle_id",
            "sop_step_id",
            "sequence",
            "number",
            "name",
            "kind",
            "role_id",
            "participant_role_ids",
            "requirement",
            "duration",
            "duration_unit",
            "output",
            "remark",
            "return_step_id",
            "branch_step_id",
        }
    )
    _lakip_protected_fields = _lakip_snapshot_fields | {
        "company_id",
        "year",
        "state",
        "round",
        "user_ids",
        "date_start",
        "date_deadline",
        "date_done",
        "is_done_late",
        "done_user_id",
        "standard_hours",
        "worked_hours",
        "is_on_hold",
        "hold_ids",
        "round_ids",
        "base_document_id",
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # the row, as it was in the SOP when the cycle started
    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="cycle_id.company_id", store=True, index=True)
    year = fields.Integer(related="cycle_id.year", store=True, aggregator=False)
    sop_step_id = fields.Many2one(
        comodel_name="lakip.sop.step",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(readonly=True)
    number = fields.Char(readonly=True)
    name = fields.Text(string="Activity", readonly=True, required=True)
    kind = fields.Selection(selection=STEP_KINDS, readonly=True, required=True)
    role_id = fields.Many2one(
        comodel_name="lakip.role",
        string="Performer",
        readonly=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    participant_role_ids = fields.Many2many(
        comodel_name="lakip.role",
        relation="lakip_step_participant_rel",
        string="Takes Part",
        readonly=True,
    )
    requirement = fields.Text(string="Requirement (Kelengkapan)", readonly=True)
    duration = fields.Float(string="Standard Time", readonly=True, aggregator=False)
    duration_unit = fields.Selection(selection=DURATION_UNITS, readonly=True)
    output = fields.Text(readonly=True)
    remark = fields.Text(string="Remark (Keterangan)", readonly=True)
    return_step_id = fields.Many2one(
        comodel_name="lakip.step",
        string="On Return, Back To",
        readonly=True,
        index="btree_not_null",
    )
    branch_step_id = fields.Many2one(
        comodel_name="lakip.step",
        string="If No, Go On With",
        readonly=True,
        index="btree_not_null",
    )

    # where it stands
    state = fields.Selection(
        selection=STEP_STATES,
        required=True,
        default="waiting",
        readonly=True,
        index=True,
        tracking=True,
    )
    round = fields.Integer(
        readonly=True,
        aggregator="max",
        help="How many times this row was started: 1, or more after a return.",
    )
    round_ids = fields.One2many("lakip.step.round", "step_id", string="Rounds", readonly=True)
    done_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Done By",
        readonly=True,
        ondelete="restrict",
    )
    base_document_id = fields.Many2one(
        comodel_name="lakip.document",
        string="Version at the Start",
        readonly=True,
        index="btree_not_null",
        help="The version that was discussed or returned; a revision must bring a newer one.",
    )
    document_ids = fields.One2many("lakip.document", "step_id", string="Documents")
    note = fields.Text(
        help="What was done, in the performer's own words.",
    )
    blockers = fields.Json(compute="_compute_blockers")
    blocker_text = fields.Text(compute="_compute_blockers", string="Still Missing")
    can_complete = fields.Boolean(compute="_compute_can_complete")
    is_my_turn = fields.Boolean(compute="_compute_is_my_turn", search="_search_is_my_turn")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("number", "name", "cycle_id.name")
    def _compute_display_name(self):
        for step in self:
            number = f"{step.number}. " if step.number else ""
            step.display_name = f"{step.cycle_id.name}: {number}{step.name}"

    @api.depends("state", "kind", "note", "document_ids", "user_ids")
    @api.depends_context("uid")
    def _compute_blockers(self):
        blockers = self._get_told_blockers()
        for step in self:
            step.blockers = [blocker.as_dict() for blocker in blockers[step]]
            step.blocker_text = "\n".join(blocker.message for blocker in blockers[step])

    @api.depends("state", "user_ids", "is_on_hold", "blockers")
    @api.depends_context("uid")
    def _compute_can_complete(self):
        reasons = self._get_not_my_turn_reason()
        mine = self.filtered(lambda step: not reasons[step])
        # What the user is told of a row is what it lacks: nothing is looked for twice.
        told = mine._get_fully_told()
        blockers = {step: [Blocker(**found) for found in step.blockers or ()] for step in told}
        blockers.update((mine - told)._get_blockers())
        reasons.update(mine._get_incomplete_reason(blockers))
        for step in self:
            step.can_complete = not reasons[step]

    @api.depends("user_ids", "state")
    @api.depends_context("uid")
    def _compute_is_my_turn(self):
        for step in self:
            step.is_my_turn = step.state == "active" and self.env.user in step.user_ids

    def _search_is_my_turn(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("state", "=", "active"), ("user_ids", "in", self.env.uid)]

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self._lakip_is_unlocked() and not self.env.su:
            self._check_can_edit()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cycle(self):
        raise UserError(
            self.env._("The rows of a cycle are kept. Cancel the cycle if it is not needed.")
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_complete(self):
        """Declare these rows done and start the next row of each cycle."""
        self.cycle_id._lakip_lock_all()
        self._check_can_complete()
        # sudo: states are written by the app only; checked above
        self._lakip_clean().sudo()._do_complete()
        return True

    def action_return(self, reason=None):
        """Send the work back to the row the SOP names. Without ``reason``, ask for it."""
        if reason is None:
            return self.env["lakip.reason.wizard"]._open(self, "step_return")
        self.cycle_id._lakip_lock_all()
        self._check_can_return(reason)
        for step in self._lakip_clean():
            pending = step._get_pending_approval()
            if pending:
                pending.action_return(reason)
            else:
                # sudo: states are written by the app only; checked above
                step.sudo()._do_return(reason)
        return True

    def action_answer_no(self):
        """Answer a decision row with 'no' where the SOP goes on with a later row."""
        self.cycle_id._lakip_lock_all()
        self._check_can_complete()
        for step in self:
            if not step.branch_step_id:
                raise UserError(
                    self.env._("'%s' has no other way to go on. Use 'Return'.", step.name)
                )
        # sudo: as in action_complete
        self._lakip_clean().sudo()._do_complete(branch=True)
        return True

    def action_open(self):
        """Open this step's form."""
        return self._get_open_action()

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _get_not_my_turn_reason(self):
        """Return ``{step: reason}``; False where the user may act on the row now.

        Both are checked: the turn (officer, team member or division) and the access group.
        """
        user = self.env.user
        # The hand-over of a turn may be an hour late, and nobody acts after the last day in office.
        # sudo: who holds the role decides, nothing of it is shown
        assigned = self.filtered(lambda step: step.state == "active" and user in step.user_ids)
        holders = assigned.sudo()._get_performers()
        reasons = {}
        for step in self:
            # sudo: which group the role asks for
            group = step._get_acting_role().sudo().group_id
            if step.state != "active":
                reasons[step] = self.env._(
                    "'%(step)s' is not under way (%(state)s).",
                    step=step.display_name,
                    state=dict(step._fields["state"]._description_selection(self.env))[step.state],
                )
            elif user not in step.user_ids:
                names = ", ".join(step.sudo().user_ids.mapped("name"))
                reasons[step] = self.env._(
                    "'%(step)s' is the turn of %(names)s.",
                    step=step.display_name,
                    names=names or step.role_id.name,
                )
            elif user not in holders[step]:
                reasons[step] = self.env._(
                    "'%(step)s' is not your turn any more: you are not %(role)s today.",
                    step=step.display_name,
                    role=step._get_acting_role().name,
                )
            elif group and group.id not in user._get_group_ids():
                reasons[step] = self.env._(
                    "You hold the turn of '%(step)s' but lack the access right '%(group)s'. "
                    "Ask your administrator.",
                    step=step.display_name,
                    group=group.name,
                )
            elif step.is_on_hold:
                reasons[step] = self.env._("'%s' is on hold. Resume it first.", step.display_name)
            else:
                reasons[step] = False
        return reasons

    def _get_cannot_complete_reason(self):
        """Return ``{step: reason}``; False where the user may complete the row now."""
        reasons = self._get_not_my_turn_reason()
        mine = self.filtered(lambda step: not reasons[step])
        return {**reasons, **mine._get_incomplete_reason(mine._get_blockers())}

    def _get_incomplete_reason(self, blockers):
        """Return ``{step: reason}`` of rows that are the user's turn; False where nothing is
        missing. The same batch function greys the button.

        :param blockers: ``{step: [Blocker, ...]}``
        """
        reasons = dict.fromkeys(self, False)
        for step in self:
            if step.kind in APPROVAL_KINDS:
                reasons[step] = self.env._(
                    "'%s' is decided with the buttons of the approval.", step.display_name
                )
            elif blockers[step]:
                reasons[step] = self.env._(
                    "'%(step)s' cannot be completed yet:\n%(blockers)s",
                    step=step.display_name,
                    blockers="\n".join(f"- {blocker.message}" for blocker in blockers[step]),
                )
        return reasons

    def _check_can_complete(self):
        for reason in self._get_cannot_complete_reason().values():
            if reason:
                raise UserError(reason)

    def _check_can_return(self, reason):
        self._check_my_turn()
        self.env["lakip.reason.wizard"]._check_reason(reason)
        for step in self:
            if not step.return_step_id:
                raise UserError(
                    self.env._("The SOP names no row that '%s' returns to.", step.display_name)
                )

    def _check_can_edit(self):
        """Raise ``UserError`` unless the user is the one whose turn each row is; it stays theirs
        until the transaction ends."""
        self.cycle_id._lakip_touch()
        self._check_my_turn()

    def _check_my_turn(self):
        """Raise ``UserError`` unless each row is the user's turn now."""
        for reason in self._get_not_my_turn_reason().values():
            if reason:
                raise UserError(reason)

    def _get_blockers(self):
        """Return ``{step: [Blocker, ...]}``; empty lists for rows that are not active."""
        result = {step: [] for step in self}
        active = self.filtered(lambda step: step.state == "active")
        for step, blockers in active._call_kind("_get_blockers"):
            result[step] = blockers
        for step in active:
            if not step.user_ids:
                vacant = Blocker(
                    self.env._(
                        "Nobody holds the role of %s today. The administrator must name somebody.",
                        step._get_acting_role().name,
                    )
                )
                result[step] = [vacant, *result[step]]
        return result

    # ------------------------------------------------------------
    # BUSINESS: helpers
    # ------------------------------------------------------------

    def _call_kind(self, hook):
        """Call ``<hook>_<kind>`` on the rows of each kind; return the (step, value) pairs."""
        pairs = []
        for kind, steps in self.grouped("kind").items():
            method = getattr(steps, f"{hook}_{kind}", None)
            if method:
                pairs.extend((method() or {}).items())
        return pairs

    def _get_open_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
