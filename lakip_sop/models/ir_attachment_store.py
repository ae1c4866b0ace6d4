import contextlib
import logging
import os

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class IrAttachment(models.Model):
    """A file is stored whole or not at all, also when the disk is full or the server is killed.

    Odoo writes a file at its final place. A part of it that a full disk or a killed server leaves
    there is taken for another file with the same digest, and the same upload is refused for ever
    after. So what is no whole file is cleared away, when it is left and when it is met.
    """

    _inherit = "ir.attachment"

    @api.model
    def _get_path(self, bin_data, sha):
        with self._lakip_whole_file(sha):
            self._lakip_clear_damaged(sha)
            return super()._get_path(bin_data, sha)

    @api.model
    def _file_write(self, bin_value, checksum):
        with self._lakip_whole_file(checksum):
            return super()._file_write(bin_value, checksum)

    @contextlib.contextmanager
    def _lakip_whole_file(self, checksum):
        """Let what cannot be stored be told in a sentence, and leave no part of it."""
        try:
            yield
        except OSError as error:
            _logger.error("A file could not be stored: %s", error)
            with contextlib.suppress(OSError):
                self._lakip_clear_damaged(checksum)
            raise UserError(
                self.env._(
                    "The server could not store the file: its disk is full or cannot be written. "
                    "Nothing was changed. Please tell your administrator, and try again later."
                )
            ) from error

    @api.model
    def _lakip_clear_damaged(self, checksum):
        """Remove a stored file that is not what its name says: it was not written to its end.

        Another worker may be writing it at this moment: it is the same file as ours then.
        """
        path = self._full_path(f"{checksum[:2]}/{checksum}")
        if not os.path.isfile(path):
            return
        with open(path, "rb") as file:
            is_whole = self._compute_checksum(file.read()) == checksum
        if not is_whole:
            os.unlink(path)
