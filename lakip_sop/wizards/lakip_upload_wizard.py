import base64

from odoo import fields, models

from ..models.lakip_document import DOCUMENT_KINDS


class LakipUploadWizard(models.TransientModel):
    """Upload a file as the next version of a row's document."""

    _name = "lakip.upload.wizard"
    _description = "Upload a Document"
    _inherit = ["lakip.reference.mixin"]

    step_id = fields.Many2one("lakip.step", required=True, readonly=True)
    kind = fields.Selection(selection=DOCUMENT_KINDS, required=True, readonly=True)
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()

    def action_confirm(self):
        """Freeze the file as a new version."""
        self.ensure_one()
        self.step_id._upload_document(
            self.kind, base64.b64decode(self.file or b""), self.filename or "dokumen"
        )
        return {"type": "ir.actions.act_window_close"}
