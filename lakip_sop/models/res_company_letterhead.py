import base64

from odoo import models
from odoo.tools import image

from ..documents import Letterhead

#: First bytes of PNG and JPEG, which Word shows as they are.
_WORD_PICTURES = (b"\x89PNG", b"\xff\xd8")


class ResCompany(models.Model):
    """The letterhead that every document of a company begins with."""

    _inherit = "res.company"

    def _lakip_get_letterhead(self, city=""):
        """Return the ``Letterhead`` of the company; call it on a ``sudo()`` record.

        :param city: where the document is dated, in place of the company's own
        """
        self.ensure_one()
        address = self.lakip_address or self.partner_id._display_address(without_company=True)
        return Letterhead(
            government=self.lakip_government or "",
            agency=self.lakip_agency or self.name,
            address=tuple(line.strip() for line in (address or "").splitlines() if line.strip()),
            emblem=self._lakip_get_emblem(),
            city=city or self.lakip_city or self.city or "",
            paper=self.lakip_paper,
        )

    def _lakip_get_emblem(self):
        """Return the company's logo as a picture Word can show, or None."""
        company = self.with_context(bin_size=False)
        if company.uses_default_logo or not company.partner_id.image_512:
            return None
        content = base64.b64decode(company.partner_id.image_512)
        if content.startswith(_WORD_PICTURES):
            return content
        try:
            # An SVG cannot be turned into a picture and comes back as it was.
            content = image.image_process(content, output_format="PNG")
        except (OSError, ValueError):
            return None
        return content if content.startswith(_WORD_PICTURES) else None
