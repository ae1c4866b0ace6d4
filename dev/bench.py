"""``make bench``: the benchmarks in ``bench/`` on copies of the data sets of ``bench/dataset.py``.

``ARGS="lists desk"`` runs these modules alone, and leaves ``results.json`` as it is; ``RUNS=5``
takes the median of five runs where there would be more.
"""

import configparser
import os

from . import databases
from .base import (
    ADDON,
    CACHE,
    ODOO_CONF,
    PYTHON,
    ROOT,
    VAR,
    digest,
    is_stamped,
    lock,
    run,
    stamp,
    step,
)

REQUIREMENTS = ROOT / "requirements-bench.txt"
#: What the app is compared with, and what the comparison needs.
APPS = (ADDON, "hr_holidays", "project", "lakip_bench")
#: The apps as installed; each run works on a copy, since a benchmark commits what it starts from.
INSTALLED = "lakip_bench"
DATABASE = "lakip_bench_run"
#: Cycles of the data sets: all is measured in the last, what costs must not grow with in each.
SIZES = (50, 500, 5000)
#: What the data set is made with.
BUILDERS = ("build", "copier", "dataset", "parts", "pattern", "twin")
PEERS = VAR / "bench"
CONF = VAR / "bench.conf"


def run_all():
    """Print the table and write ``bench/results.json``; returns the exit code."""
    with lock("bench", "Benchmarks run already: two at once would slow each other."):
        copies = {cycles: f"{DATABASE}_{cycles}" for cycles in SIZES}
        for cycles, database in copies.items():
            databases.copy(ensure_dataset(cycles), database)
        try:
            names = os.environ.get("ARGS", "").split()
            return databases.program("bench", DATABASE, *names, settings=environment())
        finally:
            for database in copies.values():
                databases.drop(database)


def _ensure_peers():
    wanted = digest(REQUIREMENTS)
    if is_stamped(PEERS / "stamp", wanted):
        return
    with step(f"Getting the peers ({REQUIREMENTS.name})"):
        run(
            [PYTHON, "-m", "pip", "install", "--no-deps", "--upgrade", "--target", PEERS]
            + ["-r", REQUIREMENTS],
            "pip could not install the packages above: check the network (or pip's index settings) "
            "and run make again.",
            env={**databases.environment(), "PIP_CACHE_DIR": str(CACHE / "pip")},
        )
    stamp(PEERS / "stamp", wanted)


def _write_conf():
    """Write Odoo's settings with the peers in its path."""
    conf = configparser.ConfigParser()
    conf.read(ODOO_CONF)
    options = conf["options"]
    options["addons_path"] += f",{PEERS / 'odoo' / 'addons'},{ROOT / 'bench' / 'addons'}"
    with open(CONF, "w") as file:
        conf.write(file)


def ensure_dataset(cycles, *stages):
    """Make the data set of so many cycles, unless it is there; returns the name of its database.

    It is a template: copy it (``databases.copy``), and serve the copy with :data:`CONF`.

    :param stages: where the running ones stand, in turns; evenly spread without them
    """
    _ensure_peers()
    _write_conf()
    _ensure_database()
    database = f"{INSTALLED}_{cycles}" + ("_at" if stages else "")
    builders = [ROOT / "bench" / f"{name}.py" for name in BUILDERS]
    wanted = digest("dataset 1", databases.comment(INSTALLED), *stages, *builders)
    if databases.comment(database) != wanted:
        with step(f"Building the data set of {cycles:,} cycles"):
            databases.copy(INSTALLED, database)
            run(
                [PYTHON, "-m", "bench.build", database, str(cycles), *stages],
                "The data set could not be built.",
                cwd=ROOT,
                env=environment(),
            )
        databases.set_comment(database, wanted)
    return database


def environment():
    """The environment of an Odoo that finds the peers too."""
    return {**databases.environment(), "ODOO_RC": str(CONF)}


def _ensure_database():
    template = databases.ensure_template()
    wanted = digest("bench 2", template, ROOT / ADDON, ROOT / "bench" / "addons", REQUIREMENTS)
    if databases.comment(INSTALLED) == wanted:
        return
    with step(f"Installing {', '.join(APPS)}"):
        databases.copy(databases.TEMPLATE, INSTALLED)
        databases.odoo(
            *(INSTALLED, "-c", str(CONF), "-i", ",".join(APPS)),
            *("--stop-after-init", "--no-http"),
            log="install",
        )
    databases.set_comment(INSTALLED, wanted)
