"""Surat Pengantar: hands the signed report over; the receiver signs it and returns one copy."""

import datetime
from dataclasses import dataclass

from .base import DocumentWriter
from .dates import long_date
from .invitation import addressees
from .letterhead import Letterhead, LetterInfo, Official
from .markup import Column, join, key_values, paragraph, table
from .signature import copies, place_and_date, signature, signature_row
from .text import BLANK, lines, one_line, or_blank

MEDIA = {
    "softcopy": "Salinan digital (softcopy)",
    "hardcopy": "Salinan cetak (hardcopy)",
}

COPIES = ("Lembar I: untuk penerima", "Lembar II: dikembalikan kepada pengirim")
"""The letter is printed once for each: the receiver keeps one and returns one."""


@dataclass(frozen=True)
class DeliveredItem:
    """One thing handed over."""

    name: str
    quantity: str = "1 (satu) berkas"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DeliveryLetter:
    """Content of a surat pengantar with its receipt part."""

    letterhead: Letterhead
    info: LetterInfo
    recipient: str
    recipient_address: str = ""
    items: tuple[DeliveredItem, ...] = ()
    sender: Official
    medium: str = ""
    """``softcopy``, ``hardcopy``, or a text printed as it is."""
    received: datetime.date | None = None
    """None leaves the receipt to be filled in by hand, as does ``receiver``."""
    receiver: Official | None = None
    receiver_phone: str = ""
    copies: tuple[str, ...] = ()


def build_delivery_letter(content: DeliveryLetter) -> bytes:
    """Return the .docx of a :class:`DeliveryLetter`."""
    info = content.info
    writer = DocumentWriter(
        content.letterhead,
        title=f"Surat Pengantar {one_line(info.subject)}".strip(),
        date=info.date,
    )
    for place, mark in enumerate(COPIES):
        if place:
            # A section of its own, as a kop may stand in the header of its first page alone.
            writer.section_break()
        writer.add_kop()
        writer.add(*_copy(content, mark, writer.width))
    return writer.save()


def _copy(content, mark, width):
    """Return one copy of the letter below its kop."""
    info = content.info
    address = " ".join(lines(content.recipient_address)) or "Tempat"
    centered = {"align": "center", "before": 0, "after": 0}
    return (
        paragraph(mark, align="right", size=8, italic=True, before=0, after=80),
        paragraph(place_and_date(content.letterhead, info), align="right", after=120),
        addressees((one_line(content.recipient),), address),
        paragraph("SURAT PENGANTAR", bold=True, size=14, **centered),
        paragraph(f"NOMOR {or_blank(info.number)}", **centered | {"after": 200}),
        _items(content, width),
        key_values(
            (("Diterima tanggal", long_date(content.received) or BLANK),), width, label=1900
        ),
        signature_row(width, signature(content.sender, "Pengirim,"), _receipt(content)),
        copies(content.copies),
        paragraph(
            "Mohon lembar kedua Surat Pengantar ini dikembalikan setelah ditandatangani sebagai "
            "bukti penerimaan.",
            before=200,
            size=9,
            italic=True,
        ),
    )


def _items(content, width):
    """Return the table of what is handed over."""
    medium = one_line(MEDIA.get(content.medium, content.medium))
    rows = (
        (
            f"{place}.",
            one_line(item.name),
            one_line(item.quantity),
            "\n".join(filter(None, (one_line(item.note), medium))),
        )
        for place, item in enumerate(content.items, 1)
    )
    columns = (
        Column("No.", 6, "center"),
        Column("Naskah dinas yang dikirimkan", 44),
        Column("Banyaknya", 20, "center"),
        Column("Keterangan", 30),
    )
    return table(columns, rows, width)


def _receipt(content):
    """Return the receiver's part: to be filled in by hand where nothing is known yet."""
    who = content.receiver or Official(name="", title="")
    phone = one_line(content.receiver_phone)
    looks = {"before": 0, "after": 0, "line": 240, "keep_next": True}
    extra = [] if one_line(who.nip) else [paragraph(f"NIP. {'.' * 24}", **looks)]
    extra.append(paragraph(f"No. telp. {phone or '.' * 18}", **looks))
    return join(signature(who, "Penerima,", office=who.office or "." * 30), *extra)
