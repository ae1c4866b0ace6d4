from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .resource_calendar import CompanyLeaves


class LakipStep(models.Model):
    """Deadlines, holds and lateness of a row, counted in the company's working time."""

    _inherit = "lakip.step"

    date_start = fields.Datetime(readonly=True)
    date_deadline = fields.Datetime(
        string="Deadline",
        readonly=True,
        index=True,
        tracking=True,
        help="Counted in working time from the start by the standard time of the SOP.",
    )
    date_done = fields.Datetime(readonly=True)
    standard_hours = fields.Float(
        readonly=True,
        help="Working hours between start and deadline. 0: no time standard.",
    )
    worked_hours = fields.Float(
        readonly=True,
        help="Working hours the last round took, without the time on hold.",
    )
    hold_ids = fields.One2many("lakip.step.hold", "step_id", string="Holds", readonly=True)
    is_on_hold = fields.Boolean(readonly=True, tracking=True)
    is_done_late = fields.Boolean(
        readonly=True,
        help="Done after the deadline. Kept, because a domain cannot compare two columns.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("state", "date_deadline", "is_done_late", "is_on_hold")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for step in self:
            if not step.date_deadline or step.state not in ("active", "done"):
                step.is_late = False
            elif step.state == "done":
                step.is_late = step.is_done_late
            else:
                step.is_late = not step.is_on_hold and now > step.date_deadline

    def _search_is_late(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        running = (
            Domain("state", "=", "active")
            & Domain("is_on_hold", "=", False)
            & Domain("date_deadline", "<", fields.Datetime.now())
        )
        # A row that a return has reset keeps the mark until it starts again.
        return running | (Domain("state", "=", "done") & Domain("is_done_late", "=", True))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_hold(self, reason=None):
        """Let the clock of these rows stand still. Without ``reason``, ask for it."""
        if reason is None:
            return self.env["lakip.reason.wizard"]._open(self, "step_hold")
        self.cycle_id._lakip_lock_all()
        self._check_can_hold(reason)
        # sudo: times are written by the app only; checked above
        self._lakip_clean().sudo()._do_hold(reason)
        return True

    def action_resume(self):
        """Let the clock of these rows run again; the deadline moves by the held time."""
        self.cycle_id._lakip_lock_all()
        self._check_can_resume()
        # sudo: times are written by the app only; checked above
        self._lakip_clean().sudo()._do_resume()
        return True

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_hold(self, reason):
        self.cycle_id._check_owner()
        self.env["lakip.reason.wizard"]._check_reason(reason)
        for step in self:
            if step.state != "active" or step.is_on_hold:
                raise UserError(
                    self.env._("Only a running row can be put on hold, not '%s'.", step.name)
                )

    def _check_can_resume(self):
        self.cycle_id._check_owner()
        for step in self:
            if step.state != "active" or not step.is_on_hold:
                raise UserError(self.env._("'%s' is not on hold.", step.name))

    def _do_hold(self, reason):
        now = fields.Datetime.now()
        self.env["lakip.step.hold"]._lakip_unlocked().create(
            [
                {
                    "step_id": step.id,
                    "reason": reason.strip(),
                    "date_start": now,
                    "user_id": self.env.uid,
                }
                for step in self
            ]
        )
        self._lakip_unlocked().is_on_hold = True
        self._sync_activities()
        for step in self:
            step.message_post(body=self.env._("On hold: %s", reason.strip()))

    def _do_resume(self):
        self._end_hold()
        self._plan_deadline()
        self._sync_activities()

    def _end_hold(self):
        open_holds = self.hold_ids.filtered(lambda hold: not hold.date_end)
        open_holds._lakip_unlocked().date_end = fields.Datetime.now()
        self._lakip_unlocked().is_on_hold = False

    def _get_held(self):
        """Return ``{step: [(start, end), ...]}`` of this round, as naive UTC datetimes."""
        now = fields.Datetime.now()
        return {
            step: [
                (hold.date_start, hold.date_end or now)
                for hold in step.hold_ids
                if step.date_start and (hold.date_end or now) > step.date_start
            ]
            for step in self
        }

    def _get_worked_hours(self):
        """Return ``{step: working hours since the row started}``, held time left out.

        :raises UserError: when the working time of a company is unusable
        """
        leaves = CompanyLeaves(self.company_id)
        planners = {company: company._lakip_get_planner(leaves) for company in self.company_id}
        return {**dict.fromkeys(self, 0.0), **self._get_hours_until_now(planners)}

    def _plan_deadline(self, starting=False):
        """Count the deadline of these rows anew; return those whose deadline moved.

        :param starting: the rows start now, so no time of this round was on hold
        """
        held = dict.fromkeys(self, ()) if starting else self._get_held()
        leaves = CompanyLeaves(self.company_id)
        moved = self.browse()
        for company, steps in self.grouped("company_id").items():
            planner = company._lakip_get_planner(leaves)
            for step in steps:
                deadline, hours = False, 0.0
                if step.duration:
                    deadline = planner.deadline(
                        step.date_start, step.duration, step.duration_unit, held[step]
                    )
                    hours = planner.worked_hours(step.date_start, deadline, held[step])
                if deadline != step.date_deadline:
                    moved += step
                step._lakip_unlocked().write({"date_deadline": deadline, "standard_hours": hours})
        return moved

    @api.model
    def _replan(self, calendars):
        """The working time changed: count the deadlines of running rows anew, and say so."""
        # sudo: whoever edits a calendar or a leave need not have rights in LAKIP
        steps = self.sudo().search(
            [
                ("state", "=", "active"),
                ("is_on_hold", "=", False),
                ("duration", ">", 0),
                ("company_id.resource_calendar_id", "in", calendars.ids),
            ]
        )
        # Rows that start at this moment are timed by the new hours too.
        steps.cycle_id._lakip_touch()
        moved = steps._plan_deadline()
        moved._sync_activities()
        for step in moved:
            step.message_post(
                body=self.env._("The working time changed, so the deadline was counted anew.")
            )
