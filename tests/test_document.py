"""Versions of documents: frozen with the digest of their exact bytes, one in force, none lost."""

import base64
import hashlib
from io import BytesIO
from zipfile import ZipFile

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import LakipCase, docx_bytes


class DocumentCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_sop(
            [
                {"name": "Arahan", "kind": "direction", "role": "secretary"},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Berkas", "kind": "task", "role": "planning_head"},
                {"name": "Memaraf", "kind": "initial", "role": "secretary", "back": 1},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 1},
            ]
        )

    def _reach_drafting(self, year=2026):
        cycle = self._create_cycle(year)
        step = self._start(cycle)
        step.with_user(self.secretary).instruction = "Susun."
        self._complete(cycle)
        return cycle

    def _reach_task(self):
        cycle = self._reach_drafting()
        self._upload_report(cycle)
        self._complete(cycle)
        return cycle

    def _get_reports(self, cycle):
        return cycle.document_ids.filtered(lambda document: document.kind == "report").sorted(
            "version"
        )


class TestVersions(DocumentCase):
    def test_digest_is_that_of_the_exact_bytes(self):
        cycle = self._reach_drafting()
        content = docx_bytes("Isi laporan")
        step = cycle.current_step_id.with_user(self.team_member)
        document = step._upload_document("report", content, "LAKIP 2026.docx")
        self.env.flush_all()
        self.env.invalidate_all()
        file = document.sudo().attachment_id
        self.assertEqual(file.raw, content)
        self.assertEqual(document.sha256, hashlib.sha256(content).hexdigest())
        self.assertTrue(document._is_intact())
        self.assertEqual(file.name, "LAKIP 2026.docx")
        self.assertEqual((file.res_model, file.res_id), ("lakip.document", document.id))
        self.assertFalse(file.public)
        self.assertEqual((document.version, document.round), (1, 1))
        self.assertEqual((document.state, document.origin), ("current", "uploaded"))
        self.assertEqual(document.create_uid, self.team_member)

    def test_next_version_supersedes_and_keeps_the_one_before(self):
        cycle = self._reach_drafting()
        first = self._upload_report(cycle, text="satu")
        second = self._upload_report(cycle, text="dua")
        self.assertEqual(first.state, "superseded")
        self.assertEqual(second.state, "current")
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(cycle._get_report()[cycle], second)
        self.assertTrue(first._is_intact())
        self.assertNotEqual(first.sha256, second.sha256)
        self.assertNotEqual(first.attachment_id, second.attachment_id)

    def test_same_bytes_again_are_a_version_of_their_own(self):
        cycle = self._reach_drafting()
        content = docx_bytes("sama")
        step = cycle.current_step_id.with_user(self.team_member)
        documents = [step._upload_document("report", content, "LAKIP.docx") for _ in range(2)]
        self.assertEqual([document.version for document in documents], [1, 2])
        self.assertEqual(len({document.attachment_id.id for document in documents}), 2)

    def test_generated_and_uploaded_share_the_numbers(self):
        cycle = self._reach_drafting()
        step = cycle.current_step_id.with_user(self.team_member)
        step.action_generate_document()
        step._upload_document("report", docx_bytes("disunting"), "LAKIP.docx")
        step.action_generate_document()
        reports = self._get_reports(cycle)
        self.assertEqual(reports.mapped("version"), [1, 2, 3])
        self.assertEqual(reports.mapped("origin"), ["generated", "uploaded", "generated"])
        self.assertEqual(reports.mapped("state"), ["superseded", "superseded", "current"])

    def test_versions_go_on_through_rounds(self):
        cycle = self._reach_task()
        self._complete(cycle)
        cycle.current_step_id.pending_approval_id.with_user(self.secretary).action_return("Kurang")
        second = self._upload_report(cycle, text="dua")
        self.assertEqual((second.version, second.round), (2, 2))
        self.assertEqual(self._get_reports(cycle)[0].round, 1, "the round of then")

    def test_cycles_and_kinds_have_numbers_of_their_own(self):
        one, other = self._reach_drafting(2025), self._reach_drafting(2026)
        self._upload_report(one)
        self._upload_report(one)
        self.assertEqual(self._upload_report(other).version, 1)
        disposition = other.document_ids.filtered(lambda d: d.kind == "disposition")
        self.assertEqual((disposition.version, disposition.state), (1, "current"))

    def test_files_of_a_task_are_documents_by_their_names(self):
        cycle = self._reach_task()
        step = cycle.current_step_id.with_user(self.planning_head)
        first = step._upload_document("other", docx_bytes("a"), "Surat A.docx")
        other = step._upload_document("other", docx_bytes("b"), "Surat B.docx")
        again = step._upload_document("other", docx_bytes("c"), "Surat A.docx")
        self.assertEqual((first.state, other.state, again.state),
                         ("superseded", "current", "current"))  # fmt: skip
        self.assertEqual((other.version, again.version), (1, 2))
        self.assertEqual(cycle._get_report()[cycle].state, "current", "no report is replaced")

    @mute_logger("odoo.sql_db")
    def test_two_of_one_number_are_refused_by_the_database(self):
        """As two uploads at one moment would make them."""
        cycle = self._reach_drafting()
        document = self._upload_report(cycle)
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            document.sudo()._lakip_unlocked().copy()
            self.env.flush_all()
        self.assertIn("version_unique", str(caught.exception))

    def test_download_is_the_file(self):
        cycle = self._reach_drafting()
        document = self._upload_report(cycle)
        action = document.with_user(self.secretary).action_open_file()
        self.assertEqual(action["url"], f"/web/content/{document.attachment_id.id}?download=true")
        file = document.with_user(self.secretary).attachment_id
        self.assertEqual(hashlib.sha256(file.raw).hexdigest(), document.sha256)


