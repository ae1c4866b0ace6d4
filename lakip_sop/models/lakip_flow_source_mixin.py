from odoo import api, models


class LakipFlowSourceMixin(models.AbstractModel):
    """Records that the SOP page of a cycle tells of: when one changes, the pages that are open
    anywhere look again.

    They hear of it once a transaction, when it is committed: see
    ``lakip.cycle._send_flow_changed``.
    """

    _name = "lakip.flow.source.mixin"
    _description = "Shown on the SOP Page"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._get_flow_cycles()._send_flow_changed()
        return records

    def write(self, vals):
        result = super().write(vals)
        # Talk and activities are shown beside the page.
        if not all(name.startswith(("message_", "activity_")) for name in vals):
            self._get_flow_cycles()._send_flow_changed()
        return result

    def unlink(self):
        cycles = self._get_flow_cycles()
        result = super().unlink()
        cycles._send_flow_changed()
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_flow_cycles(self):
        """Return the cycles on whose page these records are."""
        # sudo: which cycle it is, nothing of it
        return self.sudo().cycle_id
