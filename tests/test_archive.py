"""Rows of the kind archive, and the report that drafting rows generate."""

import base64
from io import BytesIO

from PIL import Image

from odoo import Command
from odoo.exceptions import UserError

from .common import docx_bytes
from .test_letters import LetterCase, docx_text
from .test_request import RequestCase


def photo():
    stream = BytesIO()
    Image.new("RGB", (80, 60), "white").save(stream, "JPEG")
    return stream.getvalue()


class ArchiveCase(LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspectorate = cls.env["res.partner"].create(
            {
                "name": "Inspektorat",
                "email": "inspektorat@example.com",
                "street": "Jalan Satu",
                "city": "Pontianak",
            }
        )
        cls.bappeda = cls.env["res.partner"].create({"name": "Bappeda"})
        cls.company.lakip_recipient_ids = cls.inspectorate | cls.bappeda
        cls.archivist = "planning_head"
        cls._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Memaraf", "kind": "initial", "role": "planning_head", "back": 0},
                {"name": "Memaraf lagi", "kind": "initial", "role": "secretary", "back": 0},
                {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 0},
                {
                    "name": "Mengarsipkan",
                    "kind": "archive",
                    "role": "planning_head",
                    "duration": 1,
                },
            ]
        )

    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2027-01-04 08:00"))

    def _reach_archive(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        for _approval in range(3):
            step = self._approve(cycle)
        return step

    def _receipt(self, user=None, content=None, name="tanda_terima.jpg"):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.planning_head)
            .create({"name": name, "raw": content or photo(), "res_model": "lakip.delivery"})
        )

    def _deliver(self, delivery):
        own = delivery.with_user(self.planning_head)
        own.write(
            {
                "date": "2027-01-04",
                "receiver": "Budi",
                "receipt_attachment_ids": [Command.link(self._receipt().id)],
            }
        )
        own.action_deliver()


