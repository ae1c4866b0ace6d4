"""The agency's own Word file that documents are written into: what of it is used.

Its first section gives paper, margins, header and footer, its styles give the looks, and what
stands in its body is taken for the kop. The rest of a base file, such as a sample annex in a
section of its own, is left out.
"""

import io
import re
import zipfile

from docx import Document
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from lxml import etree

from .text import clean

# Not a zip, a protected one, a zip of something else, a template or macro file, broken XML.
_BAD_BASE = (
    KeyError,
    OpcError,
    PythonDocxError,
    RuntimeError,
    SyntaxError,
    ValueError,
    zipfile.BadZipFile,
)
# Programs and foreign objects: nobody could tell what they do in a letter.
_ACTIVE = re.compile(r"^word/(activeX/|embeddings/.*\.bin$)|(^|/)vbaProject\.bin$", re.IGNORECASE)
_SEEN = (".//w:drawing", ".//w:pict", ".//w:tbl", ".//w:pBdr", ".//w:object")
_TEMPLATE = "/attachedTemplate"
# What a header holds besides a kop: page numbers, and what Word calls a watermark.
_PAGE_WORDS = re.compile(r"\b(halaman|hal|page|dari|of|\d+|[ivxlc]+)\b", re.IGNORECASE)
_WATERMARK = "PowerPlusWaterMark"
_SIDES = {"w:pgSz": ("w", "h"), "w:pgMar": ("top", "right", "bottom", "left")}
_NARROWEST = 4536
"""Least width of the text area that the tables of a letter need, in twips: 8 cm."""


class DocumentError(ValueError):
    """A file given by the agency cannot be used; the message says which one and why.

    :ivar problem: of a base file, why: ``unreadable``, ``page``, ``narrow`` or ``active``
    """

    def __init__(self, message, problem=""):
        super().__init__(message)
        self.problem = problem


def open_docx(base_docx=None):
    """Return a new python-docx document on a base file (bytes), or on a blank one.

    :raises DocumentError: the base file cannot be written into
    """
    if not base_docx:
        return Document()
    try:
        document = Document(io.BytesIO(base_docx))
    except _BAD_BASE as error:
        raise DocumentError(
            "The base document is not a readable Word file: save it in Word as .docx.",
            "unreadable",
        ) from error
    root = document.element
    if root.nsmap.get("w") != nsmap["w"] or not _has_measures(root.body.find(qn("w:sectPr"))):
        raise DocumentError(
            "The base document has no page set-up: save it again in Word as .docx.", "page"
        )
    return document


def check_base(base_docx):
    """Raise :class:`DocumentError` unless documents can be written into a base file.

    More than :func:`open_docx` asks: every part of the file is looked at, as Word does.

    :param base_docx: bytes of a .docx, known to unpack to a reasonable size
    """
    document = open_docx(base_docx)
    with zipfile.ZipFile(io.BytesIO(base_docx)) as package:
        names = package.namelist()
        if any(map(_ACTIVE.search, names)):
            raise DocumentError("The base document contains programs or objects.", "active")
        for name in names:
            if name.lower().endswith((".xml", ".rels")):
                _check_markup(package.read(name))
    take_over(document)
    set_up = document.element.body.find(qn("w:sectPr"))
    size, margins = (set_up.find(qn(tag)) for tag in _SIDES)
    room = _twips(size, "w") - _twips(margins, "left") - _twips(margins, "right")
    height = _twips(size, "h") - _twips(margins, "top") - _twips(margins, "bottom")
    if min(room, height) < _NARROWEST:
        raise DocumentError("The margins of the base document leave no room.", "narrow")


def take_over(document):
    """Make a base file ready to be written into.

    :param document: a python-docx document; its body is emptied
    :return: the blocks of its body, and whether its header is a kop already
    """
    _leave_first_section(document)
    body = document.element.body
    set_up = body.find(qn("w:sectPr"))
    for columns in set_up.findall(qn("w:cols")):
        # Letters have one column, whatever the sample was written in.
        set_up.remove(columns)
    _forget_template(document)
    blocks = [child for child in body if child is not set_up]
    for block in blocks:
        body.remove(block)
    while blocks and is_blank(blocks[-1]):
        blocks.pop()
    section = document.sections[0]
    header = section.header
    if section.different_first_page_header_footer:
        header = section.first_page_header
    return blocks, not header.is_linked_to_previous and _shows_kop(header._element)


def is_blank(element):
    """Return whether nothing of ``element`` would be seen on paper."""
    text = "".join(element.itertext(qn("w:t")))
    return (
        not clean(text).strip()
        and element.tag != qn("w:tbl")
        and not any(map(element.xpath, _SEEN))
    )


def _leave_first_section(document):
    """Drop what stands after the first section of a base file, if that section is complete."""
    body = document.element.body
    ends = body.xpath("./w:p[w:pPr/w:sectPr]")
    if not ends or not _has_measures(ends[0].pPr.find(qn("w:sectPr"))):
        return
    set_up = ends[0].pPr.find(qn("w:sectPr"))
    for block in list(ends[0].itersiblings()):
        body.remove(block)
    body.append(set_up)


def _forget_template(document):
    """Drop the link to the template a file was made from: Word would go and fetch it."""
    try:
        settings = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    except KeyError:
        return
    for link in settings.element.findall(qn("w:attachedTemplate")):
        settings.element.remove(link)
    for key in [key for key, rel in settings.rels.items() if rel.reltype.endswith(_TEMPLATE)]:
        del settings.rels[key]


def _shows_kop(header):
    """Return whether a header says who writes, and not only the number of the page."""
    text = _PAGE_WORDS.sub("", "".join(header.itertext(qn("w:t"))))
    seen = [element for path in _SEEN for element in header.xpath(path)]
    return any(map(str.isalpha, text)) or any(
        _WATERMARK not in etree.tostring(element, encoding="unicode") for element in seen
    )


def _has_measures(set_up):
    """Return whether a section (``w:sectPr`` or None) tells the size of paper and margins."""
    if set_up is None:
        return False
    try:
        for tag, sides in _SIDES.items():
            for side in sides:
                _twips(set_up.find(qn(tag)), side)
    except (AttributeError, TypeError, ValueError):
        # An element or attribute is missing, or no number.
        return False
    return True


def _twips(element, side):
    return int(element.get(qn(f"w:{side}")))


def _check_markup(content):
    """Raise :class:`DocumentError` for a part that is no XML, or brings definitions of its own."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(content, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("A part of the base document is broken.", "unreadable") from error
    if tree.docinfo.internalDTD is not None:
        raise DocumentError("A part of the base document has a DTD.", "unreadable")
