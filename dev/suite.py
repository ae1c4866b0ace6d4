"""``make test``: the suite in ``tests/`` with pytest-odoo on a real database."""

import os
import shlex
import shutil
import subprocess

from . import databases
from .base import IN_CI, PYTHON, ROOT, Trouble, lock

DATABASE = "lakip_test"
# More would wait for each other: the tests keep a processor each, and a browser beside it.
MOST_WORKERS = 2
# program -> Debian package; of several names one is enough
PROGRAMS = {
    ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable"): "chromium",
    ("soffice",): "libreoffice-writer-nogui",
    ("pdftoppm",): "poppler-utils",
}


def check():
    """Refuse early: a wrong DB, or a missing program, since a skipped test proves nothing."""
    databases.checked(_database())
    missing = missing_programs()
    if missing:
        raise Trouble(
            f"The tests need programs this machine lacks: apt-get install {' '.join(missing)}"
        )


def missing_programs():
    """The Debian packages of the programs that this machine lacks."""
    return [
        package
        for names, package in PROGRAMS.items()
        if not any(shutil.which(name) for name in names)
    ]


def run_tests():
    """Run pytest; returns its exit code.

    Variables: DB (another database lets several runs go at once), T (files or folders,
    all tests without it), ARGS (further arguments of pytest), WORKERS (processes, each with
    a copy of the database; one where T names the tests).
    """
    database = _database()
    busy = f"Tests run on {database} already: wait, or give another name as in `make test DB=t2`."
    with lock(f"test-{database}", busy=busy):
        warnings = databases.ensure_test(database)
        databases.show(warnings)
        if warnings and IN_CI:
            raise Trouble("The installation must log no warning: mend the lines above.")
        return subprocess.run(
            [PYTHON, "-m", "pytest", f"--odoo-database={database}", "--odoo-http"]
            + _workers()
            + shlex.split(os.environ.get("ARGS", ""))
            + shlex.split(os.environ.get("T") or "tests"),
            cwd=ROOT,
            env=databases.environment(),
            check=False,
        ).returncode


def _workers():
    """The arguments that spread the files over processes, the slowest files first."""
    count = os.environ.get("WORKERS") or (1 if os.environ.get("T") else MOST_WORKERS)
    if int(count) < 2:
        return []
    return [f"--numprocesses={count}", "--dist=loadfile", "--no-loadscope-reorder"]


def _database():
    return os.environ.get("DB") or DATABASE
