from odoo import api, fields, models


class LakipCycle(models.Model):
    """How far a cycle has come: the row that runs, whose turn it is, and whether it is late."""

    _inherit = "lakip.cycle"

    current_step_id = fields.Many2one(
        comodel_name="lakip.step",
        compute="_compute_progress",
        store=True,
        index="btree_not_null",
    )
    current_role_id = fields.Many2one(related="current_step_id.role_id", string="Turn Of")
    date_deadline = fields.Datetime(
        related="current_step_id.date_deadline",
        string="Deadline of the Step",
    )
    progress = fields.Float(
        compute="_compute_progress",
        store=True,
        aggregator="avg",
        help="Percentage of the rows that are done.",
    )
    progress_text = fields.Char(compute="_compute_progress_text")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    is_my_turn = fields.Boolean(compute="_compute_is_my_turn", search="_search_is_my_turn")
    open_correction_count = fields.Integer(compute="_compute_open_correction_count")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("state", "step_ids.state")
    def _compute_progress(self):
        for cycle in self:
            # A decision may leave rows out; those of a cancelled cycle were to be done.
            counted = cycle.step_ids
            if cycle.state != "cancelled":
                counted = counted.filtered(lambda step: step.state != "cancelled")
            done = counted.filtered(lambda step: step.state == "done")
            cycle.progress = 100.0 * len(done) / len(counted) if counted else 0.0
            cycle.current_step_id = counted.filtered(lambda step: step.state == "active")[:1]

    @api.depends("state", "current_step_id", "progress")
    def _compute_progress_text(self):
        for cycle in self:
            step = cycle.current_step_id
            if cycle.state == "running" and step:
                cycle.progress_text = self.env._(
                    "Step %(number)s of %(count)s: %(name)s",
                    number=cycle.step_ids.ids.index(step.id) + 1,
                    count=len(cycle.step_ids),
                    name=step.name,
                )
            elif cycle.state == "done":
                cycle.progress_text = self.env._("Signed, archived and delivered")
            elif cycle.state == "cancelled":
                cycle.progress_text = self.env._("Cancelled")
            else:
                cycle.progress_text = self.env._("Not started yet")

    @api.depends("current_step_id.is_late")
    def _compute_is_late(self):
        for cycle in self:
            cycle.is_late = cycle.current_step_id.is_late

    def _search_is_late(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("current_step_id.is_late", "=", True)]

    @api.depends("current_step_id.user_ids")
    @api.depends_context("uid")
    def _compute_is_my_turn(self):
        for cycle in self:
            cycle.is_my_turn = self.env.user in cycle.current_step_id.user_ids

    def _search_is_my_turn(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("current_step_id.user_ids", "in", self.env.uid)]

    @api.depends("correction_ids.state")
    def _compute_open_correction_count(self):
        counts = dict(
            self.env["lakip.correction"]._read_group(
                [("cycle_id", "in", self.ids), ("state", "=", "open")],
                ["cycle_id"],
                ["__count"],
            )
        )
        for cycle in self:
            cycle.open_correction_count = counts.get(cycle, 0)
