import dataclasses
import re

from odoo import models
from odoo.exceptions import UserError

from ..documents import Official, SopPage, SopRow
from ..tools.duration import duration_text
from .lakip_sop_step import DURATION_UNITS

#: The page is Indonesian whatever the reader's language is.
_LOCALE = "id"
_NIP = re.compile(r"NIP\b[\s.:]*", re.IGNORECASE)


class LakipSop(models.Model):
    """The SOP as the page on paper: identity sheet and procedure with its flowchart."""

    _inherit = "lakip.sop"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print_page(self):
        """Download this SOP's page as a Word file."""
        self.ensure_one()
        self._check_can_print_page()
        return {
            "type": "ir.actions.act_url",
            "url": f"/lakip/sop/{self.id}/page",
            "target": "download",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_print_page(self):
        """Raise ``AccessError`` for one who may not read the SOP, ``UserError`` naming every row
        whose way back cannot be drawn."""
        self.check_access("read")
        for sop in self:
            earlier, problems = set(), []
            for step in sop.step_ids:
                if step.return_step_id and step.return_step_id not in earlier:
                    problems.append(
                        self.env._(
                            "Row '%s' must return to an earlier row of this SOP.",
                            step.display_name,
                        )
                    )
                earlier.add(step)
            if problems:
                raise UserError("\n".join(problems))

    def _get_page(self):
        """Return the ``SopPage`` of this SOP; the caller has checked it."""
        self.ensure_one()
        # The roles of an old version may be archived and are printed all the same.
        sop = self.with_context(active_test=False, lang="id_ID")
        steps = sop.step_ids
        roles = (steps.role_id | steps.participant_role_ids).sorted()
        # sudo: the name, address and emblem of an office, which every letter shows
        head = (sop.company_id or self.env.company).sudo()._lakip_get_letterhead()
        return SopPage(
            letterhead=dataclasses.replace(
                head,
                government=sop.government or head.government,
                agency=sop.agency or head.agency,
            ),
            number=sop.number or "",
            name=sop.name or "",
            unit=sop.unit or "",
            created=sop.date_created or None,
            revised=sop.date_revised or None,
            effective=sop.date_effective or None,
            approver=sop._get_page_approver(),
            legal_basis=_lines(sop.legal_basis),
            qualifications=_lines(sop.qualifications),
            related=_lines(sop.related_sops),
            equipment=_lines(sop.equipment),
            warnings=_lines(sop.warning),
            records=_lines(sop.records),
            actors=tuple(roles.mapped("name")),
            rows=sop._get_page_rows(roles),
            total=sop._get_page_total(),
        )

    def _get_page_rows(self, roles):
        """Return the procedure as ``SopRow``; ``roles`` are the actor columns."""
        columns = {role: column for column, role in enumerate(roles)}
        places = {step: place for place, step in enumerate(self.step_ids)}
        return tuple(
            SopRow(
                number=step.number or "",
                activity=step.name or "",
                actor=columns.get(step.role_id),
                # Whoever performs the row does not also take part in it.
                participants=tuple(
                    columns[role] for role in step.participant_role_ids - step.role_id
                ),
                requirement=step.requirement or "",
                duration=duration_text(step.duration, step.duration_unit, _LOCALE),
                output=step.output or "",
                remark=self._get_page_remark(step),
                return_to=places.get(step.return_step_id),
            )
            for step in self.step_ids
        )

    def _get_page_remark(self, step):
        """Return the remark of a row; a way on to a later row is told there, as the flowchart
        draws 'Tidak' to earlier rows only."""
        ahead = step.branch_step_id
        way = f"Tidak: ke langkah {ahead.number or ahead.name}" if ahead else ""
        return "\n".join(filter(None, (step.remark, way)))

    def _get_page_total(self):
        """Return the time standards added up unit by unit, e.g. '22 hari, 9 jam, 30 menit'.

        A day is a working day whatever its length, so units are not turned into one another.
        """
        totals = dict.fromkeys((unit for unit, _label in reversed(DURATION_UNITS)), 0.0)
        for step in self.step_ids:
            totals[step.duration_unit] += step.duration
        texts = (duration_text(round(total, 2), unit, _LOCALE) for unit, total in totals.items())
        return ", ".join(filter(None, texts))

    def _get_page_approver(self):
        """Return the ``Official`` of ``approved_by``: name, then rank, then NIP.

        The office is that of the signature row: the head of the agency puts an SOP in force too.
        """
        name, *others = _lines(self.approved_by) or ("",)
        role = self.step_ids.filtered(lambda step: step.kind == "signature")[:1].role_id
        return Official(
            name=name,
            title=role._get_title() if role else "",
            rank=", ".join(line for line in others if not _NIP.match(line)),
            nip=next((_NIP.sub("", line, count=1) for line in others if _NIP.match(line)), ""),
        )


def _lines(text):
    """Return the lines of ``text`` that say something."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
