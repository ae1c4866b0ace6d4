"""``make race`` and ``make walk``: the long runs of what the suite does with small numbers."""

import os
import shlex

from . import databases
from .base import ADDON, lock

RACE = "lakip_race_run"
WALK = "lakip_walk_run"
#: A whole matrix takes hours; what is left out is counted. The decisions come first.
RACE_ARGUMENTS = "--minutes 60"
WALK_ARGUMENTS = "--actions 10000"


def race():
    """Race every two acts that are possible in the same state; returns the exit code."""
    return _run("tests.race_matrix", RACE, RACE_ARGUMENTS)


def walk():
    """Walk through all acts at random; returns the exit code."""
    return _run("tests.walk", WALK, WALK_ARGUMENTS)


def _run(module, database, arguments):
    """Run a module of the tests on a new database with the app; ``ARGS`` replaces its arguments."""
    with lock(database, f"{module} runs already: two at once would share one database."):
        databases.ensure_template()
        databases.copy(databases.TEMPLATE, database)
        databases.odoo(database, "-i", ADDON, "--stop-after-init", "--no-http", log="install")
        try:
            more = shlex.split(os.environ.get("ARGS") or arguments)
            return databases.program(module, database, *more)
        finally:
            databases.drop(database)
