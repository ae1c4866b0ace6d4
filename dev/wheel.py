"""``make wheel``: the app as a wheel in ``dist/``, for ``pip install`` beside an Odoo."""

from .base import ADDON_DIR, PYTHON, ROOT, run, say

DIST = ROOT / "dist"


def build():
    """Build the wheel with the tools of ``.venv``, fetching nothing; returns its path."""
    for old in DIST.glob("*.whl"):
        old.unlink()
    run(
        [PYTHON, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", DIST]
        + [ADDON_DIR],
        "The wheel could not be built.",
    )
    (wheel,) = DIST.glob("*.whl")
    say(f"{wheel.relative_to(ROOT)}: {wheel.stat().st_size / 1e6:.1f} MB")
    return wheel
