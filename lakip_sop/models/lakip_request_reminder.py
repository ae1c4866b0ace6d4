from odoo import models
from odoo.fields import Domain

from .lakip_request import OPEN_STATES


class LakipRequest(models.Model):
    """Reminders of a division that has not handed in its data."""

    _name = "lakip.request"
    _inherit = ["lakip.request", "lakip.reminder.mixin"]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_reminder_domain(self):
        return (
            super()._get_reminder_domain()
            & Domain("state", "in", OPEN_STATES)
            & Domain("step_id.state", "=", "active")
            & Domain("step_id.is_on_hold", "=", False)
        )

    def _get_reminder_clock(self):
        held = self.step_id._get_held()
        return {request: (request.date_sent, held[request.step_id]) for request in self}

    def _get_next_higher(self):
        """The head of the division, who as a rule is among the asked already."""
        # sudo: who leads a department, to route a message
        return {
            request: request.sudo().department_id.manager_id.user_id.with_env(self.env)
            for request in self
        }

    def _get_reminder_title(self):
        self.ensure_one()
        return self.env._(
            "%(cycle)s: data of %(division)s",
            cycle=self.cycle_id.name,
            division=self.department_id.name,
        )

    def _get_channel_link(self):
        # The request itself opens for its own division and the team only.
        return self.step_id._get_html_link(title=self._get_reminder_title())
