from datetime import datetime, time, timedelta

import pytz

from odoo import Command, fields, models

#: Length of a proposed meeting in hours, where the standard time leaves that much.
MEETING_HOURS = 2.0
#: Notice in hours that those invited have at least, where the standard time leaves that much.
NOTICE_HOURS = 2
#: A meeting that fits nowhere in its time standard is looked for this many days after it.
LATE_DAYS = 60
#: The meeting is made without a mail, a note or a description of the contacts.
QUIET = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class LakipStep(models.Model):
    """When a meeting is: proposed inside the time standard, in everybody's calendar."""

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _do_propose_meeting(self, participants):
        """Put a meeting for each row into the calendar, without a mail to anybody."""
        slots = self._get_slots()
        model_id = self.env["ir.model"]._get_id(self._name)
        events = (
            self.env["calendar.event"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "name": f"{step.name.splitlines()[0][:120]} ({step.cycle_id.name})",
                        "start": slots[step][0],
                        "stop": slots[step][1],
                        "allday": False,
                        "location": step.meeting_place,
                        "user_id": step._get_organizer(participants[step]).id,
                        "partner_ids": [Command.set(participants[step].partner_id.ids)],
                        "privacy": "public",
                        "res_model_id": model_id,
                        "res_model": self._name,
                        "res_id": step.id,
                    }
                    for step in self
                ]
            )
        )
        for step, event in zip(self, events, strict=True):
            step.event_id = event

    def _get_organizer(self, users):
        """Return who of ``users`` the calendar names as organiser: the note taker, or the first."""
        return (self.note_taker_id.user_id & users) or (self.chair_id.user_id & users) or users[:1]

    def _get_slots(self):
        """Return ``{step: (start, end)}``, in UTC, inside working time.

        Within the time standard, if it can be: when those who lead have no other meeting, and
        on the next working day or some hours ahead, so that those invited have notice.
        """
        busy = self._get_busy()
        slots = {}
        for company, steps in self.grouped("company_id").items():
            planner = company._lakip_get_planner()
            for step in steps:
                slots[step] = step._find_slot(planner, busy[step])
        return slots

    def _find_slot(self, planner, busy):
        self.ensure_one()
        now = max(self.date_start, fields.Datetime.now())
        hours = min(MEETING_HOURS, self.standard_hours or MEETING_HOURS)
        latest = self.date_deadline or now + timedelta(days=LATE_DAYS)
        tomorrow = self._to_wall_clock(now).date() + timedelta(days=1)
        next_day = (
            self._get_letter_zone()
            .localize(datetime.combine(tomorrow, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
        )
        for taken in (busy, ()):
            for earliest in (next_day, now + timedelta(hours=NOTICE_HOURS), now):
                slot = earliest < latest and planner.propose_slot(earliest, latest, hours, taken)
                if slot:
                    return slot
        # Too late, or no stretch of working time is long enough.
        for length in (hours, hours / 4):
            slot = planner.propose_slot(now, now + timedelta(days=LATE_DAYS), length)
            if slot:
                return slot
        return now, now + timedelta(hours=hours)

    def _get_busy(self):
        """Return ``{step: [(start, end), ...]}``: other meetings of chair and note taker."""
        result = {step: [] for step in self}
        leaders = {
            step: (step.chair_id.user_id | step.note_taker_id.user_id).partner_id for step in self
        }
        partners = self.env["res.partner"].union(*leaders.values())
        latest = max(
            step.date_deadline or step.date_start + timedelta(days=LATE_DAYS) for step in self
        )
        events = self.env["calendar.event"].search(
            [
                ("partner_ids", "in", partners.ids),
                ("show_as", "=", "busy"),
                ("stop", ">", min(self.mapped("date_start"))),
                ("start", "<", latest),
            ],
            limit=1000,
        )
        for step in self:
            result[step] = [
                (event.start, event.stop)
                for event in events
                if event.partner_ids & leaders[step] and event.start < event.stop
            ]
        return result
