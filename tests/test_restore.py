"""Backup and restore as an agency does it: ``pg_dump`` and the files, into another database.

The backup of the day verifies. That of the day before does too, as a chain does not notice that its
last links are gone; the archive that was kept elsewhere names what is missing.
"""

import json
import sys
import zipfile

from odoo.tests.common import get_db_name

from dev import databases

from .other_database import DumpCase

DATABASE = "lakip_test_keep"
RESTORED = "lakip_test_restored"


class TestRestore(DumpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.folder / "arsip.zip"
        for database in (DATABASE, RESTORED):
            cls.addClassCleanup(databases.drop, database)

    def _keep(self, step, database=DATABASE):
        return self._step("tests.restore_steps", step, database, self.file)

    def _compare(self, database):
        return json.loads(self._keep("compare", database).splitlines()[-1])

    def test_restore(self):
        self._back_up(get_db_name(), "empty")
        self._restore("empty", DATABASE)
        self._keep("begin")
        self._back_up(DATABASE, "yesterday")
        self._keep("sign_and_export")
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
