from odoo import models

#: (day, from, to) of the working time that Odoo gives every new company.
UNTOUCHED = {(str(day), *hours) for day in range(5) for hours in ((8.0, 12.0), (13.0, 17.0))}
#: The time zones of Indonesia by the names their people use.
ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


class ResourceCalendar(models.Model):
    """What the first steps of an administrator ask of a working time."""

    _inherit = "resource.calendar"

    def _lakip_is_untouched(self):
        """Return whether nobody has chosen this working time: it is as Odoo came with it.

        Its hours are Odoo's 40, or its clock is UTC, on which no office of Indonesia works.
        """
        self.ensure_one()
        hours = {
            (line.dayofweek, line.hour_from, line.hour_to)
            for line in self._get_global_attendances()
        }
        return hours == UNTOUCHED or self.tz in (False, "UTC")

    def _lakip_zone(self):
        """Return the name of the time zone as its people call it, e.g. 'WIB'."""
        self.ensure_one()
        return ZONES.get(self.tz, self.tz or "UTC")
