from odoo import fields, models


class LakipDocument(models.Model):
    """The signed version is made from the one that was approved."""

    _inherit = "lakip.document"

    source_id = fields.Many2one(
        comodel_name="lakip.document",
        string="Made From",
        index="btree_not_null",
        ondelete="restrict",
        help="The version that was signed; this one adds the Lembar Pengesahan to it.",
    )
