from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from odoo import models
from odoo.fields import Domain

_OTHER = "Lampiran lain"
_UNKNOWN = "0" * 64
#: Not of one cycle: their files are not this archive's.
_SHARED = ("lakip.officer", "lakip.role", "lakip.scale", "res.company")


@dataclass(frozen=True)
class ArchivedFile:
    """One file of an archive."""

    path: str
    attachment_id: int
    sha256: str
    """As it was recorded; zeros where only an older digest is known and the file is not that."""
    found_sha256: str
    """Of what is there now."""
    size: int
    moment: datetime
    document_id: int = 0
    """The version of a document that it is, or 0."""

    @property
    def is_missing(self):
        return not self.found_sha256

    @property
    def is_altered(self):
        return not self.is_missing and self.found_sha256 != self.sha256


class LakipCycle(models.Model):
    """Which files the archive of a cycle holds, and in which folder each of them lies."""

    _inherit = "lakip.cycle"

    def _get_archive_files(self, names, records):
        """Return the ``ArchivedFile`` of every file of this cycle, in the order of the SOP.

        Called as superuser. One file at a time is in memory.

        :param names: gives each its path (``Names``)
        :param records: see :meth:`_get_archive_records`
        """
        self.ensure_one()
        places = self._get_archive_places(records)
        attachments = self.env["ir.attachment"].union(*(place[0] for place in places))
        attachments.fetch(["name", "store_fname", "checksum", "file_size", "create_date", "type"])
        archived, known = [], set()
        for attachment, parts, document in places:
            if attachment.id in known or attachment.type != "binary":
                continue
            known.add(attachment.id)
            content = attachment._lakip_read()
            found = sha256(content).hexdigest()
            if not content and attachment.file_size:
                found = ""
            if document:
                recorded = document.sha256
            else:
                same = found and attachment._compute_checksum(content) == attachment.checksum
                recorded = found if same else _UNKNOWN
            archived.append(
                ArchivedFile(
                    path=names.take(*parts),
                    attachment_id=attachment.id,
                    sha256=recorded,
                    found_sha256=found,
                    size=attachment.file_size,
                    moment=self._get_archive_clock(attachment.create_date),
                    document_id=document.id or 0,
                )
            )
        return archived

    # ------------------------------------------------------------
    # BUSINESS: places
    # ------------------------------------------------------------

    def _get_archive_places(self, records):
        """Return ``[(attachment, parts of its path, document)]``; a file may be in it twice."""
        documents = self.document_ids.sorted("id").grouped("step_id")
        asked = self.request_ids.grouped("step_id")
        deliveries = self.delivery_ids.grouped("step_id")
        pdfs = {
            pdf.document_id: pdf.attachment_id
            for pdf in self.env["lakip.document.pdf"].search(
                [("document_id", "in", self.document_ids.ids), ("attachment_id", "!=", False)]
            )
        }
        none = self.env["lakip.document"]
        places = []
        folders = self._get_archive_folders()
        for step, folder in folders.items():
            for document in documents.get(step, ()):
                parts = (folder, _get_document_folder(document))
                name, extension = _get_document_name(document)
                places.append((document.attachment_id, (*parts, name + extension), document))
                if pdf := pdfs.get(document):
                    places.append((pdf, (*parts, f"{name}.pdf"), none))
            for request in asked.get(step, ()):
                places += [
                    (file, (folder, *parts), none) for file, parts in _get_request_places(request)
                ]
            for delivery in deliveries.get(step, ()):
                places += [
                    (file, (folder, _get_delivery_folder(delivery), file.name), none)
                    for file in delivery.receipt_attachment_ids.sorted("id")
                ]
        return places + self._get_archive_loose_places(folders, records)

    def _get_archive_folders(self):
        """Return ``{step: name of its folder}``, in the order of the SOP."""
        return {
            step: f"Langkah {(step.number or str(place)).zfill(2)} {step.name}"
            for place, step in enumerate(self.step_ids.sorted(lambda s: (s.sequence, s.id)), 1)
        }

    def _get_archive_loose_places(self, folders, records):
        """Return the places of what hangs on a record of this cycle otherwise: files of talk,
        pictures in texts, uploads that no item names."""
        files = self.env["ir.attachment"].search(
            Domain.OR(
                Domain("res_model", "=", found._name) & Domain("res_id", "in", found.ids)
                for found in records.values()
                if found._name not in _SHARED
            ),
            order="id",
        )
        places = []
        for file in files:
            folder = folders.get(_get_step(self.env[file.res_model].browse(file.res_id)))
            title = self.env[file.res_model]._description
            parts = (folder, _OTHER, file.name) if folder else (_OTHER, title, file.name)
            places.append((file, parts, self.env["lakip.document"]))
        return places


def _get_document_folder(document):
    """Return the folder of a version within that of its row, or an empty text."""
    if document.request_id:
        return _get_request_folder(document.request_id)
    return _get_delivery_folder(document.delivery_id) if document.delivery_id else ""


def _get_document_name(document):
    """Return the name that a reader finds a version by, and its extension."""
    stem, dot, extension = (document.attachment_id.name or "").rpartition(".")
    signed = " ditandatangani" if document.state == "signed" else ""
    # The version stands first: a long name is cut behind.
    return f"v{document.version}{signed} {document.name}", f"{dot}{extension}" if stem else ""


def _get_request_folder(request):
    return f"Bahan {request.department_id.name}"


def _get_delivery_folder(delivery):
    return f"Pengiriman {delivery.partner_id.name}"


def _get_request_places(request):
    """Return ``[(attachment, parts of its path)]`` of what was handed in, old and new."""
    places = []
    for place, item in enumerate(request.item_ids.sorted(lambda i: (i.sequence, i.id)), 1):
        own = f"{place:02} {item.name}"
        for files, extra in (
            (item.attachment_ids, ()),
            (item.old_attachment_ids, ("Berkas lama",)),
            (item.form_id, ("Formulir",)),
        ):
            places += [
                (file, (_get_request_folder(request), own, *extra, file.name))
                for file in files.sorted("id")
            ]
    return places


def _get_step(record):
    """Return the row of the SOP that a record belongs to, or an empty record."""
    if record._name == "lakip.step":
        return record
    if record._name == "lakip.request.item":
        return record.request_id.step_id
    return record.step_id if "step_id" in record._fields else record.browse()
