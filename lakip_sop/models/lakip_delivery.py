from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents import DeliveredItem, DeliveryLetter, Official, build_delivery_letter

DELIVERY_MEDIA = [
    ("hardcopy", "Hard Copy"),
    ("softcopy", "Soft Copy"),
]
DELIVERY_STATES = [
    ("draft", "To Hand Over"),
    ("sent", "Sent"),
    ("delivered", "Handed Over"),
]
#: Written on the letter of transmittal by form.
_PRINTED_QUANTITY = {"hardcopy": "1 (satu) buku", "softcopy": "1 (satu) berkas digital"}


class LakipDelivery(models.Model):
    """One handing over of the signed report to one recipient, with its receipt.

    Edited by those whose turn the archive row is; for good once it is handed over.
    """

    _name = "lakip.delivery"
    _description = "Delivery"
    _inherit = [
        "mail.thread",
        "lakip.letter.mixin",
        "lakip.protected.mixin",
        "lakip.flow.source.mixin",
    ]
    _order = "cycle_id desc, id"
    # Who may read a delivery may write about it; a frozen one cannot be written to.
    _mail_post_access = "read"

    _lakip_protected_fields = frozenset(
        {"cycle_id", "company_id", "state", "date_sent", "sender_id"}
    )

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', 'archive')]",
    )
    # Not precomputed: the record before its INSERT would show up among those of the cycle.
    cycle_id = fields.Many2one(
        related="step_id.cycle_id",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(related="step_id.company_id", store=True, precompute=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Recipient",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    email = fields.Char(related="partner_id.email")
    medium = fields.Selection(
        selection=DELIVERY_MEDIA,
        required=True,
        default="hardcopy",
        tracking=True,
    )
    date = fields.Date(string="Handed Over On", tracking=True)
    receiver = fields.Char(
        string="Received By",
        tracking=True,
        help="Name of the person who signed for it.",
    )
    receiver_title = fields.Char(string="Office of the Receiver")
    receiver_nip = fields.Char(string="NIP of the Receiver")
    receiver_phone = fields.Char(string="Phone of the Receiver")
    receipt_attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="lakip_delivery_receipt_rel",
        string="Receipt",
        help="Scan or photo of the signed copy, or the answer by e-mail.",
    )
    state = fields.Selection(
        selection=DELIVERY_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_sent = fields.Datetime(string="Sent On", readonly=True, copy=False)
    sender_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed Over By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    document_ids = fields.One2many("lakip.document", "delivery_id", string="Cover Letters")
    document_id = fields.Many2one(
        comodel_name="lakip.document",
        compute="_compute_document_id",
        string="Surat Pengantar",
    )
    can_edit = fields.Boolean(compute="_compute_can_edit")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("partner_id", "medium")
    def _compute_display_name(self):
        labels = dict(self._fields["medium"]._description_selection(self.env))
        for delivery in self:
            name = delivery.partner_id.display_name or ""
            delivery.display_name = f"{name} ({labels.get(delivery.medium, '')})"

    @api.depends("document_ids.state")
    def _compute_document_id(self):
        for delivery in self:
            delivery.document_id = delivery.document_ids.filtered(
                lambda document: document.state == "current"
            )[:1]

    @api.depends("state", "step_id.state", "step_id.user_ids")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        turns = self.step_id._get_not_my_turn_reason()
        for delivery in self:
            delivery.can_edit = delivery.state != "delivered" and not turns.get(
                delivery.step_id, False
            )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        deliveries = super().create(vals_list)
        deliveries._check_can_edit()
        deliveries._adopt_receipts()
        return deliveries

    def write(self, vals):
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own and not self._lakip_is_unlocked():
            self._check_can_edit()
        result = super().write(vals)
        if "step_id" in vals and not self._lakip_is_unlocked():
            self._check_can_edit()
        if "receipt_attachment_ids" in vals:
            self._adopt_receipts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_over(self):
        self._check_can_edit()
        for delivery in self:
            if delivery.state != "draft":
                raise UserError(
                    self.env._("%s was sent already and is kept for the record.",
                               delivery.display_name)
                )  # fmt: skip

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_generate_letter(self):
        """Write the Surat Pengantar of each delivery: a new version."""
        self._check_can_edit()
        self._check_signed()
        for delivery in self._lakip_clean():
            delivery._do_generate_letter()
        return self.document_id[:1]._get_finished_action() if len(self) == 1 else True

    def action_deliver(self):
        """Declare these deliveries handed over. From then on they stay as they are."""
        self._check_can_deliver()
        # sudo: the state is written by the app; checked above
        self._lakip_clean().sudo()._do_deliver()
        return True

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_can_edit(self):
        """Deliveries are edited by those whose turn the archive row is, until handed over."""
        for delivery in self:
            if delivery.step_id.kind != "archive":
                raise UserError(self.env._("'%s' delivers nothing.", delivery.step_id.display_name))
            if delivery.state == "delivered":
                raise UserError(
                    self.env._("%s was handed over and stays as it is.", delivery.display_name)
                )
        if not self.env.su:
            self.step_id._check_can_edit()

    def _check_can_number(self):
        self._check_can_edit()

    def _get_letter_day(self):
        self.ensure_one()
        return self.letter_date or self.step_id._get_letter_today()

    def _check_signed(self):
        for cycle, report in self.cycle_id._get_report().items():
            if report.state != "signed":
                raise UserError(self.env._("%s has no signed document yet.", cycle.display_name))

    def _check_can_deliver(self):
        self._check_can_edit()
        self._check_signed()
        for delivery in self:
            if not delivery.date:
                raise UserError(
                    self.env._(
                        "Enter the day on which %s got the report.",
                        delivery.partner_id.display_name,
                    )
                )
            if delivery.date > delivery.step_id._get_letter_today():
                raise UserError(
                    self.env._(
                        "%s cannot have been handed over on a day to come.",
                        delivery.display_name,
                    )
                )
            if not delivery.receipt_attachment_ids:
                raise UserError(
                    self.env._(
                        "Attach the receipt of %s: the signed copy of the letter, a photo, or "
                        "the answer by e-mail.",
                        delivery.partner_id.display_name,
                    )
                )
            delivery._check_receipts()

    def _check_receipts(self):
        """Raise ``UserError`` for a file that is empty, too large or not what its name says."""
        # sudo: the content is only looked at
        for attachment in self.sudo().receipt_attachment_ids:
            self.env["ir.attachment"]._lakip_check_file(
                attachment.name, attachment.raw or b"", self.company_id
            )

    # ------------------------------------------------------------
    # BUSINESS: what is done (after the checks)
    # ------------------------------------------------------------

    def _adopt_receipts(self):
        """Check the receipts and make them files of the delivery, so that its readers see them.

        A file that belongs to another record stays there.
        """
        for delivery in self:
            delivery._check_receipts()
            # sudo: a new upload belongs to its uploader alone until now
            uploads = delivery.sudo().receipt_attachment_ids.filtered(
                lambda file: not file.res_id
                and file.res_model in (self._name, False)
                and (self.env.su or file.create_uid == self.env.user)
            )
            uploads.write({"res_model": self._name, "res_id": delivery.id})

    def _do_generate_letter(self):
        self.ensure_one()
        # sudo: a letter prints names, ranks and NIP of officers, which only HR may read
        name, filename, content = self.sudo()._build_delivery_letter()
        return self.env["lakip.document"]._do_create_version(
            self.step_id,
            "delivery_letter",
            content,
            name=name,
            filename=filename,
            origin="generated",
            delivery=self,
        )

    def _do_deliver(self):
        self._lakip_unlocked().write({"state": "delivered", "sender_id": self.env.uid})

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _build_delivery_letter(self):
        """Return the Surat Pengantar with its receipt part: (name, filename, content)."""
        self.ensure_one()
        step, partner = self.step_id, self.partner_id
        year = self.cycle_id.year
        subject = f"LAKIP {step._get_letterhead().agency} Tahun {year}"
        address = partner._display_address(without_company=True)
        content = build_delivery_letter(
            DeliveryLetter(
                letterhead=step._get_letterhead(),
                info=step._get_letter_info(subject=subject, letter=self),
                recipient=partner.display_name,
                recipient_address="\n".join(
                    line for line in (address or "").splitlines() if line.strip()
                ),
                items=(
                    DeliveredItem(
                        name="Laporan Akuntabilitas Kinerja Instansi Pemerintah (LAKIP) "
                        f"{step._get_letterhead().agency} Tahun {year}",
                        quantity=_PRINTED_QUANTITY[self.medium],
                        note="Disampaikan dengan hormat sebagai laporan",
                    ),
                ),
                sender=step._get_signer(step.role_id, self.env.user),
                medium=self.medium,
                received=self.date or None,
                receiver=Official(
                    name=self.receiver or "",
                    title=self.receiver_title or "",
                    nip=self.receiver_nip or "",
                ),
                receiver_phone=self.receiver_phone or "",
                copies=step._get_letter_copies(),
            )
        )
        return (
            f"Surat Pengantar {partner.name} {year}",
            step._get_filename("Surat Pengantar LAKIP", year, partner.name),
            content,
        )
