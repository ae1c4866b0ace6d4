"""Factories and asserts of the domain, shared by all tests."""

import time
from base64 import b64encode
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace

from freezegun import freeze_time
from pytz import timezone, utc

from odoo import Command
from odoo.exceptions import UserError
from odoo.http import _request_stack
from odoo.tests import TransactionCase

from .office import docx_bytes, signature_png

__all__ = ["PONTIANAK", "TOUR_TIMEOUT", "LakipCase", "docx_bytes", "local", "signature_png"]
#: Seconds for a tour: a busy machine is slow, and nothing is wrong.
TOUR_TIMEOUT = 240
PONTIANAK = timezone("Asia/Pontianak")


def local(text):
    """Return the naive UTC datetime of 'YYYY-MM-DD HH:MM' on the wall clock of Pontianak."""
    moment = PONTIANAK.localize(datetime.strptime(text, "%Y-%m-%d %H:%M"))
    return moment.astimezone(utc).replace(tzinfo=None)


class LakipCase(TransactionCase):
    """One agency like that of SOP 09: two divisions, an officer for each role, a team.

    Each person is a user of their own, ``self.<role>``; acts are tried ``with_user``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_agency()

    @classmethod
    def _create_agency(cls):
        cls.company = cls._create_company("Dinas Uji")
        cls.env.user.company_ids |= cls.company
        # The current company of the tests: a user's employee depends on it.
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.company = cls.company.with_env(cls.env)
        cls.manager = cls._create_user("manager", "Administrator LAKIP")
        cls.manager.group_ids = [
            Command.link(cls.env.ref("lakip_sop.group_lakip_manager").id),
        ]
        # As in an office that has Odoo for itself: what is shared is theirs to change.
        cls.manager.company_ids = cls.env["res.company"].search([])
        cls.sop = cls.env.ref("lakip_sop.lakip_sop_09")
        cls.roles = {role.code: role for role in cls.env["lakip.role"].search([])}

        cls.division_a = cls._create_department("Bidang Aplikasi Informatika")
        cls.division_b = cls._create_department("Bidang Informasi Publik")
        cls.secretariat = cls._create_department("Sekretariat")

        people = {
            "agency_head": ("Kepala Uji", None),
            "secretary": ("Sekretaris Uji", None),
            "planning_head": ("Kasubbag Uji", cls.secretariat),
            "team_member": ("Anggota Tim", cls.secretariat),
            "head_a": ("Kabid A", cls.division_a),
            "staff_a": ("Staf A", cls.division_a),
            "head_b": ("Kabid B", cls.division_b),
        }
        for login, user in zip(people, cls._create_people(people), strict=True):
            setattr(cls, login, user)
        cls.division_a.manager_id = cls.head_a.employee_id
        cls.division_b.manager_id = cls.head_b.employee_id
        cls.secretariat.manager_id = cls.secretary.employee_id

        for code in ("agency_head", "secretary", "planning_head"):
            cls._create_officer(code, getattr(cls, code))

    # ------------------------------------------------------------
    # FACTORIES
    # ------------------------------------------------------------

    @classmethod
    def _create_company(cls, name):
        calendar = cls.env.ref("lakip_sop.resource_calendar_asn").copy(
            {"name": f"Jam Kerja {name}", "tz": "Asia/Pontianak"}
        )
        company = cls.env["res.company"].create(
            {
                "name": name,
                "resource_calendar_id": calendar.id,
                "lakip_government": "PEMERINTAH PROVINSI UJI",
                "lakip_agency": name.upper(),
                "lakip_city": "Pontianak",
            }
        )
        calendar.company_id = company
        return company

    @classmethod
    def _create_user(cls, login, name, company=None):
        return cls._create_users({login: name}, company)

    @classmethod
    def _create_users(cls, names, company=None):
        """Return new users in one go, in the order of ``names``, {login: name}."""
        company = company or cls.company
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": name,
                        "login": f"{login}@{company.id}.test",
                        "email": f"{login}@example.com",
                        # The tests read the sentences of the source.
                        "lang": "en_US",
                        "tz": "Asia/Pontianak",
                        "company_id": company.id,
                        "company_ids": [Command.set(company.ids)],
                        "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],
                    }
                    for login, name in names.items()
                ]
            )
        )

    @classmethod
    def _create_department(cls, name, company=None, **vals):
        company = company or cls.company
        return cls.env["hr.department"].create({"name": name, "company_id": company.id, **vals})

    @classmethod
    def _create_employee(cls, name, company=None, **vals):
        company = company or cls.company
        return cls.env["hr.employee"].create({"name": name, "company_id": company.id, **vals})

    @classmethod
    def _create_person(cls, login, name, department=None, company=None, **vals):
        """Return a new user who is an employee of ``department``."""
        user = cls._create_user(login, name, company)
        cls._create_employee(
            name,
            company,
            user_id=user.id,
            department_id=department.id if department else False,
            **vals,
        )
        return user

    @classmethod
    def _create_people(cls, people):
        """Return new users who are employees of the test company, created in one go.

        :param people: {login: (name, department or None)}
        """
        users = cls._create_users({login: name for login, (name, _department) in people.items()})
        cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "user_id": user.id,
                    "department_id": department.id if department else False,
                }
                for user, (name, department) in zip(users, people.values(), strict=True)
            ]
        )
        return users

    @classmethod
    def _create_officer(cls, role_code, user, company=None, **vals):
        company = company or cls.company
        employee = user.with_company(company).employee_id
        return cls.env["lakip.officer"].create(
            {
                "role_id": cls.roles[role_code].id,
                "company_id": company.id,
                "employee_id": employee.id,
                "date_from": "2020-01-01",
                **vals,
            }
        )

    @classmethod
    def _create_cycle(cls, year=2026, company=None, **vals):
        """Return a draft cycle with a team of one."""
        company = company or cls.company
        vals.setdefault(
            "member_ids",
            [Command.create({"employee_id": cls.team_member.employee_id.id, "position": "chair"})]
            if company == cls.company
            else [],
        )
        return (
            cls.env["lakip.cycle"]
            .with_company(company)
            .create({"year": year, "company_id": company.id, **vals})
        )

    @classmethod
    def _create_sop(cls, rows, **vals):
        """Return an effective SOP of the test company.

        :param rows: dicts of ``lakip.sop.step`` values; ``role`` is a role code, ``back`` and
            ``branch`` the index of another row, numbers and durations are optional
        """
        sop = cls.env["lakip.sop"].create(
            {
                "number": "77",
                "name": "UJI",
                "company_id": cls.company.id,
                "owner_role_id": cls.roles["planning_head"].id,
                **vals,
            }
        )
        steps = cls.env["lakip.sop.step"]
        for index, row in enumerate(rows):
            row = dict(row)
            back, branch = row.pop("back", None), row.pop("branch", None)
            takes_part = row.pop("takes_part", ())
            step = steps.create(
                {
                    "sop_id": sop.id,
                    "sequence": index,
                    "role_id": cls.roles[row.pop("role")].id,
                    "participant_role_ids": [
                        Command.set([cls.roles[code].id for code in takes_part])
                    ],
                    "number": str(index + 1),
                    **row,
                }
            )
            steps += step
            step.return_step_id = steps[back] if back is not None else False
            if branch is not None:
                row["branch"] = branch
        for index, row in enumerate(rows):
            if row.get("branch") is not None:
                steps[index].branch_step_id = steps[row["branch"]]
        sop.action_make_effective()
        return sop

    @classmethod
    def _create_short_sop(cls, **vals):
        """Return an SOP of five rows: task, draft, paraf, signature, task."""
        return cls._create_sop(
            [
                {"name": "Mulai kerja", "kind": "task", "role": "planning_head", "duration": 1},
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 2},
                {"name": "Memaraf", "kind": "initial", "role": "secretary", "back": 1,
                 "duration": 1, "duration_unit": "hour"},
                {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 1,
                 "duration": 1, "duration_unit": "hour"},
                {"name": "Menutup", "kind": "task", "role": "planning_head"},
            ],
            **vals,
        )  # fmt: skip

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    @contextmanager
    def at(self, text):
        """Freeze the clock at 'YYYY-MM-DD HH:MM' of Pontianak."""
        with freeze_time(local(text)):
            yield

    def _start(self, cycle):
        cycle.with_user(self.planning_head).action_start()
        return cycle.current_step_id

    def _complete(self, cycle, user=None):
        """Complete the current row as ``user`` (the first whose turn it is) and return the next."""
        step = cycle.current_step_id
        step.with_user(user or step.user_ids[0]).action_complete()
        return cycle.current_step_id

    def _upload_report(self, cycle, user=None, text="LAKIP"):
        """Upload a next version of the report as the one whose turn it is."""
        step = cycle.current_step_id
        step.with_user(user or step.user_ids[0])._upload_document(
            "report", docx_bytes(text), "LAKIP.docx"
        )
        return cycle._get_report()[cycle]

    def _approve(self, cycle, user=None, comment=None):
        """Give the paraf or signature the current row waits for."""
        step = cycle.current_step_id
        approval = step.pending_approval_id.with_user(user or step.user_ids[0])
        if approval.kind == "signature":
            self._sign(approval, comment)
        else:
            approval.action_approve(comment)
        return cycle.current_step_id

    @contextmanager
    def request(self, checked=True, **session):
        """Act as in a request of a browser.

        :param checked: whether the user's identity was checked in it already
        :param session: what else the session holds
        """
        if checked:
            session.setdefault("identity-check-last", time.time())
        browser = SimpleNamespace(
            remote_addr="203.0.113.7",
            environ={"REMOTE_ADDR": "203.0.113.7"},
            cookies={},
            args={},
            path="/web/dataset/call_button",
        )
        _request_stack.push(
            SimpleNamespace(
                httprequest=browser,
                cookies={},
                session=session,
                geoip={},
                best_lang="en_US",
                env=self.env,
                db=self.env.cr.dbname,
            )
        )
        try:
            yield session
        finally:
            _request_stack.pop()

    def _open_sign_wizard(self, approval, **vals):
        """Return the wizard that asks ``approval``'s user for the signature."""
        action = approval.action_open_sign_wizard()
        vals.setdefault("signature", b64encode(signature_png()))
        return (
            self.env["lakip.sign.wizard"]
            .with_user(approval.env.user)
            .with_context(**{**approval.env.context, **action["context"]})
            .create(vals)
        )

    def _sign(self, approval, comment=None, **vals):
        """Sign as the user of ``approval``, whose identity was checked."""
        wizard = self._open_sign_wizard(approval, comment=comment, **vals)
        with self.request():
            return wizard.action_sign()

    # ------------------------------------------------------------
    # ASSERTS
    # ------------------------------------------------------------

    @contextmanager
    def assertRefused(self, sentence, error=UserError):
        """Assert that the block is refused with a sentence, a regex; what it wrote is undone.

        Not ``assertRaisesRegex``, which would leave half of it written.
        """
        with self.assertRaises(error) as caught:
            yield
            # As at the end of a request
            self.env.flush_all()
        self.assertRegex(str(caught.exception), sentence)

    def assertTurn(self, step, *users):
        """Assert who must act on ``step``, and that each has exactly one activity."""
        expected = self.env["res.users"].union(*users)
        self.assertEqual(step.user_ids, expected)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "=", step.id)]
        )
        self.assertEqual(len(activities), len(expected))
        self.assertEqual(activities.user_id, expected)

    def assertChainHolds(self, cycle):
        broken, reason = cycle._find_broken_approval()
        self.assertFalse(broken, reason)
        self.assertFalse(reason)
