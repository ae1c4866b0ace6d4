import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from string import Template

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..documents import build_audit_docx, build_audit_xlsx, build_workbook
from ..tools import hashchain
from ..tools.archive import Names, manifest, safe_name, zip_stream
from .lakip_cycle_audit import CYCLE_STATE_WORDS

_TEXTS = Path(__file__).resolve().parent.parent / "data" / "archive"
_README, _SCRIPT = "BACA SAYA.txt", "verify.py"
_LEDGER = "data/keputusan.json"
_MANIFEST = "manifest.sha256"
#: How the hashes of the ledger are made: for whoever checks them without this app.
_FORMULA = {
    "genesis": hashchain.GENESIS,
    "order": "rows by 'sequence', from 1 without a gap; the links of a row in their order",
    "hash": "lower-case hexadecimal SHA-256 of the hash before, as ASCII text, directly followed "
    "by the canonical form of the link; the hash of a row is that of its last link",
    "canonical": "JSON in UTF-8 with the keys sorted, no space, and every character but the "
    "control characters, the quotation mark and the backslash written as it is",
    "links": "the first covers the decision ('sha256' is that of the file decided on, 'date' is "
    "UTC, a missing record 0, a missing text empty); a signature has a second one that covers the "
    "signed version. The hash of the first link of a signature is what the signed version prints.",
    "fields": "every key of a link is covered; 'title', 'date', 'state' and 'files' of a row are "
    "for the reader and are not",
}


