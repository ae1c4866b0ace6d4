from odoo import api, fields, models


class LakipAttendance(models.Model):
    """One line of the attendance list (daftar hadir) of a meeting.

    Name and title are kept as they were on the day: the list stays right when people move on.
    """

    _name = "lakip.attendance"
    _description = "Meeting Attendance"
    _inherit = ["lakip.protected.mixin"]
    _order = "step_id, sequence, id"

    _lakip_protected_fields = frozenset({"company_id"})

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
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
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_can_edit()
        return lines

    def write(self, vals):
        self._check_can_edit()
        result = super().write(vals)
        if "step_id" in vals:
            self._check_can_edit()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_can_edit()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_edit(self):
        """Attendance is noted by those whose turn the meeting is, while it runs."""
        if not self.env.su:
            self.step_id._check_can_edit()
