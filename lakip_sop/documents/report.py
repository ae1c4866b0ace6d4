"""LAKIP: the performance report itself, from the cover to the Lembar Pengesahan."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .agreement import Agreement
from .base import DocumentWriter
from .captions import FIGURE, TABLE, Captions
from .contents import Headings
from .dates import long_date
from .lakip_body import PerformanceBody
from .letterhead import Letterhead, LetterInfo, Official
from .markup import CM, Column, Xml, grid, join, paragraph, prose, table
from .markup import field as word_field
from .outline import APPENDIX, FRONT_MATTER, arrange
from .performance import Performance
from .performance_blocks import GUIDANCE_COLOR
from .richtext import RichText
from .signature import InitialLine, initials_table, place_and_date, signature, signature_row
from .text import clean, one_line

REPORT_NAME = "Laporan Akuntabilitas Kinerja Instansi Pemerintah"
ENDORSEMENT_TITLE = "LEMBAR PENGESAHAN"
_TEXT = {"align": "both", "first": 720, "line": 300}
_PLAIN = {"before": 0, "after": 0, "line": 240}


@dataclass(frozen=True)
class ReportSection:
    """The narrative of one heading."""

    code: str
    """A code of :data:`~.outline.REPORT_OUTLINE`, or one of the agency's own such as 'I.D'."""
    title: str = ""
    """'' takes the outline's own."""
    paragraphs: tuple[str, ...] = ()
    """Plain texts; lines such as '- …' and '1. …' become list items."""
    html: str = ""
    """What was written in the editor; it stands after the plain texts."""
    closing: str = ""
    """The same, to stand after the tables and charts that are made of the data."""


@dataclass(frozen=True)
class ReportData:
    """One item of data that a bidang handed in."""

    division: str
    item: str
    files: tuple[str, ...] = ()
    """Names of the files."""
    accepted: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """Content of the LAKIP."""

    letterhead: Letterhead
    year: int
    """The year reported on."""
    sections: tuple[ReportSection, ...] = ()
    data: tuple[ReportData, ...] = ()
    performance: Performance | None = None
    """Sasaran, indicators and money of the year: BAB II.B, III and the annex are made of it."""
    agreement: Agreement | None = None
    """Statement page of the Perjanjian Kinerja in the annex."""
    resolve: Callable[[str], bytes | None] | None = field(default=None, compare=False, repr=False)
    """Returns the bytes of the picture at an address that stands in a text, None for none."""
    endorsement: Official
    """Who signs the Lembar Pengesahan."""
    initials: tuple[InitialLine, ...] = ()
    """Paraf chain, lowest official first."""
    version: int = 1
    date: datetime.date | None = None
    """Day of the signature; None leaves it to be filled in."""
    qr: bytes | None = field(default=None, repr=False)
    """Picture of the verification code, put where the hand would sign."""
    verification: str = ""
    """Printed at the foot of the Lembar Pengesahan, such as the address and the anchor hash."""


def build_report(content: Report) -> bytes:
    """Return the .docx of a :class:`Report`."""
    head = content.letterhead
    name = f"LAKIP {one_line(head.agency)} Tahun {content.year}"
    writer = DocumentWriter(head, title=name, date=content.date)
    headings = Headings(writer)
    captions = Captions(writer)
    front, chapters = _narrative(content, writer, headings, captions)
    closing = (_data(content, headings, writer.width), _endorsement(content, headings, writer))
    writer.add(_cover(content, writer))
    writer.section_break()
    # The first heading of a section starts its page already.
    writer.add(*front)
    for title, listed in (
        ("DAFTAR ISI", headings.contents()),
        ("DAFTAR TABEL", captions.contents(TABLE)),
        ("DAFTAR GAMBAR", captions.contents(FIGURE)),
    ):
        if listed:
            looks = {"page_break": True, "align": "center", "bold": True, "size": 14}
            writer.add(paragraph(title, after=240, **looks), listed)
    writer.section_break("lowerRoman", restart=True)
    writer.add(*chapters, *closing)
    # Landscape pages have made sections before, of which the first one began at 1.
    has_sections = any("<w:sectPr" in block for block in chapters)
    writer.number_pages("decimal", restart=not has_sections)
    footer = f"{name} - versi {content.version} | halaman "
    return writer.save(footer=(footer, word_field("PAGE", "1", size=8)))


def _cover(content, writer):
    """Return the cover: emblem, title, agency and year."""
    head = content.letterhead
    looks = {"align": "center", "bold": True} | _PLAIN
    emblem = writer.emblem(4 * CM)
    top = paragraph(emblem, align="center", before=1200, after=900) if emblem else None
    return join(
        top or paragraph("", before=2400),
        paragraph(REPORT_NAME.upper(), size=20, **looks),
        paragraph("(LAKIP)", size=20, **looks | {"after": 600}),
        paragraph(f"TAHUN {content.year}", size=20, **looks | {"after": 3600}),
        paragraph(clean(head.agency).upper(), size=16, **looks),
        paragraph(clean(head.government).upper(), size=14, **looks | {"before": 60}),
        paragraph(one_line(head.city).upper(), size=12, **looks | {"before": 400}),
    )


