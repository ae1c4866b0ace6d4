from odoo.tools import sql

from .models.lakip_protected_mixin import _CONTEXT_KEY, EDIT_SENTINEL
from .models.mail_activity import TURN_SYNC


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
    env["ir.config_parameter"].search([("key", "=like", "lakip_sop.%")]).unlink()
    # Rows of the app's own tables go with them: one by one they would hold on to each other.
    env["ir.model.data"].search(
        [
            ("module", "=", "lakip_sop"),
            "|",
            ("model", "=like", "lakip.%"),
            ("model", "=", "resource.calendar"),
        ]
    ).unlink()
