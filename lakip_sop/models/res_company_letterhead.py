import base64
from datetime import datetime, time

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import image

from ..documents import Invitation, Letterhead, LetterInfo, Official, build_invitation

#: First bytes of PNG and JPEG, which Word shows as they are.
_WORD_PICTURES = (b"\x89PNG", b"\xff\xd8")


class ResCompany(models.Model):
    """The letterhead that every document of a company begins with, and a sample of it."""

    _inherit = "res.company"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_lakip_sample(self):
        """Download a sample letter in the page style of this company."""
        self.ensure_one()
        self._lakip_check_can_set_up()
        return {
            "type": "ir.actions.act_url",
            "url": f"/lakip/company/{self.id}/sample",
            "target": "download",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_check_can_set_up(self):
        """Raise ``AccessError`` unless the user administers LAKIP for this company."""
        self.check_access("read")
        if not self.env.user.has_group("lakip_sop.group_lakip_manager"):
            raise AccessError(self.env._("Only the LAKIP administrator sets the page style."))

    def _lakip_build_sample(self):
        """Return an invitation to a made-up meeting as a .docx: a letter with all its parts,
        and a table in its annex."""
        self.ensure_one()
        today = self._lakip_get_today()
        return build_invitation(
            Invitation(
                # sudo: names and pictures that every letter shows
                letterhead=self.sudo()._lakip_get_letterhead(),
                info=LetterInfo(
                    number=self._lakip_get_sample_number(today.year),
                    date=today,
                    subject="Contoh Surat",
                ),
                invitees=tuple(f"Kepala Bidang {name}" for name in ("A", "B", "C", "D", "E")),
                start=datetime.combine(today, time(9)),
                place="Ruang Rapat",
                agenda="Contoh tata letak surat dengan kop, nomor, isi dan tanda tangan",
                signer=Official(
                    name="Nama Pejabat",
                    title="Kepala",
                    rank="Pangkat",
                    nip="0" * 18,
                ),
                copies=("Penerima tembusan",),
            )
        )

    def _lakip_get_letterhead(self, city=""):
        """Return the ``Letterhead`` of the company; call it on a ``sudo()`` record.

        :param city: where the document is dated, in place of the company's own
        """
        self.ensure_one()
        address = self.lakip_address or self.partner_id._display_address(without_company=True)
        base_docx = self.with_context(bin_size=False).lakip_base_docx
        return Letterhead(
            government=self.lakip_government or "",
            agency=self.lakip_agency or self.name,
            address=tuple(line.strip() for line in (address or "").splitlines() if line.strip()),
            emblem=self._lakip_get_emblem(),
            city=city or self.lakip_city or self.city or "",
            base_docx=base64.b64decode(base_docx) if base_docx else None,
            paper=self.lakip_paper,
        )

    def _lakip_get_emblem(self):
        """Return the emblem, or the company's logo, as a picture Word can show, or None."""
        company = self.with_context(bin_size=False)
        if company.lakip_emblem:
            return base64.b64decode(company.lakip_emblem)
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
