from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    lakip_government = fields.Char(
        string="Letterhead: Government",
        help="First line of the letterhead, e.g. PEMERINTAH PROVINSI KALIMANTAN BARAT.",
    )
    lakip_agency = fields.Char(
        string="Letterhead: Agency",
        help="Second line of the letterhead. Empty: the company's name.",
    )
    lakip_address = fields.Text(
        string="Letterhead: Address",
        help="Address, telephone, website and postcode as the letterhead prints them. "
        "Empty: the company's address.",
    )
    lakip_city = fields.Char(
        string="Place of Letters",
        help="Printed before the date of a letter.",
    )
    lakip_paper = fields.Selection(
        selection=[("a4", "A4"), ("f4", "F4 (Folio)")],
        string="Paper",
        default="a4",
        required=True,
    )
    lakip_recipient_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="res_company_lakip_recipient_rel",
        string="Recipients of the LAKIP",
        help="Each gets the report when the archive step starts, e.g. Inspektorat, Bappeda, "
        "Biro Organisasi.",
    )
    lakip_max_file_size = fields.Integer(
        string="Largest File (MB)",
        default=50,
        help="Files of divisions above this size are refused.",
    )
    lakip_max_file_count = fields.Integer(
        string="Files per Item",
        default=20,
        help="How many files one asked item may hold.",
    )

    _lakip_file_limits_positive = models.Constraint(
        "CHECK(lakip_max_file_size > 0 AND lakip_max_file_count > 0)",
        "The limits for files must be above zero.",
    )

    def _lakip_get_today(self):
        """Return the date of today on the office's clock, whatever time zone a user claims."""
        self.ensure_one()
        # sudo: a time zone, to tell the date
        zone = self.sudo().resource_calendar_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))

    def write(self, vals):
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self.resource_calendar_id._lakip_replan()
        return result

    def _lakip_get_planner(self):
        """Return the working-time planner of this company's calendar.

        :raises UserError: when it has none, or one in which no deadline can be counted
        """
        self.ensure_one()
        return self.resource_calendar_id._lakip_planner(self)
