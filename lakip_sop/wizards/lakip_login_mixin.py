from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.mail import email_normalize


class LakipLoginMixin(models.AbstractModel):
    """A line of the first steps that names an employee, who can be given a login at once.

    Users and employees are made with the rights of the administrator who does it, never more.
    """

    _name = "lakip.login.mixin"
    _description = "Person Who Needs a Login"
    _inherit = ["lakip.reference.mixin"]

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    has_user = fields.Boolean(compute="_compute_has_user")
    login = fields.Char(
        compute="_compute_login",
        store=True,
        readonly=False,
        help="E-mail address or login of the person. Filled in for somebody without a login, it "
        "makes one.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("employee_id.user_id")
    def _compute_has_user(self):
        for line in self:
            line.has_user = bool(line.employee_id.sudo().user_id)  # sudo: only whether there is one

    @api.depends("employee_id")
    def _compute_login(self):
        for line in self:
            # sudo: how a colleague signs in, for the administrator who names them
            employee = line.employee_id.sudo()
            line.login = employee.user_id.login or employee.work_email

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _lakip_may_create_users(self):
        """Return whether the user may make logins: it takes Odoo's rights for both records."""
        return self.env["res.users"].has_access("create") and self.env["hr.employee"].has_access(
            "write"
        )

    def _lakip_create_users(self, company, invite=False):
        """Give the employees of these lines who have none a user; return the new users.

        :param invite: send each an e-mail with a link to choose a password
        :raises UserError: who asks may not, or a login cannot be used
        """
        lines = self.filtered(lambda line: line.employee_id and line.login and not line.has_user)
        logins = {}
        for line in lines:
            login = line.login.strip()
            if logins.setdefault(line.employee_id, login) != login:
                raise UserError(
                    self.env._(
                        "Two logins are given for %(name)s. Leave one.", name=line.employee_id.name
                    )
                )
        if not logins:
            return self.env["res.users"]
        if not self._lakip_may_create_users():
            raise UserError(
                self.env._(
                    "Only an Odoo administrator (Access Rights and Employees) may make logins. Ask "
                    "one to make them for: %s. Or leave the login empty for now.",
                    ", ".join(employee.name for employee in logins),
                )
            )
        if len(set(logins.values())) < len(logins):
            raise UserError(self.env._("Two people cannot have the same login. Change one."))
        found = self._lakip_find_users(company, logins.values())
        missing = {employee: login for employee, login in logins.items() if login not in found}
        created = (
            self.env["res.users"]
            .with_context(no_reset_password=not invite)
            .create(
                [
                    self._lakip_prepare_user(employee, login, company, invite)
                    for employee, login in missing.items()
                ]
            )
        )
        found.update((user.login, user) for user in created)
        for employee, login in logins.items():
            employee.user_id = found[login]
        return created

    @api.model
    def _lakip_find_users(self, company, logins):
        """Return ``{login: user}`` of the logins that are there and free to be linked."""
        # sudo: a login is unique among the users of all companies, those out of sight too
        users = self.env["res.users"].sudo().with_context(active_test=False)
        users = users.search([("login", "in", list(logins))])
        found = {user.login: user.sudo(False) for user in users}
        for login, user in found.items():
            user = user.sudo()  # sudo: as above, to be compared
            if (
                not user.active
                or not user._is_internal()
                or company not in user.company_ids
                or user.with_company(company).employee_id
            ):
                raise UserError(
                    self.env._(
                        "The login %s belongs to somebody else already. Give another one.", login
                    )
                )
        return found

    @api.model
    def _lakip_prepare_user(self, employee, login, company, invite):
        email = email_normalize(login) or email_normalize(employee.work_email)
        if invite and not email:
            raise UserError(
                self.env._(
                    "An invitation needs an e-mail address: give %s one as login, or do not send "
                    "invitations.",
                    employee.name,
                )
            )
        return {
            "name": employee.name,
            "login": login,
            "email": email,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            "lang": self.env.user.lang,
            "tz": company.resource_calendar_id.tz,
        }
