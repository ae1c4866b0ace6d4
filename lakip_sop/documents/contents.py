"""Headings of a long document and the Daftar Isi that lists them."""

from .markup import FIELD_END, Xml, field, field_start, join, paragraph
from .text import clean, one_line

LISTED_LEVELS = 3
"""So deep goes the Daftar Isi."""


class Headings:
    """Writes headings, each with a bookmark, and the table of contents that points to them."""

    def __init__(self, writer):
        self._writer = writer
        self._entries = []

    def add(self, level, title, *, page_break=True, content=None):
        """Return the heading ``title`` as markup; one of level 1 starts a page.

        Levels below :data:`LISTED_LEVELS` are headings of the text, not lines of the Daftar Isi.

        :param content: the title as markup, when it has looks of its own
        """
        self._entries.append((level, one_line(title)))
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

        Word counts the pages when the file is opened; for a PDF see :mod:`.paging`.
        """
        tabs = (
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self._writer.width}"/></w:tabs>'
        )
        shown = []
        for position, (level, title) in enumerate(self._entries, 1):
            if level > LISTED_LEVELS:
                continue
            # The field begins inside the first line and ends in a paragraph after the last one.
            code = f'TOC \\o "1-{LISTED_LEVELS}" \\h \\z \\u'
            start = "" if shown else field_start(code, dirty=True)
            page = field(f"PAGEREF _Toc{position:08d} \\h")
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
