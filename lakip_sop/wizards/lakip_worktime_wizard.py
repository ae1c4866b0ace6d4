from babel.dates import format_time

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.date_utils import float_to_time

from ..models.resource_calendar_setup import ZONES


class LakipWorktimeWizard(models.TransientModel):
    """Choose the working time that deadlines are counted in; that of the ASN is proposed."""

    _name = "lakip.worktime.wizard"
    _description = "Set the Working Time"
    _inherit = ["lakip.reference.mixin"]

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Time",
        required=True,
        default=lambda self: self._default_calendar_id(),
        domain="[('company_id', 'in', [company_id, False])]",
    )
    zone = fields.Selection(
        selection=[
            ("Asia/Jakarta", "WIB (Jakarta)"),
            ("Asia/Pontianak", "WIB (Pontianak)"),
            ("Asia/Makassar", "WITA (Makassar)"),
            ("Asia/Jayapura", "WIT (Jayapura)"),
        ],
        string="Time Zone of the Office",
        required=True,
        default=lambda self: self._default_zone(),
    )
    hours_text = fields.Text(string="Hours", compute="_compute_hours_text")

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _default_calendar_id(self):
        """Return the company's own working time, or that of the ASN where nobody chose one."""
        calendar = self.env.company.resource_calendar_id
        if calendar and not calendar._lakip_is_untouched():
            return calendar
        return self.env.ref("lakip_sop.resource_calendar_asn", False) or calendar

    @api.model
    def _default_zone(self):
        zones = (self.env.company.resource_calendar_id.tz, self.env.user.tz, "Asia/Jakarta")
        return next(zone for zone in zones if zone in ZONES)

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("calendar_id")
    @api.depends_context("lang")
    def _compute_hours_text(self):
        attendances = self.env["resource.calendar.attendance"]
        labels = dict(attendances._fields["dayofweek"]._description_selection(self.env))
        for wizard in self:
            days = wizard.calendar_id._get_global_attendances().grouped("dayofweek")
            periods = []  # [first day, last day, hours], neighbours with the same hours as one
            for day in sorted(days):
                hours = self._get_hours(days[day])
                if periods and periods[-1][2] == hours:
                    periods[-1][1] = labels[day]
                else:
                    periods.append([labels[day], labels[day], hours])
            lines = [
                f"{first}: {hours}" if first == last else f"{first}–{last}: {hours}"
                for first, last, hours in periods
            ]
            wizard.hours_text = "\n".join(lines)

    @api.model
    def _get_hours(self, attendances):
        """Return the hours of one day as the user's language writes them."""
        locale = self.env["lakip.step"]._get_locale()
        return ", ".join(
            "–".join(
                format_time(float_to_time(hour), "short", locale=locale)
                for hour in (line.hour_from, line.hour_to)
            )
            for line in attendances.sorted("hour_from")
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Make the chosen working time that of the company."""
        self.ensure_one()
        self._check_can_apply()
        self._do_apply()
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_apply(self):
        """Check the user's rights and that deadlines can be counted.

        :raises AccessError: the user may not change the company or its working time
        :raises UserError: no deadline can be counted in the working time
        """
        self.company_id._lakip_check_manager()
        refusal = self.env["lakip.setup"]._get_refusals(self.company_id).get("worktime")
        if refusal:
            raise AccessError(refusal)
        self.calendar_id._lakip_check_usable()

    def _do_apply(self):
        """Give the company its calendar, on the clock of its office.

        A calendar that others use as well is not changed: the company gets a copy.
        """
        calendar, company = self.calendar_id, self.company_id
        if calendar.tz != self.zone:
            if calendar.company_id == company:
                calendar.tz = self.zone
            else:
                calendar = self._get_copy(f"{calendar.name} ({ZONES[self.zone]})")
        company.resource_calendar_id = calendar

    def _get_copy(self, name):
        """Return the company's own copy of the chosen calendar, made where there is none yet."""
        own = [("company_id", "=", self.company_id.id), ("name", "=", name), ("tz", "=", self.zone)]
        known = self.calendar_id.search(own, limit=1)
        if known:
            return known
        copy = self.calendar_id.copy({"tz": self.zone, "company_id": self.company_id.id})
        copy.name = name  # Odoo names every copy itself
        return copy
