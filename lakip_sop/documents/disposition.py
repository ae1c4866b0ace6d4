"""Lembar Disposisi: a superior passes a task on, with what to do and until when."""

import datetime
from dataclasses import dataclass

from .base import DocumentWriter
from .dates import deadline, long_date
from .letterhead import Letterhead, LetterInfo, Official
from .markup import grid, join, key_values, paragraph, prose, run
from .signature import place_and_date, signature, signature_row
from .text import filled, one_line

WISHES = (
    "Tanggapan dan saran",
    "Proses lebih lanjut",
    "Koordinasi/konfirmasi",
    "Untuk diketahui",
)
_BOXES = {True: "\u2612", False: "\u2610"}


@dataclass(frozen=True, kw_only=True)
class Disposition:
    """Content of a disposition; without an incoming letter it records a direct instruction."""

    letterhead: Letterhead
    info: LetterInfo
    """``number`` is the agenda number, ``date`` the day of the disposition."""
    sender: Official
    recipients: tuple[str, ...]
    """Offices it is passed on to."""
    others: tuple[str, ...] = ()
    """Offices that are listed with them and not ticked."""
    instruction: str
    due: datetime.date | datetime.datetime | None = None
    sop: str = ""
    """The SOP row that asks for it, such as 'SOP 09 Penyusunan LAKIP, langkah 1'."""
    wishes: tuple[str, ...] = ("Proses lebih lanjut",)
    """Those of :data:`WISHES` that are ticked; others are added to the list."""
    letter_from: str = ""
    """Who sent the letter that is passed on; '' for an instruction of the sender's own."""
    letter_number: str = ""
    letter_date: datetime.date | None = None
    received: datetime.date | None = None
    timezone_label: str = "WIB"


def build_disposition(content: Disposition) -> bytes:
    """Return the .docx of a :class:`Disposition`."""
    writer = DocumentWriter(content.letterhead, title="Lembar Disposisi", date=content.info.date)
    writer.add_kop()
    writer.add(
        paragraph("LEMBAR DISPOSISI", align="center", size=14, bold=True, after=160),
        grid(
            (
                *_origin(content, writer.width),
                _forwarding(content),
                (_instruction(content, writer.width),),
            ),
            (1, 1),
            writer.width,
            borders=True,
            margin=100,
        ),
        signature_row(
            writer.width,
            signature(content.sender, place_and_date(content.letterhead, content.info)),
        ),
    )
    return writer.save()


def _origin(content, width):
    """Return two rows: where the matter comes from, be it a letter or the sender's own word."""
    info = content.info
    half = width // 2 - 200
    left = key_values(
        (
            ("Surat dari", one_line(content.letter_from) or "Arahan langsung"),
            ("Nomor surat", one_line(content.letter_number) or "-"),
            ("Tanggal surat", long_date(content.letter_date) or "-"),
        ),
        half,
        label=1450,
    )
    right = key_values(
        (
            ("Diterima tanggal", long_date(content.received) or "-"),
            ("Nomor agenda", one_line(info.number)),
            ("Sifat", one_line(info.nature)),
        ),
        half,
        label=1750,
    )
    subject = key_values(
        (
            ("Hal", one_line(info.subject) or "Penyusunan LAKIP"),
            ("Dasar", one_line(content.sop) or "-"),
        ),
        width - 200,
        label=1450,
    )
    return (left, right), (subject,)


def _forwarding(content):
    """Return one row: whom it goes to and what is wished of them, as two ticked lists."""
    recipients = join(
        paragraph("Diteruskan kepada Sdr.:", after=60, bold=True),
        *(_ticked(name, True) for name in filled(content.recipients)),
        *(_ticked(name, False) for name in filled(content.others)),
    )
    wished = filled(content.wishes)
    listed = (*WISHES, *(wish for wish in wished if wish not in WISHES))
    wishes = join(
        paragraph("Dengan hormat harap:", after=60, bold=True),
        *(_ticked(wish, wish in wished) for wish in listed),
    )
    return recipients, wishes


def _ticked(text, chosen):
    """Return one line with a box before it."""
    # Arial has no boxes; a named font keeps Word from choosing an East Asian one.
    box = run(_BOXES[chosen], font="Segoe UI Symbol")
    return paragraph(box, run(f"  {text}"), before=0, after=20, left=340, hanging=340)


def _instruction(content, width):
    """Return the instruction itself and its time limit."""
    limit = deadline(content.due, content.timezone_label) or "-"
    return join(
        paragraph("Catatan / isi disposisi:", after=60, bold=True),
        prose((content.instruction,), align="both", after=80),
        key_values((("Batas waktu", limit),), width - 200, label=1450),
    )
