from odoo.tools import SQL


def migrate(cr, version):
    """Rate the cycles by the scale of their company, as a new cycle is.

    The column was filled before the scales of the app were there. A cycle without a sasaran has
    rated nothing yet, so no figure changes.
    """
    cr.execute(
        SQL("""
        UPDATE lakip_cycle AS cycle
           SET scale_id = COALESCE(company.lakip_scale_id, scale.res_id)
          FROM res_company AS company
          JOIN ir_model_data AS scale
            ON scale.module = 'lakip_sop' AND scale.name = 'lakip_scale_default'
         WHERE company.id = cycle.company_id
           AND cycle.scale_id IS NULL
           AND NOT EXISTS (SELECT FROM lakip_objective WHERE cycle_id = cycle.id)
        """)
    )
