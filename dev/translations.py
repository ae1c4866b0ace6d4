"""``make i18n``: the .pot of the app as Odoo exports it, and id.po merged with it."""

import re

from . import databases
from .base import ADDON, ADDON_DIR, LANGUAGE, PYTHON, ROOT, VAR, lock, run, say, step

DATABASE = "lakip_i18n"
FOLDER = ADDON_DIR / "i18n"
POT = FOLDER / f"{ADDON}.pot"
PO = FOLDER / f"{LANGUAGE.split('_')[0]}.po"


def rebuild():
    """Export lakip_sop.pot from a fresh installation and bring id.po in line with it.

    Texts that left the app leave id.po; new ones come in untranslated and are listed.
    """
    exported = VAR / f"{ADDON}.pot"
    with lock(f"test-{DATABASE}", busy="make i18n runs already: wait for it."):
        databases.show(databases.ensure_test(DATABASE))
        with step("Exporting the texts"):
            run(
                [PYTHON, "-m", "odoo", "i18n", "export"]
                + ["-c", databases.ODOO_CONF, "-d", DATABASE, "-l", "pot", "-o", exported, ADDON],
                "Odoo could not export the texts.",
                env=databases.environment(),
            )
    FOLDER.mkdir(exist_ok=True)
    text = exported.read_text()
    if not POT.exists() or _undated(POT.read_text()) != _undated(text):
        POT.write_text(text)
    output = run(
        [PYTHON, "-m", "dev.merge_po", POT, PO, PO.stem],
        "id.po could not be merged: mend its syntax.",
        cwd=ROOT,
    )
    print(output, end="")
    say(f"{POT.relative_to(ROOT)} and {PO.relative_to(ROOT)} are up to date")


def _undated(text):
    """``text`` without the dates of its header, which change at each export."""
    return re.sub(r'(?m)^"(POT-Creation|PO-Revision)-Date:.*$', "", text)
