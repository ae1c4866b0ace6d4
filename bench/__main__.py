"""``python -m bench DATABASE``: run all benchmarks on a database made for it (``make bench``)."""

import importlib
import json
import pkgutil
import platform
import sys
from pathlib import Path

import odoo.api
import odoo.modules.registry
import odoo.release
import odoo.tools

from . import harness

FOLDER = Path(__file__).resolve().parent


def find_modules():
    """Return the modules of this folder that name cases."""
    modules = (
        importlib.import_module(f"bench.{found.name}")
        for found in pkgutil.iter_modules([str(FOLDER)])
        if not found.name.startswith("_")
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
                    "runs": harness.MEMORY_RUNS if unit == "MB" else case.runs,
                }
            )
    return rows


def describe_machine(env):
    """Return where the figures were taken: they mean little without."""
    env.cr.execute("SHOW server_version")
    (postgresql,) = env.cr.fetchone()
    modules = env["ir.module.module"].search(
        [("name", "in", ("lakip_sop", "base_tier_validation", "hr_holidays"))]
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


def print_table(rows):
    """Print ``rows`` of ``results.json`` as one table."""
    lines = [("BENCHMARK", "LAKIP_SOP", "PEER", "", "RATIO")]
    lines += [
        (
            row["name"],
            f"{row['value']:g} {row['unit']}",
            row["peer"],
            f"{row['peer_value']:g} {row['unit']}",
            f"{row['ratio']:.2f}",
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
    print()


def main(database):
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn"], setup_logging=True)
    registry = odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        machine = describe_machine(odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {}))
    print("\n".join(f"{name}: {value}" for name, value in machine.items()))
    rows = []
    for module in find_modules():
        harness.prepare(registry, module.CASES)
        for case in module.CASES:
            print(f"-- {case.name}, {case.runs} runs each", flush=True)
            rows += get_rows(case, harness.measure(registry, case))
    print_table(rows)
    for name, content in (("results", rows), ("machine", machine)):
        (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
