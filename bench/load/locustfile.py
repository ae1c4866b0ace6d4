"""What the people do, for Locust: each of them by the HTTP calls of the web client.

After each act on the app comes one of the same sort on Odoo's own pages, by the same person: so
both meet the same moments of the machine. Names are ``lakip: sort`` and ``odoo: sort``.

Environment: ``LAKIP_WORLD`` is the file of ``world.py prepare``, ``LAKIP_KEPT`` the file in which
each upload that the server confirmed gets a line, ``LAKIP_DATABASE`` the database.
"""

import hashlib
import itertools
import json
import os
import random
import re
from pathlib import Path

from locust import HttpUser, between, task
from locust.exception import RescheduleTask

WORLD = json.loads(Path(os.environ["LAKIP_WORLD"]).read_text())
KEPT = Path(os.environ["LAKIP_KEPT"])
DATABASE = os.environ["LAKIP_DATABASE"]
#: Rows of a list, as the web client asks for.
PAGE = 80
#: Bytes of an uploaded file: a letter or a table, scanned small.
FILE_SIZE = 200_000
#: A sentence that refuses, such as 'handed in already': the server did what it should.
REFUSALS = {"odoo.exceptions.UserError", "odoo.exceptions.LockError"}

people = itertools.cycle(WORLD["people"])


def make_pdf():
    """Return a whole PDF of an empty page and ``FILE_SIZE`` bytes that no other one has."""
    content = b"%PDF-1.4\n%" + random.randbytes(FILE_SIZE // 2).hex().encode() + b"\n"
    places = []
    for number, part in enumerate(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ),
        1,
    ):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 4\n0000000000 65535 f \n%strailer << /Size 4 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(content))
    )