def _narrative(content, writer, headings, captions):
    """Return the blocks of the front matter and those of the chapters."""
    rich = RichText(writer, headings=headings, resolve=content.resolve)
    parts = {}
    if content.performance:
        parts = PerformanceBody(
            writer, headings, captions, rich, content.performance, content.agreement
        ).parts()
    written = {}
    for section in content.sections:
        # Two texts for one heading: the second continues the first.
        first = written.setdefault(
            section.code, replace(section, paragraphs=(), html="", closing="")
        )
        written[section.code] = replace(
            first,
            paragraphs=(*first.paragraphs, *section.paragraphs),
            html=first.html + (section.html or ""),
            closing=first.closing + (section.closing or ""),
        )
    blocks = {True: [], False: []}
    started = set()
    for code, entry in arrange(list(written)):
        section = written.get(code) or ReportSection(code)
        is_front = code.partition(".")[0] in FRONT_MATTER
        level = entry.level if entry else min(code.count(".") + 1, 3)
        title = clean(section.title).strip() or (entry.title if entry else code)
        texts = [text for text in section.paragraphs if one_line(text)]
        if parts and entry and code.startswith("III.A.") and not texts and not section.html:
            # The seven analyses stand under each sasaran instead.
            continue
        # A section starts a page of its own, so its first heading need not.
        heading = headings.add(level, title, page_break=is_front in started)
        started.add(is_front)
        body = join(prose(texts, **_TEXT), rich.blocks(section.html, level=level, **_TEXT))
        made = parts[code]() if code in parts else ""
        closing = rich.blocks(section.closing, level=level, **_TEXT)
        if not body and not made and not closing and entry and entry.guidance:
            unwritten = f"[Belum ditulis: {entry.guidance}]"
            body = paragraph(unwritten, italic=True, color=GUIDANCE_COLOR)
        blocks[is_front] += [heading, body, made, closing]
        if code == "preface":
            blocks[True].append(_preface_signature(content, writer.width))
    return blocks[True], blocks[False]


def _preface_signature(content, width):
    """Return the signature under the preface."""
    day = place_and_date(content.letterhead, LetterInfo(date=content.date))
    return signature_row(width, signature(content.endorsement, day))


def _data(content, headings, width):
    """Return the table of the data accepted from each bidang, the last of the appendices."""
    codes = [code for code, _entry in arrange([section.code for section in content.sections])]
    place = sum(code.startswith(f"{APPENDIX}.") for code in codes) + 1
    columns = (
        Column("No.", 6, "center"),
        Column("Bidang", 22),
        Column("Data", 28),
        Column("Berkas", 26),
        Column("Diterima", 18, "center"),
    )
    rows = (
        (
            f"{number}.",
            one_line(line.division),
            one_line(line.item),
            "\n".join(map(one_line, line.files)) or "-",
            long_date(line.accepted) or "-",
        )
        for number, line in enumerate(content.data, 1)
    )
    return join(
        headings.add(2, f"{place}. Daftar Bahan dan Data dari Bidang"),
        table(columns, rows, width, size=9, empty="Belum ada data yang diterima"),
    )


def endorsement_statement(letterhead, year):
    """Return what a Lembar Pengesahan states, above its signature."""
    return (
        f"{REPORT_NAME} (LAKIP) {one_line(letterhead.agency)} Tahun {year} telah diperiksa dan "
        "disahkan sebagai pertanggungjawaban kinerja instansi."
    )


def _endorsement(content, headings, writer):
    """Return the Lembar Pengesahan: statement, paraf chain, signature, verification."""
    head, width = content.letterhead, writer.width
    day = place_and_date(head, LetterInfo(date=content.date))
    mark = None
    if content.qr:
        code = writer.picture(content.qr, int(2.4 * CM), "Kode verifikasi")
        mark = paragraph(code, before=80, after=80, line=240, keep_next=True)
    sides = (
        initials_table(content.initials, width * 45 // 100),
        signature(content.endorsement, day, mark=mark),
    )
    blocks = [
        headings.add(1, ENDORSEMENT_TITLE),
        paragraph(endorsement_statement(head, content.year), align="both", line=300, after=400),
        grid([(sides[0], Xml(paragraph("")), sides[1])], (46, 6, 48), width, whole=True),
    ]
    if one_line(content.verification):
        blocks.append(paragraph(clean(content.verification), size=8, before=300))
    return join(*blocks)
