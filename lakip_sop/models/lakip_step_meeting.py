from odoo import models


class LakipStep(models.Model):
    _inherit = "lakip.step"
