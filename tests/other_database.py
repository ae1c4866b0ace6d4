"""Tests that make a database of their own, and work in it with Odoo processes of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import config

from dev import databases, postgres

FOLDER = Path(__file__).parent


class OtherDatabaseCase(BaseCase):
    maxDiff = None

    def _python(self, *arguments):
        """Run Python beside the databases; return the process that has ended well."""
        # A run of its own, not one more worker of this one
        environment = {
            name: value
            for name, value in databases.environment().items()
            if not name.startswith("PYTEST_XDIST")
        }
        process = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=FOLDER.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if process.returncode:
            self.fail(f"{process.stdout[-6000:]}\n{process.stderr[-4000:]}")
        return process

    def _pytest(self, database, name):
        """Run the tests in the file ``name`` on ``database``."""
        process = self._python("-m", "pytest", f"--odoo-database={database}", FOLDER / name)
        self.assertRegex(process.stdout, r"\d passed")

    def _odoo(self, database, *arguments, log):
        """Run Odoo's command line on ``database``, which must log no warning."""
        warnings = databases.odoo(database, *arguments, "--stop-after-init", "--no-http", log=log)
        self.assertEqual(warnings, [], log)


class DumpCase(OtherDatabaseCase):
    """Databases copied as an agency backs them up: ``pg_dump`` and the files.

    So the database of the tests, to which this process is connected, can be copied as well.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)

    @classmethod
    def _back_up(cls, database, name):
        """Write a dump and a copy of the files of ``database``."""
        cls._run(
            *(postgres.binaries() / "pg_dump", "--format=custom", "--compress=0", "--no-owner"),
            *("--file", cls.folder / name, database),
        )
        files = databases.FILESTORE / database
        if database == get_db_name():
            files = config.filestore(database)
        shutil.copytree(files, cls.folder / f"{name}.files", copy_function=os.link)

    @classmethod
    def _restore(cls, name, database):
        """Make ``database`` anew from the backup ``name``."""
        databases.drop(database)
        postgres.query(f'CREATE DATABASE "{databases.checked(database)}"')
        cls._run(
            *(postgres.binaries() / "pg_restore", "--no-owner", "--jobs=2", "--exit-on-error"),
            *("--dbname", database, cls.folder / name),
        )
        target = databases.FILESTORE / database
        shutil.copytree(cls.folder / f"{name}.files", target, copy_function=os.link)

    @classmethod
    def _run(cls, *command, **options):
        """Run a program that must end well; return what it printed."""
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )
        assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    @classmethod
    def _step(cls, module, *arguments):
        """Run a module of the tests beside the databases; return what it printed."""
        return cls._run(
            *(sys.executable, "-m", module, *arguments),
            cwd=FOLDER.parent,
            env=databases.environment(),
        )
