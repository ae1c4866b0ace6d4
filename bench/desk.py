"""What one person of an agency opens, among 5,000 cycles of 500 agencies.

The planning head has the turn in a cycle that collects data and twelve requests under way, the
staff hand in for eleven of them. The same person has in ``project`` one task with ten subtasks for
each of ten years, and activities on them.
"""

from functools import partial

from odoo.addons.mail.tools.discuss import Store

from .harness import Case
from .reading import Page, read_activities, read_form, read_list, read_month

#: The first agency whose last cycle collects data.
OWNER, STAFF = "planning_head.1", "staff.1"
MINE = [("user_ids", "in", "uid")]
AGENDA = ("display_name", "kind", "date_start", "date_stop", "is_all_day", "cycle_id", "user_ids")
CALENDAR = ("display_name", "date_deadline", "user_ids", "project_id", "state", "priority")
EVENTS = ("display_name", "start", "stop", "allday", "partner_ids", "user_id", "location")


def read_home(model):
    """Return what opens the home of the app."""
    return partial(model.get_home_data, False)


def read_discuss(model):
    """Return what opens Odoo's Discuss: its store and the inbox."""

    def read():
        store = Store()
        model.env["res.users"]._init_store_data(store)
        model.env.user._init_messaging(store)
        found = model._message_fetch(domain=[("needaction", "=", True)])
        store.add(found["messages"])
        return store.get_result()

    return read


def read_systray(model):
    """Return what the menu 'Activities' shows."""
    return model._get_activity_groups


def read_my_tasks(model):
    """Return what 'My Tasks' asks for."""
    domain = [("user_ids", "in", model.env.uid), ("is_closed", "=", False)]
    return read_list(model, domain)


def read_my_calendar(model):
    """Return what shows the month in which the tasks of this year are due."""
    domain = [("user_ids", "in", model.env.uid), ("date_deadline", "!=", False)]
    last = model.search(domain, order="date_deadline desc", limit=1)
    return read_month(model, "date_deadline", domain, CALENDAR, last.date_deadline)


def read_my_events(model):
    domain = [("partner_ids", "in", model.env.user.partner_id.ids)]
    return read_month(model, "start", domain, EVENTS)


def read_my_activities(model):
    return read_list(model, [("user_id", "=", model.env.uid)])


def read_my_task(model):
    return read_form(model, [("user_ids", "in", model.env.uid), ("parent_id", "=", False)])


def _page(name, model, login, read, *options):
    return Page(name, model, login, read, *options)


CASES = tuple(
    case
    for login, who in ((OWNER, "planning head"), (STAFF, "staff of a division"))
    for case in (
        Case(
            f"home, {who}",
            _page("lakip_sop", "lakip.cycle", login, read_home),
            (_page("Discuss with its inbox", "mail.message", login, read_discuss),),
            cold=True, runs=9,
        ),
        Case(
            f"My Work, {who}",
            _page("lakip_sop", "lakip.work", login, read_list),
            (
                _page("project: My Tasks", "project.task", OWNER, read_my_tasks),
                _page("list of own activities", "mail.activity", OWNER, read_my_activities),
                _page("menu of activities", "res.users", OWNER, read_systray),
            ),
            cold=True, runs=9,
        ),
        Case(
            f"agenda, six weeks, {who}",
            _page("lakip_sop", "lakip.agenda", login, read_month, "date_start", (), AGENDA),
            (
                _page("project: calendar", "project.task", OWNER, read_my_calendar),
                _page("calendar", "calendar.event", OWNER, read_my_events),
            ),
            cold=True, runs=9,
        ),
    )
) + (
    Case(
        "request page, staff of a division",
        _page("lakip_sop", "lakip.request", STAFF, read_form, [("state", "=", "sent")],
              "lakip_sop.lakip_request_view_form_division"),
        (_page("project: form of a task", "project.task", OWNER, read_my_task),),
        cold=True, runs=9,
    ),
    Case(
        "row of the SOP with its requests, planning head",
        _page("lakip_sop", "lakip.step", OWNER, read_form, [("is_my_turn", "=", True)]),
        (_page("project: form of a task", "project.task", OWNER, read_my_task),),
        cold=True, runs=9,
    ),
    Case(
        "activity view of requests, planning head",
        _page("lakip_sop", "lakip.request", OWNER, read_activities),
        (_page("project.task", "project.task", OWNER, read_activities),),
        cold=True, runs=9,
    ),
)  # fmt: skip
