import pytz

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..tools.duration import duration_text, span_text


class LakipStep(models.Model):
    """How a row stands against its time standard, in numbers and in words.

    The standards of an SOP are working time, so what is left, how late a row is and how long it
    took are told in working time, on every screen alike: cards, lists, the SOP page, the home page
    and what a division hands in. Computed in batches: the number of queries depends neither on
    that of rows nor on that of companies.
    """

    _inherit = "lakip.step"

    standard_text = fields.Char(
        string="Standard",
        compute="_compute_standard_text",
        help="Waktu baku, as the SOP prints it.",
    )
    elapsed_hours = fields.Float(
        string="Worked",
        compute="_compute_elapsed_hours",
        help="Working hours this round took, until now for a running row. Time on hold is left "
        "out.",
    )
    time_text = fields.Char(
        string="Time",
        compute="_compute_time_text",
        help="How the row stands against its deadline, in working time.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("duration", "duration_unit")
    @api.depends_context("lang")
    def _compute_standard_text(self):
        locale = self._get_locale()
        for step in self:
            step.standard_text = duration_text(step.duration, step.duration_unit, locale)

    @api.depends("state", "date_start", "worked_hours", "hold_ids.date_end")
    def _compute_elapsed_hours(self):
        active = self.filtered(lambda step: step.state == "active")
        hours = active._get_hours_until_now(active._get_planners())
        for step in self:
            step.elapsed_hours = hours.get(step, 0.0) if step in active else step.worked_hours

    @api.depends("state", "date_deadline", "is_late", "is_on_hold")
    @api.depends_context("lang")
    def _compute_time_text(self):
        active = self.filtered(lambda step: step.state == "active")
        texts = active._get_left_texts(active._get_planners())
        for step in self:
            if step.state == "done" and step.date_deadline:
                text = self.env._("Done late") if step.is_late else self.env._("In time")
            else:
                text = texts.get(step) or False
            step.time_text = text

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_planners(self):
        """Return ``{company: planner}`` of the companies of these rows that have one."""
        # sudo: the working time is the same for everybody, whatever leaves one may see
        return self.sudo().company_id._lakip_get_planners()

    def _get_hours_until_now(self, planners):
        """Return ``{step: working hours}`` since each of these rows started, held time left out."""
        now = fields.Datetime.now()
        # sudo: the time is the same for everybody
        running = self.filtered("date_start").sudo()
        held = running._get_held()
        return {
            step: planners[company].worked_hours(step.date_start, now, held[step])
            for company, steps in running.grouped("company_id").items()
            if company in planners
            # The earliest first, so that each working day is read once.
            for step in steps.sorted("date_start")
        }

    def _get_left_texts(self, planners):
        """Return ``{step: text}`` of these active rows, e.g. '3 hours of work left'.

        One without a deadline has none, unless it is on hold.
        """
        now = fields.Datetime.now()
        locale = self._get_locale()
        texts = {}
        # sudo: which company it is, to find its planner
        for company, steps in self.grouped(lambda step: step.sudo().company_id).items():
            planner = planners.get(company)
            for step in steps.sorted(lambda step: step.date_deadline or now):
                if step.is_on_hold:
                    texts[step] = self.env._("On hold")
                elif step.date_deadline:
                    texts[step] = step._get_left_text(planner, now, locale)
        return texts

    def _get_left_text(self, planner, now, locale):
        """Return the working time from ``now`` until the deadline, or since it, in words.

        :param planner: of the company; None where its working time is unusable
        """
        self.ensure_one()
        start, end = sorted((now, self.date_deadline))
        days = planner.worked_days(start, end) if planner else 0
        hours = planner.worked_hours(start, end) if planner and days < 1 else 0
        if not days:
            # A deadline that passed on the last evening is late, by no working time yet.
            return self.env._("Late") if self.is_late else ""
        span = span_text(hours, days, locale)
        if self.is_late:
            return self.env._("Late by %s of work", span)
        return self.env._("%s of work left", span)

    def _get_flow_times(self):
        """Return ``{step: texts}``: the deadline, what is left, actual against standard."""
        active = self.filtered(lambda step: step.state == "active")
        planners = active._get_planners()
        hours = active._get_hours_until_now(planners)
        left = active._get_left_texts(planners)
        locale = self._get_locale()
        this_year = fields.Date.context_today(self).year
        result = {}
        for step in self:
            is_timed = step.date_deadline and step.state in ("active", "done")
            result[step] = {
                "deadline": f"{step.date_deadline.isoformat()}Z" if is_timed else None,
                "deadline_text": step._get_moment_text(this_year) if is_timed else "",
                "left_text": left.get(step, ""),
                "actual_text": step._get_actual_text(hours.get(step), locale),
            }
        return result

    def _get_moment_text(self, this_year):
        """Return the deadline in words and the user's time zone, e.g. 'Jum 27 Nov, 15.00'.

        :param int this_year: the year that need not be told
        """
        self.ensure_one()
        zone = self.env.user.tz or self.company_id.resource_calendar_id.tz or "UTC"
        moment = pytz.utc.localize(self.date_deadline).astimezone(pytz.timezone(zone))
        day = "EEE d MMM" if moment.year == this_year else "EEE d MMM y"
        return format_datetime(
            self.env,
            self.date_deadline,
            tz=zone,
            dt_format=f"{day}, {self._get_clock_format()}",
        )

    @api.model
    def _get_clock_format(self):
        """Return how a time of the day is written: 15.00 in Indonesian, 15:00 elsewhere."""
        return "HH.mm" if self._get_locale().language == "id" else "HH:mm"

    def _get_actual_text(self, worked, locale):
        """Return the working time taken against the standard, e.g. '2 hours of 30 minutes'.

        :param worked: working hours of an active row, None where not known
        """
        self.ensure_one()
        if self.state == "done":
            worked = self.worked_hours
        if worked is None or (not worked and not self.duration):
            return ""
        # A day is a working day whatever its length: those of this very row, where it had some.
        # sudo: the working time is the same for everybody
        per_day = self.sudo().company_id.resource_calendar_id.hours_per_day
        if self.duration_unit == "day" and self.duration and self.standard_hours:
            per_day = self.standard_hours / self.duration
        actual = span_text(worked, worked / per_day if per_day else 0.0, locale)
        if not self.standard_text:
            return actual
        return self.env._("%(actual)s of %(standard)s", actual=actual, standard=self.standard_text)
