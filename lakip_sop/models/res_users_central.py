from odoo import api, fields, models


class ResUsers(models.Model):
    """Who may change what all companies share: roles, and SOPs and lists of no one company.

    An administrator of one company among others would otherwise decide what is in force, and
    which rights an office gives, in all of them.
    """

    _inherit = "res.users"

    lakip_is_central = fields.Boolean(
        string="Belongs to All Companies",
        compute="_compute_lakip_is_central",
        help="An administrator of LAKIP who does may change what all companies share.",
    )

    @api.depends("company_ids")
    def _compute_lakip_is_central(self):
        # sudo: how many companies there are, and how many of them are the user's
        count = self.env["res.company"].sudo().search_count([])
        for user in self.sudo():
            user.lakip_is_central = len(user.company_ids) >= count
