from odoo import Command, api, models


class LakipRequest(models.Model):
    """What is asked: proposed from the year before, or from the default list."""

    _inherit = "lakip.request"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _do_draft(self, steps):
        """Draft a request for each division of ``steps`` that has none in them yet.

        Items are those asked last of the same division, or else the default list.
        """
        existing = {
            (request.step_id, request.department_id)
            for request in self.search([("step_id", "in", steps.ids)])
        }
        wanted = [
            (step, department)
            for step in steps
            for department in step.cycle_id.department_ids
            if (step, department) not in existing
        ]
        departments = self.env["hr.department"].union(*(pair[1] for pair in wanted))
        earlier = self._get_earlier(departments)
        defaults = self.env["lakip.request.template"]._get_lists(steps.company_id)
        vals_list = []
        for step, department in wanted:
            past = [req for req in earlier.get(department, ()) if req.cycle_id.year < step.year]
            source = past[0].item_ids if past else defaults[step.company_id]
            vals_list.append(
                {
                    "step_id": step.id,
                    "department_id": department.id,
                    "item_ids": [Command.create(vals) for vals in source._get_item_vals()],
                }
            )
        requests = self.with_context(mail_create_nosubscribe=True)._lakip_unlocked()
        requests = requests.create(vals_list)._lakip_locked().with_env(self.env)
        requests._sync_users()
        return requests

    @api.model
    def _get_earlier(self, departments):
        """Return ``{department: requests}`` of all years, the latest year first."""
        requests = self.search(
            [
                ("department_id", "in", departments.ids),
                ("state", "!=", "draft"),
                ("cycle_id.state", "!=", "cancelled"),
            ]
        )
        requests = requests.sorted(lambda request: request.cycle_id.year, reverse=True)
        return requests.grouped("department_id")
