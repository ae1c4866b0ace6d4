from odoo import fields, models
from odoo.tools import SQL

from .lakip_cycle import CYCLE_STATES
from .lakip_sop_step import STEP_KINDS
from .lakip_step import STEP_STATES

STEP_OUTCOMES = [
    ("in_time", "In Time"),
    ("late", "Late"),
    ("open", "Not Ended"),
    ("untimed", "No Time Standard"),
]


class LakipStepAnalysis(models.Model):
    """How each row of each cycle was run: waktu baku against waktu nyata, one record a row.

    The one definition of these figures: pivot, graph, the leadership page and the compliance
    report of a cycle all read them here. A record has the id of its ``lakip.step``.

    ``outcome``
        *late* when any round of the row ended after its deadline, or when the round that runs has
        passed it and is not on hold; else *open* until the row has ended; else *in time*, or
        *untimed* where the SOP gives no time.
    hours
        working hours without the time on hold, over all rounds of the row, of rows that have ended.

    Rows that a decision of the SOP left out are not there; those of cancelled cycles are.
    """

    _name = "lakip.step.analysis"
    _description = "SOP Performance"
    _auto = False
    _rec_name = "activity"
    _order = "year desc, cycle_id.id desc, sequence, id"

    _depends = {
        "lakip.cycle": ["sop_id", "state"],
        "lakip.sop": ["number"],
        "lakip.step": [
            "company_id",
            "cycle_id",
            "date_deadline",
            "date_done",
            "is_done_late",
            "is_on_hold",
            "kind",
            "name",
            "number",
            "role_id",
            "sequence",
            "state",
            "year",
        ],
        "lakip.step.round": [
            "date_deadline",
            "date_done",
            "overrun_hours",
            "result",
            "standard_hours",
            "step_id",
            "worked_hours",
        ],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # which row
    step_id = fields.Many2one("lakip.step", readonly=True)
    cycle_id = fields.Many2one("lakip.cycle", readonly=True)
    cycle_state = fields.Selection(CYCLE_STATES, string="Cycle Status", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    year = fields.Integer(string="Report Year", readonly=True, aggregator=False)
    sop_number = fields.Char(string="SOP Number", readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=False)
    activity = fields.Char(
        string="SOP Row",
        readonly=True,
        help="Number and Kegiatan: a row that a revision of the SOP left as it was stays one row "
        "over the years.",
    )
    kind = fields.Selection(STEP_KINDS, readonly=True)
    role_id = fields.Many2one("lakip.role", string="Performer", readonly=True)

    # how it went
    state = fields.Selection(STEP_STATES, readonly=True)
    outcome = fields.Selection(STEP_OUTCOMES, readonly=True)
    date_done = fields.Datetime(readonly=True)
    on_time_rate = fields.Float(
        string="In Time (%)",
        readonly=True,
        aggregator="avg",
        help="Rows in time, of those that are in time or late.",
    )
    in_time_count = fields.Integer(string="Rows in Time", readonly=True)
    late_count = fields.Integer(string="Late Rows", readonly=True)
    ended_count = fields.Integer(string="Ended Rows", readonly=True)
    round_count = fields.Integer(string="Rounds", readonly=True)
    return_count = fields.Integer(string="Returns", readonly=True)
    standard_hours = fields.Float(
        string="Standard (Hours)",
        readonly=True,
        help="Working hours that the SOP gave to all rounds of the row. Of rows that have ended.",
    )
    worked_hours = fields.Float(
        string="Worked (Hours)",
        readonly=True,
        help="Working hours that all rounds of the row took, without the time on hold. Of rows "
        "that have ended.",
    )
    overrun_hours = fields.Float(
        string="Over the Standard (Hours)",
        readonly=True,
        help="Working hours above the standard, added up over the rounds.",
    )

    # ------------------------------------------------------------
    # QUERY
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    def _select(self):
        # The number of the SOP is no join: PostgreSQL put it outermost and counted all rounds once
        # for each SOP there is.
        return SQL(
            """
            SELECT step.id,
                   step.id AS step_id,
                   step.cycle_id,
                   cycle.state AS cycle_state,
                   step.company_id,
                   step.year,
                   (SELECT number FROM lakip_sop WHERE id = cycle.sop_id) AS sop_number,
                   step.sequence,
                   CONCAT_WS('. ', NULLIF(step.number, ''), step.name) AS activity,
                   step.kind,
                   step.role_id,
                   step.state,
                   step.date_done,
                   judged.outcome,
                   CASE judged.outcome WHEN 'in_time' THEN 100.0 WHEN 'late' THEN 0.0 END
                       AS on_time_rate,
                   (judged.outcome = 'in_time')::int AS in_time_count,
                   (judged.outcome = 'late')::int AS late_count,
                   (step.state = 'done')::int AS ended_count,
                   past.round_count,
                   past.return_count,
                   CASE WHEN step.state = 'done' THEN past.standard_hours END AS standard_hours,
                   CASE WHEN step.state = 'done' THEN past.worked_hours END AS worked_hours,
                   past.overrun_hours
            """
        )

    def _from(self):
        # Each row has its cycle. An outer join by the key is left out where nothing of it is asked.
        return SQL(
            """
            FROM lakip_step step
            LEFT JOIN lakip_cycle cycle ON cycle.id = step.cycle_id
            CROSS JOIN LATERAL (
                SELECT COUNT(*)::int AS round_count,
                       (COUNT(*) FILTER (WHERE result = 'returned'))::int AS return_count,
                       NULLIF(SUM(standard_hours), 0) AS standard_hours,
                       COALESCE(SUM(worked_hours), 0) AS worked_hours,
                       COALESCE(SUM(overrun_hours), 0) AS overrun_hours,
                       COALESCE(BOOL_OR(date_done > date_deadline), FALSE) AS ended_late
                  FROM lakip_step_round
                 WHERE step_id = step.id
            ) past
            CROSS JOIN LATERAL (
                SELECT CASE
                       WHEN past.ended_late
                         OR step.date_deadline IS NOT NULL
                            AND CASE step.state
                                WHEN 'done' THEN step.is_done_late
                                WHEN 'active' THEN step.date_deadline < %(now)s
                                                   AND step.is_on_hold IS NOT TRUE
                                END
                       THEN 'late'
                       WHEN step.state != 'done' THEN 'open'
                       WHEN past.standard_hours IS NULL THEN 'untimed'
                       ELSE 'in_time'
                       END AS outcome
            ) judged
            """,
            # The app's clock, as everywhere else, and not that of the database
            now=fields.Datetime.now(),
        )

    def _where(self):
        return SQL("WHERE step.state != 'cancelled' OR past.round_count > 0")

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def _read_group_orderby(self, order, groupby_terms, query):
        """Order rows as the SOP does: by their letters, row 10 would come before row 2."""
        if "activity" in groupby_terms:
            parts = []
            for part in (order or ",".join(groupby_terms)).split(","):
                term, *direction = part.split()
                if term == "activity":
                    parts.append(" ".join(["sequence:min", *direction]))
                parts.append(" ".join([term, *direction]))
            order = ",".join(parts)
        return super()._read_group_orderby(order, groupby_terms, query)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_step(self):
        """Open the row of the cycle behind this line."""
        return self.step_id._get_open_action()
