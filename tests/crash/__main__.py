"""``python -m tests.crash DATABASE``: kill, look, and print one table.

Ends with 1 when something was not as it must be.
"""

import argparse
import logging
import os
import random
import sys
from dataclasses import replace

from odoo import sql_db
from odoo.tools import config

from dev import databases

from .agency import PEOPLE, Agency
from .checks import collect_strays
from .crons import CRONS
from .installing import ORIGINAL, Installation
from .machines import DATA, MailServer, Odoo, Postgres, copy_files, prepare_folder
from .operations import OPERATIONS
from .trial import Stage, Trial
from .web import Browser

DATABASE = "lakip_crash"
ALL = {operation.name: operation for operation in (*OPERATIONS, *CRONS)}
#: Victim, and the workers of Odoo: as in production, and one process with threads.
ROUNDS = (("odoo", 2), ("postgres", 2), ("odoo", 0))


class Table:
    """The records by kind and round, and the lines that tell of them."""

    def __init__(self):
        self.records = {}
        self.lines = []

    def note(self, name, victim, workers, part, seconds, outcome):
        done, faults = outcome
        if faults:
            self.lines += [f"{name}, {victim} killed at {part:.2f}: {fault}" for fault in faults]
        print(
            f"{victim:8} workers {workers}  {name:15} {part:4.2f} of {seconds:5.2f} s  "
            f"{'done' if done else 'not done':8}  {'; '.join(faults) or 'well'}",
            flush=True,
        )

    def print(self):
        """Print the table; return whether all is well."""
        heads = ("kind", "killed", "kills", "done", "not done", "twice", "restarted", "faults")
        rows = [
            (name, _describe(*round_), record.kills, record.done, record.undone, record.twice,
             record.revived, len(record.faults))
            for (name, *round_), record in self.records.items()
            if record.kills
        ]  # fmt: skip
        for round_ in ROUNDS:
            label = _describe(*round_)
            same = [row[2:] for row in rows if row[1] == label]
            if same:
                rows.append(("all", label, *map(sum, zip(*same, strict=True))))
        print()
        for row in (heads, *rows):
            print(f"{row[0]:15} {row[1]:22}" + "".join(f"{cell!s:>13}" for cell in row[2:]))
        print("\n".join(["", *self.lines]))
        return not self.lines


def main():
    options = _parse()
    print(f"seed {options.seed}", flush=True)
    names = options.kinds.split(",") if options.kinds else [*ALL, Installation.name]
    table, dice = Table(), random.Random(options.seed)
    postgres, mail = Postgres(), MailServer()
    prepare_folder()
    postgres.make()
    try:
        postgres.copy(options.database, DATABASE)
        if Installation.name in names:
            postgres.copy(databases.TEMPLATE, ORIGINAL)
        os.environ.update(postgres.environment)
        copy_files(options.filestore or databases.FILESTORE / options.database, DATABASE)
        _play(table, dice, names, options, postgres, mail)
    finally:
        sql_db.close_all()
        postgres.remove()
    return 0 if table.print() else 1


def _play(table, dice, names, options, postgres, mail):
    config.parse_config(["-d", DATABASE, f"--data-dir={DATA}", "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    agency = Agency.found(DATABASE, mail.port)
    odoo = Odoo(DATABASE, options.port, postgres.environment)
    odoo.start()
    try:
        people = {
            login: Browser(odoo.address, DATABASE, getattr(agency, login).login) for login in PEOPLE
        }
        # What Odoo tells of new passwords and logins is no part of it.
        mail.taken.clear()
        stage = Stage(postgres, odoo, mail, agency, people)
        rehearsed = {}
        for victim, workers in ROUNDS:
            # With threads fewer: the code that is killed is the same.
            kills = options.kills if workers else options.kills // 5
            if kills and odoo.workers != workers:
                odoo.kill()
                odoo.workers = workers
                odoo.start()
            for name, turn, times in _spread(names, kills):
                key = name, victim, workers
                if name == Installation.name:
                    trial = Installation(postgres)
                else:
                    trial = Trial(stage, ALL[name])
                if name not in rehearsed:
                    rehearsed[name] = trial.rehearse()
                if key not in table.records:
                    table.records[key] = replace(rehearsed[name], faults=[])
                record = table.records[key]
                part = (turn + dice.random()) / times
                outcome = trial.kill(record, victim, part)
                if name == Installation.name:
                    agency.connect()
                table.note(*key, part, record.seconds, outcome)
        strays = collect_strays(agency)
        table.lines += [f"a file that nothing clears away: {name}" for name in sorted(strays)]
    finally:
        odoo.stop()


def _spread(names, kills):
    """Yield (name, turn, turns) for ``kills`` turns, as many of one name as of another."""
    for index, name in enumerate(names):
        times = kills // len(names) + (index < kills % len(names))
        for turn in range(times):
            yield name, turn, times


def _describe(victim, workers):
    if victim == "postgres":
        return "PostgreSQL"
    return f"Odoo, {workers} workers" if workers else "Odoo, threads"


def _parse():
    parser = argparse.ArgumentParser(prog="tests.crash")
    parser.add_argument("database", help="with the app, of the server that PGHOST names; copied")
    parser.add_argument("--kills", type=int, default=50, help="of each server")
    parser.add_argument("--kinds", help="names of kinds, parted by commas")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--port", type=int, default=8150)
    parser.add_argument("--filestore", help="of the database, where it is not in .var")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
