"""The filled Lembar Pengesahan of a signed report: names, signature, paraf table, QR code.

It is put into the very file that was approved: everything before it stays as it was read.
"""

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from dataclasses import replace as replace_in
from xml.sax.saxutils import escape

import qrcode
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from .base import DocumentWriter
from .base_file import DocumentError, open_docx
from .dates import long_date
from .letterhead import Letterhead, LetterInfo, Official
from .markup import CM, Xml, grid, join, paragraph
from .report import ENDORSEMENT_TITLE, endorsement_statement
from .signature import InitialLine, initials_table, place_and_date, signature
from .text import clean, format_nip, one_line

# Ids of pictures in a file that has some already.
_FIRST_PICTURE = 500_000


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    """Content of a filled Lembar Pengesahan."""

    letterhead: Letterhead
    year: int
    """The year reported on."""
    signer: Official
    date: datetime.date
    """Day of the signature."""
    initials: tuple[InitialLine, ...] = ()
    """Parafs given, lowest official first."""
    picture: bytes | None = field(default=None, repr=False)
    """The signature as drawn: a PNG."""
    address: str
    """Of the page that verifies the signature; the QR code leads there."""
    anchor: str
    """Head of the chain of decisions, as an anchor outside the database."""
    sha256: str
    """Of the version that was approved."""
    version: int


def qr_picture(text: str) -> bytes:
    """Return a QR code of ``text`` as a PNG.

    >>> qr_picture("https://example.com")[1:4]
    b'PNG'
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=2)
    code.add_data(text)
    code.make(fit=True)
    buffer = io.BytesIO()
    code.make_image().save(buffer, format="PNG")
    return buffer.getvalue()


def endorse_docx(content: bytes, endorsement: Endorsement, drafts: Iterable[bytes] = ()) -> bytes:
    """Return the Word file ``content`` with the filled Lembar Pengesahan.

    :param drafts: reports that :func:`~.report.build_report` made. Each ends with an empty Lembar
        Pengesahan; where ``content`` still ends with it word for word, the filled one takes its
        place. A page that somebody has written on stays.
    :raises DocumentError: the file cannot be written into
    """
    content, has_heading = _without_empty(content, drafts)
    head = replace_in(endorsement.letterhead, base_docx=content, emblem=None)
    title = f"LAKIP {one_line(head.agency)} Tahun {endorsement.year}"
    writer = DocumentWriter(head, title=title, date=endorsement.date, finished=True)
    writer.add(_page(endorsement, writer, has_heading=has_heading))
    return writer.save()


def build_endorsement(endorsement: Endorsement) -> bytes:
    """Return the filled Lembar Pengesahan as a Word file of its own."""
    title = f"Lembar Pengesahan LAKIP {one_line(endorsement.letterhead.agency)}"
    writer = DocumentWriter(endorsement.letterhead, title=title, date=endorsement.date)
    writer.add_kop()
    writer.add(_page(endorsement, writer, page_break=False))
    return writer.save()


def _without_empty(content, drafts):
    """Return ``content`` without the empty Lembar Pengesahan of one of ``drafts`` below its
    heading, and whether that heading is left."""
    document = open_docx(content)
    page = _last_page(document)
    words = _words(page)
    if not page or all(words != _words(_last_page(open_docx(draft))) for draft in drafts):
        return content, False
    for block in page:
        block.getparent().remove(block)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), True


def _last_page(document):
    """Return the blocks below the last heading 'LEMBAR PENGESAHAN' of a Word file."""
    page, found = [], False
    for block in document.element.body:
        if block.tag == qn("w:p") and _words([block]) == ENDORSEMENT_TITLE.split():
            page = []
            found = True
        elif block.tag != qn("w:sectPr"):
            page.append(block)
    return page if found else []


def _words(blocks):
    """Return the text of blocks, whatever the white space between; None with a picture in it."""
    if any(True for block in blocks for _picture in block.iter(qn("w:drawing"), qn("w:pict"))):
        return None
    return " ".join("".join(block.itertext(qn("w:t"))) for block in blocks).split()


def _proofs(endorsement):
    """Return the lines printed beside the QR code."""
    return (
        "Dokumen ini ditandatangani secara elektronik. Keasliannya dapat diperiksa dengan "
        f"memindai kode QR atau membuka {one_line(endorsement.address)}",
        f"Versi yang disetujui: {endorsement.version}",
        f"SHA-256 versi yang disetujui: {endorsement.sha256}",
        f"Kepala rantai keputusan: {endorsement.anchor}",
    )


def _page(endorsement, writer, *, has_heading=False, page_break=True):
    """Return the Lembar Pengesahan as markup."""
    writer._pictures = max(writer._pictures, _FIRST_PICTURE)
    width = writer.width
    tight = {"before": 0, "after": 40, "line": 240}
    day = place_and_date(endorsement.letterhead, LetterInfo(date=endorsement.date))
    mark = None
    if endorsement.picture:
        drawn = writer.picture(endorsement.picture, int(4.2 * CM), "Tanda tangan")
        mark = paragraph(drawn, before=80, after=80, line=240, keep_next=True)
    code = writer.picture(qr_picture(endorsement.address), int(2.8 * CM), "Kode verifikasi")
    proofs = join(*(paragraph(clean(line), size=8, **tight) for line in _proofs(endorsement)))
    heading = paragraph(
        ENDORSEMENT_TITLE,
        align="center",
        bold=True,
        size=14,
        after=240,
        page_break=page_break,
        outline=0,
    )
    return join(
        Xml("") if has_heading else heading,
        paragraph(
            endorsement_statement(endorsement.letterhead, endorsement.year),
            align="both",
            line=300,
            after=400,
        ),
        grid(
            [
                (
                    initials_table(endorsement.initials, width * 45 // 100),
                    Xml(paragraph("")),
                    signature(endorsement.signer, day, mark=mark),
                )
            ],
            (46, 6, 48),
            width,
            whole=True,
        ),
        paragraph("", before=200, after=0),
        grid([(paragraph(code, **tight), proofs)], (22, 78), width, whole=True),
    )


# ------------------------------------------------------------
# PDF
# ------------------------------------------------------------


def endorse_pdf(content: bytes, endorsement: Endorsement) -> bytes:
    """Return the PDF ``content`` with the Lembar Pengesahan as a last page.

    :raises DocumentError: the file cannot be written into
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
        last = writer.pages[-1].mediabox
        size = (float(last.width), float(last.height))
        if min(size) < 14 * cm or size[0] > size[1]:
            size = (21 * cm, 29.7 * cm)
        writer.append(io.BytesIO(_pdf_page(endorsement, size)), import_outline=False)
        buffer = io.BytesIO()
        writer.write(buffer)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        # What a broken PDF makes of its reader has no single name.
        raise DocumentError("No page can be added to this PDF file.") from error
    return buffer.getvalue()


