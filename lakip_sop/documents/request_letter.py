"""Nota Dinas: the data asked of one bidang for the report."""

import datetime
from dataclasses import dataclass

from .base import DocumentWriter
from .dates import deadline, long_date
from .letterhead import Letterhead, LetterInfo, Official
from .markup import Column, key_values, paragraph, prose, table
from .signature import copies, signature, signature_row
from .text import BLANK, filled, one_line, or_blank


@dataclass(frozen=True)
class RequestedItem:
    """One thing asked for."""

    name: str
    required: bool = True
    note: str = ""


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
        ("Lampiran", one_line(info.attachment) or "-"),
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
        paragraph(closing, align="both", first=720, before=200, keep_next=True),
    )
