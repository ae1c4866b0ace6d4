from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: A unit no larger than this is proposed as a whole.
SMALL_UNIT = 5


class LakipTeamWizard(models.TransientModel):
    """Propose the SK Tim of the first cycle; the cycle stays a draft."""

    _name = "lakip.team.wizard"
    _description = "Propose the Drafting Team"
    _inherit = ["lakip.people.wizard.mixin", "lakip.reference.mixin"]

    line_ids = fields.One2many(
        comodel_name="lakip.team.wizard.line",
        inverse_name="wizard_id",
        default=lambda self: self._default_line_ids(),
    )

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _default_line_ids(self):
        """Return the team of the draft, else the officers by what they do in the SOP.

        Who signs is the Pengarah, who owns the cycle the Ketua with the people of a small unit as
        Anggota, and the other officers are the Penanggung Jawab.
        """
        company = self.env.company
        setup = self.env["lakip.setup"]
        cycle = setup._get_last_cycle(company)
        if cycle.member_ids:
            return [
                Command.create({"employee_id": member.employee_id.id, "position": member.position})
                for member in cycle.member_ids
            ]
        sop = self.env["lakip.sop"]._get_effective(company)
        signers = sop.step_ids.filtered(lambda step: step.kind == "signature").role_id
        roles = setup._get_office_roles(company)
        officers = self.env["lakip.officer"]._get_current(roles, company)
        positions = {}
        ranked = {"advisor": signers, "responsible": roles - signers - sop.owner_role_id}
        for position, named in {**ranked, "chair": sop.owner_role_id}.items():
            for role in named:
                for officer in officers.get((company, role), ()):
                    positions.setdefault(officer.employee_id.id, position)
        for employee_id in self._get_unit(officers.get((company, sop.owner_role_id))):
            positions.setdefault(employee_id, "member")
        return [
            Command.create({"employee_id": employee_id, "position": position})
            for employee_id, position in positions.items()
        ]

    @api.model
    def _get_unit(self, owners):
        """Return the ids of those who work in the small unit of the owner of the cycle."""
        # sudo: who works where, for the administrator who names the team
        department = owners and owners.sudo().employee_id.department_id[:1]
        if not department or len(department.member_ids) > SMALL_UNIT:
            return []
        return department.member_ids.ids

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_apply(self):
        """Check the user's right and that the team can write.

        :raises AccessError: the user does not administer LAKIP for the company
        :raises UserError: nobody is named, somebody twice, or the cycle has started
        """
        self.company_id._lakip_check_manager()
        named = self.line_ids.mapped("employee_id")
        if not named:
            raise UserError(self.env._("Name at least one person."))
        if len(named) < len(self.line_ids.filtered("employee_id")):
            raise UserError(self.env._("Each person can be in the team once only."))
        cycle = self.env["lakip.setup"]._get_last_cycle(self.company_id)
        if cycle and cycle.state != "draft":
            raise UserError(
                self.env._(
                    "%s has started: its team is changed in the cycle itself.", cycle.display_name
                )
            )

    def _do_apply(self):
        """Put the team into the draft of the first cycle; make the logins and the cycle missing."""
        lines = self.line_ids.filtered("employee_id")
        users = lines._lakip_create_users(self.company_id, self.invite)
        cycle = self.env["lakip.setup"]._get_last_cycle(self.company_id) or self.env[
            "lakip.cycle"
        ].create({"company_id": self.company_id.id})
        cycle.member_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "employee_id": line.employee_id.id,
                        "position": line.position,
                        "sequence": sequence,
                    }
                )
                for sequence, line in enumerate(lines)
            ),
        ]
        sentence = self.env._(
            "%(cycle)s: %(count)s people in the SK Tim.",
            cycle=cycle.name,
            count=len(cycle.member_ids),
        )
        return self.env._("Drafting Team"), [sentence], users
