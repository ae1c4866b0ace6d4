"""Tests that make a database of their own, and work in it with Odoo processes of their own."""

import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase

from dev import databases

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
