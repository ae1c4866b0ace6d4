"""5,000 cycles with their 55,000 rows, and as many tasks with subtasks of Odoo's own project app.

Both lie in one database and are read by the same user as the web client reads them: what the views
show, with the first 80 of a list or of each column of a kanban, and a form as a whole. Each act
starts with empty record caches, as a request does.
"""

from functools import partial

from lxml import etree

from odoo import Command
from odoo.tools import SQL

from .harness import Case, Contender

COMPANIES = 50
YEARS = range(2001, 2101)
CYCLES = COMPANIES * len(YEARS)
#: Rows of SOP 09, hence of each cycle; a task has as many records with its subtasks.
ROWS = 11
LIMIT = 80


class Reading(Contender):
    """Records of a model, read through one of its views."""

    model = ""

    def __init__(self, view_type):
        self.view_type = view_type

    def acts(self, env):
        model = self._as_user(env)
        spec = get_specification(model, self.view_type)
        yield partial(getattr(self, f"_read_{self.view_type}"), model, spec)

    def _as_user(self, env):
        """Return the model for a user, to whom access rules apply."""
        user = env.ref("base.user_admin")
        context = {"lang": "en_US", "tz": "Asia/Pontianak", "uid": user.id}
        context["allowed_company_ids"] = user.company_ids.ids
        return env(user=user.id, context=context)[self.model]

    def _read_list(self, model, spec):
        found = model.web_search_read(self.domain, spec, limit=LIMIT, count_limit=10001)
        assert (found["length"], len(found["records"])) == (CYCLES, LIMIT)

    def _read_kanban(self, model, spec):
        found = model.web_read_group(
            self.domain,
            [self.column],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=spec,
            unfold_read_default_limit=LIMIT,
        )
        assert [len(group["__records"]) for group in found["groups"]] == [LIMIT, LIMIT]

    def _read_form(self, model, spec):
        model.search(self.domain, limit=1).web_read(spec)


class Cycles(Reading):
    """The cycles of 50 companies, half of them done."""

    name = "lakip_sop"
    model = "lakip.cycle"
    domain = ()
    column = "state"

    def prepare(self, env):
        if env[self.model].search_count([]):
            return
        user = env.ref("base.user_admin")
        companies = env["res.company"].create([{"name": f"Dinas {n}"} for n in range(COMPANIES)])
        calendar = env.ref("lakip_sop.resource_calendar_asn")
        companies.resource_calendar_id = calendar
        user.write(
            {
                "company_ids": [Command.link(company.id) for company in companies],
                "group_ids": [Command.link(env.ref("lakip_sop.group_lakip_manager").id)],
            }
        )
        sop = env.ref("lakip_sop.lakip_sop_09")
        self._copy_cycles(env, companies, user)
        env.cr.execute(
            SQL(
                """
                INSERT INTO lakip_step (cycle_id, company_id, year, sop_step_id, sequence, number,
                    name, kind, role_id, requirement, duration, duration_unit, output, round,
                    state, date_start, date_deadline, create_uid, create_date)
                SELECT cycle.id, cycle.company_id, cycle.year, row.id, row.sequence, row.number,
                    row.name, row.kind, row.role_id, row.requirement, row.duration,
                    row.duration_unit, row.output, 1,
                    CASE WHEN cycle.state = 'done' OR row.place < 1 + cycle.id %% %s THEN 'done'
                        WHEN row.place = 1 + cycle.id %% %s THEN 'active' ELSE 'waiting' END,
                    now() - interval '2 days', now() + interval '2 days', %s, now()
                FROM lakip_cycle cycle, (
                    SELECT *, row_number() OVER (ORDER BY sequence, id) place
                    FROM lakip_sop_step WHERE sop_id = %s
                ) row
                """,
                ROWS,
                ROWS,
                user.id,
                sop.id,
            )
        )
        env.cr.execute(
            "UPDATE lakip_cycle cycle SET current_step_id = step.id FROM lakip_step step"
            " WHERE step.cycle_id = cycle.id AND step.state = 'active'"
        )
        env.cr.execute(
            SQL(
                "INSERT INTO lakip_step_user_rel (lakip_step_id, res_users_id)"
                " SELECT id, %s FROM lakip_step WHERE state = 'active'",
                user.id,
            )
        )
        env.cr.execute("ANALYZE lakip_cycle, lakip_step, lakip_step_user_rel")
        env.invalidate_all()

    def _copy_cycles(self, env, companies, user):
        """Make the cycles of ``companies``: each is what the app makes of a new one, but for this.

        A year and a company have one cycle.
        """
        made = env[self.model].create({"year": 2000, "company_id": companies[0].id})
        values = {
            "id": SQL("nextval('lakip_cycle_id_seq')"),
            "name": SQL("'LAKIP ' || year.year"),
            "year": SQL("year.year"),
            "company_id": SQL("company.id"),
            "state": SQL("CASE WHEN year.year %% 2 = 0 THEN 'done' ELSE 'running' END"),
            "date_start": SQL("now() - interval '9 days'"),
            "date_due": SQL("make_date(year.year + 1, 2, 28)"),
            "progress": SQL("50"),
            "create_uid": SQL("%s", user.id),
        }
        env.flush_all()
        columns = [
            name for name, field in made._fields.items() if field.store and field.column_type
        ]
        env.cr.execute(
            SQL(
                "INSERT INTO lakip_cycle (%s) SELECT %s FROM lakip_cycle made,"
                " unnest(%s) company(id), generate_series(%s, %s) year(year) WHERE made.id = %s",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(values.get(name, SQL.identifier("made", name)) for name in columns),
                companies.ids,
                YEARS[0],
                YEARS[-1],
                made.id,
            )
        )
        made.unlink()

    def _read_form(self, model, spec):
        model.search([("state", "=", "running")], limit=1).web_read(spec)


