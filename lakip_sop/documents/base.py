"""The Word file itself: paper, styles, what is written into it, and the bytes at the end.

:class:`DocumentWriter` gathers markup (see :mod:`.markup`) and parses it once. The same input
gives the same bytes: files are bound to their SHA-256, so no clock and no chance may enter.
"""

import datetime
import io
import re
import zipfile
from copy import deepcopy

from docx.enum.style import WD_STYLE_TYPE
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips
from lxml import etree

from .base_file import DocumentError, is_blank, open_docx, take_over
from .letterhead import EMBLEM_HEIGHT, kop
from .markup import CM, Xml, join, paragraph, spacer
from .text import one_line

# Width and height, in twips.
PAPERS = {"a4": (11906, 16838), "f4": (12189, 18709)}
# Top, right, bottom and left margin of regional letter templates, in twips.
MARGINS = (1134, 1134, 1418, 1701)

LETTER_FONT = "Arial"
LETTER_SIZE = 11

# python-docx counts lengths in English Metric Units: so many of them are one twip.
_EMU = 635
_BAD_PICTURE = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    # What is left of a picture cut short can be read as one of no size.
    ZeroDivisionError,
)
# Looks of the styles that documents use. A base file's own win; what it lacks is added.
_LOOKS = {
    "Normal": {"after": 120, "line": 259},
    "Heading 1": {"size": 14, "bold": True, "after": 240, "align": "center"},
    "Heading 2": {"size": 12, "bold": True, "before": 200, "after": 100},
    "Heading 3": {"size": 11, "bold": True, "before": 160, "after": 80},
    "Heading 4": {"size": 11, "bold": True, "before": 120, "after": 60},
    "Heading 5": {"size": 11, "bold": True, "before": 120, "after": 60},
    "Heading 6": {"size": 11, "bold": True, "before": 120, "after": 60},
    "Caption": {"size": 9, "bold": True, "before": 120, "after": 80, "align": "center"},
}
# Those of the lists of contents, which letters do not need.
_LIST_LOOKS = {"size": 11, "after": 60}
_DRAWING_ID = re.compile(r'(<wp:docPr [^>]*?\bid=")\d+')
_EPOCH = datetime.datetime(2000, 1, 1)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class DocumentWriter:
    """One Word file being written.

    :ivar document: the python-docx document
    :ivar width: width of the text area, in twips
    :ivar landscape_width: the same on pages that are turned
    """

    def __init__(
        self, letterhead, *, title, date=None, font=LETTER_FONT, size=LETTER_SIZE, finished=False
    ):
        """Open a file for ``letterhead``.

        :param title: goes into the file's properties
        :param date: date of the letter, also the file's date of creation
        :param font: letter type, unless the base file brings its own styles
        :param finished: the base file is a whole document, which is written on at its end
        :raises DocumentError: the base file is not a Word file
        """
        self.letterhead = letterhead
        self._blocks = []
        self._pictures = 0
        self._style_ids = {}
        self.document = open_docx(letterhead.base_docx)
        self._font = None if letterhead.base_docx else font
        self._own_kop = None
        if finished:
            self._drop_blanks()
        elif letterhead.base_docx:
            self._use_base()
        else:
            self._set_paper(letterhead.paper)
            self._set_styles(size)
        self._set_properties(title, date)
        section = self.document.sections[-1]
        edges = section.left_margin + section.right_margin
        self.width = (section.page_width - edges) // _EMU
        longer = max(section.page_width, section.page_height)
        self.landscape_width = (longer - edges) // _EMU

    # ------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------

    def _use_base(self):
        """Take the page of the base file over, and what stands in its body as the kop."""
        blocks, in_header = take_over(self.document)
        if blocks or in_header:
            self._own_kop = join(*map(_serialized, blocks))

    def _drop_blanks(self):
        """Drop the blank paragraphs at the end of a finished document."""
        body = self.document.element.body
        blocks = [child for child in body if child.tag != qn("w:sectPr")]
        while blocks and is_blank(blocks[-1]):
            body.remove(blocks.pop())

    def _set_paper(self, paper):
        section = self.document.sections[0]
        section.page_width, section.page_height = map(Twips, PAPERS.get(paper, PAPERS["a4"]))
        top, right, bottom, left = map(Twips, MARGINS)
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        section.header_distance = section.footer_distance = Twips(CM * 1.25)

    def _set_styles(self, size):
        """Put the letter's own looks in place of those of python-docx's blank file."""
        for name, looks in _LOOKS.items():
            self.set_style(name, **{"size": size} | looks)

    def set_style(self, name, *, size, bold=False, before=0, after=0, line=259, align=None):
        """Give the paragraph style ``name`` these looks, in place of any it has; add it if needed.

        :param size: letter size in points
        :param before: space above, in twips, as is ``after`` below
        :param line: line pitch in 240ths of single spacing
        """
        styles = self.document.styles
        if name in styles:
            style = styles[name]
        else:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        for child in list(style.element):
            if child.tag in (qn("w:pPr"), qn("w:rPr")):
                style.element.remove(child)
        keep = "<w:keepNext/><w:keepLines/>" if name.startswith("Heading") else ""
        jc = f'<w:jc w:val="{align}"/>' if align else ""
        outline = (
            f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("Heading") else ""
        )
        strong = "<w:b/><w:bCs/>" if bold else ""
        kinds = ("ascii", "hAnsi", "eastAsia", "cs") if self._font else ()
        names = "".join(f' w:{kind}="{self._font}"' for kind in kinds)
        font = f"<w:rFonts{names}/>" if names else ""
        # Indonesian as the language, or Word underlines every word of the letter in red.
        for part in (
            f"<w:pPr {nsdecls('w')}>{keep}"
            f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'
            f"{jc}{outline}</w:pPr>",
            f"<w:rPr {nsdecls('w')}>{font}"
            f'{strong}<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'
            '<w:lang w:val="id-ID"/></w:rPr>',
        ):
            style.element.append(parse_xml(part))

    def _set_properties(self, title, date):
        moment = datetime.datetime(date.year, date.month, date.day) if date else _EPOCH
        properties = self.document.core_properties
        # The format allows 255 characters, and python-docx raises on more.
        properties.title = one_line(title)[:255]
        properties.author = properties.last_modified_by = one_line(self.letterhead.agency)[:255]
        properties.comments = properties.keywords = properties.subject = ""
        properties.language = "id-ID"
        properties.created = properties.modified = moment
        properties.revision = 1
        if not self.letterhead.base_docx:
            # The blank file of python-docx carries a thumbnail of another document.
            relations = self.document.part.package.rels
            for key in [
                k for k, rel in relations.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL
            ]:
                del relations[key]

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    def add(self, *blocks):
        """Place markup blocks one after the other at the end of the body."""
        self._blocks += blocks

    def add_kop(self):
        """Place the letterhead, that of the base file where it brings one."""
        if self._own_kop is None:
            self.add(kop(self.letterhead, self.width, self.emblem()))
        elif not self._own_kop:
            # It stands in the header. LibreOffice forgets the header of the first page where a
            # table begins it.
            self.add(spacer())
        else:
            # Pictures placed twice need an id of their own each.
            self.add(Xml(_DRAWING_ID.sub(lambda old: old[1] + self.drawing_id(), self._own_kop)))

    def emblem(self, height=EMBLEM_HEIGHT):
        """Return the emblem ``height`` twips tall as a run, or None when there is none."""
        return (
            self.picture(self.letterhead.emblem, height, "Lambang")
            if self.letterhead.emblem
            else None
        )

    def picture(self, content, height, description, *, width=None):
        """Return a picture ``height`` twips tall, no wider than that, as a run.

        :param content: bytes of a PNG, JPEG, GIF, BMP or TIFF
        :param width: given, the picture keeps its own size unless it does not fit into both
        :param description: read out to those who cannot see it
        :raises DocumentError: the bytes are none of these
        """
        try:
            image = self.document.part.get_or_add_image(io.BytesIO(content))[1]
            ratio = image.px_width / image.px_height
        except _BAD_PICTURE as error:
            raise DocumentError(
                f"{description}: the picture is not a readable PNG or JPEG file."
            ) from error
        size = Twips(height)
        wide = {"width": size} if ratio > 1 else {"height": size}
        if width:
            # A pixel of a screen is 15 twips, which is what people saw when they placed it.
            wide = {"width": Twips(int(min(15 * image.px_width, width, height * ratio)))}
        inline = self.document.part.new_pic_inline(io.BytesIO(content), **wide)
        inline.docPr.set("id", self.drawing_id())
        inline.docPr.set("descr", description)
        return Xml(f"<w:r><w:drawing>{_serialized(inline)}</w:drawing></w:r>")

    def drawing_id(self):
        """Return an id for the next picture, chart or shape: Word wants each to have its own."""
        # Markup is parsed at the end, so python-docx cannot see the ids already given.
        self._pictures += 1
        return str(1000 + self._pictures)

    def link(self, address):
        """Return the id of the relation that leads to an address on the web."""
        return self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def style_id(self, name):
        """Return the id of the style ``name``, which differs between languages of Word."""
        if name not in self._style_ids:
            styles = self.document.styles
            if name not in styles:
                self.set_style(name, **_LOOKS.get(name, _LIST_LOOKS))
            self._style_ids[name] = styles[name].style_id
        return self._style_ids[name]

    def section_break(self, page_format=None, restart=False):
        """End the section here; the pages before it are numbered in ``page_format``."""
        self.add(self.section_end(page_format, restart))

    def section_end(self, page_format=None, restart=False, landscape=False):
        """Return the markup that ends a section, to stand after its last block.

        :param page_format: such as ``lowerRoman``
        :param restart: number the pages of the section that ends from 1
        :param landscape: its paper is turned, and :attr:`landscape_width` is what it has room for
        """
        last = self.document.sections[-1]._sectPr
        for kind in last.findall(qn("w:type")):
            # Of a base file; each part of a report starts a page.
            last.remove(kind)
        properties = deepcopy(last)
        _number_pages(properties, page_format, restart)
        if landscape:
            _turn(properties)
        # The paragraph that carries the break takes as little room as one can.
        tight = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        return Xml(f"<w:p><w:pPr>{tight}{_serialized(properties)}</w:pPr></w:p>")

    def turn_pages(self):
        """Turn the paper of the last section: wide tables have room on it."""
        _turn(self.document.sections[-1]._sectPr)
        self.width = self.landscape_width

    def number_pages(self, page_format=None, restart=False):
        """Set how the pages of the last section are numbered."""
        _number_pages(self.document.sections[-1]._sectPr, page_format, restart)

    def save(self, footer=()):
        """Return the finished .docx as bytes; the writer is used up by it.

        :param footer: texts and runs printed under every page after the first section, unless
            the base file has a footer of its own
        """
        content = "".join(self._blocks)
        # Two tables that touch become one in Word, and the body may not end with one.
        content = content.replace("</w:tbl><w:tbl>", f"</w:tbl>{spacer(6)}<w:tbl>")
        if content.endswith("</w:tbl>"):
            content += spacer()
        self._place(content)
        if footer and len(self.document.sections) > 1:
            _write_footer(self.document.sections[1], footer)
        self._blocks = []
        buffer = io.BytesIO()
        self.document.save(buffer)
        return _without_clock(buffer.getvalue())

    def _place(self, content):
        """Put markup at the end of the body, as text into the text of the whole part.

        Parsing it on its own and moving it over takes lxml quadratic time: 8 s for a table of
        1,000 rows, against 0.1 s this way.
        """
        part = self.document.part
        mark = etree.Comment("content")
        part.element.body.find(qn("w:sectPr")).addprevious(mark)
        before, after = _serialized(part.element).split(etree.tostring(mark).decode(), 1)
        part._element = parse_xml(f"{before}{content}{after}")
        self.document = part.document


