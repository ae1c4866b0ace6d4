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
        """The chain of command is the order of the approval rows of the SOP itself.

        The next higher role of a performer in the chain is the one after, of any other the first.
        An actor outside the office is not in it: nobody here could tell them.
        """
        chains = {
            cycle: cycle.step_ids.filtered(
                lambda step: step.kind in ("initial", "signature") and not step.role_id.is_external
            ).role_id
            for cycle in self.cycle_id
        }
        roles = {}
        for step in self:
            chain, role = chains[step.cycle_id], step._get_acting_role()
            following = chain.ids.index(role.id) + 1 if role in chain else 0
            roles[step] = chain[following : following + 1]
        holders = self.cycle_id._get_role_users(self.role_id.union(*roles.values()))
        return {step: holders[step.cycle_id, role] for step, role in roles.items() if role}

    def _get_reminder_title(self):
        self.ensure_one()
        number = f"{self.number}. " if self.number else ""
        return f"{self.cycle_id.name}: {number}{self.name.splitlines()[0]}"

    def _get_channel_link(self):
        return self._get_row_link()
