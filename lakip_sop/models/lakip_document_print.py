from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.filecheck import ALLOWED
from .lakip_document_pdf import EXTENSIONS

_PDF = ALLOWED["pdf"]


class LakipDocument(models.Model):
    """The PDF of a version, as far as LibreOffice can make one; see ``lakip.document.pdf``."""

    _inherit = "lakip.document"

    pdf_ids = fields.One2many("lakip.document.pdf", "document_id", string="PDF Files")
    can_print_pdf = fields.Boolean(compute="_compute_can_print_pdf")
    pdf_progress = fields.Json(string="PDF", compute="_compute_pdf_progress")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("attachment_id.mimetype")
    def _compute_can_print_pdf(self):
        for document in self:
            document.can_print_pdf = not document._get_cannot_print_reason()

    @api.depends("pdf_ids.state", "pdf_ids.attachment_id")
    def _compute_pdf_progress(self):
        progress = {line["id"]: line for line in self.pdf_ids.get_progress()}
        for document in self:
            document.pdf_progress = progress.get(document.pdf_ids.id, False)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print_pdf(self):
        """Open the PDF of this version, or have it made and show how far that is."""
        self.ensure_one()
        self.check_access("read")
        self._check_can_print_pdf()
        if self.mimetype == _PDF:
            return self._open_pdf(self.attachment_id)
        # sudo: rows are written by the app only; who may read the document may have its PDF
        pdf = self._lakip_clean().sudo()._do_print_pdf()
        if pdf.state == "done":
            return self._open_pdf(pdf.attachment_id)
        return {
            "type": "ir.actions.client",
            "tag": "lakip_progress",
            "params": pdf.get_progress()[0],
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_cannot_print_reason(self):
        self.ensure_one()
        if self.mimetype not in EXTENSIONS and self.mimetype != _PDF:
            return self.env._(
                "No PDF can be made of '%s': it is neither a text, nor a workbook, nor slides.",
                self.attachment_id.name,
            )
        return False

    def _check_can_print_pdf(self):
        reason = self._get_cannot_print_reason()
        if reason:
            raise UserError(reason)

    def _do_print_pdf(self):
        """Return the ``lakip.document.pdf`` of this version, asked for."""
        self.ensure_one()
        pdf = self.pdf_ids
        if not pdf:
            # Of two who ask at once, the second is tried again and finds what the first made.
            self.env.cr.execute(SQL("UPDATE lakip_document SET id = id WHERE id = %s", self.id))
            pdf = pdf._lakip_unlocked().create({"document_id": self.id})._lakip_locked()
        pdf._do_ask()
        return pdf

    @api.model
    def _open_pdf(self, attachment):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}",
            "target": "new",
        }
