from datetime import timedelta

import pytz
from babel.dates import format_date, format_time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .lakip_step import STEP_STATES

#: No calendar shows more at once; Odoo would reckon ten thousand years day by day.
LONGEST_VIEW = timedelta(days=400)
AGENDA_KINDS = [
    ("deadline", "Deadline"),
    ("meeting", "Meeting"),
    ("due", "Statutory Due Date"),
]


class LakipAgenda(models.Model):
    """What has a date in the cycles: deadlines of rows, meetings, the statutory due dates.

    A view of the database and no table. An id is that of the row or the cycle, times
    ``_ID_STEP``, plus the place of its kind.
    """

    _name = "lakip.agenda"
    _description = "Agenda"
    _auto = False
    _order = "date_start, cycle_id, id"
    _rec_name = "name"
    _depends = {
        "lakip.cycle": ["active", "company_id", "date_due", "name", "state"],
        "lakip.step": ["cycle_id", "date_deadline", "event_id", "is_on_hold", "number", "state"],
        "calendar.event": ["active", "allday", "start", "stop"],
    }

    _ID_STEP = 4

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(string="What", readonly=True)
    kind = fields.Selection(selection=AGENDA_KINDS, readonly=True)
    cycle_id = fields.Many2one("lakip.cycle", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    step_id = fields.Many2one("lakip.step", readonly=True)
    role_id = fields.Many2one("lakip.role", string="Performer", readonly=True)
    state = fields.Selection(
        selection=STEP_STATES,
        readonly=True,
        help="Of the row or, for the due date, of the cycle.",
    )
    date_start = fields.Datetime(string="When", readonly=True)
    date_stop = fields.Datetime(string="Until", readonly=True)
    is_all_day = fields.Boolean(readonly=True)
    is_done = fields.Boolean(readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    user_ids = fields.Many2many(related="step_id.user_ids", string="Must Act Now")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("name", "kind", "cycle_id.name", "is_late", "is_done")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for entry in self:
            title = f"{entry._get_title()} · {entry.cycle_id.name}"
            # The colour of a calendar tells the kind; and a narrow day cuts the end of the title.
            if entry.is_late:
                title = "⚠ " + self.env._("Late: %s", title)
            elif entry.is_done:
                title = f"✓ {title}"
            entry.display_name = title

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            [self._select_deadlines(), self._select_meetings(), self._select_due_dates()]
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open(self):
        """Open the row of the SOP, or the cycle where the date is the cycle's."""
        self.ensure_one()
        action = (self.step_id or self.cycle_id).get_formview_action()
        action["target"] = "current"
        return action

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Return ``{day: whether nobody works in the current company}``, for the calendar view.

        :raises UserError: one of the dates is none
        """
        self.check_access("read")
        try:
            start = fields.Datetime.to_datetime(date_from)
            end = fields.Datetime.to_datetime(date_to) or start
            end = min(end, start + LONGEST_VIEW)
        except (AttributeError, OverflowError, TypeError, ValueError):
            raise UserError(
                self.env._("The calendar asked for no date. Load the page again.")
            ) from None
        # sudo: which days are worked is the same for everybody
        company = self.env.company.sudo()
        return company.resource_calendar_id._get_unusual_days(start, end, company)

    def _get_title(self):
        """Return what is on that day, in one line, without its cycle."""
        self.ensure_one()
        if self.kind == "due":
            return self.env._("Statutory due date")
        name = self.step_id._get_line()
        return self.env._("Meeting: %s", name) if self.kind == "meeting" else name

    def _get_local_start(self):
        """Return when it is on the user's clock; a whole day has no time zone."""
        self.ensure_one()
        if self.is_all_day:
            return self.date_start
        zone = pytz.timezone(self.env.user.tz or "UTC")
        return pytz.utc.localize(self.date_start).astimezone(zone).replace(tzinfo=None)

    def _get_home_entry(self, locale, is_several):
        """Return what the home page shows of it, a dict.

        :param is_several: it is one of several cycles, which has to be named
        """
        moment = self._get_local_start()
        title = self._get_title()
        return {
            "id": self.id,
            "kind": self.kind,
            "day": moment.day,
            "weekday": format_date(moment, "EEE", locale=locale),
            "time": "" if self.is_all_day else format_time(moment, "short", locale=locale),
            "title": title,
            "cycle": self.cycle_id.name if is_several else "",
            "company": self.company_id.name,
            "is_done": self.is_done,
            "is_late": self.is_late,
        }

    # ------------------------------------------------------------
    # BUSINESS: the query
    # ------------------------------------------------------------

    def _select_deadlines(self):
        # A row that was reset by a return keeps its old deadline until it starts again.
        return SQL(
            """
            SELECT s.id * %(factor)s AS id,
                   s.name::varchar AS name,
                   'deadline' AS kind,
                   c.id AS cycle_id,
                   c.company_id AS company_id,
                   s.id AS step_id,
                   s.role_id AS role_id,
                   s.state AS state,
                   s.date_deadline AS date_start,
                   s.date_deadline AS date_stop,
                   FALSE AS is_all_day,
                   s.state = 'done' AS is_done,
                   s.state = 'active' AND s.is_on_hold IS NOT TRUE AND s.date_deadline < %(now)s
                       AS is_late
              FROM lakip_step s
              JOIN lakip_cycle c ON c.id = s.cycle_id
             WHERE c.active AND c.state IN ('running', 'done')
               AND s.state IN ('active', 'done') AND s.date_deadline IS NOT NULL
            """,
            factor=self._ID_STEP,
            now=fields.Datetime.now(),
        )

    def _select_meetings(self):
        return SQL(
            """
            SELECT s.id * %(factor)s + 1,
                   s.name::varchar,
                   'meeting',
                   c.id,
                   c.company_id,
                   s.id,
                   s.role_id,
                   s.state,
                   e.start,
                   e.stop,
                   COALESCE(e.allday, FALSE),
                   s.state = 'done',
                   FALSE
              FROM lakip_step s
              JOIN lakip_cycle c ON c.id = s.cycle_id
              JOIN calendar_event e ON e.id = s.event_id
             WHERE c.active AND c.state IN ('running', 'done') AND e.active
               AND s.state IN ('active', 'done')
            """,
            factor=self._ID_STEP,
        )

    def _select_due_dates(self):
        return SQL(
            """
            SELECT c.id * %(factor)s + 2,
                   c.name,
                   'due',
                   c.id,
                   c.company_id,
                   NULL::integer,
                   NULL::integer,
                   CASE c.state WHEN 'done' THEN 'done' WHEN 'running' THEN 'active'
                                ELSE 'waiting' END,
                   c.date_due::timestamp,
                   c.date_due::timestamp,
                   TRUE,
                   c.state = 'done',
                   c.state != 'done' AND c.date_due < %(today)s
              FROM lakip_cycle c
             WHERE c.active AND c.state != 'cancelled' AND c.date_due IS NOT NULL
            """,
            factor=self._ID_STEP,
            today=fields.Date.context_today(self),
        )
