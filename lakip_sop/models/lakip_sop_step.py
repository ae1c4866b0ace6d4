from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.duration import duration_text

#: What a row of an SOP does. Behaviour hangs on these, never on a row number or a role code.
STEP_KINDS = [
    ("direction", "Direction"),
    ("decree", "Decree (SK Tim)"),
    ("meeting", "Meeting"),
    ("collection", "Collection of data"),
    ("drafting", "Drafting"),
    ("discussion", "Discussion meeting"),
    ("revision", "Revision of the draft"),
    ("initial", "Paraf"),
    ("signature", "Signature"),
    ("archive", "Archive and delivery"),
    ("task", "Plain task"),
    ("decision", "Decision (yes / no)"),
    ("start", "Start"),
    ("end", "End"),
]

#: Rows of a paper SOP that carry no work: done as soon as they are reached.
TERMINAL_KINDS = ("start", "end")
#: Rows that are done with a decision on the report.
APPROVAL_KINDS = ("initial", "signature")

DURATION_UNITS = [
    ("second", "Seconds"),
    ("minute", "Minutes"),
    ("hour", "Hours"),
    ("day", "Days"),
    ("week", "Weeks"),
    ("month", "Months"),
]


class LakipSopStep(models.Model):
    """One row of the procedure, as printed: who does what, with what, how long, what comes out."""

    _name = "lakip.sop.step"
    _description = "SOP Row"
    _inherit = ["lakip.flow.mixin", "lakip.reference.mixin"]
    _order = "sop_id, sequence, id"

    sop_id = fields.Many2one(
        comodel_name="lakip.sop",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    number = fields.Char(help="As printed. Numbers may be missing or repeated on paper.")
    name = fields.Text(string="Activity", required=True)
    kind = fields.Selection(selection=STEP_KINDS, required=True, default="task")
    role_id = fields.Many2one(
        comodel_name="lakip.role",
        string="Performer",
        ondelete="restrict",
    )
    participant_role_ids = fields.Many2many(
        comodel_name="lakip.role",
        relation="lakip_sop_step_participant_rel",
        string="Takes Part",
    )
    requirement = fields.Text(string="Requirement (Kelengkapan)")
    duration = fields.Float(
        string="Standard Time",
        digits=(16, 2),
        help="Mutu baku: waktu. Empty: no time standard, never late.",
    )
    duration_unit = fields.Selection(selection=DURATION_UNITS, default="day", required=True)
    standard_text = fields.Char(
        string="Standard",
        compute="_compute_standard_text",
        help="Waktu baku, as the SOP prints it.",
    )
    output = fields.Text()
    remark = fields.Text(string="Remark (Keterangan)")
    return_step_id = fields.Many2one(
        comodel_name="lakip.sop.step",
        string="On Return, Back To",
        domain="[('sop_id', '=', sop_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="An earlier row. A decision answered 'no' goes back to it as well.",
    )
    branch_step_id = fields.Many2one(
        comodel_name="lakip.sop.step",
        string="If No, Go On With",
        domain="[('sop_id', '=', sop_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Decisions only: a later row that is next when the answer is 'no'. "
        "The rows between are left out.",
    )

    _duration_not_negative = models.Constraint(
        "CHECK(duration >= 0)",
        "A time standard cannot be negative.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("number", "name")
    def _compute_display_name(self):
        for step in self:
            number = f"{step.number}. " if step.number else ""
            step.display_name = f"{number}{step.name or ''}"

    @api.depends("duration", "duration_unit")
    @api.depends_context("lang")
    def _compute_standard_text(self):
        locale = self._get_locale()
        for step in self:
            step.standard_text = duration_text(step.duration, step.duration_unit, locale)

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        # After: the SOP may come from the context as well.
        steps.sop_id._check_editable()
        return steps

    def write(self, vals):
        self.sop_id._check_editable()
        if "sop_id" in vals:
            self.env["lakip.sop"].browse(vals["sop_id"])._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_effective(self):
        self.sop_id._check_editable()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_usable(self):
        """Raise ``UserError`` naming every row that cannot be run as it stands."""
        ordered = self.sorted(lambda step: (step.sequence, step.id))
        position = {step: index for index, step in enumerate(ordered)}
        signatures = ordered.filtered(lambda step: step.kind == "signature")
        problems = [
            problem
            for step in ordered
            for problem in (
                *step._get_path_problems(position),
                *step._get_signature_problems(position, signatures[:1]),
            )
        ]
        drafted = ordered._get_drafted()
        for step in ordered:
            needs_draft = step.kind in ("revision", "discussion", *APPROVAL_KINDS)
            if needs_draft and not drafted[step]:
                problems.append(
                    self.env._("Row '%s' needs a drafting row before it.", step.display_name)
                )
        if len(signatures) != 1:
            problems.append(
                self.env._(
                    "An SOP needs exactly one signature row; this one has %s.", len(signatures)
                )
            )
        if problems:
            raise UserError("\n".join(problems))

    def _get_path_problems(self, position):
        """Return why this row cannot be performed, left or returned from, as sentences."""
        self.ensure_one()
        label = self.display_name
        problems = []
        if not self.role_id:
            problems.append(self.env._("Row '%s' has no performer.", label))
        back, ahead = self.return_step_id, self.branch_step_id
        if back and position.get(back, len(position)) >= position[self]:
            problems.append(
                self.env._("Row '%s' must return to an earlier row of this SOP.", label)
            )
        if ahead and position.get(ahead, -1) <= position[self]:
            problems.append(self.env._("Row '%s' must go on with a later row of this SOP.", label))
        if ahead and self.kind != "decision":
            problems.append(self.env._("Row '%s' branches but is not a decision.", label))
        if self.kind == "decision" and not (back or ahead):
            problems.append(
                self.env._("Decision '%s' needs a row to go to when the answer is no.", label)
            )
        return problems

    def _get_signature_problems(self, position, signature):
        """Return where this row gets in the way of ``signature``: a signed report stays as it is.

        :param position: ``{row: index}`` of all rows of the SOP
        """
        self.ensure_one()
        label = self.display_name
        here, signed = position[self], position.get(signature, len(position))
        problems = []
        if self.kind == "archive" and here < signed:
            problems.append(self.env._("Row '%s' needs a signature row before it.", label))
        if self.kind in ("drafting", "revision", "initial") and here > signed:
            problems.append(self.env._("Row '%s' must come before the signature row.", label))
        if here > signed and position.get(self.return_step_id, here) <= signed:
            problems.append(
                self.env._(
                    "Row '%s' cannot return behind the signature: a signed report stays as it is.",
                    label,
                )
            )
        if here < signed < position.get(self.branch_step_id, here):
            problems.append(
                self.env._(
                    "Row '%s' must not go on behind the signature: the signature row cannot be "
                    "left out.",
                    label,
                )
            )
        return problems

    def _get_drafted(self):
        """Return ``{row: whether a draft exists on every way to it}`` of all rows, in order."""
        before = {step: self[index - 1 : index] for index, step in enumerate(self)}
        for step in self:
            if step.branch_step_id in before:
                before[step.branch_step_id] += step
        drafted = {}
        for step in self:
            drafted[step] = bool(before[step]) and all(
                drafted.get(other, True) or other.kind == "drafting" for other in before[step]
            )
        return drafted
