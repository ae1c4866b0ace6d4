"""An office of real people for tests whose transactions are committed, or that go on for long.

Unlike ``common.LakipCase`` it needs no test case: an ``Office`` is made in any environment of a
superuser and names its people and records by id, so that each transaction takes up its own.
"""

import time
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace

from docx import Document
from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from odoo import Command
from odoo.http import _request_stack

#: login -> (office or None, division or None)
PEOPLE = {
    "manager": (None, None),
    "owner": ("planning_head", "secretariat"),
    "secretary": ("secretary", "secretariat"),
    "head": ("agency_head", None),
    "deputy": (None, "secretariat"),
    "one": (None, "secretariat"),
    "two": (None, "secretariat"),
    "staff_a": (None, "division_a"),
    "other_a": (None, "division_a"),
    "staff_b": (None, "division_b"),
    "spare": (None, None),
}
#: One row of each kind that people race for, and of which one waits for the other.
ROWS = (
    {"kind": "collection", "role": "team", "duration": 5},
    {"kind": "drafting", "role": "team", "duration": 2, "back": 0},
    {"kind": "initial", "role": "planning_head", "duration": 1, "back": 1},
    {"kind": "initial", "role": "secretary", "duration": 1, "back": 1},
    {"kind": "signature", "role": "agency_head", "duration": 1, "back": 1},
    {"kind": "archive", "role": "planning_head", "duration": 1},
)


def docx_bytes(text="LAKIP"):
    """Return a small real Word file."""
    document = Document()
    document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def jpg_bytes():
    stream = BytesIO()
    Image.new("RGB", (80, 60), "white").save(stream, "JPEG")
    return stream.getvalue()


def signature_png(color="navy"):
    """Return a small drawn signature."""
    picture = Image.new("RGBA", (300, 100))
    ImageDraw.Draw(picture).line((10, 80, 90, 20, 150, 80, 290, 30), fill=color, width=5)
    stream = BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()


def upload(name, content):
    """Return a file as the web server hands it over."""
    return FileStorage(BytesIO(content), filename=name)


class Session(dict):
    """The session of a user whose identity was checked a moment ago."""

    debug = ""

    def __init__(self):
        super().__init__({"identity-check-last": time.time()})


@contextmanager
def browser(env):
    """Act as in a request of a browser."""
    request = SimpleNamespace(
        httprequest=SimpleNamespace(
            remote_addr="203.0.113.7", environ={}, cookies={}, args={}, files={}, path="/"
        ),
        cookies={},
        session=Session(),
        geoip={},
        best_lang="en_US",
        env=env,
        db=env.cr.dbname,
        # What Odoo reads anew before it tries a call again
        _get_session_and_dbname=lambda: (Session(), None),
    )
    _request_stack.push(request)
    try:
        yield request
    finally:
        _request_stack.pop()


