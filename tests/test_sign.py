"""A signature: what it asks for, what it leaves behind, and every way around it that fails."""

import hashlib
from base64 import b64encode
from io import BytesIO

from docx import Document
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import LakipCase, docx_bytes, signature_png
from .real_files import pdf_bytes


class SignCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_short_sop()

    def _reach_paraf(self, generate=False, **vals):
        cycle = self._create_cycle(**vals)
        self._start(cycle)
        self._complete(cycle)
        if generate:
            cycle.current_step_id.with_user(self.team_member).action_generate_document("report")
        else:
            self._upload_report(cycle)
        self._complete(cycle)
        return cycle

    def _reach_signature(self, **options):
        cycle = self._reach_paraf(**options)
        self._approve(cycle, self.secretary)
        return cycle

    def _pending(self, cycle):
        user = cycle.current_step_id.user_ids[0]
        return cycle.current_step_id.pending_approval_id.with_user(user)


class TestSign(SignCase):
    def test_nothing_signs_without_the_identity_check(self):
        """Not the button, not the wizard, not the row's own method: each asks or refuses."""
        cycle = self._reach_signature()
        approval = self._pending(cycle)
        for call in (
            approval.action_approve,
            approval.step_id.action_approve,
            approval.action_open_sign_wizard,
        ):
            self.assertEqual(call()["res_model"], "lakip.sign.wizard")
        wizard = self._open_sign_wizard(approval)
        with self.assertRefused("HTTP"):
            wizard.action_sign()
        with self.request(checked=False):
            self.assertEqual(wizard.action_sign()["res_model"], "res.users.identitycheck")
        with self.assertRefused("identity"):
            approval.sudo()._do_approve()
        self.assertEqual(approval.state, "pending")
        self.assertFalse(cycle._get_report()[cycle].state == "signed")

    def test_the_password_leads_to_the_signature(self):
        approval = self._pending(self._reach_signature())
        self.agency_head.password = "rahasia-kepala-1"
        wizard = self._open_sign_wizard(approval)
        with self.request(checked=False, lakip_login_method="password") as session:
            check = wizard.action_sign()
            check = (
                self.env["res.users.identitycheck"]
                .with_user(self.agency_head)
                .browse(check["res_id"])
            )
            with self.assertRefused("Incorrect|Salah"):
                check.with_context(password="salah").run_check()
            check.with_context(password="rahasia-kepala-1").run_check()
            # One check is good for one signature.
            self.assertNotIn("identity-check-last", session)
        row = approval.sudo()
        self.assertEqual(row.state, "approved")
        self.assertEqual(row.identity_method, "password")
        self.assertEqual(row.login_method, "password")
        self.assertEqual(row.ip_address, "203.0.113.7")

    def test_what_a_signature_leaves(self):
        cycle = self._reach_signature()
        source = cycle._get_report()[cycle]
        approval = self._pending(cycle)
        self._sign(approval, "Setuju")
        row = approval.sudo()
        signed = cycle._get_report()[cycle]
        self.assertEqual((row.decision, row.comment), ("approved", "Setuju"))
        self.assertEqual(row.sha256, source.sha256)
        self.assertEqual(row.signed_document_id, signed)
        self.assertEqual(row.signed_sha256, signed.sha256)
        self.assertEqual((signed.state, signed.version), ("signed", source.version + 1))
        self.assertEqual((source.state, signed.source_id), ("superseded", source))
        self.assertEqual(hashlib.sha256(signed.sudo().attachment_id.raw).hexdigest(), signed.sha256)
        self.assertTrue(source._is_intact())
        self.assertEqual(
            cycle.step_ids.report_approval_ids.filtered(lambda r: r.state == "approved"),
            cycle.approval_ids.filtered(lambda r: r.state == "approved"),
        )
        self.assertChainHolds(cycle)

    def test_chain_notices_each_change(self):
        cycle = self._reach_signature()
        self._approve(cycle)
        row = cycle.approval_ids.filtered(lambda row: row.kind == "signature").sudo()
        signed = row.signed_document_id
        for record, vals in (
            (row, {"ip_address": "198.51.100.1"}),
            (row, {"holder_name": "Orang lain"}),
            (row, {"signature": b64encode(signature_png("red"))}),
            (row, {"signature": False}),
            # As if it had been given before there were seals
            (
                row,
                {
                    "signature": False,
                    "signature_sha256": False,
                    "signed_document_id": False,
                    "signed_sha256": False,
                },
            ),
            (row, {"signed_sha256": "0" * 64}),
            (signed, {"sha256": "0" * 64}),
        ):
            with self.subTest(vals=list(vals)), self.assertRaises(ZeroDivisionError):
                with self.env.cr.savepoint():
                    record._lakip_unlocked().write(vals)
                    self.assertTrue(cycle._find_broken_approval()[1])
                    raise ZeroDivisionError
            self.env.invalidate_all()
        self.assertChainHolds(cycle)

    def _read(self, document):
        file = Document(BytesIO(document.sudo().attachment_id.raw))
        body = file.element.body
        texts = [node.text or "" for node in body.iter() if node.tag.endswith("}t")]
        return file, " ".join(texts)

    def test_generated_report_is_filled_in(self):
        cycle = self._reach_signature(generate=True)
        self.agency_head.employee_id.write({"nip": "197001011995031001", "rank": "Pembina"})
        self._approve(cycle)
        row = cycle.approval_ids.filtered(lambda row: row.kind == "signature").sudo()
        file, text = self._read(cycle._get_report()[cycle])
        headings = [p.text for p in file.paragraphs if p.text == "LEMBAR PENGESAHAN"]
        self.assertEqual(len(headings), 1)
        last = text[text.rindex("LEMBAR PENGESAHAN") :]
        for part in ("Kepala Uji", "Pembina", "19700101 199503 1 001", "Sekretaris Uji"):
            self.assertIn(part, last)
        self.assertIn(row._get_anchor(), last)
        self.assertIn(row._get_verify_url(), last)
        # The drawn signature and the QR code
        pictures = [n for n in file.element.body.iter() if n.tag.endswith("}blip")]
        self.assertGreaterEqual(len(pictures), 2)

    def test_uploaded_word_file_gets_a_page(self):
        cycle = self._reach_signature()
        self._approve(cycle)
        _file, text = self._read(cycle._get_report()[cycle])
        self.assertTrue(text.startswith("LAKIP"), "what was approved stays")
        self.assertIn("LEMBAR PENGESAHAN", text)

    def test_empty_page_of_an_edited_file_is_filled_in(self):
        """The report was worked on in Word: its empty Lembar Pengesahan gives way to the filled
        one, unless somebody has written on it."""
        for addition, count in (("BAB I", 1), ("LEMBAR PENGESAHAN", 2)):
            with self.subTest(addition=addition):
                cycle = self._create_cycle(2026 + count)
                self._start(cycle)
                step = self._complete(cycle).with_user(self.team_member)
                step.action_generate_document("report")
                draft = Document(BytesIO(cycle._get_report()[cycle].sudo().attachment_id.raw))
                place = [p for p in draft.paragraphs if p.text.startswith(addition)][-1]
                below = draft.add_paragraph("Ditambahkan di Word")
                place._p.addnext(below._p)
                stream = BytesIO()
                draft.save(stream)
                step._upload_document("report", stream.getvalue(), "LAKIP.docx")
                self._complete(cycle)
                self._approve(cycle)
                self._approve(cycle)
                file, text = self._read(cycle._get_report()[cycle])
                headings = [p.text for p in file.paragraphs if p.text == "LEMBAR PENGESAHAN"]
                self.assertEqual(len(headings), count)
                self.assertIn("Ditambahkan di Word", text)
                self.assertIn("Kepala rantai keputusan", text)

    def test_pdf_gets_a_page(self):
        cycle = self._create_cycle()
        self._start(cycle)
        step = self._complete(cycle)
        content = pdf_bytes(docx_bytes("LAKIP"))
        step.with_user(self.team_member)._upload_document("report", content, "LAKIP.pdf")
        self._complete(cycle)
        self._approve(cycle)
        self._approve(cycle)
        signed = cycle._get_report()[cycle]
        pages = PdfReader(BytesIO(signed.sudo().attachment_id.raw)).pages
        self.assertEqual(len(pages), len(PdfReader(BytesIO(content)).pages) + 1)
        self.assertIn("Kepala Uji", pages[-1].extract_text())
        self.assertChainHolds(cycle)

    def test_other_file_is_signed_as_it_is(self):
        cycle = self._create_cycle()
        self._start(cycle)
        step = self._complete(cycle)
        document = self.env["lakip.document"]._do_create_version(
            step, "report", b"teks", name="LAKIP 2026", filename="LAKIP.txt", origin="uploaded"
        )
        self._complete(cycle)
        self._approve(cycle)
        signature = cycle.current_step_id
        self._approve(cycle)
        self.assertEqual(document.state, "signed")
        self.assertIn("Lembar Pengesahan", signature.document_ids.name)
        self.assertChainHolds(cycle)

    def test_bad_pictures_are_refused(self):
        approval = self._pending(self._reach_signature())
        blank = signature_png((0, 0, 0, 0))
        for picture, sentence in (
            (False, "Draw your signature"),
            (b64encode(blank), "empty"),
            (b64encode(b"<svg onload='x'/>"), "not a picture"),
            (b64encode(b"%PDF-1.4"), "not a picture"),
            (b64encode(b"x" * 3_000_000), "too large"),
        ):
            with self.subTest(sentence=sentence), self.assertRefused(sentence):
                self._sign(approval, signature=picture)
        self.assertEqual(approval.state, "pending")

    def test_only_whose_turn_it_is_signs(self):
        approval = self._pending(self._reach_signature())
        for user in (self.secretary, self.planning_head, self.manager):
            with self.assertRefused("turn"):
                approval.with_user(user).action_open_sign_wizard()
            wizard = (
                self.env["lakip.sign.wizard"]
                .with_user(user)
                .create(
                    {
                        "approval_id": approval.id,
                        "method": "drawn",
                        "signature": b64encode(signature_png()),
                    }
                )
            )
            with self.request(), self.assertRefused("turn"):
                wizard.action_sign()
        # Nor does anybody sign in a window that another has opened.
        own = self._open_sign_wizard(approval)
        with self.request(), self.assertRaises(UserError):
            own.with_user(self.secretary).action_sign()

    def test_rows_cannot_be_forged(self):
        approval = self._pending(self._reach_signature())
        for user in (self.agency_head, self.manager):
            own = approval.with_user(user)
            for vals in ({"ip_address": "1.1.1.1"}, {"state": "approved"}, {"signature": b"x"}):
                with self.assertRaises(UserError):
                    own.write(vals)
            with self.assertRaises(UserError):
                own.create({"step_id": approval.step_id.id, "decision": "approved"})
        with self.assertRaises(AccessError):
            approval.with_user(self.manager).read(["signature"])
        with self.assertRaises(AccessError):
            approval.with_user(self.secretary).read(["token"])

    def test_several_parafs_but_one_signature(self):
        first, second = self._reach_paraf(year=2025), self._reach_paraf(year=2024)
        parafs = (first | second).current_step_id.pending_approval_id.with_user(self.secretary)
        self.assertEqual(len(parafs), 2)
        parafs.action_approve()
        self.assertEqual(set(parafs.mapped("state")), {"approved"})
        signatures = (first | second).current_step_id.pending_approval_id
        with self.assertRefused("one at a time"):
            signatures.with_user(self.agency_head).action_approve()

    def test_version_and_hash_are_part_of_the_call(self):
        cycle = self._reach_paraf()
        approval = self._pending(cycle)
        document = approval.document_id
        for seen in (
            {"version": document.version + 1},
            {"sha256": "0" * 64},
            {"version": document.version, "sha256": ""},
            {"version": "1"},
        ):
            with self.subTest(seen=seen):
                with self.assertRefused("in force is version 1, made by Anggota Tim"):
                    approval.action_approve(**seen)
                with self.assertRefused("has changed since"):
                    approval.action_return("Bab III kurang", **seen)
        approval.action_approve(version=document.version, sha256=document.sha256)
        with self.assertRefused("decided already"):
            approval.action_approve(version=document.version, sha256=document.sha256)

    def test_stale_wizard_says_what_changed(self):
        cycle = self._reach_signature()
        approval = self._pending(cycle)
        wizard = self._open_sign_wizard(approval)
        approval.action_return("Bab III kurang")
        self._upload_report(cycle, text="Bab III lengkap")
        with self.request(), self.assertRefused("decided already|has changed since"):
            wizard.action_sign()

    def test_same_person_decides_each_row(self):
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Paraf 1", "kind": "initial", "role": "planning_head", "back": 0},
                {"name": "Paraf 2", "kind": "initial", "role": "secretary", "back": 0},
                {"name": "Sah", "kind": "signature", "role": "agency_head", "back": 0},
            ],
            number="78",
        )
        self.env["lakip.officer"].search(
            [("company_id", "=", self.company.id), ("role_id", "=", self.roles["secretary"].id)]
        ).active = False
        self._create_officer("secretary", self.planning_head, capacity="plt")
        cycle = self._create_cycle(sop_id=self.env["lakip.sop"].search([("number", "=", "78")]).id)
        self._start(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle, self.planning_head)
        self.assertEqual(cycle.current_step_id.name, "Paraf 2")
        self.assertEqual(self._pending(cycle).state, "pending")
        self._approve(cycle, self.planning_head)
        self.assertEqual(cycle.current_step_id.kind, "signature")
        titles = cycle.approval_ids.filtered("hash").mapped("signer_title")
        self.assertEqual(titles[1], "Plt. Sekretaris")

    def test_acting_officer_leaves_both_names(self):
        cycle = self._reach_paraf(generate=True)
        deputy = self._create_person("deputy", "Plh Uji")
        self._create_officer("secretary", deputy, capacity="plh")
        self.assertTurn(cycle.current_step_id, deputy)
        paraf = self._pending(cycle)
        self._approve(cycle, deputy)
        self.assertEqual(paraf.signer_title, "Plh. Sekretaris")
        self.assertEqual(paraf.holder_name, "Sekretaris Uji")
        self._approve(cycle, self.agency_head)
        _file, text = self._read(cycle._get_report()[cycle])
        for part in ("Plh. Sekretaris", "Plh Uji (Pejabat definitif: Sekretaris Uji)"):
            self.assertIn(part, text)
        self.assertChainHolds(cycle)


