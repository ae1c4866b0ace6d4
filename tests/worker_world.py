"""The office of ``test_workers.py``: ``python -m tests.worker_world DATABASE FILE``.

Writes to FILE, as JSON, the ids of what two processes of a server are asked for.
"""

import json
import logging
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tools import config

from .office import ROWS, Office
from .race_world import complete, upload

#: A draft whose deadline is five working days away, and who looks at it then.
PAPER = (
    {"kind": "drafting", "role": "team", "duration": 5},
    {"kind": "initial", "role": "secretary", "back": 0, "duration": 1},
    {"kind": "signature", "role": "agency_head", "back": 0, "duration": 1},
)
#: Draft cycles whose start sets a deadline, one after the other.
YEARS = range(2031, 2037)


def prepare(env):
    """Create the office; return the ids by name."""
    office = Office(env, "Dinas Dua Pekerja", (PAPER, ROWS))
    admin = env.ref("base.user_admin")
    admin.company_ids = [Command.link(office.company)]
    users = env["res.users"].browse(office.users.values())
    for user in users | admin:
        user.password = user.login
    logins = {name: env["res.users"].browse(id_).login for name, id_ in office.users.items()}

    paraf = office.open_cycle(env, 2030)
    paraf.with_user(office.users["owner"]).action_start()
    step = paraf.current_step_id.with_user(office.users["one"])
    upload(step)
    complete(step)

    asked = office.open_cycle(env, 2029, sop=1)
    asked.with_user(office.users["owner"]).action_start()
    requests = asked.current_step_id.request_ids
    requests.with_user(office.users["one"]).action_send()
    request = requests.filtered(
        lambda one: one.department_id.id == office.departments["division_a"]
    )
    return {
        "company": office.company,
        "calendar": env["res.company"].browse(office.company).resource_calendar_id.id,
        "users": office.users,
        "logins": {**logins, "admin": admin.login},
        "officers": office.officers,
        "employees": office.employees,
        "paraf": paraf.id,
        "approval": paraf.current_step_id.pending_approval_id.id,
        "document": paraf._get_report()[paraf].id,
        "drafts": [office.open_cycle(env, year).id for year in YEARS],
        "request": request.id,
        "item": request.item_ids.filtered(lambda item: not item.is_workbook)[0].id,
        "refs": {
            name: env.ref(f"lakip_sop.{name}").id
            for name in (
                "group_lakip_team",
                "lakip_cycle_rule_company",
                "lakip_cycle_view_form",
                "lakip_role_secretary",
            )
        },
    }


def main(database, file):
    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    registry = Registry(database)
    with registry.cursor() as cr:
        ids = prepare(api.Environment(cr, SUPERUSER_ID, {}))
        cr.commit()
    Path(file).write_text(json.dumps(ids))


if __name__ == "__main__":
    main(*sys.argv[1:])
