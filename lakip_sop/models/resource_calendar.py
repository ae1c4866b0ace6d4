from bisect import bisect_left
from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby
from odoo.tools.lru import LRU

from ..tools import worktime
from .lakip_protected_mixin import EDIT_SENTINEL

#: A search for a deadline looks this far ahead, in days: about three years.
HORIZON_DAYS = 1100
#: Working days are read in chunks of whole months that grow from the first figure to the second, in
#: days: so what is asked at different moments is the same chunk.
CHUNK_DAYS = (62, 360)
#: What is left of a leave that ends at 23:59:59 is no working time.
SHORTEST_INTERVAL = timedelta(minutes=1)
#: ``{content: [WorkDay, ...]}``: what the hours and leaves of a chunk come to. It is a function of
#: its key, so nothing in here gets stale, and agencies with equal hours and holidays share it.
_WORK_DAYS = LRU(1024)
#: Context key: an outer call recomputes the running steps when it is done; holds
#: ``EDIT_SENTINEL``, or a client could change a calendar and leave the deadlines behind.
REPLAN_LATER = "_lakip_replan_later"


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    # --------------------------------------------------
    # ORM overrides
    # --------------------------------------------------

    @api.model
    def _lakip_replan_fields(self):
        """Return the names of the fields that change when work is done."""
        return {
            "attendance_ids",
            "attendance_ids_1st_week",
            "attendance_ids_2nd_week",
            "duration_based",
            "flexible_hours",
            "global_leave_ids",
            "leave_ids",
            "schedule_type",
            "two_weeks_calendar",
            "tz",
        }

    def write(self, vals):
        if self._lakip_replan_fields().isdisjoint(vals):
            return super().write(vals)
        # The lines written along with the calendar would each ask for a recomputation.
        later = self.with_context(**{REPLAN_LATER: EDIT_SENTINEL})
        result = super(ResourceCalendar, later).write(vals)
        self._lakip_replan()
        return result

    # --------------------------------------------------
    # Business: working time
    # --------------------------------------------------

    def _lakip_planner(
        self,
        company,
        leaves=None,
        days_per_week=worktime.DAYS_PER_WEEK,
        days_per_month=worktime.DAYS_PER_MONTH,
    ):
        """Return a ``WorktimePlanner`` of this calendar, for a batch of questions.

        :param company: its company-wide leaves count.
        :param leaves: the ``CompanyLeaves`` of a batch of companies, when it is one of several.
        :raises UserError: when this calendar cannot tell when work is done, or is empty.
        """
        return WorktimePlanner(
            self, company, leaves or CompanyLeaves(company, self), days_per_week, days_per_month
        )

    def _lakip_work_days(self, start, horizon_days=HORIZON_DAYS, company=None):
        """Yield the ``WorkDay`` of this calendar, from the day of ``start``, as they are asked for.

        :param start: naive UTC datetime, as Odoo stores it.
        :param horizon_days: calendar days after which it ends.
        :param company: its company-wide leaves count; the calendar's own by default.
        :raises UserError: see ``_lakip_check_usable``.
        """
        planner = self._lakip_planner(company or self._lakip_company())
        yield from planner.days(start, horizon_days)

    def _lakip_deadline(self, start, duration, unit, held=(), company=None):
        """Return when ``duration`` has been worked since ``start``: see ``WorktimePlanner``."""
        return self._lakip_planner(company or self._lakip_company()).deadline(
            start, duration, unit, held
        )

    def _lakip_worked_hours(self, start, end, held=(), company=None):
        """Return the working hours from ``start`` to ``end``: see ``WorktimePlanner``."""
        return self._lakip_planner(company or self._lakip_company()).worked_hours(start, end, held)

    def _lakip_propose_slot(self, earliest, latest, hours, busy=(), company=None):
        """Return the first free working period of ``hours``: see ``WorktimePlanner``."""
        return self._lakip_planner(company or self._lakip_company()).propose_slot(
            earliest, latest, hours, busy
        )

    def _lakip_check_usable(self):
        """Check that working time can be counted with this one calendar.

        :raises UserError: when it cannot: see ``_lakip_unusable_reason``.
        """
        reason = self._lakip_unusable_reason()
        if reason:
            raise UserError(reason)

    def _lakip_unusable_reason(self):
        """Return why working time cannot be counted with this calendar, '' when it can.

        It may be empty (the company has none), have no working hours (a deadline would never be
        reached), or flexible ones, which have no clock times.
        """
        if not self:
            return self.env._(
                "The company has no working hours. Choose them in the company's settings, so "
                "that deadlines can be set."
            )
        self.ensure_one()
        if self.flexible_hours:
            return self.env._(
                "The working hours “%(calendar)s” are flexible, so no deadline can be set with "
                "them. Choose working hours with fixed times in the company's settings.",
                calendar=self.name,
            )
        if not any(line.hour_from < line.hour_to for line in self._get_global_attendances()):
            return self.env._(
                "The working hours “%(calendar)s” have no working time, so no deadline would "
                "ever be reached. Add the hours of each working day first.",
                calendar=self.name,
            )
        return ""

    def _lakip_company(self):
        return self.company_id or self.env.company

    def _lakip_fetch_days(self, first, last, company, leaves):
        """Return the ``WorkDay`` from the date ``first`` to the date ``last``, without it.

        Leaves of the calendar and of the company count, those of a person do not.
        """
        self.ensure_one()
        tz = timezone(self.tz)
        start, stop = (tz.localize(datetime.combine(day, time.min)) for day in (first, last))
        # sudo: a deadline is the same for everybody, whatever leaves he may see
        calendar = self.sudo()
        content = (
            first,
            last,
            leaves.get_content(calendar),
            leaves.get(calendar, company, start, stop),
        )
        days = _WORK_DAYS.get(content)
        if days is None:
            days = _WORK_DAYS[content] = calendar._lakip_count_days(start, stop, company)
        return days

    def _lakip_content(self):
        """Return all values of this calendar and its lines that say when work is done."""
        return (
            _get_scalars(self, {"name", "sequence"}),
            _get_scalars(self.attendance_ids, {"name", "sequence"}),
        )

    def _lakip_count_days(self, start, stop, company):
        """Return the ``WorkDay`` between two moments with a time zone, as Odoo counts them."""
        intervals = self._work_intervals_batch(
            start,
            stop,
            domain=[("time_type", "=", "leave"), ("company_id", "in", [company.id, False])],
            tz=timezone(self.tz),
        )[False]
        periods = [(begin, end) for begin, end, __ in intervals if end - begin >= SHORTEST_INTERVAL]
        return tuple(
            worktime.WorkDay(day, tuple(group))
            for day, group in groupby(periods, lambda period: period[0].date())
        )

    # --------------------------------------------------
    # Business: running steps
    # --------------------------------------------------

    def _lakip_replan(self):
        """Recompute the running steps that are timed by these calendars, in one go.

        A calendar without working time is left alone: its lines may be on the way (Odoo's own
        buttons delete them all before they write new ones), and those will ask again.
        """
        if self.env.context.get(REPLAN_LATER) is EDIT_SENTINEL:
            return
        usable = self.filtered(lambda calendar: not calendar._lakip_unusable_reason())
        if usable:
            self.env["lakip.step"]._replan(usable)


