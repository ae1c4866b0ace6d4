"""``make load``: people at once on a real server of several processes, by Locust."""

import json
import os
import subprocess

from bench.load import report
from bench.table import print_table

from . import app, bench, databases
from .base import CACHE, PYTHON, ROOT, VAR, digest, is_stamped, lock, run, say, stamp, step

REQUIREMENTS = ROOT / "requirements-load.txt"
#: Locust has an environment of its own: it wants other versions of gevent than Odoo does.
VENV = VAR / "locust"
FOLDER = VAR / "load"
DATABASE = "lakip_load_run"
CYCLES = 5000
#: Where the running cycles stand in the week of the deadline: most wait for data.
STAGES = ("4", "4", "4", "4", "4", "4", "4", "9", "10", "11", "8")
#: Who there is, what the server said it kept, what was measured.
FILES = ("world", "kept", "measured")
RESULTS = ROOT / "bench" / "load" / "results.json"
#: People who log in, a second: each login costs the server most of a second of one core.
SPAWN_RATE = 1


def run_all():
    """Print the table and write ``bench/load/results.json``; returns the exit code.

    Variables: USERS (such as "50 200"), MINUTES, ODOO_WORKERS, PORT.
    """
    sizes = [int(size) for size in (os.environ.get("USERS") or "50 200").split()]
    minutes = float(os.environ.get("MINUTES") or 5)
    app.check_port()
    with lock("bench", "Benchmarks run already: two at once would slow each other."):
        _ensure_locust()
        data = bench.ensure_dataset(CYCLES, *STAGES)
        FOLDER.mkdir(parents=True, exist_ok=True)
        rows, code = [], 0
        for people in sizes:
            databases.copy(data, DATABASE)
            try:
                found, failed = _load(people, minutes)
            finally:
                databases.drop(DATABASE)
            rows += found
            code = code or failed
    print_table(rows)
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")
    return code


def _load(people, minutes):
    """Let ``people`` work for ``minutes``; return the rows, and 1 when anything went wrong."""
    workers = int(os.environ.get("ODOO_WORKERS") or 2 * (os.cpu_count() or 1) + 1)
    world, kept, statistics = (
        FOLDER / f"{name}-{people}.json" for name in ("world", "kept", "found")
    )
    with step(f"Choosing {people} people"):
        _inside("prepare", world, people)
    kept.write_text("")
    # Those who work while the others still log in do not count.
    seconds = int(people / SPAWN_RATE + 60 * minutes)
    with app.running(
        *(DATABASE, app.port(), databases.LOGS / "load.log"),
        *(f"--workers={workers}", "--max-cron-threads=1", f"--gevent-port={app.port() + 1}"),
        environment=bench.environment(),
    ):
        say(f"{people} people for {minutes:g} minutes, {workers} workers")
        failed = subprocess.run(
            [VENV / "bin" / "locust", "-f", ROOT / "bench" / "load" / "locustfile.py"]
            + ["--headless", "--skip-log", "--reset-stats", "--stop-timeout=60"]
            + [f"--users={people}", f"--spawn-rate={SPAWN_RATE}", f"--run-time={seconds}s"]
            + [
                f"--host=http://localhost:{app.port()}",
                f"--json-file={statistics.with_suffix('')}",
            ],
            env={
                **os.environ,
                "LAKIP_WORLD": str(world),
                "LAKIP_KEPT": str(kept),
                "LAKIP_DATABASE": DATABASE,
            },
            check=False,
        ).returncode
    found = json.loads(statistics.read_text())
    print("\n".join(report.get_failures(found)))
    with step("Looking whether anything was lost"):
        print(_inside("check", kept), end="")
    return report.get_rows(found, people), failed


def _inside(name, *arguments):
    return run(
        [PYTHON, "-m", "bench.load.world", DATABASE, name, *arguments],
        f"The step '{name}' of the load failed.",
        env=bench.environment(),
        cwd=ROOT,
    )


def _ensure_locust():
    wanted = digest(REQUIREMENTS)
    if is_stamped(VENV / "stamp", wanted):
        return
    trouble = "pip could not install Locust: check the network (or pip's index settings)."
    with step(f"Getting Locust ({REQUIREMENTS.name})"):
        run([PYTHON, "-m", "venv", "--clear", VENV], trouble)
        run(
            [VENV / "bin" / "python", "-m", "pip", "install", "-r", REQUIREMENTS],
            trouble,
            env={**os.environ, "PIP_CACHE_DIR": str(CACHE / "pip")},
        )
    stamp(VENV / "stamp", wanted)
