"""How pages are read: what the web client asks the server for a view, as a user, rules and all."""

from datetime import timedelta
from functools import partial

from odoo import fields

from tests.pages import read_spec

from .harness import Contender

LIMIT = 80
#: Half of what a month of a calendar shows.
WEEKS = timedelta(weeks=3)


class Page(Contender):
    """One page of one model, as ``login`` opens it.

    :param name: of the contender in the table
    :param model: name of the model
    :param login: whose page it is; the administrator has all companies
    :param read: what reads it, a function of this module or a method name of the model
    :param options: more for ``read``
    """

    def __init__(self, name, model, login, read, *options, cycles=None):
        self.name = name
        self.model = model
        self.login = login
        self.read = read
        self.options = options
        self.cycles = cycles

    def acts(self, env):
        model = as_user(env, self.login)[self.model]
        acts = self.read(model, *self.options)
        # What is found out of the views belongs to the first page, once, and not to each reading.
        yield from acts if isinstance(acts, list) else [acts]


def as_user(env, login):
    """Return the environment of the user ``login`` as a request has it, with all companies."""
    user = env["res.users"].search([("login", "=", login)])
    companies = (user.company_id | user.company_ids).ids
    # Of Odoo itself: a language that is not installed would be looked for again and again.
    context = user.with_user(user).context_get()
    return env(user=user.id, context={**context, "allowed_company_ids": companies})


def read_list(model, domain=(), view=None):
    """Return what reads the first page of a list with its count."""
    spec = get_specification(model, "list", view)
    return partial(model.web_search_read, list(domain), spec, limit=LIMIT, count_limit=10001)


def search_list(model, *domains):
    """Return what reads a list once for each of ``domains``, as filters and searches do."""
    spec = get_specification(model, "list")
    return [
        partial(model.web_search_read, domain, spec, limit=LIMIT, count_limit=10001)
        for domain in domains
    ]


def read_kanban(model, column, domain=()):
    """Return what reads a kanban view in columns."""
    return partial(
        model.web_read_group,
        list(domain),
        [column],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification=get_specification(model, "kanban"),
        unfold_read_default_limit=LIMIT,
    )


def read_form(model, domain=(), view=None):
    """Return what opens the form of the first record in ``domain``."""
    spec = get_specification(model, "form", view)
    record = model.search(list(domain), limit=1)
    assert record, (model, domain)
    return partial(record.web_read, spec)


def read_pivot(model, rows, columns, measures, domain=()):
    """Return what fills a pivot table: totals, rows, columns and their cells."""
    groups = [[], [rows], [columns], [rows, columns]]
    return partial(model.formatted_read_grouping_sets, list(domain), groups, ["__count", *measures])


def read_graph(model, groups, measure, domain=()):
    """Return what fills a graph."""
    return partial(model.formatted_read_group, list(domain), groups, [measure])


def read_month(model, start, domain=(), names=(), around=None):
    """Return what fills a month of a calendar, which is not empty.

    :param start: name of the field of the day; entries of six weeks are shown
    :param around: the moment in their middle, a datetime; now by default
    """
    around = around or fields.Datetime.now()
    days = [(start, ">=", around - WEEKS), (start, "<=", around + WEEKS)]
    assert model.search_count([*domain, *days]), (model, domain)
    return partial(model.search_read, [*domain, *days], list(names))


def read_activities(model, domain=()):
    """Return what fills the activity view."""
    activities = model.env["mail.activity"]
    return partial(activities.get_activity_data, model._name, list(domain), limit=LIMIT)


def get_specification(model, view_type, view=None):
    """Return what the web client asks of ``model`` for its view of ``view_type``.

    :param view: external id of another view than the first one
    """
    view_id = view and model.env.ref(view).id
    return read_spec(model.get_view(view_id, view_type)["arch"], model)
