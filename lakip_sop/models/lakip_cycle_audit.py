from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..documents import Audit, AuditTable

_AUDITORS = (
    "lakip_sop.group_lakip_planning_head",
    "lakip_sop.group_lakip_secretary",
    "lakip_sop.group_lakip_agency_head",
)
#: What the audit calls things: a document for readers outside Odoo, Indonesian like the letters.
DECISIONS = {
    "approved": "Disetujui",
    "returned": "Dikembalikan",
    "voided": "Persetujuan sebelumnya batal",
    "withdrawn": "Ditarik kembali",
}
_DECISION_STATES = {
    "pending": "Menunggu",
    "approved": "Berlaku",
    "returned": "Dikembalikan",
    "void": "Tidak berlaku lagi",
}
ACTS = {"initial": "Paraf", "signature": "Tanda tangan"}
_RESULTS = {
    "done": "Selesai",
    "returned": "Dikembalikan",
    "withdrawn": "Ditarik kembali",
    "cancelled": "Dibatalkan",
}
_STEP_STATES = {
    "waiting": "Menunggu",
    "active": "Berjalan",
    "done": "Selesai",
    "cancelled": "Dibatalkan",
}
CYCLE_STATE_WORDS = {
    "draft": "Belum dimulai",
    "running": "Berjalan",
    "done": "Selesai",
    "cancelled": "Dibatalkan",
}
_DOCUMENT_KINDS = {
    "disposition": "Disposisi",
    "decree": "SK Tim",
    "invitation": "Undangan",
    "material": "Bahan Rapat",
    "request_letter": "Nota Dinas",
    "minutes": "Notulen",
    "report": "LAKIP",
    "delivery_letter": "Surat Pengantar",
    "other": "Lainnya",
}
_DOCUMENT_STATES = {
    "current": "Berlaku",
    "superseded": "Digantikan",
    "signed": "Ditandatangani",
    "revoked": "Dicabut",
}
_ORIGINS = {
    "generated": "Dibuat aplikasi",
    "uploaded": "Diunggah",
    "signed": "Dibuat saat penandatanganan",
}
_METHODS = {
    "password": "kata sandi",
    "webauthn": "kunci sandi (passkey)",
    "passkey": "kunci sandi (passkey)",
    "totp": "kode dua langkah",
    "totp_mail": "kode dua langkah lewat surel",
    "apikey": "kunci API",
}


