"""One agency and its cycle, lived through by the app's public methods: the pattern of the data set.

Every act is done by the one whose turn it is, at a moment of the past, as the buttons do it.
"""

from base64 import b64encode
from datetime import timedelta

from odoo import Command, fields

from odoo.addons.lakip_sop.demo.clock import DemoClock

from tests.common import docx_bytes, signature_png
from tests.real_files import xlsx_bytes

#: Name of the agency that the others are copies of; a copy has a number in its place.
AGENCY = "Dinas Pola"
YEAR = 2025
ZONE = "Asia/Pontianak"
#: Of everybody; each logs in as ``<role>.<number of the agency>``.
PASSWORD = "bench"
DIVISIONS = 12
#: Of the divisions, those that answer for indicators and get a workbook.
MEASURED = 4
INDICATORS = 3  # of each
ROLES = ("agency_head", "secretary", "planning_head")
#: Its moments, in order: what a capture is called.
STAGES = ("draft", "1", "2", "3", "4", "5", "7", "8", "9", "10", "11", "12", "done")
#: Where the agencies stand in their last year, by their numbers: what asks most comes first, so
#: that a small data set has it too.
RUNNING = ("4", "9", "11", "7", "1", "2", "3", "5", "8", "10", "12", "draft", "done")
#: Working days from the first row to each of the acts below; a cycle takes six weeks.
_DAYS = 30


class Agency:
    """Its company, people, departments and officers.

    :ivar users: {role: user}; ``staff`` is the one who hands in for all divisions but the first
    """

    def __init__(self, env):
        self.env = env
        self.company = self._create_company()
        self.users = self._create_people()
        self.departments = self._create_departments()
        self._create_officers()

    def _create_company(self):
        calendar = self.env.ref("lakip_sop.resource_calendar_asn").copy({"tz": ZONE})
        recipients = self.env["res.partner"].create(
            [{"name": name} for name in ("Inspektorat", "Bappeda", "Biro Organisasi")]
        )
        company = self.env["res.company"].create(
            {
                "name": AGENCY,
                "resource_calendar_id": calendar.id,
                "lakip_government": "PEMERINTAH PROVINSI CONTOH",
                "lakip_agency": AGENCY.upper(),
                "lakip_city": "Pontianak",
                "lakip_recipient_ids": [Command.set(recipients.ids)],
            }
        )
        calendar.company_id = company
        self.env.user.company_ids |= company
        self.env = self.env(
            context={"allowed_company_ids": company.ids, "lang": "en_US", "tz": ZONE}
        )
        return company.with_env(self.env)

    def _create_people(self):
        users = self.env["res.users"].with_context(no_reset_password=True)
        people = {}
        for role in (*ROLES, "staff"):
            people[role] = users.create(
                {
                    "name": f"{role.replace('_', ' ').title()} {AGENCY}",
                    "login": f"{role}.0",
                    "email": f"{role}.0@example.com",
                    "password": PASSWORD,
                    "lang": "en_US",
                    "tz": ZONE,
                    "notification_type": "inbox",
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                }
            ).with_env(self.env)
            self.env["hr.employee"].create(
                {
                    "name": people[role].name,
                    "company_id": self.company.id,
                    "user_id": people[role].id,
                }
            )
        return people

    def _create_departments(self):
        names = ["Sekretariat", *(f"Bidang {number}" for number in range(1, DIVISIONS))]
        heads = [self.users["secretary"], *[self.users["staff"]] * (DIVISIONS - 1)]
        departments = self.env["hr.department"].create(
            [
                {
                    "name": name,
                    "company_id": self.company.id,
                    "manager_id": head.employee_id.id,
                    "is_lakip_division": True,
                }
                for name, head in zip(names, heads, strict=True)
            ]
        )
        for role, department in (
            ("secretary", departments[0]),
            ("planning_head", departments[0]),
            ("staff", departments[1]),
        ):
            self.users[role].employee_id.department_id = department
        return departments

    def _create_officers(self):
        for role in ROLES:
            self.env["lakip.officer"].create(
                {
                    "role_id": self.env.ref(f"lakip_sop.lakip_role_{role}").id,
                    "company_id": self.company.id,
                    "employee_id": self.users[role].employee_id.id,
                    "date_from": "2010-01-01",
                }
            )


