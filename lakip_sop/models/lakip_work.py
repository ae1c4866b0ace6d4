from odoo import api, fields, models
from odoo.tools import SQL

from ..documents.outline import ENTRIES

WORK_KINDS = [
    ("step", "My Turn"),
    ("request", "Data to Hand In"),
    ("review", "Data to Check"),
    ("correction", "Correction Point"),
    ("section", "Chapter to Write"),
]
#: Headings, below which the chapters stand: nothing has to be written there.
HEADINGS = tuple(code for code, entry in ENTRIES.items() if not entry.guidance)
#: The field that holds the record of each kind.
SOURCES = {
    "step": "step_id",
    "request": "request_id",
    "review": "request_id",
    "correction": "correction_id",
    "section": "section_id",
}


class LakipWork(models.Model):
    """Everything that waits for the current user, across cycles and companies.

    A view of the database and no table. Whose it is, is said by the query itself: nobody sees the
    work of another here, the administrator neither. It holds

    * the running rows of the SOP whose turn is theirs;
    * the requests their division has to hand in, and those they have to accept or return;
    * the open correction points, while the row that resolves them is theirs;
    * the chapters whose writer they are, until they are done or the report is signed.

    An id is that of the record, times ``_ID_STEP``, plus the place of its kind: it stays the same
    as long as the work does.
    """

    _name = "lakip.work"
    _description = "My Work"
    _auto = False
    _order = "is_late desc, date_deadline, cycle_id, rank, sequence, id"
    _rec_name = "name"
    _depends = {
        "lakip.cycle": ["active", "company_id", "date_due", "name", "state", "year"],
        "lakip.step": [
            "cycle_id", "date_deadline", "is_on_hold", "kind", "name", "number", "sequence",
            "state", "user_ids",
        ],
        "lakip.request": ["department_id", "state", "step_id", "user_ids"],
        "lakip.correction": ["cycle_id", "name", "section", "sequence", "state"],
        "lakip.section": ["code", "cycle_id", "sequence", "state", "title", "user_id"],
        "lakip.document": ["cycle_id", "kind", "state"],
        "hr.department": ["name"],
    }  # fmt: skip

    _ID_STEP = 8

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(string="Work", readonly=True)
    number = fields.Char(
        string="No.",
        readonly=True,
        help="Number of the row of the SOP, or code of the chapter.",
    )
    kind = fields.Selection(selection=WORK_KINDS, string="What", readonly=True)
    cycle_id = fields.Many2one("lakip.cycle", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    year = fields.Integer(string="Report Year", readonly=True, aggregator=False)
    step_id = fields.Many2one(
        comodel_name="lakip.step",
        readonly=True,
        help="The row of the SOP that this belongs to; its clock is running.",
    )
    request_id = fields.Many2one("lakip.request", readonly=True)
    correction_id = fields.Many2one("lakip.correction", readonly=True)
    section_id = fields.Many2one("lakip.section", readonly=True)
    rank = fields.Integer(readonly=True, aggregator=False, help="The place of its kind.")
    sequence = fields.Integer(readonly=True, aggregator=False)
    date_deadline = fields.Datetime(string="Deadline", readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    is_on_hold = fields.Boolean(string="On Hold", readonly=True)
    time_text = fields.Char(related="step_id.time_text", string="Time")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("name", "number", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for work in self:
            work.display_name = work._get_title()

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            [
                self._select_steps(),
                self._select_requests(),
                self._select_reviews(),
                self._select_corrections(),
                self._select_sections(),
            ]
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open(self):
        """Open the record that waits."""
        self.ensure_one()
        self._lakip_check_stored()
        action = self._get_source().get_formview_action()
        action["target"] = "current"
        return action

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_source(self):
        """Return the record that waits."""
        self.ensure_one()
        return self[SOURCES[self.kind]]

    def _get_title(self):
        """Return what is to be done, in one line."""
        self.ensure_one()
        name = (self.name or "").strip().split("\n")[0]
        if self.kind == "step":
            return self.step_id._get_line()
        if self.kind == "request":
            return self.env._("Hand in the data of %s", name)
        if self.kind == "review":
            return self.env._("Accept or return the data of %s", name)
        return name

    # ------------------------------------------------------------
    # BUSINESS: the query
    # ------------------------------------------------------------

    def _select(self, kind, *, source, name, number, sequence, joins, where):
        """Return the query of one kind of work; all but the first two are ``SQL``.

        :param kind: a key of ``WORK_KINDS``
        :param source: alias of the table whose records wait
        :param joins: what joins ``c`` (the cycle), ``s`` (the row, running or NULL) and others
        """
        kinds = [key for key, _label in WORK_KINDS]
        columns = {
            column: SQL("NULL::integer") for column in ("request_id", "correction_id", "section_id")
        }
        if kind != "step":
            columns[SOURCES[kind]] = SQL("%s.id", SQL.identifier(source))
        return SQL(
            """
            SELECT %(source)s.id * %(factor)s + %(place)s AS id,
                   %(kind)s::varchar AS kind,
                   %(name)s AS name,
                   %(number)s AS number,
                   c.id AS cycle_id,
                   c.company_id AS company_id,
                   c.year AS year,
                   s.id AS step_id,
                   %(request)s AS request_id,
                   %(correction)s AS correction_id,
                   %(section)s AS section_id,
                   %(place)s AS rank,
                   %(sequence)s AS sequence,
                   s.date_deadline AS date_deadline,
                   COALESCE(s.is_on_hold, FALSE) AS is_on_hold,
                   COALESCE(s.date_deadline < %(now)s AND s.is_on_hold IS NOT TRUE, FALSE)
                       AS is_late
              FROM %(joins)s
             WHERE c.active AND c.state = 'running' AND %(where)s
            """,
            source=SQL.identifier(source),
            factor=self._ID_STEP,
            place=kinds.index(kind),
            kind=kind,
            name=name,
            number=number,
            request=columns["request_id"],
            correction=columns["correction_id"],
            section=columns["section_id"],
            sequence=sequence,
            now=fields.Datetime.now(),
            joins=joins,
            where=where,
        )

    def _select_steps(self):
        return self._select_of_turn("step", "s", SQL("s.number"), SQL("TRUE"))

    def _select_corrections(self):
        return self._select_of_turn(
            "correction",
            "p",
            SQL("p.section"),
            SQL("p.state = 'open' AND s.kind IN ('drafting', 'revision')"),
            SQL("JOIN lakip_correction p ON p.cycle_id = c.id"),
        )

    def _select_of_turn(self, kind, source, number, where, join=None):
        """Return what waits for those whose turn the running row is."""
        table = SQL.identifier(source)
        return self._select(
            kind,
            source=source,
            name=SQL("%s.name::varchar", table),
            number=number,
            sequence=SQL("%s.sequence", table),
            joins=SQL(
                """lakip_step s
                   JOIN lakip_cycle c ON c.id = s.cycle_id
                   JOIN lakip_step_user_rel r ON r.lakip_step_id = s.id
                   %s""",
                join or SQL(),
            ),
            where=SQL("s.state = 'active' AND r.res_users_id = %s AND %s", self.env.uid, where),
        )

    def _select_requests(self):
        return self._select_of_division(
            "request",
            SQL("JOIN lakip_request_user_rel r ON r.lakip_request_id = q.id"),
            SQL("q.state IN ('sent', 'returned')"),
        )

    def _select_reviews(self):
        return self._select_of_division(
            "review",
            SQL("JOIN lakip_step_user_rel r ON r.lakip_step_id = s.id"),
            SQL("q.state = 'submitted'"),
        )

    def _select_of_division(self, kind, join, where):
        return self._select(
            kind,
            source="q",
            # A department's name is translated, and en_US is always there.
            name=SQL("COALESCE(d.name->>%s, d.name->>'en_US')::varchar", self.env.lang or "en_US"),
            number=SQL("s.number"),
            sequence=SQL("s.sequence"),
            joins=SQL(
                """lakip_request q
                   JOIN lakip_step s ON s.id = q.step_id
                   JOIN lakip_cycle c ON c.id = s.cycle_id
                   JOIN hr_department d ON d.id = q.department_id
                   %s""",
                join,
            ),
            where=SQL("s.state = 'active' AND %s AND r.res_users_id = %s", where, self.env.uid),
        )

    def _select_sections(self):
        return self._select(
            "section",
            source="w",
            name=SQL("w.title"),
            number=SQL("w.code"),
            sequence=SQL("w.sequence"),
            # The clock of the row in which chapters are written, once it runs.
            joins=SQL(
                """lakip_section w
                   JOIN lakip_cycle c ON c.id = w.cycle_id
                   LEFT JOIN lakip_step s ON s.cycle_id = c.id AND s.state = 'active'
                        AND s.kind IN ('drafting', 'revision')"""
            ),
            where=SQL(
                """w.user_id = %s AND w.state != 'done' AND w.code NOT IN %s AND NOT EXISTS (
                       SELECT 1 FROM lakip_document f
                        WHERE f.cycle_id = c.id AND f.kind = 'report' AND f.state = 'signed')""",
                self.env.uid,
                HEADINGS,
            ),
        )
