from odoo import api, fields, models

from . import lakip_request


class LakipRequest(models.Model):
    """By how much a division handed in late, in working hours."""

    _inherit = "lakip.request"

    _lakip_protected_fields = lakip_request.LakipRequest._lakip_protected_fields | {"late_hours"}

    late_hours = fields.Float(
        string="Handed In Late (Hours)",
        compute="_compute_late_hours",
        store=True,
        help="Working hours between the deadline and the day on which the data was handed in.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("date_submitted", "is_submitted_late")
    def _compute_late_hours(self):
        # Not of date_deadline: what was late stays as late as it was.
        late = self.filtered(
            lambda request: request.is_submitted_late
            and request.date_deadline
            and request.date_submitted
        )
        (self - late).late_hours = 0.0
        planners = late.company_id._lakip_get_planners()
        for request in late:
            planner = planners.get(request.company_id)
            # Handing in does not fail because working hours cannot be counted any more.
            request.late_hours = (
                planner.worked_hours(request.date_deadline, request.date_submitted)
                if planner
                else 0.0
            )
