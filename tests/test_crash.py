"""Odoo and PostgreSQL killed in the middle of work: nothing is half done, and work goes on.

One kill of each; ``make crash`` makes a hundred of them, over all kinds of work.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, TransactionCase, common
from odoo.tools import config

from odoo.addons.base.models import ir_attachment

from dev import databases
from dev.base import ROOT


class TestCrash(BaseCase):
    def test_one_kill_of_each(self):
        database = common.get_db_name()
        process = subprocess.run(
            [sys.executable, "-m", "tests.crash", database, "--kills=1", "--seed=7"]
            + ["--kinds=upload", f"--filestore={config.filestore(database)}"],
            cwd=ROOT,
            env=databases.environment(),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        said = process.stdout + process.stderr[-4000:]
        self.assertEqual(process.returncode, 0, said)
        for victim in ("Odoo, 2 workers", "PostgreSQL"):
            self.assertRegex(process.stdout, rf"\nall +{victim} +1( +\d){{4}} +0\n", said)


class TestTornFile(TransactionCase):
    """What a server leaves that is killed while it writes a file; see also test_disk_full.py."""

    def setUp(self):
        super().setUp()
        self.content = os.urandom(200_000)
        attachments = self.env["ir.attachment"]
        self.digest = attachments._compute_checksum(self.content)
        place = f"{self.digest[:2]}/{self.digest}"
        self.path = Path(attachments._full_path(place))
        self.checklist = Path(attachments._full_path(f"checklist/{place}"))
        for path in (self.path, self.checklist):
            self.addCleanup(path.unlink, missing_ok=True)

    def _store(self):
        return self.env["ir.attachment"].create({"name": "bukti.jpg", "raw": self.content})

    def _open_and_die(self, path, mode="r"):
        file = open(path, mode)
        if mode == "wb":
            file.write(self.content[:1000])
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return file

    def test_half_a_file_is_known_for_the_garbage_collection(self):
        attachments = self.env["ir.attachment"]
        child = os.fork()
        if not child:
            with patch(f"{ir_attachment.__name__}.open", self._open_and_die, create=True):
                # No row: the transaction is rolled back with the connection of the dead.
                attachments._file_write(self.content, self.digest)
            os._exit(1)
        _pid, status = os.waitpid(child, 0)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        self.assertEqual(self.path.read_bytes(), self.content[:1000])
        self.assertTrue(self.checklist.exists())
        attachments._gc_file_store_unsafe()
        self.assertFalse(self.path.exists() or self.checklist.exists())

    def test_who_hands_it_in_again_has_it_whole(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.content[:1000])
        self.assertEqual(self._store().raw, self.content)
