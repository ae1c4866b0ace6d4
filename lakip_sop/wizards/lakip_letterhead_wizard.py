from odoo import api, fields, models


class LakipLetterheadWizard(models.TransientModel):
    """The letterhead of a company, proposed from what Odoo knows of it."""

    _name = "lakip.letterhead.wizard"
    _description = "Set the Letterhead"
    _inherit = ["lakip.reference.mixin"]

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    government = fields.Char(required=True, default=lambda self: self._default_government())
    agency = fields.Char(required=True, default=lambda self: self._default_agency())
    address = fields.Text(required=True, default=lambda self: self._default_address())
    city = fields.Char(
        string="Place",
        required=True,
        default=lambda self: self._default_city(),
        help="Printed before the date of a letter.",
    )
    emblem = fields.Binary(
        default=lambda self: self._get_company().lakip_emblem,
        help="Of the region, as PNG or JPEG. Empty: the company's logo.",
    )
    logo = fields.Binary(string="Logo of the Company", compute="_compute_logo")

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _get_company(self):
        # sudo: what every letter of the company shows
        return self.env.company.sudo().with_context(bin_size=False)

    @api.model
    def _default_government(self):
        company = self._get_company()
        if company.lakip_government:
            return company.lakip_government
        state = company.state_id
        return (
            f"PEMERINTAH PROVINSI {state.name.upper()}" if state.country_id.code == "ID" else False
        )

    @api.model
    def _default_agency(self):
        company = self._get_company()
        return company.lakip_agency or company.name.upper()

    @api.model
    def _default_address(self):
        company = self._get_company()
        if company.lakip_address:
            return company.lakip_address
        place = " ".join(filter(None, (company.city, company.zip)))
        street = ", ".join(filter(None, (company.street, company.street2, place)))
        contact = ", ".join(filter(None, (company.phone, company.email, company.website)))
        return "\n".join(filter(None, (street, contact)))

    @api.model
    def _default_city(self):
        company = self._get_company()
        return company.lakip_city or company.city

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("company_id")
    def _compute_logo(self):
        for wizard in self:
            company = wizard.company_id.sudo()  # sudo: the picture that letters show
            wizard.logo = not company.uses_default_logo and company.logo

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Store the letterhead in the company."""
        self.ensure_one()
        self.company_id._lakip_check_manager()
        self._do_apply()
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _do_apply(self):
        wizard = self.with_context(bin_size=False)
        # sudo: fields of the app on the company
        wizard.company_id.sudo().write(
            {
                "lakip_government": wizard.government,
                "lakip_agency": wizard.agency,
                "lakip_address": wizard.address,
                "lakip_city": wizard.city,
                "lakip_emblem": wizard.emblem,
            }
        )
