"""Figures of a database that an upgrade, or the life of an app beside them, may not change.

For each table the number of its rows, for each column a digest of all its values in the order of
the rows. So a difference names the table and the column.
"""

import json

from . import postgres

#: Who wrote a row last, and when: an upgrade writes what it fills in.
_WRITTEN = ("write_date", "write_uid")
#: Tables in one query: a command line has an end.
_AT_ONCE = 20
#: What belongs to the app, and what people keep beside it.
TABLES = (
    "lakip_%",
    "hr_%",
    "calendar_%",
    "discuss_channel%",
    "mail_activity%",
    "mail_followers%",
    "mail_message%",
    "mail_notification",
    "mail_tracking_value",
    "project_%",
    "resource_%",
    "res_company%",
    "res_groups_users_rel",
    "res_partner%",
    "res_users%",
    "ir_attachment",
    "ir_default",
    "ir_filters",
)
#: Files and notes of menus, views, crons and bundles are no data of people.
_ROWS = {
    "ir_attachment": "coalesce(res_model, url, '-') !~ '^(ir[.]|/web/assets/)'",
    "mail_message": "coalesce(model, '-') !~ '^ir[.]'",
}


def read(database, tables=TABLES):
    """Return ``{table: {"rows": number, "columns": {column: digest}}}`` of ``database``.

    :param tables: patterns of SQL's LIKE
    """
    patterns = ", ".join(f"'{name}'" for name in tables)
    rows = postgres.query(
        "SELECT c.table_name, string_agg(c.column_name, ' ' ORDER BY c.column_name) "
        "FROM information_schema.columns c JOIN information_schema.tables t "
        "ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
        "WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' "
        f"AND c.table_name LIKE ANY (ARRAY[{patterns}]) "
        f"AND c.column_name NOT IN {_WRITTEN} GROUP BY 1 ORDER BY 1",
        database,
    )
    found = {table: columns.split() for table, columns in (row.split("\t") for row in rows)}
    queries = [_digests(table, columns) for table, columns in found.items()]
    answers = [
        answer
        for first in range(0, len(queries), _AT_ONCE)
        for answer in postgres.query(
            " UNION ALL ".join(queries[first : first + _AT_ONCE]), database
        )
    ]
    result = {}
    for answer in answers:
        table, number, *digests = answer.split("\t")
        columns = dict(zip(found[table], digests[0].split(), strict=True))
        result[table] = {"rows": int(number), "columns": columns}
    return result


def save(found, file):
    """Write figures to ``file``, a table a line."""
    lines = (f"{json.dumps(table)}: {json.dumps(rows)}" for table, rows in found.items())
    file.write_text("{{\n{}\n}}\n".format(",\n".join(lines)))


def load(file):
    """Return the figures that were saved in ``file``."""
    return json.loads(file.read_text())


def _digests(table, columns):
    """Return the query of one table: its name, number of rows, digests of its columns."""
    order = '"id"' if "id" in columns else ", ".join(f'"{name}"' for name in columns)
    parts = " || ' ' || ".join(
        f"""coalesce(left(md5(string_agg(coalesce("{name}"::text, '-'), '|' ORDER BY {order})), """
        "12), '-')"
        for name in columns
    )
    rows = _ROWS.get(table, "TRUE")
    return f"SELECT '{table}', count(*), {parts} FROM \"{table}\" WHERE {rows}"


def compare(before, after):
    """Return ``(rows, changed)``: how many rows each table has more, and the names of the columns
    (``table.column``) with another value, or gone, and of tables that are gone.

    Tables and columns that are new in ``after`` are no difference, nor are the columns of a table
    with more or fewer rows.
    """
    rows, changed = {}, set()
    for table, known in before.items():
        now = after.get(table)
        if not now:
            changed.add(table)
        elif more := now["rows"] - known["rows"]:
            rows[table] = more
        else:
            changed |= {
                f"{table}.{column}"
                for column, digest in known["columns"].items()
                if digest != now["columns"].get(column)
            }
    return rows, changed
