"""``make crash``: kill Odoo and PostgreSQL in the middle of each kind of work, and look."""

import os

from . import databases
from .base import lock
from .suite import DATABASE


def run_all():
    """Print the table; returns the exit code.

    Variables: KILLS (of each server; 50), KINDS (names, parted by commas; all), SEED (of the
    moments), PORT (and the one after it; 8150).
    """
    with lock("crash", "The servers are being killed already: wait for that run."):
        databases.show(databases.ensure_test(DATABASE))
        databases.ensure_template()
        options = [
            f"--{name}={os.environ[name.upper()]}"
            for name in ("kills", "kinds", "seed", "port")
            if os.environ.get(name.upper())
        ]
        return databases.program("tests.crash", DATABASE, *options)
