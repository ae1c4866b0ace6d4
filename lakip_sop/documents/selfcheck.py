"""Bahan rapat: the self-check of the report against the Pelaporan criteria of Permenpan RB 88/2021.

The words of the criteria are this app's own, after two public evaluation programs; the text of the
rule was not at hand.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from .base import DocumentWriter
from .dates import long_date, number
from .letterhead import Letterhead
from .markup import Cell, Column, join, key_values, paragraph, prose, table
from .minutes import CorrectionPoint
from .text import clean, one_line

_SIZE = 9
_MOST_NAMES = 5
_MET, _NOT_MET, _PENDING = "C6EFCE", "FFC7CE", "FFEB9C"
_GROUPS = {
    "fulfilment": "Pemenuhan",
    "quality": "Kualitas",
    "use": "Pemanfaatan",
}
_RESULTS = {
    "met": ("Terpenuhi", _MET),
    "not_met": ("Belum terpenuhi", _NOT_MET),
    "by_hand": ("Belum dinilai", _PENDING),
}
_CRITERIA = {
    "drafted": "Laporan kinerja telah disusun",
    "periodic": "Laporan kinerja disusun secara berkala",
    "formalized": "Laporan kinerja telah diformalkan (ditandatangani)",
    "reviewed": "Laporan kinerja telah direviu APIP",
    "published": "Laporan kinerja telah dipublikasikan",
    "on_time": "Laporan kinerja disampaikan tepat waktu",
    "structure": "Laporan disusun sesuai dengan standar",
    "information": "Laporan mengungkap seluruh informasi kinerja",
    "annual_target": "Realisasi dibandingkan dengan target tahunan",
    "medium_term": "Realisasi dibandingkan dengan target jangka menengah",
    "previous_years": "Realisasi dibandingkan dengan tahun-tahun sebelumnya",
    "benchmark": "Realisasi dibandingkan dengan standar nasional/internasional",
    "causes": "Penyebab keberhasilan atau kegagalan dijelaskan",
    "efficiency": "Efisiensi penggunaan sumber daya dijelaskan",
    "follow_up": "Upaya perbaikan atau rekomendasi disampaikan",
    "leadership": "Laporan menjadi perhatian utama pimpinan",
    "staff": "Laporan menjadi kepedulian seluruh pegawai",
    "activities": "Laporan dipakai untuk menyesuaikan kegiatan",
    "budget": "Laporan dipakai untuk menyesuaikan anggaran",
    "success": "Laporan dipakai untuk menilai keberhasilan kinerja",
    "next_plan": "Laporan dipakai untuk menyesuaikan perencanaan berikutnya",
    "culture": "Laporan memengaruhi perubahan budaya kinerja",
}
_REASONS = {
    "done": "Ada dalam data",
    "not_done": "Belum ada dalam data",
    "all_filled": "Semua telah diisi",
    "lacking": "Belum diisi: {names}",
    "no_indicators": "Belum ada sasaran dan indikator",
    "no_standard": "Tidak ada standar nasional yang dicatat; pastikan memang tidak ada",
    "in_time": "Disampaikan {days} hari sebelum batas waktu",
    "late": "Disampaikan {days} hari setelah batas waktu",
    "no_due_date": "Batas waktu belum diisi",
    "not_in_data": "Dinilai oleh Tim",
}


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """One criterion with what was found.

    :ivar code, group, result, reason: as ``tools/selfcheck.py`` names them
    :ivar names: what is lacking
    :ivar days: before or after the due date
    :ivar judge: who answered, and when; '' where the data tells
    """

    code: str
    group: str
    result: str
    reason: str
    names: tuple[str, ...] = ()
    days: int = 0
    judge: str = ""
    date: datetime.date | None = None
    note: str = ""

    @property
    def why(self):
        """The reason in words.

        >>> CriterionLine(code="causes", group="quality", result="not_met", reason="lacking",
        ...               names=("Indeks SPBE",)).why
        'Belum diisi: Indeks SPBE'
        """
        names = [*map(one_line, self.names[:_MOST_NAMES])]
        if len(self.names) > _MOST_NAMES:
            names.append(f"dan {len(self.names) - _MOST_NAMES} lainnya")
        return _REASONS[self.reason].format(names="; ".join(names), days=self.days)


@dataclass(frozen=True)
class ScoreLine:
    """One sub-component: how many criteria are met, and its points of its weight."""

    group: str
    met: int
    pending: int
    total: int
    points: Decimal
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class SelfCheck:
    """Content of the material."""

    letterhead: Letterhead
    year: int
    date: datetime.date | None = None
    lines: tuple[CriterionLine, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    points: tuple[CorrectionPoint, ...] = ()
    """The correction points that are open."""


def build_selfcheck(content: SelfCheck) -> bytes:
    """Return the .docx of a :class:`SelfCheck`."""
    title = f"Bahan Rapat Pembahasan: Swa-Periksa LAKIP Tahun {content.year}"
    writer = DocumentWriter(content.letterhead, title=title, date=content.date)
    writer.add_kop()
    center = {"align": "center", "bold": True, "before": 0}
    writer.add(
        paragraph("BAHAN RAPAT PEMBAHASAN", **center, size=14, after=0),
        paragraph("SWA-PERIKSA LAPORAN KINERJA", **center, after=0),
        paragraph(f"TAHUN {content.year}", **center, after=200),
        key_values(
            (
                ("Kriteria", "Komponen Pelaporan Kinerja, Permenpan RB 88/2021"),
                ("Keadaan data", long_date(content.date) or "-"),
                ("Nilai swa-periksa", _total(content.scores)),
            ),
            writer.width,
        ),
        _part("A", "Hasil per Subkomponen", _scores(content.scores, writer.width)),
        _part("B", "Kriteria", _criteria(content.lines, writer.width)),
        _part("C", "Poin yang Masih Terbuka", _open_points(content, writer.width)),
    )
    return writer.save()


def _part(mark, title, block):
    heading = paragraph(
        f"{mark}. {title}", bold=True, size=12, before=240, after=80, keep_next=True
    )
    return join(heading, block)


def _total(scores):
    points = sum((line.points for line in scores), Decimal(0))
    weight = sum((line.weight for line in scores), Decimal(0))
    return f"{number(points)} dari {number(weight)}"


def _scores(scores, width):
    """Return the table of the sub-components and how it is counted."""
    columns = (
        Column("Subkomponen", 34),
        Column("Terpenuhi", 22, "center"),
        Column("Belum Dinilai", 22, "center"),
        Column("Nilai", 22, "center"),
    )
    rows = (
        (
            _GROUPS[line.group],
            f"{line.met} dari {line.total}",
            str(line.pending),
            f"{number(line.points)} dari {number(line.weight)}",
        )
        for line in scores
    )
    note = (
        "Setiap kriteria dalam satu subkomponen dihitung sama; yang belum dinilai dihitung belum "
        "terpenuhi. Nilai evaluator dapat berbeda."
    )
    return join(table(columns, rows, width, size=_SIZE), prose((note,), size=_SIZE, before=80))


def _criteria(lines, width):
    """Return the table of all criteria, a line above each sub-component."""
    columns = (
        Column("No.", 6, "center"),
        Column("Kriteria", 36),
        Column("Hasil", 16, "center"),
        Column("Alasan", 42),
    )
    rows, group = [], None
    for place, line in enumerate(lines, 1):
        if line.group != group:
            group = line.group
            rows.append((Cell(_GROUPS[group], span=4, bold=True, align="left"),))
        word, shade = _RESULTS[line.result]
        rows.append(
            (f"{place}.", _CRITERIA[line.code], Cell(word, shade=shade), "\n".join(_reasons(line)))
        )
    return table(columns, rows, width, size=_SIZE)


def _reasons(line):
    """Yield why, who says so, and what they noted."""
    if one_line(line.judge):
        yield f"{one_line(line.judge)}, {long_date(line.date)}"
    else:
        yield line.why
    if one_line(line.note):
        yield clean(line.note).strip()


def _task(line):
    """Return what is to be done for a criterion that is not met."""
    if line.names:
        return f"Lengkapi {len(line.names)} isian"
    return "Tindak lanjuti" if line.judge else line.why


def _open_points(content, width):
    """Return the criteria that are not met and the open correction points."""
    columns = (
        Column("No.", 6, "center"),
        Column("Bab / Kriteria", 30),
        Column("Yang Perlu Dilakukan", 40),
        Column("Penanggung Jawab", 24),
    )
    rows = [
        (one_line(point.section), clean(point.text).strip(), one_line(point.responsible))
        for point in content.points
        if not point.resolved
    ]
    rows += [
        (_CRITERIA[line.code], f"{_task(line)} (huruf B nomor {place})", "")
        for place, line in enumerate(content.lines, 1)
        if line.result == "not_met"
    ]
    numbered = ((f"{place}.", *row) for place, row in enumerate(rows, 1))
    return table(columns, numbered, width, size=_SIZE, empty="Tidak ada poin yang terbuka")
