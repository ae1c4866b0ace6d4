"""Page numbers in the lists of a Word file, as LibreOffice lays the file out.

Word counts the pages of a Daftar Isi when a person opens the file. LibreOffice, asked for a PDF,
prints what the file holds: nothing, or what Word counted on its own layout. So the numbers are
read from the PDF and written into a copy of the file, which is printed again.

It works on any Word file, also one that was edited in Word: the numbers stand in PAGEREF fields,
each of which names a bookmark, and LibreOffice gives every bookmark a destination in the PDF.
"""

import io
import re
import zipfile
from copy import deepcopy

from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

_MAIN = "word/document.xml"
_PAGEREF = re.compile(r"\s*PAGEREF\s+(\S+)")
# Put at the start of each section, as its first page is to be known.
_PROBE = "LakipSection"
_FIRST_ID = 900_000
# Numbers that become longer may break a line and move a page: seldom, and hardly ever twice.
_MOST_PASSES = 4


def print_paged(content, convert):
    """Return the PDF that ``convert`` makes of a Word file, with the page numbers of the PDF.

    :param content: bytes of a .docx
    :param convert: makes the bytes of a PDF of those of a .docx, with a destination for each
        bookmark; called once, or until the numbers stay the same
    """
    file = _PagedFile.open(content)
    if not file:
        return convert(content)
    pdf = convert(file.save())
    for _ in range(_MOST_PASSES - 1):
        if not file.write_numbers(_destinations(pdf)):
            break
        pdf = convert(file.save())
    return pdf


class _PagedFile:
    """A Word file whose sections are marked and whose page numbers can be written."""

    def __init__(self, archive, root):
        self._archive = archive
        self._root = root
        self._sections = []
        self._section_of = {}
        self._find_sections()
        self._fields = list(_find_fields(root))

    @classmethod
    def open(cls, content):
        """Return the file, or None when it holds no page numbers or cannot be read."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            main = archive.read(_MAIN)
            if b"PAGEREF" not in main:
                return None
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return cls(archive, etree.fromstring(main, parser))
        except (KeyError, RuntimeError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile):
            # LibreOffice shall judge it.
            return None

    def save(self):
        """Return the file as it is now, as bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self._archive.namelist():
                if name != _MAIN:
                    target.writestr(name, self._archive.read(name))
            main = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8")
            target.writestr(_MAIN, main)
        return stream.getvalue()

    def write_numbers(self, pages):
        """Write the page numbers that are known and return whether one of them is new.

        :param pages: ``{destination: sheet}``, as :func:`_destinations` returns them
        """
        changed = False
        for name, texts in self._fields:
            label = self._label(name, pages)
            if label and "".join(text.text or "" for text in texts) != label:
                texts[0].text = label
                for text in texts[1:]:
                    text.text = ""
                changed = True
        return changed

    def _find_sections(self):
        """Note the numbering of each section and the bookmarks in it, and mark its start."""
        body = self._root.find(qn("w:body"))
        blocks = []
        for block in () if body is None else body:
            blocks.append(block)
            ends = block if block.tag == qn("w:sectPr") else block.find(f".//{qn('w:sectPr')}")
            if ends is not None:
                self._add_section(blocks, ends)
                blocks = []
        if blocks:
            self._add_section(blocks, None)

    def _add_section(self, blocks, ends):
        place = len(self._sections)
        numbering = ends.find(qn("w:pgNumType")) if ends is not None else None
        values = {} if numbering is None else numbering.attrib
        start = values.get(qn("w:start"), "")
        self._sections.append(
            (values.get(qn("w:fmt"), "decimal"), int(start) if start.isdecimal() else None)
        )
        for block in blocks:
            for mark in block.iter(qn("w:bookmarkStart")):
                self._section_of[mark.get(qn("w:name"))] = place
        first = next((text for block in blocks for text in block.iter(qn("w:p"))), None)
        if first is None:
            return
        looks = first.find(qn("w:pPr"))
        position = 0 if looks is None else first.index(looks) + 1
        identity = {qn("w:id"): str(_FIRST_ID + place)}
        first.insert(position, etree.Element(qn("w:bookmarkEnd"), identity))
        named = identity | {qn("w:name"): f"{_PROBE}{place}"}
        first.insert(position, etree.Element(qn("w:bookmarkStart"), named))

    def _label(self, name, pages):
        """Return the page of a bookmark as its section counts, '' where it is not known."""
        section, sheet = self._section_of.get(name), pages.get(_destination(name))
        if section is None or sheet is None:
            return ""
        begin = section
        while begin and self._sections[begin][1] is None:
            begin -= 1
        first = pages.get(f"{_PROBE}{begin}")
        if first is None:
            return ""
        start = self._sections[begin][1]
        return _formatted(sheet - first + (1 if start is None else start), self._sections[section])


