from odoo import Command, models
from odoo.exceptions import UserError

from ..tools.filename import plain_name
from .lakip_protected_mixin import EDIT_SENTINEL
from .lakip_request_item import JUDGED

#: Name of the item for files that came with no item named. It is data, as are item names.
LOOSE_ITEM = "Berkas lain"


class LakipRequest(models.Model):
    """Files that arrive on a request itself, by drag and drop or the chatter."""

    _inherit = "lakip.request"

    # ------------------------------------------------------------
    # MAIL THREAD
    # ------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        # sudo: files of the message just posted; it may also mention files of other records
        attachments = message.sudo().attachment_ids.filtered(
            lambda file: file.res_model == self._name and file.res_id == self.id
        )
        if attachments and self._takes_files():
            if msg_values.get("message_type") == "email":
                # An e-mail cannot be given back to its sender with a sentence.
                refused = attachments._lakip_get_refusals(self.company_id)
                attachments -= attachments.browse(refused)
            # sudo: the item for loose files is made by the app
            self.sudo()._gather_files(attachments)
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _takes_files(self):
        """Return whether files of the current user now are data of the division."""
        self.ensure_one()
        return not self._get_refusals("fill")[self]

    def _get_upload_refusal(self):
        """Return why the user may not drop files on this request now, or False.

        Staff of the division may while it is their turn; the team may always, say a form to
        fill in: that is no data.
        """
        self.ensure_one()
        if not self._is_asked_of_user() or self.step_id.is_my_turn:
            return False
        return self._get_refusals("fill")[self]

    def _receive_file(self, file, item, replaced=None):
        """Keep a file that the page of the division sent; return its attachment.

        Sent twice, as after an answer that was lost on its way, it is kept once.

        :param file: a werkzeug ``FileStorage``
        :param item: the item of this request that it answers; empty for the loose files
        :param replaced: attachment of ``item`` that moves to the earlier files
        :raises UserError: when it is not the user's turn, or the content is not accepted
        """
        self.ensure_one()
        self.check_access("write")
        self._check_can("fill")
        if item.request_id - self:
            raise UserError(self.env._("The page is out of date. Load it again."))
        # Photos are evidence: Odoo would shrink them and drop when and where they were taken.
        files = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        refusal = files._lakip_get_upload_refusal(file, self.company_id)
        if refusal:
            raise UserError(refusal)
        # Handed in by a colleague meanwhile, this is tried again and then refused.
        self._lakip_touch()
        content = file.read()
        digest = files._compute_checksum(content)
        kept = (item or self.item_ids.filtered("is_loose")).attachment_ids
        replaced = (replaced or files) & kept
        attachment = (kept - replaced).filtered(
            lambda one: one.name == plain_name(file.filename) and one.checksum == digest
        )[:1]
        if not attachment:
            attachment = files.create(
                {
                    "name": file.filename,
                    "raw": content,
                    "res_model": item._name if item else self._name,
                    "res_id": item.id or self.id,
                }
            )
            if not item:
                attachment._post_add_create()
        if item:
            # Checked, judged and locked above
            item = item._lakip_unlocked().with_context(**{JUDGED: EDIT_SENTINEL})
            item.attachment_ids = [
                Command.link(attachment.id),
                *(Command.unlink(one.id) for one in replaced),
            ]
        return attachment

    def _gather_loose_files(self):
        """Put files of the division that lie on these requests under no item into an item."""
        attachments = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", False),
                ("create_uid", "in", self.user_ids.ids),
            ]
        )
        by_request = attachments.grouped("res_id")
        for request in self:
            found = by_request.get(request.id, attachments.browse())
            request._gather_files(
                found.filtered(
                    lambda attachment, request=request: attachment.create_uid in request.user_ids
                )
            )

    def _gather_files(self, attachments):
        """Put ``attachments`` of this request under its item for loose files.

        :raises UserError: when the content of one is not accepted
        """
        self.ensure_one()
        known = self.item_ids.attachment_ids | self.item_ids.old_attachment_ids
        new = attachments - known
        if not new:
            return
        self._lakip_touch()
        loose = self.item_ids.filtered("is_loose")[:1]
        if not loose:
            loose = (
                self.env["lakip.request.item"]
                ._lakip_unlocked()
                .create(
                    {
                        "request_id": self.id,
                        "name": LOOSE_ITEM,
                        "is_loose": True,
                        "required": False,
                        "sequence": 9999,
                    }
                )
                ._lakip_locked()
            )
        loose.attachment_ids = [Command.link(attachment.id) for attachment in new]