class TestArchive(ArchiveCase):
    def test_start_proposes_deliveries_and_place(self):
        step = self._reach_archive()
        self.assertEqual(step.delivery_ids.partner_id, self.inspectorate | self.bappeda)
        self.assertEqual(set(step.delivery_ids.mapped("medium")), {"hardcopy"})
        self.assertEqual(set(step.delivery_ids.mapped("state")), {"draft"})
        self.assertIn("LAKIP 2026", step.softcopy_location)
        self.assertEqual(step.cycle_id.delivery_ids, step.delivery_ids)

    def test_blockers(self):
        step = self._reach_archive()
        own = step.with_user(self.planning_head)
        with self.assertRaisesRegex(UserError, "(?s)hard copy.*Bappeda.*Inspektorat"):
            own.action_complete()
        own.write({"hardcopy_location": "Lemari 3", "softcopy_location": ""})
        with self.assertRaisesRegex(UserError, "soft copy"):
            own.action_complete()
        own.delivery_ids.unlink()
        with self.assertRaisesRegex(UserError, "no recipient"):
            own.action_complete()

    def test_handed_over_to_all_ends_the_cycle(self):
        step = self._reach_archive()
        own = step.with_user(self.planning_head)
        own.hardcopy_location = "Ruang arsip, lemari 3"
        for delivery in step.delivery_ids:
            self._deliver(delivery)
        own.action_complete()
        self.assertEqual(step.cycle_id.state, "done")

    def test_delivery_needs_date_and_receipt(self):
        delivery = self._reach_archive().delivery_ids[0].with_user(self.planning_head)
        with self.assertRaisesRegex(UserError, "Enter the day"):
            delivery.action_deliver()
        delivery.date = "2027-01-05"
        with self.assertRaisesRegex(UserError, "day to come"):
            delivery.action_deliver()
        delivery.date = "2027-01-04"
        with self.assertRaisesRegex(UserError, "Attach the receipt"):
            delivery.action_deliver()

    def test_receipt_is_judged_by_content(self):
        delivery = self._reach_archive().delivery_ids[0].with_user(self.planning_head)
        fake = self._receipt(content=b"MZ not a picture", name="foto.jpg")
        with self.assertRaises(UserError):
            delivery.receipt_attachment_ids = fake

    def test_delivered_is_frozen(self):
        delivery = self._reach_archive().delivery_ids[0]
        self._deliver(delivery)
        self.assertEqual(delivery.state, "delivered")
        self.assertEqual(delivery.sender_id, self.planning_head)
        own = delivery.with_user(self.planning_head)
        for vals in ({"receiver": "Lain"}, {"date": False}, {"receipt_attachment_ids": []}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                own.write(vals)
            with self.assertRaisesRegex(UserError, "stays as it is"):
                delivery.sudo().write(vals)
        with self.assertRaises(UserError):
            own.unlink()
        with self.assertRaises(UserError):
            own.receipt_attachment_ids.unlink()
        with self.assertRaises(UserError):
            own.receipt_attachment_ids.raw = b"lain"
        with self.assertRaises(UserError):
            own.action_deliver()

    def test_state_cannot_be_written(self):
        delivery = self._reach_archive().delivery_ids[0]
        with self.assertRaises(UserError):
            delivery.with_user(self.planning_head).state = "delivered"
        with self.assertRaises(UserError):
            self.env["lakip.delivery"].with_user(self.planning_head).create(
                {
                    "step_id": delivery.step_id.id,
                    "partner_id": self.bappeda.id,
                    "state": "delivered",
                }
            )

    def test_forged_context_has_no_say(self):
        """A client's default for the state makes nothing handed over."""
        cycle = self._create_cycle()
        self._start(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        for _approval in range(2):
            self._approve(cycle)
        approval = cycle.current_step_id.pending_approval_id.with_user(self.agency_head)
        self._sign(approval.with_context(default_state="delivered", default_medium="softcopy"))
        deliveries = cycle.current_step_id.delivery_ids
        self.assertEqual(set(deliveries.mapped("state")), {"draft"})
        self.assertEqual(set(deliveries.mapped("medium")), {"hardcopy"})

    def test_only_whose_turn_it_is(self):
        step = self._reach_archive()
        delivery = step.delivery_ids[0]
        for user in (self.team_member, self.agency_head, self.staff_a, self.manager):
            with self.assertRaises(UserError):
                delivery.with_user(user).receiver = "Budi"
            with self.assertRaises(UserError):
                delivery.with_user(user).action_generate_letter()
            with self.assertRaises(UserError):
                delivery.with_user(user).action_deliver()
            with self.assertRaises(UserError):
                delivery.with_user(user).unlink()
            with self.assertRaises(UserError):
                self.env["lakip.delivery"].with_user(user).create(
                    {"step_id": step.id, "partner_id": self.bappeda.id}
                )

    def test_another_recipient(self):
        step = self._reach_archive()
        partner = self.env["res.partner"].create({"name": "Biro Organisasi"})
        step.with_user(self.planning_head).write(
            {"delivery_ids": [Command.create({"partner_id": partner.id, "medium": "softcopy"})]}
        )
        self.assertIn(partner, step.cycle_id.delivery_ids.partner_id)

    def test_receipts_are_seen_by_the_team(self):
        delivery = self._reach_archive().delivery_ids[0]
        self._deliver(delivery)
        receipt = delivery.receipt_attachment_ids
        self.assertEqual(receipt.res_id, delivery.id)
        self.assertEqual(receipt.with_user(self.team_member).raw, photo())

    def test_foreign_file_is_not_taken(self):
        foreign = self.env["ir.attachment"].create(
            {
                "name": "rahasia.jpg",
                "raw": photo(),
                "res_model": "res.partner",
                "res_id": self.bappeda.id,
            }
        )
        delivery = self._reach_archive().delivery_ids[0]
        delivery.with_user(self.planning_head).receipt_attachment_ids = foreign
        self.assertEqual(foreign.res_model, "res.partner")

    def test_letter(self):
        self._give_hr_data(self.planning_head, nip="197505052000031005", rank="Penata")
        step = self._reach_archive()
        delivery = step.delivery_ids.filtered(lambda d: d.partner_id == self.inspectorate)
        own = delivery.with_user(self.planning_head)
        own.letter_number = "045/9"
        own.action_generate_letter()
        self.assertEqual(delivery.document_id.kind, "delivery_letter")
        text = docx_text(delivery.document_id.sudo().attachment_id.raw)
        for part in (
            "SURAT PENGANTAR",
            "NOMOR 045/9",
            "Yth. Inspektorat",
            "Jalan Satu",
            "Salinan cetak (hardcopy)",
            self.roles["planning_head"]._get_title().upper(),
            "Kasubbag Uji",
            "NIP. 19750505 200003 1 005",
            "Pontianak, 4 Januari 2027",
        ):
            self.assertIn(part, text)
        own.action_generate_letter()
        self.assertEqual(delivery.document_id.version, 2)
        self.assertEqual(len(delivery.document_ids), 2)

    def test_send_by_email(self):
        step = self._reach_archive()
        inspectorate = step.delivery_ids.filtered(lambda d: d.partner_id == self.inspectorate)
        bappeda = step.delivery_ids - inspectorate
        own = inspectorate.with_user(self.planning_head)
        with self.assertRaisesRegex(UserError, "gets a hard copy"):
            own.action_send_email()
        (inspectorate | bappeda).with_user(self.planning_head).write({"medium": "softcopy"})
        with self.assertRaisesRegex(UserError, "Bappeda has no e-mail"):
            bappeda.with_user(self.planning_head).action_send_email()
        own.action_generate_letter()
        own.action_send_email()
        self.assertEqual(inspectorate.state, "sent")
        self.assertTrue(inspectorate.date_sent)
        mail = self.env["mail.mail"].search(
            [("model", "=", "lakip.delivery"), ("res_id", "=", inspectorate.id)]
        )
        self.assertEqual(mail.recipient_ids, self.inspectorate)
        self.assertIn("Penyampaian LAKIP Tahun 2026", mail.subject)
        signed = step.cycle_id._get_report()[step.cycle_id]
        self.assertEqual(
            mail.attachment_ids, (signed | inspectorate.document_id).sudo().attachment_id
        )
        self.assertTrue(signed._is_intact())
        with self.assertRaisesRegex(UserError, "kept for the record"):
            own.unlink()
        self._deliver(inspectorate)
        self.assertEqual(inspectorate.state, "delivered")


class TestReport(ArchiveCase):
    def _generate(self, cycle):
        cycle.current_step_id.with_user(self.team_member).action_generate_document()
        return cycle._get_report()[cycle]

    def test_chapters_and_signatures(self):
        self._give_hr_data(self.agency_head, nip="196604081993031009", rank="Pembina Utama Madya")
        cycle = self._create_cycle()
        self._start(cycle)
        document = self._generate(cycle)
        self.assertEqual((document.name, document.version), ("LAKIP 2026", 1))
        text = docx_text(document.sudo().attachment_id.raw)
        for part in (
            "LAPORAN AKUNTABILITAS KINERJA INSTANSI PEMERINTAH",
            "TAHUN 2026",
            "DINAS UJI",
            "BAB I",
            "BAB II",
            "BAB III",
            "BAB IV",
            "LEMBAR PENGESAHAN",
            "PARAF HIERARKI",
            self.roles["planning_head"]._get_title().upper(),
            "Kasubbag Uji",
            "SEKRETARIS",
            "Sekretaris Uji",
            "Kepala Uji",
            "Pembina Utama Madya",
            "NIP. 19660408 199303 1 009",
            "Belum ada data yang diterima",
        ):
            self.assertIn(part, text)
        self._complete(cycle)
        self.assertEqual(cycle.current_step_id.kind, "initial")

    def test_versions(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._generate(cycle)
        self.assertEqual(self._generate(cycle).version, 2)

    def test_kop_of_the_company(self):
        stream = BytesIO()
        Image.new("RGB", (40, 60), "green").save(stream, "PNG")
        self.company.write(
            {"logo": base64.b64encode(stream.getvalue()), "lakip_address": "Jl. Sutoyo\nTelp. 1"}
        )
        cycle = self._create_cycle()
        self._start(cycle)
        head = cycle.current_step_id._get_letterhead()
        self.assertTrue(head.emblem.startswith(b"\x89PNG"))
        self.assertEqual(head.address, ("Jl. Sutoyo", "Telp. 1"))
        self._generate(cycle)


class TestReportData(RequestCase):
    def test_accepted_data_is_listed(self):
        with self.at("2027-01-04 08:00"):
            step = self._start_collection()
            self._send(step)
            request = self._get_request(step, self.division_a)
            item = request.item_ids[0]
            self._attach(item, self.staff_a, "realisasi_iku.docx", docx_bytes())
            self._submit(request, self.staff_a)
            request.with_user(self.team_member).action_accept()
            others = step.request_ids - request
            others.with_user(self.team_member).action_waive("Tidak ada data")
            self._complete(step.cycle_id)
            self._complete(step.cycle_id)
            drafting = step.cycle_id.current_step_id
            self.assertEqual(drafting.kind, "drafting")
            data = drafting.sudo()._get_report_data()
            drafting.with_user(self.team_member).action_generate_document()
        self.assertEqual({line.division for line in data}, {self.division_a.name})
        self.assertEqual(data[0].files, ("realisasi_iku.docx",))
        self.assertEqual(str(data[0].accepted), "2027-01-04")
        self.assertNotIn("Dokumentasi", [line.item for line in data], "nothing was handed in")
        report = step.cycle_id._get_report()[step.cycle_id]
        text = docx_text(report.sudo().attachment_id.raw)
        self.assertIn("realisasi_iku.docx", text)
        self.assertIn("4 Januari 2027", text)
