"""``make bigarchive``: the archive of a cycle with many large files, in time and in memory.

Run in a database of its own that holds the demo agency: ``python -m bench.archive DB FILES MB``
hands the files in, and without the last two words the archive is made, in a process of its own.
"""

import logging
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from .memory import get_memory

MEGABYTE = 1024 * 1024


@contextmanager
def timed(what):
    """Print how long the block took, and the most memory that this process has had."""
    start, processor = time.monotonic(), time.process_time()
    yield
    taken, processor = time.monotonic() - start, time.process_time() - processor
    peak = get_memory("VmHWM")
    print(
        f"{what:46} {taken:7.1f} s {processor:7.1f} s of processor, peak {peak:5.0f} MB", flush=True
    )


def fill(env, count, size):
    """Put ``count`` files of ``size`` megabytes on a row of the finished cycle."""
    step = _get_cycle(env).step_ids[3]
    for place in range(count):
        env["ir.attachment"].create(
            {
                "name": f"Foto kegiatan {place}.jpg",
                "raw": os.urandom(size * MEGABYTE),
                "res_model": step._name,
                "res_id": step.id,
            }
        )
        env.cr.commit()
        env.invalidate_all()


def _get_cycle(env):
    return env["lakip.cycle"].search([("state", "=", "done")], limit=1)


def main(database, *numbers):
    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    with Registry(database).cursor() as cr, tempfile.TemporaryDirectory() as folder:
        env = api.Environment(cr, SUPERUSER_ID, {})
        if numbers:
            return fill(env, *map(int, numbers))
        owner = env["res.users"].search([("login", "=", "kasubbag")])
        cycle = _get_cycle(env).with_user(owner)
        queries = cr.sql_log_count
        with timed("digests, data, ledger (until the first byte)"):
            archive = cycle._get_archive()
        queries = cr.sql_log_count - queries
        cr.commit()
        path = Path(folder, "arsip.zip")
        with timed("the stream, into a file"), path.open("wb") as target:
            target.writelines(cycle._stream_archive(archive))
        megabytes = path.stat().st_size / MEGABYTE
        print(f"{len(archive.files)} files, {megabytes:.0f} MB, {queries} queries")
        with timed("unpacked"), zipfile.ZipFile(path) as packed:
            packed.extractall(folder)
        path.unlink()
        with timed("verify.py"):
            subprocess.run(
                [sys.executable, "-I", Path(folder, archive.name, "verify.py")], check=True
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
