from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    nip = fields.Char(
        string="NIP",
        size=21,
        groups="hr.group_hr_user",
        help="Nomor Induk Pegawai, printed in the signature blocks.",
    )
    rank = fields.Char(
        groups="hr.group_hr_user",
        help="Pangkat as printed under a signature, e.g. Pembina Utama Madya.",
    )
    grade = fields.Char(
        groups="hr.group_hr_user",
        help="Golongan/ruang, e.g. IV/d.",
    )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        staff = employees.filtered(lambda employee: employee.department_id and employee.user_id)
        if staff:
            self.env["hr.department"]._lakip_resync_people(staff.company_id)
        return employees

    def write(self, vals):
        companies = self.company_id
        result = super().write(vals)
        if vals.keys() & {"department_id", "user_id", "company_id", "active"}:
            self.env["hr.department"]._lakip_resync_people(companies | self.company_id)
        return result

    def unlink(self):
        companies = self.company_id
        result = super().unlink()
        self.env["hr.department"]._lakip_resync_people(companies)
        return result
