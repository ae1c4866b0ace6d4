from datetime import datetime, timedelta

from odoo import api, fields, models

from . import finished_cycle, running_cycle
from .clock import DemoClock
from .story import Story

#: National holidays are loaded for these years.
HOLIDAY_YEARS = (2025, 2026, 2027)
#: First and last day of Ramadan 1447 H by the government's isbat of 17 February 2026.
RAMADAN = ("2026-02-19", "2026-03-20")
#: The running cycle began this many working days ago.
RUNNING_DAYS = 12


class LakipDemo(models.AbstractModel):
    """The demo agency's past: called by ``lakip_cycle_demo.xml``, by nothing else.

    The two cycles are not written as records. They are lived through: every act is the
    public method that a button calls, by the user whose turn it is, at a moment of the past.
    So the demo shows what the app does, and loading it tries the app.
    """

    _name = "lakip.demo"
    _description = "LAKIP Demo"

    @api.model
    def _load(self):
        """Load working time, language and the two cycles; what is there already stays."""
        company = self.env.ref("lakip_sop.res_company_diskominfo")
        if self.env["lakip.cycle"].search_count([("company_id", "=", company.id)], limit=1):
            return
        self._set_language()
        self._quiet_greetings()
        env = self.env(
            context={
                "allowed_company_ids": company.ids,
                "lang": company.partner_id.lang,
                "tz": company.resource_calendar_id.tz,
            }
        )
        self._load_holidays(company.with_env(env))
        days = self._get_past_days(company)
        with DemoClock(env, company.resource_calendar_id.tz) as clock:
            finished_cycle.tell(Story(env, clock))
            running_cycle.tell(Story(env, clock), days)

    def _set_language(self):
        """Let the agency speak Indonesian where that language is installed."""
        if not self.env["res.lang"]._get_data(code="id_ID"):
            return
        records = self.env["ir.model.data"].search(
            [("module", "=", "lakip_sop"), ("model", "in", ("res.users", "res.partner"))]
        )
        by_model = records.grouped("model")
        users = self.env["res.users"].browse(by_model["res.users"].mapped("res_id"))
        partners = self.env["res.partner"].browse(by_model["res.partner"].mapped("res_id"))
        (users.partner_id | partners).lang = "id_ID"

    def _quiet_greetings(self):
        """Let Odoo's robot greet nobody: on a phone its chat would lie over the first page."""
        users = self.env["res.users"].search([("share", "=", False)], limit=100)
        if "odoobot_state" in users._fields:  # of ``mail_bot``, which Odoo installs by itself
            users.odoobot_state = "disabled"

    def _load_holidays(self, company):
        """Load the holidays with the app's wizard, as its administrator does."""
        wizards = company.env["lakip.holiday.wizard"].with_user(self.env.ref("base.user_admin"))
        for year in HOLIDAY_YEARS:
            wizard = wizards.create({"year": year})
            if RAMADAN[0].startswith(str(year)):
                wizard.write(
                    {
                        "has_ramadan": True,
                        "ramadan_from": RAMADAN[0],
                        "ramadan_to": RAMADAN[1],
                    }
                )
            wizard.action_apply()

    def _get_past_days(self, company):
        """Return the working days before today (dates), the latest last."""
        today = fields.Date.context_today(self.with_context(tz=company.resource_calendar_id.tz))
        first = datetime.combine(today, datetime.min.time()) - timedelta(days=3 * RUNNING_DAYS)
        work_days = company.resource_calendar_id._lakip_work_days(first, 4 * RUNNING_DAYS, company)
        return [day.date for day in work_days if day.date < today]
