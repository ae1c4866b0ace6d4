from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.finished import finished
from .lakip_sop_step import APPROVAL_KINDS


class LakipStep(models.Model):
    """What the views of a row show. Computed in batches: a list costs no query a row."""

    _inherit = "lakip.step"

    next_button = fields.Selection(
        selection=[
            ("complete", "Complete"),
            ("initial", "Paraf"),
            ("signature", "Sign"),
            ("open", "Go On"),
        ],
        compute="_compute_next_button",
        help="The one thing the user can do next with this row. Empty: it is not their turn.",
    )
    # Not as superuser, who owns every cycle.
    is_owner = fields.Boolean(related="cycle_id.is_owner", related_sudo=False)
    cycle_correction_ids = fields.One2many(
        comodel_name="lakip.correction",
        string="Correction Points",
        compute="_compute_cycle_correction_ids",
    )
    unsent_request_count = fields.Integer(compute="_compute_unsent_request_count")
    report_approval_ids = fields.One2many(
        comodel_name="lakip.approval",
        string="Decisions on This Version",
        compute="_compute_report_approval_ids",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("state", "user_ids", "is_on_hold", "kind")
    @api.depends_context("uid")
    def _compute_next_button(self):
        mine = self.filtered(lambda step: step.is_my_turn and not step.is_on_hold)
        for step in self:
            if step not in mine:
                step.next_button = False
            elif step.kind in APPROVAL_KINDS:
                step.next_button = step.kind
            elif step.kind != "decision" and step.can_complete:
                step.next_button = "complete"
            else:
                step.next_button = "open"

    @api.depends("kind", "cycle_id.correction_ids")
    def _compute_cycle_correction_ids(self):
        """All points of the cycle, for rows that resolve them or decide on the report."""
        for step in self:
            shows = step.kind in ("drafting", "revision", *APPROVAL_KINDS)
            cycle = step.cycle_id if shows else step.cycle_id.browse()
            step.cycle_correction_ids = cycle.correction_ids

    @api.depends("request_ids.state")
    def _compute_unsent_request_count(self):
        for step in self:
            unsent = step.request_ids.filtered(lambda request: request.state == "draft")
            step.unsent_request_count = len(unsent)

    @api.depends("cycle_id.approval_ids.document_id")
    def _compute_report_approval_ids(self):
        for step in self:
            step.report_approval_ids = step.report_id.approval_ids

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_send_requests(self):
        """Send every Nota Dinas of these rows that is still a draft."""
        # Drafts are hidden from the divisions: to them there would be nothing to refuse.
        self._check_can_edit()
        drafts = self.request_ids.filtered(lambda request: request.state == "draft")
        drafts.action_send()
        return finished(
            self.env._("Nota Dinas sent"),
            ", ".join(drafts.department_id.mapped("name")),
            self.env._("Show the Requests"),
            action=self.action_open_requests(),
        )

    def action_open_report(self):
        """Download the version of the LAKIP in force."""
        self.ensure_one()
        if not self.report_id:
            raise UserError(self.env._("There is no version of the LAKIP yet."))
        return self.report_id.action_open_file()

    def action_open_cycle(self):
        """Open the cycle of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lakip.cycle",
            "res_id": self.cycle_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_home_action(self):
        """Return what the app opens on: staff of a division who have nothing but data to hand in
        see what is asked of them, all others the home page."""
        is_team = self.env.user.has_group("lakip_sop.group_lakip_team")
        works = self.env["lakip.work"]
        has_home = is_team or works.search_count([("kind", "!=", "request")], limit=1)
        if not has_home:
            return self.env["lakip.request"]._get_mine_action()
        return self.env["ir.actions.actions"]._for_xml_id("lakip_sop.lakip_home_action")

    def _get_line(self):
        """Return this row in one line, with its number."""
        self.ensure_one()
        name = self.name.strip().split("\n")[0]
        return f"{self.number}. {name}" if self.number else name
