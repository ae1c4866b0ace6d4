from odoo import fields, models

from ..documents import Disposition, build_disposition
from .lakip_blocker import Blocker


class LakipStep(models.Model):
    """Rows of the kind ``direction``: an instruction, kept as a Lembar Disposisi."""

    _inherit = "lakip.step"

    instruction = fields.Text(
        help="What is to be done, in the performer's own words. Becomes the Lembar Disposisi.",
    )

    # the letter that is passed on, where there is one
    incoming_from = fields.Char(
        string="Letter From (Surat dari)",
        help="Empty: the instruction is the performer's own.",
    )
    incoming_number = fields.Char(string="Number of That Letter")
    incoming_date = fields.Date(string="Date of That Letter")
    incoming_received = fields.Date(string="Received On")
    disposition_wishes = fields.Text(
        string="Wished (Dengan hormat harap)",
        help="One wish a line, ticked on the Lembar Disposisi, e.g. Tanggapan dan saran, "
        "Koordinasi/konfirmasi. Empty: Proses lebih lanjut.",
    )

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _get_blockers_direction(self):
        documents = self._get_document("disposition")
        return {
            step: []
            if (step.instruction or "").strip() or documents[step].origin == "uploaded"
            else [
                Blocker(
                    self.env._("Write the instruction, or upload the disposition."),
                    "action_upload_document",
                )
            ]
            for step in self
        }

    def _on_complete_direction(self):
        self._refresh_document("disposition", self._get_document("disposition"))

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _build_disposition(self):
        """Return the Lembar Disposisi: who passes what on to whom, until when."""
        self.ensure_one()
        following = self._get_following_step()
        roles = self.participant_role_ids or following.role_id
        recipients = [self._get_official(role).office for role in roles]
        moment = fields.Datetime.now()
        due = None
        if following.duration:
            planner = self.company_id._lakip_get_planner()
            due = planner.deadline(moment, following.duration, following.duration_unit)
        sop = self.cycle_id.sop_id
        place = f", langkah {self.number}" if self.number else ""
        content = build_disposition(
            Disposition(
                letterhead=self._get_letterhead(),
                info=self._get_letter_info(subject=f"Penyusunan LAKIP Tahun {self.year}"),
                sender=self._get_signer(self.role_id, self.env.user),
                recipients=tuple(recipients),
                others=tuple(
                    office for office in self._get_other_offices() if office not in recipients
                ),
                instruction=(self.instruction or "").strip(),
                due=self._to_wall_clock(due).date() if due else None,
                wishes=tuple((self.disposition_wishes or "Proses lebih lanjut").splitlines()),
                letter_from=self.incoming_from or "",
                letter_number=self.incoming_number or "",
                letter_date=self.incoming_date or None,
                received=self.incoming_received or None,
                sop=f"SOP {sop.number or ''} {sop.name}{place}",
                timezone_label=self._get_zone_label(),
            )
        )
        return (
            f"Disposisi {self.year}",
            self._get_filename("Disposisi LAKIP", self.year),
            content,
        )

    def _get_other_offices(self):
        """Return the offices of the SOP that the sender could have passed it on to."""
        self.ensure_one()
        steps = self.cycle_id.step_ids
        roles = (steps.role_id | steps.participant_role_ids).filtered(
            lambda role: role.holder_source == "officer" and role not in self.role_id
        )
        return [self._get_official(role).office for role in roles.sorted()]

    def _get_following_step(self):
        """Return the next row that is not done yet."""
        self.ensure_one()
        return self.cycle_id.step_ids.filtered(
            lambda step: (step.sequence, step.id) > (self.sequence, self.id)
            and step.state == "waiting"
        )[:1]
