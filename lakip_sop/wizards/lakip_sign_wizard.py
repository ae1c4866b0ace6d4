from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.base.models.res_users import check_identity


class LakipSignWizard(models.TransientModel):
    """Ask for a signature. The act itself asks for the password or passkey first.

    It is the only way to a signature: nothing that a client can call signs without the check.
    """

    _name = "lakip.sign.wizard"
    _description = "Sign"
    _inherit = ["lakip.reference.mixin"]

    approval_id = fields.Many2one(
        comodel_name="lakip.approval", required=True, readonly=True, ondelete="cascade"
    )
    document_id = fields.Many2one(related="approval_id.document_id")
    version = fields.Integer(readonly=True, help="The version that was shown to the signer.")
    sha256 = fields.Char(string="SHA-256 of the File", readonly=True)
    method = fields.Selection(
        selection=[("drawn", "Draw it now"), ("stored", "My stored signature")],
        string="Signature By",
        required=True,
        default=lambda self: self._default_method(),
    )
    signature = fields.Binary(attachment=False)
    signer_name = fields.Char(compute="_compute_stored")
    has_stored = fields.Boolean(compute="_compute_stored")
    stored_signature = fields.Binary(compute="_compute_stored")
    keep = fields.Boolean(
        string="Keep as my own signature",
        help="Only you can see and use it.",
    )
    comment = fields.Text()

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _default_method(self):
        return "stored" if self.env["lakip.signature"]._get_own() else "drawn"

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_stored(self):
        own = self.env["lakip.signature"]._get_own()
        for wizard in self:
            wizard.signer_name = self.env.user.name
            wizard.has_stored = bool(own)
            wizard.stored_signature = own.image

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @check_identity
    def action_sign(self):
        """Sign, once the password or passkey was given: each check is good for one signature."""
        self.ensure_one()
        if self.create_uid != self.env.user:
            raise UserError(self.env._("Only the one who opened this window signs in it."))
        if self.method == "stored":
            picture = self.env["lakip.signature"]._get_own().image
        else:
            picture = self.signature
        self.approval_id._sign(
            picture,
            self.comment,
            version=self.version or None,
            sha256=self.sha256 or None,
        )
        if self.keep and self.method == "drawn":
            self.env["lakip.signature"]._keep(picture)
        # The next signature asks anew.
        request.session.pop("identity-check-last", None)
        request.session.pop("lakip_identity_method", None)
        return {"type": "ir.actions.act_window_close"}
