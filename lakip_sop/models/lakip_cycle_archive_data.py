from datetime import datetime

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..documents import AuditTable

#: Sheet -> model, and the field that leads from it to the cycle. Indonesian, like the audit.
_OF_CYCLE = {
    "Siklus": ("lakip.cycle", "id"),
    "Tim": ("lakip.cycle.member", "cycle_id"),
    "Langkah": ("lakip.step", "cycle_id"),
    "Putaran": ("lakip.step.round", "cycle_id"),
    "Penundaan": ("lakip.step.hold", "step_id.cycle_id"),
    "Daftar hadir": ("lakip.attendance", "step_id.cycle_id"),
    "Tindak lanjut": ("lakip.follow.up", "step_id.cycle_id"),
    "Koreksi": ("lakip.correction", "cycle_id"),
    "Permintaan data": ("lakip.request", "cycle_id"),
    "Butir permintaan": ("lakip.request.item", "request_id.cycle_id"),
    "Dokumen": ("lakip.document", "cycle_id"),
    "PDF": ("lakip.document.pdf", "document_id.cycle_id"),
    "Keputusan": ("lakip.approval", "cycle_id"),
    "Pengiriman": ("lakip.delivery", "cycle_id"),
    "Sasaran": ("lakip.objective", "cycle_id"),
    "Indikator": ("lakip.indicator", "cycle_id"),
    "Capaian tahun lain": ("lakip.indicator.year", "indicator_id.cycle_id"),
    "Program": ("lakip.program", "cycle_id"),
    "Bab": ("lakip.section", "cycle_id"),
    "Swa-periksa": ("lakip.selfcheck", "cycle_id"),
}
#: Of models that are not the app's: what is of use to a reader.
_FIELDS = {
    "calendar.event": ("id", "name", "start", "stop", "location", "partner_ids"),
    "mail.message": (
        "id", "date", "author_id", "email_from", "subject", "body", "message_type", "subtype_id",
        "model", "res_id", "attachment_ids",
    ),
    "mail.tracking.value": (
        "id", "mail_message_id", "field_id",
        "old_value_char", "new_value_char", "old_value_text", "new_value_text",
        "old_value_integer", "new_value_integer", "old_value_float", "new_value_float",
        "old_value_datetime", "new_value_datetime",
    ),
}  # fmt: skip
_LEFT_OUT = {
    # The picture is in the signed version, and opens nothing there; a token opens a page, and
    # those of decisions are in the ledger, as their hashes cover them.
    "lakip.approval": {"signature", "token"},
    # Of the setting-up, not of the agency
    "res.company": {"lakip_setup_closed", "lakip_setup_skipped"},
}
_HOUSEKEEPING = ("activity_", "message_", "my_activity_", "website_message_")
_WIDTHS = {"boolean": 8, "date": 12, "datetime": 17, "float": 12, "html": 60, "integer": 10}
_WORDS = {True: "Ya", False: "Tidak"}


