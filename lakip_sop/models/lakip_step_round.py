from odoo import api, fields, models


class LakipStepRound(models.Model):
    """What one round of a row took. A return starts a new round; the old one stays here."""

    _name = "lakip.step.round"
    _description = "Round of a Step"
    _inherit = ["lakip.protected.mixin"]
    _order = "step_id, round, id"

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="restrict",
    )
    cycle_id = fields.Many2one(related="step_id.cycle_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    role_id = fields.Many2one(related="step_id.role_id", store=True, precompute=True)
    sop_step_id = fields.Many2one(
        related="step_id.sop_step_id",
        string="SOP Row",
        store=True,
        precompute=True,
    )
    year = fields.Integer(related="step_id.year", store=True, precompute=True, aggregator=False)
    round = fields.Integer(required=True, aggregator="max")
    date_start = fields.Datetime()
    date_deadline = fields.Datetime()
    date_done = fields.Datetime()
    standard_hours = fields.Float(
        help="Working hours between the start and the deadline. 0: no time standard.",
    )
    worked_hours = fields.Float(
        help="Working hours between the start and the end, without the time on hold.",
    )
    overrun_hours = fields.Float(
        string="Over the Standard",
        compute="_compute_overrun_hours",
        store=True,
        precompute=True,
        help="Worked hours above the standard.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Ended By",
        ondelete="restrict",
    )
    result = fields.Selection(
        selection=[
            ("done", "Done"),
            ("returned", "Returned"),
            ("withdrawn", "Withdrawn"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
    )
    reason = fields.Text()

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("standard_hours", "worked_hours")
    def _compute_overrun_hours(self):
        for row in self:
            over = row.worked_hours - row.standard_hours if row.standard_hours else 0.0
            row.overrun_hours = max(over, 0.0)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_step(self):
        """Open the row that this round was of."""
        return self.step_id._get_open_action()
