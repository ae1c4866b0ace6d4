"""The servers that are killed, and the mail server that takes what they send."""

import contextlib
import os
import re
import signal
import socketserver
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from dev import postgres
from dev.base import PG, PYTHON, VAR, run

START_LIMIT = 180  # seconds
FOLDER = VAR / "crash"
DATA = FOLDER / "data"
PROGRAM = FOLDER / "odoo"


def is_gone(process):
    """Return whether a ``psutil.Process`` does nothing any more: ended, or a zombie."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition, seconds, what):
    """Wait for ``condition()``; raise ``AssertionError`` naming ``what`` after ``seconds``."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return result


class Postgres:
    """A PostgreSQL server of its own, as safe as in production: what is committed is on disk."""

    PORT = 5441
    SETTINGS = (
        "listen_addresses = ''",
        f"port = {PORT}",
        "max_connections = 100",
        "shared_buffers = 128MB",
        "fsync = on",
        "synchronous_commit = on",
        "full_page_writes = on",
    )

    def __init__(self):
        self.data = PG / "crash"
        self.log = PG / "crash.log"
        self.sockets = postgres.socket_dir()
        #: where it listens, for libpq
        self.environment = {
            "PGHOST": str(self.sockets),
            "PGPORT": str(self.PORT),
            "PGUSER": postgres.ROLE,
        }

    def make(self):
        """Make it anew, empty, and start it."""
        if (self.data / "postmaster.pid").exists():
            self.kill()
        self.log.unlink(missing_ok=True)
        postgres.make_cluster(self.data, self.SETTINGS)
        self.start()
        self.query(f"CREATE ROLE {postgres.ROLE} LOGIN CREATEDB", PGUSER="postgres")

    def copy(self, source, database):
        """Copy the database ``source`` of the server that the environment names into this one."""
        dump = FOLDER / f"{database}.dump"
        dump.unlink(missing_ok=True)
        programs = postgres.binaries()
        trouble = f"The database {source} could not be copied."
        run([programs / "pg_dump", "-Fc", "-Z0", "-f", dump, source], trouble)
        self.query(f'CREATE DATABASE "{database}"')
        run(
            [programs / "pg_restore", "--no-owner", "--no-comments", "-j2", "-d", database, dump],
            trouble,
            env={**os.environ, **self.environment},
        )
        dump.unlink()

    def start(self):
        """Start it, and return once it has mended what a crash left and takes connections."""
        postgres.own(self.sockets)
        postgres.run_server(
            "pg_ctl", "start", "-w", "-s", "-t", str(START_LIMIT), "-D", self.data,
            "-l", self.log, "-o", f"-k '{self.sockets}'",
            trouble=f"PostgreSQL did not start: read {self.log}.",
        )  # fmt: skip

    def kill(self):
        """Kill it and all its processes at once, as a power cut or the kernel would."""
        number = int((self.data / "postmaster.pid").read_text().split()[0])
        with contextlib.suppress(psutil.NoSuchProcess):
            master = psutil.Process(number)
            family = [master, *master.children(recursive=True)]
            for process in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            wait_until(lambda: all(map(is_gone, family)), 30, "the end of PostgreSQL")
        # Where nobody collects the dead, it would take itself for running still.
        for lock in (
            self.data / "postmaster.pid",
            self.sockets / f".s.PGSQL.{self.PORT}",
            self.sockets / f".s.PGSQL.{self.PORT}.lock",
        ):
            lock.unlink(missing_ok=True)

    def remove(self):
        """Kill it and remove its files."""
        if (self.data / "postmaster.pid").exists():
            self.kill()
        run(["rm", "-rf", self.data], "The files of PostgreSQL could not be removed.")

    def query(self, sql, database="postgres", **environment):
        """Run ``sql`` with psql; return the rows as lines, columns parted by a bar."""
        return run(
            [postgres.binaries() / "psql", "-X", "-q", "-A", "-t", "-d", database, "-c", sql],
            "PostgreSQL refused the above.",
            env={**os.environ, **self.environment, **environment},
        ).splitlines()


