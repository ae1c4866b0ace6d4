import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents import DocumentError, check_base
from ..tools import filecheck
from ..tools.filecheck import FileRefused, Limits, Problem
from ..tools.picture import PictureError, as_png

_MEGABYTE = 1024 * 1024
_BASE_LIMITS = Limits(5 * _MEGABYTE, max_entries=500, max_unpacked=64 * _MEGABYTE)
_EMBLEM_LIMITS = Limits(5 * _MEGABYTE, max_pixels=25_000_000)
#: Pixels a side that a printed emblem needs; more would only make every letter heavy.
_EMBLEM_PIXELS = 800


class ResCompany(models.Model):
    """What an agency uploads for its page style, checked before it is kept.

    ``res_company_letterhead.py`` hands it to the documents.
    """

    _inherit = "res.company"

    lakip_base_docx = fields.Binary(
        string="Base Document",
        help="A .docx with the agency's kop, margins, letter type and styles. Every document is "
        "written into it. Empty: the page style that comes with the app.",
    )
    lakip_base_docx_name = fields.Char(string="Name of the Base Document")
    lakip_emblem = fields.Binary(
        string="Emblem",
        help="Of the region, as PNG or JPEG. Empty: the company's logo.",
    )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._lakip_check_page_style(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._lakip_check_page_style(vals))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _lakip_check_page_style(self, vals):
        """Return ``vals`` with the emblem made ready; raise ``UserError`` for a bad file.

        Before anything is written: Odoo itself would unpack a picture of any size.
        """
        if vals.get("lakip_base_docx"):
            self._lakip_check_base_docx(self._lakip_decode(vals["lakip_base_docx"]))
        if vals.get("lakip_emblem"):
            emblem = self._lakip_prepare_emblem(self._lakip_decode(vals["lakip_emblem"]))
            vals = {**vals, "lakip_emblem": base64.b64encode(emblem)}
        return vals

    @api.model
    def _lakip_decode(self, value):
        """Return the bytes of the value of a binary field."""
        try:
            return base64.b64decode(value, validate=False)
        except (binascii.Error, ValueError, TypeError):
            raise UserError(self.env._("The file arrived damaged. Upload it once more.")) from None

    @api.model
    def _lakip_check_base_docx(self, content):
        """Raise ``UserError`` unless every document can be written into this Word file."""
        name = self.env._("Base Document")
        try:
            try:
                filecheck.check("base.docx", content, max_bytes=0, limits=_BASE_LIMITS)
            except FileRefused as refused:
                # What is written into it forgets the template: see ``take_over``.
                if refused.problem != Problem.TEMPLATE:
                    raise
            check_base(content)
        except FileRefused as refused:
            if refused.problem in (Problem.MISLABELLED, Problem.NOT_ALLOWED):
                raise UserError(
                    self.env._(
                        "The base document is not a Word file. Open it in Word and save it as "
                        "'Word Document (.docx)'."
                    )
                ) from None
            refused.name, refused.archive = name, ""
            raise UserError(self.env["ir.attachment"]._lakip_explain(refused)) from None
        except DocumentError as error:
            raise UserError(self._lakip_explain_base(error.problem)) from None

    @api.model
    def _lakip_explain_base(self, problem):
        """Return why documents cannot be written into a base file, and what to do."""
        sentences = {
            "page": self.env._(
                "The base document tells no paper size or margins. Set them under 'Layout' in "
                "Word and save it again as .docx."
            ),
            "narrow": self.env._(
                "The margins of the base document leave less than 8 cm for the text. Make them "
                "narrower."
            ),
            "active": self.env._(
                "The base document contains embedded objects or controls. Remove them, or paste "
                "them as pictures."
            ),
        }
        return sentences.get(problem) or self.env._(
            "The base document is damaged. Open it in Word, save it again as .docx and upload it "
            "once more."
        )

    @api.model
    def _lakip_prepare_emblem(self, content):
        """Return an emblem as a PNG that fits into letters.

        :raises UserError: it is no PNG or JPEG, broken or too large
        """
        # Its content is judged, not its name: both kinds are welcome.
        name = "emblem.jpg" if content.startswith(b"\xff\xd8") else "emblem.png"
        try:
            filecheck.check(name, content, max_bytes=0, limits=_EMBLEM_LIMITS)
        except FileRefused as refused:
            if refused.problem in (Problem.MISLABELLED, Problem.NOT_ALLOWED):
                raise UserError(
                    self.env._(
                        "The emblem is not a PNG or JPEG picture. Open it in a drawing program "
                        "and save it as PNG."
                    )
                ) from None
            refused.name = self.env._("Emblem")
            raise UserError(self.env["ir.attachment"]._lakip_explain(refused)) from None
        try:
            return as_png(content, _EMBLEM_PIXELS)
        except PictureError:
            raise UserError(self.env._("The emblem is damaged. Save it as PNG anew.")) from None