class Office:
    """One agency: a company with its working time, people, divisions and SOP.

    :ivar users: {login: id}; the logins are those of ``PEOPLE``
    :ivar company: id of the company
    :ivar sops: ids of its SOPs, all of which a cycle may follow
    """

    def __init__(self, env, name, rows=(ROWS,)):
        self.name = name
        company = self._create_company(env)
        self.company = company.id
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        self.users = self._create_people(env)
        self.sops = [self._create_sop(env, f"{index}", one).id for index, one in enumerate(rows)]
        company.lakip_recipient_ids = env["res.partner"].create(
            [
                {"name": f"Inspektorat {name}", "email": "inspektorat@example.com"},
                {"name": f"Bappeda {name}"},
            ]
        )

    def env(self, env, login=None):
        """Return ``env`` as that of one of the people, or of the superuser in this company."""
        context = {"lang": "en_US", "tz": "Asia/Pontianak", "allowed_company_ids": [self.company]}
        return env(user=self.users[login] if login else 1, su=not login, context=context)

    def _create_company(self, env):
        calendar = env.ref("lakip_sop.resource_calendar_asn").copy(
            {"name": f"Jam Kerja {self.name}", "tz": "Asia/Pontianak"}
        )
        company = env["res.company"].create(
            {
                "name": self.name,
                "resource_calendar_id": calendar.id,
                "lakip_government": "PEMERINTAH PROVINSI UJI",
                "lakip_agency": self.name.upper(),
                "lakip_city": "Pontianak",
                "lakip_number_pattern": "{nomor}/{tahun}",
            }
        )
        calendar.company_id = company
        return company

    def _create_people(self, env):
        departments = {
            code: env["hr.department"].create({"name": name, "company_id": self.company})
            for code, name in (
                ("secretariat", "Sekretariat"),
                ("division_a", "Bidang Aplikasi"),
                ("division_b", "Bidang Informasi"),
            )
        }
        self.departments = {code: department.id for code, department in departments.items()}
        users = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"{login} {self.name}",
                        "login": f"{login}@{self.company}",
                        "email": f"{login}@example.com",
                        "lang": "en_US",
                        "tz": "Asia/Pontianak",
                        "company_id": self.company,
                        "company_ids": [Command.set([self.company])],
                        "group_ids": [Command.set(env.ref("base.group_user").ids)],
                    }
                    for login in PEOPLE
                ]
            )
        )
        by_login = dict(zip(PEOPLE, users, strict=True))
        by_login["manager"].group_ids = [Command.link(env.ref("lakip_sop.group_lakip_manager").id)]
        employees = env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "company_id": self.company,
                    "user_id": user.id,
                    "department_id": self.departments.get(PEOPLE[login][1], False),
                }
                for login, user in by_login.items()
            ]
        )
        self.employees = dict(zip(PEOPLE, employees.ids, strict=True))
        departments["division_a"].manager_id = self.employees["staff_a"]
        departments["division_b"].manager_id = self.employees["staff_b"]
        self.officers = {
            login: env["lakip.officer"]
            .create(
                {
                    "role_id": env.ref(f"lakip_sop.lakip_role_{office}").id,
                    "company_id": self.company,
                    "employee_id": self.employees[login],
                    "date_from": "2000-01-01",
                }
            )
            .id
            for login, (office, _division) in PEOPLE.items()
            if office
        }
        return {login: user.id for login, user in by_login.items()}

    def _create_sop(self, env, number, rows):
        sop = env["lakip.sop"].create(
            {
                "number": number,
                "name": f"SOP {number} {self.name}",
                "company_id": self.company,
                "owner_role_id": env.ref("lakip_sop.lakip_role_planning_head").id,
            }
        )
        steps = env["lakip.sop.step"]
        for index, row in enumerate(rows):
            vals = {"name": f"{row['kind']} {index + 1}", "number": str(index + 1), **row}
            role, back = vals.pop("role"), vals.pop("back", None)
            takes_part = vals.pop("takes_part", ())
            vals.pop("branch", None)
            role_ids = [env.ref(f"lakip_sop.lakip_role_{code}").id for code in (role, *takes_part)]
            steps += steps.create(
                {
                    "sop_id": sop.id,
                    "sequence": index,
                    "role_id": role_ids[0],
                    "participant_role_ids": [Command.set(role_ids[1:])],
                    "return_step_id": False if back is None else steps[back].id,
                    **vals,
                }
            )
        for step, row in zip(steps, rows, strict=True):
            if row.get("branch") is not None:
                step.branch_step_id = steps[row["branch"]]
        sop.action_make_effective()
        return sop

    def open_cycle(self, env, year, divisions=True, sop=0):
        """Return a draft cycle of this office with a team of two."""
        members = [self.employees[login] for login in ("one", "two")]
        return self.env(env)["lakip.cycle"].create(
            {
                "year": year,
                "company_id": self.company,
                "sop_id": self.sops[sop],
                "department_ids": [Command.set([*self.departments.values()] if divisions else [])],
                "member_ids": [Command.create({"employee_id": member}) for member in members],
            }
        )
