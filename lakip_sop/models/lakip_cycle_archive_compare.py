import io
import json
import re
import zipfile
import zlib

from odoo import models
from odoo.exceptions import UserError

from ..tools import hashchain

_LEDGER = "data/keputusan.json"
_FORMAT = "lakip_sop.ledger/1"
#: A ledger of a thousand decisions is a twentieth of it.
_LARGEST_LEDGER = 20 * 1024 * 1024

#: What files that are no archive make of reading them. A bad ZIP may ask for other software.
_UNREADABLE = (
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class LakipCycle(models.Model):
    """What an archive, or a printed head of the chain, knows of decisions that are not here.

    A chain does not notice that its last links are gone, as in a database that was restored from
    the backup of the day before. What was kept outside of it does.
    """

    _inherit = "lakip.cycle"

    def _compare_head(self, head):
        """Return ``(is_known, sentence)`` for a head of the chain as a document prints it.

        :raises UserError: when it is no such head
        """
        self.ensure_one()
        head = "".join(head.split()).lower()
        if not re.fullmatch("[0-9a-f]{64}", head):
            raise UserError(
                self.env._("A head of the chain has 64 characters: digits and the letters a to f.")
            )
        rows = self._get_ledger()
        for row in rows:
            if head in (row.hash, row.signed_document_id.id and row._get_anchor()):
                return True, self.env._(
                    "The head is that of decision %(place)s of %(count)s: %(title)s. Nothing up to "
                    "it is missing.",
                    place=row.sequence,
                    count=len(rows),
                    title=row._get_archive_title(),
                )
        return False, self.env._(
            "None of the %(count)s decisions in this database has that head. Either it is of "
            "another cycle, or decisions are missing here: compare an archive to see which. The "
            "last one here is: %(title)s.",
            count=len(rows),
            title=rows[-1:]._get_archive_title() if rows else "-",
        )

    def _compare_ledger(self, kept):
        """Return ``(is_whole, sentences)`` for the ledger of an archive of this cycle.

        :param kept: see :meth:`_read_ledger`
        :raises UserError: when the archive is of another cycle or was itself changed
        """
        self.ensure_one()
        for row in kept:
            home = row["links"][0]
            if (home["cycle"], home["company"]) != (self.id, self.company_id.id):
                raise UserError(self.env._("The archive is of another cycle."))
        rows = self._get_ledger()
        hashes = rows.mapped("hash")
        same = 0
        while same < min(len(kept), len(hashes)) and kept[same]["hash"] == hashes[same]:
            same += 1
        missing, others = kept[same:], rows[same:]
        if not missing:
            sentences = [
                self.env._("All %s decisions of the archive are in this database.", len(kept))
            ]
            if others:
                sentences.append(self.env._("Decided since the archive was made:"))
                sentences += [f"- {row._get_archive_title()}" for row in others]
            return True, sentences
        sentences = [
            self.env._(
                "%(count)s decisions of the archive are missing in this database:",
                count=len(missing),
            ),
            *(f"- {row['title']}" for row in missing),
        ]
        if others:
            sentences.append(self.env._("In their place this database has:"))
            sentences += [f"- {row._get_archive_title()}" for row in others]
        return False, sentences

    def _get_ledger(self):
        """Return the decisions of this cycle in their order."""
        # sudo: whoever may audit the cycle may have its whole ledger compared
        return self.sudo().approval_ids.filtered("hash").sorted("sequence")

    def _read_ledger(self, content):
        """Return the rows of the ledger in an archive, a list of dicts; its chain holds.

        :param content: bytes of the ZIP, or of the ledger in it alone
        :raises UserError: when it is no archive, or was changed
        """
        refusal = self.env._(
            "This is no archive of the app. Choose the ZIP itself, or data/keputusan.json in it."
        )
        try:
            if content[:2] == b"PK":
                content = _read_entry(content)
            ledger = json.loads(content)
            if ledger["format"] != _FORMAT:
                raise UserError(refusal)
            rows = ledger["rows"]
            previous = hashchain.GENESIS
            for place, row in enumerate(rows, 1):
                joined = row["previous_hash"] == previous and row["links"][0]["sequence"] == place
                for data in row["links"]:
                    previous = hashchain.link(previous, data)
                if not joined or row["hash"] != previous:
                    raise UserError(
                        self.env._(
                            "The archive itself was changed, at: %s. Nothing was compared.",
                            str(row["title"])[:200],
                        )
                    )
            if ledger["head"] != previous:
                raise UserError(
                    self.env._("The last decisions of the archive itself were taken out of it.")
                )
        except UserError:
            raise
        except _UNREADABLE as error:
            raise UserError(refusal) from error
        return rows


def _read_entry(content):
    """Return the bytes of the ledger in a ZIP.

    :raises ValueError: when it has none, or one of no sane size
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(f"/{_LEDGER}"):
                if entry.file_size > _LARGEST_LEDGER:
                    break
                with archive.open(entry) as file:
                    # The size in the head of the entry is a claim
                    return file.read(_LARGEST_LEDGER + 1)[:_LARGEST_LEDGER]
    raise ValueError("no ledger in the archive")
