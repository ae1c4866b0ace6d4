from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.selfcheck import CRITERIA, Reason, Verdict

_MOST_NAMES = 10


class LakipSelfcheck(models.Model):
    """One criterion of the evaluation of a cycle's report (Permenpan RB 88/2021).

    ``tools/selfcheck.py`` judges what the data tell; a person answers the rest, and the app notes
    who and when.
    """

    _name = "lakip.selfcheck"
    _description = "Self-Check Criterion"
    _inherit = ["lakip.protected.mixin"]
    _order = "cycle_id, sequence, id"
    _rec_name = "code"

    _lakip_protected_fields = frozenset(
        {"cycle_id", "company_id", "sequence", "code", "group", "user_id", "date"}
    )

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="cycle_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(
        selection=[
            ("drafted", "The report is drafted"),
            ("periodic", "The report is made periodically"),
            ("formalized", "The report is formalized (signed)"),
            ("reviewed", "The report is reviewed by the APIP"),
            ("published", "The report is published"),
            ("on_time", "The report is handed over in time"),
            ("structure", "The report follows the standard"),
            ("information", "The report tells all performance information"),
            ("annual_target", "Realization against the target of the year"),
            ("medium_term", "Realization against the medium-term target"),
            ("previous_years", "Realization against previous years"),
            ("benchmark", "Realization against a national or international standard"),
            ("causes", "Causes of success or failure"),
            ("efficiency", "Efficiency of the use of resources"),
            ("follow_up", "Follow-up or recommendations"),
            ("leadership", "The report is a main concern of the leader"),
            ("staff", "The report is a care of all staff"),
            ("activities", "The report is used to adjust activities"),
            ("budget", "The report is used to adjust the budget"),
            ("success", "The report is used to judge success"),
            ("next_plan", "The report is used to adjust the next plan"),
            ("culture", "The report changes the performance culture"),
        ],
        string="Criterion",
        required=True,
        readonly=True,
    )
    group = fields.Selection(
        selection=[
            ("fulfilment", "Fulfilment"),
            ("quality", "Quality"),
            ("use", "Use"),
        ],
        string="Sub-Component",
        compute="_compute_group",
        store=True,
        precompute=True,
    )

    # what was found
    is_by_hand = fields.Boolean(compute="_compute_finding")
    verdict = fields.Selection(
        selection=[
            ("met", "Met"),
            ("not_met", "Not Met"),
            ("by_hand", "Not Judged Yet"),
        ],
        string="Result",
        compute="_compute_finding",
    )
    reason = fields.Char(compute="_compute_finding")
    answer = fields.Selection(
        selection=[("met", "Met"), ("not_met", "Not Met")],
        string="Your Judgement",
        help="Where the data cannot tell.",
    )
    note = fields.Text(help="What shows it, such as a letter or a decision.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Judged By",
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="Judged On", readonly=True)

    _code_cycle_unique = models.UniqueIndex(
        "(cycle_id, code)",
        "The cycle has this criterion already.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("code")
    def _compute_group(self):
        groups = {criterion.code: criterion.group for criterion in CRITERIA}
        for line in self:
            line.group = groups.get(line.code)

    @api.depends("answer", "cycle_id")
    def _compute_finding(self):
        findings = self.cycle_id._get_selfcheck_findings()
        for line in self:
            finding = findings[line.cycle_id][line.code]
            line.is_by_hand = finding.verdict is Verdict.BY_HAND
            line.verdict = (line.is_by_hand and line.answer) or finding.verdict.value
            line.reason = line._get_reason(finding)

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if not self._lakip_is_unlocked() and {"answer", "note"} & vals.keys():
            self._check_can_answer(vals)
        result = super().write(vals)
        if "answer" in vals:
            self._lakip_unlocked().write({"user_id": self.env.uid, "date": fields.Datetime.now()})
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_answer(self, vals):
        """Raise ``UserError`` unless a person judges these criteria, in a cycle that goes on."""
        for line in self:
            if line.cycle_id.state == "cancelled":
                raise UserError(
                    self.env._("%s is closed and cannot be changed.", line.cycle_id.display_name)
                )
            if vals.get("answer") and not line.is_by_hand:
                raise UserError(
                    self.env._(
                        "'%s' is judged by the data: mend the data, or write a note.",
                        line.display_name,
                    )
                )

    def _get_reason(self, finding):
        """Return why ``finding``, a ``Finding``, came out as it did and what to do."""
        match finding.reason:
            case Reason.DONE:
                return self.env._("The data have it.")
            case Reason.NOT_DONE:
                return self.env._("Not in the data yet.")
            case Reason.ALL_FILLED:
                return self.env._("All are filled in.")
            case Reason.LACKING:
                names = [*finding.names[:_MOST_NAMES]]
                rest = len(finding.names) - _MOST_NAMES
                if rest > 0:
                    names.append(self.env._("... and %s more.", rest))
                return self.env._("Not filled in: %s", "; ".join(names))
            case Reason.NO_INDICATORS:
                return self.env._("There are no sasaran and indicators yet.")
            case Reason.NO_STANDARD:
                return self.env._("No national standard is entered. Is there really none?")
            case Reason.IN_TIME:
                return self.env._("%s days before the due date.", finding.days)
            case Reason.LATE:
                return self.env._("%s days after the due date.", finding.days)
            case Reason.NO_DUE_DATE:
                return self.env._("The cycle has no due date.")
        return self.env._("The data cannot tell: judge it.")
