"""The SOP page: identity sheet and procedure table with the flowchart in the actor columns.

The parts are those of Permenpan RB 35/2012. Any SOP can be printed: 2 to 8 actors fit the page,
and as many rows as there are. Word cannot tell how tall a row will be, so it is measured here:
Helvetica, whose letters are as wide as Arial's, comes with reportlab.
"""

import datetime
from dataclasses import dataclass, field

from docx.shared import Twips
from reportlab.pdfbase.pdfmetrics import stringWidth

from .base import DocumentWriter
from .dates import long_date
from .letterhead import Letterhead, Official
from .markup import Cell, Column, Xml, grid, join, key_values, paragraph, spacer, table
from .shapes import canvas
from .sop_flow import FlowRow, plan_pages
from .text import clean, filled, format_nip, one_line

_SIZE = 8
_HEAD_SIZE = 7
# Arial's line pitch, with a little more for what a program adds.
_PITCH = 1.2 * 20
# Words may turn out a little wider than measured, when another letter type stands in for Arial.
_SAFETY = 0.94
_CELL_MARGIN = 200
_ROW_AIR = 80
_SIDE_MARGIN = 1134
_WIDEST_ACTOR = 1500
_ACTORS_SHARE = 0.42
_TITLE_ROOM = 200


@dataclass(frozen=True)
class SopRow:
    """One row of the procedure."""

    number: str
    """As printed; numbers may be missing or repeat."""
    activity: str
    actor: int | None = None
    """Position of the performer in :attr:`SopPage.actors`, from 0."""
    participants: tuple[int, ...] = ()
    """Positions of those who take part."""
    requirement: str = ""
    """Kelengkapan."""
    duration: str = ""
    """Waktu in words, such as '2 hari'."""
    output: str = ""
    remark: str = ""
    return_to: int | None = None
    """Position of the row that 'Tidak' goes back to; it makes the row a decision."""


@dataclass(frozen=True, kw_only=True)
class SopPage:
    """Content of the SOP page."""

    letterhead: Letterhead
    number: str
    name: str
    unit: str = ""
    """Unit that owns the SOP."""
    created: datetime.date | None = None
    revised: datetime.date | None = None
    effective: datetime.date | None = None
    approver: Official
    legal_basis: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    """Titles of the actor columns."""
    rows: tuple[SopRow, ...] = field(default=(), repr=False)
    total: str = ""
    """Sum of the time standards in words, printed below the table; '' prints none."""


def build_sop_page(content: SopPage) -> bytes:
    """Return the .docx of an :class:`SopPage`.

    :raises ValueError: a row names an actor that has no column, or returns to a later row
    """
    title = f"SOP {one_line(content.number)} {one_line(content.name)}".strip()
    writer = DocumentWriter(content.letterhead, title=title, date=content.effective)
    _set_page(writer, content.letterhead)
    writer.add(_identity(content, writer), *_procedure(content, writer))
    return writer.save()


def _set_page(writer, letterhead):
    """Turn the paper; without a base file of the agency the table also gets most of its width."""
    section = writer.document.sections[-1]
    if not letterhead.base_docx:
        section.left_margin = section.right_margin = Twips(_SIDE_MARGIN)
        section.top_margin = section.bottom_margin = Twips(_SIDE_MARGIN)
        longer = max(section.page_width, section.page_height)
        writer.landscape_width = longer // 635 - 2 * _SIDE_MARGIN
    writer.turn_pages()


# ------------------------------------------------------------
# Identity sheet
# ------------------------------------------------------------


def _identity(content, writer):
    """Return the identity sheet: who, which SOP, and what it rests on."""
    width = writer.width
    half = width // 2
    center = {"align": "center", "before": 0, "after": 0, "line": 240}
    head = content.letterhead
    emblem = writer.emblem()
    names = join(
        paragraph(emblem, **center | {"before": 60, "after": 60}) if emblem else Xml(""),
        paragraph(clean(head.government).upper(), bold=True, size=12, **center),
        paragraph(clean(head.agency).upper(), bold=True, size=14, **center),
        paragraph(one_line(content.unit).upper(), bold=True, **center | {"before": 120}),
    )
    facts = key_values(
        (
            ("Nomor SOP", one_line(content.number)),
            ("Tanggal Pembuatan", long_date(content.created)),
            ("Tanggal Revisi", long_date(content.revised)),
            ("Tanggal Efektif", long_date(content.effective)),
            ("Disahkan oleh", _approver(content.approver)),
            ("Nama SOP", paragraph(one_line(content.name).upper(), bold=True, before=0, after=40)),
        ),
        half - 200,
        label=1900,
    )
    pairs = (
        ("DASAR HUKUM", content.legal_basis, "KUALIFIKASI PELAKSANA", content.qualifications),
        ("KETERKAITAN", content.related, "PERALATAN/PERLENGKAPAN", content.equipment),
        ("PERINGATAN", content.warnings, "PENCATATAN DAN PENDATAAN", content.records),
    )
    rows = [(_part(left, first), _part(right, second)) for left, first, right, second in pairs]
    return grid([(names, facts), *rows], (1, 1), width, borders=True, margin=100)


