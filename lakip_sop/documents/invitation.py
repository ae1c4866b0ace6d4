"""Surat Undangan: the invitation to a meeting."""

import datetime
from dataclasses import dataclass

from .base import DocumentWriter
from .dates import day_span, long_date, time_span
from .letterhead import Letterhead, LetterInfo, Official
from .markup import Column, grid, join, key_values, paragraph, prose, table
from .signature import copies, place_and_date, signature, signature_row
from .text import BLANK, filled, one_line, or_blank

LISTED = 4
"""More invitees than this are named in an annex."""

_PLAIN = {"before": 0, "after": 0, "line": 240}


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Content of an invitation; times carry the wall clock of the agency."""

    letterhead: Letterhead
    info: LetterInfo
    invitees: tuple[str, ...] = ()
    start: datetime.datetime
    end: datetime.datetime | None = None
    """None prints 's.d. selesai'."""
    place: str = ""
    agenda: str = ""
    signer: Official
    timezone_label: str = "WIB"
    opening: str = ""
    """First sentence; '' takes the usual one."""
    copies: tuple[str, ...] = ()


def build_invitation(content: Invitation) -> bytes:
    """Return the .docx of an :class:`Invitation`."""
    head = content.letterhead
    subject = one_line(content.info.subject) or "Undangan Rapat"
    writer = DocumentWriter(head, title=subject, date=content.info.date)
    invitees = filled(content.invitees)
    annexed = len(invitees) > LISTED
    attachment = one_line(content.info.attachment).strip("-")
    if annexed and not attachment:
        attachment = "1 (satu) lembar"
    writer.add_kop()
    writer.add(
        letter_head(content, subject, attachment, writer.width),
        addressees(("Daftar Undangan Terlampir",) if annexed else invitees, head.city),
        *_body(content, writer.width),
        signature_row(writer.width, signature(content.signer)),
        copies(content.copies),
    )
    if annexed:
        writer.add(_annex(content, invitees, writer.width))
    return writer.save()


def letter_head(content, subject, attachment, width):
    """Return the head of a letter: Nomor, Sifat, Lampiran, Hal at the left, the date at the right.

    ``content`` is any letter's content with ``letterhead`` and ``info``.
    """
    info, left = content.info, width * 11 // 20
    numbers = key_values(
        (
            ("Nomor", or_blank(info.number)),
            ("Sifat", one_line(info.nature) or "Biasa"),
            ("Lampiran", one_line(attachment) or "-"),
            ("Hal", subject),
        ),
        left,
        label=1150,
    )
    day = paragraph(place_and_date(content.letterhead, info), align="right", **_PLAIN)
    return grid([(numbers, day)], (left, width - left), width)


def addressees(names, city):
    """Return the 'Yth.' block: one name, or a numbered list, and where they are."""
    if len(names) > 1:
        shown = [paragraph("Yth.", **_PLAIN | {"before": 240})]
        shown += [
            paragraph(f"{place}.\t{name}", left=400, hanging=400, **_PLAIN)
            for place, name in enumerate(names, 1)
        ]
    else:
        shown = [
            paragraph(f"Yth. {or_blank(names[0] if names else '')}", **_PLAIN | {"before": 240})
        ]
    place = f"di {one_line(city)}" if one_line(city) else "di Tempat"
    return join(*shown, paragraph(place, **_PLAIN | {"after": 240}))


def _body(content, width):
    """Return the sentences and the facts of the meeting."""
    opening = one_line(content.opening) or (
        "Dalam rangka penyusunan Laporan Akuntabilitas Kinerja Instansi Pemerintah (LAKIP) "
        f"{one_line(content.letterhead.agency)}, bersama ini kami mengundang Saudara untuk hadir "
        "pada:"
    )
    facts = (
        ("Hari/tanggal", day_span(content.start, content.end)),
        ("Waktu", time_span(content.start, content.end, content.timezone_label)),
        ("Tempat", or_blank(content.place)),
        ("Acara", or_blank("\n".join(filled((content.agenda or "").split("\n"))))),
    )
    return (
        prose((opening,), align="both", first=720),
        key_values(facts, width - 720, label=1700, indent=720),
        paragraph(
            "Demikian undangan ini disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan "
            "terima kasih.",
            align="both",
            first=720,
            before=160,
            keep_next=True,
        ),
    )


def _annex(content, invitees, width):
    """Return the list of invitees on a page of its own."""
    day = long_date(content.info.date) or BLANK
    rows = ((f"{place}.", name) for place, name in enumerate(invitees, 1))
    columns = (Column("No.", 1, "center"), Column("Undangan", 11))
    return join(
        paragraph("Lampiran Surat Undangan", page_break=True, **_PLAIN),
        key_values((("Nomor", or_blank(content.info.number)), ("Tanggal", day)), width, label=1150),
        paragraph("DAFTAR UNDANGAN", align="center", bold=True, before=240, after=200),
        table(columns, rows, width, size=11, keep_last=2),
        signature_row(width, signature(content.signer)),
    )
