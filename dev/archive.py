"""``make bigarchive``: how long the archive of a cycle with large files takes, and what memory."""

import os

from . import databases
from .base import lock

DATABASE = "lakip_archive"


def measure():
    """Print the figures; returns the exit code. FILES: how many, SIZE: of how many megabytes."""
    count, size = (
        os.environ.get(name) or default for name, default in (("FILES", "200"), ("SIZE", "20"))
    )
    with lock("archive", "This is measured already."):
        databases.ensure_pristine_demo(DATABASE)
        try:
            return databases.program("bench.archive", DATABASE, count, size) or databases.program(
                "bench.archive", DATABASE
            )
        finally:
            databases.drop(DATABASE)
