"""The people and the moments of ``access_table.py``: one agency, one cycle, from draft to done."""

from typing import NamedTuple

from odoo import Command
from odoo.tests import HttpCase

from .common import LakipCase, docx_bytes


class Sample(NamedTuple):
    """A record to read, change and delete, and the values of a new one and of a change."""

    record: object
    create: dict
    write: dict
    #: What is read of it; by default a column that every table has.
    field: str = "create_date"


class AccessWorld(LakipCase, HttpCase):
    """Everybody of ``PEOPLE`` as a user, and the cycle of 2026, taken from moment to moment.

    What brings it there is done by those whose turn it is, through public methods.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            code: cls.env.ref(f"lakip_sop.group_lakip_{code}")
            for code in ("division", "team", "secretary", "planning_head", "manager")
        }
        # Refusals are told apart by their sentences, those of the source.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.elsewhere = cls._create_company("Dinas Lain")
        cls.env.user.company_ids |= cls.elsewhere
        cls.reader = cls._create_person("reader", "Tim di Luar SK")
        cls.acting = cls._create_person("acting", "Wakil Sekretaris")
        cls.former = cls._create_person("former", "Mantan Pejabat")
        cls.other = cls._create_person("other", "Pejabat Dinas Lain", company=cls.elsewhere)
        cls.colleague = cls._create_person("colleague", "Pegawai Lain")
        cls.portal = cls._create_user("portal", "Tamu Portal")
        cls.portal.group_ids = [Command.set(cls.env.ref("base.group_portal").ids)]
        (cls.staff_a | cls.head_b).group_ids += groups["division"]
        (cls.team_member | cls.reader).group_ids += groups["team"]
        cls.acting.group_ids += groups["secretary"]
        cls.other.group_ids += groups["manager"] | groups["team"]
        for code in ("agency_head", "secretary", "planning_head"):
            # An office gives its group, and losing the office takes none away.
            cls._create_officer(code, cls.former, date_from="2018-01-01", date_to="2019-12-31")
            cls._create_officer(code, cls.other, cls.elsewhere)
        cls.people = {
            "A": cls.staff_a,
            "B": cls.head_b,
            "T": cls.team_member,
            "t": cls.reader,
            "S": cls.secretary,
            "R": cls.planning_head,
            "K": cls.agency_head,
            "P": cls.acting,
            "X": cls.former,
            "M": cls.manager,
        }
        cls.others = {
            "O": cls.other,
            "U": cls.colleague,
            "V": cls.portal,
            "N": cls.env["res.users"],
        }
        cls.inspectorate, cls.bappeda = cls.env["res.partner"].create(
            [
                {"name": "Inspektorat", "email": "inspektorat@example.com"},
                {"name": "Bappeda", "email": "bappeda@example.com"},
            ]
        )
        cls.company.lakip_recipient_ids = cls.inspectorate | cls.bappeda
        cls.company.lakip_number_pattern = "{nomor}/{tahun}"
        # Odoo's right to export lists: what is exported is up to the rules.
        exporters = cls.env["res.users"].union(*cls.people.values()) | cls.other | cls.colleague
        exporters.write({"group_ids": [Command.link(cls.env.ref("base.group_allow_export").id)]})

    # ------------------------------------------------------------
    # MOMENTS: each is reached from the one before
    # ------------------------------------------------------------

    @property
    def step(self):
        return self.cycle.current_step_id

    def _reach_draft(self):
        self.previous = self._create_cycle(2024)
        self.previous.with_user(self.planning_head).date_due = "2025-01-31"
        self.env["lakip.objective"].with_user(self.team_member).create(
            {"cycle_id": self.previous.id, "name": "Sasaran tahun lalu"}
        )
        self.env["lakip.section"].with_user(self.team_member).create(
            {
                "cycle_id": self.previous.id,
                "code": "I.D",
                "title": "D. Sumber Daya",
                "body": "<p>Tahun lalu.</p>",
            }
        )
        self.cancelled = self._create_cycle(2025)
        self._start(self.cancelled)
        self.cancelled.with_user(self.team_member).action_open_selfcheck()
        self.cancelled.with_user(self.planning_head).action_cancel("Diulang")
        self.cycle = self._create_cycle(2026)

    def _reach_central(self):
        # sudo: as an administrator of Odoo does
        companies = self.env["res.company"].sudo().search([("id", "!=", False)])
        self.manager.sudo().company_ids = [Command.set(companies.ids)]

    def _reach_row1(self):
        self.manager.sudo().company_ids = [Command.set(self.company.ids)]
        self._start(self.cycle)
        self.step.with_user(self.secretary).instruction = "Siapkan SK Tim."

    def _reach_row2(self):
        self._complete(self.cycle, self.secretary)

    def _reach_row3(self):
        self._complete(self.cycle, self.planning_head)
        self._hold_meeting()

    def _reach_ask(self):
        self._complete(self.cycle, self.team_member)
        team = self.env(user=self.team_member)
        objective = team["lakip.objective"].create({"cycle_id": self.cycle.id, "name": "Sasaran"})
        self.indicator = team["lakip.indicator"].create(
            {
                "objective_id": objective.id,
                "department_id": self.division_a.id,
                "name": "Indeks SPBE",
                "direction": "higher",
                "target": "3",
                "year_ids": [Command.create({"year": 2025})],
            }
        )
        self.program = team["lakip.program"].create(
            {"cycle_id": self.cycle.id, "department_id": self.division_a.id, "name": "Program"}
        )
        self.requests = self.step.request_ids
        self.request_a = self.requests.filtered(
            lambda request: request.department_id == self.division_a
        )

    def _reach_sent(self):
        self.requests.with_user(self.team_member).action_send()
        for item in self.request_a.item_ids.with_user(self.staff_a):
            item.note = "Tidak ada data."
        self.file = self._attach(self.request_a.item_ids[0], self.staff_a)
        workbook = self.request_a.workbook_item_id
        self._attach(workbook, self.staff_a, "isian.xlsx", workbook.form_id.raw)

    def _reach_handed(self):
        self.request_a.with_user(self.staff_a).action_submit()

    def _reach_taken(self):
        self.request_a.with_user(self.team_member).action_accept()
        others = self.requests - self.request_a
        others.with_user(self.team_member).action_waive("Tidak diperlukan")

    def _reach_row5(self):
        self._complete(self.cycle, self.team_member)
        sections = self.env["lakip.section"].with_user(self.team_member)
        self.section = sections.create(
            {"cycle_id": self.cycle.id, "code": "I.D", "title": "D. Sumber Daya"}
        )
        self.own_section = sections.create(
            {
                "cycle_id": self.cycle.id,
                "code": "I.E",
                "title": "E. Isu",
                "user_id": self.staff_a.id,
                "body": "<p>Isu.</p>",
            }
        )
        self.cycle.with_user(self.team_member).action_open_selfcheck()
        self._upload_report(self.cycle, self.team_member)

    def _reach_held(self):
        self.step.with_user(self.planning_head).action_hold("Menunggu audit")

    def _reach_row7(self):
        self.step.with_user(self.planning_head).action_resume()
        self._complete(self.cycle, self.team_member)
        self.point = (
            self.env["lakip.correction"]
            .with_user(self.team_member)
            .create({"step_id": self.step.id, "name": "Lengkapi analisis."})
        )
        self._hold_meeting()

    def _reach_row8(self):
        self._complete(self.cycle, self.team_member)
        self._upload_report(self.cycle, self.team_member, "Diperbaiki")

    def _reach_row9(self):
        self.point.with_user(self.team_member).action_resolve()
        self._complete(self.cycle, self.team_member)

    def _reach_row10(self):
        self._approve(self.cycle, self.planning_head)

    def _reach_away(self):
        self.secretary.with_user(self.secretary).out_of_office_from = "2020-01-01"

    def _reach_plh(self):
        self.secretary.with_user(self.secretary).out_of_office_from = False
        self.plh = self._create_officer(
            "secretary", self.acting, capacity="plh", date_from=self.company._lakip_get_today()
        )

    def _reach_row11(self):
        self._approve(self.cycle, self.acting)
        self.plh.active = False

    def _reach_row12(self):
        self._approve(self.cycle, self.agency_head)
        self.step.with_user(self.planning_head).hardcopy_location = "Lemari 3"
        self.delivery = self.step.delivery_ids.filtered(
            lambda delivery: delivery.partner_id == self.bappeda
        )
        for delivery in self.step.delivery_ids:
            receipt = self._attach(delivery, self.planning_head)
            delivery.with_user(self.planning_head).write(
                {
                    "date": "2026-01-05",
                    "medium": "softcopy",
                    "receipt_attachment_ids": [Command.link(receipt.id)],
                }
            )

    def _reach_given(self):
        self.step.delivery_ids.with_user(self.planning_head).action_deliver()

    def _reach_done(self):
        self._complete(self.cycle, self.planning_head)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _hold_meeting(self):
        own = self.step.with_user(self.team_member)
        # sudo: the day has come
        self.step.sudo().event_id.write(
            {"start": "2026-01-05 02:00:00", "stop": "2026-01-05 04:00:00"}
        )
        own.action_mark_all_present()
        own.minutes = "<p>Rapat.</p>"

    def _attach(self, record, user, name="berkas.docx", content=None):
        """Return a file that ``user`` has uploaded for ``record`` and put into it."""
        file = (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "raw": content or docx_bytes("isi"),
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        )
        if record._name == "lakip.request.item":
            record.with_user(user).attachment_ids = [Command.link(file.id)]
        return file
