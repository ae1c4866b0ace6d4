"""``make screenshots``: every picture of README, docs and the app list, retaken.

The pictures are of the demo agency, in Indonesian, in a database of their own: it is a copy of a
demo that nobody has worked in, so they show the same records each time, and a demo that
``make run`` serves is neither shown nor touched. ``catalogue.py`` lists the pictures,
``scenes.py`` what the people of the agency do between them, ``camera.py`` takes them.
"""

import shutil
import subprocess

from .. import databases
from ..base import PYTHON, ROOT, Trouble, lock
from ..suite import missing_programs

#: As the demo data leave it, made anew when the app has changed ...
PRISTINE = "lakip_shots_made"
#: ... and the copy in which the scenes are played.
DATABASE = "lakip_shots"


def check():
    """Refuse early when a program is missing."""
    missing = missing_programs()
    if missing:
        raise Trouble(
            f"The pictures need programs this machine lacks: apt-get install {' '.join(missing)}"
        )
    if shutil.which("fc-match"):
        letters = subprocess.run(
            ["fc-match", "Arial"], capture_output=True, text=True, check=False
        ).stdout
        if "Arial" not in letters and "Liberation" not in letters:
            raise Trouble(
                "The Word files are written in Arial, and this machine has no such letters: "
                "apt-get install fonts-liberation"
            )


def take_all():
    """Take the pictures (T names some of them, as in ``T="cycle*"``); returns the exit code."""
    with lock("screenshots", busy="Screenshots are taken already: wait for them."):
        databases.ensure_pristine_demo(PRISTINE)
        databases.copy(PRISTINE, DATABASE)
        try:
            return databases.program("dev.shots", DATABASE)
        finally:
            databases.drop(DATABASE)
