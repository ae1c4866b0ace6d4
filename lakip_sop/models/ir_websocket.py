import re

from odoo import models

#: What a client asks for that shows the SOP page of a cycle: the cycle's id.
_FLOW_CHANNEL = re.compile(r"lakip\.cycle_(\d{1,9})")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let a user hear of the cycles that they may read and asked for, and of no other."""
        asked = [_FLOW_CHANNEL.fullmatch(name) for name in channels if isinstance(name, str)]
        ids = [int(found[1]) for found in asked if found]
        cycles = self.env["lakip.cycle"].with_context(active_test=False)
        if ids and cycles.has_access("read"):
            channels = [*channels, *cycles.search([("id", "in", ids)])]
        return super()._build_bus_channel_list(channels)
