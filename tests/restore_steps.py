"""What ``test_restore.py`` runs in databases of its own: ``restore_steps STEP DB FILE``.

``begin`` starts a cycle and gives the paraf, ``sign_and_export`` gives the signature and writes
the archive to FILE, ``compare`` prints as JSON what the database says of the archive in FILE.
"""

import json
import logging
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from .office import browser
from .race_contests import click_sign, set_scene
from .race_world import prepare

YEAR = 2040


def begin(env, file):
    scene = set_scene(env, prepare(env), YEAR, "sign")
    file.with_suffix(".scene").write_text(json.dumps(scene))


def sign_and_export(env, file):
    scene = json.loads(file.with_suffix(".scene").read_text())
    own = env["lakip.approval"].browse(scene["approval"]).step_id.user_ids
    with browser(env(user=own)):
        click_sign(env(user=own), scene)
    env.cr.commit()  # the archive is read with a cursor of its own
    cycle = _get_cycle(env)
    with file.open("wb") as target:
        target.writelines(cycle._stream_archive(cycle._get_archive()))


def compare(env, file):
    cycle = _get_cycle(env)
    is_whole, sentences = cycle._compare_ledger(cycle._read_ledger(file.read_bytes()))
    __, reason = cycle._find_broken_approval()
    print(
        json.dumps(
            {
                "whole": is_whole,
                "said": sentences,
                "broken": reason,
                "lost files": [
                    document.display_name
                    for document in cycle.document_ids
                    if not document._is_intact()
                ],
            }
        )
    )


def _get_cycle(env):
    return env["lakip.cycle"].search([("year", "=", YEAR)]).ensure_one()


def main(step, database, file):
    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    with Registry(database).cursor() as cr:
        globals()[step](api.Environment(cr, SUPERUSER_ID, {}), Path(file))
        cr.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
