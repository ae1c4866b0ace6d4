from odoo import fields, models


class LakipAttendance(models.Model):
    """One line of the attendance list (daftar hadir) of a meeting."""

    _name = "lakip.attendance"
    _description = "Meeting Attendance"
    _order = "step_id, sequence, id"

    step_id = fields.Many2one("lakip.step", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    employee_id = fields.Many2one("hr.employee", ondelete="restrict", index="btree_not_null")
    name = fields.Char(required=True)
    title = fields.Char()
    is_present = fields.Boolean()
