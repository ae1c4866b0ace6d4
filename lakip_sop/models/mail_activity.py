from collections import defaultdict

from odoo import api, models

from .lakip_protected_mixin import EDIT_SENTINEL

#: Context key of the app's own changes to the activities of turns; holds ``EDIT_SENTINEL``.
TURN_SYNC = "_lakip_turn_sync"
#: Context key of activities whose people follow the record already; holds ``EDIT_SENTINEL``.
SUBSCRIBED = "_lakip_subscribed"
#: What makes an activity that of a turn.
_TURN_FIELDS = frozenset(
    {
        "active",
        "activity_type_id",
        "automated",
        "date_deadline",
        "res_id",
        "res_model",
        "res_model_id",
        "user_id",
    }
)


class MailActivity(models.Model):
    """Marking the activity of a turn done, moving, handing on or deleting it decides nothing:
    while the turn lasts, it comes back as it was."""

    _inherit = "mail.activity"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if _TURN_FIELDS.isdisjoint(vals):
            return super().write(vals)
        turns = self._lakip_get_turns()
        result = super().write(vals)
        self._lakip_restore(turns)
        return result

    def unlink(self):
        turns = self._lakip_get_turns()
        result = super().unlink()
        self._lakip_restore(turns)
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_get_turns(self):
        """Return ``{model: ids}`` of the records whose turns these activities tell."""
        if self.env.context.get(TURN_SYNC) is EDIT_SENTINEL:
            return {}
        # sudo: the record of an activity, whoever may read that
        own = self.sudo().filtered(
            lambda activity: activity.automated
            and activity.res_model in ("lakip.step", "lakip.request")
        )
        return {
            model: activities.mapped("res_id")
            for model, activities in own.grouped("res_model").items()
        }

    @api.model
    def _lakip_create(self, vals_list):
        """Create activities of turns. Who has one follows the record, as Odoo has it, but they
        are subscribed in batches: Odoo would subscribe one person after another."""
        users = self.env["res.users"]
        people = defaultdict(lambda: users)
        for vals in vals_list:
            people[self.env["ir.model"].browse(vals["res_model_id"]).model, vals["res_id"]] |= (
                users.browse(vals["user_id"])
            )
        for model, holders in {(key[0], value) for key, value in people.items()}:
            ids = [key[1] for key, value in people.items() if (key[0], value) == (model, holders)]
            self.env[model].browse(ids).message_subscribe(partner_ids=holders.partner_id.ids)
        return self.with_context(**{SUBSCRIBED: EDIT_SENTINEL}).create(vals_list)

    def _lakip_restore(self, turns):
        for model, ids in turns.items():
            # sudo: the activities of a turn are kept by the app
            self.env[model].sudo().browse(ids).exists()._sync_activities()
