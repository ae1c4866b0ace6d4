from odoo import api, fields, models

_TOLD = "lakip_sop.flow_told"


class LakipCycle(models.Model):
    """The live SOP page of a cycle: what it shows, and how it hears that this has changed."""

    _name = "lakip.cycle"
    _inherit = ["lakip.cycle", "bus.listener.mixin", "lakip.flow.source.mixin"]

    flow_data = fields.Json(
        string="SOP Page",
        compute="_compute_flow_data",
        exportable=False,
        help="What the SOP page shows: see get_flow_data().",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends(
        "state",
        "sop_id",
        "step_ids.state",
        "step_ids.user_ids",
        "step_ids.is_on_hold",
        "step_ids.date_deadline",
    )
    @api.depends_context("uid", "lang", "tz", "allowed_company_ids")
    def _compute_flow_data(self):
        for cycle in self:
            cycle.flow_data = cycle._get_flow_page()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.readonly
    def get_flow_data(self):
        """Return what the SOP page shows of this cycle to the user, a dict.

        It is the value of ``flow_data``, asked for anew when a colleague has done something. A
        cycle that has not started shows the SOP that it will follow.

        :raises AccessError: for one who may not read the cycle
        """
        self.ensure_one()
        self.check_access("read")
        return self._get_flow_page()

    def _get_flow_page(self):
        self.ensure_one()
        rows = self.step_ids or self.sop_id.step_ids
        return {
            "model": self._name,
            "id": self._origin.id,
            "title": self.display_name or "",
            "is_live": bool(self.step_ids),
            **rows._get_flow(),
        }

    # ------------------------------------------------------------
    # BUSINESS: news
    # ------------------------------------------------------------

    def _get_flow_cycles(self):
        return self

    def _send_flow_changed(self):
        """Tell whoever shows the page of these cycles that it has changed.

        The notice leaves when the transaction is committed, one a cycle however much was written,
        and holds no more than the cycle's id: each reader asks for what they may see.
        """
        told = self.env.cr.precommit.data.setdefault(_TOLD, set())
        for cycle in self:
            if cycle.id not in told:
                told.add(cycle.id)
                cycle._bus_send("lakip_flow", {"id": cycle.id})
