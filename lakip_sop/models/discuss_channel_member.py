from odoo import api, models
from odoo.exceptions import UserError


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._lakip_check_has_part()
        return members

    def _lakip_check_has_part(self):
        """Raise ``UserError`` when somebody without a part is let into the channel of a cycle."""
        # sudo: who has a part in a cycle, to keep all others out
        for channel, members in self.sudo().grouped("channel_id").items():
            cycle = (channel.parent_channel_id or channel).lakip_cycle_ids[:1]
            if not cycle:
                continue
            strangers = members.filtered(
                lambda member, cycle=cycle: member.guest_id
                or member.partner_id not in cycle.channel_user_ids.partner_id
            )
            if strangers:
                raise UserError(
                    self.env._(
                        "%(name)s has no part in %(cycle)s: its officers, the SK Tim and the "
                        "heads of the divisions talk here.",
                        name=strangers[0].partner_id.name or strangers[0].guest_id.name,
                        cycle=cycle.display_name,
                    )
                )
