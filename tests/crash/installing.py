"""The installation of the app, killed: the next one completes it."""

import os
import signal
import subprocess
import time

from dev import databases
from dev.base import ADDON, PYTHON

from . import traces
from .machines import DATA, FOLDER, copy_files
from .trial import Record

ORIGINAL = "lakip_crash_template"
DATABASE = "lakip_crash_install"
_LIMIT = 600


class Installation:
    """Stands where a ``Trial`` does, for the one kind of work that needs no server.

    :param postgres: has the database ``ORIGINAL``, with the apps that the app builds on
    """

    name = "install"

    def __init__(self, postgres):
        self.postgres = postgres
        self.log = FOLDER / "install.log"

    def rehearse(self):
        """Install in peace; return the ``Record`` to compare with."""
        self._copy()
        begin = time.monotonic()
        code, troubles = self._finish(self._begin())
        assert not code and not troubles, troubles
        return Record(seconds=time.monotonic() - begin, change=self._trace())

    def kill(self, record, victim, part):
        """As ``Trial.kill``."""
        self._copy()
        installing = self._begin()
        time.sleep(part * record.seconds)
        if victim == "odoo":
            os.killpg(installing.pid, signal.SIGKILL)
            installing.wait()
        else:
            self.postgres.kill()
            installing.wait(_LIMIT)
            self.postgres.start()
        is_done = self._trace()["state"] == record.change["state"]
        faults = []
        if is_done and self._trace() != record.change:
            faults.append(f"installed by half: {traces.compare(record.change, self._trace())}")
        code, troubles = self._finish(self._begin())
        if code or troubles:
            faults.append(f"the next installation ended with {code}: {troubles[:3]}")
        left = traces.compare(record.change, self._trace())
        if left:
            faults.append(f"after the next installation: {left}")
        record.count(is_done, faults)
        return is_done, faults

    def _copy(self):
        self.postgres.query(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self.postgres.query(f"CREATE DATABASE {DATABASE} TEMPLATE {ORIGINAL}")
        copy_files(databases.FILESTORE / databases.TEMPLATE, DATABASE)

    def _begin(self):
        with self.log.open("w") as output:
            return subprocess.Popen(
                [PYTHON, "-m", "odoo", "-d", DATABASE, f"--data-dir={DATA}", "-i", ADDON]
                + ["--stop-after-init", "--no-http"],
                env={**os.environ, **self.postgres.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def _finish(self, installing):
        """Return its exit code, and the warnings and errors that it logged."""
        code = installing.wait(_LIMIT)
        lines = self.log.read_text(errors="replace").splitlines()
        return code, [line for line in lines if " WARNING " in line or " ERROR " in line]

    def _trace(self):
        """Return what the app has in the database."""
        query = self.postgres.query
        return {
            "state": query(f"SELECT state FROM ir_module_module WHERE name = '{ADDON}'", DATABASE),
            "records": query(
                f"SELECT model, count(*) FROM ir_model_data WHERE module = '{ADDON}'"
                " GROUP BY model ORDER BY model",
                DATABASE,
            ),
            "columns": query(
                "SELECT table_name, count(*) FROM information_schema.columns"
                " WHERE table_name LIKE 'lakip%' GROUP BY table_name ORDER BY table_name",
                DATABASE,
            ),
            "constraints": query(
                "SELECT count(*) FROM pg_constraint WHERE conrelid::regclass::text LIKE 'lakip%'",
                DATABASE,
            ),
        }
