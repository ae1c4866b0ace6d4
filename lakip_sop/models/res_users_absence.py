from datetime import date, timedelta
from typing import NamedTuple

import pytz

from odoo import fields, models


class Absence(NamedTuple):
    """One absence of one person, now."""

    #: First moment, in words that stay the same while the absence lasts.
    start: str
    #: Last day, on the clock of the office; None when it is not known.
    last_day: date | None


class ResUsers(models.Model):
    """Who is out of office: by the dates people give in their own profile (mail), and by an
    approved leave where Time Off (hr_holidays) is installed. Odoo keeps the two apart."""

    _inherit = "res.users"

    def _lakip_get_absences(self, company):
        """Return ``{user: Absence}`` of those of these users who are out of office now."""
        zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
        today = company._lakip_get_today()
        # sudo: that a person is away, and until when, is what Odoo shows beside the name
        users = self.sudo()
        found = {}
        for user in users.filtered("is_out_of_office"):
            end = user.out_of_office_to
            found.setdefault(user, []).append(
                Absence(
                    fields.Datetime.to_string(user.out_of_office_from),
                    end and pytz.utc.localize(end).astimezone(zone).date() or None,
                )
            )
        if "is_absent" in self.env["hr.employee"]._fields:
            for user in users.with_company(company):
                employee = user.employee_id
                if employee.is_absent:
                    # Time Off tells the first day back.
                    back = employee.leave_date_to
                    found.setdefault(user, []).append(
                        Absence(
                            fields.Date.to_string(employee.leave_date_from) or "",
                            back and max(back - timedelta(days=1), today) or None,
                        )
                    )
        return {
            user.with_env(self.env): Absence(
                min(absence.start for absence in absences),
                None
                if any(absence.last_day is None for absence in absences)
                else max(absence.last_day for absence in absences),
            )
            for user, absences in found.items()
        }
