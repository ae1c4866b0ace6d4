"""What people wrote in Odoo's editor, as Word paragraphs, lists, tables and pictures.

Of the libraries for this, html-for-docx is the one that is kept (MIT). It was tried and is not
used: 200 rows of a table take it 112 s, a control character stops it, it prints the text of
scripts, joins the paragraphs of a list item, and opens any file or address that a picture names.
lxml, which Odoo brings, reads the HTML; the rest is the markup of this package.

What has a meaning is kept: headings, paragraphs and their side, lists in lists with their own
numbers, tables with merged cells, pictures, links, bold, italic, underlined, struck, raised, and
coloured text. Letter types and sizes are those of the document. Scripts and styles are dropped.
"""

import base64
import binascii
import io
import re
from dataclasses import dataclass, replace

from PIL import Image, WebPImagePlugin

from .base_file import DocumentError
from .markup import CM, Cell, Column, Xml, join, paragraph, run, table
from .numbering import LEVELS, STEP, USUAL_NUMBERS, Numbering
from .richtext_html import (
    HIDDEN,
    cells_of,
    holds_blocks,
    is_wrapper,
    looks_of,
    parse,
    shares_of,
    style_of,
    tag_of,
    whole_number,
)
from .text import clean, one_line

_MEDIA = frozenset(("iframe", "video", "audio", "embed", "object"))
_LOOKS = {
    "b": {"bold": True},
    "strong": {"bold": True},
    "th": {"bold": True},
    "i": {"italic": True},
    "em": {"italic": True},
    "cite": {"italic": True},
    "u": {"underline": True},
    "ins": {"underline": True},
    "s": {"strike": True},
    "del": {"strike": True},
    "strike": {"strike": True},
    "sup": {"raised": "superscript"},
    "sub": {"raised": "subscript"},
    "code": {"font": "Courier New"},
    "pre": {"font": "Courier New"},
    "kbd": {"font": "Courier New"},
}
_ALIGNS = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+$", re.IGNORECASE)
_DATA_URI = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_SPACE = re.compile("[ \t\r\n\f\x0b]+")
# A picture beyond this is no illustration of a report and would take the worker's memory.
_MOST_PIXELS = 50_000_000
# The last one is loaded by its own import: Odoo keeps Pillow from looking for more by itself.
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", WebPImagePlugin.WebPImageFile.format)
_TALLEST_PICTURE = 16 * CM
_HEADING = {"before": 160, "after": 80}


@dataclass(frozen=True)
class _Place:
    """Where a block stands: how far in, in which list, in which looks."""

    looks: dict
    width: int
    """Of the text area, in twips."""
    left: int = 0
    align: str | None = None
    depth: int = 0
    """So many lists around it."""
    in_cell: bool = False


