"""Two processes of one server: what is changed in one, the other answers by at once.

Each process of Odoo keeps things in memory: whose groups, which rules, views, settings, sessions;
the app adds what the hours of a calendar come to. Odoo tells the other processes to forget when
one changes them. Here the process that answers is chosen: the other one is stopped meanwhile
(SIGSTOP), and the log must show that the chosen one answered. It is asked once before the change,
so that it holds the old answer.
"""

import json
import os
import re
import signal
import socket
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psutil

from odoo.tests.common import get_db_name

from dev import app, databases

from .crash.machines import wait_until
from .crash.web import Browser, Failed, Refused
from .other_database import DumpCase

DATABASE = "lakip_test_workers"
TEAM_FORM, DIVISION_FORM = 'name="action_accept"', "o_lakip_request_page"


def _get_free_ports(count):
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _is_stopped(pid):
    """Return whether all threads of a process stand still: a signal takes its time."""
    tasks = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(task.read_text().rpartition(")")[2].split()[0] == "T" for task in tasks)


class Server:
    """A real server with two processes for requests.

    :ivar pids: of the two
    """

    def __init__(self, process, log):
        self.process = process
        self.log = log
        self.pids = wait_until(self._find_workers, 60, "two workers")

    def _find_workers(self):
        found = re.findall(r"Worker WorkerHTTP \((\d+)\) alive", self.log.read_text())
        alive = {child.pid for child in psutil.Process(self.process.pid).children()}
        pids = sorted({int(pid) for pid in found} & alive)
        return pids if len(pids) == 2 else None

    @contextmanager
    def only(self, place):
        """Let one of the two answer, 0 or 1, and see that it did, and nobody else."""
        chosen, other = self.pids[place], self.pids[1 - place]
        start = self.log.stat().st_size
        os.kill(other, signal.SIGSTOP)
        try:
            wait_until(lambda: _is_stopped(other), 10, "a process that stands still")
            yield
        finally:
            os.kill(other, signal.SIGCONT)
        with self.log.open() as log:
            log.seek(start)
            answered = re.findall(r"^\S+ \S+ (\d+) INFO \S+ werkzeug: .*HTTP/1", log.read(), re.M)
        assert set(answered) == {str(chosen)}, (chosen, other, answered)