class LakipCycle(models.Model):
    """The data of the archive of a cycle: every stored field of every record, and what it means."""

    _inherit = "lakip.cycle"

    def _get_archive_records(self):
        """Return ``{sheet: records}`` of all that the archive says. Called as superuser."""
        self.ensure_one()
        records = {
            sheet: self.env[model].search([(path, "=", self.id)], order="id")
            for sheet, (model, path) in _OF_CYCLE.items()
        }
        messages = self.env["mail.message"].search(
            Domain.OR(
                Domain("model", "=", found._name) & Domain("res_id", "in", found.ids)
                for found in records.values()
            )
            & Domain("message_type", "!=", "user_notification"),
            order="id",
        )
        sop_steps = self.sop_id.step_ids.sorted(lambda step: (step.sequence, step.id))
        records["Rapat"] = records["Langkah"].event_id.sorted("id")
        records["Percakapan"] = messages
        records["Perubahan tercatat"] = self.env["mail.tracking.value"].search(
            [("mail_message_id", "in", messages.ids)], order="id"
        )
        records["SOP"] = self.sop_id
        records["Baris SOP"] = sop_steps
        records["Peran"] = (sop_steps.role_id | sop_steps.participant_role_ids).sorted("id")
        records["Pejabat"] = self.env["lakip.officer"].search(
            [("company_id", "=", self.company_id.id)], order="id"
        )
        scales = self.company_id.lakip_scale_id | records["Indikator"].scale_id
        records["Skala"] = scales.sorted("id")
        records["Baris skala"] = scales.line_ids.sorted("id")
        records["Instansi"] = self.company_id
        return records

    def _get_archive_fields(self, model):
        """Return the names of the stored fields of ``model`` that are archived.

        A one2many is left out: its other side tells the same.
        """
        if model in _FIELDS:
            return list(_FIELDS[model])
        names = [
            name
            for name, field in self.env[model]._fields.items()
            if field.store
            and field.type not in ("binary", "one2many")
            and not name.startswith(_HOUSEKEEPING)
            and name not in _LEFT_OUT.get(model, ())
        ]
        if model == "res.company":
            names = ["id", "name", *(name for name in names if name.startswith("lakip_"))]
        return names

    def _get_archive_data(self, archive, records):
        """Return the data as a dict for JSON.

        :param records: see :meth:`_get_archive_records`
        """
        self.ensure_one()
        described = {}
        for sheet, found in records.items():
            names = self._get_archive_fields(found._name)
            described[found._name] = {
                "title": sheet,
                "fields": {name: self._describe_archive_field(found, name) for name in names},
                "records": [
                    {name: self._get_archive_value(record, name) for name in names}
                    for record in found
                ],
            }
        return {
            "format": "lakip_sop.data/1",
            "cycle": self.name,
            "company": self.company_id.name,
            "made": archive.moment.isoformat(timespec="seconds"),
            "time_zone": str(self.step_ids[0]._get_letter_zone()),
            "notes": {
                "keys": "what each key means is in 'fields' of its model",
                "times": "ISO 8601 with the offset from UTC",
                "references": "a record is its 'id' and its 'name'; null where there is none",
                "files": "'path' is in this archive; 'recorded' is the SHA-256 of when it was kept",
            },
            "models": described,
            "files": [
                {
                    "path": file.path,
                    "attachment": file.attachment_id,
                    "document": file.document_id or None,
                    "size": file.size,
                    "date": file.moment.isoformat(),
                    "sha256": file.found_sha256 or None,
                    "recorded": file.sha256,
                    "missing": file.is_missing,
                    "altered": file.is_altered,
                }
                for file in archive.files
            ],
        }

    def _describe_archive_field(self, records, name):
        """Return what a key of the data means."""
        field = records._fields[name]
        attributes = ["string", "type", "help", "relation", "selection"]
        told = field.get_description(self.env, attributes)
        described = {"label": told["string"], "type": told["type"]}
        if told.get("help"):
            described["help"] = told["help"]
        if told.get("relation"):
            described["of"] = told["relation"]
        if told.get("selection"):
            described["values"] = dict(told["selection"])
        return described

    def _get_archive_value(self, record, name):
        """Return a stored value as JSON can hold it."""
        value, kind = record[name], record._fields[name].type
        if kind == "many2one":
            return {"id": value.id, "name": value.display_name} if value else None
        if kind == "many2many":
            return [{"id": one.id, "name": one.display_name} for one in value.sorted("id")]
        if kind == "datetime":
            return self._get_archive_clock(value).isoformat() if value else None
        if kind == "date":
            return value.isoformat() if value else None
        if kind in ("boolean", "float", "integer", "monetary"):
            return value
        if kind == "json":
            return value or None
        return str(value) if value else None

    # ------------------------------------------------------------
    # BUSINESS: as a spreadsheet
    # ------------------------------------------------------------

    def _get_archive_tables(self, data):
        """Return the data as tables for people: a sheet a model, its files, and the words used."""
        note = f"Waktu menurut zona {data['time_zone']}."
        tables = []
        for model in data["models"].values():
            fields = model["fields"]
            tables.append(
                AuditTable(
                    model["title"],
                    tuple(
                        (field["label"], _WIDTHS.get(field["type"], 24))
                        for field in fields.values()
                    ),
                    tuple(
                        tuple(_to_cell(record[name], field) for name, field in fields.items())
                        for record in model["records"]
                    ),
                    note=note,
                )
            )
        tables.append(
            AuditTable(
                "Berkas",
                (("Berkas", 70), ("Ukuran (byte)", 14), ("Tanggal", 17), ("SHA-256", 66)),
                tuple(
                    (file["path"], file["size"], _to_time(file["date"]), file["recorded"])
                    for file in data["files"]
                ),
                note=note,
            )
        )
        tables.append(
            AuditTable(
                "Kamus",
                (("Lembar", 20), ("Model", 22), ("Kunci", 24), ("Nama", 30), ("Nilai", 60)),
                tuple(
                    (
                        model["title"],
                        name,
                        key,
                        field["label"],
                        "; ".join(f"{key} = {word}" for key, word in field["values"].items())
                        if "values" in field
                        else field["type"],
                    )
                    for name, model in data["models"].items()
                    for key, field in model["fields"].items()
                ),
                note="Kunci adalah nama yang dipakai di data.json.",
            )
        )
        return tables


def _to_time(text):
    """Return an ISO moment as people write it, on the same clock."""
    return f"{datetime.fromisoformat(text):%d-%m-%Y %H:%M}"


def _to_cell(value, field):
    """Return a value of the JSON as a cell for people: text, or a number."""
    kind = field["type"]
    if value is None:
        return ""
    if kind == "many2one":
        return value["name"] or ""
    if kind == "many2many":
        return ", ".join(one["name"] or "" for one in value)
    if kind == "boolean":
        return _WORDS[value]
    if kind == "datetime":
        return _to_time(value)
    if kind == "date":
        return "-".join(reversed(value.split("-")))
    if kind == "selection":
        return field["values"].get(value, value)
    if kind == "html":
        return html2plaintext(value)
    return value if kind in ("float", "integer", "monetary") else str(value)
