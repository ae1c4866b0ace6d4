from odoo import Command, api, fields, models

from .lakip_sop_step import TERMINAL_KINDS


class LakipStep(models.Model):
    """The snapshot of the SOP, and what starts, completes, returns and cancels its rows.

    All of it is called as superuser, after the checks in ``lakip_step.py``.
    """

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # BUSINESS: the snapshot
    # ------------------------------------------------------------

    @api.model
    def _create_from_sop(self, cycles):
        """Copy the rows of each cycle's SOP. Return and branch paths follow in a second pass."""
        copied = sorted(self._lakip_snapshot_fields - {"cycle_id", "sop_step_id"})
        vals_list = []
        for cycle in cycles:
            for row in cycle.sop_id.step_ids:
                vals = {"cycle_id": cycle.id, "sop_step_id": row.id}
                for name in copied:
                    field = row._fields[name]
                    if name in ("return_step_id", "branch_step_id"):
                        continue
                    vals[name] = field.convert_to_write(row[name], row)
                vals_list.append(vals)
        # sudo: rows are written by the app only. No "created" note in eleven chatters.
        steps = (
            self.sudo()
            ._lakip_unlocked()
            .with_context(
                mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
            )
            .create(vals_list)
        )
        twins = {(step.cycle_id, step.sop_step_id): step for step in steps}
        for step in steps:
            row = step.sop_step_id
            if row.return_step_id:
                step.return_step_id = twins[step.cycle_id, row.return_step_id]
            if row.branch_step_id:
                step.branch_step_id = twins[step.cycle_id, row.branch_step_id]
        cycles.invalidate_recordset(["step_ids"])

    # ------------------------------------------------------------
    # BUSINESS: what is done
    # ------------------------------------------------------------

    def _do_start(self):
        """Start these rows, one of each cycle. The caller syncs the activities."""
        reports = self.cycle_id._get_report()
        # Round and base version differ from row to row; the common values are written at once.
        for (round_, document), steps in self.grouped(
            lambda step: (step.round, reports[step.cycle_id])
        ).items():
            steps._lakip_unlocked().write(
                {
                    "state": "active",
                    "round": round_ + 1,
                    "date_start": fields.Datetime.now(),
                    "date_done": False,
                    "is_done_late": False,
                    "done_user_id": False,
                    "worked_hours": 0.0,
                    "base_document_id": document.id,
                }
            )
        self._plan_deadline(starting=True)
        self._call_kind("_on_start")
        terminal = self.filtered(lambda step: step.kind in TERMINAL_KINDS)
        (self - terminal)._assign_performers()
        terminal._do_complete()

    def _do_complete(self, branch=False):
        """Close these rows and start the next ones, in the same transaction."""
        if not self:
            return
        self._call_kind("_on_complete")
        now = fields.Datetime.now()
        self._close_round("done", now=now)
        for late, steps in self.grouped(
            lambda step: bool(step.date_deadline and now > step.date_deadline)
        ).items():
            steps._lakip_unlocked().write(
                {
                    "state": "done",
                    "date_done": now,
                    "done_user_id": self.env.uid,
                    "user_ids": [Command.clear()],
                    "is_done_late": late,
                }
            )
        following = self.browse()
        finished = self.env["lakip.cycle"]
        for step in self:
            later = step.cycle_id.step_ids.filtered(
                lambda other, step=step: other.state == "waiting"
                and (other.sequence, other.id) > (step.sequence, step.id)
            )
            if branch:
                target = step.branch_step_id
                # Rows entered without an order have one sequence: their ids tell.
                skipped = later.filtered(
                    lambda other, target=target: (other.sequence, other.id)
                    < (target.sequence, target.id)
                )
                skipped._lakip_unlocked().state = "cancelled"
                step.message_post(body=self.env._("Answered 'no': on with %s", target.name))
                later -= skipped
            if later:
                following += later[0]
            else:
                finished += step.cycle_id
        following._do_start()
        finished._do_finish()
        (self | following)._sync_activities()

    def _do_return(self, reason):
        """Go back to ``return_step_id``: reset the rows between, keep the reason and the past."""
        self.ensure_one()
        reason = reason.strip()
        target = self.return_step_id
        document = self.cycle_id._get_report()[self.cycle_id]
        self.env["lakip.correction"]._do_create_from_return(self, document, reason)
        self.env["lakip.approval"]._do_void(self, reason, target)
        self._close_round("returned", reason)
        self._call_kind("_on_leave")
        between = self.cycle_id.step_ids.filtered(
            lambda step: (target.sequence, target.id)
            <= (step.sequence, step.id)
            <= (self.sequence, self.id)
        )
        between._lakip_unlocked().write(
            {
                "state": "waiting",
                "user_ids": [Command.clear()],
                "date_deadline": False,
                "date_done": False,
                "done_user_id": False,
            }
        )
        self.message_post(body=self.env._("Returned: %s", reason))
        target._do_start()
        between._sync_activities()

    def _do_cancel(self, reason):
        """The cycle is cancelled: nothing of it is anybody's turn any more."""
        active = self.filtered(lambda step: step.state == "active")
        active.filtered("is_on_hold")._end_hold()
        active._close_round("cancelled", reason)
        active._call_kind("_on_leave")
        for step in active:
            self.env["lakip.approval"]._do_void(step, reason)
        self.filtered(lambda step: step.state in ("waiting", "active"))._lakip_unlocked().write(
            {"state": "cancelled", "user_ids": [Command.clear()]}
        )
        active._sync_activities()

    def _close_round(self, result, reason=False, now=None):
        """Keep what this round took, in working hours, before it is closed or reset.

        :param now: when the row was done, where that is kept on the row as well
        """
        worked = self._get_worked_hours()
        self.env["lakip.step.round"]._lakip_unlocked().create(
            [
                {
                    "step_id": step.id,
                    "round": step.round,
                    "date_start": step.date_start,
                    "date_deadline": step.date_deadline,
                    "date_done": now or fields.Datetime.now(),
                    "standard_hours": step.standard_hours,
                    "worked_hours": worked[step],
                    "user_id": self.env.uid,
                    "result": result,
                    "reason": reason,
                }
                for step in self
            ]
        )
        for hours, steps in self.grouped(lambda step: worked[step]).items():
            steps._lakip_unlocked().worked_hours = hours
