from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    # Leaves without a resource are holidays of the office: running steps follow when they change.

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._lakip_calendars()._lakip_replan()
        return leaves

    def write(self, vals):
        if self._lakip_replan_fields().isdisjoint(vals):
            return super().write(vals)
        calendars = self._lakip_calendars()
        result = super().write(vals)
        (calendars | self._lakip_calendars())._lakip_replan()
        return result

    def unlink(self):
        calendars = self._lakip_calendars()
        result = super().unlink()
        calendars._lakip_replan()
        return result

    @api.model
    def _lakip_replan_fields(self):
        """Return the names of the fields that change when work is done."""
        return {"calendar_id", "company_id", "date_from", "date_to", "resource_id", "time_type"}

    def _lakip_calendars(self):
        """Return the calendars whose working time these leaves shorten for everybody.

        A leave without calendar is one of the whole company: it holds for all its calendars.
        """
        # Odoo computes the company of a leave late, with the company of whoever happens to flush;
        # reading it here settles it for the one who writes.
        self.mapped("company_id")
        leaves = self.filtered(lambda leave: not leave.resource_id)
        companies = leaves.filtered(lambda leave: not leave.calendar_id).company_id
        # sudo: the working hours of a company, to be compared only
        of_companies = companies.sudo().resource_calendar_id
        of_companies |= companies.sudo().resource_calendar_ids
        return leaves.calendar_id | of_companies.sudo(False)
