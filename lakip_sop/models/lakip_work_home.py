from odoo import api, models

from .lakip_sop_step import APPROVAL_KINDS


class LakipWork(models.Model):
    """What the home page shows of the work that waits for the user."""

    _inherit = "lakip.work"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_home_counts(self, kinds):
        """Return how much of each of these kinds waits for the user, as dicts."""
        labels = {
            "correction": self.env._("Correction points"),
            "section": self.env._("Chapters to write"),
        }
        groups = self._read_group([("kind", "in", kinds)], ["kind"], ["__count"])
        return [{"kind": kind, "label": labels[kind], "count": count} for kind, count in groups]

    def _get_home_works(self):
        """Return what the home page shows of these, as dicts.

        ``button`` is the one thing to do next: ``model``, ``id``, ``method``, ``label`` and
        ``confirm``, a question or ''. ``document`` is the version that is to be decided on.
        """
        steps = self.filtered(lambda work: work.kind == "step").step_id
        times = self.step_id._get_flow_times()
        buttons = steps._get_flow_buttons()
        blockers = steps._get_flow_blockers()
        reports = self._get_home_reports()
        labels = {
            "request": self.env._("Hand In Data"),
            "review": self.env._("Check the Data"),
        }
        result = []
        for work in self:
            step = work.step_id
            button = {
                "model": self._name,
                "id": work.id,
                "method": "action_open",
                "label": labels.get(work.kind) or self.env._("Open"),
                "confirm": "",
            }
            if work.kind == "step" and step in buttons:
                button = {"model": step._name, "id": step.id, **buttons[step]}
            result.append(
                {
                    "id": work.id,
                    "kind": work.kind,
                    "number": step.number or "",
                    "title": work._get_title(),
                    "cycle": work.cycle_id.name,
                    "cycle_id": work.cycle_id.id,
                    "company": work.company_id.name,
                    "is_late": work.is_late,
                    "is_on_hold": work.is_on_hold,
                    "deadline_text": times[step]["deadline_text"],
                    "left_text": times[step]["left_text"],
                    "blockers": blockers.get(step, []) if work.kind == "step" else [],
                    "step_id": step.id,
                    "document": reports.get(work, False),
                    "button": button,
                }
            )
        return result

    def _get_home_reports(self):
        """Return ``{work: document}``, the version that each paraf or signature is asked for."""
        asked = self.filtered(
            lambda work: work.kind == "step" and work.step_id.kind in APPROVAL_KINDS
        )
        reports = asked.cycle_id._get_report()
        return {
            work: {
                "name": report.display_name,
                "url": f"/web/content/{report.sudo().attachment_id.id}?download=true",
            }
            for work in asked
            # sudo: the number of the file; whoever opens it is asked for their rights
            if (report := reports[work.cycle_id])
        }
