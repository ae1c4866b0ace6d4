from odoo import models

from .lakip_protected_mixin import EDIT_SENTINEL

#: Context key of the app's own changes to the activities of turns; holds ``EDIT_SENTINEL``.
TURN_SYNC = "_lakip_turn_sync"
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

    def _lakip_restore(self, turns):
        for model, ids in turns.items():
            # sudo: the activities of a turn are kept by the app
            self.env[model].sudo().browse(ids).exists()._sync_activities()
