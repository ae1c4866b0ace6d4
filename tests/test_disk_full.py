"""The disk of the files is full: a clear sentence, nothing half stored, and it works again.

The fault is real: see ``small_disk.py``. What is done on the full disk is done again once there is
room, and must then be done whole.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase
from odoo.tools import config, mute_logger

from odoo.addons.lakip_sop.models import lakip_document_pdf

from .archive_case import ArchiveExportCase
from .common import docx_bytes
from .performance_case import PerformanceCase
from .small_disk import SmallDisk
from .test_document_pdf import PdfCase
from .test_request import RequestCase
from .test_request_workbook import filled_workbook
from .test_sign import SignCase

FULL = "disk is full"
#: Where the sentence is in the language of the database, as the browser asks for none.
FULL_OR_PENUH = f"{FULL}|disknya penuh"
STORE = "odoo.addons.lakip_sop.models.ir_attachment_store"


class FullDiskCase(HttpCase):
    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.cr.execute("SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname > ''")
        names = [name for (name,) in self.env.cr.fetchall()]
        self.disk = SmallDisk(Path(config.filestore(self.env.cr.dbname)), names)
        self.addCleanup(self.disk.remove)
        self.enterContext(self.disk.used())

    @contextmanager
    def full_disk(self, free=0):
        """Leave room for ``free`` bytes on the disk of the files."""
        with self.disk.full(free), mute_logger(STORE, "odoo.addons.base.models.ir_attachment"):
            yield

    def _get_store(self):
        """Return ``{file: size}`` of the filestore, without the notes of what to clear away."""
        return {
            path: path.stat().st_size
            for path in self.disk.files.rglob("*")
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
            self.assertRegex(send()["refusal"], FULL_OR_PENUH)
        self.assertFalse(item.attachment_ids)
        file = self.env["ir.attachment"].browse(send()["file"])
        self.assertEqual((file.raw, item.attachment_ids), (content, file))

    def test_files_button_and_chatter(self):
        """Odoo's own ways to hand in a file, which read the sentence under ``error``."""
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        item = request.item_ids[0]
        self.authenticate(self.staff_a.login, self.staff_a.login)

        def send(path, **data):
            answer = self.url_open(
                path,
                data={"csrf_token": http.Request.csrf_token(self), **data},
                files={"ufile": ("realisasi.docx", docx_bytes(path))},
            )
            self.assertEqual(answer.status_code, 200, answer.text[:300])
            return answer.json()

        def by_button():
            (answer,) = send("/web/binary/upload_attachment", model=item._name, id=item.id)
            return answer.get("error"), answer.get("id")

        def by_chatter():
            answer = send(
                "/mail/attachment/upload", thread_id=request.id, thread_model=request._name
            )
            return answer.get("error"), answer.get("data", {}).get("attachment_id")

        for way in (by_button, by_chatter):
            with self.subTest(way=way.__name__):
                with self.full_disk(), self.assertNothingStored():
                    self.assertRegex(way()[0] or "", FULL_OR_PENUH)
                error, file = way()
                self.assertFalse(error)
                self.assertTrue(self.env["ir.attachment"].browse(file).raw)

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


class TestRequests(FullDiskCase, PerformanceCase, ArchiveExportCase):
    def test_nota_dinas_and_acceptance(self):
        requests = self.step.request_ids
        request = self._get_request(self.step, self.division_a)
        asking = requests.with_user(self.team_member)
        with self.full_disk(), self.assertNothingStored(), self.assertRefused(FULL):
            asking.action_send()
        self.env.invalidate_all()
        self.assertEqual(set(requests.mapped("state")), {"draft"})
        self.assertFalse(requests.document_ids)
        asking.action_send()
        self.assertEqual(set(requests.mapped("state")), {"sent"})
        self.assertTrue(all(document._is_intact() for document in requests.document_ids))

        item = request.workbook_item_id
        content = filled_workbook(item.form_id.raw, Indikator__J5="3,64")
        with self.full_disk(), self.assertNothingStored(), self.assertRefused(FULL):
            self._attach(item, self.staff_a, "isian.xlsx", content)
        self._attach(item, self.staff_a, "isian.xlsx", content)
        self._fill(request, self.staff_a)
        # These keep no file, so there is nothing to wait for.
        with self.full_disk():
            request.with_user(self.staff_a).action_submit()
            request.with_user(self.team_member).action_accept()
            self.env.flush_all()
        self.assertEqual(request.state, "accepted")
        self.assertEqual(self.indicator.realization, "3,64")

    def test_archive_needs_no_room(self):
        """It leaves as it is read: nothing of it is kept on the server meanwhile."""
        self.step.request_ids.with_user(self.team_member).action_send()
        self.env.flush_all()
        with self.full_disk(), self.assertNothingStored():
            answer = self._fetch(self.cycle)
        self.assertWhole(self._unpack(answer.content))


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
        real = lakip_document_pdf._convert
        # No room for the PDF; for the file it is made of
        faults = [(lambda *args: dict(made), 0), (real, 0)]
        if self.disk.is_mounted:  # for what LibreOffice writes, which sets its own limits
            faults.append((real, 200_000))
        for convert, free in faults:
            with self.subTest(free=free, convert=convert):
                pdf, __ = self._click(document)
                patcher = patch.object(lakip_document_pdf, "_convert", convert)
                with patcher, self.full_disk(free), mute_logger(lakip_document_pdf.__name__):
                    self._run_cron()
                self.assertEqual((pdf.state, pdf.problem), ("failed", "full"))
                self.assertFalse(pdf.attachment_id)
                self.assertIn(FULL, pdf.get_progress()[0]["message"])
                self.assertEqual(list(Path(tempfile.gettempdir()).iterdir()), [])
        pdf, __ = self._click(document)
        with patch.object(lakip_document_pdf, "_convert", lambda *args: dict(made)):
            self._run_cron()
        self.assertEqual((pdf.state, pdf.problem), ("done", False))
