from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store

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

    lakip_approval_id = fields.Many2one(
        comodel_name="lakip.approval",
        string="Waiting Approval",
        compute="_compute_lakip_approval_id",
        compute_sudo=True,  # sudo: which row it is; what a card shows of it is checked there
    )

    @api.depends("res_model", "res_id", "automated")
    def _compute_lakip_approval_id(self):
        asking = self.filtered(lambda act: act.res_model == "lakip.step" and act.automated)
        (self - asking).lakip_approval_id = False
        if not asking:
            return
        steps = self.env["lakip.step"].browse(set(asking.mapped("res_id")))
        pending = {row.step_id.id: row for row in steps._get_pending_approval()}
        for activity in asking:
            activity.lakip_approval_id = pending.get(activity.res_id)

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
            # Whose turn it is works here: no customer, and the app itself subscribes them.
            self.env[model].browse(ids)._message_subscribe(holders.partner_id.ids, customer_ids=[])
        return self.with_context(**{SUBSCRIBED: EDIT_SENTINEL}).create(vals_list)

    def _lakip_restore(self, turns):
        for model, ids in turns.items():
            # sudo: the activities of a turn are kept by the app
            self.env[model].sudo().browse(ids).exists()._sync_activities()

    def _to_store_defaults(self, target):
        # sudo: whoever may read the activity of a row may see the card of its decision
        return super()._to_store_defaults(target) + [Store.One("lakip_approval_id", sudo=True)]
