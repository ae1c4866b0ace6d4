from odoo import api, fields, models


class LakipRequestItem(models.Model):
    """What the page of the division shows of one thing asked: its files now and before."""

    _inherit = "lakip.request.item"

    is_answered = fields.Boolean(
        compute="_compute_is_answered",
        help="The division gave a file or a word.",
    )
    # sudo: files of the request, which whoever reads the item may read
    files = fields.Json(string="Files on the Page", compute="_compute_files", compute_sudo=True)
    old_files = fields.Json(
        string="Earlier Files on the Page",
        compute="_compute_files",
        compute_sudo=True,  # sudo: as above
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("attachment_ids", "note")
    def _compute_is_answered(self):
        for item in self:
            item.is_answered = not item._is_empty()

    # sudo: who reads an item may read its files, and see who added them
    @api.depends("attachment_ids", "old_attachment_ids")
    def _compute_files(self):
        described = {
            attachment.id: self._describe_file(attachment)
            for attachment in self.attachment_ids | self.old_attachment_ids
        }
        for item in self:
            item.files = [described[file_id] for file_id in sorted(item.attachment_ids.ids)]
            item.old_files = [described[file_id] for file_id in sorted(item.old_attachment_ids.ids)]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _describe_file(self, attachment):
        """Return what is shown of ``attachment``; ``date`` is in UTC."""
        return {
            "id": attachment.id,
            "name": attachment.name,
            "mimetype": attachment.mimetype,
            "size": attachment.file_size,
            "date": fields.Datetime.to_string(attachment.create_date),
            "user": attachment.create_uid.name,
        }
