import re

from odoo import Command, api, fields, models

from ..documents import Decree, Member, build_decree, decree_subject, default_decree_text
from .lakip_blocker import Blocker

_EMPTY_LINE = re.compile(r"\n\s*\n")
#: Kedudukan dalam tim as the SK prints it.
_PRINTED_POSITIONS = {
    "advisor": "Pengarah",
    "responsible": "Penanggung Jawab",
    "chair": "Ketua",
    "secretary": "Sekretaris",
    "member": "Anggota",
}


class LakipStep(models.Model):
    """Rows of the kind ``decree``: the SK Tim and those it names."""

    _inherit = "lakip.step"

    # Not a related field: the client would take the row for the inverse of its lines, the cycle.
    member_ids = fields.One2many(
        comodel_name="lakip.cycle.member",
        compute="_compute_member_ids",
        string="SK Tim",
        readonly=False,
        help="The team of the cycle. Whoever composes the SK edits it here.",
    )

    decree_considering = fields.Text(
        string="Considering (Menimbang)",
        help="One consideration a line. Empty: the usual ones.",
    )
    decree_attention = fields.Text(
        string="Observing (Memperhatikan)",
        help="One a line. Mostly there is none.",
    )
    decree_dictums = fields.Text(
        string="Dictums (Menetapkan)",
        help="KESATU, KEDUA and so on, with an empty line between two. Empty: the usual ones.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("cycle_id.member_ids")
    def _compute_member_ids(self):
        for step in self:
            step.member_ids = step.cycle_id.member_ids

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if "member_ids" not in vals:
            return super().write(vals)
        vals = dict(vals)
        self._write_members(vals.pop("member_ids"))
        return super().write(vals) if vals else True

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _on_start_decree(self):
        for cycle in self.cycle_id:
            if not cycle.member_ids:
                cycle._do_copy_members()
        self._propose_decree_text()

    def _get_blockers_decree(self):
        result = {}
        # sudo: only names leave this method, and who has a user
        for step in self.sudo():
            members = step.cycle_id.member_ids
            blockers = []
            if not members:
                blockers.append(Blocker(self.env._("The team has no members yet.")))
            without = members.filtered(lambda member: not member.user_id.active)
            if without:
                blockers.append(
                    Blocker(
                        self.env._(
                            "No active Odoo user is linked to: %s. Link one on the employee, or "
                            "name somebody else.",
                            ", ".join(without.employee_id.mapped("name")),
                        )
                    )
                )
            if members and not without and not step.cycle_id._get_team_users():
                blockers.append(
                    Blocker(
                        self.env._(
                            "The team has nobody who does its work. Name a chair, a secretary or "
                            "a member."
                        )
                    )
                )
            result[step.with_env(self.env)] = blockers
        return result

    def _on_complete_decree(self):
        self._refresh_document("decree", self._get_document("decree"))
        for cycle in self.cycle_id:
            for role in cycle.sop_id.role_ids:
                if role.holder_source == "team":
                    role._grant_group(cycle.member_ids.user_id)

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _build_decree(self):
        """Return the SK Tim, to be signed by whoever signs the report."""
        self.ensure_one()
        head = self._get_letterhead()
        content = build_decree(
            Decree(
                letterhead=head,
                info=self._get_letter_info(subject=decree_subject(self.year, head.agency)),
                year=self.year,
                considering=tuple((self.decree_considering or "").splitlines()),
                attention=tuple((self.decree_attention or "").splitlines()),
                dictums=tuple(_EMPTY_LINE.split((self.decree_dictums or "").strip()))
                if self.decree_dictums
                else (),
                initials=self._get_report_initials(),
                recalling=tuple((self.cycle_id.letter_recalling or "").splitlines()),
                members=tuple(
                    Member(
                        name=member.employee_id.name,
                        nip=member.employee_id.nip or "",
                        title=member.employee_id.job_title
                        or member.employee_id.department_id.name
                        or "",
                        position=_PRINTED_POSITIONS[member.position],
                    )
                    for member in self.cycle_id.member_ids
                ),
                signer=self._get_signer(self._get_signature_role()),
                copies=self._get_letter_copies(),
            )
        )
        return (
            f"SK Tim {self.year}",
            self._get_filename("SK Tim Penyusunan LAKIP", self.year),
            content,
        )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _propose_decree_text(self):
        """Write the usual wording where there is none, so that people see what they may change."""
        for step in self:
            company = step.company_id.sudo()  # sudo: the name on the letterhead
            usual = default_decree_text(step.year, company.lakip_agency or company.name)
            if not step.decree_considering:
                step.decree_considering = "\n".join(usual.considering)
            if not step.decree_dictums:
                step.decree_dictums = "\n\n".join(usual.dictums)

    def _write_members(self, commands):
        """Apply the commands of ``member_ids`` as the user; the members check who may."""
        members = self.env["lakip.cycle.member"]
        for step in self:
            for command in commands:
                operation, record_id, value = (*command, 0, 0)[:3]
                if operation == Command.CREATE:
                    members.create({**value, "cycle_id": step.cycle_id.id})
                elif operation == Command.UPDATE:
                    members.browse(record_id).write(value)
                elif operation in (Command.DELETE, Command.UNLINK):
                    members.browse(record_id).unlink()
        self.cycle_id.invalidate_recordset(["member_ids"])
        self.invalidate_recordset(["member_ids"])
