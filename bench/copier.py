"""Multiplies records in SQL: what the app wrote once, for one agency, stands for hundreds after.

Rows are *captured* as they stand at a moment (a stage) and written again for each *place*, with ids
of their own. References among captured records lead to the copies, all others to the same record as
before: so a copy is what the app would have written had the same people done the same elsewhere.
Days move by whole weeks, which keeps every deadline right in working time.
"""

from collections import defaultdict
from dataclasses import dataclass

from odoo.tools import SQL

#: Rows of which there is one an agency, and one a cycle.
AGENCY, CYCLE = "agency", "cycle"


@dataclass(frozen=True)
class Place:
    """Where one copy goes.

    :ivar number: from 1, of its own among the places of its level
    :ivar agency: number of the agency; 0 is the one the captured rows belong to
    :ivar year: the report year
    :ivar stage: which capture is written there
    :ivar weeks: how far its days move, backwards when negative
    """

    number: int
    agency: int
    year: int = 0
    stage: str = AGENCY
    weeks: int = 0


class Copier:
    """Captures rows and writes their copies, all with one cursor and in one transaction.

    :param env: environment of the superuser
    :param changes: ``{(model, field): SQL}``, what a copy has instead of the captured value. In
        it ``t`` is the captured row, ``c`` the place and ``copy_id`` the id of the copy.
    """

    def __init__(self, env, changes):
        self.env = env
        self.changes = changes
        self._models = {}  # {model: level}, in the order of their capture
        self._relations = {}  # {(table, column1): (model1, column2, model2, capture)}
        env.cr.execute(
            "CREATE TEMP TABLE copier_id (model varchar, level varchar, id integer,"
            " rank integer, first integer, size integer)"
        )
        env.cr.execute(
            "CREATE TEMP TABLE copier_place (level varchar, number integer, agency integer,"
            " year integer, stage varchar, weeks integer)"
        )

    # ------------------------------------------------------------
    # CAPTURE
    # ------------------------------------------------------------

    def capture(self, stage, records, level=CYCLE):
        """Keep ``records``, a list of recordsets, as they stand now."""
        self.env.flush_all()
        for found in filter(None, records):
            model = self.env[found._name]
            if model._name not in self._models:
                self._models[model._name] = level
                self._create_capture(model._table, model._table)
            self._insert_capture(stage, model._table, model._table, "id", found.ids)
            for field in model._fields.values():
                if field.type == "many2many" and field.store and field.relation:
                    self._capture_relation(stage, field, found)

    def _capture_relation(self, stage, field, records):
        if field.relation in self._model_tables:
            return  # the rows are records
        key = (field.relation, field.column1)
        capture = f"{field.relation}_{field.column1}"
        if key not in self._relations:
            self._relations[key] = (records._name, field.column2, field.comodel_name, capture)
            self._create_capture(field.relation, capture)
        self._insert_capture(stage, field.relation, capture, field.column1, records.ids)

    @property
    def _model_tables(self):
        return {model._table for model in self.env.registry.models.values() if model._auto}

    def _create_capture(self, table, capture):
        self.env.cr.execute(
            SQL(
                "CREATE TEMP TABLE %s AS SELECT ''::varchar AS stage, t.* FROM %s t WHERE FALSE",
                _get_capture(capture),
                SQL.identifier(table),
            )
        )

    def _insert_capture(self, stage, table, capture, column, ids):
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s SELECT %s, t.* FROM %s t WHERE %s = ANY(%s)",
                _get_capture(capture),
                stage,
                SQL.identifier(table),
                SQL.identifier("t", column),
                list(ids),
            )
        )

    # ------------------------------------------------------------
    # WRITE
    # ------------------------------------------------------------

    def write(self, places):
        """Write the copies.

        :param places: ``{level: [Place, ...]}``
        """
        for level, found in places.items():
            self.env.cr.execute_values(
                "INSERT INTO copier_place VALUES %s",
                [
                    (level, place.number, place.agency, place.year, place.stage, place.weeks)
                    for place in found
                ],
            )
        for model, level in self._models.items():
            self._take_ids(self.env[model], level, len(places[level]))
        self.env.cr.execute("ANALYZE copier_id, copier_place")
        relations = self._get_relations()
        tables = [self.env[model]._table for model in self._models]
        tables += [table for table, _column in relations]
        with _WithoutForeignKeys(self.env.cr, tables):
            for model, level in self._models.items():
                self._write_model(self.env[model], level)
            for table, column in relations:
                self._write_relation(table, column)
        self.env.invalidate_all()

    def _get_relations(self):
        """Return the tables of many2many fields with the column whose records they belong to.

        Both sides of one may have been captured: of an agency and a cycle the cycle counts.
        """
        chosen = {}
        for (table, column), (model, *_rest) in self._relations.items():
            if table not in chosen or self._models[model] == CYCLE:
                chosen[table] = column
        return list(chosen.items())

    def _take_ids(self, model, level, count):
        """Reserve ids for the copies of ``model``: each place has a range of its own."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO copier_id
                SELECT %s, %s, id, row_number() OVER (ORDER BY id) - 1,
                       (SELECT last_value FROM %s), count(*) OVER ()
                FROM (SELECT DISTINCT id FROM %s)
                """,
                model._name,
                level,
                SQL.identifier(f"{model._table}_id_seq"),
                _get_capture(model._table),
            )
        )
        self.env.cr.execute(
            SQL(
                "SELECT setval(%s, (SELECT first + size * (%s + 1) FROM copier_id"
                " WHERE model = %s LIMIT 1))",
                f"{model._table}_id_seq",
                count,
                model._name,
            )
        )

    def _get_copy_id(self, alias):
        """Return the id of the copy of the record that ``alias``, of copier_id, names."""
        return SQL(
            "%(r)s.first + 1 + %(r)s.rank + %(r)s.size * (CASE %(r)s.level WHEN 'agency'"
            " THEN NULLIF(c.agency, 0) ELSE c.number END - 1)",
            r=SQL.identifier(alias),
        )

    def _join_id(self, alias, model, value):
        return SQL(
            "LEFT JOIN copier_id %(r)s ON %(r)s.model = %(model)s AND %(r)s.id = %(value)s",
            r=SQL.identifier(alias),
            model=model,
            value=value,
        )

    def _write_model(self, model, level):
        joins, columns, values = [], [], []
        for number, field in enumerate(model._fields.values()):
            if not (field.store and field.column_type):
                continue
            value = SQL.identifier("t", field.name)
            alias = f"r{number}"
            change = self.changes.get((model._name, field.name))
            if field.name == "id":
                value = SQL("copy_id")
            elif change is not None:
                value = change
            elif field.type == "many2one" and field.comodel_name in self._models:
                joins.append(self._join_id(alias, SQL("%s", field.comodel_name), value))
                value = SQL("COALESCE(%s, %s)", self._get_copy_id(alias), value)
            elif field.type == "many2one_reference":
                other = SQL.identifier("t", field.model_field)
                joins.append(self._join_id(alias, other, value))
                value = SQL("COALESCE(%s, %s)", self._get_copy_id(alias), value)
            elif field.type in ("date", "datetime"):
                kind = SQL(field.column_type[1])
                value = SQL("(%s + c.weeks * interval '7 days')::%s", value, kind)
            elif field.name == "parent_path":
                value = SQL("copy_id || '/'")  # nothing that is captured has a parent
            columns.append(SQL.identifier(field.name))
            values.append(value)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %(table)s (%(columns)s)
                SELECT %(values)s
                FROM (SELECT * FROM copier_place WHERE level = %(level)s) c
                JOIN %(capture)s t USING (stage)
                JOIN copier_id own ON own.model = %(model)s AND own.id = t.id
                CROSS JOIN LATERAL (SELECT %(copy_id)s AS copy_id)
                %(joins)s
                """,
                table=SQL.identifier(model._table),
                columns=SQL(", ").join(columns),
                values=SQL(", ").join(values),
                level=level,
                capture=_get_capture(model._table),
                model=model._name,
                copy_id=self._get_copy_id("own"),
                joins=SQL(" ").join(joins),
            )
        )

    def _write_relation(self, table, column1):
        model1, column2, model2, capture = self._relations[table, column1]
        one, two = (SQL.identifier("t", column) for column in (column1, column2))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %(table)s (%(column1)s, %(column2)s)
                SELECT COALESCE(%(copy1)s, %(one)s), COALESCE(%(copy2)s, %(two)s)
                FROM (SELECT * FROM copier_place WHERE level = %(level)s) c
                JOIN %(capture)s t USING (stage) %(join1)s %(join2)s
                """,
                table=SQL.identifier(table),
                column1=SQL.identifier(column1),
                column2=SQL.identifier(column2),
                one=one,
                two=two,
                copy1=self._get_copy_id("r1"),
                copy2=self._get_copy_id("r2"),
                level=self._models[model1],
                capture=_get_capture(capture),
                join1=self._join_id("r1", SQL("%s", model1), one),
                join2=self._join_id("r2", SQL("%s", model2), two),
            )
        )


def _get_capture(name):
    """Return the temporary table of what was captured of a table, or of one side of it."""
    return SQL.identifier(f"copier_{name}"[:63])


class _WithoutForeignKeys:
    """Take the foreign keys off ``tables`` and put them back: PostgreSQL checks all rows then, and
    much faster than one by one."""

    def __init__(self, cr, tables):
        self.cr = cr
        self.tables = tables

    def __enter__(self):
        self.cr.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::text[]::regclass[])",
            [self.tables],
        )
        self.keys = defaultdict(list)
        for table, name, definition in self.cr.fetchall():
            self.keys[table].append((name, definition))
        for table, keys in self.keys.items():
            self._alter(table, [f'DROP CONSTRAINT "{name}"' for name, _definition in keys])

    def __exit__(self, *error):
        if error[0] is not None:
            return
        for table, keys in self.keys.items():
            self._alter(table, [f'ADD CONSTRAINT "{name}" {text}' for name, text in keys])

    def _alter(self, table, acts):
        # pylint: disable-next=sql-injection  # names and definitions come from the catalog
        self.cr.execute(f"ALTER TABLE {table} {', '.join(acts)}")