def _approver(official):
    """Return office, room to sign, name, rank and NIP of the one who approves the SOP."""
    plain = {"before": 0, "after": 0, "line": 240}
    blocks = [paragraph(official.office, **plain | {"after": 700})]
    blocks.append(paragraph(one_line(official.name), bold=True, **plain))
    for line in (
        one_line(official.rank),
        official.nip and f"NIP. {format_nip(official.nip)}",
    ):
        if line:
            blocks.append(paragraph(line, **plain))
    return join(*blocks, spacer(4))


def _part(title, texts):
    """Return one part of the sheet: its title and its texts, numbered when there are several."""
    texts = filled(texts)
    plain = {"before": 0, "after": 20, "line": 240, "size": 9}
    heading = paragraph(title, bold=True, **plain | {"size": 10})
    if len(texts) < 2:
        return join(heading, *(paragraph(text, **plain) for text in texts or ("-",)))
    items = (
        paragraph(f"{place}.\t{text}", left=360, hanging=360, **plain)
        for place, text in enumerate(texts, 1)
    )
    return join(heading, *items)


# ------------------------------------------------------------
# Procedure
# ------------------------------------------------------------


def _procedure(content, writer):
    """Return the blocks of the procedure: a table for each page, its header on top of each."""
    title = f"PROSEDUR {one_line(content.name).upper()}"
    looks = {"align": "center", "bold": True, "size": 11, "before": 0, "after": 120, "line": 240}
    blocks = [paragraph(title, page_break=True, **looks)]
    columns = _columns(content, writer.width)
    header, header_height = _header(content, columns, writer.width)
    section = writer.document.sections[-1]
    room = (section.page_height - section.top_margin - section.bottom_margin) // 635
    room -= header_height + 240
    title_room = _TITLE_ROOM + _text_height(title, writer.width, 11)
    widths = [column.share for column in columns]
    first, actors = 2, max(len(content.actors), 1)
    flow = [
        FlowRow(row.actor, row.participants, row.return_to, _row_height(row, widths, actors))
        for row in content.rows
    ]
    pages = plan_pages(flow, widths[first : first + actors], room - title_room, room)
    for number, page in enumerate(pages):
        if number:
            # Where a page ends is known, as the pentagons stand there.
            blocks.append(paragraph("", page_break=True, before=0, after=0, line=20, size=1))
        rows = [_row(content, plan, widths, writer) for plan in page]
        heights = [plan.height for plan in page]
        blocks.append(
            table(columns, rows, writer.width, size=_SIZE, header=header, heights=heights)
        )
    if not pages:
        blocks.append(table(columns, (), writer.width, size=_SIZE, header=header))
    if one_line(content.total):
        total = f"Jumlah waktu baku: {one_line(content.total)}"
        blocks.append(paragraph(total, size=9, bold=True, before=80, after=0))
    return blocks


