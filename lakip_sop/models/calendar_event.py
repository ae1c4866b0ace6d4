from odoo import api, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _get_activity_excluded_models(self):
        """A row of the SOP has an activity of its own: its meeting makes no second one."""
        return [*super()._get_activity_excluded_models(), "lakip.step"]
