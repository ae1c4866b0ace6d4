"""SOP 09 from the first instruction to the delivered report, as it happens in an office.

All eleven rows, each act by that role's own user, with real files, one return at row 10 and one
at row 11. The times are those of January 2027 with its holidays, right to the minute.
"""

from io import BytesIO

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import UserError

from .common import LakipCase, local
from .real_files import docx_bytes, jpg_bytes, pdf_bytes, xlsx_bytes

#: Days off in the weeks of the test (SKB 2027, see ``test_holiday_wizard.py`` for all of them).
HOLIDAYS = ("2027-01-01", "2027-01-05", "2027-02-05")


class FullCycleCase(LakipCase):
    """SOP 09 as it happens in an office, to be run by ``_run_year``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff_b = cls._create_person("staff_b", "Staf B", cls.division_b)
        cls.env["resource.calendar.leaves"].create(
            [
                {
                    "name": f"Libur {day}",
                    "company_id": cls.company.id,
                    "calendar_id": cls.company.resource_calendar_id.id,
                    "date_from": local(f"{day} 00:00"),
                    "date_to": local(f"{day} 23:59"),
                }
                for day in HOLIDAYS
            ]
        )
        cls.inspectorate, cls.bappeda = cls.env["res.partner"].create(
            [
                {"name": "Inspektorat", "email": "inspektorat@example.com"},
                {"name": "Bappeda"},
            ]
        )
        cls.company.lakip_recipient_ids = cls.inspectorate | cls.bappeda
        cls.pdf = pdf_bytes(docx_bytes("Realisasi anggaran per program"))

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def _at(self, text):
        return self.enterContext(self.at(text))

    def _assert_row(self, number, kind, deadline, *users):
        """Assert which row runs, whose turn it is and until when (local time)."""
        step = self.cycle.current_step_id
        self.assertEqual((step.number, step.kind), (number, kind))
        self.assertEqual(step.date_deadline, local(deadline))
        self.assertTurn(step, *users)
        return step

    def _attach(self, item, user, name, content):
        attachment = (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": name, "raw": content, "res_model": item._name, "res_id": item.id})
        )
        item.with_user(user).write({"attachment_ids": [Command.link(attachment.id)]})

    def _hand_in(self, request, user):
        """Answer each item with a file or a note and submit."""
        files = [
            ("realisasi.xlsx", xlsx_bytes(user.name)),
            ("anggaran.pdf", self.pdf),
            ("hambatan.docx", docx_bytes("Hambatan dan solusi", "Tidak ada.")),
            ("rapat.jpg", jpg_bytes()),
        ]
        for index, item in enumerate(request.item_ids):
            if index < len(files):
                self._attach(item, user, *files[index])
            else:
                item.with_user(user).note = "Tidak ada data pada tahun ini."
        request.with_user(user).action_submit()

    def _hold_meeting(self, step):
        own = step.with_user(self.team_member)
        own.action_mark_all_present()
        own.minutes = "<p>Rapat dibuka oleh Sekretaris.</p><p>Jadwal disepakati.</p>"
        return own

    def _give_all_approvals(self, *moments):
        for moment, user in zip(
            moments, (self.planning_head, self.secretary, self.agency_head), strict=False
        ):
            with self.at(moment):
                self._approve(self.cycle, user)

    # ------------------------------------------------------------
    # THE YEAR
    # ------------------------------------------------------------

    def _run_year(self):
        """Run the cycle of 2026 to its end; return the version that was signed."""
        cycle = self.cycle = self._create_cycle(2026)
        self.assertEqual(cycle.sop_id, self.env.ref("lakip_sop.lakip_sop_09"))
        self.assertEqual(str(cycle.date_due), "2027-02-28")
        with self.at("2027-01-04 08:00"):
            self._start(cycle)
            step = self._assert_row("1", "direction", "2027-01-04 08:30", self.secretary)
        with self.at("2027-01-04 08:20"):
            step.with_user(self.secretary).instruction = "Siapkan SK Tim Penyusunan LAKIP 2026."
            self._complete(cycle, self.secretary)
            step = self._assert_row("2", "decree", "2027-01-07 08:20", self.planning_head)
        with self.at("2027-01-06 10:00"):
            cycle.with_user(self.planning_head).member_ids = [
                Command.create({"employee_id": self.head_a.employee_id.id})
            ]
            self._complete(cycle, self.planning_head)
            team = self.team_member | self.head_a
            step = self._assert_row("3", "meeting", "2027-01-07 10:00", team)
            self.assertGreaterEqual(step.event_id.start, local("2027-01-06 10:00"))
            self.assertLessEqual(step.event_id.stop, step.date_deadline)
        with self.at("2027-01-07 09:30"):
            self._hold_meeting(step).action_complete()
            step = self._assert_row("4", "collection", "2027-01-14 09:30", team)
            self.assertEqual(len(step.request_ids), 3)
            step.request_ids.with_user(self.team_member).action_send()

        request_a, request_b, request_secretariat = (
            step.request_ids.filtered(lambda request, dep=dep: request.department_id == dep)
            for dep in (self.division_a, self.division_b, self.secretariat)
        )
        with self.at("2027-01-11 14:00"):
            self._hand_in(request_a, self.staff_a)
            self._hand_in(request_b, self.staff_b)
            self._hand_in(request_secretariat, self.secretary)
        with self.at("2027-01-12 10:00"):
            team_requests = step.request_ids.with_user(self.team_member)
            (team_requests - request_b).action_accept()
            request_b.with_user(self.team_member).action_return("Angka triwulan IV belum ada.")
        with self.at("2027-01-13 09:00"):
            with self.assertRaisesRegex(UserError, "Informasi Publik"):
                self._complete(cycle, self.team_member)
            first = request_b.item_ids[0]
            self._attach(first, self.head_b, "realisasi tw IV.xlsx", xlsx_bytes("B"))
            request_b.with_user(self.head_b).action_submit()
        with self.at("2027-01-13 15:00"):
            request_b.with_user(self.team_member).action_accept()
            self._complete(cycle, self.team_member)
            step = self._assert_row("5", "drafting", "2027-01-27 15:00", team)
        with self.at("2027-01-26 10:00"):
            step.with_user(self.team_member).action_generate_document()
            first_draft = cycle._get_report()[cycle]
            self._complete(cycle, self.team_member)
            step = self._assert_row("7", "discussion", "2027-01-27 08:30", team)
        with self.at("2027-01-27 08:00"):
            self.env["lakip.correction"].with_user(self.team_member).create(
                [
                    {"step_id": step.id, "section": "BAB III", "name": "Lengkapi analisis."},
                    {"step_id": step.id, "section": "BAB I", "name": "Perbarui struktur."},
                ]
            )
            self._hold_meeting(step).action_complete()
            step = self._assert_row("8", "revision", "2027-02-01 08:00", team)
        with self.at("2027-01-29 16:00"):
            self._revise("Diperbaiki", first_draft)
            self._complete(cycle, self.team_member)
            self._assert_row("9", "initial", "2027-02-01 08:00", self.planning_head)
        with self.at("2027-02-01 07:45"):
            self._approve(cycle, self.planning_head)
            step = self._assert_row("10", "initial", "2027-02-01 08:45", self.secretary)
        with self.at("2027-02-01 08:10"):
            step.pending_approval_id.with_user(self.secretary).action_return("Tabel 3.2 salah.")
            step = self._assert_row("8", "revision", "2027-02-04 08:10", team)
            self.assertEqual(step.round, 2)
        with self.at("2027-02-02 09:00"):
            self._revise("Tabel diperbaiki", cycle._get_report()[cycle])
            self._complete(cycle, self.team_member)
        self._give_all_approvals("2027-02-02 09:20", "2027-02-02 09:40")
        with self.at("2027-02-02 10:00"):
            step = self._assert_row("11", "signature", "2027-02-02 10:40", self.agency_head)
            step.pending_approval_id.with_user(self.agency_head).action_return("Lengkapi ikhtisar.")
            step = self._assert_row("8", "revision", "2027-02-08 10:00", team)
            self.assertEqual(step.round, 3)
        with self.at("2027-02-03 10:00"):
            signed = self._revise("Ikhtisar dilengkapi", cycle._get_report()[cycle])
            self._complete(cycle, self.team_member)
        self._give_all_approvals("2027-02-03 10:10", "2027-02-03 10:20", "2027-02-03 10:30")
        with self.at("2027-02-03 10:30"):
            step = self._assert_row("12", "archive", "2027-02-04 10:30", self.planning_head)
        with self.at("2027-02-04 09:00"):
            self._archive(step)
            self._complete(cycle, self.planning_head)
        return signed

    def _revise(self, answer, base):
        """Resolve the open points and upload a newer version than ``base``."""
        cycle = self.cycle
        points = cycle.correction_ids.filtered(lambda point: point.state == "open")
        with self.assertRaises(UserError):
            self._complete(cycle, self.team_member)
        points.with_user(self.team_member).write({"answer": answer})
        points.with_user(self.team_member).action_resolve()
        with self.assertRaisesRegex(UserError, "newer version"):
            self._complete(cycle, self.team_member)
        report = self._upload_report(cycle, self.team_member, text=answer)
        self.assertEqual(report.version, base.version + 1)
        return report

    def _archive(self, step):
        own = step.with_user(self.planning_head)
        own.hardcopy_location = "Ruang arsip, lemari 3, map LAKIP"
        for delivery in own.delivery_ids:
            receipt = (
                self.env["ir.attachment"]
                .with_user(self.planning_head)
                .create(
                    {
                        "name": "tanda_terima.jpg",
                        "raw": jpg_bytes(),
                        "res_model": delivery._name,
                        "res_id": delivery.id,
                    }
                )
            )
            delivery.action_generate_letter()
            delivery.write(
                {
                    "date": "2027-02-04",
                    "receiver": "Petugas penerima",
                    "receipt_attachment_ids": [Command.link(receipt.id)],
                }
            )
            delivery.action_deliver()


class TestFullCycle(FullCycleCase):
    def test_eleven_rows(self):
        signed = self._run_year()
        self._check_result(self.cycle, signed)

    def _check_result(self, cycle, signed):
        self.assertEqual(cycle.state, "done")
        self.assertEqual(cycle.progress, 100)
        self.assertEqual(cycle.date_done, local("2027-02-04 09:00"))
        self.assertEqual(set(cycle.step_ids.mapped("state")), {"done"})
        self.assertFalse(cycle.step_ids.filtered("is_late"))

        final = cycle._get_report()[cycle]
        self.assertEqual((final.state, final.source_id), ("signed", signed))
        self.assertEqual(
            cycle.document_ids.filtered(lambda doc: doc.kind == "report")
            .sorted("version")
            .mapped("state"),
            ["superseded"] * 4 + ["signed"],
        )
        self.assertEqual(
            set(cycle.document_ids.mapped("kind")),
            {
                "disposition",
                "decree",
                "invitation",
                "minutes",
                "request_letter",
                "report",
                "delivery_letter",
            },
        )
        for document in cycle.document_ids:
            self.assertTrue(document._is_intact(), document.display_name)

        self.assertChainHolds(cycle)
        ledger = cycle.approval_ids.filtered("hash").sorted("sequence")
        self.assertEqual(
            ledger.mapped(lambda row: (row.step_id.number, row.decision)),
            [
                ("9", "approved"),
                ("10", "returned"),
                ("9", "approved"),
                ("10", "approved"),
                ("11", "returned"),
                ("9", "approved"),
                ("10", "approved"),
                ("11", "approved"),
            ],
        )
        self.assertEqual(
            ledger.mapped("state"),
            ["void", "returned", "void", "void", "returned"] + ["approved"] * 3,
        )

        # Row 8 ran three times: hours on the wall clock between breaks and week-end.
        revision = cycle.step_ids.filtered(lambda step: step.kind == "revision")
        self.assertEqual(
            revision.round_ids.mapped("worked_hours"),
            [21.5, 8.333333333333334, 7.5],
        )
        self.assertEqual(revision.standard_hours, 22.5)
        # Nothing is left to do for anybody.
        self.assertFalse(
            self.env["mail.activity"].search(
                [
                    ("res_model", "in", ("lakip.step", "lakip.request")),
                    ("res_id", "in", cycle.step_ids.ids + cycle.request_ids.ids),
                    ("user_id", "in", cycle.member_ids.user_id.ids + self.planning_head.ids),
                ]
            )
        )

    def test_generated_report_opens(self):
        """The generated LAKIP opens in LibreOffice and says who signs and what was handed in."""
        cycle = self.cycle = self._create_cycle(2026)
        with self.at("2027-01-04 08:00"):
            self._start(cycle)
            cycle.current_step_id.with_user(self.secretary).instruction = "Siapkan."
            self._complete(cycle, self.secretary)
            self._complete(cycle, self.planning_head)
        with self.at("2027-01-07 09:30"):
            self._hold_meeting(cycle.current_step_id).action_complete()
            requests = cycle.current_step_id.request_ids.with_user(self.team_member)
            requests.action_send()
            request = requests.filtered(lambda r: r.department_id == self.division_a)
            self._hand_in(request, self.staff_a)
            request.action_accept()
            (requests - request).action_waive("Tidak ada data.")
            self._complete(cycle, self.team_member)
            cycle.current_step_id.with_user(self.team_member).action_generate_document()
        report = cycle._get_report()[cycle]
        pages = PdfReader(BytesIO(pdf_bytes(report.sudo().attachment_id.raw))).pages
        text = "\n".join(page.extract_text() for page in pages)
        for part in (
            "AKUNTABILITAS KINERJA",
            "KEPALA DINAS",
            "BAB IV",
            "realisasi.xlsx",
            "Kepala Uji",
            "2026",
        ):
            self.assertIn(part, text)