class TestOwnSignature(SignCase):
    def test_readable_by_its_owner_only(self):
        own = (
            self.env["lakip.signature"]
            .with_user(self.agency_head)
            .create({"image": b64encode(signature_png())})
        )
        self.assertEqual(own.user_id, self.agency_head)
        admin = new_test_user(
            self.env, "sysadmin", "base.group_system,lakip_sop.group_lakip_manager"
        )
        with self.assertRaises(AccessError):
            own.with_user(self.staff_a).read(["image"])
        for user in (self.secretary, self.manager, admin):
            other = own.with_user(user)
            self.assertFalse(other.search([("id", "=", own.id)]))
            for call in (
                lambda other=other: other.read(["image"]),
                lambda other=other: other.write({"image": b64encode(signature_png("red"))}),
                lambda other=other: other.unlink(),
                lambda other=other: other.create(
                    {"image": b64encode(signature_png()), "user_id": self.agency_head.id}
                ),
            ):
                with self.assertRaises(AccessError):
                    call()
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "lakip.signature")]))

    def test_stored_signature_signs_its_owner(self):
        approval = self._pending(self._reach_signature())
        self._sign(approval, keep=True)
        own = self.env["lakip.signature"].search([("user_id", "=", self.agency_head.id)])
        self.assertEqual(len(own), 1)
        cycle = self._reach_signature(year=2025)
        approval = self._pending(cycle)
        wizard = self._open_sign_wizard(approval, signature=False)
        self.assertEqual(wizard.method, "stored")
        self.assertTrue(wizard.stored_signature)
        # Another's window shows nothing of it.
        self.assertFalse(
            self.env["lakip.sign.wizard"]
            .with_user(self.secretary)
            .new({"approval_id": approval.id})
            .stored_signature
        )
        with self.request():
            wizard.action_sign()
        self.assertEqual(approval.state, "approved")
        self.assertChainHolds(cycle)
