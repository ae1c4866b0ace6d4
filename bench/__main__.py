"""``python -m bench DATABASE``: run all benchmarks on the databases ``DATABASE_<cycles>`` that hold
data sets (``make bench``).

Names of modules of this folder after it run these alone, and leave ``results.json`` as it is;
``explain`` shows how PostgreSQL runs the heaviest queries instead.
"""

import importlib
import json
import pkgutil
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import odoo.api
import odoo.modules.registry
import odoo.release
import odoo.tools

from . import harness
from .table import print_table

FOLDER = Path(__file__).resolve().parent
#: Cycles of the data sets.
SIZES = (50, 500, 5000)
#: How long a screen shows one picture, in milliseconds: what is drawn in less is drawn at once.
FRAME = 16.0


def find_modules(names=()):
    """Return the modules of this folder that name cases; only those of ``names`` if there are."""
    modules = (
        importlib.import_module(f"bench.{found.name}")
        for found in pkgutil.iter_modules([str(FOLDER)])
        if (found.name in names if names else not found.name.startswith("_"))
    )
    return [module for module in modules if hasattr(module, "CASES")]


def get_rows(case, figures):
    """Return what ``results.json`` holds of one case: each unit, against each peer."""
    rows = []
    for unit in case.units:
        for peer in case.peers:
            value, peer_value = (round(figures[each][unit], 1) for each in (case.ours, peer))
            rows.append(
                {
                    "name": case.name,
                    "value": value,
                    "unit": unit,
                    "peer": peer.name,
                    "peer_value": peer_value,
                    "ratio": round(value / peer_value, 2),
                    "runs": min(
                        harness.get_runs(case), harness.MEMORY_RUNS if unit == "MB" else case.runs
                    ),
                }
            )
    return rows


def measure_layout():
    """Return the row of ``results.json`` on drawing the SOP page; none without Node.js."""
    node = shutil.which("node")
    if not node:
        print("-- the drawing of the SOP page: left out, there is no Node.js")
        return []
    done = subprocess.run(
        [node, FOLDER / "flow_layout.mjs"], stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(done.stdout)
    return [
        {
            "name": f"drawing of an SOP page of {found['rows']} rows and {found['actors']} actors",
            "value": found["median_ms"],
            "unit": "ms",
            "peer": "one picture of a screen",
            "peer_value": FRAME,
            "ratio": round(found["median_ms"] / FRAME, 2),
            "runs": found["runs"],
        }
    ]


def describe_machine(env):
    """Return where the figures were taken: they mean little without."""
    env.cr.execute("SHOW server_version")
    (postgresql,) = env.cr.fetchone()
    modules = env["ir.module.module"].search(
        [("name", "in", ("lakip_sop", "base_tier_validation", "hr_holidays", "project"))]
    )
    return {
        "cpu": _get_cpu(),
        "python": platform.python_version(),
        "odoo": odoo.release.version,
        "postgresql": postgresql,
        **{module.name: module.installed_version for module in modules},
    }


def _get_cpu():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()


def main(database, *names):
    odoo.tools.config.parse_config(
        ["-d", f"{database}_{SIZES[-1]}", "--log-level=warn"], setup_logging=True
    )
    registries = {
        cycles: odoo.modules.registry.Registry(f"{database}_{cycles}") for cycles in SIZES
    }
    registries[None] = registry = registries[SIZES[-1]]
    with registry.cursor() as cr:
        machine = describe_machine(odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {}))
    print("\n".join(f"{name}: {value}" for name, value in machine.items()))
    if names == ("explain",):
        importlib.import_module("bench.explain").show(registry)
        return
    rows = []
    for module in find_modules(names):
        harness.prepare(registries, module.CASES)
        for case in module.CASES:
            print(f"-- {case.name}, {harness.get_runs(case)} runs each", flush=True)
            rows += get_rows(case, harness.measure(registries, case))
        if not names:
            save(rows, machine)  # what is measured stays, should a later module fail
    if not names:
        rows += measure_layout()
        save(rows, machine)
    print_table(rows)


def save(rows, machine):
    """Write the figures and where they were taken."""
    for name, content in (("results", rows), ("machine", machine)):
        (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