class RichText:
    """Turns HTML fragments into markup for one Word file.

    :ivar lost: what could not be shown, as (code, name) pairs: ``picture`` that is not readable,
        too big or not to be found; its description stands in its place
    """

    def __init__(self, writer, *, headings=None, resolve=None):
        """Write into ``writer``.

        :param headings: the :class:`~.contents.Headings` that headings of a text join; without
            them a heading is bold text
        :param resolve: function that returns the bytes of the picture at an address, or None;
            nothing is ever fetched here
        """
        self._writer = writer
        self._headings = headings
        self._resolve = resolve
        self._numbering = None
        self.lost = []

    def blocks(self, content, *, level=1, width=None, **looks):
        """Return an HTML fragment as paragraphs and tables.

        :param level: of the heading above; the fragment's own begin one below
        :param width: of the text area, in twips; None for that of the page
        :param looks: of body paragraphs, as :func:`~.markup.paragraph` takes them
        """
        root = parse(content)
        if root is None:
            return Xml("")
        self._level = level
        try:
            return join(*self._children(root, _Place(looks, width or self._writer.width)))
        except RecursionError:
            # Hundreds of elements in each other: the text alone is kept.
            return paragraph(one_line("".join(root.itertext())), **looks)

    # ------------------------------------------------------------
    # Blocks
    # ------------------------------------------------------------

    def _children(self, node, place, number=None):
        """Return the blocks in ``node``; text between them makes paragraphs of its own.

        :param number: list number and level, or a mark, for the first block: it is an item
        """
        blocks, pieces = [], [(node.text or "", {})]

        def flush():
            nonlocal number, pieces
            made = self._paragraph(pieces, place, number)
            if made:
                blocks.append(made)
                number = None
            pieces = []

        for child in node:
            if holds_blocks(child):
                flush()
                made = self._block(child, place, number)
                if made:
                    number = None
                    blocks += made
            else:
                pieces += self._inline(child, {})
            pieces.append((child.tail or "", {}))
        flush()
        return blocks

    def _block(self, node, place, number):
        """Return the blocks of one element that stands on lines of its own."""
        tag = tag_of(node)
        if tag in HIDDEN:
            return []
        place = self._styled(node, place)
        if tag in ("ul", "ol"):
            marked = [self._paragraph([], place, number, keep_empty=True)] if number else []
            return marked + self._list(node, place)
        if tag == "table":
            return self._table(node, place)
        if tag == "hr":
            return [paragraph("", rule="single", before=0, after=120, line=120)]
        if re.fullmatch("h[1-6]", tag):
            return self._heading(node, place)
        if tag in ("blockquote", "dd"):
            place = replace(place, left=place.left + STEP)
        if tag == "pre":
            return self._preformatted(node, place)
        return self._children(node, place, number)

    def _styled(self, node, place):
        """Return ``place`` as the style of ``node`` changes it for what is in it."""
        tag, style = tag_of(node), style_of(node)
        side = _ALIGNS.get(style.get("text-align") or (node.get("align") or "").lower())
        looks = {**place.looks, **_LOOKS.get(tag, {}), **looks_of(style)}
        return replace(
            place, looks=looks, align="center" if tag == "center" else side or place.align
        )

    def _paragraph(self, pieces, place, number=None, *, keep_empty=False):
        """Return one paragraph of inline pieces, or None when nothing is in it."""
        pieces = _collapsed(pieces)
        if not pieces and not keep_empty:
            return None
        looks = {"after": 60} | place.looks if place.depth or place.in_cell else dict(place.looks)
        if place.in_cell:
            looks = {"before": 0, "line": 240} | looks | {"after": 20, "first": 0}
        if place.depth:
            looks["first"] = 0
        if place.align:
            looks["align"] = place.align
        if looks.get("align") == "both" and any(text == _BREAK for text, _looks in pieces):
            # Word would stretch the line before the break over the whole width.
            looks["align"] = "left"
        looks["left"] = place.left + looks.get("left", 0)
        if isinstance(number, str):
            pieces = [(f"{number}\t", {}), *pieces]
            looks["hanging"] = STEP
        elif number:
            looks["numbering"] = number
            looks |= {"left": place.left, "hanging": STEP}
        base = {name: looks.pop(name) for name in list(looks) if name in _RUN_LOOKS}
        return paragraph(*self._runs(pieces, base), **looks)

    def _runs(self, pieces, base):
        """Return runs of (text, looks) pieces; a link around several stays one link."""
        shown = []
        for text, looks in pieces:
            looks = dict(looks)
            address = looks.pop("address", None)
            if isinstance(text, Xml):
                shown.append(text)
            elif address:
                shown.append(self._link(address, run(text, **base | _LINK | looks)))
            else:
                shown.append(run(text, **base | looks))
        return shown

    def _link(self, address, content):
        relation = self._writer.link(address)
        return Xml(
            '<w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships" r:id="{relation}">{content}</w:hyperlink>'
        )

    def _heading(self, node, place):
        title = one_line("".join(node.itertext()))
        if not title:
            return self._children(node, place)
        pieces = _collapsed(self._inline_children(node, {}))
        base = {name: look for name, look in place.looks.items() if name == "color"}
        content = Xml("".join(self._runs(pieces, base)))
        if self._headings is None or place.in_cell:
            looks = {"bold": True, "keep_next": True, "left": place.left} | _HEADING
            return [paragraph(*self._runs(pieces, {"bold": True} | base), **_block_looks(looks))]
        level = min(self._level + int(tag_of(node)[1]), 6)
        return [self._headings.add(level, title, page_break=False, content=content)]

    def _preformatted(self, node, place):
        lines = clean("".join(node.itertext())).strip("\n").split("\n")
        looks = {"font": "Courier New", "size": 9, "left": place.left, "after": 0, "line": 240}
        # Spaces that begin a line are kept, as they are in a run.
        return [paragraph(line, **looks) for line in lines]

    # ------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------

    def _list(self, node, place):
        level = min(place.depth, LEVELS - 1)
        checked = "o_checklist" in (node.get("class") or "").split()
        inner = replace(place, left=place.left + STEP, depth=place.depth + 1)
        if self._numbering is None:
            self._numbering = Numbering(self._writer)
        if not checked:
            style = style_of(node)
            # As the editor shows them: 1., in it a., in that i.
            usual = USUAL_NUMBERS[sum(1 for _outer in node.iterancestors("ol")) % 3]
            name = style.get("list-style") or style.get("list-style-type") or usual
            own = (
                self._numbering.bullets()
                if tag_of(node) == "ul"
                else self._numbering.numbers(level, name, whole_number(node.get("start"), 1))
            )
        blocks = []
        for child in node:
            if not isinstance(child.tag, str) or tag_of(child) in HIDDEN:
                continue
            if checked:
                done = "o_checked" in (child.get("class") or "").split()
                number = "☑" if done else "☐"
            else:
                number = (own, level)
            if tag_of(child) != "li" or is_wrapper(child):
                # The editor wraps a list in a list in an item without a mark.
                number = None
            blocks += self._children(child, self._styled(child, inner), number)
        return blocks

    # ------------------------------------------------------------
    # Tables
    # ------------------------------------------------------------

    def _table(self, node, place):
        rows = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        layout, count = cells_of(rows)
        if not count:
            return self._children(node, place)
        width = place.width - place.left
        shares = shares_of(rows, count, width)
        columns = [Column("", share) for share in shares]
        total = sum(shares)
        header, body = [], []
        for row, cells in zip(rows, layout, strict=True):
            made = []
            for cell, span, merge in cells:
                room = max(width * sum(shares[len(made) : len(made) + span]) // total - 200, 400)
                made.append(self._cell(cell, span, merge, room, place))
            placed = tag_of(row.getparent()) == "thead" or all(
                cell is None or tag_of(cell) == "th" for cell, _span, _merge in cells
            )
            (header if placed and not body else body).append(made)
        if not body:
            header, body = [], header
        caption = node.find("caption")
        above = []
        if caption is not None and one_line("".join(caption.itertext())):
            pieces = self._inline_children(caption, {})
            above = [self._paragraph(pieces, replace(place, align="center"))]
        size = place.looks.get("size") or 10
        return [*above, table(columns, body, width, size=size, header=header)]

    def _cell(self, node, span, merge, width, place):
        if node is None:
            return Cell("", span=span, merge=merge)
        looks = {"size": 10} | {n: v for n, v in place.looks.items() if n in _RUN_LOOKS}
        inner = _Place(looks, width, align=None, in_cell=True)
        blocks = self._children(node, self._styled(node, inner))
        return Cell(join(*blocks) if blocks else "", span=span, merge=merge)

    # ------------------------------------------------------------
    # Inline
    # ------------------------------------------------------------

    def _inline_children(self, node, looks):
        pieces = [(node.text or "", looks)]
        for child in node:
            pieces += self._inline(child, looks)
            pieces.append((child.tail or "", looks))
        return pieces

    def _inline(self, node, looks):
        """Return (text, looks) pieces of an element that stands in a line."""
        tag = tag_of(node)
        if not tag or tag in HIDDEN:
            return []
        if tag == "br":
            return [(_BREAK, looks)]
        if tag == "img":
            return [(self._picture(node), looks)]
        if tag in _MEDIA:
            address = one_line(node.get("src") or node.get("data"))
            return [(f"[Media: {address}]", looks)] if address else []
        if tag == "input":
            return [(node.get("value") or "", looks)]
        looks = {**looks, **_LOOKS.get(tag, {}), **looks_of(style_of(node))}
        address = one_line(node.get("href")) if tag == "a" else ""
        if _ADDRESS.match(address):
            looks["address"] = address
        return self._inline_children(node, looks)

    def _picture(self, node):
        """Return a picture as a run, or its description in brackets."""
        source = (node.get("src") or "").strip()
        said = one_line(node.get("alt") or node.get("title")) or "Gambar"
        try:
            content = self._picture_bytes(source)
            if content:
                return self._writer.picture(
                    content, _TALLEST_PICTURE, said, width=self._writer.width
                )
        except DocumentError:
            content = None
        # What cannot be shown is named, so that nothing goes unnoticed.
        self.lost.append(("picture", said if _DATA_URI.match(source) else source[:200]))
        return f"[{said}]"

    def _picture_bytes(self, source):
        inline = _DATA_URI.match(source)
        if inline:
            try:
                content = base64.b64decode(source[inline.end() :])
            except (binascii.Error, ValueError) as error:
                raise DocumentError("The picture in the text is cut short.") from error
        else:
            content = self._resolve(source) if self._resolve and source else None
        return word_picture(content) if content else None


_BREAK = Xml("<w:r><w:br/></w:r>")
_LINK = {"color": "0563C1", "underline": True}
_RUN_LOOKS = frozenset("bold italic underline strike raised size color font".split())


def word_picture(content):
    """Return a picture in a form that Word shows; the editor stores WEBP by preference.

    :param content: bytes of a PNG, JPEG, GIF, BMP or WEBP
    :raises DocumentError: it is none of these, broken, or has more than 50 million pixels
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise DocumentError("The picture has too many pixels.")
            if image.format != "WEBP":
                return content
            buffer = io.BytesIO()
            image.convert("RGBA").save(buffer, "PNG")
            return buffer.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError("The picture is not readable.") from error


def _collapsed(pieces):
    """Return inline pieces with white space as a browser shows it.

    >>> _collapsed([(" Satu ", {}), (" dua\\n", {"bold": True}), ("", {})])
    [('Satu ', {}), ('dua', {'bold': True})]
    """
    shown, space = [], True
    for text, looks in pieces:
        if isinstance(text, Xml):
            if text == _BREAK and shown and not isinstance(shown[-1][0], Xml):
                shown[-1] = (shown[-1][0].rstrip(" "), shown[-1][1])
            shown.append((text, looks))
            space = text == _BREAK
            continue
        text = _SPACE.sub(" ", clean(text))
        if space:
            text = text.lstrip(" ")
        if text:
            shown.append((text, looks))
            space = text.endswith(" ")
    # The editor keeps an empty line open by a break, and one at the end shows nothing.
    while shown and (shown[-1][0] == _BREAK or not shown[-1][0].strip(" ")):
        shown.pop()
    if shown and not isinstance(shown[-1][0], Xml):
        shown[-1] = (shown[-1][0].rstrip(" "), shown[-1][1])
    return shown


def _block_looks(looks):
    """Return the looks of a paragraph without those of its runs."""
    return {name: value for name, value in looks.items() if name not in _RUN_LOOKS}
