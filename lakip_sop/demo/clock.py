"""The clock of the demo data: what happened in the past is done at its time."""

import threading
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from unittest.mock import patch

from pytz import timezone, utc

from odoo import fields


class DemoClock(AbstractContextManager):
    """Let the thread that enters it live at any moment; all other threads go on as ever.

    What Odoo asks for the time follows: ``fields.Datetime.now``, ``fields.Date.today``,
    ``fields.Date.context_today``, the transaction's time (create and write dates) and the
    date of messages.

    :param env: its transaction
    :param zone: name of the time zone that ``set`` speaks of
    """

    def __init__(self, env, zone):
        self.env = env
        self.zone = timezone(zone)
        self.moment = None
        self._thread = threading.get_ident()
        self._stack = ExitStack()

    def __enter__(self):
        context_today = fields.Date.context_today
        cursor = type(self.env.cr)
        message_date = self.env["mail.message"]._fields["date"]
        patches = (
            (fields.Datetime, "now", staticmethod(self._follow(fields.Datetime.now))),
            (
                fields.Date,
                "today",
                staticmethod(self._follow(fields.Date.today, lambda now: self._local().date())),
            ),
            (
                fields.Date,
                "context_today",
                staticmethod(
                    lambda record, timestamp=None: context_today(
                        record, timestamp or self._get_moment()
                    )
                ),
            ),
            (cursor, "now", self._follow(cursor.now)),
            # A default is the function itself, not the name it can be found by.
            (message_date, "default", self._follow(message_date.default)),
        )
        for target, name, replacement in patches:
            self._stack.enter_context(patch.object(target, name, replacement))
        return self

    def __exit__(self, *error):
        try:
            if error[0] is None:
                self._settle()
        finally:
            self._stack.close()

    def set(self, day, hour, minute=0):
        """Go on to ``hour``:``minute`` of ``day`` (a date) on the wall clock of the zone."""
        self._settle()
        self.moment = self.utc(day, hour, minute)

    def utc(self, day, hour, minute=0):
        """Return a moment on the wall clock of the zone as Odoo stores it: naive, in UTC."""
        local = self.zone.localize(datetime(day.year, day.month, day.day, hour, minute))
        return local.astimezone(utc).replace(tzinfo=None)

    def _settle(self):
        """End what is done at this moment, as the end of a click does.

        What is pending is written, tracked changes too, while it still is its time; the next
        act reads the database anew.
        """
        if self.moment:
            self.env.cr.flush()
            self.env.invalidate_all()

    def _local(self):
        return utc.localize(self.moment).astimezone(self.zone)

    def _get_moment(self):
        """Return the moment for the thread of this clock, None for any other."""
        return self.moment if threading.get_ident() == self._thread else None

    def _follow(self, real, convert=lambda now: now):
        """Return ``real``, but for the thread of this clock what ``convert`` makes of its time."""

        def follow(*args):
            moment = self._get_moment()
            return real(*args) if moment is None else convert(moment)

        return follow
