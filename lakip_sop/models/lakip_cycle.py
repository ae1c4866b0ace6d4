import calendar
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CYCLE_STATES = [
    ("draft", "Draft"),
    ("running", "Running"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]


class LakipCycle(models.Model):
    """One report year of one company: a snapshot of the SOP in force, being run."""

    _name = "lakip.cycle"
    _description = "LAKIP Cycle"
    _inherit = ["mail.thread", "mail.activity.mixin", "lakip.protected.mixin"]
    _order = "year desc, company_id, id desc"
    _check_company_auto = True

    _lakip_protected_fields = frozenset(
        {
            "name",
            "state",
            "owner_role_id",
            "date_start",
            "date_done",
            "cancel_reason",
            "step_ids",
            "current_step_id",
            "progress",
            "approval_ids",
        }
    )

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(compute="_compute_name", store=True)
    active = fields.Boolean(default=True)
    year = fields.Integer(
        string="Report Year",
        required=True,
        default=lambda self: self._default_year(),
        aggregator=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    sop_id = fields.Many2one(
        comodel_name="lakip.sop",
        string="SOP",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_sop_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('state', '=', 'effective'), ('company_id', 'in', [company_id, False])]",
    )
    owner_role_id = fields.Many2one(
        related="sop_id.owner_role_id",
        store=True,
        precompute=True,
        index=True,
    )
    state = fields.Selection(
        selection=CYCLE_STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    date_start = fields.Datetime(string="Started", readonly=True, copy=False)
    date_done = fields.Datetime(string="Finished", readonly=True, copy=False)
    date_due = fields.Date(
        string="Statutory Due Date",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Proposed: two months after the end of the report year. Many agencies are given an "
        "earlier day by letter.",
    )
    cancel_reason = fields.Text(readonly=True, copy=False)

    # people
    member_ids = fields.One2many(
        comodel_name="lakip.cycle.member",
        inverse_name="cycle_id",
        string="SK Tim",
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Divisions",
        compute="_compute_department_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', '=', company_id)]",
        help="The bidang and the sekretariat that take part and hand in data.",
    )

    # letters
    letter_city = fields.Char(
        compute="_compute_letter_settings",
        store=True,
        readonly=False,
        precompute=True,
        help="Place printed before the date of a letter.",
    )
    letter_recalling = fields.Text(
        string="Legal Basis of the SK (Mengingat)",
        compute="_compute_letter_settings",
        store=True,
        readonly=False,
        precompute=True,
        help="One rule a line, printed in the SK Tim under 'Mengingat'.",
    )

    # the procedure
    step_ids = fields.One2many(
        comodel_name="lakip.step",
        inverse_name="cycle_id",
        string="Steps",
        readonly=True,
        copy=False,
    )
    is_owner = fields.Boolean(compute="_compute_is_owner")

    # results
    document_ids = fields.One2many("lakip.document", "cycle_id", string="Documents")
    approval_ids = fields.One2many("lakip.approval", "cycle_id", string="Approvals", readonly=True)
    request_ids = fields.One2many("lakip.request", "cycle_id", string="Data Requests")
    correction_ids = fields.One2many("lakip.correction", "cycle_id", string="Corrections")
    delivery_ids = fields.One2many("lakip.delivery", "cycle_id", string="Deliveries")

    _year_company_unique = models.UniqueIndex(
        "(year, company_id) WHERE state != 'cancelled'",
        "This company has a cycle for that report year already.",
    )
    _year_sane = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)",
        "The report year must lie between 2000 and 2100.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("department_ids", "company_id")
    def _check_departments(self):
        for cycle in self:
            foreign = cycle.department_ids.filtered(
                lambda dep, cycle=cycle: dep.company_id != cycle.company_id
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(department)s is not a department of %(company)s.",
                        department=foreign[0].display_name,
                        company=cycle.company_id.name,
                    )
                )

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _default_year(self):
        # The report of a year is written in the first months of the next one.
        return fields.Date.context_today(self).year - 1

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("year")
    def _compute_name(self):
        for cycle in self:
            cycle.name = f"LAKIP {cycle.year}"

    @api.depends("company_id")
    def _compute_sop_id(self):
        for cycle in self:
            if cycle.state == "draft":
                cycle.sop_id = self.env["lakip.sop"]._get_effective(cycle.company_id)

    @api.depends("year")
    def _compute_date_due(self):
        for cycle in self:
            if cycle.state in ("draft", False) and cycle.year and 1 <= cycle.year < 9999:
                last = calendar.monthrange(cycle.year + 1, 2)[1]
                cycle.date_due = date(cycle.year + 1, 2, last)

    @api.depends("company_id", "year")
    def _compute_department_ids(self):
        for cycle in self:
            if cycle.state in ("draft", False):
                previous = cycle._get_previous()
                cycle.department_ids = previous.department_ids or self.env[
                    "hr.department"
                ]._lakip_propose(cycle.company_id)

    @api.depends("company_id", "year")
    def _compute_letter_settings(self):
        for cycle in self:
            if cycle.state in ("draft", False):
                previous = cycle._get_previous()
                cycle.letter_city = previous.letter_city or cycle.company_id.lakip_city
                cycle.letter_recalling = previous.letter_recalling or cycle.sop_id.legal_basis

    @api.depends("owner_role_id")
    @api.depends_context("uid")
    def _compute_is_owner(self):
        reasons = self._get_not_owner_reason()
        for cycle in self:
            cycle.is_owner = not reasons[cycle]

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        cycles = super().create(vals_list)
        # The group stays with who was in office once, the cycle does not.
        cycles._check_owner()
        return cycles

    def write(self, vals):
        own = {name for name in vals if not name.startswith(("message_", "activity_", "website_"))}
        if own and not self._lakip_is_unlocked():
            self._check_owner()
        if own - {"active"} and not self._lakip_is_unlocked():
            self._check_open()
        if vals.keys() & {"year", "company_id", "sop_id", "department_ids"}:
            for cycle in self:
                if cycle.state != "draft" and not cycle._lakip_is_unlocked():
                    raise UserError(
                        self.env._(
                            "%s has started: its year, SOP and divisions stay as they are.",
                            cycle.display_name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_owner()
        for cycle in self:
            if cycle.state != "draft":
                raise UserError(
                    self.env._(
                        "%s has started and is kept for the record. Cancel or archive it instead.",
                        cycle.display_name,
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_start(self):
        """Copy the SOP into this cycle and start its first step."""
        self._lakip_lock()
        self._check_can_start()
        self._lakip_clean()._do_start()
        return True

    def action_cancel(self, reason=None):
        """Stop the cycle for good. Without ``reason`` the reason is asked for."""
        if reason is None:
            return self.env["lakip.reason.wizard"]._open(self, "cycle_cancel")
        # The lock reads as superuser, after which nothing asks who may see the cycle.
        self.check_access("read")
        self._lakip_lock_all()
        self._check_can_cancel(reason)
        self._lakip_clean()._do_cancel(reason)
        return True

    def action_copy_previous(self):
        """Take team, divisions and letter settings over from the last cycle."""
        self._check_owner()
        self._check_open()
        self._do_copy_previous()
        return True

    def action_verify(self):
        """Check the hash chain of the approvals; name the first broken row."""
        self.ensure_one()
        self.check_access("read")
        broken, reason = self._find_broken_approval()
        # sudo: how many there are, as their chain is checked as a whole
        count = len(self.sudo().approval_ids.filtered("hash"))
        if broken or reason:
            message, kind = reason, "danger"
        else:
            message, kind = self.env._("All %s decisions are intact.", count), "success"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Verification of %s", self.display_name),
                "message": message,
                "type": kind,
                "sticky": bool(reason),
            },
        }

    def action_open_current_step(self):
        """Open the step whose turn it is."""
        self.ensure_one()
        if not self.current_step_id:
            raise UserError(self.env._("No row of %s is under way.", self.display_name))
        return self.current_step_id._get_open_action()

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _lakip_lock_all(self):
        """As ``_lakip_lock``, with the requests of the running rows: divisions hand in, and the
        team accepts, beside each other and without a lock on the cycle."""
        self._lakip_lock()
        # sudo: whoever ends or holds a row ends it for all divisions
        running = self.sudo().current_step_id.filtered(lambda step: step.kind == "collection")
        running.request_ids._lakip_lock()

    def _check_open(self):
        """Raise ``UserError`` when a cycle is closed: what was done stays as it was."""
        for cycle in self:
            if cycle.state in ("done", "cancelled"):
                raise UserError(
                    self.env._("%s is closed and cannot be changed.", cycle.display_name)
                )

    def _get_not_owner_reason(self):
        """Return ``{cycle: reason}``; the reason is False for the owner and administrators."""
        user = self.env.user
        if self.env.su or user.has_group("lakip_sop.group_lakip_manager"):
            return dict.fromkeys(self, False)
        officers = self.env["lakip.officer"]
        current = officers._get_current(self.owner_role_id, self.company_id)
        may_own = user.has_group("lakip_sop.group_lakip_planning_head")
        reasons = {}
        for cycle in self:
            owners = current.get((cycle.company_id, cycle.owner_role_id), officers)
            reasons[cycle] = (
                False
                if may_own and user in owners.user_id
                else self.env._(
                    "Only the %(role)s of %(company)s or the administrator may do this.",
                    role=cycle.owner_role_id.name,
                    company=cycle.company_id.name,
                )
            )
        return reasons

    def _check_owner(self):
        for reason in self._get_not_owner_reason().values():
            if reason:
                raise UserError(reason)

    def _check_can_start(self):
        self._check_owner()
        missing = self._get_missing_holders()
        for cycle in self:
            if cycle.state != "draft":
                raise UserError(self.env._("%s has started already.", cycle.display_name))
            if cycle.sop_id.state != "effective":
                raise UserError(
                    self.env._("%s is not in force. Choose another SOP.", cycle.sop_id.display_name)
                )
            cycle.company_id.resource_calendar_id._lakip_check_usable()
            if missing[cycle]:
                raise UserError(
                    self.env._(
                        "%(cycle)s cannot start yet. Missing:\n%(missing)s",
                        cycle=cycle.display_name,
                        missing="\n".join(f"- {line}" for line in missing[cycle]),
                    )
                )

    def _check_can_cancel(self, reason):
        self._check_owner()
        self.env["lakip.reason.wizard"]._check_reason(reason)
        for cycle in self:
            if cycle.state not in ("draft", "running"):
                raise UserError(
                    self.env._("%s is closed and cannot be cancelled.", cycle.display_name)
                )
            if cycle._get_report()[cycle].state == "signed":
                raise UserError(
                    self.env._(
                        "The report of %s is signed, so the cycle cannot be cancelled any more.",
                        cycle.display_name,
                    )
                )

    # ------------------------------------------------------------
    # BUSINESS: ledger
    # ------------------------------------------------------------

    def _get_report(self):
        """Return ``{cycle: current or signed version of the LAKIP}``."""
        documents = self.env["lakip.document"].search_fetch(
            [
                ("cycle_id", "in", self.ids),
                ("kind", "=", "report"),
                ("state", "in", ("current", "signed")),
            ],
            ["cycle_id", "state"],
        )
        by_cycle = documents.grouped("cycle_id")
        return {cycle: by_cycle.get(cycle, documents.browse()) for cycle in self}

    def _find_broken_approval(self):
        """Return ``(approval, reason)`` of the first ledger row that does not hold, or
        ``(empty, False)`` when all do."""
        self.ensure_one()
        # sudo: whoever may read the cycle may have its whole ledger checked
        approvals = self.sudo().approval_ids
        broken, reason = approvals._find_broken()
        return broken, reason or approvals._find_missing(self.sudo())
