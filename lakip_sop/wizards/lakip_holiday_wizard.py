from collections import defaultdict
from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools.date_utils import float_to_time

from ..tools.holidaylist import holidays_of

#: A leave that ends at 23:59:00 covers its day as well as one that ends at 23:59:59.
TOLERANCE = timedelta(minutes=1)
FRIDAY = 4


class LakipHolidayWizard(models.TransientModel):
    """Load the holidays of a year, and the shorter hours of Ramadan, into the working time.

    The dates come from the ``holidays`` package and can be corrected before they are stored as
    company-wide ``resource.calendar.leaves``. What is there already is not stored twice.
    """

    _name = "lakip.holiday.wizard"
    _description = "Load Holidays"
    _inherit = ["lakip.reference.mixin"]

    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    has_next_year = fields.Boolean(
        string="And the Next Year", help="Deadlines may reach into the next year."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        compute="_compute_calendar_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', [company_id, False])]",
        help="The holidays are stored for these working hours of the company. "
        "Empty: for all working hours of the company.",
    )
    line_ids = fields.One2many(
        "lakip.holiday.wizard.line",
        "wizard_id",
        string="Holidays",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    has_estimate = fields.Boolean(compute="_compute_notes")
    has_no_collective_leave = fields.Boolean(compute="_compute_notes")

    has_ramadan = fields.Boolean(string="Ramadan Hours")
    ramadan_from = fields.Date(string="First Day")
    ramadan_to = fields.Date(string="Last Day")
    # Perpres 21/2023: 32 h 30 min a week from 08:00, so until 15:00 and on Friday until 15:30.
    ramadan_hour_from = fields.Float(string="Work from", default=8.0)
    ramadan_hour_to = fields.Float(string="Work to", default=15.0)
    ramadan_hour_to_friday = fields.Float(
        string="On Friday to",
        default=15.5,
        help="Breaks stay as they are in the working hours.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("company_id", "calendar_id")
    def _check_calendar_company(self):
        for wizard in self:
            calendar_company = wizard.calendar_id.company_id
            if calendar_company and calendar_company != wizard.company_id:
                raise ValidationError(
                    self.env._(
                        "The working hours “%(calendar)s” belong to another company.",
                        calendar=wizard.calendar_id.name,
                    )
                )

    @api.constrains(
        "has_ramadan",
        "ramadan_from",
        "ramadan_to",
        "ramadan_hour_from",
        "ramadan_hour_to",
        "ramadan_hour_to_friday",
    )
    def _check_ramadan(self):
        for wizard in self.filtered("has_ramadan"):
            first, last = wizard.ramadan_from, wizard.ramadan_to
            if not first or not last or not timedelta(0) <= last - first <= timedelta(days=31):
                raise ValidationError(
                    self.env._("Give the first and the last day of Ramadan, at most 31 days apart.")
                )
            start = wizard.ramadan_hour_from
            ends = (wizard.ramadan_hour_to, wizard.ramadan_hour_to_friday)
            if not all(0 <= start < end <= 24 for end in ends):
                raise ValidationError(
                    self.env._("The working hours in Ramadan must end after they start.")
                )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("company_id")
    def _compute_calendar_id(self):
        for wizard in self:
            wizard.calendar_id = wizard.company_id.resource_calendar_id

    @api.depends("year", "has_next_year")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "date": holiday.date,
                            "name": holiday.name,
                            "category": holiday.category,
                            "is_estimated": holiday.is_estimated,
                        }
                    )
                    for year in wizard._get_years()
                    for holiday in holidays_of(year)
                ),
            ]

    @api.depends("line_ids.is_estimated", "line_ids.category", "line_ids.date")
    def _compute_notes(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.has_estimate = any(lines.mapped("is_estimated"))
            collective = lines.filtered(lambda line: line.category == "government" and line.date)
            known = {line.date.year for line in collective}
            wizard.has_no_collective_leave = bool(lines) and not known.issuperset(
                wizard._get_years()
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Store what was kept, and say how much of it was new."""
        self.ensure_one()
        self._check_can_apply()
        created, present = self._do_apply()
        return {
            "type": "ir.actions.client",
            "tag": "lakip_finished",
            "params": {
                "type": "success",
                "title": self.env._(
                    "Holidays of %(year)s", year=", ".join(map(str, self._get_years()))
                ),
                "message": self.env._(
                    "Stored: %(created)s. There already: %(present)s.",
                    created=created,
                    present=present,
                ),
                "link": self.env._("Show the Holidays"),
                "action": self._get_leaves_action(),
            },
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_leaves_action(self):
        """Return the action that lists the holidays of the days in this wizard."""
        dates = [
            day
            for day in (*self.line_ids.mapped("date"), self.ramadan_from, self.ramadan_to)
            if day
        ]
        leaves = self.env["resource.calendar.leaves"]
        return leaves._get_records_action(
            name=self.env._("Holidays"),
            views=[(False, "list"), (False, "form")],
            domain=[
                ("resource_id", "=", False),
                ("company_id", "=", self.company_id.id),
                ("date_to", ">=", fields.Date.to_string(min(dates))),
                ("date_from", "<=", fields.Date.to_string(max(dates) + timedelta(days=1))),
            ],
            context={},
        )

    def _get_years(self):
        """Return the years whose holidays are loaded."""
        self.ensure_one()
        return [self.year, self.year + 1] if self.has_next_year else [self.year]

    def _check_can_apply(self):
        """Check the user's right and that there is a calendar to store into.

        :raises AccessError: for all but the app's administrators, and for a company of others.
        :raises UserError: when nothing was kept, or Ramadan has no usable working hours.
        """
        if not self.env.user.has_group("lakip_sop.group_lakip_manager"):
            raise AccessError(self.env._("Only an administrator of the app may load holidays."))
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("You may load holidays for your own companies only."))
        if not self.has_ramadan and not any(self.line_ids.mapped("keep")):
            raise UserError(self.env._("Keep at least one holiday, or give the Ramadan hours."))
        if self.has_ramadan:
            self._get_calendar()._lakip_check_usable()

    def _do_apply(self):
        """Store the kept days and the hours off in Ramadan.

        :return: how many leaves were created, and how many were there already
        """
        calendar = self._get_calendar()
        tz = self._get_timezone()
        kept = self.line_ids.filtered("keep").sorted("date")
        wanted = [(*self._get_day(line.date, tz), line.name) for line in kept]
        covered = self._get_covered()
        vals_list, present = [], 0
        for start, end, name in wanted + self._get_ramadan_off(calendar, tz):
            if self._is_covered(start, end, covered):
                present += 1
                continue
            covered.append((start, end))
            vals_list.append(
                {
                    "name": name,
                    "company_id": self.company_id.id,
                    "calendar_id": self.calendar_id.id,
                    "date_from": start,
                    "date_to": end,
                    "time_type": "leave",
                }
            )
        # sudo: leaves of the whole company are otherwise for the system's administrators; the
        # right to do this was checked in _check_can_apply
        self.env["resource.calendar.leaves"].sudo().with_company(self.company_id).create(vals_list)
        return len(vals_list), present

    def _get_calendar(self):
        return self.calendar_id or self.company_id.resource_calendar_id

    def _get_timezone(self):
        return timezone(self._get_calendar().tz or self.env.user.tz or "UTC")

    def _get_day(self, day, tz):
        """Return the first and the last second of a local day, naive in UTC."""
        return tuple(
            tz.localize(datetime.combine(day, clock)).astimezone(utc).replace(tzinfo=None)
            for clock in (time.min, time(23, 59, 59))
        )

    def _get_covered(self):
        """Return the (start, end) of the company-wide leaves that hold where these will."""
        dates = [*self.line_ids.mapped("date"), self.ramadan_from, self.ramadan_to]
        dates = [date for date in dates if date]
        if not dates:
            return []
        day = timedelta(days=1)  # whatever the time zone
        leaves = (
            # sudo: leaves of the company, to be compared only
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", False)
                & Domain("time_type", "=", "leave")
                & Domain("company_id", "=", self.company_id.id)
                & Domain("calendar_id", "in", [False, self.calendar_id.id])
                & Domain("date_to", ">=", datetime.combine(min(dates), time.min) - day)
                & Domain("date_from", "<=", datetime.combine(max(dates), time.max) + day)
            )
        )
        return [(leave.date_from, leave.date_to) for leave in leaves]

    @api.model
    def _is_covered(self, start, end, covered):
        return any(
            other_start <= start and end - TOLERANCE <= other_end
            for other_start, other_end in covered
        )

    def _get_ramadan_off(self, calendar, tz):
        """Return (start, end, name) of the working time that falls away in Ramadan.

        Naive in UTC. Days that are holidays anyway are left out.
        """
        if not self.has_ramadan:
            return []
        bounds = (
            tz.localize(datetime.combine(day, time.min))
            for day in (self.ramadan_from, self.ramadan_to + timedelta(days=1))
        )
        worked = defaultdict(list)
        for start, end, __ in calendar._attendance_intervals_batch(*bounds, tz=tz)[False]:
            worked[start.date()] += [start, end]
        days_off = self._get_covered() + [
            self._get_day(line.date, tz) for line in self.line_ids if line.keep
        ]
        name = self.env._("Ramadan working hours")
        periods = []
        for day, moments in sorted(worked.items()):
            day_start, day_end = (
                moment.astimezone(utc).replace(tzinfo=None)
                for moment in (min(moments), max(moments))
            )
            if self._is_covered(day_start, day_end, days_off):
                continue
            is_friday = day.weekday() == FRIDAY
            from_, to = (
                tz.localize(datetime.combine(day, float_to_time(hour)))
                .astimezone(utc)
                .replace(tzinfo=None)
                for hour in (
                    self.ramadan_hour_from,
                    self.ramadan_hour_to_friday if is_friday else self.ramadan_hour_to,
                )
            )
            if day_start < from_:
                periods.append((day_start, min(from_, day_end), name))
            if to < day_end:
                periods.append((max(to, day_start), day_end, name))
        return periods
