from odoo import api, fields, models
from odoo.exceptions import UserError

MEMBER_POSITIONS = [
    ("advisor", "Advisor (Pengarah)"),
    ("responsible", "Person in Charge (Penanggung Jawab)"),
    ("chair", "Chair (Ketua)"),
    ("secretary", "Secretary (Sekretaris)"),
    ("member", "Member (Anggota)"),
]

#: Those who steer the team and do not write: the turns of the team are not theirs.
STEERING_POSITIONS = ("advisor", "responsible")


class LakipCycleMember(models.Model):
    """One person in the SK Tim of a cycle."""

    _name = "lakip.cycle.member"
    _description = "SK Tim Member"
    _inherit = ["lakip.protected.mixin", "lakip.flow.source.mixin"]
    _order = "cycle_id, sequence, id"

    # The user is the employee's: the SK Tim names who acts.
    _lakip_protected_fields = frozenset({"user_id"})

    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="cycle_id.company_id")
    sequence = fields.Integer(default=10)
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    user_id = fields.Many2one(
        related="employee_id.user_id",
        store=True,
        index=True,
        related_sudo=True,  # sudo: which user is whose, for those who may not read employees
    )
    position = fields.Selection(
        selection=MEMBER_POSITIONS,
        required=True,
        default="member",
    )

    _employee_unique = models.Constraint(
        "UNIQUE(cycle_id, employee_id)",
        "This person is in the team already.",
    )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._check_can_edit()
        members.cycle_id._resync_team()
        return members

    def write(self, vals):
        self._check_can_edit()
        result = super().write(vals)
        if vals.keys() & {"employee_id", "cycle_id", "position"}:
            self._check_can_edit()
            self.cycle_id._resync_team()
        return result

    def unlink(self):
        cycles = self.cycle_id
        self._check_can_edit()
        result = super().unlink()
        cycles._resync_team()
        return result

    @api.constrains("employee_id", "cycle_id")
    def _check_same_company(self):
        # sudo: company and name of a colleague
        for member in self:
            if member.employee_id.sudo().company_id != member.cycle_id.company_id:
                raise UserError(
                    self.env._(
                        "%(name)s does not work for %(company)s.",
                        name=member.employee_id.sudo().name,
                        company=member.cycle_id.company_id.name,
                    )
                )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _works_here(self):
        """Return whether this person still works for the company of the cycle."""
        self.ensure_one()
        employee = self.sudo().employee_id  # sudo: only the answer leaves this method
        return employee.active and employee.company_id == self.cycle_id.company_id

    def _check_can_edit(self):
        """The team is named by the cycle's owner and by those whose turn a decree row is."""
        cycles = self.cycle_id
        cycles._check_open()
        if self.env.su:
            return
        reasons = cycles._get_not_owner_reason()
        turns = cycles.current_step_id._get_not_my_turn_reason()
        for cycle in cycles:
            step = cycle.current_step_id
            if reasons[cycle] and (step.kind != "decree" or turns[step]):
                raise UserError(reasons[cycle])
