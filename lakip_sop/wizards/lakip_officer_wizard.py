from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import job_title


class LakipOfficerWizard(models.TransientModel):
    """Name the officers of a company for the first time: one line for each office of the SOP."""

    _name = "lakip.officer.wizard"
    _description = "Name Officers"
    _inherit = ["lakip.people.wizard.mixin", "lakip.reference.mixin"]

    line_ids = fields.One2many(
        comodel_name="lakip.officer.wizard.line",
        inverse_name="wizard_id",
        default=lambda self: self._default_line_ids(),
    )

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _default_line_ids(self):
        """Return a line for each office; who holds it stays, else the job titles propose."""
        company = self.env.company
        roles = self.env["lakip.setup"]._get_office_roles(company)
        officers = self.env["lakip.officer"]._get_current(roles, company)
        # sudo: job titles of colleagues, for the administrator who names the officers
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search_fetch([("company_id", "=", company.id)], ["name", "job_title", "job_id"])
        )
        titles = {
            employee.id: employee.job_title or employee.job_id.name or "" for employee in employees
        }
        commands = []
        for role in roles:
            held = officers.get((company, role), self.env["lakip.officer"])[:1]
            proposed = job_title.best_match((role._get_title(), role.name), titles)
            acting = job_title.acting_prefix(titles.get(proposed))
            commands.append(
                Command.create(
                    {
                        "role_id": role.id,
                        "is_held": bool(held),
                        "employee_id": held.employee_id.id or proposed,
                        "capacity": held.capacity or acting or "definitive",
                    }
                )
            )
        return commands

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_apply(self):
        """Check the user's right, and that somebody was chosen who can act.

        :raises AccessError: the user does not administer LAKIP for the company
        :raises UserError: nobody is chosen, or somebody has no login and gets none
        """
        self.company_id._lakip_check_manager()
        new = self._get_new_lines()
        if not new:
            raise UserError(self.env._("Choose an employee for at least one office."))
        for line in new:
            if not line.has_user and not (line.login or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s cannot sign in yet, so nobody could act as %(role)s. Give a "
                        "login, or take the name out and come back later.",
                        name=line.employee_id.name,
                        role=line.role_id._get_title(),
                    )
                )

    def _get_new_lines(self):
        return self.line_ids.filtered(lambda line: line.employee_id and not line.is_held)

    def _do_apply(self):
        """Name who was chosen, with a login where there was none."""
        new = self._get_new_lines()
        users = new._lakip_create_users(self.company_id, self.invite)
        officers = self.env["lakip.officer"].create(
            [
                {
                    "role_id": line.role_id.id,
                    "company_id": self.company_id.id,
                    "employee_id": line.employee_id.id,
                    "capacity": line.capacity,
                    "date_from": self.company_id._lakip_get_today(),
                }
                for line in new
            ]
        )
        names = ", ".join(officers.mapped("display_name"))
        return self.env._("Officers"), [self.env._("Named: %s.", names)], users