class TestUpload(DocumentCase):
    def test_wizard_uploads_as_the_one_whose_turn_it_is(self):
        cycle = self._reach_drafting()
        content = docx_bytes("lewat wizard")
        action = cycle.current_step_id.with_user(self.team_member).action_upload_document()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.team_member)
            .with_context(**action["context"])
            .create({"file": base64.b64encode(content), "filename": "LAKIP.docx"})
        )
        wizard.action_confirm()
        report = cycle._get_report()[cycle]
        self.assertEqual(report.sha256, hashlib.sha256(content).hexdigest())

    def test_upload_out_of_turn_is_refused(self):
        cycle = self._reach_drafting()
        step = cycle.current_step_id
        for user in self.secretary | self.planning_head | self.agency_head | self.manager:
            with self.subTest(user=user.name):
                with self.assertRaisesRegex(UserError, "is the turn of"):
                    step.with_user(user).action_upload_document()
                with self.assertRaisesRegex(UserError, "is the turn of"):
                    step.with_user(user)._upload_document("report", docx_bytes(), "LAKIP.docx")
                with self.assertRaisesRegex(UserError, "is the turn of"):
                    step.with_user(user).action_generate_document()
        self.assertFalse(self._get_reports(cycle))

    def test_kind_that_is_not_the_rows_is_refused(self):
        cycle = self._reach_drafting()
        step = cycle.current_step_id.with_user(self.team_member)
        for kind in ("decree", "other", "delivery_letter", "letterhead", "__class__", "", None):
            with self.subTest(kind=kind):
                with self.assertRaisesRegex(UserError, "no document of that kind"):
                    step._upload_document(kind, docx_bytes(), "x.docx")
                if kind:
                    with self.assertRaisesRegex(UserError, "no document of that kind"):
                        step.action_generate_document(kind)

    def test_wrong_content_is_refused_with_a_sentence(self):
        """By what the bytes are, not by what the name says; nothing is kept of it."""
        cycle = self._reach_drafting()
        step = cycle.current_step_id.with_user(self.team_member)
        macro = BytesIO(docx_bytes())
        with ZipFile(macro, "a") as package:
            package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
        files = self.env["ir.attachment"].search_count([("res_model", "=", "lakip.document")])
        for content, filename, sentence in (
            (b"", "LAKIP.docx", "is empty"),
            (b"%PDF-1.7 rusak", "LAKIP.pdf", "damaged|not what its name says"),
            (b"MZ\x90\x00" + bytes(60), "LAKIP.docx", "not what its name says"),
            (docx_bytes(), "LAKIP.pdf", "not what its name says"),
            (macro.getvalue(), "LAKIP.docx", "macros"),
            (docx_bytes()[:-200], "LAKIP.docx", "damaged"),
            (b"<html><script>alert(1)</script></html>", "LAKIP.html", "not accepted"),
        ):
            with self.subTest(filename=filename, sentence=sentence):
                with self.assertRaisesRegex(UserError, sentence):
                    step._upload_document("report", content, filename)
        self.assertFalse(self._get_reports(cycle))
        self.assertEqual(
            self.env["ir.attachment"].search_count([("res_model", "=", "lakip.document")]), files
        )

    def test_limit_of_the_company(self):
        cycle = self._reach_drafting()
        self.company.lakip_max_file_size = 1
        step = cycle.current_step_id.with_user(self.team_member)
        with self.assertRaisesRegex(UserError, "too large"):
            step._upload_document("report", bytes(1024 * 1024 + 1), "LAKIP.docx")
