from odoo import api, fields, models


class LakipAttendance(models.Model):
    """One line of the attendance list (daftar hadir) of a meeting.

    Name and title are kept as they were on the day: the list stays right when people move on.
    """

    _name = "lakip.attendance"
    _description = "Meeting Attendance"
    _inherit = ["lakip.meeting.line.mixin", "lakip.flow.source.mixin"]

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
        help="Empty for a guest.",
    )
    name = fields.Char(
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    title = fields.Char(
        string="Office",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        help="Jabatan or instansi, as the attendance list prints it.",
    )
    is_present = fields.Boolean(string="Present")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("employee_id")
    def _compute_person(self):
        for line in self:
            # sudo: name and office of a colleague are no secret, hr data is
            employee = line.sudo().employee_id
            line.name = line.name or employee.name
            line.title = line.title or employee.job_title or employee.department_id.name

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_flow_cycles(self):
        # sudo: which cycle it is, nothing of it
        return self.sudo().step_id.cycle_id
