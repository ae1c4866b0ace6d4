"""What ``test_concurrency.py`` runs in a database of its own: ``python race_steps.py DB``.

Prints a JSON object: for each race, what the two transactions said and what was left.
"""

import json
import logging
import sys
import threading
import time
from base64 import b64encode
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch

from docx import Document
from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.http import _request_stack
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from odoo.addons.base.models.ir_cron import IrCron

#: Two people of one role each: members of the team, and acting secretaries.
PEOPLE = ("one", "two")


def docx_bytes():
    stream = BytesIO()
    Document().save(stream)
    return stream.getvalue()


def prepare(env):
    """Create the people and an SOP of three rows."""
    company = env.company
    company.resource_calendar_id = env.ref("lakip_sop.resource_calendar_asn")
    users = {}
    for name in ("agency_head", "planning_head", "deputy", *PEOPLE):
        users[name] = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name,
                    "login": name,
                    "group_ids": [Command.set(env.ref("base.group_user").ids)],
                }
            )
        )
        employee = env["hr.employee"].create({"name": name, "user_id": users[name].id})
        if name == "deputy":
            continue
        role = "secretary" if name in PEOPLE else name
        env["lakip.officer"].create(
            {
                "role_id": env.ref(f"lakip_sop.lakip_role_{role}").id,
                "employee_id": employee.id,
                "date_from": "2020-01-01",
                "capacity": "plh" if name in PEOPLE else "definitive",
            }
        )
    sop = env["lakip.sop"].create(
        {
            "number": "9",
            "name": "UJI",
            "company_id": company.id,
            "owner_role_id": env.ref("lakip_sop.lakip_role_planning_head").id,
        }
    )
    rows = env["lakip.sop.step"]
    for sequence, (kind, role) in enumerate(
        (("drafting", "team"), ("initial", "secretary"), ("signature", "agency_head"))
    ):
        rows += rows.create(
            {
                "sop_id": sop.id,
                "sequence": sequence,
                "name": kind,
                "kind": kind,
                "role_id": env.ref(f"lakip_sop.lakip_role_{role}").id,
                "return_step_id": rows[:1].id,
            }
        )
    sop.action_make_effective()
    return {name: user.id for name, user in users.items()}


def open_cycle(env, users, year, paraf):
    """Return the id of a cycle that waits for its draft, or for its paraf."""
    members = env["res.users"].browse([users[name] for name in PEOPLE]).employee_id
    cycle = env["lakip.cycle"].create(
        {
            "year": year,
            "member_ids": [Command.create({"employee_id": member.id}) for member in members],
        }
    )
    cycle.with_user(users["planning_head"]).action_start()
    upload(cycle.current_step_id.with_user(users["one"]))
    if paraf:
        complete(cycle.current_step_id.with_user(users["one"]))
    return cycle.id


def complete(step):
    step.action_complete()


def approve(step):
    step.action_approve()


def give_back(step):
    step.action_return("Kurang")


def upload(step):
    step._upload_document("report", docx_bytes(), "LAKIP.docx")


def act(env, cycle_id, method):
    """Call ``method`` on the current row as a request does; return what the user is told."""

    def call():
        method(env["lakip.cycle"].browse(cycle_id).current_step_id)

    try:
        retrying(call, env)
    except UserError as error:
        env.cr.rollback()
        return str(error)
    return "done"


def at_once():
    """Let Odoo try again without its random pause of seconds.

    Only where the first has committed before the second acts: a pause changes nothing then.
    """
    return patch("odoo.service.model.random", SimpleNamespace(uniform=lambda low, high: 0.0))


def take_number(step):
    step.action_take_number()


def write_number(step):
    step.letter_number = "003/2027"


def race_numbers(registry, users, cycles, first, second, stale):
    """Let two people give their letters numbers; return what was said and the numbers.

    :param cycles: ids of two cycles, one for each
    :param stale: as for :func:`race`; otherwise the first ends while the second tries
    """
    with registry.cursor() as one, registry.cursor() as two:
        env_one = api.Environment(one, users["one"], {})
        env_two = api.Environment(two, users["two"], {})
        two.execute("SELECT state FROM lakip_cycle WHERE id = %s", [cycles[1]])
        first(env_one["lakip.cycle"].browse(cycles[0]).current_step_id)
        one.flush()
        ending = threading.Timer(0 if stale else 0.3, one.commit)
        ending.start()
        if stale:
            ending.join()
        said = ["done", act(env_two, cycles[1], second)]
        ending.join()
    with registry.cursor() as cr:
        found = api.Environment(cr, SUPERUSER_ID, {})["lakip.cycle"].browse(cycles)
        return {"said": said, "numbers": [c.current_step_id.letter_number for c in found]}


