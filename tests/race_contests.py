"""Races of ``race_steps.py`` decided from cards: both hold the approval as they saw it."""

import threading
from base64 import b64encode

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from .office import browser, signature_png
from .race_world import at_once, complete, open_cycle, upload


def click_paraf(env, scene):
    env["lakip.approval"].browse(scene["approval"]).action_card_approve(*scene["shown"])


def click_return(env, scene):
    env["lakip.approval"].browse(scene["approval"]).action_return(
        "Kurang", version=scene["shown"][0], sha256=scene["shown"][1]
    )


def click_sign(env, scene):
    env["lakip.sign.wizard"].browse(scene["wizard"]).action_sign()


def click_withdraw(env, scene):
    env["lakip.approval"].browse(scene["given"]).action_withdraw("Salah baca")


def new_version(env, scene):
    """Another secretary returns the report and the team hands in the next version."""
    click_return(env, scene)
    step = env["lakip.cycle"].browse(scene["cycle"]).current_step_id
    upload(step)
    step.cycle_id.correction_ids.action_resolve()
    complete(step.cycle_id.current_step_id)


def end_office(env, scene):
    """The administrator ends the office of the one who is about to click."""
    env["lakip.officer"].browse(scene["officer"]).date_to = "2020-12-31"


def hand_over(env, scene):
    """The cron moves the turn: the office has ended meanwhile."""
    env["lakip.step"]._cron_sync_performers()


def name_acting(env, scene):
    """The owner names a Plh. for the signer, who is out of office as their profile says."""
    env["lakip.acting.wizard"].browse(scene["naming"]).action_confirm()


#: name, stage, (user, act) of the first, (user, act) of the second
CONTESTS = (
    ("double click", "paraf", ("one", click_paraf), ("one", click_paraf)),
    ("two officers", "paraf", ("one", click_paraf), ("two", click_paraf)),
    ("paraf, return", "paraf", ("one", click_paraf), ("two", click_return)),
    ("return, paraf", "paraf", ("one", click_return), ("two", click_paraf)),
    ("new version, paraf", "paraf", ("two", new_version), ("one", click_paraf)),
    ("office ends, paraf", "paraf", (None, end_office), ("one", click_paraf)),
    ("paraf, office ends", "paraf", ("one", click_paraf), (None, end_office)),
    ("cron, paraf", "ended", (None, hand_over), ("one", click_paraf)),
    ("paraf, cron", "ended", ("two", click_paraf), (None, hand_over)),
    ("double click on sign", "sign", ("agency_head", click_sign), ("agency_head", click_sign)),
    ("withdraw, sign", "sign", ("one", click_withdraw), ("agency_head", click_sign)),
    ("sign, withdraw", "sign", ("agency_head", click_sign), ("one", click_withdraw)),
    ("name, sign", "away", ("planning_head", name_acting), ("agency_head", click_sign)),
    ("sign, name", "away", ("agency_head", click_sign), ("planning_head", name_acting)),
    ("name, name", "away", ("planning_head", name_acting), ("planning_head", name_acting)),
)


def set_scene(env, users, year, stage):
    """Return what both hold before the race: ids, and the version they have seen."""
    officers = env["lakip.officer"].search([])
    named = officers.filtered(lambda officer: officer.user_id.id == users["deputy"])
    officers -= named
    named.unlink()
    officers.filtered(lambda officer: officer.capacity == "plh").date_to = False
    away = {"out_of_office_from": stage == "away" and "2020-01-01", "out_of_office_to": False}
    env["res.users"].browse(users["agency_head"]).write(away)
    cycle = env["lakip.cycle"].browse(open_cycle(env, users, year, True))
    scene = {
        "cycle": cycle.id,
        "officer": officers.filtered(lambda officer: officer.user_id.id == users["one"]).id,
    }
    if stage in ("sign", "away"):
        paraf = cycle.current_step_id.pending_approval_id
        paraf.with_user(users["one"]).action_approve()
        scene["given"] = paraf.id
    approval = cycle.current_step_id.pending_approval_id
    scene["approval"] = approval.id
    scene["shown"] = (approval.document_id.version, approval.document_id.sha256)
    if stage in ("sign", "away"):
        own = approval.with_user(users["agency_head"])
        wizards = own.env["lakip.sign.wizard"].with_context(
            **own.action_open_sign_wizard()["context"]
        )
        scene["wizard"] = wizards.create(
            {"method": "drawn", "signature": b64encode(signature_png())}
        ).id
    if stage == "away":
        today = env.company._lakip_get_today()
        deputy = env["res.users"].browse(users["deputy"]).employee_id
        wizards = env["lakip.acting.wizard"].with_user(users["planning_head"])
        scene["naming"] = wizards.create(
            {
                "step_id": cycle.current_step_id.id,
                "employee_id": deputy.id,
                "date_from": today,
                "date_to": today,
            }
        ).id
    if stage == "ended":
        # As when midnight has passed: nothing has been handed over yet.
        env.flush_all()
        env.cr.execute(
            "UPDATE lakip_officer SET date_to = '2020-12-31' WHERE id = %s", [scene["officer"]]
        )
        env.invalidate_all()
    return scene


def play(env, act_, scene, said):
    """Call ``act_`` as a request does, and put into ``said`` what the user is told."""
    try:
        with browser(env):
            retrying(lambda: act_(env, scene), env)
        said.append("done")
    except UserError as error:
        env.cr.rollback()
        said.append(str(error))
    except Exception as error:
        # What no user should see is what is looked for.
        env.cr.rollback()
        said.append(f"TRACEBACK {error!r}")


def contest(registry, users, scene, first, second, stale):
    """Let two act at the same time; return what they were told and what is left.

    :param stale: the second has read the database before the first commits, and acts after;
        otherwise acts while the first is not done yet
    """
    (name_one, act_one), (name_two, act_two) = first, second
    said = []
    with registry.cursor() as one, registry.cursor() as two:
        env_one = api.Environment(one, users.get(name_one, SUPERUSER_ID), {})
        env_two = api.Environment(two, users.get(name_two, SUPERUSER_ID), {})
        two.execute("SELECT state FROM lakip_cycle WHERE id = %s", [scene["cycle"]])
        if stale:
            play(env_one, act_one, scene, said)
            with at_once():
                play(env_two, act_two, scene, said)
        else:
            with browser(env_one):
                act_one(env_one, scene)
            one.flush()
            other = threading.Thread(target=play, args=(env_two, act_two, scene, said))
            other.start()
            # Long enough to be told, or to wait for the lock of a row
            other.join(2)
            one.commit()
            other.join(60)
            said.insert(0, "done")
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        cycle = env["lakip.cycle"].browse(scene["cycle"])
        approval = env["lakip.approval"].browse(scene["approval"])
        step = cycle.current_step_id
        activities = env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "in", cycle.step_ids.ids)]
        )
        return {
            "said": said,
            "ledger": cycle.approval_ids.filtered("hash").sorted("sequence").mapped("decision"),
            "card": approval.get_card_data()["lakip.approval"][0]["state"],
            "pending": len(cycle.approval_ids.filtered(lambda row: row.state == "pending")),
            "turn": sorted(step.user_ids.mapped("name")),
            "activities": sorted(
                f"{activity.res_id == step.id} {activity.user_id.name}" for activity in activities
            ),
            "versions": sorted(
                cycle.document_ids.filtered(lambda document: document.kind == "report").mapped(
                    "version"
                )
            ),
            "signed": len(cycle.document_ids.filtered(lambda row: row.state == "signed")),
            "broken": cycle._find_broken_approval()[1],
        }
