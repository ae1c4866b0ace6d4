from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    is_lakip_division = fields.Boolean(
        string="Hands In LAKIP Data",
        help="New cycles ask this department (bidang, sekretariat) for its data. When no "
        "department of a company is marked, its top departments are proposed.",
    )

    is_lakip_mine = fields.Boolean(
        string="My Division in LAKIP",
        compute="_compute_is_lakip_mine",
        search="_search_is_lakip_mine",
        help="The user is its manager, or works in it or in a department below it.",
    )

    @api.depends("manager_id", "parent_path")
    @api.depends_context("uid")
    def _compute_is_lakip_mine(self):
        mine = self.filtered_domain(self._search_is_lakip_mine("in", [True]))
        for department in self:
            department.is_lakip_mine = department in mine

    @api.model
    def _search_is_lakip_mine(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        # sudo: where the user works; of others nothing is read
        employees = self.env["hr.employee"].sudo().search([("user_id", "=", self.env.uid)])
        ancestor_ids = {
            int(key)
            for path in employees.department_id.mapped("parent_path")
            for key in path.split("/")[:-1]
        }
        return Domain("id", "in", list(ancestor_ids)) | Domain("manager_id", "in", employees.ids)

    @api.model
    def _lakip_propose(self, company):
        """Return the departments of ``company`` that a new cycle should ask for data."""
        departments = self.search([("company_id", "=", company.id)])
        marked = departments.filtered("is_lakip_division")
        return marked or departments.filtered(lambda dep: not dep.parent_id) or departments

    def _lakip_get_users(self):
        """Return ``{department: users}``: manager, members and those of its sub-departments.

        Two queries for any number of departments.
        """
        # sudo: names of colleagues are needed to route a request; hr data is not shown.
        # Who has left hands in nothing, whatever the client asks to see.
        departments = self.sudo().with_context(active_test=True)
        employees = departments.env["hr.employee"].search_fetch(
            [("department_id", "child_of", departments.ids), ("user_id.active", "=", True)],
            ["department_id", "user_id"],
        )
        users = {
            department.id: department.manager_id.user_id.filtered("active").ids
            for department in departments
        }
        for employee in employees:
            for ancestor_id in employee.department_id.parent_path.split("/")[:-1]:
                if int(ancestor_id) in users:
                    users[int(ancestor_id)].append(employee.user_id.id)
        return {
            department: self.env["res.users"].browse(dict.fromkeys(users[department.id]))
            for department in self
        }

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"manager_id", "parent_id", "active"}:
            self._lakip_resync_people(self.company_id)
        return result

    @api.model
    def _lakip_resync_people(self, companies):
        """Hand running turns and open requests to the people the departments have now."""
        # sudo: whoever edits an employee or a department need not have rights in LAKIP.
        self.env["lakip.request"].sudo()._resync_users(companies)
        self.env["lakip.step"].sudo()._resync_companies(companies)
