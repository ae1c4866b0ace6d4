"""All cycles as the administrator sees them, beside as many tasks of Odoo's own project app.

5,000 cycles with 55,000 rows, and 5,000 tasks with 50,000 subtasks, as many files, messages and
activities, lie in one database. Both are read by the same user, who has all companies, as the web
client reads them: what the views show, with the first 80 of a list or of each column of a kanban,
and a form as a whole. Each act starts with empty record caches, as a request does.
"""

from .harness import Case
from .reading import (
    Page,
    read_activities,
    read_form,
    read_graph,
    read_kanban,
    read_list,
    read_pivot,
    search_list,
)

#: The tasks that stand for a cycle; the others are rows of one.
TASKS = (("parent_id", "=", False), ("project_id", "!=", False))


def _compare(name, read, ours, peer, models=("lakip.cycle", "project.task")):
    """Return the case of one page of both.

    :param ours: what ``read`` takes for our model, a tuple; as is ``peer`` for the other
    """
    return Case(
        name,
        Page("lakip_sop", models[0], "admin", read, *ours),
        (Page(models[1], models[1], "admin", read, *peer),),
        cold=True,
        runs=9,
    )


CASES = (
    _compare("list of 5,000 cycles or tasks", read_list, (), (TASKS,)),
    _compare("kanban of 5,000 by status", read_kanban, ("state",), ("stage_id", TASKS)),
    _compare(
        "opening one of them; a cycle with its SOP page",
        read_form,
        ([("state", "=", "running")],),
        (TASKS,),
    ),
    _compare(
        "search of 5,000 by three texts",
        search_list,
        [[("name", "ilike", text)] for text in ("2019", "LAKIP 20", "tidak ada")],
        [[*TASKS, ("name", "ilike", text)] for text in ("2019", "LAKIP 20", "tidak ada")],
    ),
    _compare(
        "search of 5,000 by three filters: mine, late, open",
        search_list,
        [
            [("is_my_turn", "=", True)],
            [("is_late", "=", True)],
            [("state", "=", "running")],
        ],
        [
            [*TASKS, ("user_ids", "in", 2)],
            [*TASKS, ("date_deadline", "<", "today"), ("is_closed", "=", False)],
            [*TASKS, ("is_closed", "=", False)],
        ],
    ),
    _compare("5,000 grouped by company", read_graph, (["company_id"], "__count"),
             (["company_id"], "__count", TASKS)),
    _compare("activity view of 5,000", read_activities, (), (TASKS,)),
    _compare(
        "list of 55,000 rows or tasks",
        read_list,
        (),
        ([("project_id", "!=", False)],),
        ("lakip.step", "project.task"),
    ),
    _compare(
        "kanban of 55,000 rows or tasks by status",
        read_kanban,
        ("state",),
        ("state", [("project_id", "!=", False)]),
        ("lakip.step", "project.task"),
    ),
    _compare(
        "pivot of 55,000 rows: SOP Performance, tasks analysis",
        read_pivot,
        ("activity", "year", ["worked_hours:sum", "standard_hours:sum", "on_time_rate:avg"]),
        ("stage_id", "create_date:year",
         ["working_hours_open:avg", "working_hours_close:avg", "rating_last_value:avg"]),
        ("lakip.step.analysis", "report.project.task.user"),
    ),
    _compare(
        "graph of 55,000 rows: SOP Performance, tasks analysis",
        read_graph,
        (["activity"], "worked_hours:sum"),
        (["stage_id"], "working_hours_close:avg"),
        ("lakip.step.analysis", "report.project.task.user"),
    ),
    _compare(
        "list of 60,000 requests, 55,000 tasks",
        read_list,
        (),
        ([("project_id", "!=", False)],),
        ("lakip.request", "project.task"),
    ),
)  # fmt: skip
