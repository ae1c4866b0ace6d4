"""What ``test_concurrency.py`` runs in a database of its own: ``python -m tests.race_steps DB``.

Prints a JSON object: for each race, what the two transactions said and what was left.
"""

import json
import logging
import sys
import threading
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from odoo.addons.base.models.ir_cron import IrCron

from .race_contests import CONTESTS, contest, play, set_scene
from .race_world import act, approve, at_once, complete, give_back, open_cycle, prepare, upload


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
