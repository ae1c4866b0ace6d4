from odoo import fields, models


class LakipFollowUp(models.Model):
    """One thing to be done after a meeting (tindak lanjut): what, who, until when."""

    _name = "lakip.follow.up"
    _description = "Meeting Follow-up"
    _inherit = ["lakip.meeting.line.mixin"]

    name = fields.Text(string="Follow-up", required=True)
    responsible = fields.Char(help="Name or office, as the minutes print it.")
    date_deadline = fields.Date(string="Until")
