from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: What a company without departments is proposed; the names are to be changed.
USUAL_DIVISIONS = (
    "Sekretariat",
    "Bidang Informasi dan Komunikasi Publik",
    "Bidang Aplikasi Informatika",
    "Bidang Statistik dan Persandian",
)


class LakipDivisionWizard(models.TransientModel):
    """Choose the departments that hand in data, or make the usual ones where there are none."""

    _name = "lakip.division.wizard"
    _description = "Choose Divisions"
    _inherit = ["lakip.people.wizard.mixin", "lakip.reference.mixin"]

    line_ids = fields.One2many(
        comodel_name="lakip.division.wizard.line",
        inverse_name="wizard_id",
        default=lambda self: self._default_line_ids(),
    )
    is_new = fields.Boolean(
        string="No Departments Yet", default=lambda self: self._default_is_new()
    )
    may_edit = fields.Boolean(compute="_compute_may_edit")

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _get_departments(self):
        return self.env["hr.department"].search([("company_id", "=", self.env.company.id)])

    @api.model
    def _default_is_new(self):
        return not self._get_departments()

    @api.model
    def _default_line_ids(self):
        """Return a line for each department found, with a tick at those proposed."""
        departments = self._get_departments()
        if not departments:
            return [Command.create({"name": name, "is_chosen": True}) for name in USUAL_DIVISIONS]
        proposed = departments._lakip_propose(self.env.company)
        users = departments._lakip_get_users()
        return [
            Command.create(
                {
                    "department_id": department.id,
                    "name": department.complete_name,
                    "is_chosen": department in proposed,
                    "user_count": len(users[department]),
                    "employee_id": department.sudo().manager_id.id,  # sudo: its head, by name
                }
            )
            for department in departments.sorted(lambda dep: (dep not in proposed, dep.id))
        ]

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_may_edit(self):
        self.may_edit = self.env["hr.department"].has_access("create")

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_apply(self):
        """Check the user's rights and that something is ticked.

        :raises AccessError: the user does not administer LAKIP for the company
        :raises UserError: nothing is ticked, a department is of another company, or something
            needs the rights of Odoo's Employees
        """
        self.company_id._lakip_check_manager()
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Tick at least one division."))
        if chosen.department_id.company_id - self.company_id:
            raise UserError(self.env._("The divisions must be departments of the company."))
        if self.may_edit:
            return
        for line in chosen:
            # sudo: its head, to be compared
            if not line.department_id or line.employee_id != line.department_id.sudo().manager_id:
                raise UserError(
                    self.env._(
                        "Only an administrator of the app Employees may make a department or name "
                        "its head. Ask one to do it for %s.",
                        line.name,
                    )
                )

    def _do_apply(self):
        """Mark what is ticked; make the departments, heads and logins that are new."""
        chosen = self.line_ids.filtered("is_chosen")
        users = chosen._lakip_create_users(self.company_id, self.invite)
        for line in chosen.filtered(lambda line: not line.department_id):
            line.department_id = self.env["hr.department"].create(
                {"name": line.name, "company_id": self.company_id.id}
            )
        for line in chosen.filtered("employee_id"):
            # sudo: its head, to be compared
            if line.department_id.sudo().manager_id != line.employee_id:
                line.department_id.manager_id = line.employee_id
        # sudo: the mark is the app's own; it gives nobody a right
        departments = self.env["hr.department"].sudo()
        departments.search(
            [("company_id", "=", self.company_id.id), ("is_lakip_division", "=", True)]
        ).is_lakip_division = False
        chosen.department_id.sudo().is_lakip_division = True
        names = ", ".join(chosen.department_id.mapped("name"))
        return self.env._("Divisions"), [self.env._("New cycles ask: %s.", names)], users
