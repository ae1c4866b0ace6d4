"""Every two acts that are possible in the same state, done at once by two real connections.

    python -m tests.race_matrix DATABASE [--share N/M] [--minutes N] [--only ACT[,ACT]] [--stage S]

The pairs are not written down: in each stage of a cycle every act of ``acts.py`` is tried alone
and undone, and those that are possible are raced, each against each and against itself, in both
orders and three ways (see ``WAYS``). After each race the invariants must hold, both must have been
told 'done' or a sentence, and what was done must be there. Prints a JSON object at its end, which
Ctrl+C brings about after the race that runs.
"""

import argparse
import json
import logging
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch
from zlib import crc32

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from .acts import ACTS
from .invariants import get_number_gaps, get_violations
from .office import Office, browser
from .race_stages import STAGES, do, is_possible

#: after: the second has read the database before the first committed, and acts after.
#: while: the second acts while the first has acted and not committed.
#: together: both act at the same moment.
WAYS = ("after", "while", "together")
#: What is done beside the cycle or on a field of it. They meet each other in one stage only, as
#: they would be the same in all.
ASIDE = {
    "add_member", "archive_cycle", "ask_pdf", "change_hours", "cron_clean", "cron_hand_over",
    "cron_remind", "drop_member", "edit_cycle", "load_holiday", "move_person", "take_number",
    "verify", "write_chapter", "write_figure", "write_note",
}  # fmt: skip
ASIDE_STAGE = "drafting"
#: The races of `make test`: where one reads what the other writes elsewhere.
IMPORTANT = (
    ("draft", "start", "start"),
    ("collect", "submit", "submit"),
    ("collect", "submit", "cancel"),
    ("collect", "cancel", "submit"),
    ("collect", "fill", "submit"),
    ("collect", "submit", "fill"),
    ("collect", "mark_wrong", "accept"),
    ("collect", "move_person", "send"),
    ("held", "resume", "submit"),
    ("held", "submit", "resume"),
    ("collected", "give_data_back", "complete"),
    ("collected", "complete", "give_data_back"),
    ("collected", "give_data_back", "hold"),
    ("drafting", "load_holiday", "complete"),
    ("drafting", "drop_member", "complete"),
    ("drafting", "complete", "generate"),
    ("paraf", "approve", "withdraw"),
    ("paraf", "give_back", "approve"),
    ("paraf", "name_plh", "approve"),
    ("signing", "sign", "write_chapter"),
    ("signing", "sign", "cancel"),
    ("archive", "deliver", "withdraw"),
    ("archive", "withdraw", "deliver"),
    ("archive", "number_delivery", "number_delivery"),
    ("delivered", "complete", "hold"),
)
#: What costs more the more cycles there are, and is looked at once in a while.
SLOW_RULES = {"ledger", "hashes", "files"}
#: What no user may read.
INNARDS = ("psycopg", "Traceback", "serialize", "deadlock", "duplicate key", "violates", "Error(")
#: Cycles of one office before the next one is founded: each has its own report year.
YEARS = range(2001, 2100)


# ------------------------------------------------------------
# A RACE
# ------------------------------------------------------------


@contextmanager
def quick_retries():
    """Let Odoo try again after a tenth of its random pause of seconds."""

    def uniform(low, high):
        return 0.05 * high

    with patch("odoo.service.model.random", SimpleNamespace(uniform=uniform)):
        yield


