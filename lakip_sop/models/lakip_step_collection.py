from odoo import api, fields, models
from odoo.fields import Domain

from .lakip_blocker import Blocker
from .lakip_request import OPEN_STATES


class LakipStep(models.Model):
    """Rows of the kind ``collection``: one request for data a division."""

    _inherit = "lakip.step"

    request_ids = fields.One2many(
        comodel_name="lakip.request",
        inverse_name="step_id",
        string="Data Requests",
        readonly=True,
    )

    can_number_requests = fields.Boolean(compute="_compute_can_number_requests")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("request_ids.can_take_number", "request_ids.state")
    def _compute_can_number_requests(self):
        for step in self:
            step.can_number_requests = bool(step._get_unnumbered_requests())

    @api.depends("request_ids.state")
    def _compute_blockers(self):
        return super()._compute_blockers()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_number_requests(self):
        """Give each Nota Dinas of these rows that has no number yet the agency's next one."""
        # As in action_send_requests: drafts are hidden from the divisions.
        self._check_can_edit()
        self._get_unnumbered_requests().action_take_number()
        return True

    def action_open_requests(self):
        """List the requests of these rows."""
        action = self.env["ir.actions.act_window"]._for_xml_id("lakip_sop.lakip_request_action")
        action["domain"] = [("step_id", "in", self.ids)]
        action["context"] = {}
        return action

    # ------------------------------------------------------------
    # KIND HOOKS
    # ------------------------------------------------------------

    def _on_start_collection(self):
        """Draft what is missing. After a return what was asked, sent and accepted stays so."""
        self.request_ids._sync_users()
        self.env["lakip.request"]._do_draft(self)

    def _get_blockers_collection(self):
        # sudo: it waits for all divisions, whoever completes it; see _get_told_blockers
        waiting = self.env["lakip.request"].sudo()
        waiting = waiting.search_fetch(
            Domain("step_id", "in", self.ids) & Domain("state", "not in", ("accepted", "waived")),
            ["step_id", "state", "department_id"],
        )
        by_step = waiting.grouped("step_id")
        return {
            step: [
                Blocker(
                    step._get_request_blocker(state, requests.department_id),
                    "action_open_requests",
                )
                for state, requests in by_step.get(step, waiting.browse()).grouped("state").items()
            ]
            for step in self
        }

    def _get_request_blocker(self, state, departments):
        """Return what the requests in ``state`` to ``departments`` wait for."""
        names = ", ".join(departments.mapped("name"))
        if state == "draft":
            return self.env._("The Nota Dinas has not been sent yet to: %s.", names)
        if state == "sent":
            return self.env._("Data not handed in yet by: %s.", names)
        if state == "returned":
            return self.env._("Returned, and not handed in again yet by: %s.", names)
        return self.env._("Handed in and waiting to be accepted or returned: %s.", names)

    def _get_unnumbered_requests(self):
        """Return the requests that are not answered yet and could take a number."""
        return self.request_ids.filtered(
            lambda request: request.can_take_number and request.state in ("draft", *OPEN_STATES)
        )

    # ------------------------------------------------------------
    # TURNS
    # ------------------------------------------------------------

    def _sync_activities(self):
        """The divisions' activities come and go with the row they belong to."""
        result = super()._sync_activities()
        collections = self.filtered(lambda step: step.kind == "collection")
        collections.request_ids._sync_activities()
        return result
