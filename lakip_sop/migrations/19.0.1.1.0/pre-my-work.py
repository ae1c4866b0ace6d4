from odoo.tools import SQL


def migrate(cr, version):
    """Let My Work stay My Work: it lists another model now, and has another name in the files.

    Otherwise Odoo would delete the old action, and with it the home page of those who had chosen
    it and the searches saved there. Those searches are about steps: they go to all lists of steps.
    """
    cr.execute(
        SQL("""
        UPDATE ir_model_data AS old
           SET name = 'lakip_work_action'
         WHERE module = 'lakip_sop'
           AND name = 'lakip_step_action_my_work'
           AND NOT EXISTS (
               SELECT FROM ir_model_data
                WHERE module = 'lakip_sop' AND name = 'lakip_work_action'
           )
     RETURNING res_id
        """)
    )
    for (action_id,) in cr.fetchall():
        # Of steps, not of the work that is listed now
        cr.execute(
            SQL("UPDATE ir_act_window SET domain = NULL, context = '{}' WHERE id = %s", action_id)
        )
        cr.execute(
            SQL(
                "UPDATE ir_filters SET action_id = NULL WHERE action_id = %s AND model_id = %s",
                action_id,
                "lakip.step",
            )
        )
