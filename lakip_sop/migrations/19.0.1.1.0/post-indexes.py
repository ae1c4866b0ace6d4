from odoo.tools import SQL

#: Indexes that no query of the app used.
UNUSED = (
    "lakip_approval__hash_index",
    "lakip_approval__state_index",
    "lakip_correction__state_index",
    "lakip_delivery__state_index",
    "lakip_document__kind_index",
    "lakip_document__state_index",
    "lakip_request__date_deadline_index",
    "lakip_section__state_index",
)


def migrate(cr, version):
    """Drop the indexes that the fields do not ask for any more; Odoo leaves them."""
    for name in UNUSED:
        cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
