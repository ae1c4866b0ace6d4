from odoo import api, fields, models
from odoo.exceptions import ValidationError

CAPACITIES = [
    ("definitive", "Definitive"),
    ("plt", "Plt. (acting, post vacant)"),
    ("plh", "Plh. (acting, holder absent)"),
]


class LakipOfficer(models.Model):
    """Who holds a role in a company, from when to when, in which capacity.

    While a Plt. or Plh. is valid the turn is theirs and not the definitive holder's.
    """

    _name = "lakip.officer"
    _description = "SOP Officer"
    _inherit = ["mail.thread", "lakip.protected.mixin"]
    _order = "company_id, role_id, date_from desc, id desc"
    _check_company_auto = True

    # The user is the employee's: nobody signs in the name of another.
    _lakip_protected_fields = frozenset({"user_id"})

    role_id = fields.Many2one(
        comodel_name="lakip.role",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('holder_source', '=', 'officer'), ('is_external', '=', False)]",
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id",
        store=True,
        index=True,
        related_sudo=True,  # sudo: which user is whose, for those who may not read employees
    )
    capacity = fields.Selection(
        selection=CAPACITIES,
        required=True,
        default="definitive",
        tracking=True,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    date_to = fields.Date(
        string="Until",
        help="Last day in office. Empty: until further notice.",
        tracking=True,
    )
    active = fields.Boolean(default=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "An officer's last day cannot be before the first.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("role_id", "company_id", "capacity", "date_from", "date_to", "active")
    def _check_single_holder(self):
        definitive = self.filtered(
            lambda officer: officer.active
            and officer.capacity == "definitive"
            and officer.role_id.is_single
        )
        if not definitive:
            return
        others = self.search(
            [
                ("role_id", "in", definitive.role_id.ids),
                ("company_id", "in", definitive.company_id.ids),
                ("capacity", "=", "definitive"),
                ("active", "=", True),
            ]
        )
        for officer in definitive:
            for other in others - officer:
                if (
                    other.role_id == officer.role_id
                    and other.company_id == officer.company_id
                    and other._overlaps(officer)
                ):
                    raise ValidationError(
                        self.env._(
                            "%(role)s of %(company)s is held by %(name)s in these dates already. "
                            "Give the earlier holder a last day, or choose Plt./Plh.",
                            role=officer.role_id.name,
                            company=officer.company_id.name,
                            name=other.employee_id.sudo().name,  # sudo: as in the display name
                        )
                    )

    @api.constrains("role_id")
    def _check_role(self):
        """An officer of a role whose holders come from elsewhere would never have a turn."""
        for role in self.role_id:
            if role.is_external:
                raise ValidationError(
                    self.env._(
                        "%s is outside the office and has no officers here: the owner of the "
                        "cycle records for it.",
                        role.name,
                    )
                )
            if role.holder_source != "officer":
                sources = dict(role._fields["holder_source"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "The holders of %(role)s are not from the list of officers: %(holders)s.",
                        role=role.name,
                        holders=sources[role.holder_source],
                    )
                )

    @api.constrains("employee_id", "active")
    def _check_user(self):
        for officer in self.filtered("active"):
            employee = officer.sudo().employee_id  # sudo: whether there is a user, and the name
            if not employee.user_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s has no Odoo user yet, so nobody could act as %(role)s. "
                        "Link a user on the employee first.",
                        name=employee.name,
                        role=officer.role_id.name,
                    )
                )
            if not employee.user_id.active:
                raise ValidationError(
                    self.env._(
                        "The Odoo user of %(name)s is archived. Activate the user, or choose "
                        "another officer for %(role)s.",
                        name=employee.name,
                        role=officer.role_id.name,
                    )
                )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("role_id", "employee_id", "capacity")
    def _compute_display_name(self):
        for officer in self:
            name = officer.sudo().employee_id.name or ""  # sudo: who holds an office is no secret
            officer.display_name = f"{name} ({officer._get_title()})" if name else ""

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        officers = super().create(vals_list)
        officers._grant_group()
        officers._resync_performers()
        return officers

    def write(self, vals):
        # The roles left behind must hand over their turns as well.
        before = [(officer.company_id, officer.role_id) for officer in self]
        result = super().write(vals)
        if vals.keys() & {"employee_id", "role_id", "active"}:
            self._grant_group()
        if vals.keys() - {"message_follower_ids", "message_ids"}:
            self._resync_performers(before)
        return result

    def unlink(self):
        before = [(officer.company_id, officer.role_id) for officer in self]
        result = super().unlink()
        self.browse()._resync_performers(before)
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _is_in_office(self, day):
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

    def _overlaps(self, other):
        """Return whether the two officers are in office on a common day."""
        self.ensure_one()
        starts_before_end = not other.date_to or self.date_from <= other.date_to
        ends_after_start = not self.date_to or self.date_to >= other.date_from
        return starts_before_end and ends_after_start

    def _get_title(self):
        """Return the title of the office as a letter prints it, e.g. 'Plh. Sekretaris'."""
        self.ensure_one()
        prefix = {"plt": "Plt. ", "plh": "Plh. "}.get(self.capacity, "")
        return f"{prefix}{self.role_id._get_title()}" if self.role_id else prefix

    def _get_stood_in_for(self):
        """Return the definitive officer in whose place this one acts today, if there is one."""
        if not self or self.capacity == "definitive":
            return self.browse()
        self.ensure_one()
        today = self.company_id._lakip_get_today()
        return self.search(
            [
                ("role_id", "=", self.role_id.id),
                ("company_id", "=", self.company_id.id),
                ("capacity", "=", "definitive"),
                ("date_from", "<=", today),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ],
            limit=1,
        )

    def _grant_group(self):
        """Give each officer's user the access group of the role; never take one away."""
        for role, officers in self.filtered("active").grouped("role_id").items():
            role._grant_group(officers.user_id)

    @api.model
    def _get_current(self, roles, companies, at=None):
        """Return ``{(company, role): officers}`` in office on the day ``at`` (a date).

        Acting officers (Plt., Plh.) displace the definitive ones while they are valid.

        :param at: today on the clock of each company when left out
        """
        days = {company.id: at or company._lakip_get_today() for company in companies}
        if not days:
            return {}
        # sudo: whoever completes a step hands it to the next officer, and an officer list
        # is only names; the result is used to route turns, never shown raw.
        # An archived officer holds nothing, whatever the client asks to see.
        # Not a search: an act asks several times, and the record cache answers all but the first.
        officers = companies.sudo().with_context(active_test=True).lakip_officer_ids
        officers = officers.filtered(
            lambda officer: officer.role_id in roles
            and officer.user_id.active
            and officer._is_in_office(days[officer.company_id.id])
        )
        current = {}
        for key, holders in officers.grouped(lambda o: (o.company_id, o.role_id)).items():
            acting = holders.filtered(lambda o: o.capacity != "definitive")
            current[key] = acting or holders
        return current

    @api.model
    def _resync_performers(self, also=()):
        """Hand the turns of running steps to whoever holds the roles now."""
        pairs = {*also, *((officer.company_id, officer.role_id) for officer in self)}
        if not pairs:
            return
        steps = (
            self.env["lakip.step"]
            .sudo()  # sudo: the administrator who changes an officer need not see every step
            .search(
                [
                    ("state", "=", "active"),
                    ("company_id", "in", [company.id for company, _role in pairs]),
                ]
            )
        )
        # Rows that start at this moment go to who holds the role now.
        steps.cycle_id._lakip_touch()
        steps._sync_performers()