class TestWorkers(DumpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(databases.drop, DATABASE)
        cls._back_up(get_db_name(), "empty")
        cls._restore("empty", DATABASE)
        file = cls.folder / "ids.json"
        cls._step("tests.worker_world", DATABASE, file)
        cls.ids = json.loads(file.read_text())
        port, live = _get_free_ports(2)
        log = databases.LOGS / "workers.log"
        running = app.running(
            *(DATABASE, port, log, "--workers=2", f"--gevent-port={live}"),
            *("--max-cron-threads=0", "--log-level=info"),
        )
        process = cls.enterClassContext(running)
        cls.server = Server(process, log)
        cls.address = f"http://127.0.0.1:{port}"
        cls.people = {}

    # ------------------------------------------------------------
    # TWO PROCESSES
    # ------------------------------------------------------------

    def _person(self, name):
        """Return somebody's browser."""
        if name not in self.people:
            person = Browser(self.address, DATABASE, self.ids["logins"][name])
            person.context["allowed_company_ids"] = [self.ids["company"]]
            person.context["lang"] = "en_US"
            self.people[name] = person
        return self.people[name]

    def _change(self, name, model, method, ids, *args):
        """Change something in the first process, as somebody who may."""
        person = self._person(name)
        with self.server.only(0):
            return person.call(model, method, ids, *args)

    def _see(self, name, model, method, ids, *args, **options):
        """Ask the second process; return what it tells: the result, or why it refuses."""
        return self._ask(name, lambda person: person.call(model, method, ids, *args, **options))

    def _ask(self, name, call):
        person = self._person(name)
        with self.server.only(1):
            try:
                return call(person)
            except Refused as refused:
                return str(refused)

    # ------------------------------------------------------------
    # WHO
    # ------------------------------------------------------------

    def test_officer(self):
        """Who held the office a moment ago may not decide, who holds it now may."""
        approval = [self.ids["approval"]]
        shown = self._see("secretary", "lakip.approval", "read", approval, ["state", "can_decide"])
        self.assertEqual(shown[0]["can_decide"], True)
        not_yet = self._see("deputy", "lakip.approval", "action_approve", approval)
        self.assertRegex(not_yet, "turn|access")
        self._change(
            "manager", "lakip.officer", "write", [self.ids["officers"]["secretary"]],
            {"date_to": "2020-12-31"},
        )  # fmt: skip
        self._change(
            "manager", "lakip.officer", "create",
            [{"role_id": self.ids["refs"]["lakip_role_secretary"],
              "company_id": self.ids["company"],
              "employee_id": self.ids["employees"]["deputy"],
              "date_from": "2021-01-01"}],
        )  # fmt: skip
        said = self._see("secretary", "lakip.approval", "action_approve", approval)
        self.assertRegex(said, "turn of deputy")
        self._see("deputy", "lakip.approval", "action_approve", approval)
        (row,) = self._see("deputy", "lakip.approval", "read", approval, ["state", "user_id"])
        self.assertEqual(
            (row["state"], row["user_id"][0]), ("approved", self.ids["users"]["deputy"])
        )

    def test_group(self):
        """Rights given and taken away: what may be read, and which form a request opens with."""
        team = self.ids["refs"]["group_lakip_team"]

        def read():
            cycle = self._see("two", "lakip.cycle", "read", [self.ids["paraf"]], ["year"])
            return cycle if isinstance(cycle, str) else cycle[0]["year"]

        def open_form(name):
            views = self._see(name, "lakip.request", "get_views", [[False, "form"]])
            return views["views"]["form"]["arch"]

        self.assertEqual(read(), 2030)
        self._change("admin", "res.users", "write", [self.ids["users"]["two"]],
                     {"group_ids": [[3, team]]})  # fmt: skip
        self.assertRegex(read(), "not allowed to access")
        self.assertIn(DIVISION_FORM, open_form("staff_a"))
        self._change("admin", "res.users", "write", [self.ids["users"]["staff_a"]],
                     {"group_ids": [[4, team]]})  # fmt: skip
        self.assertIn(TEAM_FORM, open_form("staff_a"))

    def test_archived_user(self):
        own = [self.ids["users"]["spare"]]
        self.assertTrue(self._see("spare", "res.users", "read", own, ["name"]))
        self._change("admin", "res.users", "write", own, {"active": False})
        with self.assertRaisesRegex(Failed, "SessionExpired"):
            self._see("spare", "res.users", "read", own, ["name"])

    def test_rule(self):
        rule = [self.ids["refs"]["lakip_cycle_rule_company"]]

        def count():
            return self._see("owner", "lakip.cycle", "search_count", [])

        before = count()
        self.assertTrue(before)
        (old,) = self._change("admin", "ir.rule", "read", rule, ["domain_force"])
        for domain, left in (("[(0, '=', 1)]", 0), (old["domain_force"], before)):
            self._change("admin", "ir.rule", "write", rule, {"domain_force": domain})
            self.assertEqual(count(), left)

    # ------------------------------------------------------------
    # WHAT THEY GO BY
    # ------------------------------------------------------------

    def test_holidays_and_hours(self):
        """The other process counts deadlines by the new calendar; it counted by the old before."""
        drafts = iter(self.ids["drafts"])

        def start():
            cycle = next(drafts)
            self._see("owner", "lakip.cycle", "action_start", [cycle])
            return self._get_deadline(cycle)

        first, moved = start(), self.ids["drafts"][0]
        (holiday,) = self._change(
            "admin", "resource.calendar.leaves", "create",
            [{"name": "Libur", "calendar_id": self.ids["calendar"],
              "date_from": f"{first - timedelta(days=1):%Y-%m-%d 00:00:00}",
              "date_to": f"{first + timedelta(days=20):%Y-%m-%d 00:00:00}"}],
        )  # fmt: skip
        self.assertGreater(start(), first + timedelta(days=19))
        self.assertGreater(self._get_deadline(moved), first + timedelta(days=19))
        self._change("admin", "resource.calendar.leaves", "unlink", [holiday])
        self.assertLess(start(), first + timedelta(days=1))
        # One day a week is left: five working days are five weeks.
        lines = self._change(
            "admin", "resource.calendar.attendance", "search",
            [["calendar_id", "=", self.ids["calendar"]], ["dayofweek", "!=", "0"]],
        )  # fmt: skip
        self._change("admin", "resource.calendar", "write", [self.ids["calendar"]],
                     {"attendance_ids": [[2, line] for line in lines]})  # fmt: skip
        self.assertGreater(start(), first + timedelta(days=19))
        self.assertGreater(self._get_deadline(moved), first + timedelta(days=19))

    def _get_deadline(self, cycle):
        found = self._see(
            "owner", "lakip.step", "search_read",
            [["cycle_id", "=", cycle], ["state", "=", "active"]], ["date_deadline"],
        )  # fmt: skip
        return datetime.fromisoformat(found[0]["date_deadline"])

    def test_settings(self):
        """The largest file, of the company; the path of LibreOffice, of the whole server."""
        content = b"indikator;realisasi\n" + b"IKU;80,5\n" * 150_000
        self.assertIsInstance(self._upload(content), int)
        self._change("admin", "res.company", "write", [self.ids["company"]],
                     {"lakip_max_file_size": 1})  # fmt: skip
        self.assertRegex(self._upload(content), "too large: .* 1 MB at most|terlalu besar")

        document = [self.ids["document"]]
        for path, state in (("/nowhere/soffice", "failed"), ("", "waiting")):
            self._change("admin", "ir.config_parameter", "set_param", "lakip_sop.libreoffice_path",
                         path)  # fmt: skip
            asked = self._see("owner", "lakip.document", "action_print_pdf", document)
            self.assertEqual(asked["params"]["state"], state)

    def _upload(self, content):
        return self._ask(
            "staff_a",
            lambda person: person.upload(
                self.ids["request"], "data.csv", content, item_id=self.ids["item"]
            ),
        )

    def test_view_and_words(self):
        form = self.ids["refs"]["lakip_cycle_view_form"]
        role = [self.ids["refs"]["lakip_role_secretary"]]

        def get_form():
            views = self._see("owner", "lakip.cycle", "get_views", [[form, "form"]])
            return views["views"]["form"]["arch"]

        def get_name():
            return self._see("owner", "lakip.role", "read", role, ["name"],
                             context={"lang": "id_ID"})[0]["name"]  # fmt: skip

        self.assertFalse("Kantor Dua" in get_form())
        self.assertNotEqual(get_name(), "Sekretaris Dua")
        self._change(
            "admin", "ir.ui.view", "create",
            [{"name": "dua", "model": "lakip.cycle", "inherit_id": form, "type": "form",
              "arch": '<form position="inside"><p>Kantor Dua</p></form>'}],
        )  # fmt: skip
        self._change("admin", "lakip.role", "update_field_translations", role, "name",
                     {"id_ID": "Sekretaris Dua"})  # fmt: skip
        self.assertTrue("Kantor Dua" in get_form())
        self.assertEqual(get_name(), "Sekretaris Dua")
