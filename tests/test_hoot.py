"""The unit tests of the web client's parts, run by Odoo's own runner (hoot) in Chromium."""

from pathlib import Path
from urllib.parse import urlencode

from odoo.modules.module import get_module_path
from odoo.tests import HttpCase

FOLDER = Path(get_module_path("lakip_sop"), "static", "tests")


def _hash(name):
    """Return the identity hoot gives to the suite ``name`` (see ``web/tests/test_js.py``)."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class TestHoot(HttpCase):
    def test_components(self):
        """Every suite of the app, a file each: none can be forgotten."""
        suites = sorted(file.name.removesuffix(".test.js") for file in FOLDER.glob("*.test.js"))
        self.assertIn("sop_flow", suites)
        query = urlencode(
            [
                ("headless", ""),
                ("loglevel", "2"),
                ("preset", "desktop"),
                ("timeout", "15000"),
                *(("id", _hash(f"@lakip_sop/{name}")) for name in suites),
            ]
        )
        self.browser_js(
            f"/web/tests?{query}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
