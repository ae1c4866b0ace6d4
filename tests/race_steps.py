"""What ``test_concurrency.py`` runs in a database of its own: ``python race_steps.py DB``.

Prints a JSON object: for each race, what the two transactions said and what was left.
"""

import json
import logging
import sys
from io import BytesIO

from docx import Document
from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

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
    for name in ("agency_head", "planning_head", *PEOPLE):
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
    print(json.dumps(results))


if __name__ == "__main__":
    from odoo.tools import config

    config.parse_config(["-d", sys.argv[1], "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    main(sys.argv[1])
