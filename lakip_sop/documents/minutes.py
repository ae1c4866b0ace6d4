"""Notulen: what was said and decided in a meeting, who was there, and the points to correct."""

import datetime
from dataclasses import dataclass

from .base import DocumentWriter
from .dates import clock, day_span, long_date, time_span
from .letterhead import Letterhead, LetterInfo, Official
from .markup import Column, Xml, join, key_values, paragraph, prose, table
from .signature import place_and_date, signature, signature_row
from .text import clean, filled, lines, one_line, or_blank


@dataclass(frozen=True)
class Attendee:
    """One person invited to the meeting."""

    name: str
    title: str = ""
    """Jabatan or instansi."""
    present: bool = True


@dataclass(frozen=True)
class CorrectionPoint:
    """One point of the discussion that the draft has to answer."""

    section: str
    """Bab or page."""
    text: str
    proposer: str = ""
    responsible: str = ""
    due: datetime.date | None = None
    resolved: bool = False


@dataclass(frozen=True)
class FollowUp:
    """One thing to be done after the meeting."""

    text: str
    responsible: str = ""
    due: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Content of the minutes; times carry the wall clock of the agency."""

    letterhead: Letterhead
    info: LetterInfo
    title: str = ""
    """Name of the meeting, such as 'Rapat Pembahasan Bersama'."""
    start: datetime.datetime
    end: datetime.datetime | None = None
    place: str = ""
    agenda: str = ""
    chair: str = ""
    note_taker: str = ""
    invitation: str = ""
    """Number of the invitation, when it has one."""
    called: datetime.datetime | None = None
    """When the invitation called the meeting for; None: when it began."""
    opening: str = ""
    """Kata pembukaan as plain text; a line is a paragraph."""
    body: str = ""
    """The discussion as plain text; a line is a paragraph."""
    decisions: tuple[str, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    corrections: tuple[CorrectionPoint, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    signer: Official
    """Who led the meeting."""
    timezone_label: str = "WIB"


def build_minutes(content: Minutes) -> bytes:
    """Return the .docx of :class:`Minutes`."""
    name = one_line(content.title) or one_line(content.info.subject) or "Rapat"
    writer = DocumentWriter(content.letterhead, title=f"Notulen {name}", date=content.info.date)
    writer.add_kop()
    writer.add(
        paragraph("NOTULEN", align="center", size=14, bold=True, before=0, after=0),
        paragraph(name.upper(), align="center", bold=True, before=0, after=200),
        _facts(content, name, writer.width),
        *_record(content, writer.width),
        signature_row(
            writer.width,
            signature(
                content.signer, place_and_date(content.letterhead, content.info), "Pimpinan rapat,"
            ),
            _note_taker(content),
        ),
        _attendance(content, name, writer.width),
    )
    return writer.save()


def _facts(content, name, width):
    """Return when, where, about what and by whom the meeting was held."""
    present = sum(attendee.present for attendee in content.attendees)
    pairs = [
        ("Rapat", name),
        ("Hari/tanggal", day_span(content.start, content.end)),
        ("Waktu panggilan", clock(content.called or content.start, content.timezone_label)),
        ("Waktu rapat", time_span(content.start, content.end, content.timezone_label)),
        ("Tempat", or_blank(content.place)),
        ("Acara", "\n".join(lines(content.agenda)) or or_blank("")),
        ("Surat undangan", one_line(content.invitation)),
        ("Pimpinan rapat", or_blank(content.chair or content.signer.name)),
        ("Pencatat", or_blank(content.note_taker)),
        ("Peserta", f"{present} dari {len(content.attendees)} undangan (daftar hadir terlampir)"),
    ]
    number = one_line(content.info.number)
    pairs = [("Nomor", number), *pairs]
    optional = ("Nomor", "Surat undangan")
    shown = [(name, value) for name, value in pairs if value or name not in optional]
    return key_values(shown, width, label=1900)


def _record(content, width):
    """Return the opening, the discussion and what came of it, lettered A, B, C."""
    decisions = [f"{place}. {text}" for place, text in enumerate(filled(content.decisions), 1)]
    looks = {"align": "both", "left": 360, "after": 80}
    parts = [
        ("Kata Pembukaan", prose((content.opening,), **looks)),
        ("Pembahasan", prose((content.body,), **looks) or paragraph("-", left=360)),
        ("Keputusan / Kesimpulan", prose(decisions, **looks) or paragraph("-", left=360)),
    ]
    if content.corrections:
        parts.append(("Catatan Poin-poin Koreksi", _corrections(content.corrections, width)))
    if content.follow_ups:
        parts.append(("Tindak Lanjut", _follow_ups(content.follow_ups, width)))
    blocks = []
    for mark, (title, block) in zip("ABCDE", [part for part in parts if part[1]], strict=False):
        heading = paragraph(f"{mark}.  {title}", bold=True, before=240, after=80, keep_next=True)
        blocks.append(join(heading, block))
    return blocks


def _follow_ups(lines, width):
    """Return the table of what is to be done, by whom and until when."""
    columns = (
        Column("No.", 6, "center"),
        Column("Tindak Lanjut", 52),
        Column("Penanggung Jawab", 26),
        Column("Batas", 16, "center"),
    )
    rows = (
        (
            f"{place}.",
            clean(line.text).strip(),
            one_line(line.responsible),
            long_date(line.due) or "-",
        )
        for place, line in enumerate(lines, 1)
    )
    return table(columns, rows, width, size=9, keep_last=2)


def _corrections(points, width):
    """Return the table of points to correct."""
    columns = (
        Column("No.", 6, "center"),
        Column("Bab / Halaman", 15),
        Column("Koreksi", 31),
        Column("Pengusul", 14),
        Column("Penanggung Jawab", 15),
        Column("Batas", 11, "center"),
        Column("Status", 12, "center"),
    )
    rows = (
        (
            f"{place}.",
            one_line(point.section),
            clean(point.text).strip(),
            one_line(point.proposer),
            one_line(point.responsible),
            long_date(point.due),
            "Selesai" if point.resolved else "Terbuka",
        )
        for place, point in enumerate(points, 1)
    )
    return table(columns, rows, width, size=8, keep_last=2)


def _note_taker(content):
    """Return the note taker's signature, level with that of the one who led the meeting."""
    if not one_line(content.note_taker):
        return None
    taker = Official(name=one_line(content.note_taker), title="")
    # The first line stands level with place and date.
    return signature(taker, "\u00a0", "Notulis,")


def _attendance(content, name, width):
    """Return the attendance list on a page of its own."""
    columns = (
        Column("No.", 6, "center"),
        Column("Nama", 32),
        Column("Jabatan / Instansi", 30),
        Column("Kehadiran", 13, "center"),
        Column("Tanda Tangan", 19),
    )
    rows = (
        (
            f"{place}.",
            one_line(attendee.name),
            one_line(attendee.title),
            "Hadir" if attendee.present else "Tidak hadir",
            # Room for a hand; the number at the left or in the middle keeps signatures apart.
            f"{'' if place % 2 else '            '}{place}."
            if attendee.present
            else Xml(paragraph("-")),
        )
        for place, attendee in enumerate(content.attendees, 1)
    )
    when = key_values(
        (
            ("Rapat", name),
            ("Hari/tanggal", day_span(content.start, content.end)),
            ("Tempat", or_blank(content.place)),
        ),
        width,
        label=1900,
    )
    return join(
        paragraph("DAFTAR HADIR", align="center", size=14, bold=True, page_break=True, after=200),
        when,
        paragraph("", before=0, after=80, line=120),
        table(columns, rows, width, empty="Belum ada peserta"),
    )
