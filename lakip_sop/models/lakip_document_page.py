import io
import re
import zipfile

from odoo import api, fields, models
from odoo.tools.pdf import PdfFileReader

_APP_XML = "docProps/app.xml"


class LakipDocument(models.Model):
    _inherit = "lakip.document"

    page_count = fields.Integer(
        string="Pages",
        readonly=True,
        aggregator=False,
        help="As the program that wrote the file counted them. 0: not known.",
    )

    @api.model
    def _do_create_version(self, step, kind, content, **kwargs):
        document = super()._do_create_version(step, kind, content, **kwargs)
        if kind == "report" and (pages := self._count_pages(content)):
            # sudo: documents are written by the app only
            document.sudo()._lakip_unlocked().page_count = pages
        return document

    @api.model
    def _count_pages(self, content):
        """Return the number of pages of a PDF or Word file (bytes); 0 where it is not known.

        Word keeps the number it laid out last beside the number of words. A program that lays
        nothing out leaves a page of no words.
        """
        try:
            if content.startswith(b"%PDF"):
                return len(PdfFileReader(io.BytesIO(content), strict=False).pages)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if archive.getinfo(_APP_XML).file_size > 100_000:
                    return 0
                text = archive.read(_APP_XML).decode("utf-8", "replace")
        except Exception:
            # The readers raise whatever they stumble over. The file itself was checked before.
            return 0
        counts = {
            name: int(value) for name, value in re.findall(r"<(Pages|Words)>(\d{1,6})</", text)
        }
        return counts.get("Pages", 0) if counts.get("Words") else 0
