"""``make run``: Odoo with the demo agency in the foreground."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import databases
from .base import PYTHON, ROOT, Trouble, say, step

START_LIMIT = 120  # seconds
SERVE = ROOT / "dev" / "bin" / "serve.py"


def port():
    """The port of the variable PORT, 8069 without it."""
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is no port: give a number from 1 to 65535.")
    return int(text)


def check_port():
    """Refuse early when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_interface(), port()))
        except OSError as error:
            raise Trouble(
                f"Port {port()} cannot be used ({error.strerror}): stop the program that uses it, "
                f"or choose another as in `make run PORT={port() + 10}`."
            ) from error


def serve():
    """Start Odoo, print address and logins once it answers, stay until it stops."""
    log = databases.LOGS / "odoo.log"
    address = f"http://localhost:{port()}"
    logins = databases.inside("logins", databases.DEMO)
    try:
        with running(databases.DEMO, port(), log, interface=_interface()) as server:
            print(
                f"\n{_table(logins)}\n\n   Odoo runs on {address}  (Ctrl+C stops it; log: {log})\n"
            )
            server.wait()
    except KeyboardInterrupt:
        print()
    say("Odoo stopped; the data stays for the next `make run`")


@contextlib.contextmanager
def running(database, number, log, *arguments, interface="127.0.0.1", environment=None):
    """Odoo's process, serving ``database`` on port ``number`` as long as the block lasts."""
    with open(log, "w") as output:
        server = subprocess.Popen(
            [PYTHON, SERVE, "-d", database]
            + [f"--http-port={number}", f"--http-interface={interface}", *arguments],
            env=environment or databases.environment(),
            stdout=output,
            stderr=output,
        )
    before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        with step("Starting Odoo"):
            _wait(server, f"http://localhost:{number}", log)
        yield server
    finally:
        signal.signal(signal.SIGTERM, before)
        if server.poll() is None:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _interface():
    return os.environ.get("BIND") or "127.0.0.1"


def _wait(server, address, log):
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/web/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    print("\n".join(log.read_text(errors="replace").splitlines()[-15:]))
    raise Trouble(f"Odoo did not start: read {log}.")


def _table(lines):
    """The lines of ``dev.inside logins`` as a table."""
    rows = [["LOGIN = PASSWORD", "NAME", "ROLE"]]
    rows += [line.split("\t") for line in lines.splitlines() if line.count("\t") == 2]
    login, name = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"   {row[0]:{login}}  {row[1]:{name}}  {row[2]}" for row in rows)
