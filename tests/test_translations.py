"""Every word on screen is Indonesian: the template is current and id.po is complete."""

import re
from io import BytesIO
from pathlib import Path

import polib

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase
from odoo.tools.translate import trans_export

FOLDER = Path(get_module_path("lakip_sop"), "i18n")


class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stream = BytesIO()
        trans_export(None, ["lakip_sop"], stream, "po", cls.env)
        cls.sources = {entry.msgid for entry in polib.pofile(stream.getvalue().decode())}

    def test_template_is_current(self):
        """``make i18n`` would add or drop nothing."""
        template = {entry.msgid for entry in polib.pofile(str(FOLDER / "lakip_sop.pot"))}
        self.assertEqual(template ^ self.sources, set())

    def test_indonesian_is_complete(self):
        entries = {entry.msgid: entry for entry in polib.pofile(str(FOLDER / "id.po"))}
        missing = [
            source
            for source in self.sources
            if source not in entries or not entries[source].msgstr or entries[source].fuzzy
        ]
        self.assertEqual(missing, [])

    def test_placeholders_are_kept(self):
        """A translation has the placeholders of its source, or showing it would fail."""
        wrong = [
            entry.msgid
            for entry in polib.pofile(str(FOLDER / "id.po"))
            if _placeholders(entry.msgid) != _placeholders(entry.msgstr)
        ]
        self.assertEqual(wrong, [])


def _placeholders(text):
    return sorted(re.findall(r"%(?:\(\w+\))?[sd]", text))
