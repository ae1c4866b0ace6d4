from odoo import fields, models
from odoo.tools import SQL

from .lakip_cycle import CYCLE_STATES
from .lakip_request import REQUEST_STATES

REQUEST_OUTCOMES = [
    ("in_time", "In Time"),
    ("late", "Late"),
    ("open", "Not Handed In Yet"),
    ("waived", "Waived"),
]


class LakipRequestAnalysis(models.Model):
    """How each division handed in its data, one record a request that was sent.

    ``outcome``
        *waived* where the team went on without the data; *late* when it was handed in after the
        deadline, or is due and was not; *in time* when handed in before; *open* until then.

    What counts is the last time that the data was handed in: data that was returned and came
    again after the deadline is late.
    """

    _name = "lakip.request.analysis"
    _description = "Data of the Divisions"
    _auto = False
    _rec_name = "department_id"
    _order = "year desc, cycle_id.id desc, id"

    _depends = {
        "lakip.cycle": ["state"],
        "lakip.request": [
            "company_id",
            "cycle_id",
            "date_deadline",
            "date_submitted",
            "department_id",
            "is_submitted_late",
            "late_hours",
            "return_reason",
            "state",
            "step_id",
        ],
        "lakip.step": ["is_on_hold", "state", "year"],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    request_id = fields.Many2one("lakip.request", readonly=True)
    cycle_id = fields.Many2one("lakip.cycle", readonly=True)
    cycle_state = fields.Selection(CYCLE_STATES, string="Cycle Status", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    year = fields.Integer(string="Report Year", readonly=True, aggregator=False)
    department_id = fields.Many2one("hr.department", string="Division", readonly=True)
    state = fields.Selection(REQUEST_STATES, readonly=True)
    date_deadline = fields.Datetime(string="Until", readonly=True)
    date_submitted = fields.Datetime(string="Handed In On", readonly=True)
    outcome = fields.Selection(REQUEST_OUTCOMES, readonly=True)
    on_time_rate = fields.Float(
        string="In Time (%)",
        readonly=True,
        aggregator="avg",
        help="Requests in time, of those that are in time or late.",
    )
    in_time_count = fields.Integer(string="Handed In in Time", readonly=True)
    late_count = fields.Integer(string="Late", readonly=True)
    missing_count = fields.Integer(
        string="Late and Still Missing",
        readonly=True,
        help="Due, and not handed in: these have no hours yet.",
    )
    waived_count = fields.Integer(string="Waived", readonly=True)
    returned_count = fields.Integer(
        string="Returned",
        readonly=True,
        help="Requests whose data was returned to the division once or more.",
    )
    late_hours = fields.Float(
        string="Handed In Late (Hours)",
        readonly=True,
        help="Working hours between the deadline and the day on which the data was handed in.",
    )
    return_reason = fields.Text(string="Reason of the Last Return", readonly=True)

    # ------------------------------------------------------------
    # QUERY
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    def _select(self):
        return SQL(
            """
            SELECT request.id,
                   request.id AS request_id,
                   request.cycle_id,
                   cycle.state AS cycle_state,
                   request.company_id,
                   step.year,
                   request.department_id,
                   request.state,
                   request.date_deadline,
                   request.date_submitted,
                   judged.outcome,
                   CASE judged.outcome WHEN 'in_time' THEN 100.0 WHEN 'late' THEN 0.0 END
                       AS on_time_rate,
                   (judged.outcome = 'in_time')::int AS in_time_count,
                   (judged.outcome = 'late')::int AS late_count,
                   (judged.outcome = 'late' AND request.state IN ('sent', 'returned'))::int
                       AS missing_count,
                   (judged.outcome = 'waived')::int AS waived_count,
                   (request.return_reason IS NOT NULL)::int AS returned_count,
                   CASE WHEN judged.outcome = 'late' AND request.state NOT IN ('sent', 'returned')
                        THEN request.late_hours END AS late_hours,
                   request.return_reason
            """
        )

    def _from(self):
        return SQL(
            """
            FROM lakip_request request
            JOIN lakip_step step ON step.id = request.step_id
            JOIN lakip_cycle cycle ON cycle.id = request.cycle_id
            CROSS JOIN LATERAL (
                SELECT CASE
                       WHEN request.state = 'waived' THEN 'waived'
                       WHEN request.state IN ('sent', 'returned') THEN
                           CASE WHEN request.date_deadline < %(now)s
                                 AND step.state = 'active' AND step.is_on_hold IS NOT TRUE
                                THEN 'late' ELSE 'open' END
                       WHEN request.is_submitted_late THEN 'late'
                       ELSE 'in_time'
                       END AS outcome
            ) judged
            """,
            # The app's clock, as everywhere else, and not that of the database
            now=fields.Datetime.now(),
        )

    def _where(self):
        return SQL("WHERE request.state != 'draft'")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_request(self):
        """Open the request behind this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lakip.request",
            "res_id": self.request_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
