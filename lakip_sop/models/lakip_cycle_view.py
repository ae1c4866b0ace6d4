from odoo import api, fields, models

from .lakip_cycle import CYCLE_STATES


class LakipCycle(models.Model):
    """What the views of a cycle show: counts, who acts, and the lists behind the buttons."""

    _inherit = "lakip.cycle"

    current_user_ids = fields.Many2many(
        related="current_step_id.user_ids",
        string="Must Act Now",
    )
    current_step_text = fields.Char(
        string="Where It Stands",
        compute="_compute_current_step_text",
        help="The row of the SOP that is under way.",
    )
    time_text = fields.Char(related="current_step_id.time_text", string="Time")
    next_button = fields.Selection(
        related="current_step_id.next_button",
        related_sudo=False,  # of the user, not of the superuser
    )
    document_count = fields.Integer(compute="_compute_line_counts")
    approval_count = fields.Integer(string="Decisions", compute="_compute_line_counts")
    correction_count = fields.Integer(compute="_compute_line_counts")
    request_count = fields.Integer(compute="_compute_counts")
    delivery_count = fields.Integer(compute="_compute_counts")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("current_step_id.number", "current_step_id.name")
    def _compute_current_step_text(self):
        for cycle in self:
            step = cycle.current_step_id
            cycle.current_step_text = step._get_line() if step else False

    @api.depends("document_ids.state", "approval_ids.hash", "correction_ids")
    def _compute_line_counts(self):
        """Of what the form lists anyway."""
        for cycle in self:
            documents, decisions = cycle.document_ids, cycle.approval_ids
            cycle.document_count = len(documents.filtered(lambda one: one.state != "superseded"))
            cycle.approval_count = len(decisions.filtered("hash"))
            cycle.correction_count = len(cycle.correction_ids)

    def _compute_counts(self):
        for name, model in (
            ("request_count", "lakip.request"),
            ("delivery_count", "lakip.delivery"),
        ):
            counts = {}
            if self.env[model].has_access("read"):
                counts = dict(
                    self.env[model]._read_group(
                        [("cycle_id", "in", self.ids)], ["cycle_id"], ["__count"]
                    )
                )
            for cycle in self:
                cycle[name] = counts.get(cycle, 0)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_agenda(self):
        """Show the deadlines, meetings and due date of this cycle in a calendar."""
        return self._get_list_action("lakip_sop.lakip_agenda_action", {})

    def action_open_documents(self):
        """List the documents of this cycle, those in force first."""
        return self._get_list_action(
            "lakip_sop.lakip_document_action", {"search_default_in_force": True}
        )

    def action_open_approvals(self):
        """List the ledger of this cycle."""
        return self._get_list_action("lakip_sop.lakip_approval_action", {})

    def action_open_corrections(self):
        """List the correction points of this cycle."""
        return self._get_list_action("lakip_sop.lakip_correction_action", {})

    def action_open_requests(self):
        """List the data requests of this cycle."""
        return self._get_list_action("lakip_sop.lakip_request_action", {})

    def action_open_deliveries(self):
        """List the deliveries of this cycle."""
        return self._get_list_action("lakip_sop.lakip_delivery_action", {})

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _group_expand_states(self, states, domain):
        """Return the columns of the kanban in their order, those with cycles in them: a phone shows
        the first one."""
        return [state for state, _label in CYCLE_STATES if state in states]

    def _get_list_action(self, xmlid, context):
        """Return the action ``xmlid`` on what belongs to this cycle."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("cycle_id", "=", self.id)]
        action["context"] = context
        action["display_name"] = f"{action['name']} - {self.display_name}"
        return action