def _roman(value):
    """Return a positive whole number below 100 in small roman figures.

    >>> [_roman(value) for value in (1, 4, 9, 14, 40)]
    ['i', 'iv', 'ix', 'xiv', 'xl']
    """
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return tens[value // 10 % 10] + units[value % 10]


def _formatted(number, section):
    """Return a page number as a section shows it.

    >>> [_formatted(4, (style, None)) for style in ("decimal", "lowerRoman", "upperRoman")]
    ['4', 'iv', 'IV']
    """
    style = section[0]
    if style in ("lowerRoman", "upperRoman") and 0 < number < 100:
        return _roman(number).upper() if style == "upperRoman" else _roman(number)
    return str(number)


def _find_fields(root):
    """Yield ``(bookmark, texts)`` for each PAGEREF field: the elements that show its number.

    Those outside of a list become plain text: LibreOffice would count them its own way.
    """
    opened = []
    for node in list(root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t"))):
        if node.tag == qn("w:fldChar"):
            kind = node.get(qn("w:fldCharType"))
            if kind == "begin":
                opened.append(_Field())
            if not opened:
                continue
            opened[-1].codes.append(node)
            if kind == "separate":
                opened[-1].result = node.getparent()
            elif kind == "end":
                field = opened.pop()
                found = _PAGEREF.match(field.instruction)
                if found and field.result is not None:
                    texts = field.texts or [_new_text(field.result)]
                    if not opened:
                        field.make_plain()
                    yield found[1], texts
        elif opened and node.tag == qn("w:instrText") and opened[-1].result is None:
            opened[-1].instruction += node.text or ""
            opened[-1].codes.append(node)
        elif opened and node.tag == qn("w:t") and opened[-1].result is not None:
            opened[-1].texts.append(node)


class _Field:
    """One field of Word while it is read.

    :ivar codes: the elements that make it a field
    :ivar result: the run after which its result stands, None as long as it was not met
    :ivar texts: the elements that show its result
    """

    def __init__(self):
        self.instruction = ""
        self.codes = []
        self.result = None
        self.texts = []

    def make_plain(self):
        """Leave nothing but what it shows."""
        for node in self.codes:
            node.getparent().remove(node)


def _new_text(run):
    """Return the empty text of a new run after ``run``, with its looks."""
    shown = etree.Element(qn("w:r"))
    looks = run.find(qn("w:rPr"))
    if looks is not None:
        shown.append(deepcopy(looks))
    run.addnext(shown)
    return etree.SubElement(shown, qn("w:t"))


def _destination(bookmark):
    """Return the name that LibreOffice gives to the destination of a bookmark.

    >>> _destination("_Toc0001")
    '5FToc0001'
    """
    return re.sub(
        r"[^A-Za-z0-9-]",
        lambda char: "".join(f"{byte:02X}" for byte in ord(char[0]).to_bytes(2, "big") if byte),
        bookmark,
    )


def _destinations(pdf):
    """Return ``{name: sheet}`` of the destinations in a PDF; the first sheet is 1."""
    reader = PdfReader(io.BytesIO(pdf))
    sheets = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages, 1)}
    return {
        name.lstrip("/"): sheets.get(target.raw_get("/Page").idnum)
        for name, target in reader.named_destinations.items()
    }
