from odoo import api, models


class LakipApproval(models.Model):
    """What the public page says about a signature. Called as superuser."""

    _inherit = "lakip.approval"

    @api.model
    def _get_verify_lang(self):
        """Return the language of the page: Indonesian where it is installed."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return "id_ID" if "id_ID" in installed else self.env.lang or "en_US"

    @api.model
    def _find_signature(self, token):
        """Return the signature given with ``token``, or none. What is not decided has no page."""
        if not isinstance(token, str) or not 20 <= len(token) <= 100:
            return self.browse()
        return self.search(
            [
                ("token", "=", token),
                ("decision", "=", "approved"),
                ("hash", "!=", False),
                ("step_id.kind", "=", "signature"),
            ],
            limit=1,
        )

    def _get_verification(self):
        """Return what the page shows of this signature: its state and its public facts.

        ``state`` is ``valid``, ``revoked`` (taken back or returned since) or
        ``altered`` (the record or a file is not what was decided).
        """
        self.ensure_one()
        signed = self._get_signed_documents()
        broken, reason = self.cycle_id._find_broken_approval()
        state = "valid"
        if broken or reason:
            state = "altered"
        elif self.state != "approved" or signed.state != "signed":
            state = "revoked"
        rows = self._get_standing_initials() | self
        return {
            "state": state,
            "agency": self.company_id.lakip_agency or self.company_id.name,
            "document": self.document_id.name,
            "version": signed.version,
            "approved_version": self.document_id.version,
            "signers": [row._get_public_signer() for row in rows],
            # Digests of what a holder may have: the signed file, or the one that was approved.
            "signed_sha256": self.signed_sha256 or self.sha256,
            "approved_sha256": self.sha256,
            "anchor": self._get_anchor(),
        }

    def _get_public_signer(self):
        """Return name, capacity and time of one decision, in the agency's time."""
        self.ensure_one()
        step = self.step_id
        moment = step._to_wall_clock(self.date)
        return {
            "kind": self.kind,
            "name": self.signer_name,
            "title": self.signer_title,
            "on_behalf": self.holder_name or "",
            "time": f"{moment:%d-%m-%Y %H:%M} {step._get_zone_label(self.date)}",
        }
