"""``make bigarchive``: how long the archive of a cycle with large files takes, and what memory."""

import os
import subprocess

from . import databases
from .base import PYTHON, ROOT, lock

DATABASE = "lakip_archive"


def measure():
    """Print the figures; returns the exit code. FILES: how many, SIZE: of how many megabytes."""
    count, size = (
        os.environ.get(name) or default for name, default in (("FILES", "200"), ("SIZE", "20"))
    )
    with lock("archive", "This is measured already."):
        databases.ensure_pristine_demo(DATABASE)
        try:
            return _run(count, size) or _run()
        finally:
            databases.drop(DATABASE)


def _run(*numbers):
    return subprocess.run(
        [PYTHON, "-m", "bench.archive", DATABASE, *numbers],
        cwd=ROOT,
        env=databases.environment(),
        check=False,
    ).returncode
