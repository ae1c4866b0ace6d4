"""The people, cycles and acts of ``race_steps.py``."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import retrying

from .office import docx_bytes

#: Two people of one role each: members of the team, and acting secretaries.
PEOPLE = ("one", "two")


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