class LakipCycle(models.Model):
    """The audit of a cycle: decisions, rows and documents, for a reader who knows no Odoo."""

    _inherit = "lakip.cycle"

    can_audit = fields.Boolean(compute="_compute_can_audit")

    @api.depends_context("uid")
    def _compute_can_audit(self):
        allowed = self._is_auditor()
        for cycle in self:
            cycle.can_audit = allowed

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_audit(self):
        """Open the audit page of this cycle."""
        self.ensure_one()
        self._check_can_audit()
        return {
            "type": "ir.actions.act_url",
            "url": f"/lakip/audit/{self.id}",
            "target": "new",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _is_auditor(self):
        return any(map(self.env.user.has_group, _AUDITORS))

    def _check_can_audit(self):
        """Raise ``AccessError`` unless the user heads the planning or a row of command."""
        self.check_access("read")
        if not self._is_auditor():
            raise AccessError(
                self.env._("The audit is for the planning head, the secretary and the agency head.")
            )

    def _get_audit(self):
        """Return the ``Audit`` of this cycle; the caller has checked the right."""
        self.ensure_one()
        cycle = self.sudo()  # sudo: names, rounds and addresses that the reader need not have
        step = cycle.step_ids[:1] or self.env["lakip.step"].sudo().new({"cycle_id": cycle.id})
        broken, reason = cycle.with_context(lang="id_ID")._find_broken_approval()
        rows = cycle.approval_ids.filtered("hash").sorted("sequence")
        head = rows[-1:].hash or "-"
        when = step._to_wall_clock(fields.Datetime.now())
        facts = (
            ("Instansi", cycle.company_id.lakip_agency or cycle.company_id.name),
            ("Laporan", f"{cycle.name} (tahun pelaporan {cycle.year})"),
            ("SOP", cycle.sop_id.display_name),
            ("Status", CYCLE_STATE_WORDS[cycle.state]),
            ("Mulai", self._audit_time(step, cycle.date_start)),
            ("Selesai", self._audit_time(step, cycle.date_done)),
            ("Batas waktu menurut peraturan", self._audit_date(cycle.date_due)),
            (
                "Pemeriksaan rantai keputusan",
                f"TIDAK UTUH: {reason}"
                if broken or reason
                else f"Utuh: {len(rows)} keputusan, tidak ada yang diubah.",
            ),
            ("Kepala rantai keputusan", head),
            ("Diperiksa pada", f"{when:%d-%m-%Y %H:%M} {step._get_zone_label()}"),
        )
        return Audit(
            letterhead=step._get_letterhead(),
            title=f"AUDIT PENYUSUNAN {cycle.name}",
            date=when.date(),
            facts=tuple((label, value or "-") for label, value in facts),
            tables=(
                cycle._get_audit_decisions(rows),
                cycle._get_audit_proofs(rows),
                cycle._get_audit_steps(),
                cycle._get_audit_documents(),
                cycle._get_audit_corrections(),
            ),
        )

    def _get_audit_decisions(self, rows):
        return AuditTable(
            "Keputusan",
            (
                ("No.", 7),
                ("Waktu", 15),
                ("Langkah SOP", 11),
                ("Tindakan", 18),
                ("Oleh", 22),
                ("Sebagai", 24),
                ("Versi", 9),
                ("Catatan", 34),
                ("Status kini", 16),
            ),  # fmt: skip
            tuple(
                (
                    str(row.sequence),
                    self._audit_time(row.step_id, row.date),
                    row.step_id.number or row.step_id.name,
                    f"{ACTS.get(row.kind, '')}: {DECISIONS[row.decision]}",
                    row.signer_name,
                    f"{row.signer_title}\n(pejabat definitif: {row.holder_name})"
                    if row.holder_name
                    else row.signer_title,
                    str(row.document_id.version),
                    row.comment or "-",
                    _DECISION_STATES[row.state],
                )
                for row in rows
            ),
            note="Setiap paraf, tanda tangan, pengembalian dan penarikan, menurut urutan waktu.",
        )

    def _get_audit_proofs(self, rows):
        return AuditTable(
            "Bukti keputusan",
            (
                ("No.", 7),
                ("Cara masuk", 24),
                ("Alamat IP", 16),
                ("SHA-256 berkas", 34),
                ("Hash sebelumnya", 34),
                ("Hash", 34),
            ),  # fmt: skip
            tuple(
                (
                    str(row.sequence),
                    self._audit_methods(row),
                    row.ip_address or "-",
                    row.sha256,
                    row.previous_hash,
                    row.hash,
                )
                for row in rows
            ),
            note="Sidik jari dari keputusan dengan nomor yang sama di atas. Hash setiap keputusan "
            "mencakup isinya dan hash keputusan sebelumnya, sehingga perubahan pada satu "
            "keputusan merusak semua keputusan sesudahnya.",
        )

    def _get_audit_steps(self):
        lines = []
        for step in self.step_ids:
            past = step.round_ids.sorted("id")
            for record in past:
                lines.append(
                    (
                        step.number or "-",
                        step.name,
                        step.role_id.name,
                        str(record.round),
                        _RESULTS[record.result],
                        record.user_id.name or "-",
                        self._audit_time(step, record.date_start),
                        self._audit_time(step, record.date_deadline),
                        self._audit_time(step, record.date_done),
                        f"{record.standard_hours:.2f}".replace(".", ","),
                        f"{record.worked_hours:.2f}".replace(".", ","),
                        record.reason or "-",
                    )
                )
            if step.state in ("waiting", "active") or not past:
                lines.append(
                    (
                        step.number or "-",
                        step.name,
                        step.role_id.name,
                        str(step.round) if step.state == "active" else "-",
                        _STEP_STATES[step.state],
                        ", ".join(step.user_ids.mapped("name")) or "-",
                        self._audit_time(step, step.state == "active" and step.date_start),
                        self._audit_time(step, step.date_deadline),
                        "-",
                        "-",
                        "-",
                        "-",
                    )
                )
        return AuditTable(
            "Langkah",
            (
                ("No.", 8),
                ("Kegiatan", 36),
                ("Pelaksana", 18),
                ("Putaran", 12),
                ("Hasil", 14),
                ("Oleh", 18),
                ("Mulai", 15),
                ("Batas waktu", 15),
                ("Selesai", 15),
                ("Waktu baku (jam)", 12),
                ("Waktu nyata (jam)", 12),
                ("Alasan", 26),
            ),  # fmt: skip
            tuple(lines),
            note="Setiap langkah SOP dengan setiap putarannya; pengembalian memulai putaran baru. "
            "Jam adalah jam kerja.",
        )

    def _get_audit_documents(self):
        documents = self.document_ids.sorted(lambda file: (file.create_date, file.id))
        return AuditTable(
            "Dokumen",
            (
                ("Dokumen", 26),
                ("Jenis", 14),
                ("Versi", 9),
                ("Status", 14),
                ("Asal", 18),
                ("Langkah SOP", 12),
                ("Dibuat oleh", 18),
                ("Waktu", 15),
                ("Berkas", 26),
                ("Berkas utuh", 10),
                ("SHA-256", 30),
            ),  # fmt: skip
            tuple(
                (
                    document.name,
                    _DOCUMENT_KINDS[document.kind],
                    str(document.version),
                    _DOCUMENT_STATES[document.state],
                    _ORIGINS[document.origin],
                    document.step_id.number or "-",
                    document.create_uid.name,
                    self._audit_time(document.step_id, document.create_date),
                    document.attachment_id.name,
                    "Ya" if document._is_intact() else "TIDAK",
                    document.sha256,
                )
                for document in documents
            ),
            note="Setiap versi setiap dokumen; versi lama disimpan. SHA-256 adalah sidik jari "
            "berkas: berkas yang sama memberi angka yang sama.",
        )

    def _get_audit_corrections(self):
        points = self.correction_ids.sorted("id")
        return AuditTable(
            "Koreksi",
            (
                ("Langkah SOP", 12),
                ("Bagian", 16),
                ("Koreksi", 40),
                ("Dari", 20),
                ("Status", 12),
                ("Jawaban", 30),
            ),  # fmt: skip
            tuple(
                (
                    point.step_id.number or "-",
                    point.section or "-",
                    point.name,
                    point.proposer or point.create_uid.name,
                    "Selesai" if point.state == "resolved" else "Terbuka",
                    point.answer or "-",
                )
                for point in points
            ),
        )

    # ------------------------------------------------------------
    # BUSINESS: words
    # ------------------------------------------------------------

    def _audit_time(self, step, moment):
        """Return a moment on the agency's clock, e.g. '07-01-2027 09:30 WIB', or '-'."""
        if not moment:
            return "-"
        return f"{step._to_wall_clock(moment):%d-%m-%Y %H:%M} {step._get_zone_label(moment)}"

    def _audit_date(self, day):
        return f"{day:%d-%m-%Y}" if day else "-"

    def _audit_methods(self, row):
        """Return how the session was opened and the identity checked, in words."""
        parts = []
        for label, text in (("masuk", row.login_method), ("tanda tangan", row.identity_method)):
            if text:
                words = " + ".join(_METHODS.get(part, part) for part in text.split(" + "))
                parts.append(f"{label}: {words}")
        return "; ".join(parts) or "-"