class Odoo:
    """An Odoo server in a process group of its own.

    :param workers: 0 for one process with threads
    """

    def __init__(self, database, port, environment, workers=2):
        self.database = database
        self.port = port
        self.workers = workers
        self.address = f"http://127.0.0.1:{port}"
        self.log = FOLDER / f"odoo-{workers}.log"
        #: what it starts puts its files here
        self.temporary = FOLDER / "tmp"
        self.environment = {**os.environ, **environment, "TMPDIR": str(self.temporary)}
        self.process = None

    def start(self):
        """Start it, and return once it answers."""
        self.temporary.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                # By its script: the process of the live chat is started by the same name.
                [PYTHON, PROGRAM, "-d", self.database, f"--data-dir={DATA}"]
                + [f"--workers={self.workers}"]
                + [f"--http-port={self.port}", f"--gevent-port={self.port + 1}"]
                + ["--http-interface=127.0.0.1", "--max-cron-threads=1"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until(self._has_started, START_LIMIT, f"an answer of Odoo, see {self.log}")

    def kill(self):
        """Kill the whole group: master, workers, scheduled actions, live chat."""
        family = self._get_family()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        wait_until(lambda: all(map(is_gone, family)), 30, "the end of Odoo")

    def revive(self):
        """Start it again if it has ended by itself, as a service manager does; return whether.

        Odoo's master process ends when it replaces a dead worker while PostgreSQL is away.
        """
        # An end that has begun is through by then.
        time.sleep(3)
        wait_until(lambda: self._has_ended() or self._answers(), START_LIMIT, "Odoo")
        if not self._has_ended():
            return False
        self.start()
        return True

    def stop(self):
        """Kill it if it runs."""
        if self.process and not self._has_ended():
            self.kill()

    def _get_family(self):
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
                if os.getpgid(process.pid) == self.process.pid:
                    found.append(process)
        return found

    def _has_ended(self):
        return self.process.poll() is not None

    def _has_started(self):
        assert not self._has_ended(), f"Odoo stopped: read {self.log}"
        return self._answers()

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.address}/web/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    # ------------------------------------------------------------
    # WHAT IT STARTED
    # ------------------------------------------------------------

    def get_leavings(self):
        """Return what works in its folder for temporary files, and the files that are there."""
        found = [str(path) for path in self.temporary.iterdir()]
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                line = " ".join(process.cmdline())
                if str(self.temporary) in line and not is_gone(process):
                    found.append(line)
        return found


class MailServer(socketserver.ThreadingTCPServer):
    """An SMTP server that keeps (Message-Id, recipients) of each mail it has taken, in order."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _MailSession)
        self.taken = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class _MailSession(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib asks for."""

    def handle(self):
        with contextlib.suppress(OSError):
            recipients = []
            self._say("220 ready")
            while line := self.rfile.readline():
                command = line.split(b" ")[0].strip().upper()
                if command == b"DATA":
                    self._say("354 go on")
                    self._take(tuple(recipients))
                    recipients = []
                elif command == b"QUIT":
                    self._say("221 bye")
                    return
                else:
                    if command == b"RCPT":
                        recipients.append(line.decode().strip())
                    self._say("250 ok")

    def _take(self, recipients):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if line:
            found = re.search(rb"(?im)^message-id:\s*(\S+)", b"".join(lines))
            self.server.taken.append((found.group(1).decode(), recipients))
            self._say("250 taken")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


def prepare_folder():
    """Make the folder of the servers anew."""
    run(["rm", "-rf", FOLDER], "The folder of the last run could not be removed.")
    FOLDER.mkdir(parents=True)
    PROGRAM.write_text("import odoo.cli\n\nodoo.cli.main()\n")


def copy_files(source, database):
    """Give ``database`` the files of the folder ``source``, the filestore of its original."""
    target = DATA / "filestore" / database
    run(["rm", "-rf", target], "The files of the last run could not be removed.")
    target.mkdir(parents=True)
    # Odoo never changes a stored file, so the copy may share them.
    run(["cp", "-rl", f"{Path(source)}/.", target], "The files could not be copied.")
