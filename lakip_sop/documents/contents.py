"""Headings of a long document and the Daftar Isi that lists them."""

import io

from pypdf import PdfReader

from .markup import FIELD_END, Xml, field, field_start, join, paragraph
from .text import clean, one_line

LISTED_LEVELS = 3
"""So deep goes the Daftar Isi."""


class Headings:
    """Writes headings, each with a bookmark, and the table of contents that points to them."""

    def __init__(self, writer, pages=()):
        """Write into ``writer``; ``pages`` are as :func:`heading_pages` gives them, if known."""
        self._writer = writer
        self._pages = pages
        self._entries = []

    def add(self, level, title, *, front=False, page_break=True, content=None):
        """Return the heading ``title`` as markup; one of level 1 starts a page.

        Levels below :data:`LISTED_LEVELS` are headings of the text, not lines of the Daftar Isi.

        :param front: it stands in the front matter, whose pages bear small roman figures
        :param content: the title as markup, when it has looks of its own
        """
        self._entries.append((level, one_line(title), front))
        position = len(self._entries)
        return paragraph(
            Xml(f'<w:bookmarkStart w:id="{position}" w:name="_Toc{position:08d}"/>'),
            content or clean(title),
            Xml(f'<w:bookmarkEnd w:id="{position}"/>'),
            style=self._writer.style_id(f"Heading {level}"),
            page_break=page_break and level == 1,
        )

    def contents(self):
        """Return the table of contents: a Word field that shows the headings written so far.

        Word counts the pages when the file is opened. LibreOffice does not, so without known
        pages the numbers are left out rather than printed wrong.
        """
        tabs = (
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self._writer.width}"/></w:tabs>'
        )
        shown = []
        labels = self._labels()
        for position, (level, title, _front) in enumerate(self._entries, 1):
            if level > LISTED_LEVELS:
                continue
            # The field begins inside the first line and ends in a paragraph after the last one.
            code = f'TOC \\o "1-{LISTED_LEVELS}" \\h \\z \\u'
            start = "" if shown else field_start(code, dirty=True)
            page = field(f"PAGEREF _Toc{position:08d} \\h", labels[position - 1])
            shown.append(
                paragraph(
                    Xml(start),
                    f"{title}\t",
                    page,
                    style=self._writer.style_id(f"toc {level}"),
                    tabs=tabs,
                    left=(level - 1) * 400,
                    after=60,
                    bold=level == 1,
                )
            )
        return join(*shown, paragraph(FIELD_END)) if shown else Xml("")

    def sheets_before_body(self):
        """Return how many sheets come before page 1 of the chapters, None when it is not known."""
        entries, pages = self._entries, self._pages
        if len(pages) != len(entries):
            return None
        return next(
            (page - 1 for page, entry in zip(pages, entries, strict=True) if not entry[2]), 0
        )

    def _labels(self):
        """Return the page of each heading as printed, '' where it is not known."""
        before = self.sheets_before_body()
        if before is None:
            return [""] * len(self._entries)
        # One cover page stands before the front matter; the chapters begin again at 1.
        return [
            roman(page - 1) if front else str(page - before)
            for page, (_level, _title, front) in zip(self._pages, self._entries, strict=True)
        ]


def roman(value):
    """Return a positive whole number below 100 in small roman figures.

    >>> [roman(value) for value in (1, 4, 9, 14, 40)]
    ['i', 'iv', 'ix', 'xiv', 'xl']
    """
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return tens[value // 10 % 10] + units[value % 10]


def heading_pages(pdf):
    """Return the page (1 is the first sheet) of each heading, read from the PDF's bookmarks.

    :param pdf: bytes of the PDF that LibreOffice made of a report
    """
    reader = PdfReader(io.BytesIO(pdf))
    numbers = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages, 1)}

    def walk(nodes):
        for node in nodes:
            if isinstance(node, list):
                yield from walk(node)
            else:
                # pypdf's own look-up of the page fails under Odoo, which patches `get`.
                yield numbers[node.raw_get("/Page").idnum]

    return tuple(walk(reader.outline))
