from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the running cycles what starting a cycle, or a row, gives since this version.

    At the end, when the other apps are loaded as well: a channel is a record of Discuss.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    cycles = env["lakip.cycle"].search([("state", "=", "running"), ("channel_id", "=", False)])
    cycles._create_channel()
    # With the card of a decision that waits.
    cycles.current_step_id._tell_started()
    decrees = cycles.current_step_id.filtered(lambda step: step.kind == "decree")
    decrees._propose_decree_text()
