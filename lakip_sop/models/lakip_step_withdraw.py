from odoo import Command, api, models


class LakipStep(models.Model):
    """A decision was taken back: its row runs again, the row after it waits again."""

    _inherit = "lakip.step"

    @api.depends("cycle_id.approval_ids.document_id")
    def _compute_report_approval_ids(self):
        # What was decided on the version before its signature belongs to the signed one too.
        for step in self:
            versions = step.report_id | step.report_id.source_id
            step.report_approval_ids = versions.approval_ids

    def _get_next_started(self):
        """Return the row that starts when this one is done."""
        self.ensure_one()
        return self.cycle_id.step_ids.filtered(
            lambda other: (other.sequence, other.id) > (self.sequence, self.id)
            and other.state != "cancelled"
        )[:1]

    def _do_restart(self, following, reason):
        """Start this row anew in place of ``following``, which waits again."""
        self.ensure_one()
        following.filtered("is_on_hold")._end_hold()
        following._close_round("withdrawn", reason)
        following._call_kind("_on_leave")
        (self | following)._lakip_unlocked().write(
            {
                "state": "waiting",
                "user_ids": [Command.clear()],
                "date_deadline": False,
                "date_done": False,
                "done_user_id": False,
            }
        )
        self.message_post(body=self.env._("Withdrawn: %s", reason))
        self._do_start()
        (self | following)._sync_activities()
