"""The disk of the filestore is full: a clear sentence, nothing half stored, and it works again.

The fault is real: the kernel refuses what a process writes beyond a size, in the middle of a file.
"""

import resource
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase
from odoo.tools import config, mute_logger

from odoo.addons.lakip_sop.models import lakip_document_pdf

from .common import docx_bytes
from .test_document_pdf import PdfCase
from .test_request import RequestCase
from .test_sign import SignCase

FULL = "disk is full"
STORE = "odoo.addons.lakip_sop.models.ir_attachment_store"


class FullDiskCase(HttpCase):
    @contextmanager
    def full_disk(self, free=1000):
        """Let no file of this process become larger than ``free`` bytes."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
        try:
            with mute_logger(STORE, "odoo.addons.base.models.ir_attachment"):
                yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    def _get_store(self):
        """Return ``{file: size}`` of the filestore, without the notes of what to clear away."""
        root = Path(config.filestore(self.env.cr.dbname))
        return {
            path: path.stat().st_size
            for path in root.rglob("*")
            if path.is_file() and "checklist" not in path.parts
        }

    @contextmanager
    def assertNothingStored(self):
        store, files = self._get_store(), self.env["ir.attachment"].search_count([])
        yield
        self.env.invalidate_all()
        self.assertEqual(self._get_store(), store)
        self.assertEqual(self.env["ir.attachment"].search_count([]), files)


class TestUpload(FullDiskCase, RequestCase):
    def test_file_of_a_division(self):
        """Over HTTP, as its page sends it."""
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        item = request.item_ids[0]
        content = docx_bytes("Realisasi")
        self.authenticate(self.staff_a.login, self.staff_a.login)

        def send():
            return self.url_open(
                f"/lakip/request/{request.id}/file",
                data={"item_id": item.id, "csrf_token": http.Request.csrf_token(self)},
                files={"ufile": ("realisasi.docx", content)},
            ).json()

        # The session of the browser has room, and half of the file
        with self.full_disk(len(content) // 2), self.assertNothingStored():
            # In the language of the database, as the browser asks for none.
            self.assertRegex(send()["refusal"], f"{FULL}|disknya penuh")
        self.assertFalse(item.attachment_ids)
        file = self.env["ir.attachment"].browse(send()["file"])
        self.assertEqual((file.raw, item.attachment_ids), (content, file))

    def test_what_a_killed_server_left_is_no_obstacle(self):
        """Half of a file at its final place: Odoo says for ever that the file collides."""
        content = docx_bytes("setengah")
        attachments = self.env["ir.attachment"]
        digest = attachments._compute_checksum(content)
        path = Path(attachments._full_path(f"{digest[:2]}/{digest}"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content[: len(content) // 2])
        self.addCleanup(path.unlink)
        file = attachments.create({"name": "setengah.docx", "raw": content})
        file.invalidate_recordset()
        self.assertEqual(file.raw, content)


class TestDocuments(FullDiskCase, SignCase):
    def test_upload_generation_and_signature(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._complete(cycle)
        step = cycle.current_step_id.with_user(self.team_member)
        content = docx_bytes("LAKIP " * 50)
        for call in (
            lambda: step._upload_document("report", content, "LAKIP.docx"),
            lambda: step.action_generate_document("report"),
        ):
            with self.full_disk(), self.assertNothingStored(), self.assertRefused(FULL):
                call()
            self.assertFalse(cycle.document_ids)
        for place, call in enumerate(
            (
                lambda: step._upload_document("report", content, "LAKIP.docx"),
                lambda: step.action_generate_document("report"),
            ),
            1,
        ):
            call()
            report = cycle._get_report()[cycle]
            self.assertEqual((report.version, report._is_intact()), (place, True))
        self._complete(cycle)
        self._approve(cycle, self.secretary)
        approval = self._pending(cycle)
        with self.full_disk(), self.assertNothingStored(), self.assertRefused(FULL):
            self._sign(approval)
        self.env.invalidate_all()
        self.assertEqual((approval.state, report.state), ("pending", "current"))
        self.assertEqual(len(cycle.approval_ids.filtered("hash")), 1)
        self._sign(approval)
        self.assertEqual(cycle._get_report()[cycle].state, "signed")
        self.assertChainHolds(cycle)


class TestPdf(FullDiskCase, PdfCase):
    def test_no_room_for_the_pdf_or_for_libreoffice(self):
        document = self._upload()
        made = {"state": "done", "problem": False, "content": b"%PDF-1.7 " + b"x" * 5000}
        for convert, free in ((lambda *args: dict(made), 1000), (None, 10)):
            pdf, __ = self._click(document)
            patcher = patch.object(
                lakip_document_pdf, "_convert", convert or lakip_document_pdf._convert
            )
            with patcher, self.full_disk(free), mute_logger(lakip_document_pdf.__name__):
                self._run_cron()
            self.assertEqual((pdf.state, pdf.problem), ("failed", "full"))
            self.assertFalse(pdf.attachment_id)
            self.assertIn(FULL, pdf.get_progress()[0]["message"])
        pdf, __ = self._click(document)
        with patch.object(lakip_document_pdf, "_convert", lambda *args: dict(made)):
            self._run_cron()
        self.assertEqual((pdf.state, pdf.problem), ("done", False))
