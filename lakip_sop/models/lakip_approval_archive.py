from odoo import models

from .lakip_cycle_audit import ACTS, DECISIONS


class LakipApproval(models.Model):
    """A decision as the archive of its cycle calls it."""

    _inherit = "lakip.approval"

    def _get_archive_title(self):
        """Return this decision in words, Indonesian like the audit."""
        self.ensure_one()
        step = self.step_id
        return (
            f"keputusan {self.sequence}, langkah {step.number or step.name}, "
            f"{ACTS.get(self.kind, '')}: {DECISIONS[self.decision]}, {self.signer_name}, "
            f"{self.cycle_id._audit_time(step, self.date)}"
        )