def race(registry, users, cycle_id, first, second, stale):
    """Let two people act on one row.

    :param stale: the second has read the database before the first commits, and acts after;
        otherwise acts while the first is not done yet
    """
    with registry.cursor() as one, registry.cursor() as two:
        env_one = api.Environment(one, users["one"], {})
        env_two = api.Environment(two, users["two"], {})
        two.execute("SELECT state FROM lakip_cycle WHERE id = %s", [cycle_id])
        if stale:
            said = [act(env_one, cycle_id, first)]
            one.commit()
            with at_once():
                said.append(act(env_two, cycle_id, second))
        else:
            first(env_one["lakip.cycle"].browse(cycle_id).current_step_id)
            one.flush()
            said = ["done", act(env_two, cycle_id, second)]
            one.commit()
    with registry.cursor() as cr:
        cycle = api.Environment(cr, SUPERUSER_ID, {})["lakip.cycle"].browse(cycle_id)
        pending = cycle.approval_ids.filtered(lambda row: row.state == "pending")
        return {
            "said": said,
            "ledger": cycle.approval_ids.filtered("hash").sorted("sequence").mapped("decision"),
            "pending": [row.document_id.state for row in pending],
            "rounds": len(cycle.step_ids.round_ids),
            "versions": sorted(cycle.document_ids.mapped("version")),
            "current": cycle.current_step_id.kind,
            "broken": cycle._find_broken_approval()[1],
        }


# ------------------------------------------------------------
# WHAT IS DECIDED FROM CARDS: both hold the approval as they saw it
# ------------------------------------------------------------


def signature_png():
    picture = Image.new("RGBA", (300, 100))
    ImageDraw.Draw(picture).line((10, 80, 90, 20, 150, 80, 290, 30), fill="navy", width=5)
    stream = BytesIO()
    picture.save(stream, format="PNG")
    return b64encode(stream.getvalue())


class Session(dict):
    """The session of a user whose identity was checked a moment ago."""

    debug = ""

    def __init__(self):
        super().__init__({"identity-check-last": time.time()})


@contextmanager
def browser(env):
    """Act as in a request of a browser."""
    request = SimpleNamespace(
        httprequest=SimpleNamespace(
            remote_addr="203.0.113.7", environ={}, cookies={}, args={}, files={}, path="/"
        ),
        cookies={},
        session=Session(),
        geoip={},
        best_lang="en_US",
        env=env,
        # What Odoo reads anew before it tries a call again
        _get_session_and_dbname=lambda: (Session(), None),
    )
    _request_stack.push(request)
    try:
        yield request
    finally:
        _request_stack.pop()


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
        scene["wizard"] = wizards.create({"method": "drawn", "signature": signature_png()}).id
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


def race_reminders(registry, cycle_id, other, stale):
    """Do ``other`` on a late row while the cron tells its people; return what they were told.

    :param stale: as in ``race``; the cron is the second
    """
    tell = LATE_TELLERS["tell"]
    with registry.cursor() as one, registry.cursor() as two, freeze_time("2026-01-05 02:00"):
        steps = [
            api.Environment(cr, SUPERUSER_ID, {})["lakip.cycle"].browse(cycle_id).current_step_id
            for cr in (one, two)
        ]
        if stale:
            # The cron has seen that the row is due, and the first acts before it does
            assert steps[1] in steps[1]._find_due_turns()
            LATE_TELLERS[other](steps[0])
            one.commit()
            tell(steps[1])
        else:
            LATE_TELLERS[other](steps[0])
            one.flush()
            tell(steps[1])
            one.commit()
        two.commit()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        step_id = steps[0].id
        return {
            "rows": env["lakip.reminder"].search_count([("res_id", "=", step_id)]),
            "notices": env["mail.message"].search_count(
                [
                    ("model", "=", "lakip.step"),
                    ("res_id", "=", step_id),
                    ("message_type", "=", "user_notification"),
                ]
            ),
        }


