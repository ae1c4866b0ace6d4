from odoo import api, fields, models


class LakipSop(models.Model):
    """The page of an SOP on screen: its rows and their flowchart, without states."""

    _inherit = "lakip.sop"

    flow_data = fields.Json(
        string="SOP Page",
        compute="_compute_flow_data",
        exportable=False,
        help="What the SOP page shows: see get_flow_data().",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    # All that is printed: the page is drawn anew while the rows are entered.
    @api.depends(
        "step_ids.sequence",
        "step_ids.number",
        "step_ids.name",
        "step_ids.kind",
        "step_ids.role_id",
        "step_ids.participant_role_ids",
        "step_ids.requirement",
        "step_ids.duration",
        "step_ids.duration_unit",
        "step_ids.output",
        "step_ids.remark",
        "step_ids.return_step_id",
        "step_ids.branch_step_id",
    )
    @api.depends_context("lang")
    def _compute_flow_data(self):
        for sop in self:
            sop.flow_data = sop._get_flow_page()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.readonly
    def get_flow_data(self):
        """Return what the SOP page shows of this SOP, a dict: the value of ``flow_data``.

        :raises AccessError: for one who may not read the SOP
        """
        self.ensure_one()
        self.check_access("read")
        return self._get_flow_page()

    def _get_flow_page(self):
        self.ensure_one()
        rows = self.step_ids.sorted(lambda row: (row.sequence, row._origin.id or float("inf")))
        return {
            "model": self._name,
            "id": self._origin.id,
            "title": self.display_name,
            "is_live": False,
            **rows._get_flow(),
        }