def _turn(properties):
    """Make the pages of a section, its ``w:sectPr`` element, landscape."""
    size = properties.find(qn("w:pgSz"))
    width, height = (int(size.get(qn(f"w:{side}"))) for side in "wh")
    size.set(qn("w:w"), str(max(width, height)))
    size.set(qn("w:h"), str(min(width, height)))
    size.set(qn("w:orient"), "landscape")


def _number_pages(properties, page_format=None, restart=False):
    """Set how the pages of a section are numbered.

    :param properties: the section's ``w:sectPr`` element
    :param page_format: such as ``lowerRoman``; None for plain figures
    :param restart: begin again at 1
    """
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    attributes = f' w:fmt="{page_format}"' if page_format else ""
    attributes += ' w:start="1"' if restart else ""
    number = parse_xml(f"<w:pgNumType {nsdecls('w')}{attributes}/>")
    # The schema has a fixed order: it comes after these, whichever of them are there.
    before = [qn(f"w:{name}") for name in ("pgMar", "paperSrc", "pgBorders", "lnNumType")]
    [child for child in properties if child.tag in before][-1].addnext(number)


def _write_footer(section, content):
    """Write a centred footer for ``section`` and those after it, unless it has one of its own."""
    footer = section.footer
    if not footer.is_linked_to_previous:
        return
    footer.is_linked_to_previous = False
    line = paragraph(*content, align="center", before=0, after=0, size=8)
    element = footer._element
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:ftr {nsdecls('w', 'r')}>{line}</w:ftr>")))


def _serialized(element):
    """Return an element of python-docx as text that carries its own namespaces."""
    return etree.tostring(element, encoding="unicode")


def _without_clock(content):
    """Return the zip file ``content`` with every entry at one fixed time."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The system that wrote the file is part of the bytes too.
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return buffer.getvalue()
