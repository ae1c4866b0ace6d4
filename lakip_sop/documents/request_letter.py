"""Nota Dinas: the data asked of one bidang for the report, and the form to hand it in on."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from .base import DocumentWriter
from .dates import deadline, long_date, rupiah
from .letterhead import Letterhead, LetterInfo, Official
from .markup import Column, join, key_values, paragraph, prose, table
from .signature import copies, signature, signature_row
from .text import BLANK, clean, filled, one_line, or_blank

FORM_ATTACHMENT = "1 (satu) berkas"
"""Lampiran of the letter: the form."""

_PLAIN = {"before": 0, "after": 0, "line": 240}
# Rows to write in by hand where the app knows no indicator or program of the bidang.
_FREE_ROWS = 4


@dataclass(frozen=True)
class RequestedItem:
    """One thing asked for."""

    name: str
    required: bool = True
    note: str = ""


@dataclass(frozen=True)
class FormIndicator:
    """One indicator of the bidang, with what the form already knows of it."""

    name: str = ""
    unit: str = ""
    target: str = ""


@dataclass(frozen=True)
class FormProgram:
    """One program or kegiatan of the bidang; its pagu is in rupiah."""

    name: str = ""
    budget: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class RequestLetter:
    """Content of a nota dinas that asks for data."""

    letterhead: Letterhead
    info: LetterInfo
    sender: Official
    """Dari."""
    recipient: str
    """Yth.: the head of the bidang."""
    year: int
    """The year reported on."""
    items: tuple[RequestedItem, ...] = ()
    due: datetime.datetime | datetime.date | None = None
    """Wall clock of the agency."""
    signer: Official | None = None
    """None: the sender signs."""
    timezone_label: str = "WIB"
    copies: tuple[str, ...] = ()
    message: str = ""
    """What the sender adds, printed below the table."""
    division: str = ""
    """The bidang, as the form names it."""
    indicators: tuple[FormIndicator, ...] = ()
    programs: tuple[FormProgram, ...] = ()
    respondent: Official | None = None
    """Who signs the form: the head of the bidang; None leaves it blank."""


def build_request_letter(content: RequestLetter) -> bytes:
    """Return the .docx of a :class:`RequestLetter`."""
    info = content.info
    subject = one_line(info.subject) or f"Permintaan Bahan LAKIP Tahun {content.year}"
    writer = DocumentWriter(content.letterhead, title=f"Nota Dinas {subject}", date=info.date)
    writer.add_kop()
    writer.add(
        paragraph("NOTA DINAS", align="center", size=14, bold=True, after=200),
        _heading(content, subject, writer.width),
        paragraph("", rule="single", before=0, after=160, line=120, size=2),
        *_body(content, writer.width),
        signature_row(writer.width, signature(content.signer or content.sender)),
        copies(content.copies),
        _form(content, writer.width),
    )
    return writer.save()


def _heading(content, subject, width):
    """Return to whom, from whom, when and about what."""
    info = content.info
    pairs = (
        ("Yth.", or_blank(content.recipient)),
        ("Dari", or_blank(content.sender.position)),
        ("Tembusan", "\n".join(filled(content.copies))),
        ("Tanggal", long_date(info.date) or BLANK),
        ("Nomor", or_blank(info.number)),
        ("Sifat", one_line(info.nature) or "Biasa"),
        ("Lampiran", one_line(info.attachment).strip("-") or FORM_ATTACHMENT),
        ("Hal", subject),
    )
    return key_values(
        [pair for pair in pairs if pair[0] != "Tembusan" or pair[1]], width, label=1400
    )


def _body(content, width):
    """Return the request, the table of what is asked, and the time limit."""
    limit = deadline(content.due, content.timezone_label)
    until = f" paling lambat {limit}" if limit else ""
    opening = (
        "Dalam rangka penyusunan Laporan Akuntabilitas Kinerja Instansi Pemerintah (LAKIP) "
        f"{one_line(content.letterhead.agency)} Tahun {content.year}, dengan hormat diminta kepada "
        f"Saudara untuk menyampaikan bahan dan data{until}, sebagai berikut:"
    )
    rows = (
        (
            f"{place}.",
            one_line(item.name),
            "Wajib" if item.required else "Bila ada",
            one_line(item.note),
        )
        for place, item in enumerate(content.items, 1)
    )
    columns = (
        Column("No.", 6, "center"),
        Column("Bahan / Data", 48),
        Column("Sifat", 14, "center"),
        Column("Keterangan", 32),
    )
    closing = (
        "Demikian untuk menjadi perhatian dan dilaksanakan. Atas kerja samanya diucapkan terima "
        "kasih."
    )
    return (
        prose((opening,), align="both", first=720),
        table(columns, rows, width, empty="Bahan dan data sesuai tugas dan fungsi bidang"),
        prose((content.message,), align="both", first=720, before=160),
        paragraph(
            "Bahan dan data disampaikan dengan mengisi formulir sebagaimana terlampir.",
            align="both",
            first=720,
            before=160,
        ),
        paragraph(closing, align="both", first=720, keep_next=True),
    )


def _form(content, width):
    """Return the form on pages of its own: what was asked, figures and money to fill in."""
    info = content.info
    who = content.respondent or Official(name="", title=f"Kepala {one_line(content.division)}")
    columns = (
        Column("No.", 6, "center"),
        Column("Bahan / Data", 42),
        Column("Ada / Tidak", 12, "center"),
        Column("Nama Berkas / Keterangan", 40),
    )
    items = (
        (f"{place}.", one_line(item.name), "", "") for place, item in enumerate(content.items, 1)
    )
    day = f"{one_line(content.letterhead.city)}, {BLANK}".removeprefix(", ")
    return join(
        paragraph("LAMPIRAN NOTA DINAS", page_break=True, bold=True, **_PLAIN),
        key_values(
            (("Nomor", or_blank(info.number)), ("Tanggal", long_date(info.date) or BLANK)),
            width,
            label=1400,
        ),
        paragraph(
            f"FORMULIR BAHAN DAN DATA LAKIP\nTAHUN {content.year}",
            align="center",
            bold=True,
            before=200,
            after=160,
        ),
        key_values((("Bidang", or_blank(content.division)),), width, label=1400),
        _part("A. Kelengkapan Bahan dan Data"),
        table(columns, items, width, size=9, empty="Sesuai tugas dan fungsi bidang"),
        _part("B. Capaian Indikator Kinerja"),
        _indicators(content.indicators, width),
        _part("C. Anggaran Program dan Kegiatan"),
        _programs(content.programs, width),
        signature_row(width, signature(who, day)),
    )


def _part(title):
    return paragraph(title, bold=True, before=200, after=80, keep_next=True)


def _indicators(lines, width):
    """Return the table of indicators, realization and explanation to be filled in."""
    columns = (
        Column("No.", 6, "center"),
        Column("Indikator Kinerja", 26),
        Column("Satuan", 10, "center"),
        Column("Target", 11, "center"),
        Column("Realisasi", 11, "center"),
        Column("Penyebab / Kendala", 18),
        Column("Tindak Lanjut", 18),
    )
    rows = (
        (
            f"{place}.\n",
            clean(line.name).strip(),
            one_line(line.unit),
            one_line(line.target),
            "",
            "",
            "",
        )
        for place, line in enumerate(lines or (FormIndicator(),) * _FREE_ROWS, 1)
    )
    return table(columns, rows, width, size=8)


def _programs(lines, width):
    """Return the table of programs, the money spent to be filled in."""
    columns = (
        Column("No.", 6, "center"),
        Column("Program / Kegiatan", 42),
        Column("Pagu", 18, "right"),
        Column("Realisasi (Rp)", 16, "right"),
        Column("Keterangan", 18),
    )
    rows = (
        (f"{place}.\n", one_line(line.name), rupiah(line.budget), "", "")
        for place, line in enumerate(lines or (FormProgram(),) * _FREE_ROWS, 1)
    )
    return table(columns, rows, width, size=8, keep_last=1)
