from odoo import models
from odoo.fields import Domain


class LakipStep(models.Model):
    """Reminders of a row, and to whom it is carried on when it stays late."""

    _name = "lakip.step"
    _inherit = ["lakip.step", "lakip.reminder.mixin"]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_reminder_domain(self):
        return (
            super()._get_reminder_domain()
            & Domain("state", "=", "active")
            & Domain("is_on_hold", "=", False)
        )

    def _get_reminder_clock(self):
        held = self._get_held()
        return {step: (step.date_start, held[step]) for step in self}

    def _get_next_higher(self):
        """Those who hold the next higher role of the SOP's chain of command today."""
        roles = {
            step: step.cycle_id._get_higher_roles(step._get_acting_role())[:1] for step in self
        }
        higher = self.env["lakip.role"].union(*roles.values())
        holders = self.cycle_id._get_role_users(higher)
        return {step: holders[step.cycle_id, role] for step, role in roles.items() if role}

    def _get_reminder_title(self):
        self.ensure_one()
        number = f"{self.number}. " if self.number else ""
        return f"{self.cycle_id.name}: {number}{self.name.splitlines()[0]}"

    def _get_channel_link(self):
        return self._get_row_link()
