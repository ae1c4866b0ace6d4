"""The unit tests of the web client's parts, run by Odoo's own runner (hoot) in Chromium."""

from urllib.parse import urlencode

from odoo.tests import HttpCase

#: Suites of ``lakip_sop/static/tests``: the names of their files.
APPROVAL_SUITES = ("approval_card", "approval_model")
SOP_FLOW_SUITES = ("sop_flow", "sop_flow_live", "sop_flow_layout")
LEADERSHIP_SUITES = ("leadership",)


def _hash(name):
    """Return the identity hoot gives to the suite ``name`` (see ``web/tests/test_js.py``)."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class TestHoot(HttpCase):
    def test_approval(self):
        """Each state of the approval card, its buttons, and the record behind it."""
        self._run(APPROVAL_SUITES)

    def test_sop_flow(self):
        """The drawing of any SOP, and the page around it."""
        self._run(SOP_FLOW_SUITES)

    def test_leadership(self):
        """The page of those who lead: its sections, links and the projector."""
        self._run(LEADERSHIP_SUITES)

    def _run(self, suites):
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
