from markupsafe import Markup

from odoo import fields, models


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    lakip_cycle_ids = fields.One2many(
        comodel_name="lakip.cycle",
        inverse_name="channel_id",
        string="LAKIP Cycle",
        readonly=True,
    )

    def _check_can_update_message_content(self, message):
        self._lakip_check_no_card(message)
        return super()._check_can_update_message_content(message)

    # ------------------------------------------------------------
    # COMMANDS
    # ------------------------------------------------------------

    def execute_command_lakip(self, **kwargs):
        """Tell the asker alone where the cycle of this channel stands and what is missing."""
        self.ensure_one()
        self.check_access("read")
        # sudo: a member of the channel has a part in the cycle, though not in each of its rows
        cycle = self.sudo().lakip_cycle_ids[:1]
        if not cycle or not self.is_member:
            message = self.env._("This conversation belongs to no LAKIP cycle.")
        else:
            message = Markup("<br/>").join(cycle._get_status_lines())
        self.env.user._bus_send_transient_message(self, message)
