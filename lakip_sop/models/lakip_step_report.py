from datetime import datetime

from odoo import models

from ..documents import InitialLine, Report, ReportData, ReportSection, build_report


class LakipStep(models.Model):
    """The LAKIP itself, as rows of the kinds ``drafting`` and ``revision`` generate it."""

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _build_report(self):
        """Return the next version of the LAKIP.

        Its paraf table has names and no dates, as no paraf on this version is given yet.
        """
        self.ensure_one()
        head = self._get_letterhead()
        current = self.cycle_id._get_report()[self.cycle_id]
        data = self._get_report_data()
        performance = self.cycle_id._get_report_performance()
        content = build_report(
            Report(
                letterhead=head,
                year=self.year,
                sections=self._get_report_sections(head, data, performance),
                data=data,
                performance=performance,
                resolve=self.cycle_id._get_picture_resolver(),
                agreement=self.cycle_id._get_agreement(),
                endorsement=self._get_official(self._get_signature_role()),
                initials=self._get_report_initials(),
                version=(current.version or 0) + 1,
            )
        )
        return f"LAKIP {self.year}", self._get_filename("LAKIP", head.agency, self.year), content

    def _get_report_sections(self, head, data, performance):
        """Return what people wrote, and neutral paragraphs where that is nothing yet."""
        written = self._get_written_sections(head, performance)
        told = {section.code for section in written if section.html or section.closing}
        neutral = self._get_neutral_sections(head, data)
        return (*(section for section in neutral if section.code not in told), *written)

    def _get_neutral_sections(self, head, data):
        """Return the neutral paragraphs of a draft; other chapters show what belongs there."""
        report = "Laporan Akuntabilitas Kinerja Instansi Pemerintah (LAKIP)"
        divisions = len({line.division for line in data})
        return (
            ReportSection(
                "preface",
                paragraphs=(
                    f"{report} {head.agency} Tahun {self.year} disusun sebagai pertanggungjawaban "
                    "atas pelaksanaan tugas dan fungsi serta penggunaan anggaran.",
                ),
            ),
            ReportSection(
                "III.A",
                paragraphs=(
                    f"Capaian kinerja disusun dari {len(data)} bahan dan data yang diserahkan oleh "
                    f"{divisions} bidang/sekretariat, sebagaimana tercantum dalam Lampiran.",
                )
                if data
                else (),
            ),
        )

    def _get_report_data(self):
        """Return one ``ReportData`` for each answered item of the cycle's accepted requests."""
        requests = self.env["lakip.request"].search(
            [("cycle_id", "=", self.cycle_id.id), ("state", "=", "accepted")]
        )
        return tuple(
            ReportData(
                division=request.department_id.name,
                item=item.name,
                files=tuple(item.attachment_ids.mapped("name")),
                accepted=self._to_letter_date(request.date_accepted),
            )
            for request in requests.sorted(lambda request: request.department_id.name)
            for item in request.item_ids
            if item.attachment_ids or item.note
        )

    def _to_letter_date(self, moment):
        """Return a date or UTC datetime as a date on the agency's clock, or None."""
        return (
            self._to_wall_clock(moment).date() if isinstance(moment, datetime) else moment or None
        )

    def _get_report_initials(self):
        """Return the chain of paraf: a line for each paraf row, in the SOP's order."""
        lines = []
        for step in self.cycle_id.step_ids:
            if step.kind == "initial" and step.state != "cancelled":
                official = self._get_official(step.role_id)
                lines.append(InitialLine(title=official.office, name=official.name))
        return tuple(lines)
