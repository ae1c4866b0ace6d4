import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import hashchain

APPROVAL_STATES = [
    ("pending", "Pending"),
    ("approved", "Approved"),
    ("returned", "Returned"),
    ("void", "Void"),
]


class LakipApproval(models.Model):
    """One paraf or signature asked or given: a row of the ledger of its cycle.

    A decided row holds what was decided (``decision``), by whom, in which capacity, about
    which bytes, and the hash of all that chained to the row before. Those fields never
    change again. ``state`` alone does: a return voids what was given by the rows it resets
    (``reset_step_id`` and on), a row 'voided' without one voids all. As that follows from the
    rows themselves, the verification recomputes it and notices a forged state as well.
    """

    _name = "lakip.approval"
    _description = "Approval"
    _inherit = ["lakip.protected.mixin"]
    _order = "cycle_id, sequence, id"

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="restrict",
    )
    cycle_id = fields.Many2one(related="step_id.cycle_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    role_id = fields.Many2one(related="step_id.role_id", store=True, precompute=True)
    kind = fields.Selection(related="step_id.kind")
    round = fields.Integer(required=True, aggregator=False)
    document_id = fields.Many2one(
        comodel_name="lakip.document",
        required=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(
        help="Place in the ledger of the cycle. A pending row has the next one.",
    )
    state = fields.Selection(
        selection=APPROVAL_STATES,
        required=True,
        default="pending",
        index=True,
    )
    decision = fields.Selection(
        selection=[
            ("approved", "Approved"),
            ("returned", "Returned"),
            ("voided", "Earlier Ones Voided"),
            ("withdrawn", "Withdrawn"),
        ]
    )
    user_id = fields.Many2one("res.users", string="Decided By", ondelete="restrict", index=True)
    officer_id = fields.Many2one("lakip.officer", string="In the Office Of", ondelete="restrict")
    signer_name = fields.Char(help="As it was on the day of the decision.")
    signer_title = fields.Char(help="Office and capacity on that day, e.g. Plh. Sekretaris.")
    holder_name = fields.Char(
        string="In the Place Of",
        help="The definitive holder of the office, when a Plt. or Plh. decided.",
    )
    reset_step_id = fields.Many2one(
        comodel_name="lakip.step",
        string="Back To",
        ondelete="restrict",
        index="btree_not_null",
        help="What was given from this row on holds no more. Empty: all that was given.",
    )
    date = fields.Datetime()
    comment = fields.Text()
    sha256 = fields.Char(string="SHA-256 of the File")
    previous_hash = fields.Char()
    hash = fields.Char(index="btree_not_null")
    token = fields.Char(required=True, groups="base.group_system")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _one_pending = models.UniqueIndex(
        "(step_id) WHERE state = 'pending'",
        "This row waits for a decision already.",
    )
    _sequence_unique = models.UniqueIndex(
        "(cycle_id, sequence) WHERE hash IS NOT NULL",
        "Somebody decided at the same moment. Reload the page.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("step_id", "document_id", "state")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = (
                f"{approval.step_id.display_name} ({approval.document_id.display_name})"
            )

    @api.depends("state", "step_id.user_ids", "step_id.state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        reasons = self._get_cannot_decide_reason()
        for approval in self:
            approval.can_decide = not reasons[approval]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_approve(self, comment=None):
        """Give the paraf or the signature asked by these rows; the next row starts.

        :param comment: text, kept in the record
        """
        if comment and not isinstance(comment, str):
            raise UserError(self.env._("The comment must be text."))
        self.cycle_id._lakip_lock()
        self._check_can_decide()
        self._check_document()
        # sudo: the ledger is written by the app only
        self._lakip_clean().sudo()._do_approve(comment)
        return True

    def action_return(self, reason=None):
        """Refuse, with a reason: the work goes back to the row the SOP names."""
        if reason is None:
            return self.env["lakip.reason.wizard"]._open(self, "approval_return")
        self.cycle_id._lakip_lock()
        self._check_can_decide()
        self.step_id._check_can_return(reason)
        # sudo: the ledger is written by the app only
        self._lakip_clean().sudo()._do_return(reason)
        return True

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _get_cannot_decide_reason(self):
        """Return ``{approval: reason}``; False where the user may decide now."""
        turns = self.step_id._get_not_my_turn_reason()
        labels = dict(self._fields["state"]._description_selection(self.env))
        reasons = {}
        for approval in self:
            if approval.state != "pending":
                reasons[approval] = self.env._(
                    "This was decided already: %(state)s%(who)s.",
                    state=labels[approval.state],
                    who=f" ({approval.signer_name})" if approval.signer_name else "",
                )
            elif approval.document_id.state != "current":
                reasons[approval] = self.env._(
                    "%s was replaced by a newer version. Reload the page.",
                    approval.document_id.display_name,
                )
            else:
                reasons[approval] = turns[approval.step_id]
        return reasons

    def _check_can_decide(self):
        for reason in self._get_cannot_decide_reason().values():
            if reason:
                raise UserError(reason)

    def _check_document(self):
        """Raise ``UserError`` when a file is not the one that was frozen."""
        for approval in self:
            if not approval.document_id._is_intact():
                raise UserError(
                    self.env._(
                        "The file of %s is not the one that was frozen. Do not sign; tell your "
                        "administrator.",
                        approval.document_id.display_name,
                    )
                )

    # ------------------------------------------------------------
    # BUSINESS: what is done (called as superuser, after the checks)
    # ------------------------------------------------------------

    @api.model
    def _do_ask(self, steps):
        """Ask one decision on the report as it stands at the start of each of ``steps``."""
        return self._lakip_unlocked().create(
            [
                {
                    "step_id": step.id,
                    "round": step.round,
                    "document_id": step.base_document_id.id,
                    "token": secrets.token_urlsafe(32),
                }
                for step in steps
            ]
        )

    def _do_approve(self, comment=None):
        for approval in self:
            approval._decide("approved", comment)
        self.step_id._do_complete()

    def _do_return(self, reason):
        for approval in self:
            approval._decide("returned", reason, approval.step_id.return_step_id)
            approval.step_id._do_return(reason)

    @api.model
    def _do_void(self, step, reason, target=None):
        """What was asked or given in the cycle of ``step`` before now holds no more.

        When the return of this very row does not say so already, a row of its own does.

        :param target: the row the work goes back to; what was given before it stays given.
            Without it nothing stays.
        """
        standing = self.search(
            [("cycle_id", "=", step.cycle_id.id), ("state", "in", ("pending", "approved"))]
        ).filtered(lambda row: not target or row._is_from(target))
        given = standing.filtered("hash")
        standing._lakip_unlocked().state = "void"
        last = self._get_last(step.cycle_id)
        said = last.decision == "returned" and last.step_id == step and last.round == step.round
        if given and not said:
            row = self._lakip_unlocked().create(
                {
                    "step_id": step.id,
                    "round": step.round,
                    "document_id": given[-1].document_id.id,
                    "token": secrets.token_urlsafe(32),
                    "state": "void",
                }
            )
            row._decide("voided", reason, target)

    def _is_from(self, step):
        """Return whether this is a decision of ``step`` or of a row after it."""
        self.ensure_one()
        own = self.step_id
        return (own.sequence, own.id) >= (step.sequence, step.id)

    @api.model
    def _get_last(self, cycle):
        """Return the head of the ledger of ``cycle``."""
        return self.search(
            [("cycle_id", "=", cycle.id), ("hash", "!=", False)],
            order="sequence desc",
            limit=1,
        )

    def _get_decision_context(self, officer):
        """Return what else is known about a decision taken now in ``officer``'s capacity."""
        return {}

    def _decide(self, decision, comment, reset_step=None, **more):
        """Write the decision and chain it to the last row of the cycle's ledger.

        :param reset_step: the row a return or a voiding goes back to
        :param more: values that belong to this one decision, such as its signature
        """
        self.ensure_one()
        last = self._get_last(self.cycle_id)
        officer = self.cycle_id._get_officer(self.step_id._get_acting_role(), self.env.user)
        vals = {
            "state": decision if decision in ("approved", "returned") else "void",
            "decision": decision,
            "sequence": last.sequence + 1,
            "user_id": self.env.uid,
            "officer_id": officer.id,
            "signer_name": officer.employee_id.name or self.env.user.name,
            "signer_title": (officer or self.role_id)._get_title(),
            "holder_name": officer._get_stood_in_for().employee_id.name,
            "reset_step_id": reset_step.id if reset_step else False,
            "date": fields.Datetime.now(),
            "comment": (comment or "").strip() or False,
            "sha256": self.document_id.sha256,
            "previous_hash": last.hash or hashchain.GENESIS,
            **self._get_decision_context(officer),
            **more,
        }
        unlocked = self._lakip_unlocked()
        unlocked.write(vals)
        unlocked.hash = self._get_hash(self.previous_hash)

    # ------------------------------------------------------------
    # BUSINESS: ledger
    # ------------------------------------------------------------

    def _get_payload(self):
        """Return the mapping that the hash of this row covers."""
        self.ensure_one()
        return {
            "id": self.id,
            "cycle": self.cycle_id.id,
            "company": self.company_id.id,
            "step": self.step_id.id,
            "role": self.role_id.id,
            "round": self.round,
            "document": self.document_id.id,
            "version": self.document_id.version,
            "sequence": self.sequence,
            "decision": self.decision or "",
            "user": self.user_id.id,
            "officer": self.officer_id.id or 0,
            "signer_name": self.signer_name or "",
            "signer_title": self.signer_title or "",
            "holder_name": self.holder_name or "",
            "reset_step": self.reset_step_id.id or 0,
            "date": fields.Datetime.to_string(self.date) or "",
            "comment": self.comment or "",
            "sha256": self.sha256 or "",
            "token": self.token,
        }

    def _get_hash(self, previous):
        """Return the hash of this row when the hash before it is ``previous``."""
        return hashchain.link(previous, self._get_payload())

    def _get_expected_states(self):
        """Return ``{row: state}`` as it follows from the decisions of a whole ledger.

        A return or a voiding undoes every approval before it of the rows it resets, a withdrawal
        the one it names.
        """
        undoing = self.filtered(lambda row: row.decision in ("returned", "voided"))
        withdrawn = self.withdrawn_id
        states = {}
        for row in self:
            undone = row in withdrawn or any(
                later.sequence > row.sequence
                and (not later.reset_step_id or row._is_from(later.reset_step_id))
                for later in undoing
            )
            states[row] = row.decision if row.decision in ("approved", "returned") else "void"
            if row.decision == "approved" and undone:
                states[row] = "void"
        return states

    def _find_broken(self):
        """Return ``(approval, reason)`` of the first row of one cycle that does not hold.

        Checked for each row: its place, its hash, that the document still has the digest
        that was decided on; and when all that holds, that its state follows from the decisions
        after it.
        """
        ledger = self.filtered("hash").sorted(lambda row: (row.sequence, row.id))
        intact = {document: document._is_intact() for document in ledger.document_id}
        previous = hashchain.GENESIS
        for position, row in enumerate(ledger, start=1):
            if row.sequence != position:
                reason = self.env._("row %s is missing", position)
            elif row.previous_hash != previous:
                reason = self.env._("it does not follow the row before it")
            elif row.hash != row._get_hash(previous):
                reason = self.env._("its content was changed after the decision")
            elif row.sha256 != row.document_id.sha256 or not intact[row.document_id]:
                reason = self.env._("the file it was given for was changed")
            elif not row._is_withdrawal_sound():
                reason = self.env._("it withdraws what it cannot withdraw")
            elif not row._is_seal_intact():
                reason = self.env._("the signed version was changed")
            else:
                previous = row.hash
                continue
            return row, row._get_broken_sentence(position, reason)
        for row, state in ledger._get_expected_states().items():
            if row.state != state:
                reason = self.env._("its state does not follow from the decisions")
                return row, row._get_broken_sentence(row.sequence, reason)
        undecided = (self - ledger).filtered(lambda row: row.state in ("approved", "returned"))
        if undecided:
            return undecided[0], self.env._(
                "%s claims a decision that is not in the ledger.", undecided[0].display_name
            )
        return self.browse(), False

    def _get_broken_sentence(self, position, reason):
        self.ensure_one()
        return self.env._(
            "Decision %(position)s (%(step)s, %(signer)s) does not hold: %(reason)s.",
            position=position,
            step=self.step_id.number or self.step_id.name,
            signer=self.signer_name,
            reason=reason,
        )

    def _find_missing(self, cycle):
        """Return which decision of ``cycle`` these rows lack though its rows and documents say
        it was given, or False.

        A chain does not notice when its last links are gone; what they brought about does.
        """
        results = {"done": "approved", "returned": "returned"}
        given = {(row.step_id, row.round, row.decision) for row in self.filtered("hash")}
        for past in cycle.step_ids.round_ids:
            decision = results.get(past.result)
            if past.step_id.kind not in ("initial", "signature") or not decision:
                continue
            if (past.step_id, past.round, decision) not in given:
                return self.env._(
                    "The decision of '%(step)s' in round %(round)s is missing.",
                    step=past.step_id.display_name,
                    round=past.round,
                )
        signed = self.filtered(
            lambda row: row.hash and row.decision == "approved" and row.kind == "signature"
        ).signed_document_id
        for document in cycle.document_ids:
            if document.state == "signed" and document not in signed:
                return self.env._(
                    "%s is marked as signed without a signature.", document.display_name
                )
        return False
