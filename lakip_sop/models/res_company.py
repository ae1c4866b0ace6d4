from odoo import fields, models
from odoo.exceptions import UserError

from .resource_calendar import CompanyLeaves


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
    lakip_officer_ids = fields.One2many(
        comodel_name="lakip.officer",
        inverse_name="company_id",
        string="SOP Officers",
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
    lakip_remind_days = fields.Integer(
        string="Reminder Before the Deadline",
        default=1,
        help="So many working days before a deadline those whose turn it is are reminded. For a "
        "time standard no longer than that, when half of it is left. 0: no reminder before.",
    )
    lakip_escalate_days = fields.Integer(
        string="Escalation",
        default=2,
        help="When a row has been late for so many working days, the next higher role in the "
        "chain of command is told as well, each working day. 0: never.",
    )

    _lakip_file_limits_positive = models.Constraint(
        "CHECK(lakip_max_file_size > 0 AND lakip_max_file_count > 0)",
        "The limits for files must be above zero.",
    )
    _lakip_reminder_days_not_negative = models.Constraint(
        "CHECK(lakip_remind_days >= 0 AND lakip_escalate_days >= 0)",
        "The days of reminders and escalation cannot be negative. Enter 0 to have none.",
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

    def _lakip_get_planner(self, leaves=None):
        """Return the working-time planner of this company's calendar.

        :param leaves: the ``CompanyLeaves`` of a batch of companies that this is one of
        :raises UserError: when it has none, or one in which no deadline can be counted
        """
        self.ensure_one()
        return self.resource_calendar_id._lakip_planner(self, leaves)

    def _lakip_get_planners(self):
        """Return ``{company: planner}``, their leaves read at once.

        A company whose working time is unusable, as that of a calendar in the making, is left out:
        it is told so where it acts, and must not stop the others.
        """
        leaves = CompanyLeaves(self)
        planners = {}
        for company in self:
            try:
                planners[company] = company._lakip_get_planner(leaves)
            except UserError:
                continue
        return planners