class Life:
    """The cycle of an :class:`Agency`.

    ``tell`` yields the name of each of :data:`STAGES` when the cycle has come so far.
    """

    def __init__(self, agency):
        self.env = agency.env
        self.agency = agency
        self.cycle = self.env["lakip.cycle"]
        today = fields.Date.today()
        self.monday = today - timedelta(days=today.weekday(), weeks=_DAYS // 5)
        self.clock = DemoClock(self.env, ZONE)

    def tell(self):
        with self.clock:
            yield from self._prepare()
            yield from self._collect()
            yield from self._draft()
            yield from self._sign()
            yield from self._deliver()
            self._at(_DAYS - 1, 15)

    # ------------------------------------------------------------
    # THE YEAR
    # ------------------------------------------------------------

    def _prepare(self):
        self._at(0, 8)
        self.cycle = self._by("planning_head", self.cycle).create({"year": YEAR}).sudo()
        yield "draft"
        self._by("planning_head", self.cycle).action_start()
        yield "1"
        self._at(0, 8, 20)
        self._complete("secretary", instruction="Siapkan SK Tim Penyusunan LAKIP.")
        yield "2"
        self._at(1, 10)
        employee = self.agency.users["planning_head"].employee_id
        self._step("planning_head").write(
            {"member_ids": [Command.create({"employee_id": employee.id, "position": "chair"})]}
        )
        self._complete("planning_head")
        yield "3"
        self._at(2, 11)
        self._hold_meeting()

    def _collect(self):
        team = "planning_head"
        self._plan(team)
        requests = self._by(team, self.cycle.request_ids)
        requests.action_send()
        secretariat = self.agency.departments[0]
        requests = requests.sorted(lambda request: request.department_id != secretariat)
        first, *others = requests
        self._at(4, 10)
        self._hand_in("secretary", first)
        for request in others[:6]:
            self._hand_in("staff", request)
        self._at(5, 10)
        for request in requests[:4]:
            self._accept(team, request)
        requests[4].action_return("Angka triwulan IV belum ada.")
        # Four are accepted, one is returned, two are handed in, five are not answered.
        yield "4"
        self._at(6, 9)
        for request in (others[3], *others[6:]):
            self._hand_in("staff", request)
        self._at(6, 14)
        for request in requests[4:]:
            self._accept(team, request)
        self._complete(team)
        yield "5"

    def _draft(self):
        team = "planning_head"
        self._at(14, 10)
        self._step(team).action_generate_document("report")
        self._complete(team)
        yield "7"
        self._at(15, 14)
        points = self._by(team, self.env["lakip.correction"]).create(
            [
                {"step_id": self.cycle.current_step_id.id, "section": section, "name": name}
                for section, name in (
                    ("BAB I", "Perbarui struktur organisasi."),
                    ("BAB III", "Lengkapi analisis penyebab."),
                )
            ]
        )
        self._hold_meeting()
        yield "8"
        self._at(17, 9)
        points.write({"answer": "Sudah diperbaiki."})
        points.action_resolve()
        self._step(team)._upload_document("report", docx_bytes("Perbaikan"), "LAKIP.docx")
        self._complete(team)
        yield "9"

    def _sign(self):
        self._at(17, 9, 40)
        self._step("planning_head").pending_approval_id.action_approve("Sesuai notulen.")
        yield "10"
        self._at(17, 10, 10)
        self._step("secretary").pending_approval_id.action_approve()
        yield "11"
        self._at(17, 10, 50)
        # As the wizard does, once it has checked who signs.
        approval = self._step("agency_head").pending_approval_id
        approval._sign(b64encode(signature_png()))
        yield "12"

    def _deliver(self):
        self._at(18, 9)
        step = self._step("planning_head")
        step.hardcopy_location = "Ruang arsip, lemari 3"
        for delivery in step.delivery_ids:
            receipt = self._create_file("planning_head", "Tanda Terima.png", signature_png())
            delivery.action_generate_letter()
            delivery.write(
                {
                    "date": self._day(18),
                    "receiver": "Petugas penerima",
                    "receipt_attachment_ids": [Command.link(receipt.id)],
                }
            )
            delivery.action_deliver()
        self._complete("planning_head")
        yield "done"

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def _day(self, number):
        """Return the working day at ``number``, counted from the first."""
        return self.monday + timedelta(weeks=number // 5, days=number % 5)

    def _at(self, number, hour, minute=0):
        self.clock.set(self._day(number), hour, minute)

    def _by(self, role, records):
        return records.with_user(self.agency.users[role])

    def _step(self, role):
        return self._by(role, self.cycle.current_step_id)

    def _complete(self, role, **vals):
        step = self._step(role)
        if vals:
            step.write(vals)
        step.action_complete()

    def _create_file(self, role, name, content):
        return self._by(role, self.env["ir.attachment"]).create({"name": name, "raw": content})

    def _hold_meeting(self):
        step = self._step("planning_head")
        step.action_mark_all_present()
        step.minutes = "<p>Rapat dibuka oleh Sekretaris.</p><p>Jadwal disepakati.</p>"
        step.action_complete()

    def _plan(self, role):
        """Enter a sasaran for each measured division with indicators, and the chapters."""
        self._by(role, self.env["lakip.objective"]).create(
            [
                {
                    "cycle_id": self.cycle.id,
                    "name": f"Meningkatnya layanan {department.name}",
                    "indicator_ids": [
                        Command.create(
                            {
                                "name": f"Persentase layanan {number} yang daring",
                                "department_id": department.id,
                                "unit": "%",
                                "direction": "higher",
                                "target": "80",
                                "realization": str(70 + 8 * number),
                            }
                        )
                        for number in range(INDICATORS)
                    ],
                }
                for department in self.agency.departments[1 : MEASURED + 1]
            ]
        )
        self._by(role, self.cycle).action_propose_sections()

    def _hand_in(self, role, request):
        """Answer the first item of ``request`` with a file, the others with words."""
        request = self._by(role, request)
        first, *others = request.item_ids - request.workbook_item_id
        if not first.attachment_ids:
            file = self._create_file(role, "Realisasi.xlsx", xlsx_bytes())
            first.attachment_ids = [Command.link(file.id)]
        for item in (*others, *request.workbook_item_id):
            item.note = "Tidak ada perubahan dari tahun sebelumnya."
        request.action_submit()

    def _accept(self, role, request):
        request = self._by(role, request)
        request.item_ids.review = "ok"
        request.action_accept()
