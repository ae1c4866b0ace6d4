from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class LakipSop(models.Model):
    """One version of an SOP: the identity sheet of Permenpan RB 35/2012 and its rows."""

    _name = "lakip.sop"
    _description = "SOP"
    _inherit = ["mail.thread", "mail.activity.mixin", "lakip.protected.mixin"]
    _order = "number, date_effective desc, id desc"

    _lakip_protected_fields = frozenset({"state", "previous_id"})
    #: Only these may change once the SOP is effective: the paper does not, and running cycles
    #: rely on it.
    _free_fields = frozenset({"active"})

    name = fields.Char(required=True, tracking=True)
    number = fields.Char(string="SOP Number", required=True, tracking=True)
    government = fields.Char(help="First line of the identity sheet, e.g. the province.")
    agency = fields.Char(help="Second line of the identity sheet.")
    unit = fields.Char(help="The unit that owns the SOP.")
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every company may use this SOP.",
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("effective", "Effective"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_created = fields.Date(string="Date Made")
    date_revised = fields.Date(copy=False)
    date_effective = fields.Date(copy=False)
    approved_by = fields.Text(help="Name, rank and NIP of the one who approved, as printed.")
    legal_basis = fields.Text()
    qualifications = fields.Text(string="Qualifications of Performers")
    related_sops = fields.Text(string="Related SOPs")
    equipment = fields.Text()
    warning = fields.Text()
    records = fields.Text(string="Records and Data")
    owner_role_id = fields.Many2one(
        comodel_name="lakip.role",
        string="Owner",
        ondelete="restrict",
        help="The role that opens and owns the cycles of this SOP, holds steps, "
        "and records for actors outside the office.",
    )
    previous_id = fields.Many2one(
        comodel_name="lakip.sop",
        string="Revision Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    step_ids = fields.One2many(
        comodel_name="lakip.sop.step",
        inverse_name="sop_id",
        string="Procedure",
    )
    role_ids = fields.Many2many(
        comodel_name="lakip.role",
        string="Actors",
        compute="_compute_role_ids",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("step_ids.role_id", "step_ids.participant_role_ids")
    def _compute_role_ids(self):
        for sop in self:
            sop.role_ids = (sop.step_ids.role_id | sop.step_ids.participant_role_ids).sorted()

    @api.depends("number", "name", "date_revised")
    def _compute_display_name(self):
        for sop in self:
            revision = f" ({sop.date_revised})" if sop.date_revised else ""
            sop.display_name = f"SOP {sop.number or ''} {sop.name or ''}{revision}"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if not self._lakip_is_unlocked():
            own = {name for name in vals if not self._is_thread_field(name)}
            if own - self._free_fields:
                self._check_editable()
        return super().write(vals)

    def copy(self, default=None):
        """Copy rows too, with return and branch paths pointing inside the copy."""
        copies = super().copy(default)
        for sop, copied in zip(self, copies, strict=True):
            twins = {}
            for step in sop.step_ids:
                twins[step] = step.copy(
                    {"sop_id": copied.id, "return_step_id": False, "branch_step_id": False}
                )
            for step, twin in twins.items():
                if step.return_step_id or step.branch_step_id:
                    twin.write(
                        {
                            "return_step_id": twins.get(step.return_step_id, step.browse()).id,
                            "branch_step_id": twins.get(step.branch_step_id, step.browse()).id,
                        }
                    )
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_effective(self):
        self._check_editable()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_make_effective(self):
        """Put this version in force; the version it revises is superseded."""
        self._check_can_make_effective()
        self._do_make_effective()

    def action_revise(self):
        """Open a draft copy of this SOP with today as its revision date.

        What all companies share is revised for the own company by whoever is not in all of them.
        """
        self.ensure_one()
        self._lakip_check_stored()
        vals = {"name": self.name, "date_revised": fields.Date.context_today(self)}
        if not self.company_id and not self.env.user.lakip_is_central:
            vals["company_id"] = self.env.company.id
        revision = self.copy(vals)
        revision._lakip_unlocked().previous_id = self
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": revision.id,
            "view_mode": "form",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _is_thread_field(self, name):
        return name.startswith(("message_", "activity_", "website_message_"))

    def _check_editable(self):
        """Raise ``UserError`` when one of these SOPs is in force or was."""
        for sop in self:
            if sop.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is in force or was, so it cannot be edited. Use 'Revise' to make a "
                        "new version.",
                        sop.display_name,
                    )
                )

    def _check_can_make_effective(self):
        self.check_access("write")
        for sop in self:
            if sop.state != "draft":
                raise UserError(self.env._("%s is not a draft any more.", sop.display_name))
            if not sop.step_ids:
                raise UserError(self.env._("%s has no rows yet.", sop.display_name))
            sop._check_owner_role()
            sop.step_ids._check_usable()

    def _check_owner_role(self):
        """Raise ``UserError`` when nobody could open and own a cycle of this SOP."""
        self.ensure_one()
        role = self.owner_role_id
        if not role:
            raise UserError(self.env._("Say which role owns the cycles of %s.", self.display_name))
        if role.is_external or role.holder_source != "officer":
            raise UserError(
                self.env._(
                    "%s cannot own cycles: the owner is one officer of the office itself.",
                    role.name,
                )
            )
        needed = self.env.ref("lakip_sop.group_lakip_planning_head")
        if needed not in role.sudo().group_id.all_implied_ids:  # sudo: groups are not read by all
            raise UserError(
                self.env._(
                    "%(role)s cannot own cycles: give this role the access group '%(group)s' "
                    "first.",
                    role=role.name,
                    group=needed.sudo().full_name,  # sudo: as above
                )
            )

    def _do_make_effective(self):
        for sop in self:
            # An archived version may come back, so it is superseded as well.
            replaced = self.with_context(active_test=False).search(
                [
                    ("company_id", "=", sop.company_id.id),
                    ("state", "=", "effective"),
                    ("id", "!=", sop.id),
                    "|",
                    ("number", "=", sop.number),
                    ("id", "=", sop.previous_id.id),
                ]
            )
            replaced._lakip_unlocked().state = "superseded"
            sop._lakip_unlocked().write(
                {
                    "state": "effective",
                    "date_effective": sop.date_effective or fields.Date.context_today(sop),
                }
            )
            waiting = Domain("sop_id", "in", replaced.ids)
            if sop.company_id and sop.previous_id:
                # What was revised may be shared, and stays in force for the others.
                waiting |= Domain("sop_id", "=", sop.previous_id.id) & Domain(
                    "company_id", "=", sop.company_id.id
                )
            # sudo: a cycle that has not started runs the version in force, whoever drafted it
            self.env["lakip.cycle"].sudo().search(
                Domain("state", "=", "draft") & waiting
            ).sop_id = sop

    @api.model
    def _get_effective(self, company):
        """Return the SOP in force for ``company``: its own before a shared one."""
        return self.search(
            [("state", "=", "effective"), ("company_id", "in", [company.id, False])],
            order="company_id NULLS LAST, date_effective desc, id desc",
            limit=1,
        )
