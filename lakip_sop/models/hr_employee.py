from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    nip = fields.Char(
        string="NIP",
        size=21,
        groups="hr.group_hr_user",
        help="Nomor Induk Pegawai, printed in the signature blocks.",
    )
    rank = fields.Char(
        string="Rank",
        groups="hr.group_hr_user",
        help="Pangkat as printed under a signature, e.g. Pembina Utama Madya.",
    )
    grade = fields.Char(
        string="Grade",
        groups="hr.group_hr_user",
        help="Golongan/ruang, e.g. IV/d.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"department_id", "user_id", "active"}:
            self.env["hr.department"]._lakip_resync_people(self.company_id)
        return result
