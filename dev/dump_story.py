"""What the demo data of a released version lacks: ``python -m dev.dump_story DATABASE``.

A second agency with cycles in the states that an upgrade finds: a row that waits for a paraf, for a
signature, a signed report that is not archived yet, work on hold, cancelled, not started. All is
done by the public methods that were there in the first version, by the one whose turn it is.
"""

import base64
import io
import sys

from docx import Document

from odoo.fields import Command

from .inside import environment

#: Kind, role, index of the row a return goes back to.
_ROWS = (
    ("decree", "planning_head", None),
    ("drafting", "team", None),
    ("initial", "secretary", 1),
    ("signature", "agency_head", 1),
    ("archive", "planning_head", None),
)


class SecondAgency:
    """The second agency: its people are ``planning_head2``, ``secretary2`` and so on."""

    def __init__(self, env):
        calendar = env.ref("lakip_sop.resource_calendar_asn").copy({"name": "Jam Kerja Kedua"})
        self.recipient = env["res.partner"].create({"name": "Inspektorat Kedua"})
        company = env["res.company"].create(
            {
                "name": "Dinas Kedua",
                "resource_calendar_id": calendar.id,
                "lakip_agency": "DINAS KEDUA",
                "lakip_city": "Pontianak",
                "lakip_recipient_ids": [Command.set(self.recipient.ids)],
            }
        )
        calendar.company_id = company
        self.env = env(context={**env.context, "allowed_company_ids": company.ids})
        self.company = company.with_env(self.env)
        self.roles = {role.code: role for role in self.env["lakip.role"].search([])}
        self.users = {}
        self._create_people()
        self._create_sop()

    def _create_people(self):
        department = self.env["hr.department"].create(
            {"name": "Sekretariat Kedua", "company_id": self.company.id}
        )
        for code in ("agency_head", "secretary", "planning_head", "team"):
            user = (
                self.env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": self.roles[code].name,
                        "login": f"{code}2",
                        "password": f"{code}2",
                        "lang": "id_ID",
                        "tz": "Asia/Pontianak",
                        "notification_type": "inbox",
                        "company_id": self.company.id,
                        "company_ids": [Command.set(self.company.ids)],
                        "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
                    }
                )
            )
            employee = self.env["hr.employee"].create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": self.company.id,
                    "department_id": department.id,
                }
            )
            self.users[code] = user
            if code != "team":
                self._appoint(code, employee, date_from="2020-01-01")
        # Who held the office before, and who stands in for its holder for some days
        self._appoint("secretary", employee, date_from="2019-01-01", date_to="2019-12-31")
        self._appoint(
            "secretary",
            employee,
            date_from="2021-03-01",
            date_to="2021-03-05",
            capacity="plh",
        )

    def _appoint(self, code, employee, **vals):
        self.env["lakip.officer"].create(
            {
                "role_id": self.roles[code].id,
                "company_id": self.company.id,
                "employee_id": employee.id,
                **vals,
            }
        )

    def _create_sop(self):
        sop = self.env["lakip.sop"].create(
            {
                "number": "12",
                "name": "LAKIP SINGKAT",
                "company_id": self.company.id,
                "owner_role_id": self.roles["planning_head"].id,
            }
        )
        steps = self.env["lakip.sop.step"]
        for index, (kind, role, back) in enumerate(_ROWS):
            steps += steps.create(
                {
                    "sop_id": sop.id,
                    "sequence": index,
                    "number": str(index + 1),
                    "name": f"Baris {index + 1}",
                    "kind": kind,
                    "role_id": self.roles[role].id,
                    "duration": 2,
                    "return_step_id": steps[back].id if back is not None else False,
                }
            )
        sop.action_make_effective()
        # The next edition is being written.
        sop.action_revise()

    def by(self, code, records):
        return records.with_user(self.users[code])

    def open(self, year):
        employee = self.users["team"].with_company(self.company).employee_id
        return self.env["lakip.cycle"].create(
            {
                "year": year,
                "company_id": self.company.id,
                "member_ids": [Command.create({"employee_id": employee.id, "position": "chair"})],
            }
        )

    def start(self, year):
        cycle = self.open(year)
        self.by("planning_head", cycle).action_start()
        return cycle

    def reach_paraf(self, year):
        cycle = self.start(year)
        self.by("planning_head", cycle.current_step_id).action_complete()
        self.write_report(cycle, f"Draft pertama {year}")
        return cycle

    def write_report(self, cycle, text):
        step = self.by("team", cycle.current_step_id)
        points = cycle.correction_ids.filtered(lambda point: point.state == "open")
        for point in self.by("team", points):
            point.answer = "Sudah diperbaiki."
            point.action_resolve()
        self.by("team", self.env["lakip.upload.wizard"]).create(
            {
                "step_id": step.id,
                "kind": "report",
                "file": base64.b64encode(_docx(text)),
                "filename": f"LAKIP {cycle.year}.docx",
            }
        ).action_confirm()
        step.action_complete()

    def approve(self, code, cycle):
        self.by(code, cycle.current_step_id.pending_approval_id).action_approve("Setuju.")


def tell(env):
    agency = SecondAgency(env)
    agency.by("planning_head", agency.start(2021)).action_cancel("Tidak jadi.")
    signed = agency.reach_paraf(2022)
    agency.approve("secretary", signed)
    agency.approve("agency_head", signed)
    returned = agency.reach_paraf(2023)
    agency.approve("secretary", returned)
    pending = returned.current_step_id.pending_approval_id
    agency.by("agency_head", pending).action_return("Lengkapi bab empat.")
    agency.write_report(returned, "Draft kedua 2023")
    agency.approve("secretary", returned)
    agency.reach_paraf(2024)
    held = agency.start(2025)
    agency.by("planning_head", held.current_step_id).action_hold("Menunggu anggaran.")
    agency.start(2026)
    agency.open(2027)
    _customize(env)


def _customize(env):
    """Change what an agency may change, and leave what an upgrade may stumble over."""
    env.ref("lakip_sop.lakip_role_secretary").with_context(lang="id_ID").name = "Sekretaris Dinas"
    env.ref("lakip_sop.mail_activity_type_signature").with_context(
        lang="id_ID"
    ).name = "Tanda tangani laporan"
    user = env.ref("lakip_sop.res_users_tim")
    home = env.ref("lakip_sop.lakip_step_action_my_work")
    user.action_id = home.id
    env["ir.filters"].create(
        {
            "name": "Baris saya",
            "model_id": "lakip.step",
            "action_id": home.id,
            "user_ids": [Command.set(user.ids)],
            "domain": "[('state', '=', 'active')]",
        }
    )


def _docx(text):
    document = Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    with environment(sys.argv[1]) as database:
        tell(database)