class Tasks(Reading):
    """Tasks of 50 projects in two stages, each with ten subtasks."""

    name = "project.task"
    model = "project.task"
    domain = (("parent_id", "=", False), ("project_id", "!=", False))
    column = "stage_id"

    def prepare(self, env):
        if env[self.model].search_count([("name", "=", "Task 1")]):
            return
        user = env.ref("base.user_admin")
        user.group_ids = [Command.link(env.ref("project.group_project_manager").id)]
        stages = env["project.task.type"].create([{"name": "Running"}, {"name": "Done"}])
        projects = env["project.project"].create(
            [
                {"name": f"Project {n}", "type_ids": [Command.set(stages.ids)]}
                for n in range(COMPANIES)
            ]
        )
        env.flush_all()
        columns = SQL(
            "name, active, project_id, stage_id, state, priority, sequence, date_deadline,"
            " display_in_project, parent_id, create_uid, create_date"
        )
        env.cr.execute(
            SQL(
                """
                INSERT INTO project_task (%s)
                SELECT 'Task ' || n, TRUE, (%s)[1 + n %% %s], (%s)[1 + n %% 2], '01_in_progress',
                    '0', 10, now() + interval '2 days', TRUE, NULL, %s, now()
                FROM generate_series(1, %s) n
                """,
                columns,
                projects.ids,
                COMPANIES,
                stages.ids,
                user.id,
                CYCLES,
            )
        )
        env.cr.execute(
            SQL(
                """
                INSERT INTO project_task (%s)
                SELECT 'Subtask ' || n, TRUE, project_id, stage_id, state, '0', n, date_deadline,
                    FALSE, id, create_uid, now()
                FROM project_task, generate_series(1, %s) n
                WHERE parent_id IS NULL AND project_id = ANY(%s)
                """,
                columns,
                ROWS - 1,
                projects.ids,
            )
        )
        env.cr.execute(
            SQL(
                "INSERT INTO project_task_user_rel (task_id, user_id)"
                " SELECT id, %s FROM project_task WHERE project_id = ANY(%s)",
                user.id,
                projects.ids,
            )
        )
        env.cr.execute("ANALYZE project_task, project_task_user_rel")
        env.invalidate_all()


def get_specification(model, view_type):
    """Return what the web client asks of ``model`` for its view of ``view_type``."""
    arch = etree.fromstring(model.get_view(view_type=view_type)["arch"])
    return _specify(arch, model)


def _specify(arch, model):
    spec = {}
    for node in arch.iterfind(".//field"):
        above = next((each for each in node.iterancestors() if each.tag == "field"), None)
        if above is not None and above in arch.iter():
            continue  # of a list inside the form
        name = node.get("name")
        field = model._fields[name]
        spec[name] = {}
        if field.type in ("many2one", "many2many"):
            spec[name] = {"fields": {"display_name": {}}}
        elif field.type == "one2many":
            inner = next(iter(node), None)
            comodel = model.env[field.comodel_name]
            spec[name] = {"fields": _specify(inner, comodel) if inner is not None else {}}
    return spec


CASES = tuple(
    Case(name, Cycles(view_type), (Tasks(view_type),), cold=True)
    for name, view_type in (
        (f"list of {CYCLES:,} cycles or tasks, {ROWS * CYCLES:,} rows", "list"),
        (f"kanban of {CYCLES:,} cycles or tasks by status", "kanban"),
        ("opening one of them; a cycle with its SOP page", "form"),
    )
)
