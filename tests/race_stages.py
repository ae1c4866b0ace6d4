"""The stages of a cycle in which acts are raced, and what is possible in each."""

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError

from .acts import ACTS
from .office import browser


def do(env, name, ids):
    """Do an act on the records of ``ids`` in this environment."""
    model, record_ids = ids
    ACTS[name].do(env[model].browse(record_ids))


class Undo(Exception):
    pass


def is_possible(office, cycle, name):
    """Return whether the act can be done on this cycle now, and on what by whom; undone."""
    one = ACTS[name]
    records = one.find(office, cycle)
    users = records and one.who(office, records)
    if not records or not users:
        return None
    if one.commits:
        return (records._name, records.ids), users.ids
    try:
        with cycle.env.cr.savepoint(flush=True):
            env = office.env(cycle.env)(user=users[0].id, su=users[0].id == SUPERUSER_ID)
            with browser(env):
                do(env, name, (records._name, records.ids))
            env.flush_all()
            raise Undo
    except Undo:
        return (records._name, records.ids), users.ids
    except UserError:
        return None
    finally:
        cycle.env.invalidate_all()


# ------------------------------------------------------------
# THE STAGES
# ------------------------------------------------------------


def play(office, cycle, name, user=None, record=None):
    """Do an act for the scene, as whoever may."""
    records = record or ACTS[name].find(office, cycle)
    user = user or ACTS[name].who(office, records)[:1]
    env = office.env(cycle.env)(user=user.id, su=user.id == SUPERUSER_ID)
    with browser(env):
        do(env, name, (records._name, records.ids))
    cycle.env.invalidate_all()


def stage_draft(office, env, year):
    return office.open_cycle(env, year)


def stage_collect(office, env, year):
    """Bidang A fills its request, B has handed it in, that of the Sekretariat is a draft."""
    cycle = office.open_cycle(env, year)
    objective = office.env(env)["lakip.objective"].create({"cycle_id": cycle.id, "name": "Sasaran"})
    office.env(env)["lakip.indicator"].create(
        {
            "objective_id": objective.id,
            "name": "Indeks",
            "unit": "poin",
            "target": "80",
            "direction": "higher",
        }
    )
    cycle._do_propose_sections()
    play(office, cycle, "start")
    by_division = {
        code: cycle.request_ids.filtered(lambda one, key=key: one.department_id.id == key)
        for code, key in office.departments.items()
    }
    for code in ("division_a", "division_b"):
        request = by_division[code]
        play(office, cycle, "send", record=request)
        for item in request.item_ids:
            play(office, cycle, "fill", record=item)
    play(office, cycle, "hand_file", record=by_division["division_a"].item_ids[0])
    play(office, cycle, "submit", record=by_division["division_b"])
    return cycle


def stage_held(office, env, year):
    cycle = stage_collect(office, env, year)
    play(office, cycle, "hold")
    return cycle


def stage_collected(office, env, year):
    """All is accepted or waived: the row can be completed, and the data given back."""
    cycle = stage_collect(office, env, year)
    play(office, cycle, "submit")
    for _request in range(2):
        play(office, cycle, "accept")
    play(office, cycle, "waive")
    return cycle


def stage_drafting(office, env, year):
    cycle = office.open_cycle(env, year, divisions=False)
    cycle._do_propose_sections()
    play(office, cycle, "start")
    play(office, cycle, "complete")
    play(office, cycle, "new_version")
    return cycle


def stage_paraf(office, env, year):
    """The second paraf is asked, so the first can be taken back."""
    cycle = stage_drafting(office, env, year)
    play(office, cycle, "complete")
    play(office, cycle, "approve")
    return cycle


def stage_revising(office, env, year):
    cycle = stage_paraf(office, env, year)
    play(office, cycle, "give_back")
    play(office, cycle, "new_version")
    return cycle


def stage_signing(office, env, year):
    cycle = stage_paraf(office, env, year)
    play(office, cycle, "approve")
    return cycle


def stage_archive(office, env, year):
    """Signed; one delivery can be declared handed over, the other waits for its receipt."""
    cycle = stage_signing(office, env, year)
    play(office, cycle, "sign")
    play(office, cycle, "place")
    play(office, cycle, "attach_receipt")
    return cycle


def stage_delivered(office, env, year):
    """All is handed over: the cycle can be finished."""
    cycle = stage_archive(office, env, year)
    play(office, cycle, "attach_receipt")
    for _delivery in range(2):
        play(office, cycle, "deliver")
    return cycle


STAGES = {
    name.removeprefix("stage_"): build
    for name, build in list(globals().items())
    if name.startswith("stage_")
}
