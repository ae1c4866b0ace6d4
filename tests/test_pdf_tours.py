"""'PDF' clicked in a browser: how far it is, and the link to the file at its end."""

from unittest.mock import patch

from odoo.http import request

from odoo.addons.lakip_sop.tools import libreoffice

from .common import docx_bytes
from .test_document import DocumentCase
from .test_tours import TourCase


class TestPdfTours(DocumentCase, TourCase):
    def setUp(self):
        super().setUp()
        self.team_member.password = self.team_member.login
        cycle = self._reach_drafting()
        step = cycle.current_step_id.with_user(self.team_member)
        self.document = step._upload_document("report", docx_bytes("Isi laporan"), "LAKIP.docx")
        self.url = f"/odoo/action-lakip_sop.lakip_document_action/{self.document.id}"

    def _let_worker_run(self):
        """The worker takes the file up when the browser asks first, and has it made then."""
        model = self.registry["lakip.document.pdf"]
        get_progress = model.get_progress
        taken = {}

        def get_progress_meanwhile(pdf):
            if request and request.httprequest.path.endswith("/get_progress"):
                row = pdf.sudo()._lakip_unlocked()
                if pdf.id not in taken:
                    taken[pdf.id] = row._start()
                elif pdf.state == "working":
                    row._finish(taken[pdf.id]())
            return get_progress(pdf)

        self.startPatcher(patch.object(model, "get_progress", get_progress_meanwhile))

    def test_from_the_click_to_the_file(self):
        self._let_worker_run()
        self._tour("pdf_from_click_to_file", self.team_member, self.url)
        self.assertEqual(self.document.sudo().pdf_ids.state, "done")

    def test_a_closed_notification_returns_when_it_is_ready(self):
        self._let_worker_run()
        self._tour("pdf_notice_closed", self.team_member, self.url, phone=True)

    def test_the_page_knows_after_it_was_loaded_anew(self):
        self.document.with_user(self.team_member).action_print_pdf()
        self._let_worker_run()
        self._tour("pdf_page_loaded_anew", self.team_member, self.url)

    def test_without_libreoffice(self):
        with patch.object(libreoffice, "find_program", lambda path="": None):
            self._tour("pdf_not_possible", self.team_member, self.url)
