import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

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
    # Those of the step, copied when the row is made: a related field would be computed on a new
    # record before the INSERT, which then shows up among the approvals of the cycle.
    cycle_id = fields.Many2one("lakip.cycle", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    role_id = fields.Many2one("lakip.role", required=True, ondelete="restrict")
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
    hash = fields.Char()
    token = fields.Char(required=True, index=True, groups="base.group_system")
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

    def action_approve(self, comment=None, version=None, sha256=None):
        """Give the parafs asked by these rows; the next row starts. For a signature, open what
        asks for it.

        :param comment: text, kept in the record
        :param version: number of the version the user has read, as is its digest ``sha256``;
            refused, saying what changed, when another one is in force by now
        """
        if "signature" in self.mapped("kind"):
            self._check_seen(version, sha256)
            self._check_signed_alone()
            return self.action_open_sign_wizard()
        self._lakip_check_text(comment)
        self.cycle_id._lakip_lock()
        self._check_seen(version, sha256)
        self._check_can_decide()
        self._check_document()
        # sudo: the ledger is written by the app only
        self._lakip_clean().sudo()._do_approve(comment)
        return True

    def action_return(self, reason=None, points=None, version=None, sha256=None):
        """Refuse, with a reason: the work goes back to the row the SOP names. Without a reason,
        open what asks for it.

        :param points: ``[{"section": text or False, "name": text}, ...]``: each becomes a
            correction point of its own
        :param version: as is ``sha256``, see :meth:`action_approve`
        """
        if reason is None:
            self._check_seen(version, sha256)
            self._check_can_decide()
            return self.env["lakip.reason.wizard"]._open(
                self, "approval_return", default_version=version, default_sha256=sha256
            )
        points = self._clean_points(points)
        self.cycle_id._lakip_lock()
        self._check_seen(version, sha256)
        self._check_can_decide()
        self.step_id._check_can_return(reason)
        # sudo: the ledger is written by the app only
        self._lakip_clean().sudo()._do_return(reason, points)
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
            if approval.state == "void" and not approval.decision:
                reasons[approval] = self.env._(
                    "This is not asked any more: the report was returned, an earlier decision was "
                    "taken back, or the cycle was cancelled. Reload the page."
                )
            elif approval.state != "pending":
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
        self._lakip_check_stored()
        for reason in self._get_cannot_decide_reason().values():
            if reason:
                raise UserError(reason)

    def _check_seen(self, version=None, sha256=None):
        """Raise ``UserError``, saying what changed, when the user has read another file than the
        one that is asked about. Nothing is known of what they read: nothing is checked.
        """
        if version is None and sha256 is None:
            return
        self.ensure_one()
        self._lakip_check_stored()
        self.check_access("read")
        document = self.document_id
        current = self.cycle_id._get_report()[self.cycle_id] or document
        if (
            self.state == "pending"
            and document == current
            and version in (None, document.version)
            and sha256 in (None, document.sha256)
        ):
            return
        if self.state != "approved" and (version, sha256) != (
            current.version,
            current.sha256,
        ):
            # sudo: the name of who made the version
            author = current.sudo().create_uid.name
            raise UserError(
                self.env._(
                    "The report has changed since you opened it. You read version %(seen)s; in "
                    "force is version %(now)s, made by %(author)s on %(date)s. Open it, then "
                    "decide again.",
                    seen=version if version and isinstance(version, int) else "?",
                    now=current.version,
                    author=author,
                    date=format_datetime(self.env, current.create_date),
                )
            )
        # That it was decided says more, or whose turn it is.
        self._check_can_decide()

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

    @api.model
    def _clean_points(self, points):
        """Return the correction points a client sent, checked and stripped."""
        cleaned = []
        if not isinstance(points or [], (list, tuple)):
            raise UserError(self.env._("The correction points must be a list."))
        for point in points or []:
            name = point.get("name") if isinstance(point, dict) else None
            section = (point.get("section") if isinstance(point, dict) else None) or ""
            if not isinstance(name, str) or not name.strip() or not isinstance(section, str):
                raise UserError(self.env._("Say of each correction point what is to be changed."))
            self._lakip_check_text(name + section)
            cleaned.append({"name": name.strip(), "section": section.strip() or False})
        return cleaned

    # ------------------------------------------------------------
    # BUSINESS: what is done (called as superuser, after the checks)
    # ------------------------------------------------------------

    @api.model
    def _do_ask(self, steps):
        """Ask one decision on the report as it stands at the start of each of ``steps``."""
        return self._lakip_unlocked().create(
            [self._get_new_vals(step, step.base_document_id) for step in steps]
        )

    @api.model
    def _get_new_vals(self, step, document, **more):
        """Return the values of a new row of ``step`` about ``document``."""
        return {
            "step_id": step.id,
            "cycle_id": step.cycle_id.id,
            "company_id": step.company_id.id,
            "role_id": step.role_id.id,
            "round": step.round,
            "document_id": document.id,
            "token": secrets.token_urlsafe(32),
            **more,
        }

    def _do_approve(self, comment=None):
        if "signature" in self.mapped("kind"):
            raise UserError(self.env._("A signature needs a check of your identity."))
        for approval in self:
            approval._decide("approved", comment)
        self.step_id._do_complete()

    def _do_return(self, reason, points=()):
        for approval in self:
            # The points belong to the round that ends here.
            round_ = approval.step_id.round
            approval._decide("returned", reason, approval.step_id.return_step_id)
            approval.step_id._do_return(reason)
            approval._do_note_points(points, round_)

    def _do_note_points(self, points, round_):
        self.ensure_one()
        self.env["lakip.correction"]._lakip_unlocked().create(
            [
                {
                    "step_id": self.step_id.id,
                    "round": round_,
                    "sequence": 20 + index,
                    "proposer": self.signer_name,
                    "is_return": True,
                    "document_id": self.document_id.id,
                    **point,
                }
                for index, point in enumerate(points)
            ]
        )

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
                self._get_new_vals(step, given[-1].document_id, state="void")
            )
            row._decide("voided", reason, target)

    def _is_from(self, step):
        """Return whether this is a decision of ``step`` or of a row after it."""
        self.ensure_one()
        own = self.step_id
        return (own.sequence, own.id) >= (step.sequence, step.id)