class Race:
    """Two people, two connections, one cycle."""

    def __init__(self, registry, office, cycle_id, first, second):
        """:param first: ``(name of the act, (model, ids), user id)``, as is ``second``"""
        self.registry, self.office, self.cycle_id = registry, office, cycle_id
        self.acts = (first, second)
        self.said = [None, None]

    def run(self, way):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            cursors = (one, two)
            pids = []
            for cr in cursors:
                # Reads, so what each sees is settled
                cr.execute(
                    "SELECT pg_backend_pid() FROM lakip_cycle WHERE id = %s", [self.cycle_id]
                )
                pids.append(cr.fetchone()[0])
            if way == "after":
                self._act(0, one)
                self._act(1, two)
            elif way == "while":
                # The first has acted; the second waits for its lock, or is told at once
                self._act(0, one, commit=False)
                other = threading.Thread(target=self._act, args=(1, two))
                other.start()
                self._wait(other, pids[1])
                one.commit()
                other.join(120)
            else:
                barrier = threading.Barrier(2)
                threads = [
                    threading.Thread(target=self._act, args=(index, cr, True, barrier))
                    for index, cr in enumerate(cursors)
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join(120)
        return self.said

    def _act(self, index, cr, commit=True, barrier=None):
        name, target, uid = self.acts[index]
        env = self.office.env(api.Environment(cr, SUPERUSER_ID, {}))(
            user=uid, su=uid == SUPERUSER_ID
        )
        if barrier:
            barrier.wait()
        try:
            with browser(env):
                retrying(lambda: do(env, name, target), env)
            if commit:
                cr.commit()
            self.said[index] = "done"
        except UserError as error:
            cr.rollback()
            self.said[index] = str(error) or repr(error)
        except Exception as error:
            # What no user should see is what is looked for.
            cr.rollback()
            self.said[index] = f"TRACEBACK {error!r}"

    def _wait(self, thread, pid):
        """Wait until the other has ended, or waits for a lock of the first."""
        with self.registry.cursor() as cr:
            for _moment in range(1000):
                thread.join(0.02)
                if not thread.is_alive():
                    return
                cr.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'",
                    [pid],
                )
                if cr.fetchone():
                    return
                cr.rollback()

    def find_faults(self, way):
        """Return what is wrong with what they were told and with what is left, as sentences."""
        faults = [
            f"{act[0]} was told: {text}"
            for act, text in zip(self.acts, self.said, strict=True)
            if text is None or len(text) < 4 or any(word in text for word in INNARDS)
        ]
        faults += [f"{act[0]}: {text}" for act, text in zip(self.acts, self.said, strict=True)
                   if text and text.startswith("TRACEBACK")]  # fmt: skip
        if way != "together" and self.said[0] != "done":
            faults.append(f"{self.acts[0][0]}, the first, was refused: {self.said[0]}")
        if "done" not in self.said:
            faults.append("neither got through")
        with self.registry.cursor() as cr:
            env = self.office.env(api.Environment(cr, SUPERUSER_ID, {}))
            for (name, (model, ids), _uid), text in zip(self.acts, self.said, strict=True):
                trace = ACTS[name].trace
                records = env[model].browse(ids).exists()
                if trace and text == "done" and not trace(records):
                    faults.append(f"{name} was told 'done' and left no trace")
        return faults


