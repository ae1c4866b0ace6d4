"""``make lint``: every checker runs, and the run fails when one of them complains."""

import re
import subprocess

from . import rules
from .base import ADDON, ADDON_DIR, LANGUAGE, PYTHON, ROOT, say

BIN = PYTHON.parent
PO = ADDON_DIR / "i18n" / f"{LANGUAGE.split('_')[0]}.po"
# The README.md lies at the top of the repository, beside the tests.
OCA_DISABLED = "missing-readme"


def run_all():
    """Run the checkers; returns 0 when all are content."""
    translations = [str(file.relative_to(ROOT)) for file in sorted(PO.parent.glob("*.po*"))]
    checks = {
        "ruff check": [BIN / "ruff", "check", "."],
        "ruff format": [BIN / "ruff", "format", "--check", "."],
        "pylint-odoo": [PYTHON, "-m", "pylint", "--rcfile=pyproject.toml", ADDON],
        "OCA checks of the module": [
            PYTHON, BIN / "oca-checks-odoo-module", f"--disable={OCA_DISABLED}", ADDON,
        ],
    }  # fmt: skip
    if translations:
        # po-pretty-format would empty a translation that equals its source ("SOP", "Paraf"), and
        # an empty one is a missing one here.
        checks["OCA checks of translations"] = [
            *(PYTHON, BIN / "oca-checks-po", "--disable=po-pretty-format"),
            *translations,
        ]
    failed = [name for name, command in checks.items() if not _passes(name, command)]
    if not rules.check():
        failed.append("rules of safety")
    if not _is_translated():
        failed.append("translation")
    say(f"Lint failed: {', '.join(failed)}" if failed else "Lint is clean")
    return 1 if failed else 0


def fix():
    """Let the tools that can rewrite files do so."""
    for command in (
        [BIN / "ruff", "check", "--fix", "--quiet", "--exit-zero", "."],
        [BIN / "ruff", "format", "--quiet", "."],
        [PYTHON, BIN / "oca-checks-odoo-module", f"--disable={OCA_DISABLED}", "--no-verbose"]
        + ["--no-exit", "--fix", ADDON],
    ):
        subprocess.run(list(map(str, command)), cwd=ROOT, check=False)
    say("Done; `make lint` says what is left")


def _passes(name, command):
    say(name)
    return subprocess.run(list(map(str, command)), cwd=ROOT, check=False).returncode == 0


def _is_translated():
    """Whether every text of the .pot has its Indonesian words in id.po."""
    say("translation")
    if not PO.exists():
        print(f"{PO.relative_to(ROOT)} is missing: run make i18n")
        return False
    code = (
        "import polib, sys; po = polib.pofile(sys.argv[1]);"
        "[print(f'not translated: {entry.msgid!r}')"
        " for entry in po.untranslated_entries() + po.fuzzy_entries()]"
    )
    output = subprocess.run(
        [PYTHON, "-c", code, PO], capture_output=True, text=True, check=True
    ).stdout
    print(output, end="")
    return not re.search(r"\S", output)
