from odoo import Command, fields, models
from odoo.exceptions import UserError


class LakipCycle(models.Model):
    """What starts, copies, cancels and finishes a cycle, after the checks of its actions."""

    _inherit = "lakip.cycle"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _do_start(self):
        now = fields.Datetime.now()
        for cycle in self:
            if not cycle.member_ids:
                cycle._do_copy_members()
        self.env["lakip.step"]._create_from_sop(self)
        self._lakip_unlocked().write({"state": "running", "date_start": now})
        # sudo: steps are written by the app only
        first = self.env["lakip.step"].sudo().browse([cycle.step_ids[0].id for cycle in self])
        first._do_start()
        first._sync_activities()

    def _do_cancel(self, reason):
        # sudo: steps, approvals and requests are written by the app only
        self.step_ids.sudo()._do_cancel(reason.strip())
        self._lakip_unlocked().write({"state": "cancelled", "cancel_reason": reason.strip()})
        for cycle in self:
            cycle.message_post(body=self.env._("Cancelled: %s", reason.strip()))

    def _do_finish(self):
        self._lakip_unlocked().write({"state": "done", "date_done": fields.Datetime.now()})

    def _do_copy_previous(self):
        for cycle in self:
            previous = cycle._get_previous()
            if not previous:
                raise UserError(self.env._("%s is the first cycle.", cycle.display_name))
            vals = {
                "letter_city": previous.letter_city,
                "letter_recalling": previous.letter_recalling,
            }
            if cycle.state == "draft":
                vals["department_ids"] = [Command.set(previous.department_ids.ids)]
            cycle.write(vals)
            cycle._do_copy_members()

    def _do_copy_members(self):
        """Propose the SK Tim of the last cycle: those who still work here, not named yet."""
        self.ensure_one()
        named = self.member_ids.employee_id
        self.write(
            {
                "member_ids": [
                    Command.create(
                        {
                            "employee_id": member.employee_id.id,
                            "position": member.position,
                            "sequence": member.sequence,
                        }
                    )
                    for member in self._get_previous().member_ids
                    if member.employee_id not in named and member._works_here()
                ]
            }
        )
