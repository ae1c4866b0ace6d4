import base64
import hashlib
import io
from urllib.parse import quote

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import image

from ..documents import (
    DocumentError,
    Endorsement,
    InitialLine,
    build_endorsement,
    endorse_docx,
    endorse_pdf,
)

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"
#: Bytes of a signature picture as it is handed in; a drawn one has some ten thousand.
_MAX_PICTURE = 2 * 1024 * 1024


class LakipApproval(models.Model):
    """How a signature is given, and what it leaves behind.

    A signature goes through ``lakip.sign.wizard``, which checks the identity of the signer;
    no public method of this model signs. The hash of a signature is made in two links: the first
    covers the decision and is printed in the signed version (the *anchor*), the second covers the
    anchor and the digest of the signed version.
    """

    _inherit = "lakip.approval"

    ip_address = fields.Char(string="IP Address", groups="lakip_sop.group_lakip_manager")
    login_method = fields.Char(
        groups="lakip_sop.group_lakip_manager",
        help="How the session was opened, where Odoo knows it.",
    )
    identity_method = fields.Char(
        string="Identity Check",
        groups="lakip_sop.group_lakip_manager",
        help="How the signer proved who they are at the moment of the signature.",
    )
    # In the row itself and not an attachment: what protects the row protects the picture too.
    signature = fields.Binary(attachment=False, groups=fields.NO_ACCESS)
    signature_sha256 = fields.Char(string="SHA-256 of the Signature")
    signed_document_id = fields.Many2one(
        comodel_name="lakip.document",
        string="Signed Version",
        index="btree_not_null",
        ondelete="restrict",
    )
    signed_sha256 = fields.Char(string="SHA-256 of the Signed Version")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_sign_wizard(self):
        """Ask for the signature; nothing is decided by this."""
        self.ensure_one()
        self._check_is_signature()
        self._check_can_decide()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": "lakip.sign.wizard",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_approval_id": self.id,
                "default_version": self.document_id.version,
                "default_sha256": self.document_id.sha256,
            },
        }

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_is_signature(self):
        for approval in self:
            if approval.kind != "signature":
                raise UserError(self.env._("'%s' asks for a paraf.", approval.step_id.display_name))

    def _check_signed_alone(self):
        if len(self) > 1:
            raise UserError(
                self.env._(
                    "A signature is given one at a time, with your password. Choose the "
                    "parafs alone, or sign from the document itself."
                )
            )

    @api.model
    def _check_picture(self, picture):
        """Return a signature picture as a small clean PNG.

        :param picture: base64, as a binary field holds it
        :raises UserError: when it is missing, empty, too large or no picture
        """
        if not picture:
            raise UserError(self.env._("Draw your signature, or choose your own stored one."))
        try:
            content = base64.b64decode(picture, validate=True)
        except (TypeError, ValueError):
            content = b""
        if len(content) > _MAX_PICTURE:
            raise UserError(self.env._("The picture of the signature is too large."))
        try:
            content = image.image_process(content, size=(900, 450), output_format="PNG")
            drawn = Image.open(io.BytesIO(content)).convert("RGBA")
        except (OSError, ValueError, UserError, Image.DecompressionBombError) as error:
            raise UserError(self.env._("The signature is not a picture. Draw it again.")) from error
        paper = Image.new("RGBA", drawn.size, "white")
        paper.alpha_composite(drawn)
        darkest, lightest = paper.convert("L").getextrema()
        if darkest == lightest:
            raise UserError(self.env._("The signature is empty. Draw it, then sign."))
        return content

    # ------------------------------------------------------------
    # BUSINESS: signing
    # ------------------------------------------------------------

    def _sign(self, picture, comment=None, version=None, sha256=None):
        """Sign: called by the wizard once the identity of the user was checked.

        :param picture: base64
        """
        self.ensure_one()
        self._lakip_check_text(comment)
        self._check_is_signature()
        self.cycle_id._lakip_lock()
        self._check_seen(version, sha256)
        self._check_can_decide()
        self._check_document()
        content = self._check_picture(picture)
        # sudo: the ledger is written by the app only
        self._lakip_clean().sudo()._do_sign(content, comment)

    def _do_sign(self, picture, comment=None):
        self.ensure_one()
        trace = {}
        if request:
            trace["identity_method"] = request.session.get("lakip_identity_method") or False
        self._decide(
            "approved",
            comment,
            signature=base64.b64encode(picture),
            signature_sha256=hashlib.sha256(picture).hexdigest(),
            **trace,
        )
        self._do_seal(picture)
        self.step_id._do_complete()

    def _do_seal(self, picture):
        """Make the signed version from the approved bytes and bind it to this row.

        A file that no page can be added to is signed as it is, with the Lembar Pengesahan as a
        document of its own.
        """
        source = self.document_id
        endorsement = self._get_endorsement(picture)
        file = source.attachment_id
        try:
            if file.mimetype == _PDF:
                content = endorse_pdf(file.raw, endorsement)
            elif file.mimetype == _DOCX:
                drafts = source.search(
                    [
                        ("cycle_id", "=", self.cycle_id.id),
                        ("kind", "=", "report"),
                        ("origin", "=", "generated"),
                    ]
                )
                content = endorse_docx(file.raw, endorsement, drafts.mapped("attachment_id.raw"))
            else:
                content = None
        except DocumentError:
            content = None
        documents = self.env["lakip.document"]
        if content:
            # Not replaced by a newer version: what was given for it stands.
            source._lakip_unlocked().state = "superseded"
            stem, dot, extension = file.name.rpartition(".")
            signed = documents._do_create_version(
                self.step_id,
                "report",
                content,
                name=source.name,
                filename=f"{stem} (ditandatangani){dot}{extension}",
                origin="signed",
            )
        else:
            signed = source
            page = build_endorsement(endorsement)
            documents._do_create_version(
                self.step_id,
                "other",
                page,
                name=f"Lembar Pengesahan {source.name}",
                filename=f"Lembar Pengesahan {source.name}.docx",
                origin="signed",
            )
        # sudo: documents are written by the app only
        signed.sudo()._lakip_unlocked().write(
            {"state": "signed", "source_id": source.id if content else False}
        )
        unlocked = self._lakip_unlocked()
        unlocked.write({"signed_document_id": signed.id, "signed_sha256": signed.sha256})
        unlocked.hash = self._get_hash(self.previous_hash)

    def _get_endorsement(self, picture):
        """Return the ``Endorsement`` of this decided row."""
        step, source = self.step_id, self.document_id
        return Endorsement(
            letterhead=step._get_letterhead(),
            year=step.year,
            signer=step._get_official(step._get_acting_role(), self.user_id),
            date=step._to_letter_date(self.date),
            initials=tuple(row._get_initial_line() for row in self._get_standing_initials()),
            picture=picture,
            address=self._get_verify_url(),
            anchor=self._get_anchor(),
            sha256=source.sha256,
            version=source.version,
        )

    def _get_standing_initials(self):
        """Return the parafs that stand for the version this row was decided on, in order."""
        self.ensure_one()
        return self.search(
            [
                ("cycle_id", "=", self.cycle_id.id),
                ("document_id", "=", self.document_id.id),
                ("state", "=", "approved"),
                ("step_id.kind", "=", "initial"),
                ("sequence", "<", self.sequence),
            ],
            order="sequence",
        )

    def _get_initial_line(self):
        self.ensure_one()
        name = self.signer_name
        if self.holder_name:
            name = f"{name} (Pejabat definitif: {self.holder_name})"
        return InitialLine(
            title=self.signer_title,
            name=name,
            date=self.step_id._to_letter_date(self.date),
        )

    def _get_verify_url(self):
        """Return the address of the public page that tells whether this signature holds."""
        self.ensure_one()
        # sudo: the token is in the QR code of the signed document
        return f"{self.get_base_url()}/lakip/verify/{quote(self.sudo().token)}"

    # ------------------------------------------------------------
    # BUSINESS: ledger
    # ------------------------------------------------------------

    @api.model
    def _get_decision_context(self):
        """Return what the request knows about who decides now; nothing outside a request."""
        if not request:
            return {}
        return {
            "ip_address": request.httprequest.remote_addr,
            "login_method": request.session.get("lakip_login_method") or False,
        }

    def _is_sealed(self):
        """Return whether this row binds a picture or a signed version to its decision."""
        self.ensure_one()
        return bool(
            self.signature or self.signature_sha256 or self.signed_document_id or self.signed_sha256
        )

    def _get_signed_documents(self):
        """Return the versions that these signatures made the signed ones, standing or not."""
        given = self.filtered(lambda row: row.kind == "signature" and row.decision == "approved")
        documents = given.signed_document_id.browse()
        for row in given:
            documents |= row.signed_document_id if row._is_sealed() else row.document_id
        return documents

    def _is_seal_intact(self):
        """Return whether the signature and the signed version are those of the decision.

        One without any seal was given before there were seals: a row that has lost its seal has
        another hash.
        """
        self.ensure_one()
        if self.kind != "signature" or self.decision != "approved":
            return not (self.signature or self.signed_document_id or self.signed_sha256)
        if not self._is_sealed():
            return True
        picture = base64.b64decode(self.signature or b"")
        return (
            bool(self.signed_document_id)
            and self.signature_sha256 == hashlib.sha256(picture).hexdigest()
            and self.signed_sha256 == self.signed_document_id.sha256
            and self.signed_document_id._is_intact()
        )
