from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    # Working hours time the running steps: they follow when the hours change.

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._lakip_replan()
        return attendances

    def write(self, vals):
        calendars = self.calendar_id
        result = super().write(vals)
        if not self._lakip_replan_fields().isdisjoint(vals):
            (calendars | self.calendar_id)._lakip_replan()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._lakip_replan()
        return result

    @api.model
    def _lakip_replan_fields(self):
        """Return the names of the fields that change when work is done."""
        return {
            "calendar_id",
            "day_period",
            "dayofweek",
            "display_type",
            "duration_hours",
            "hour_from",
            "hour_to",
            "week_type",
        }
