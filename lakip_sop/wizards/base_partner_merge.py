from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging writes the contact anew by SQL wherever it stands, past every protection."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: what was handed over decides, whoever merges
        deliveries = (
            self.env["lakip.delivery"]
            .sudo()
            .search([("partner_id", "in", src_partners.ids), ("state", "=", "delivered")], limit=1)
        )
        if deliveries:
            raise UserError(
                self.env._(
                    "A LAKIP was handed over to %s, which stays in the record. Merge the other "
                    "contacts into this one.",
                    deliveries.partner_id.display_name,
                )
            )
        return super()._update_foreign_keys(src_partners, dst_partner)
