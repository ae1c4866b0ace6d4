from odoo import models

from .lakip_sop_step import APPROVAL_KINDS


class LakipCycle(models.Model):
    """The chain of command of a cycle: the order in which its SOP lets the report be approved."""

    _inherit = "lakip.cycle"

    def _get_higher_roles(self, role):
        """Return the roles above ``role``, the next one first.

        The chain of command is made of the roles of the approval rows, in their order. Above a
        role that gives no approval stands the whole chain. An actor outside the office is
        nobody's superior in it.
        """
        self.ensure_one()
        rows = self.step_ids.filtered(lambda step: step.kind in APPROVAL_KINDS)
        chain = rows.sorted(lambda step: (step.sequence, step.id)).role_id
        above = chain.ids[chain.ids.index(role.id) + 1 :] if role in chain else chain.ids
        return chain.browse(above).filtered(lambda higher: not higher.is_external)
