from odoo import api, models
from odoo.exceptions import UserError

from ..tools.filename import plain_name
from .lakip_protected_mixin import _CONTEXT_KEY, EDIT_SENTINEL

#: Files of these models are the data of a division.
REQUEST_MODELS = ("lakip.request", "lakip.request.item")
#: In the texts of these models stand pictures; signed with them, they stay too.
_TEXT_MODELS = ("lakip.section", "lakip.objective")
#: Files of these models are kept for good, and go into archives under their names.
_NAMED_MODELS = (*REQUEST_MODELS, "lakip.delivery", "lakip.document")
#: Files of these models are opened by those who log in, and by nobody else.
_KEYLESS_MODELS = (*REQUEST_MODELS, "lakip.document", "lakip.document.pdf")
#: What makes a handed-in file what it is, and what decides who may read it.
_FILE_FIELDS = frozenset(
    {
        "access_token",
        "checksum",
        "company_id",
        "datas",
        "db_datas",
        "file_size",
        "mimetype",
        "name",
        "public",
        "raw",
        "res_field",
        "res_id",
        "res_model",
        "store_fname",
        "type",
        "url",
    }
)


class IrAttachment(models.Model):
    """Files of frozen documents and files handed in by divisions stay as they are.

    ``ir_attachment_check.py`` judges what may be handed in.
    """

    _inherit = "ir.attachment"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {**vals, "name": plain_name(vals["name"])}
                if vals.get("name") and vals.get("res_model") in _NAMED_MODELS
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if not self._lakip_is_same_content(vals):
            self._lakip_check_not_frozen(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lakip_frozen(self):
        self._lakip_check_not_frozen()

    def generate_access_token(self):
        """Return the keys that open these files without a login, and never end.

        The data of a division and frozen files get none: in an e-mail that is too large for them,
        Odoo puts a link, which then asks for the login.
        """
        if not self.env.su:
            return super().generate_access_token()  # what it writes is refused below
        kept = self._lakip_get_handed_in()
        kept |= self.filtered(lambda file: file.res_model in _KEYLESS_MODELS)
        return [
            token
            for file in self
            for token in (
                [file.access_token or ""]
                if file in kept
                else super(IrAttachment, file).generate_access_token()
            )
        ]

    def _post_add_create(self, **kwargs):
        """File what a division drops on its request under the item for loose files."""
        result = super()._post_add_create(**kwargs)
        dropped = self.filtered(lambda file: file.res_model == "lakip.request" and file.res_id)
        for request_id, attachments in dropped.grouped("res_id").items():
            # sudo: the controller has checked that the user may post on the request
            request = self.env["lakip.request"].sudo().browse(request_id)
            if request._takes_files():
                request._gather_files(attachments)
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_unlocked(self):
        return self.with_context(**{_CONTEXT_KEY: EDIT_SENTINEL})

    def _lakip_read(self):
        """Return the content (bytes) of this file, and leave it in no cache.

        Reading ``raw`` of one file reads all that were loaded with it into memory.
        """
        self.ensure_one()
        return self._file_read(self.store_fname) if self.store_fname else self.db_datas or b""

    def _lakip_is_same_content(self, vals):
        """Return whether ``vals`` only stores the same bytes anew, as a change of storage does."""
        return (
            bool(vals)
            and vals.keys() <= {"raw", "mimetype"}
            and bool(vals.get("raw"))
            and isinstance(vals["raw"], bytes)
            and all(
                file.checksum == self._compute_checksum(vals["raw"])
                and file.mimetype == vals.get("mimetype", file.mimetype)
                for file in self.sudo()  # sudo: the digest leaves no trace of the content
            )
        )

    def _lakip_check_not_frozen(self, vals=None):
        """Raise ``UserError`` for a file that is kept as it is, for every user and sudo.

        :param vals: what is to be written; None for a deletion
        """
        if self.env.context.get(_CONTEXT_KEY) is EDIT_SENTINEL:
            return
        handed_in = printed = self.browse()
        for attachment in self.sudo():  # sudo: whose file it is decides, not who asks
            if attachment.res_model == "lakip.document" and attachment.res_id:
                self.check_access("read")  # the refusal names the file
                raise UserError(
                    self.env._(
                        "%s is a frozen version. Upload a new version instead.", attachment.name
                    )
                )
            if attachment.res_model in REQUEST_MODELS and attachment.res_id:
                handed_in += attachment
            if attachment.res_model in _TEXT_MODELS and attachment.res_id:
                printed += attachment
        if vals is not None and _FILE_FIELDS.isdisjoint(vals):
            return
        if handed_in:
            handed_in._lakip_check_not_handed_in()
        for model, files in printed.grouped("res_model").items():
            # sudo: whether its report is signed decides, not who asks
            texts = self.env[model].sudo().browse(set(files.mapped("res_id"))).exists()
            self.check_access("read")  # the refusal names the cycle
            texts._raise_refusals(texts.cycle_id._get_content_refusals())

    def _lakip_get_items(self):
        """Return the items of requests that one of these files is or was in, as superuser."""
        return (
            self.env["lakip.request.item"]
            .sudo()  # sudo: whose file it is decides, not who asks
            .search(
                [
                    "|",
                    ("attachment_ids", "in", self.ids),
                    ("old_attachment_ids", "in", self.ids),
                ]
            )
        )

    def _lakip_get_handed_in(self):
        """Return those of these files that are or were in an item of a request."""
        items = self._lakip_get_items()
        return self & (items.attachment_ids | items.old_attachment_ids).with_env(self.env)

    def _lakip_check_not_handed_in(self):
        """Raise ``UserError`` when one of these files is or was in an item of a request."""
        item = self._lakip_get_items()[:1]
        if item:
            self.check_access("read")  # the refusal names the file
            file = self.sudo() & (item.attachment_ids | item.old_attachment_ids)  # sudo: its name
            raise UserError(
                self.env._(
                    "'%(file)s' was handed in for '%(item)s' and is kept. Remove or replace it in "
                    "that item: it moves to the earlier files.",
                    file=file[0].name,
                    item=item.name,
                )
            )