def _columns(content, width):
    """Return the columns of the procedure table; the share of each is its width in twips."""
    actors = max(len(content.actors), 1)
    actor = min(int(width * _ACTORS_SHARE) // actors, _WIDEST_ACTOR)
    number = 480
    rest = width - number - actor * actors
    shares = (31, 21, 12, 20, 16)
    texts = [rest * share // sum(shares) for share in shares]
    texts[0] += rest - sum(texts)
    titles = ("Kegiatan", "Kelengkapan", "Waktu", "Output", "Keterangan")
    activity, *quality = (
        Column(title, share, "center" if title == "Waktu" else "left")
        for title, share in zip(titles, texts, strict=True)
    )
    names = content.actors or ("-",)
    return [
        Column("No.", number, "center"),
        activity,
        *(Column(one_line(name), actor, "center") for name in names),
        *quality,
    ]


def _header(content, columns, width):
    """Return the two rows of the header and how tall they are, in twips."""
    actors = max(len(content.actors), 1)
    names = columns[2 : 2 + actors]
    size = _size_for(names)
    looks = {"bold": True, "size": size, "align": "center", "before": 0, "after": 0, "line": 240}
    merged = {"merge": "restart"}
    first = [
        Cell("No.", **merged),
        Cell("Kegiatan", **merged),
        Cell("Pelaksana", span=actors),
        Cell("Mutu Baku", span=3),
        Cell("Keterangan", **merged),
    ]
    rest = {"merge": "continue"}
    second = [Cell("", **rest), Cell("", **rest)]
    second += [Cell(paragraph(column.title, **looks), flush=True) for column in names]
    second += [column.title for column in columns[2 + actors : -1]] + [Cell("", **rest)]
    tallest = max(
        _text_height(column.title, column.share + _CELL_MARGIN, size, bold=True) for column in names
    )
    one = _text_height("Mutu Baku", width, _SIZE)
    return [first, second], one + max(tallest, one)


def _size_for(columns):
    """Return the letter size at which no word of the actors' titles has to be broken."""
    size = _HEAD_SIZE
    for column in columns:
        room = column.share * _SAFETY / 20
        for word in column.title.split():
            while size > 5 and stringWidth(_latin(word), "Helvetica-Bold", size) > room:
                size -= 0.5
    return size


def _row(content, plan, widths, writer):
    """Return the cells of one row, the drawing in those of its actors."""
    row = content.rows[plan.position]
    said = _spoken(content, row)
    actors = max(len(content.actors), 1)
    cells = [one_line(row.number), clean(row.activity).strip()]
    for column in range(actors):
        shapes = plan.shapes.get(column)
        drawing = Xml("")
        if shapes:
            # What the row means is said once, in the performer's cell.
            text = said if column == row.actor else "Garis alur"
            drawing = canvas(shapes, widths[2 + column], plan.height, writer.drawing_id(), text)
        cells.append(Cell(paragraph(drawing, before=0, after=0, line=240, size=1), flush=True))
    texts = (row.requirement, row.duration, row.output, row.remark)
    return [*cells, *(clean(text).strip() for text in texts)]


def _spoken(content, row):
    """Return what the symbols of a row say, as words."""
    if row.actor is None:
        return "Garis alur"
    said = f"Langkah {one_line(row.number)}: {one_line(content.actors[row.actor])}"
    if row.participants:
        names = ", ".join(one_line(content.actors[column]) for column in row.participants)
        said += f" bersama {names}"
    if row.return_to is not None:
        back = one_line(content.rows[row.return_to].number)
        said += f". Keputusan: Ya ke langkah berikutnya, Tidak kembali ke langkah {back}"
    return said


def _row_height(row, widths, actors):
    """Return how tall the texts of a row are, in twips."""
    texts = (row.number, row.activity, row.requirement, row.duration, row.output, row.remark)
    places = [0, 1, *range(2 + actors, 6 + actors)]
    return max(
        _text_height(text, widths[place], _SIZE) for text, place in zip(texts, places, strict=True)
    )


def _text_height(text, width, size, *, bold=False):
    """Return how tall ``text`` stands in a cell ``width`` twips wide, its air included."""
    room = (width - _CELL_MARGIN) * _SAFETY / 20
    lines = clean(text).strip().split("\n")
    # In a cell every line is a paragraph with air of its own.
    return sum(round(_wrapped(line, room, size, bold) * size * _PITCH) + _ROW_AIR for line in lines)


def _wrapped(line, room, size, bold):
    """Return over how many lines of ``room`` points a line of text runs.

    >>> _wrapped("satu dua tiga", 40, 8, False), _wrapped("", 40, 8, False)
    (2, 1)
    >>> _wrapped("x" * 100, 40, 8, False)
    10
    """
    font = "Helvetica-Bold" if bold else "Helvetica"
    space = stringWidth(" ", font, size)
    count, used = 1, 0
    for word in line.split():
        width = stringWidth(_latin(word), font, size)
        if used and used + space + width > room:
            count, used = count + 1, 0
        while width > room:
            # A word longer than the line is broken by Word.
            count, width = count + 1, width - room
        used += width + (space if used else 0)
    return count


def _latin(word):
    """Return ``word`` with a W for each letter that Helvetica has not: none is wider."""
    return "".join(sign if ord(sign) < 256 else "W" for sign in word)
