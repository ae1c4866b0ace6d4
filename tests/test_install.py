"""Into a database in use, upgraded, and out again: no warning, nothing left behind.

Each part runs in an Odoo process of its own on a database made for the test.
"""

import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase

from dev import databases

DATABASE = "lakip_test_install"


class TestInstall(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        databases.ensure_template()
        databases.copy(databases.TEMPLATE, DATABASE)
        cls.addClassCleanup(databases.drop, DATABASE)

    def _run(self, name):
        """Run a step of ``install_steps.py``; return its output and its log."""
        process = subprocess.run(
            [sys.executable, Path(__file__).with_name("install_steps.py"), name, DATABASE],
            env=databases.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.assertEqual(process.returncode, 0, process.stderr[-4000:])
        return process

    def _try_time_off(self):
        """Install Time Off beside the app, and run the tests that need it."""
        databases.odoo(DATABASE, "-i", "hr_holidays", "--stop-after-init", "--no-http", log="leave")
        tests = Path(__file__).with_name("with_time_off.py")
        # A run of its own, not one more worker of this one.
        environment = {
            name: value
            for name, value in databases.environment().items()
            if not name.startswith("PYTEST_XDIST")
        }
        process = subprocess.run(
            [sys.executable, "-m", "pytest", f"--odoo-database={DATABASE}", tests],
            cwd=tests.parents[1],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.assertEqual(process.returncode, 0, process.stdout[-4000:])
        self.assertIn(" passed", process.stdout)

    maxDiff = None

    def test_install_upgrade_uninstall(self):
        warnings = databases.odoo(
            DATABASE, "-i", "lakip_sop", "--stop-after-init", "--no-http", log="install"
        )
        self.assertEqual(warnings, [], "installing")
        self._try_time_off()
        self._run("use")
        warnings = databases.odoo(
            DATABASE, "-u", "lakip_sop", "--stop-after-init", "--no-http", log="upgrade"
        )
        self.assertEqual(warnings, [], "upgrading")
        log = self._run("uninstall").stderr
        troubles = [line for line in log.splitlines() if " WARNING " in line or " ERROR " in line]
        self.assertEqual("\n".join(troubles), "", "uninstalling")
        output = self._run("leftovers").stdout
        self.assertNotIn("left behind", output)
        self.assertIn("hours: Jam Kerja ASN", output)