class CompanyLeaves:
    """The company-wide leaves of a batch of companies, read for all of them at once: a query for
    each span of years that is asked for. Keep it no longer than the batch it serves.

    :param calendars: of these companies; those that are set when it is left out
    """

    def __init__(self, companies, calendars=None):
        self.companies = companies
        # sudo: as in _lakip_fetch_days
        self.calendars = (calendars or companies.resource_calendar_id).sudo()
        self._periods = {}
        self._contents = {}

    def get_content(self, calendar):
        """Return ``_lakip_content`` of a calendar, which companies of the batch may share."""
        if calendar not in self._contents:
            self._contents[calendar] = calendar._lakip_content()
        return self._contents[calendar]

    def get(self, calendar, company, start, stop):
        """Return the (start, end) of the leaves that touch the time between two moments."""
        start, stop = _naive(start), _naive(stop)
        # Whole years, as companies ask from different days on and in different time zones.
        years = start.year, stop.year + 1
        if years not in self._periods:
            self._periods[years] = self._read(*(datetime(year, 1, 1) for year in years))
        return tuple(
            sorted(
                (begin, end)
                for calendar_id in (calendar.id, False)
                for company_id in (company.id, False)
                for begin, end in self._periods[years].get((calendar_id, company_id), ())
                if begin <= stop and end >= start
            )
        )

    def _read(self, start, stop):
        leaves = self.calendars.env["resource.calendar.leaves"].search_fetch(
            [
                ("time_type", "=", "leave"),
                ("resource_id", "=", False),
                ("company_id", "in", [*self.companies.ids, False]),
                ("calendar_id", "in", [*self.calendars.ids, False]),
                ("date_from", "<=", stop),
                ("date_to", ">=", start),
            ],
            ["calendar_id", "company_id", "date_from", "date_to"],
        )
        return {
            (calendar.id, company.id): [(leave.date_from, leave.date_to) for leave in group]
            for (calendar, company), group in leaves.grouped(
                lambda leave: (leave.calendar_id, leave.company_id)
            ).items()
        }