class Matrix:
    """All races of all stages, or a share of them."""

    def __init__(self, database, share=(0, 1), minutes=None, only=None, stages=None, ways=WAYS):
        self.registry = Registry(database)
        self.share, self.only, self.ways = share, only, ways
        self.stages = {name: build for name, build in STAGES.items() if name in (stages or STAGES)}
        self.end = time.monotonic() + 60 * minutes if minutes else None
        self.seen = set()
        self.result = {"races": 0, "skipped": 0, "pairs": {}, "said": Counter(), "faults": {}}
        self.offices = 0
        # What other tests have left in this database is not the races' doing.
        self._get_new_violations(slow=True)
        self._found()

    def _found(self):
        """Found an office."""
        self.offices += 1
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            self.office = Office(env, f"Dinas {self.offices}")
            cr.commit()
        self.years = iter(YEARS)

    def _set(self, build):
        """Return the id of a new cycle in a stage."""
        year = next(self.years, None)
        if year is None:
            self._found()
            year = next(self.years)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # Nobody acts for anybody when a scene begins.
            acting = env["lakip.officer"].search(
                [("company_id", "=", self.office.company), ("capacity", "=", "plh")]
            )
            acting.unlink()
            cycle_id = build(self.office, env, year).id
            cr.commit()
        return cycle_id

    def _look(self, cycle_id):
        """Return ``{act: (target, user ids)}`` of what is possible on this cycle."""
        with self.registry.cursor() as cr:
            env = self.office.env(api.Environment(cr, SUPERUSER_ID, {}))
            cycle = env["lakip.cycle"].browse(cycle_id)
            found = {name: is_possible(self.office, cycle, name) for name in ACTS}
            cr.rollback()
        return {name: what for name, what in found.items() if what}

    def _aim(self, cycle_id, name):
        """Return the target and the users of an act on this cycle."""
        with self.registry.cursor() as cr:
            env = self.office.env(api.Environment(cr, SUPERUSER_ID, {}))
            records = ACTS[name].find(self.office, env["lakip.cycle"].browse(cycle_id))
            return (records._name, records.ids), ACTS[name].who(self.office, records).ids

    def _leave(self, cycle_id):
        """What the race left is nobody's turn any more, so that the next ones stay quick."""
        with self.registry.cursor() as cr:
            env = self.office.env(api.Environment(cr, SUPERUSER_ID, {}))
            cycle = env["lakip.cycle"].browse(cycle_id)
            try:
                cycle.action_cancel("Selesai")
                cr.commit()
            except UserError:
                cr.rollback()

    def _get_new_violations(self, slow=False):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            found = get_violations(env, None if slow else QUICK) + get_number_gaps(env)
        new = [sentence for sentence in found if sentence not in self.seen]
        self.seen.update(found)
        return new

    def run_important(self):
        """Run the races of ``IMPORTANT``; return the result."""
        with quick_retries():
            for stage, first, second in IMPORTANT:
                for way in self.ways:
                    self._race(stage, STAGES[stage], first, second, way)
        return self._end()

    def run(self):
        """Run this share of all races; return the result."""
        races = []
        with quick_retries():
            for stage, build in self.stages.items():
                possible = self._look(self._set(build))
                self.result["pairs"][stage] = sorted(possible)
                races += [
                    (stage, first, second, way)
                    for first in possible
                    for second in possible
                    for way in self.ways
                    if self._is_wanted(stage, first, second)
                    # At the same moment, no order is an order
                    and (way != "together" or first <= second)
                ]
            # Decisions first, in an order that is the same in each run
            races.sort(key=lambda race: (len(ASIDE & {*race[1:3]}), crc32(repr(race).encode())))
            part, parts = self.share
            mine = races[part::parts]
            for index, (stage, first, second, way) in enumerate(mine):
                if self.end and time.monotonic() > self.end:
                    self.result["skipped"] = len(mine) - index
                    break
                self._race(stage, self.stages[stage], first, second, way)
                if not (index + 1) % 100:
                    print(f"{index + 1} of {len(mine)} races", file=sys.stderr, flush=True)
        return self._end()

    def stop(self, *_args):
        """Begin no further race."""
        self.end = time.monotonic()

    def _end(self):
        left = self._get_new_violations(slow=True)
        if left:
            self.result["faults"]["at the end"] = left
        return self.result

    def _is_wanted(self, stage, first, second):
        pair = {first, second}
        if self.only:
            return pair <= self.only if len(self.only) > 1 else bool(pair & self.only)
        return stage == ASIDE_STAGE or not pair <= ASIDE

    def _race(self, stage, build, first, second, way):
        cycle_id = self._set(build)
        aims = [(name, *self._aim(cycle_id, name)) for name in (first, second)]
        (one, target_one, users_one), (two, target_two, users_two) = aims
        race = Race(
            self.registry,
            self.office,
            cycle_id,
            (one, target_one, users_one[0]),
            # Of the same act, the other one who may
            (two, target_two, users_two[-1] if one == two else users_two[0]),
        )
        label = f"{stage}: {first} / {second} ({way}, cycle {cycle_id})"
        said = race.run(way)
        self.result["races"] += 1
        self.result["said"]["both done" if said == ["done"] * 2 else "one refused"] += 1
        faults = race.find_faults(way) + self._get_new_violations()
        if faults:
            self.result["faults"][label] = [*faults, f"said: {said}"]
            print(label, *faults, f"said: {said}", sep="\n    ", file=sys.stderr, flush=True)
        self._leave(cycle_id)


def _get_quick_rules():
    from .invariants import CHECKS, RULES

    return {*RULES, *CHECKS} - SLOW_RULES


QUICK = _get_quick_rules()


def main(arguments):
    from odoo.tools import config

    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("--share", default="1/1", help="the first of three parts: 1/3")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--only", help="an act, raced with all; or some, among themselves")
    parser.add_argument("--stage", help="names of stages, with commas")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--important", action="store_true", help="the races of the suite alone")
    options = parser.parse_args(arguments)
    config.parse_config(["-d", options.database, "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    part, parts = (int(number) for number in options.share.split("/"))
    begun = time.monotonic()
    matrix = Matrix(
        options.database,
        share=(part - 1, parts),
        minutes=options.minutes,
        only=options.only and {*options.only.split(",")},
        stages=options.stage and options.stage.split(","),
        ways=options.ways.split(","),
    )
    signal.signal(signal.SIGINT, matrix.stop)
    result = matrix.run_important() if options.important else matrix.run()
    result["seconds"] = round(time.monotonic() - begun)
    print(json.dumps(result))
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
