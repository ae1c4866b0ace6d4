"""The wheel of the app: it builds, holds what is needed, and Odoo finds it where pip puts it."""

import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from odoo.modules.module import get_module_path

from dev import databases

DATABASE = "lakip_test_wheel"
ADDON = Path(get_module_path("lakip_sop"))
#: Of a fresh process that has the wheel's folder on its addons path, and not this folder.
_FIND = """
import sys
import odoo.tools
odoo.tools.config.parse_config(["--addons-path", sys.argv[1]])
from odoo.modules import Manifest
manifest = Manifest.for_addon("lakip_sop")
import odoo.addons.lakip_sop.tools.hashchain
print(manifest.path)
print(odoo.addons.lakip_sop.tools.hashchain.__file__)
"""


def _run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        raise AssertionError(f"{done.stdout}\n{done.stderr}")
    return done.stdout


class TestWheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        # --no-index: whatever is not here already would be a failure
        _run(
            *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index"),
            *("--no-build-isolation", "--wheel-dir", cls.folder / "dist", ADDON),
        )
        (cls.wheel,) = (cls.folder / "dist").glob("*.whl")

    def test_holds_every_file(self):
        """What git knows of the app, and nothing else: no cache, no test of the project."""
        tracked = _run("git", "ls-files", cwd=ADDON).splitlines()
        wanted = {f"odoo/addons/lakip_sop/{name}" for name in tracked if name != "pyproject.toml"}
        names = set(zipfile.ZipFile(self.wheel).namelist())
        self.assertEqual({name for name in names if ".dist-info/" not in name}, wanted)
        for part in (
            "i18n/id.po", "data/lakip_sop_data.xml", "security/ir.model.access.csv",
            "static/description/icon.png", "static/description/index.html",
            "static/src/approval/approval_card.xml", "migrations/19.0.1.1.0/pre-my-work.py",
        ):  # fmt: skip
            self.assertIn(f"odoo/addons/lakip_sop/{part}", names)

    def test_names_what_it_needs(self):
        metadata = next(
            zipfile.ZipFile(self.wheel).read(name).decode()
            for name in zipfile.ZipFile(self.wheel).namelist()
            if name.endswith("/METADATA")
        )
        self.assertIn("Name: odoo-addon-lakip_sop", metadata)
        self.assertIn("Version: 19.0.1.1.0\n", metadata)
        for package in ("holidays", "pypdf", "python-docx", "python-pptx", "qrcode", "odoo"):
            self.assertRegex(metadata, rf"(?m)^Requires-Dist: {package}\b")

    def _install(self):
        """Install the wheel into an empty folder; return its addons path."""
        target = self.folder / "site"
        _run(
            *(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--upgrade"),
            *("--target", target, self.wheel),
        )
        return target / "odoo" / "addons"

    def test_odoo_finds_it(self):
        addons = self._install()
        found = _run(sys.executable, "-c", _FIND, addons, cwd=self.folder, env=_bare_environment())
        for path in found.split():
            self.assertTrue(path.startswith(str(addons)), path)

    def test_odoo_installs_it(self):
        """Into a database that has never seen it, without a warning."""
        addons = self._install()
        databases.ensure_template()
        databases.copy(databases.TEMPLATE, DATABASE)
        self.addCleanup(databases.drop, DATABASE)
        warnings = databases.odoo(
            *(DATABASE, "-i", "lakip_sop", f"--addons-path={addons}"),
            *("--stop-after-init", "--no-http"),
            log="wheel",
        )
        self.assertEqual(warnings, [])
        sops = databases.postgres.query("SELECT number, state FROM lakip_sop", DATABASE)
        self.assertEqual(sops, ["09\teffective"])


def _bare_environment():
    """Return an environment in which Odoo knows nothing of this folder."""
    return {"PATH": "/usr/bin:/bin", "HOME": tempfile.gettempdir()}