class Person(HttpUser):
    """Somebody at the web client, with the time they take to read what they see."""

    abstract = True
    wait_time = between(5, 15)

    def on_start(self):
        self.who = next(one for one in people if one["role"] in self.roles)
        self.specs = WORLD["specs"][self.who["role"]]
        login = {"db": DATABASE, "login": self.who["login"], "password": WORLD["password"]}
        self.user_id = self._post("login", "/web/session/authenticate", login)["uid"]
        with self.client.get("/odoo", name="web client", catch_response=True) as page:
            self.csrf = re.search(r'csrf_token: "([^"]+)"', page.text)[1]

    @task(4)
    def open_home(self):
        self._call("lakip: home", "lakip.cycle", "get_home_data")
        # What Odoo's own start page of a person does: their tasks, and the inbox.
        self._read_list("odoo: home", "tasks", "project.task", [("user_ids", "in", [self.user_id])])

    @task(3)
    def open_list(self):
        self._read_list("lakip: list", "cycles", "lakip.cycle", [])
        self._read_list("odoo: list", "tasks", "project.task", [("project_id", "!=", False)])

    @task(1)
    def count_rows(self):
        self._call(
            "lakip: count by", "lakip.step", "formatted_read_group", [], ["state"], ["__count"]
        )
        self._call(
            "odoo: count by", "project.task", "formatted_read_group", [], ["state"], ["__count"]
        )

    # ------------------------------------------------------------

    def _read_list(self, name, spec, model, domain):
        return self._call(
            name,
            model,
            "web_search_read",
            domain=domain,
            specification=self.specs[spec],
            limit=PAGE,
            count_limit=10001,
        )["records"]

    def _read_form(self, name, spec, model, record_id):
        return self._call(name, model, "web_read", [record_id], specification=self.specs[spec])

    def _read_task(self):
        self._read_form("odoo: form", "task", "project.task", random.choice(self.who["tasks"]))

    def _open_cycle(self):
        """Open a cycle of the list, with its SOP page; and a task."""
        found = self._read_list("lakip: list", "cycles", "lakip.cycle", [("state", "=", "running")])
        self._read_list("odoo: list", "tasks", "project.task", [("project_id", "!=", False)])
        if found:
            self._read_form("lakip: form", "cycle", "lakip.cycle", random.choice(found)["id"])
            self._read_task()

    def _change_task(self):
        """What an act of the SOP is compared with: a field that is tracked, in the chatter."""
        state = random.choice(["01_in_progress", "02_changes_requested", "03_approved"])
        task_id = random.choice(self.who["tasks"])
        self._call("odoo: act", "project.task", "write", [task_id], {"state": state})

    def _call(self, name, model, method, *args, **kwargs):
        """Call a method; return its result, or None when it refused with a sentence."""
        kwargs.setdefault("context", {"lang": "id_ID", "tz": "Asia/Pontianak"})
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(name, f"/web/dataset/call_kw/{model}/{method}", params)

    def _post(self, name, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        with self.client.post(path, json=body, name=name, catch_response=True) as answer:
            found = answer.json() if answer.status_code == 200 else {"error": answer.text[:200]}
            if "error" not in found:
                return found["result"]
            error = found["error"]
            kind = error["data"]["name"] if isinstance(error, dict) else ""
            if kind in REFUSALS:
                answer.request_meta["name"] = f"{name}, refused"
                answer.success()
            else:
                answer.failure(str(error)[:500])
                raise RescheduleTask
        return None

    def _upload(self, name, path, fields):
        """Send a new file; return what the server answers, and the digest of the file."""
        content = make_pdf()
        files = {"ufile": ("bukti.pdf", content, "application/pdf")}
        with self.client.post(
            path,
            data={"csrf_token": self.csrf, **fields},
            files=files,
            name=name,
            catch_response=True,
        ) as answer:
            if answer.status_code != 200:
                answer.failure(answer.text[:500])
                raise RescheduleTask
            return answer.json(), hashlib.sha256(content).hexdigest()


class Staff(Person):
    """Staff of a division: they read what is asked, hand in files, and hand the whole in."""

    weight = 70
    roles = ("division",)

    @task(6)
    def fill(self):
        if not self.who["requests"]:
            return self.open_home()
        wanted = random.choice(self.who["requests"])
        self._read_form("lakip: form", "request", "lakip.request", wanted["id"])
        self._read_task()
        item_id = random.choice(wanted["items"])
        answer, digest = self._upload(
            "lakip: upload",
            f"/lakip/request/{wanted['id']}/file",
            {"item_id": item_id, "replaced_id": wanted.setdefault("files", {}).get(item_id, "")},
        )
        if "file" in answer:
            # It takes the place of the one before, which stays among the earlier files.
            wanted["files"][item_id] = answer["file"]
            self._note(answer["file"], digest)
        self._upload(
            "odoo: upload",
            "/mail/attachment/upload",
            {"thread_id": random.choice(self.who["tasks"]), "thread_model": "project.task"},
        )

    @task(1)
    def hand_in(self):
        if self.who["requests"]:
            wanted = random.choice(self.who["requests"])
            self._call("lakip: act", "lakip.request", "action_submit", [wanted["id"]])
            self._change_task()

    def _note(self, attachment_id, digest):
        with KEPT.open("a") as kept:
            kept.write(json.dumps({"attachment": attachment_id, "sha256": digest}) + "\n")


class Team(Person):
    """The SK Tim: they look at what was handed in, accept it or give it back."""

    weight = 14
    roles = ("team",)

    @task(6)
    def judge(self):
        domain = [("state", "=", "submitted")]
        found = self._read_list("lakip: list", "requests", "lakip.request", domain)
        self._read_list("odoo: list", "tasks", "project.task", [("project_id", "!=", False)])
        if not found:
            return
        one = random.choice(found)
        self._read_form("lakip: form", "request", "lakip.request", one["id"])
        self._read_task()
        if random.random() < 0.3:
            self._call("lakip: act", "lakip.request", "action_accept", [one["id"]])
        else:
            reason = "Lampirkan tabel yang sudah ditandatangani."
            self._call("lakip: act", "lakip.request", "action_return", [one["id"]], reason)
        self._change_task()

    @task(3)
    def open_cycle(self):
        self._open_cycle()


class Officer(Person):
    """Kasubbag, Sekretaris, Kadis: they look how far it is, and give their paraf."""

    weight = 16
    roles = ("planning_head", "secretary", "agency_head")

    @task(4)
    def open_cycle(self):
        self._open_cycle()

    @task(2)
    def read_performance(self):
        self._call("lakip: report", "lakip.step.analysis", "get_leadership_data")
        self._call(
            "odoo: report",
            "project.task",
            "formatted_read_group",
            [],
            ["project_id", "state"],
            ["__count", "allocated_hours:sum"],
        )

    @task(1)
    def decide(self):
        if self.who["approvals"]:
            one = self.who["approvals"].pop()
            seen = (one["version"], one["sha256"])
            self._call("lakip: act", "lakip.approval", "action_card_approve", [one["id"]], *seen)
            self._change_task()
