from odoo import fields, models

from .lakip_blocker import Blocker


class LakipStep(models.Model):
    """Rows of the kind ``archive``: where the result is kept, and to whom it was handed over."""

    _inherit = "lakip.step"

    softcopy_location = fields.Char(
        string="Place of the Soft Copy",
        help="Proposed: the signed document in Odoo itself.",
    )
    hardcopy_location = fields.Char(
        string="Place of the Hard Copy",
        help="Room, cupboard and folder of the printed, signed report.",
    )
    delivery_ids = fields.One2many("lakip.delivery", "step_id", string="Deliveries")

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _on_start_archive(self):
        reports = self.cycle_id._get_report()
        vals_list = []
        for step in self:
            report = reports[step.cycle_id]
            if report.state == "signed" and not step.softcopy_location:
                step.softcopy_location = f"Odoo: {report.display_name}"
            named = step.delivery_ids.partner_id
            vals_list += [
                {"step_id": step.id, "partner_id": partner.id}
                for partner in step.company_id.lakip_recipient_ids - named
            ]
        self.env["lakip.delivery"].create(vals_list)

    def _get_blockers_archive(self):
        reports = self.cycle_id._get_report()
        result = {}
        for step in self:
            blockers = []
            if reports[step.cycle_id].state != "signed":
                blockers.append(Blocker(self.env._("There is no signed document yet.")))
            if not (step.softcopy_location or "").strip():
                blockers.append(Blocker(self.env._("The place of the soft copy is not recorded.")))
            if not (step.hardcopy_location or "").strip():
                blockers.append(Blocker(self.env._("The place of the hard copy is not recorded.")))
            deliveries = step.delivery_ids
            if not deliveries:
                blockers.append(
                    Blocker(
                        self.env._("There is no recipient. Add those who get the report."),
                        "action_open_deliveries",
                    )
                )
            undelivered = deliveries.filtered(lambda delivery: delivery.state != "delivered")
            if undelivered:
                blockers.append(
                    Blocker(
                        self.env._(
                            "Not handed over yet: %s.",
                            ", ".join(undelivered.mapped("display_name")),
                        ),
                        "action_open_deliveries",
                    )
                )
            result[step] = blockers
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_deliveries(self):
        """List the deliveries of this row."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lakip_sop.lakip_delivery_action")
        action["domain"] = [("step_id", "=", self.id)]
        action["context"] = {"default_step_id": self.id}
        return action
