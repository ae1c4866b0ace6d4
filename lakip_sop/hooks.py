from odoo.tools import sql

from .models.lakip_protected_mixin import _CONTEXT_KEY, EDIT_SENTINEL
from .models.mail_activity import TURN_SYNC
from .models.mail_message import card_context


def uninstall_hook(env):
    """Leave nothing behind: tables go with the models, files and claims on others' records do not.

    The working hours that came with the app stay, as companies may use them by now.
    """
    # A document holds on to its file; both go.
    for constraint in sql.get_foreign_keys(
        env.cr, "lakip_document", "attachment_id", "ir_attachment", "id", "restrict"
    ):
        sql.drop_constraint(env.cr, "lakip_document", constraint)
    env["ir.attachment"].with_context(**{_CONTEXT_KEY: EDIT_SENTINEL}).search(
        [("res_model", "=like", "lakip.%")]
    ).unlink()
    # The app's activity types cannot go while an activity, open or done, has one.
    env["mail.activity"].with_context(active_test=False, **{TURN_SYNC: EDIT_SENTINEL}).search(
        [("res_model", "=like", "lakip.%")]
    ).unlink()
    _remove_talk(env)
    env["ir.config_parameter"].search([("key", "=like", "lakip_sop.%")]).unlink()
    # What people made for the app's models: of these two Odoo forgets the rest.
    env["ir.exports"].search([("resource", "=like", "lakip.%")]).unlink()
    env["ir.actions.server"].search(
        [("model_id.model", "=like", "lakip.%"), ("usage", "=", "ir_actions_server")]
    ).unlink()
    # Rows of the app's own tables go with them: one by one they would hold on to each other.
    env["ir.model.data"].search(
        [
            ("module", "=", "lakip_sop"),
            "|",
            ("model", "=like", "lakip.%"),
            ("model", "=", "resource.calendar"),
        ]
    ).unlink()
    # Apps that extend mail.thread name what the app's models have of it, and do not forget it.
    env["ir.model.data"].search(
        [
            ("module", "!=", "lakip_sop"),
            "|",
            "&",
            ("model", "=", "ir.model.fields.selection"),
            ("name", "=like", r"selection\_\_lakip\_%"),
            "&",
            ("model", "=", "ir.model.inherit"),
            ("name", "=like", r"model\_inherit\_\_lakip\_%"),
        ]
    ).unlink()


def _remove_talk(env):
    """Remove the channels of the cycles, the cards, and the direct chats that held nothing else."""
    env = env(context={**env.context, "active_test": False, **card_context()})
    env["lakip.cycle"].search([("channel_id", "!=", False)]).channel_id.unlink()
    cards = env["mail.message"].search([("lakip_approval_id", "!=", False)])
    channels = env["discuss.channel"].browse(
        {card.res_id for card in cards if card.model == "discuss.channel"}
    )
    cards.unlink()
    channels.exists().filtered(
        lambda channel: channel.channel_type == "chat" and not channel.message_ids
    ).unlink()
