from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .lakip_blocker import Blocker
from .lakip_step_meeting_date import QUIET

MEETING_KINDS = ("meeting", "discussion")
#: Set by the app alone: whether a meeting was held hangs on them.
_APP_FIELDS = frozenset({"event_id", "invitation_facts"})


class LakipStep(models.Model):
    """Rows of the kinds ``meeting`` and ``discussion``: from the date to the minutes.

    The date is found in ``lakip_step_meeting_date.py``, the letters are written in
    ``lakip_step_meeting_letter.py``.
    """

    _inherit = "lakip.step"

    event_id = fields.Many2one(
        comodel_name="calendar.event",
        string="Meeting",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    meeting_start = fields.Datetime(related="event_id.start", readonly=False, string="Begins")
    meeting_stop = fields.Datetime(related="event_id.stop", readonly=False, string="Ends")
    meeting_place = fields.Char(string="Place")
    meeting_agenda = fields.Text(string="Agenda")
    chair_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Chaired By",
        domain="[('company_id', '=', company_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Signs the minutes and, when an officer, the invitation.",
    )
    note_taker_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Minutes Taken By",
        domain="[('company_id', '=', company_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    attendance_ids = fields.One2many(
        comodel_name="lakip.attendance",
        inverse_name="step_id",
        string="Attendance List",
    )
    minutes_opening = fields.Text(
        string="Opening",
        help="Kata pembukaan: who opened the meeting, and with what words.",
    )
    minutes = fields.Html(string="Discussion")
    decisions = fields.Text(help="One decision a line.")
    follow_up_ids = fields.One2many(
        comodel_name="lakip.follow.up",
        inverse_name="step_id",
        string="Follow-up",
    )
    no_correction = fields.Boolean(
        string="No Point to Correct",
        help="Tick it when the meeting found nothing to correct in the draft.",
    )
    meeting_correction_ids = fields.One2many(
        comodel_name="lakip.correction",
        inverse_name="step_id",
        string="Points of the Meeting",
    )
    invitation_facts = fields.Json(readonly=True)
    invitation_outdated = fields.Boolean(compute="_compute_invitation_outdated")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends(
        "event_id.start", "event_id.stop", "meeting_place", "meeting_agenda", "invitation_facts"
    )
    def _compute_invitation_outdated(self):
        for step in self:
            step.invitation_outdated = bool(
                step.state == "active"
                and step.event_id
                and step.invitation_facts
                and step.invitation_facts != step._get_invitation_facts()
            )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if not self.env.su and not _APP_FIELDS.isdisjoint(vals):
            raise UserError(
                self.env._("The meeting is made by the app. Edit its time and place instead.")
            )
        result = super().write(vals)
        if "meeting_place" in vals and self.event_id:
            # sudo: the performer of the row says where the meeting is, whoever organises it
            self.event_id.sudo().with_context(**QUIET).location = vals["meeting_place"]
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_meeting(self):
        """Open the meeting in the calendar."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Meeting"),
            "res_model": "calendar.event",
            "res_id": self.event_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_propose_meeting(self):
        """Propose a date anew, after the meeting was taken out of the calendar."""
        self.ensure_one()
        self._check_can_propose_meeting()
        # sudo: the app makes the meeting; the turn is checked above
        step = self._lakip_clean().sudo()
        step._do_propose_meeting(step._get_participants())
        self._generate_document("invitation")
        return True

    def action_generate_invitation(self):
        """Write the invitation anew, with the time and place of now: a new version."""
        self.ensure_one()
        return self.action_generate_document("invitation")

    def action_mark_all_present(self):
        """Tick everybody on the attendance list."""
        self._check_can_edit()
        self.attendance_ids.is_present = True
        return True

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _on_start_meeting(self):
        participants = self._get_participants()
        again = self.filtered(lambda step: step.round > 1)
        if again:
            again.attendance_ids.unlink()
            again.follow_up_ids.unlink()
            again.write(
                {
                    "minutes": False,
                    "minutes_opening": False,
                    "decisions": False,
                    "no_correction": False,
                    "letter_number": False,
                    "letter_date": False,
                }
            )
        self._propose_people(participants)
        self._do_propose_meeting(participants)
        for step in self:
            step._generate_document("invitation")

    def _on_start_discussion(self):
        self._on_start_meeting()

    def _get_blockers_meeting(self):
        now = fields.Datetime.now()
        minutes = self._get_document("minutes")
        result = {}
        for step in self:
            event = step.sudo().event_id  # sudo: private or not, its date is that of the row
            blockers = []
            if not event.active:
                blockers.append(
                    Blocker(
                        self.env._("The meeting has no date. Propose one anew."),
                        "action_propose_meeting",
                    )
                )
            elif event.start > now:
                moment = step._to_wall_clock(event.start)
                blockers.append(
                    Blocker(
                        self.env._(
                            "The meeting has not been held yet: it is on %(day)s at %(time)s.",
                            day=moment.strftime("%d-%m-%Y"),
                            time=f"{moment:%H:%M} {step._get_zone_label(event.start)}",
                        ),
                        "action_open_meeting",
                    )
                )
            if not any(step.attendance_ids.mapped("is_present")):
                blockers.append(
                    Blocker(self.env._("Nobody is marked present on the attendance list."))
                )
            uploaded = minutes[step].origin == "uploaded" and minutes[step].round == step.round
            if is_html_empty(step.minutes) and not uploaded:
                blockers.append(
                    Blocker(
                        self.env._("There are no minutes. Write or upload them."),
                        "action_upload_document",
                    )
                )
            result[step] = blockers
        return result

    def _get_blockers_discussion(self):
        result = self._get_blockers_meeting()
        for step in self:
            if not step.no_correction and not step._get_meeting_corrections():
                result[step].append(
                    Blocker(
                        self.env._(
                            "There are no correction points. Note them, or tick that there are "
                            "none."
                        ),
                        "action_open_corrections",
                    )
                )
        return result

    def _on_complete_meeting(self):
        minutes = self._get_document("minutes")
        # What was uploaded in an earlier round are the minutes of another meeting.
        self._refresh_document(
            "minutes",
            {
                step: document if document.round == step.round else document.browse()
                for step, document in minutes.items()
            },
        )

    def _on_complete_discussion(self):
        self._on_complete_meeting()

    def _on_leave_meeting(self):
        now = fields.Datetime.now()
        coming = self.event_id.filtered(lambda event: event.start > now)
        coming.with_context(**QUIET).active = False

    def _on_leave_discussion(self):
        self._on_leave_meeting()

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_can_propose_meeting(self):
        self._check_can_edit()
        for step in self:
            if step.kind not in MEETING_KINDS:
                raise UserError(self.env._("'%s' is no meeting.", step.display_name))
            if step.sudo().event_id.active:  # sudo: see the blockers
                raise UserError(
                    self.env._("The meeting is in the calendar already. Move it there.")
                )

    # ------------------------------------------------------------
    # BUSINESS: people
    # ------------------------------------------------------------

    def _get_participants(self):
        """Return ``{step: users}``: the performers first, then those who take part."""
        holders = self.cycle_id._get_role_users(self.role_id | self.participant_role_ids)
        return {
            step: self.env["res.users"].union(
                *(
                    holders[step.cycle_id, role]
                    for role in (*step.role_id, *step.participant_role_ids)
                )
            )
            for step in self
        }

    def _propose_people(self, participants):
        """Propose attendance list, chair, note taker, agenda and place."""
        users = self.env["res.users"].union(*participants.values())
        employees = self._get_employees(users)
        officers = self.env["lakip.officer"]._get_current(
            self.participant_role_ids | self.role_id | self.cycle_id.owner_role_id,
            self.company_id,
            fields.Date.context_today(self),
        )
        places = self._get_usual_places()
        vals_list = []
        for step in self:
            company = step.company_id
            own = {
                officer.user_id: officer
                for role in step.participant_role_ids | step.role_id
                for officer in officers.get((company, role), ())
            }
            owner = officers.get((company, step.cycle_id.owner_role_id))
            # The officers lead the list, in the order of the SOP's columns.
            first = sorted(own.values(), key=lambda officer: officer.role_id.sequence)
            chair = first[0].employee_id if first else step._get_chair_of_team()
            taker = owner.employee_id[:1] if owner else step._get_chair_of_team()
            step.write(
                {
                    "chair_id": chair.id,
                    "note_taker_id": taker.id if taker != chair else False,
                    "meeting_agenda": step.meeting_agenda or step.name,
                    "meeting_place": step.meeting_place or places.get(company),
                }
            )
            listed = [officer.user_id for officer in first]
            listed += [user for user in participants[step] if user not in own]
            for sequence, user in enumerate(listed, 1):
                employee = employees.get(user, self.env["hr.employee"])
                officer = own.get(user)
                vals_list.append(
                    {
                        "step_id": step.id,
                        "sequence": sequence,
                        "employee_id": employee.id,
                        "name": employee.name or user.name,
                        "title": step._get_printed_title(employee, officer),
                    }
                )
        self.env["lakip.attendance"].create(vals_list)

    def _get_printed_title(self, employee, officer=None):
        """Return the office of a person as a list of names prints it."""
        if officer:
            if officer.capacity == "definitive":
                return employee.job_title or officer.role_id._get_title()
            return officer._get_title()
        return employee.job_title or employee.department_id.name or False

    def _get_chair_of_team(self):
        members = self.cycle_id.member_ids
        chair = members.filtered(lambda member: member.position == "chair")
        return (chair or members)[:1].employee_id

    def _get_usual_places(self):
        """Return ``{company: place of its last meeting}``; one query."""
        groups = self._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("kind", "in", MEETING_KINDS),
                ("meeting_place", "!=", False),
            ],
            ["company_id"],
            ["id:max"],
        )
        return {company: self.browse(step_id).meeting_place for company, step_id in groups}
