import os

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import filecheck
from ..tools.filecheck import FileRefused, Problem

_MEGABYTE = 1024 * 1024
#: So many letters of a link are shown.
_SHOWN_LINK = 100


class IrAttachment(models.Model):
    """Whether a file may be handed in, judged by its content, and why not, in words."""

    _inherit = "ir.attachment"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _lakip_check_file(self, filename, content, company):
        """Raise ``UserError`` unless the content of a file is what its name says and allowed.

        :param content: bytes
        :param company: its limit for the size of a file counts
        """
        refusal = self._lakip_get_refusal(filename, content, company)
        if refusal:
            raise UserError(refusal)

    @api.model
    def _lakip_get_refusal(self, filename, content, company):
        """Return why a file is not accepted, as a sentence with the remedy, or False."""
        limit = company.lakip_max_file_size * _MEGABYTE
        try:
            filecheck.check(filename or "", content, max_bytes=limit)
        except FileRefused as refused:
            return self._lakip_explain(refused)
        return False

    @api.model
    def _lakip_get_upload_refusal(self, file, company):
        """Return why a file sent by a browser is not accepted, or False; it is left unread.

        :param file: a werkzeug ``FileStorage``
        """
        size = file.seek(0, os.SEEK_END) or file.tell()
        file.seek(0)
        limit = company.lakip_max_file_size * _MEGABYTE
        if size > limit:
            return self._lakip_explain(
                FileRefused(Problem.TOO_LARGE, file.filename, size=size, limit=limit)
            )
        refusal = self._lakip_get_refusal(file.filename, file.read(), company)
        file.seek(0)
        return refusal

    def _lakip_get_refusals(self, company):
        """Return ``{attachment id: sentence}`` for those of these files that are refused.

        A file that is too large is never read.
        """
        limit = company.lakip_max_file_size * _MEGABYTE
        refusals = {}
        for attachment in self:
            size = attachment.file_size
            if attachment.type != "binary":
                refusals[attachment.id] = self.env._(
                    "'%s' is a link. Download the file and attach the file itself.",
                    attachment.name,
                )
            elif size > limit:
                refusals[attachment.id] = self._lakip_explain(
                    FileRefused(Problem.TOO_LARGE, attachment.name, size=size, limit=limit)
                )
            else:
                content = attachment.raw or b""
                refusal = self._lakip_get_refusal(attachment.name, content, company)
                # Nobody needs the bytes again: a request may hold a gigabyte of them.
                attachment.invalidate_recordset(["raw"])
                if refusal:
                    refusals[attachment.id] = refusal
        return refusals

    @api.model
    def _lakip_explain(self, refused):
        """Return what is wrong with a file and what to do, as one sentence or two.

        :param refused: a ``FileRefused``
        """
        name = refused.name
        if refused.archive:
            name = self.env._(
                "%(file)s (in %(archive)s)", file=refused.name, archive=refused.archive
            )
        explain = getattr(self, f"_lakip_explain_{refused.problem.value}")
        return explain(name, refused.details)

    @api.model
    def _lakip_explain_empty(self, name, details):
        return self.env._("'%s' is empty. Save it again and attach it once more.", name)

    @api.model
    def _lakip_explain_too_large(self, name, details):
        return self.env._(
            "'%(file)s' is too large: %(size)s MB, and %(limit)s MB at most are allowed. Make it "
            "smaller, or split it.",
            file=name,
            size=round(details["size"] / _MEGABYTE, 1),
            limit=round(details["limit"] / _MEGABYTE, 1),
        )

    @api.model
    def _lakip_explain_not_allowed(self, name, details):
        if details["use"]:
            return self.env._(
                "'%(file)s' is of a kind that is not accepted (%(found)s). Save it as %(use)s.",
                file=name,
                found=details["found"],
                use=details["use"],
            )
        return self.env._(
            "'%(file)s' is of a kind that is not accepted. Accepted are: %(kinds)s.",
            file=name,
            kinds=", ".join(filecheck.ALLOWED),
        )

    @api.model
    def _lakip_explain_mislabelled(self, name, details):
        if details["found"] in filecheck.ALLOWED:
            return self.env._(
                "'%(file)s' is not what its name says: its content is %(found)s. Rename it to end "
                "in .%(found)s, or attach the right file.",
                file=name,
                found=details["found"],
            )
        return self.env._(
            "'%(file)s' is not what its name says: its content is not %(named)s. Open it in the "
            "program it comes from and save it as %(named)s.",
            file=name,
            named=details["named"],
        )

    @api.model
    def _lakip_explain_damaged(self, name, details):
        return self.env._(
            "'%s' is damaged or was cut off. Check that it opens, and attach it once more.", name
        )

    @api.model
    def _lakip_explain_encrypted(self, name, details):
        return self.env._("'%s' needs a password. Save it without one.", name)

    @api.model
    def _lakip_explain_macro(self, name, details):
        return self.env._(
            "'%s' contains macros (programs). Save it without macros, e.g. as .xlsx or .docx.",
            name,
        )

    @api.model
    def _lakip_explain_active(self, name, details):
        return self.env._(
            "'%(file)s' starts a program when it is opened (%(what)s). Take that out, save the "
            "file, and attach it once more.",
            file=name,
            what=details["what"],
        )

    @api.model
    def _lakip_explain_linked(self, name, details):
        return self.env._(
            "'%(file)s' shows what is not in it but fetched when it is opened: %(what)s. In Word, "
            "select all with Ctrl+A, press Ctrl+Shift+F9 and paste linked pictures as "
            "pictures; then save it and attach it once more.",
            file=name,
            what=details["what"][:_SHOWN_LINK],
        )

    @api.model
    def _lakip_explain_template(self, name, details):
        return self.env._(
            "'%(file)s' was made from a template that Word would fetch from %(what)s. In Word, "
            "choose Developer > Document Template, attach 'Normal' in its place, save the file "
            "and attach it once more.",
            file=name,
            what=details["what"][:_SHOWN_LINK],
        )

    @api.model
    def _lakip_explain_chunk(self, name, details):
        return self.env._(
            "'%s' has another document inside that only appears when Word opens it. Open it in "
            "Word, save it, and attach it once more.",
            name,
        )

    @api.model
    def _lakip_explain_bomb(self, name, details):
        if details["limit"] == "pixels":
            return self.env._("The picture '%s' is too large. Save it with fewer pixels.", name)
        return self.env._(
            "'%s' unpacks to far more than it should. Attach the files one by one.", name
        )

    @api.model
    def _lakip_explain_nested(self, name, details):
        return self.env._("'%s' is a zip in a zip. Unpack it and attach its files.", name)

    @api.model
    def _lakip_explain_traversal(self, name, details):
        return self.env._(
            "'%s' contains a file name that leads out of the zip. Make the zip anew.", name
        )
