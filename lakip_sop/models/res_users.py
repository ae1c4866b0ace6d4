from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            # sudo: an archived user loses all running turns, in every company.
            self.env["hr.department"].sudo()._lakip_resync_people(self.sudo().company_ids)
        return result
