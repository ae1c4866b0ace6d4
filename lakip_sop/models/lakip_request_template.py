from odoo import api, fields, models


class LakipRequestTemplate(models.Model):
    """One line of the default list: asked of a division that has no request of an earlier year."""

    _name = "lakip.request.template"
    _description = "Default Data Item"
    _inherit = ["lakip.reference.mixin"]
    _order = "sequence, id"

    name = fields.Char(string="Data", required=True)
    description = fields.Text(
        string="Details",
        help="Printed beside the item in the Nota Dinas.",
    )
    required = fields.Boolean(
        default=True,
        help="The division cannot hand in without a file or a note for it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: for every company that has no list of its own.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_lists(self, companies):
        """Return ``{company: lines}``: the company's own list, or else the shared one."""
        # sudo: whoever completes the row before starts the collection
        lines = self.sudo().search([("company_id", "in", [*companies.ids, False])])
        by_company = lines.grouped("company_id")
        shared = by_company.get(self.env["res.company"], lines.browse())
        return {company: by_company.get(company) or shared for company in companies}

    def _get_item_vals(self):
        """Return the values of the items that these lines ask for."""
        return [
            {
                "name": line.name,
                "description": line.description,
                "required": line.required,
                "sequence": line.sequence,
            }
            for line in self
        ]
