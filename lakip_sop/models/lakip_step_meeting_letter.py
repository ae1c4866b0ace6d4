from odoo import fields, models
from odoo.tools import is_html_empty

from ..documents import (
    Attendee,
    CorrectionPoint,
    FollowUp,
    Invitation,
    LetterInfo,
    Minutes,
    build_invitation,
    build_minutes,
)
from ..tools.richtext import plain_lines


class LakipStep(models.Model):
    """The Undangan and the Notulen of a meeting."""

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _generate_document(self, kind):
        document = super()._generate_document(kind)
        if kind == "invitation":
            # sudo: what the invitation said is noted by the app
            self.sudo().invitation_facts = self._get_invitation_facts()
        return document

    def _get_invitation_facts(self):
        """Return what an invitation says and a later change would make wrong, as JSON."""
        self.ensure_one()
        event = self.sudo().event_id  # sudo: its time is that of the row, private or not
        return [
            fields.Datetime.to_string(event.start) or "",
            fields.Datetime.to_string(event.stop) or "",
            self.meeting_place or "",
            self.meeting_agenda or "",
        ]

    def _build_invitation(self):
        """Return the Surat Undangan to everybody on the attendance list."""
        self.ensure_one()
        start, stop = self._get_meeting_span()
        content = build_invitation(
            Invitation(
                letterhead=self._get_letterhead(),
                info=self._get_letter_info(subject=f"Undangan {self._get_meeting_title()}"),
                invitees=tuple(
                    f"{line.name} ({line.title})" if line.title else line.name
                    for line in self.attendance_ids
                ),
                start=start,
                end=stop,
                place=self.meeting_place or "",
                agenda=self.meeting_agenda or self.name,
                signer=self._get_invitation_signer(),
                timezone_label=self._get_zone_label(self.event_id.start),
                copies=self._get_letter_copies(),
            )
        )
        return (
            f"Undangan {self._get_meeting_title()} {self.year}",
            self._get_filename("Undangan", self._get_meeting_title(), self.year),
            content,
        )

    def _build_minutes(self):
        """Return the Notulen: the facts, the discussion, the points to correct, who was there."""
        self.ensure_one()
        start, stop = self._get_meeting_span()
        chair = self._get_chair_official()
        content = build_minutes(
            Minutes(
                letterhead=self._get_letterhead(),
                # Minutes are dated by their meeting; the number is that of the invitation.
                info=LetterInfo(date=start.date()),
                title=self._get_meeting_title(),
                start=start,
                end=stop,
                place=self.meeting_place or "",
                agenda=self.meeting_agenda or self.name,
                chair=chair.name,
                note_taker=self.note_taker_id.name or "",
                invitation=self.letter_number or "",
                called=self._get_called_time(),
                opening=self.minutes_opening or "",
                body="" if is_html_empty(self.minutes) else plain_lines(self.minutes),
                decisions=tuple((self.decisions or "").splitlines()),
                attendees=tuple(
                    Attendee(line.name, line.title or "", line.is_present)
                    for line in self.attendance_ids
                ),
                corrections=tuple(
                    CorrectionPoint(
                        section=point.section or "",
                        text=point.name,
                        proposer=point.proposer or "",
                        responsible=point.responsible_id.name or "",
                        due=point.date_deadline or None,
                        resolved=point.state == "resolved",
                    )
                    for point in self._get_meeting_corrections()
                ),
                follow_ups=tuple(
                    FollowUp(line.name, line.responsible or "", line.date_deadline or None)
                    for line in self.follow_up_ids
                ),
                signer=chair,
                timezone_label=self._get_zone_label(self.event_id.start),
            )
        )
        return (
            f"Notulen {self._get_meeting_title()} {self.year}",
            self._get_filename("Notulen", self._get_meeting_title(), self.year),
            content,
        )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_meeting_title(self):
        """Return the name of the meeting: the row's activity without its verb."""
        title = " ".join(self.name.split())[:120]
        verb, __, rest = title.partition(" ")
        # SOP rows begin with a verb ('Melakukan rapat …'); a letter names the meeting itself.
        if verb.lower() in ("melakukan", "melaksanakan", "mengadakan", "menyelenggarakan") and rest:
            title = rest
        return title[:1].upper() + title[1:]

    def _get_meeting_span(self):
        """Return start and end on the agency's clock; the row's own start without a meeting."""
        event = self.event_id
        start = self._to_wall_clock(event.start or self.date_start)
        return start, self._to_wall_clock(event.stop)

    def _get_called_time(self):
        """Return the time on the last invitation (agency's clock), None when there was none."""
        begin = (self.invitation_facts or [""])[0]
        return self._to_wall_clock(fields.Datetime.to_datetime(begin) if begin else None)

    def _get_meeting_corrections(self):
        """Return the points noted in this round of the row, without those of a return."""
        self.ensure_one()
        return self.meeting_correction_ids.filtered(
            lambda point: point.round == self.round and not point.is_return
        )

    def _get_chair_officer(self):
        """Return the officer record of the chair, in a role that has a part in this row."""
        roles = self.participant_role_ids | self.role_id | self.cycle_id.owner_role_id
        current = self.env["lakip.officer"]._get_current(roles, self.company_id)
        officers = self.env["lakip.officer"].union(*current.values())
        return officers.filtered(lambda officer: officer.employee_id == self.chair_id)[:1]

    def _get_chair_official(self):
        officer = self._get_chair_officer()
        if officer:
            return self._get_officer_official(officer)
        return self._get_employee_official(self.chair_id, self.role_id._get_title())

    def _get_invitation_signer(self):
        """Return who invites: the chosen officer, the chair in office, or the cycle's owner."""
        if self.letter_signer_id:
            return self._get_officer_official(self.letter_signer_id)
        officer = self._get_chair_officer()
        if officer:
            return self._get_officer_official(officer)
        return self._get_official(self.cycle_id.owner_role_id)
