"""The data set: ``python -m bench.build DATABASE [CYCLES]``.

An agency lives through the cycle of one year by the app's public methods (``pattern.py``); each of
its moments is captured and multiplied (``copier.py``). So every row is what the app itself writes,
and the chains of approvals are computed with its own function. 5,000 cycles are 500 agencies with
ten years each: the last year runs, at a row that the number of the agency says, all others are
done. Beside each cycle lies as much of the peers (``twin.py``) where their apps are installed.
"""

from collections import Counter

from odoo import Command, fields
from odoo.tools import SQL

from odoo.addons.lakip_sop.tools import hashchain

from .copier import AGENCY, CYCLE, Copier, Place
from .parts import PARTS, find_agency, find_parts
from .pattern import AGENCY as PATTERN
from .pattern import RUNNING, STAGES, YEAR, Agency, Life
from .twin import Twin

YEARS = 10
CYCLES = 5000
#: Weeks by which turns of the agencies began earlier than now: so some are late.
_WEEKS_AGO = 4

#: Texts that name the year or the agency.
_TEXTS = {
    "lakip.cycle": ("name",),
    "lakip.document": ("name",),
    "ir.attachment": ("name",),
    "mail.activity": ("summary",),
    "calendar.event": ("name",),
    "discuss.channel": ("name",),
    "res.company": ("name", "lakip_agency"),
    "res.partner": ("name", "complete_name", "commercial_company_name"),
    "hr.employee": ("name",),
    "hr.version": ("name",),
    "resource.resource": ("name",),
}


def build(env, cycles=CYCLES, stages=RUNNING):
    """Fill the database of ``env``, in which there is no cycle yet.

    :param stages: where the running cycles stand, one agency after the other
    """
    agencies = max(1, cycles // YEARS)
    agency = Agency(env)
    life = Life(agency)
    twin = Twin(agency)
    copier = Copier(agency.env, _get_changes(agency.env))
    reached = {}
    for stage in life.tell():
        twin.reach(STAGES.index(stage), len(STAGES))
        env.cr.flush()  # what is tracked becomes messages
        copier.capture(stage, find_parts(life.cycle) + twin.find_parts())
        reached[stage] = life.clock.moment
    # At last: who is asked for data gets the access group for it then.
    copier.capture(AGENCY, find_agency(agency) + twin.find_agency(), level=AGENCY)
    copier.write(
        {
            AGENCY: [Place(number, number) for number in range(1, agencies)],
            CYCLE: list(_get_places(agencies, reached, stages)),
        }
    )
    _chain(agency.env)
    admin = env.ref("base.user_admin")
    admin.write(
        {
            "company_ids": [Command.set(env["res.company"].search([("id", "!=", False)]).ids)],
            "group_ids": [Command.link(env.ref("lakip_sop.group_lakip_manager").id)],
        }
    )
    env.flush_all()


def _get_places(agencies, reached, stages):
    """Yield where the copies of the cycle go: all years of all agencies but the pattern itself."""
    now, ended = fields.Datetime.now(), reached["done"]
    number = 0
    for agency in range(agencies):
        for year in range(YEAR - YEARS + 1, YEAR + 1):
            if (agency, year) == (0, YEAR):
                continue
            number += 1
            stage, weeks = "done", 52 * (year - YEAR)
            if year == YEAR:
                stage = stages[(agency - 1) % len(stages)]
                moment = reached[stage] or ended
                weeks = (now - moment).days // 7 - (agency - 1) // len(stages) % _WEEKS_AGO
            yield Place(number, agency, year, stage, weeks)


def _get_changes(env):
    """Return what a copy has instead of the captured values."""
    changes = {
        ("res.users", "login"): SQL("split_part(t.login, '.', 1) || '.' || c.agency"),
        ("res.partner", "email"): SQL("replace(t.email, '.0@', '.' || c.agency || '@')"),
        ("res.partner", "email_normalized"): SQL(
            "replace(t.email_normalized, '.0@', '.' || c.agency || '@')"
        ),
        ("discuss.channel", "uuid"): SQL("left(md5(random()::text || copy_id), 10)"),
        ("mail.message", "message_id"): SQL("'<' || copy_id || '@bench.example.com>'"),
        ("lakip.cycle", "date_due"): SQL("make_date(c.year + 1, 2, 28)"),
        ("lakip.approval", "token"): SQL("md5(random()::text || copy_id) || md5(random()::text)"),
    }
    for model in env.registry.models.values():
        if model._name in PARTS or model._name == "lakip.cycle":
            if "year" in model._fields and model._fields["year"].store:
                changes[model._name, "year"] = SQL("c.year")
    changes["lakip.indicator.year", "year"] = SQL("t.year + c.year - %s", YEAR)
    for model, names in _TEXTS.items():
        for name in names:
            field = env[model]._fields.get(name)
            if field and field.store and field.column_type:
                changes[model, name] = SQL(
                    "replace(replace(replace(%s, %s, 'LAKIP ' || c.year), %s, 'Dinas ' || c.agency)"
                    ", %s, 'DINAS ' || c.agency)",
                    SQL.identifier("t", name),
                    f"LAKIP {YEAR}",
                    PATTERN,
                    PATTERN.upper(),
                )
    return changes


# ------------------------------------------------------------
# THE CHAINS
# ------------------------------------------------------------


def _chain(env):
    """Chain the copied decisions: each row has the hash the app gives it."""
    env.invalidate_all()
    rows = env["lakip.approval"].search([("hash", "!=", False)], order="cycle_id, sequence")
    values, previous = [], {}
    for row in rows:
        before = previous.get(row.cycle_id.id, hashchain.GENESIS)
        previous[row.cycle_id.id] = row._get_hash(before)
        values.append((row.id, before, previous[row.cycle_id.id]))
    env.cr.execute_values(
        "UPDATE lakip_approval a SET previous_hash = v.previous, hash = v.hash"
        " FROM (VALUES %s) v (id, previous, hash) WHERE a.id = v.id",
        values,
    )
    env.invalidate_all()


def count(env):
    """Return how many records of each model there are that the sizes speak of."""
    counts = Counter()
    for model in (
        *("lakip.cycle", "lakip.step", "lakip.request", "lakip.approval", "ir.attachment"),
        *("res.company", "res.users", "mail.message", "mail.activity", "project.task"),
    ):
        if model in env:
            env.cr.execute(SQL("SELECT count(*) FROM %s", SQL.identifier(env[model]._table)))
            (counts[model],) = env.cr.fetchone()
    return counts
