"""``.venv/bin/python -m dev.shots DATABASE``: play the scenes and take the pictures."""

import json
import os
import socket
import sys
from fnmatch import fnmatch

from .. import app, databases
from ..base import PYTHON, ROOT, Trouble, run, say
from . import catalogue
from .camera import Camera


def main(database):
    patterns = os.environ.get("T", "").split() or ["*"]
    chosen = [
        (scene, [shot for shot in shots if any(fnmatch(shot.file, p) for p in patterns)])
        for scene, shots in catalogue.SCENES
    ]
    while chosen and not chosen[-1][1]:
        chosen.pop()
    if not chosen:
        raise Trouble(f"No picture is called {' or '.join(patterns)}: see dev/shots/catalogue.py.")
    port = _free_port()
    log = databases.LOGS / "screenshots.log"
    # No periodic work: it would write messages into the pictures.
    with app.running(database, port, log, "--max-cron-threads=0"):
        with Camera(f"http://localhost:{port}") as camera:
            for scene, shots in chosen:
                camera.names = json.loads(_play(scene, database).splitlines()[-1])
                for shot in shots:
                    camera.take(shot)
        total = sum(file.stat().st_size for file in camera.written)
        say(f"{len(camera.written)} pictures, {total / 1e6:.1f} MB")
        if camera.failed:
            say(f"FAILED: {', '.join(camera.failed)}")
    return 1 if camera.failed else 0


def _play(scene, database):
    """Play ``scene``; returns the ids by which the catalogue names records, as JSON."""
    return run(
        [PYTHON, "-m", "dev.shots.play", scene, database],
        f"The scene '{scene}' could not be played.",
        env=databases.environment(),
        cwd=ROOT,
    )


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\nmake screenshots: {trouble}")
