"""Paths, variables and the few helpers the other modules of ``dev`` share."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = "lakip_sop"
ADDON_DIR = ROOT / ADDON
LANGUAGE = "id_ID"
TIMEZONE = "Asia/Jakarta"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ODOO = ROOT / ".odoo"
PG = ROOT / ".pg"
VAR = ROOT / ".var"
ODOO_CONF = VAR / "odoo.conf"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "lakip_sop"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


class Trouble(Exception):
    """Something the user can mend; its text is one sentence that names the remedy."""


def say(text):
    print(f"-- {text}", flush=True)


@contextlib.contextmanager
def step(text):
    """Print ``text`` while a slow piece of work runs, then the seconds it took."""
    print(f"-- {text} ...", end="" if sys.stdout.isatty() else "\n", flush=True)
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        if sys.stdout.isatty():
            print(flush=True)
        raise
    seconds = f"{time.monotonic() - begin:.0f} s"
    print(f" {seconds}" if sys.stdout.isatty() else f"   {text}: {seconds}", flush=True)


def run(command, trouble, env=None, log=None, **options):
    """Run ``command`` silently and return its output.

    The output goes to the file ``log`` when it is given. When the command fails its last
    lines are shown and ``Trouble(trouble)`` is raised.
    """
    command = [str(part) for part in command]
    try:
        done = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **options,
        )
    except OSError as error:
        raise Trouble(f"{trouble} ({error})") from error
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout)
    if done.returncode:
        print("\n".join(["", *done.stdout.splitlines()[-25:]]), file=sys.stderr, flush=True)
        raise Trouble(f"{trouble} The full output is in {log}." if log else trouble)
    return done.stdout


@contextlib.contextmanager
def lock(name, busy=None):
    """Hold a lock of this clone; wait for it, or raise ``Trouble(busy)`` when it is taken."""
    VAR.mkdir(exist_ok=True)
    with open(VAR / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if busy:
                raise Trouble(busy) from None
            say("Waiting for another make of this folder")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*parts):
    """A short hash of texts, files and (recursively) folders: names and contents."""
    total = hashlib.sha256()
    for part in parts:
        if not isinstance(part, Path):
            total.update(repr(part).encode())
            continue
        files = sorted(part.rglob("*")) if part.is_dir() else [part]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                total.update(str(file.relative_to(ROOT)).encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def is_stamped(file, value):
    return file.is_file() and file.read_text() == value


def stamp(file, value):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(value)
