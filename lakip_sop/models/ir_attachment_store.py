import contextlib
import logging
import os

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class IrAttachment(models.Model):
    """A file is stored whole or not at all, also when the disk is full or the server is killed.

    Odoo writes a file in its place, under the digest of its content, and notes afterwards that it
    may be in vain. On a full disk, or killed in between, it leaves the beginning of the file: no
    row names it, nothing clears it away, and whoever hands in the same file again is told that it
    "collides with an existing file", today and ever after.
    """

    _inherit = "ir.attachment"

    @api.model
    def _get_path(self, bin_data, sha):
        with self._lakip_whole_file(bin_data, sha):
            self._lakip_clear_torn(bin_data, sha)
            return super()._get_path(bin_data, sha)

    @api.model
    def _file_write(self, bin_value, checksum):
        with self._lakip_whole_file(bin_value, checksum):
            place = f"{checksum[:2]}/{checksum}"
            if not os.path.exists(self._full_path(place)):
                # Before it is written: what is in vain is cleared away, however it came to that.
                self._mark_for_gc(place)
            return super()._file_write(bin_value, checksum)

    @contextlib.contextmanager
    def _lakip_whole_file(self, content, checksum):
        """Let what cannot be stored be told in a sentence, and leave no part of it."""
        try:
            yield
        except OSError as error:
            _logger.error("A file could not be stored: %s", error)
            with contextlib.suppress(OSError):
                self._lakip_clear_torn(content, checksum)
            raise UserError(
                self.env._(
                    "The server could not store the file: its disk is full or cannot be written. "
                    "Nothing was changed. Please tell your administrator, and try again later."
                )
            ) from error

    @api.model
    def _lakip_clear_torn(self, content, checksum):
        """Remove the file in the place of ``content`` when it is its beginning and not all of it.

        To one who writes the same file at this moment it makes no difference: ours takes its place.
        """
        path = self._full_path(f"{checksum[:2]}/{checksum}")
        try:
            if os.path.getsize(path) >= len(content):
                return
            with open(path, "rb") as file:
                is_torn = content.startswith(file.read())
        except FileNotFoundError:
            return
        if is_torn:
            os.unlink(path)