def _pdf_page(endorsement, size):
    """Return the Lembar Pengesahan as a PDF on paper of ``size`` (points)."""
    buffer = io.BytesIO()
    page = SimpleDocTemplate(
        buffer,
        pagesize=size,
        leftMargin=3 * cm,
        rightMargin=2 * cm,
        topMargin=2.5 * cm,
        bottomMargin=2 * cm,
        title=ENDORSEMENT_TITLE.title(),
        author=one_line(endorsement.letterhead.agency),
        invariant=1,
    )
    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=13)
    small = ParagraphStyle("small", parent=plain, fontSize=7.5, leading=10, wordWrap="CJK")
    title = ParagraphStyle(
        "title", parent=plain, fontName="Helvetica-Bold", fontSize=14, leading=18,
        alignment=TA_CENTER, spaceAfter=18,
    )  # fmt: skip

    def text(line, style=plain, bold=False):
        content = escape(one_line(line))
        return Paragraph(f"<b>{content}</b>" if bold else content, style)

    rows = [[text("PARAF HIERARKI", bold=True), text("Paraf / Tanggal", bold=True)]]
    for line in endorsement.initials:
        named = [text(line.title, small), text(line.name, small)]
        rows.append([named, text(long_date(line.date), small)])
    initials = Table(rows, colWidths=(4.6 * cm, 2.7 * cm))
    initials.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    signer = endorsement.signer
    block = [
        text(place_and_date(endorsement.letterhead, LetterInfo(date=endorsement.date))),
        text(f"{signer.office},"),
        Spacer(1, 6),
    ]
    if endorsement.picture:
        drawn = Image(io.BytesIO(endorsement.picture), hAlign="LEFT")
        drawn._restrictSize(4.5 * cm, 2.5 * cm)
        block.append(drawn)
    block += [Spacer(1, 6), text(signer.name, bold=True)]
    if one_line(signer.rank):
        block.append(text(signer.rank))
    if one_line(signer.nip):
        block.append(text(f"NIP. {format_nip(signer.nip)}"))
    if signer.capacity != "definitive" and one_line(signer.on_behalf):
        block.append(text(f"Pejabat definitif: {signer.on_behalf}", small))
    sides = Table([[initials, block]], colWidths=(8 * cm, 8 * cm))
    sides.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    code = Image(io.BytesIO(qr_picture(endorsement.address)), width=2.8 * cm, height=2.8 * cm)
    proofs = Table(
        [[code, [text(line, small) for line in _proofs(endorsement)]]],
        colWidths=(3.4 * cm, 12.6 * cm),
    )
    proofs.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    page.build(
        [
            text(ENDORSEMENT_TITLE, title),
            text(endorsement_statement(endorsement.letterhead, endorsement.year)),
            Spacer(1, 24),
            sides,
            Spacer(1, 24),
            proofs,
        ]
    )
    return buffer.getvalue()
