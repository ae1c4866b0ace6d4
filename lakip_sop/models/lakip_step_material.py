from odoo import models

from ..documents import build_selfcheck


class LakipStep(models.Model):
    """The material of a discussion: the self-check of the draft, written with its invitation."""

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_generate_material(self):
        """Write the material of the discussion anew, with the data of now: a new version."""
        self.ensure_one()
        return self.action_generate_document("material")

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _generate_document(self, kind):
        document = super()._generate_document(kind)
        # sudo: as the invitation itself
        step = self.sudo()
        if kind == "invitation" and step.kind == "discussion" and step.cycle_id.objective_ids:
            step._refresh_document("material", step._get_document("material"))
        return document

    def _build_material(self):
        """Return the self-check of the cycle as the material of this row's meeting."""
        self.ensure_one()
        return (
            f"Bahan rapat pembahasan {self.year}",
            self._get_filename("Bahan rapat pembahasan", self.year),
            build_selfcheck(self.cycle_id._get_selfcheck()),
        )
