from odoo import fields, models

from .lakip_blocker import Blocker


class LakipStep(models.Model):
    """Rows of the kinds ``drafting`` and ``revision``: they bring a version of the LAKIP."""

    _inherit = "lakip.step"

    report_id = fields.Many2one(
        comodel_name="lakip.document",
        compute="_compute_report_id",
        string="Current Version",
    )

    def _compute_report_id(self):
        reports = self.cycle_id._get_report()
        for step in self:
            step.report_id = reports.get(step.cycle_id, False)

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _get_blockers_drafting(self):
        reports = self.cycle_id._get_report()
        result = {}
        for step in self:
            report = reports[step.cycle_id]
            if not report:
                message = self.env._("There is no draft yet. Generate or upload it.")
            elif step.base_document_id == report:
                message = self.env._(
                    "%s was sent back. Generate or upload a newer version.", report.display_name
                )
            else:
                result[step] = []
                continue
            result[step] = [Blocker(message, "action_upload_document")]
        return result

    def _get_blockers_revision(self):
        reports = self.cycle_id._get_report()
        points = self.env["lakip.correction"].search_fetch(
            [("cycle_id", "in", self.cycle_id.ids)], ["cycle_id", "state", "document_id"]
        )
        result = {}
        for step in self:
            own = points.filtered(lambda point, step=step: point.cycle_id == step.cycle_id)
            still_open = own.filtered(lambda point: point.state == "open")
            about_base = own.filtered(
                lambda point, step=step: point.document_id == step.base_document_id
            )
            blockers = []
            if still_open:
                blockers.append(
                    Blocker(
                        self.env._("%s correction points are still open.", len(still_open)),
                        "action_open_corrections",
                    )
                )
            # Without any point there is nothing a newer version could bring.
            if about_base and reports[step.cycle_id] == step.base_document_id:
                blockers.append(
                    Blocker(
                        self.env._(
                            "%s was discussed or sent back. Generate or upload a newer version.",
                            step.base_document_id.display_name,
                        ),
                        "action_upload_document",
                    )
                )
            result[step] = blockers
        return result

    def action_open_corrections(self):
        """List the correction points of this cycle, open ones first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lakip_sop.lakip_correction_action")
        action["domain"] = [("cycle_id", "=", self.cycle_id.id)]
        action["context"] = {"default_step_id": self.id}
        return action
