"""``python -m bench.load.world DATABASE prepare|check FILE``: before and after the load.

``prepare`` writes FILE, a JSON object::

    {"people": [{"login": text, "role": code, "requests": [{"id", "items": [id, ...]}, ...],
                 "approvals": [{"id", "version", "sha256"}, ...], "tasks": [id, ...]}, ...],
     "password": text, "specs": {role: {name: specification}}}

``check`` reads FILE, one JSON object a line, ``{"attachment": id, "sha256": digest}``: what the
server said it had kept. It prints what of it is not there any more, and exits with 1.
"""

import hashlib
import json
import sys
from pathlib import Path

import odoo.api
import odoo.modules.registry
import odoo.tools
from odoo import Command

from tests.invariants import get_violations

from ..reading import get_specification

PASSWORD = "beban"
#: Of a hundred people so many of each role; the staff of the divisions are the most by far.
SHARES = {"division": 70, "team": 14, "planning_head": 6, "secretary": 5, "agency_head": 5}
#: So many of Odoo's own records each person opens, changes and attaches files to.
TASKS = 20
#: What each reads, through which view.
READS = {
    "cycles": ("lakip.cycle", "list"),
    "cycle": ("lakip.cycle", "form"),
    "requests": ("lakip.request", "list"),
    "request": ("lakip.request", "form"),
    "tasks": ("project.task", "list"),
    "task": ("project.task", "form"),
}


def prepare(env, count):
    """Return the people of the load; their password and rights are written."""
    chosen = {
        role: _choose(env, role, max(1, count * share // 100)) for role, share in SHARES.items()
    }
    users = env["res.users"].union(*chosen.values())
    # It is hashed once: that takes most of a second.
    digest = env["res.users"]._crypt_context().hash(PASSWORD)
    env.cr.execute("UPDATE res_users SET password = %s WHERE id IN %s", [digest, tuple(users.ids)])
    # Whoever reads the tasks of the comparison; the data set has them under way.
    users.group_ids = [Command.link(env.ref("project.group_project_user").id)]
    requests = _get_requests(env, chosen["division"])
    return {
        "password": PASSWORD,
        "people": [
            {
                "login": user.login,
                "role": role,
                "requests": requests.get(user, []),
                "approvals": _get_approvals(env, user),
                "tasks": env["project.task"].with_user(user).search([], limit=TASKS).ids,
            }
            for role, members in chosen.items()
            for user in members
        ],
        "specs": _get_specs(env, {role: members[0] for role, members in chosen.items()}),
    }


def _choose(env, role, count):
    """Return ``count`` users of a role: first those whose turn it is in a running cycle."""
    turns = env["lakip.step"].search([("state", "=", "active")])
    if role == "division":
        found = turns.filtered(lambda step: step.kind == "collection").cycle_id.request_ids.user_ids
    elif role == "team":
        found = turns.filtered(lambda step: step.kind == "collection").user_ids
    else:
        officers = env["lakip.officer"].search([("role_id.code", "=", role)])
        deciding = turns.filtered(lambda step: step.kind in ("initial", "signature"))
        found = (deciding.user_ids & officers.user_id) | officers.user_id
    if len(found) < count:
        raise SystemExit(f"The data set has {len(found)} users of the role {role}: {count} needed.")
    return found[:count]


def _get_requests(env, users):
    """Return ``{user: [{"id", "items"}, ...]}``: the requests that wait for them."""
    requests = env["lakip.request"].search(
        [("user_ids", "in", users.ids), ("state", "in", ("sent", "returned"))]
    )
    found = {}
    for one in requests:
        for user in one.user_ids & users:
            found.setdefault(user, []).append({"id": one.id, "items": one.item_ids.ids})
    return found


def _get_approvals(env, user):
    """Return the parafs that wait for ``user``, with what their cards hold."""
    rows = env["lakip.approval"].search(
        [("state", "=", "pending"), ("step_id.user_ids", "in", user.ids)]
    )
    return [
        {"id": row.id, "version": row.document_id.version, "sha256": row.document_id.sha256}
        for row in rows
        if row.kind == "initial"
    ]


def _get_specs(env, members):
    """Return ``{role: {name: specification}}``: what the web client of each role asks for."""
    return {
        role: {
            name: get_specification(env[model].with_user(user), view_type)
            for name, (model, view_type) in READS.items()
        }
        for role, user in members.items()
    }


def check(env, kept):
    """Yield a sentence for each thing that was said to be kept and is not."""
    files = env["ir.attachment"].browse(line["attachment"] for line in kept)
    there = set(files.exists().ids)
    for line, file in zip(kept, files, strict=True):
        if file.id not in there:
            yield f"The file {file.id} is gone."
        elif hashlib.sha256(file.raw or b"").hexdigest() != line["sha256"]:
            yield f"The file {file.id} is not what was sent."
    yield from get_violations(env)


def main(database, name, file, count="200"):
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn"], setup_logging=True)
    with odoo.modules.registry.Registry(database).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        if name == "prepare":
            Path(file).write_text(json.dumps(prepare(env, int(count))))
            return 0
        kept = [json.loads(line) for line in Path(file).read_text().splitlines()]
        lost = list(check(env, kept))
        print("\n".join([f"{len(kept)} files looked for, {len(lost)} things wrong", *lost]))
        return bool(lost)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
