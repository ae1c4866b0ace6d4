"""Backup and restore as an agency does it: ``pg_dump`` and the files, into another database.

The backup of the day verifies. That of the day before does too, as a chain does not notice that its
last links are gone; the archive that was kept elsewhere names what is missing.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import config

from dev import databases, postgres
from dev.base import ROOT

DATABASE = "lakip_test_keep"
RESTORED = "lakip_test_restored"


class TestRestore(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.file = cls.folder / "arsip.zip"
        for database in (DATABASE, RESTORED):
            cls.addClassCleanup(databases.drop, database)

    def _run(self, *command, **options):
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        return done.stdout

    def _back_up(self, database, name, files=None):
        """Write a dump and a copy of the files of ``database``."""
        self._run(
            *(postgres.binaries() / "pg_dump", "--format=custom", "--compress=0", "--no-owner"),
            *("--file", self.folder / name, database),
        )
        shutil.copytree(
            files or databases.FILESTORE / database,
            self.folder / f"{name}.files",
            copy_function=os.link,
        )

    def _restore(self, name, database):
        databases.drop(database)
        postgres.query(f'CREATE DATABASE "{databases.checked(database)}"')
        self._run(
            *(postgres.binaries() / "pg_restore", "--no-owner", "--jobs=2", "--exit-on-error"),
            *("--dbname", database, self.folder / name),
        )
        target = databases.FILESTORE / database
        shutil.copytree(self.folder / f"{name}.files", target, copy_function=os.link)

    def _step(self, step, database=DATABASE):
        return self._run(
            *(sys.executable, "-m", "tests.restore_steps", step, database, self.file),
            cwd=ROOT,
            env=databases.environment(),
        )

    def _compare(self, database):
        return json.loads(self._step("compare", database).splitlines()[-1])

    def test_restore(self):
        self._back_up(get_db_name(), "empty", Path(config.filestore(get_db_name())))
        self._restore("empty", DATABASE)
        self._step("begin")
        self._back_up(DATABASE, "yesterday")
        self._step("sign_and_export")
        self._back_up(DATABASE, "today")

        with self.subTest("the archive"):
            with zipfile.ZipFile(self.file) as archive:
                archive.extractall(self.folder / "arsip")
            (unpacked,) = (self.folder / "arsip").iterdir()
            self._run(sys.executable, "-I", unpacked / "verify.py")
        with self.subTest("today's backup"):
            self._restore("today", RESTORED)
            said = self._compare(RESTORED)
            self.assertEqual(
                said,
                {
                    "whole": True,
                    "said": ["All 2 decisions of the archive are in this database."],
                    "broken": False,
                    "lost files": [],
                },
            )
        with self.subTest("yesterday's backup"):
            self._restore("yesterday", RESTORED)
            said = self._compare(RESTORED)
            self.assertEqual((said["whole"], said["broken"]), (False, False))
            head, row = said["said"]
            self.assertIn("1 decisions of the archive are missing", head)
            self.assertRegex(row, "^- keputusan 2, .*Tanda tangan: Disetujui, agency_head")
