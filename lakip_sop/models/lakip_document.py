import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.finished import finished

DOCUMENT_KINDS = [
    ("disposition", "Disposition"),
    ("decree", "SK Tim"),
    ("invitation", "Invitation"),
    ("material", "Meeting Material"),
    ("request_letter", "Nota Dinas"),
    ("minutes", "Minutes of Meeting"),
    ("report", "LAKIP"),
    ("delivery_letter", "Cover Letter"),
    ("other", "Other"),
]


class LakipDocument(models.Model):
    """One version of one document, frozen the moment it is made.

    A version is made by ``_do_create_version`` alone. Its file is protected too, see
    ``ir_attachment.py``.
    """

    _name = "lakip.document"
    _description = "LAKIP Document"
    _inherit = ["lakip.protected.mixin", "lakip.flow.source.mixin"]
    _order = "cycle_id, kind, version desc, id desc"

    name = fields.Char(required=True)
    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="cycle_id.company_id", store=True, precompute=True)
    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="restrict",
    )
    request_id = fields.Many2one(
        comodel_name="lakip.request",
        index="btree_not_null",
        ondelete="restrict",
    )
    delivery_id = fields.Many2one(
        comodel_name="lakip.delivery",
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(selection=DOCUMENT_KINDS, required=True)
    version = fields.Integer(required=True, aggregator=False)
    round = fields.Integer(
        compute="_compute_round",
        store=True,
        precompute=True,
        aggregator=False,
        help="Round of the row in which this version was made.",
    )
    origin = fields.Selection(
        selection=[
            ("generated", "Generated"),
            ("uploaded", "Uploaded"),
            ("signed", "Made at the Signature"),
        ],
        required=True,
    )
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        required=True,
        index=True,
        ondelete="restrict",
    )
    mimetype = fields.Char(related="attachment_id.mimetype")
    # sudo: who reads the document reads its file
    file_size = fields.Integer(related="attachment_id.file_size", related_sudo=True)
    sha256 = fields.Char(string="SHA-256", required=True, help="Of the exact bytes of the file.")
    state = fields.Selection(
        selection=[
            ("current", "Current"),
            ("superseded", "Superseded"),
            ("signed", "Signed"),
            ("revoked", "Revoked"),
        ],
        required=True,
        default="current",
    )
    approval_ids = fields.One2many("lakip.approval", "document_id", string="Approvals")

    _version_unique = models.UniqueIndex(
        "(cycle_id, kind, version, COALESCE(request_id, 0), COALESCE(delivery_id, 0),"
        " (CASE WHEN kind = 'report' THEN 0 ELSE step_id END), name)",
        "This version exists already.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("name", "version")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._(
                "%(name)s, version %(version)s", name=document.name, version=document.version
            )

    @api.depends("step_id")
    def _compute_round(self):
        # Not of step_id.round: the round of then is kept.
        for document in self:
            document.round = document.step_id.round

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_file(self):
        """Download the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_finished_action(self):
        """Return what the button that wrote this version says at its end, with the file."""
        self.ensure_one()
        return finished(
            self.display_name,
            self.env._("It is written and kept with the step."),
            self.env._("Open the File"),
            url=f"/web/content/{self.attachment_id.id}?download=true",
        )

    @api.model
    def _do_create_version(
        self, step, kind, content, *, name, filename, origin, request=None, delivery=None
    ):
        """Freeze ``content`` (bytes) as the next version and return it.

        The version in force before is superseded and what was given for it is void.

        :raises UserError: when the version in force is signed
        """
        step.ensure_one()
        # Nobody may complete the row, or be asked to sign the version before, at this very moment.
        step.cycle_id._lakip_lock()
        # sudo: documents are written by the app only; the caller has checked the turn
        documents = self._lakip_clean().sudo()._lakip_unlocked()
        domain = Domain("cycle_id", "=", step.cycle_id.id) & Domain("kind", "=", kind)
        if kind != "report":
            # The report is one document across the rows; any other belongs to its row.
            domain &= Domain("step_id", "=", step.id)
            domain &= Domain("request_id", "=", request.id if request else False)
            domain &= Domain("delivery_id", "=", delivery.id if delivery else False)
        if kind == "other":
            domain &= Domain("name", "=", name)
        earlier = documents.search(domain, order="version desc")
        if "signed" in earlier.mapped("state"):
            raise UserError(self.env._("%s is signed and stays as it is.", name))
        replaced = earlier.filtered(lambda document: document.state == "current")
        replaced.state = "superseded"
        if replaced.approval_ids.filtered(lambda row: row.state in ("pending", "approved")):
            # sudo: the ledger is written by the app only
            self.env["lakip.approval"].sudo()._do_void(
                step, self.env._("A newer version replaces %s.", replaced.display_name)
            )
        attachment = (
            self._lakip_clean()
            .env["ir.attachment"]
            .sudo()  # sudo: the file belongs to a document nobody may write
            # Odoo would shrink a large scan: not the bytes that were handed over.
            .with_context(image_no_postprocess=True)
            .create(
                {
                    "name": filename,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": 0,
                }
            )
        )
        document = documents.create(
            {
                "name": name,
                "cycle_id": step.cycle_id.id,
                "step_id": step.id,
                "kind": kind,
                "version": (earlier[:1].version or 0) + 1,
                "origin": origin,
                "attachment_id": attachment.id,
                "sha256": self._get_digest(content),
                "request_id": request.id if request else False,
                "delivery_id": delivery.id if delivery else False,
            }
        )
        attachment._lakip_unlocked().res_id = document.id
        step.invalidate_recordset(["document_ids"])
        return document._lakip_locked().with_env(self.env)

    @api.model
    def _get_digest(self, content):
        """Return the SHA-256 of ``content`` in hex."""
        return hashlib.sha256(content).hexdigest()

    def _is_intact(self):
        """Return whether the file on disk still is the one that was frozen."""
        self.ensure_one()
        content = self.sudo().attachment_id._lakip_read()  # sudo: only the digest leaves this
        return bool(content) and self._get_digest(content) == self.sha256
