from odoo import api, fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    lakip_step_ids = fields.One2many(
        comodel_name="lakip.step",
        inverse_name="event_id",
        string="Row of the SOP",
        groups="lakip_sop.group_lakip_division",
        help="Whose meeting it is: colleagues without a part in it do not see it.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_activity_excluded_models(self):
        """A row of the SOP has an activity of its own: its meeting makes no second one."""
        return [*super()._get_activity_excluded_models(), "lakip.step"]