class WorktimePlanner:
    """Working time of one calendar in one company, read once for many questions.

    Datetimes come in and go out as Odoo stores them: naive, in UTC. The working days are read when
    they are needed, in chunks, and kept; so keep the planner no longer than the batch it serves.
    ``held`` are (start, end) pairs that do not count, in any order, each with an end.

    The rules of counting are those of ``tools.worktime``.
    """

    def __init__(self, calendar, company, leaves, days_per_week, days_per_month):
        calendar._lakip_check_usable()
        self.env = calendar.env
        self.calendar = calendar
        self.company = company
        self.leaves = leaves
        self._units = {"days_per_week": days_per_week, "days_per_month": days_per_month}
        self._tz = timezone(calendar.tz)
        self._days = []  # all working days from self._first to self._next, without the latter
        self._first = self._next = None
        self._chunk = CHUNK_DAYS[0]

    def deadline(self, start, duration, unit, held=()):
        """Return the earliest moment at which ``duration`` has been worked since ``start``.

        :param duration: how much, in ``unit``; zero ends at ``start``.
        :param unit: 'second', 'minute', 'hour', 'day', 'week' or 'month'.
        :raises UserError: when that is not within about three years.
        :raises ValueError: for a negative duration or an unknown unit.
        """
        try:
            end = worktime.deadline(
                self._walk(start), _aware(start), duration, unit, _periods(held), **self._units
            )
        except worktime.WorktimeExhausted:
            raise UserError(
                self.env._(
                    "The working hours “%(calendar)s” leave too little working time in the three "
                    "years after %(date)s, so no deadline can be set. Check the holidays and the "
                    "time standard.",
                    calendar=self.calendar.name,
                    date=fields.Date.to_string(start.date()),
                )
            ) from None
        return _naive(end)

    def elapsed(self, start, end, unit, held=()):
        """Return how much was worked from ``start`` to ``end``, in ``unit``; never negative."""
        return worktime.elapsed(
            self._walk(start, end), _aware(start), _aware(end), unit, _periods(held), **self._units
        )

    def worked_hours(self, start, end, held=()):
        """Return the working hours from ``start`` to ``end``; never negative."""
        return self.elapsed(start, end, "hour", held)

    def worked_days(self, start, end, held=()):
        """Return the working days from ``start`` to ``end``, parts of a day as fractions."""
        return self.elapsed(start, end, "day", held)

    def propose_slot(self, earliest, latest, hours, busy=()):
        """Return the first working period of ``hours`` that nothing interrupts, or None.

        :param earliest: it starts then or later, on a full or half hour of the local clock.
        :param latest: it ends then or earlier.
        :param busy: periods to keep clear of.
        :return: (start, end)
        """
        slot = worktime.propose_slot(
            self._walk(earliest, latest),
            _aware(earliest),
            _aware(latest),
            timedelta(hours=hours),
            busy=_periods(busy),
        )
        return slot and (_naive(slot[0]), _naive(slot[1]))

    def is_working_day(self, day):
        """Return whether anybody works on the date ``day``."""
        start = _naive(self._tz.localize(datetime.combine(day, time.min)))
        return any(work_day.date == day for work_day in self.days(start, 1))

    def is_working_time(self, moment):
        """Return whether work is done at ``moment``: not in a break, at night or on a holiday."""
        at = _aware(moment)
        return any(
            start <= at < end for day in self.days(moment, 1) for start, end in day.intervals
        )

    def days(self, start, horizon_days=HORIZON_DAYS):
        """Yield the ``WorkDay`` from the local day of ``start``, for ``horizon_days`` days.

        Ask the planner nothing else while you read them.
        """
        return self._walk(start, horizon_days=horizon_days)

    def _walk(self, start, end=None, horizon_days=HORIZON_DAYS):
        first = self._local_date(start)
        if end is None:
            limit = first + timedelta(days=horizon_days)
        else:
            limit = self._local_date(end) + timedelta(days=1)
        if limit <= first:
            return
        self._reach_back(first)
        index = bisect_left(self._days, first, key=lambda day: day.date)
        while True:
            while index < len(self._days):
                day = self._days[index]
                if day.date >= limit:
                    return
                if day.date >= first:  # chunks begin with their month
                    yield day
                index += 1
            if self._next >= limit:
                return
            self._reach_on()

    def _reach_back(self, first):
        if self._first is None:
            self._first = self._next = first.replace(day=1)
        if first < self._first:
            # a month more: the next question may be of a step that started a little earlier
            first = (first.replace(day=1) - timedelta(days=1)).replace(day=1)
            self._days[:0] = self._fetch(first, self._first)
            self._first = first

    def _reach_on(self):
        last = (self._next + timedelta(days=self._chunk)).replace(day=1)
        self._days += self._fetch(self._next, last)
        self._next = last
        self._chunk = min(2 * self._chunk, CHUNK_DAYS[1])

    def _fetch(self, first, last):
        return self.calendar._lakip_fetch_days(first, last, self.company, self.leaves)

    def _local_date(self, moment):
        return _aware(moment).astimezone(self._tz).date()


def _get_scalars(records, left_out):
    """Return, of each of ``records``, the stored values but for references and ``left_out``."""
    names = [
        name
        for name, field in records._fields.items()
        if field.store
        and field.column_type
        and not field.relational
        and name not in left_out
        and name not in ("id", *models.MAGIC_COLUMNS)
    ]
    return tuple(tuple(record[name] for name in names) for record in records)


def _aware(moment):
    return moment.replace(tzinfo=utc)


def _naive(moment):
    return moment.astimezone(utc).replace(tzinfo=None)


def _periods(pairs):
    return [(_aware(start), _aware(end)) for start, end in pairs]