@dataclass
class Archive:
    """All that an exported archive holds, in the order in which it is sent."""

    name: str
    """Of the ZIP and of the one folder in it."""
    moment: datetime
    """When it was made, on the agency's clock."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """What is made for it: {path: content}."""
    files: list = field(default_factory=list)
    """What is kept: ``ArchivedFile``, see ``lakip_cycle_archive_file.py``."""
    manifest: bytes = b""


class LakipCycle(models.Model):
    """The archive of a cycle: one ZIP that is read and verified without Odoo.

    ``lakip_cycle_archive_file.py`` says which files it holds and where, and
    ``lakip_cycle_archive_data.py`` which data.
    """

    _inherit = "lakip.cycle"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_export_archive(self):
        """Download everything about this cycle as one ZIP."""
        self.ensure_one()
        self._check_can_export_archive()
        return {
            "type": "ir.actions.act_url",
            "url": f"/lakip/archive/{self.id}",
            "target": "download",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_export_archive(self):
        """Raise ``AccessError`` for one who may not audit, ``UserError`` before the start."""
        self._check_can_audit()
        for cycle in self:
            if not cycle.step_ids:
                raise UserError(
                    self.env._(
                        "%s has not started yet, so there is nothing to keep.", cycle.display_name
                    )
                )

    def _get_archive(self):
        """Return the ``Archive`` of this cycle; the caller has checked the right.

        Every file is read once for its digest, one after the other, and not kept in memory.
        """
        self.ensure_one()
        # sudo: whoever may audit the cycle may have all of it
        cycle = self.sudo().with_context(lang=self._get_archive_lang(), active_test=False)
        agency = cycle.company_id.lakip_agency or cycle.company_id.name
        archive = Archive(
            safe_name(f"Arsip {cycle.name} {agency}", 40),
            cycle._get_archive_clock(fields.Datetime.now()),
        )
        names = Names()
        for path in (_README, _SCRIPT, _MANIFEST, _LEDGER, "data/data.json", "data/data.xlsx"):
            names.take(*path.split("/"))
        records = cycle._get_archive_records()
        archive.files = cycle._get_archive_files(names, records)
        ledger = cycle._get_archive_ledger(archive)
        data = cycle._get_archive_data(archive, records)
        audit = cycle._get_audit()
        author = audit.letterhead.agency
        archive.texts = {
            _README: cycle._get_archive_readme(archive, ledger).encode(),
            _SCRIPT: (_TEXTS / _SCRIPT).read_bytes(),
            _LEDGER: _to_json(ledger),
            "data/data.json": _to_json(data),
            "data/data.xlsx": build_workbook(
                audit.title, author, audit.date, cycle._get_archive_tables(data)
            ),
            f"audit/Audit {cycle.year}.docx": build_audit_docx(audit),
            f"audit/Audit {cycle.year}.xlsx": build_audit_xlsx(audit),
        }
        archive.manifest = manifest(
            {path: sha256(content).hexdigest() for path, content in archive.texts.items()}
            | {file.path: file.sha256 for file in archive.files}
        )
        return archive

    def _send_archive(self, archive):
        """Yield the bytes of the ZIP of ``archive`` when the chatter says who takes it.

        Noted before the first byte leaves: what is broken off half way was taken as well. The
        request has ended by then, so it is noted with a cursor of its own.
        """
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._note_archive(archive)
        yield from self._stream_archive(archive)

    def _stream_archive(self, archive):
        """Yield the bytes of the ZIP of ``archive``, with a database cursor of its own.

        A file whose bytes are not those of the manifest any more breaks the stream off, so that
        nobody takes what came for a whole archive.
        """
        present = [file for file in archive.files if not file.is_missing]

        def entries(attachments):
            for path, content in archive.texts.items():
                yield f"{archive.name}/{path}", archive.moment, partial(bytes, content)
            for file, attachment in zip(present, attachments, strict=True):
                read = partial(_read_checked, attachment, file.found_sha256)
                yield f"{archive.name}/{file.path}", file.moment, read
            yield f"{archive.name}/{_MANIFEST}", archive.moment, partial(bytes, archive.manifest)

        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            attachments = env["ir.attachment"].browse(file.attachment_id for file in present)
            attachments.fetch(["store_fname"])
            yield from zip_stream(entries(attachments))

    def _note_archive(self, archive):
        """Note in the chatter who took the archive, with what tells a forged one."""
        self.ensure_one()
        rows = self._get_ledger()
        # sudo: who may audit may not all write on the cycle; the note is the app's
        self.sudo()._message_log(
            body=self.env._(
                "The archive of this cycle was exported: %(files)s files, %(decisions)s decisions, "
                "head of the chain %(head)s, SHA-256 of manifest.sha256 %(digest)s.",
                files=len(archive.files),
                decisions=len(rows),
                head=rows[-1:].hash or "-",
                digest=sha256(archive.manifest).hexdigest(),
            )
        )

    # ------------------------------------------------------------
    # BUSINESS: what is written for it
    # ------------------------------------------------------------

    def _get_archive_lang(self):
        """Return the language of the archive: Indonesian where it is installed."""
        return self.env["lakip.approval"]._get_verify_lang()

    def _get_archive_clock(self, moment):
        """Return a naive UTC datetime on the agency's clock, with its zone; None for none."""
        return self.step_ids[:1]._to_wall_clock(moment)

    def _get_archive_ledger(self, archive):
        """Return the decisions as a dict for JSON: what their hashes cover, and their files."""
        self.ensure_one()
        paths = {file.document_id: file.path for file in archive.files if file.document_id}
        rows = self._get_ledger()
        return {
            "format": "lakip_sop.ledger/1",
            "cycle": self.name,
            "company": self.company_id.name,
            "made": archive.moment.isoformat(timespec="seconds"),
            "formula": _FORMULA,
            "head": rows[-1:].hash or hashchain.GENESIS,
            "printed": [row._get_anchor() for row in rows if row.signed_document_id],
            "rows": [
                {
                    "title": row._get_archive_title(),
                    "date": self._get_archive_clock(row.date).isoformat(),
                    "state": row.state,
                    "previous_hash": row.previous_hash,
                    "hash": row.hash,
                    "links": row._get_links(),
                    "files": [
                        paths[document.id] for document in row.document_id + row.signed_document_id
                    ],
                }
                for row in rows
            ],
        }

    def _get_archive_readme(self, archive, ledger):
        """Return the text of the file that is read first."""
        broken, reason = self._find_broken_approval()
        printed = ledger["printed"]
        lost = [f"    {file.path}" for file in archive.files if file.is_missing or file.is_altered]
        closed = self.state in ("done", "cancelled")
        return Template((_TEXTS / _README).read_text("utf-8")).substitute(
            cycle=self.name,
            agency=self.company_id.lakip_agency or self.company_id.name,
            year=self.year,
            sop=" ".join(self.sop_id.display_name.split()),
            state=CYCLE_STATE_WORDS[self.state],
            moment=f"{archive.moment:%d-%m-%Y %H:%M} (UTC{archive.moment:%z})",
            user=self.env.user.name,
            count=f"{len(archive.files)} berkas, selain data, audit dan petunjuk",
            decisions=len(ledger["rows"]),
            head=ledger["head"],
            verdict=f"TIDAK UTUH: {reason}"
            if broken or reason
            else "Utuh: tidak ada keputusan atau berkas keputusan yang diubah.",
            snapshot=""
            if closed
            else "\n  POTRET: penyusunan masih berjalan. Arsip ini adalah keadaannya pada waktu\n"
            "  ekspor; buatlah arsip baru setelah selesai.\n",
            problems="\n".join(
                ("\n  PERHATIAN: berkas yang hilang atau diubah di server:", *lost, "")
            )
            if lost
            else "",
            anchors="\n".join(f"       {anchor}" for anchor in printed)
            or "       (belum ada dokumen yang ditandatangani)",
            example=printed[-1] if printed else ledger["head"],
        )


def _read_checked(attachment, digest):
    """Return the content of a file, which has this SHA-256.

    :raises RuntimeError: when it has another one by now
    """
    content = attachment._lakip_read()
    if sha256(content).hexdigest() != digest:
        raise RuntimeError(f"attachment {attachment.id} was changed while it was exported")
    return content


def _to_json(value):
    """Return ``value`` as JSON that people can read as well (bytes)."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