def race_pdf(registry, users, cycle_id):
    """Let two ask for the PDF of one version, and two workers take up the queue, at once."""
    with TemporaryDirectory() as folder:
        log, program = Path(folder, "log"), Path(folder, "soffice")
        # It stands where LibreOffice would, and notes when it begins and ends.
        program.write_text(
            f"#!/bin/sh\necho begin >> {log}\nsleep 1\nprintf %%PDF > file.pdf\necho end >> {log}\n"
        )
        program.chmod(0o755)
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ir.config_parameter"].set_param("lakip_sop.libreoffice_path", str(program))
            step = env["lakip.cycle"].browse(cycle_id).current_step_id
            upload(step.with_user(users["one"]))
            upload(step.with_user(users["one"]))
            documents = env["lakip.document"].search([("cycle_id", "=", cycle_id)])
            for document in documents[1:]:
                document.with_user(users["one"]).action_print_pdf()
            ids = documents.ids
            cr.commit()

        def click(env, _scene):
            env["lakip.document"].browse(ids[0]).action_print_pdf()

        said = []
        with registry.cursor() as one, registry.cursor() as two:
            two.execute("SELECT 1")
            env_two = api.Environment(two, users["two"], {})
            click(api.Environment(one, users["one"], {}), None)
            one.flush()
            other = threading.Thread(target=play, args=(env_two, click, None, said))
            other.start()
            other.join(1)
            one.commit()
            other.join(60)
            two.commit()

        with registry.cursor() as cr:
            cron = api.Environment(cr, SUPERUSER_ID, {}).ref("lakip_sop.ir_cron_print_pdf").id

        def work():
            with registry.cursor() as cr:
                IrCron._process_jobs_loop(cr, job_ids=[cron])

        with registry.cursor() as cr:
            row = api.Environment(cr, SUPERUSER_ID, {})["lakip.document.pdf"].search(
                [("document_id", "=", ids[0])]
            )
            asked = sorted(row.user_ids.mapped("name"))
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
        runs = log.read_text().split()
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ir.config_parameter"].set_param("lakip_sop.libreoffice_path", False)
            rows = env["lakip.document.pdf"].search([("document_id", "in", ids)])
            result = {
                "said": said,
                "asked": asked,
                "runs": runs,
                "states": rows.mapped("state"),
                "attempts": rows.mapped("attempts"),
            }
            cr.commit()
        return result


#: What the cron does, and what people do meanwhile.
LATE_TELLERS = {"tell": lambda step: step._remind(), "complete": lambda step: step._do_complete()}


def main(database):
    registry = Registry(database)
    with registry.cursor() as cr:
        users = prepare(api.Environment(cr, SUPERUSER_ID, {}))
        cr.commit()
    races = (
        (complete, complete),
        (upload, complete),
        (complete, upload),
        (upload, upload),
        (approve, approve),
        (approve, give_back),
        (give_back, approve),
    )
    results = {}
    year = 2030
    for first, second in races:
        for stale in (False, True):
            year += 1
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                paraf = approve in (first, second)
                cycle_id = open_cycle(env, users, year, paraf)
                cr.commit()
            when = "after" if stale else "while"
            results[f"{first.__name__} {when} {second.__name__}"] = race(
                registry, users, cycle_id, first, second, stale
            )
    with registry.cursor() as cr:
        company = api.Environment(cr, SUPERUSER_ID, {}).company
        company.lakip_number_pattern = "{nomor}/{tahun}"
        cr.commit()
    for first, second in ((take_number, take_number), (take_number, write_number)):
        for stale in (False, True):
            year += 2
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["lakip.step"].search([("letter_number", "!=", False)]).letter_number = False
                env.company._lakip_get_counter(date(2027, 1, 4)).number_next = 3
                cycles = [open_cycle(env, users, year - back, False) for back in (1, 0)]
                env["lakip.cycle"].browse(cycles).current_step_id.letter_date = "2027-01-04"
                cr.commit()
            when = "after" if stale else "while"
            results[f"{first.__name__} {when} {second.__name__}"] = race_numbers(
                registry, users, cycles, first, second, stale
            )
    contests = {}
    for name, stage, first, second in CONTESTS:
        for stale in (False, True):
            year += 1
            with registry.cursor() as cr:
                scene = set_scene(api.Environment(cr, SUPERUSER_ID, {}), users, year, stage)
                cr.commit()
            when = "after" if stale else "while"
            contests[f"{name} ({when})"] = contest(registry, users, scene, first, second, stale)
    results["contests"] = contests
    for other in LATE_TELLERS:
        for stale in (False, True):
            year += 1
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                cycle_id = open_cycle(env, users, year, paraf=False)
                step = env["lakip.cycle"].browse(cycle_id).current_step_id
                step._lakip_unlocked().date_deadline = "2026-01-05 01:00:00"
                cr.commit()
            when = "after" if stale else "while"
            results[f"tell {when} {other}"] = race_reminders(registry, cycle_id, other, stale)
    with registry.cursor() as cr:
        cycle_id = open_cycle(api.Environment(cr, SUPERUSER_ID, {}), users, year + 1, paraf=False)
        cr.commit()
    results["pdf"] = race_pdf(registry, users, cycle_id)
    print(json.dumps(results))


if __name__ == "__main__":
    from odoo.tools import config

    config.parse_config(["-d", sys.argv[1], "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    main(sys.argv[1])
