"""The virtual environment ``.venv`` with what Odoo, the app and its tests need."""

import os
import subprocess
import sys

from .base import CACHE, PYTHON, ROOT, VENV, Trouble, digest, is_stamped, run, stamp, step

REQUIREMENTS = ROOT / "requirements.txt"
REQUIREMENTS_DEV = ROOT / "requirements-dev.txt"
VERSIONS = ("3.12", "3.11", "3.13", "3.10")


def ensure(dev=False):
    """Make ``.venv`` and install requirements.txt, or requirements-dev.txt too if ``dev``."""
    if not PYTHON.exists():
        with step("Making the Python environment .venv"):
            run(
                [_find_interpreter(), "-m", "venv", "--clear", VENV],
                "Python cannot make a virtual environment: install the package python3-venv.",
            )
    wanted = digest(REQUIREMENTS, REQUIREMENTS_DEV)
    dev_stamp, run_stamp = VENV / "requirements-dev.stamp", VENV / "requirements.stamp"
    if is_stamped(dev_stamp, wanted) or (not dev and is_stamped(run_stamp, wanted)):
        return
    what = REQUIREMENTS_DEV if dev else REQUIREMENTS
    with step(f"Installing Python packages ({what.name})"):
        run(
            [PYTHON, "-m", "pip", "install", "--no-warn-conflicts", "-r", what],
            "pip could not install the packages above: check the network (or pip's index settings) "
            "and run make again.",
            env={
                "PIP_CACHE_DIR": str(CACHE / "pip"),
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
                **os.environ,
            },
        )
    stamp(dev_stamp if dev else run_stamp, wanted)


def _find_interpreter():
    """The first Python between 3.10 and 3.13 that really starts."""
    probe = "import sys, venv; print('%s.%s' % sys.version_info[:2])"
    for name in (sys.executable, *(f"python{version}" for version in VERSIONS), "python3"):
        try:
            done = subprocess.run([name, "-c", probe], capture_output=True, text=True, check=False)
        except OSError:
            continue
        if done.returncode == 0 and done.stdout.strip() in VERSIONS:
            return name
    raise Trouble("Odoo 19 needs Python 3.10 to 3.13: install python3.12, then run make again.")
