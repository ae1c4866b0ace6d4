"""Numbered captions of tables and figures, and the Daftar Tabel and Daftar Gambar that list them.

Word counts them itself (SEQ fields), so a table put in by hand gets its number too.
"""

from .markup import FIELD_END, Xml, field, field_start, join, paragraph, run
from .text import clean, one_line

TABLE = "Tabel"
FIGURE = "Gambar"
# Ids of the bookmarks of headings are far below.
_FIRST_BOOKMARK = 100_000


class Captions:
    """Writes captions, each with a bookmark, and the lists that point to them."""

    def __init__(self, writer):
        self._writer = writer
        self._titles = {TABLE: [], FIGURE: []}

    def table(self, title):
        """Return the caption of the table that follows."""
        return self._caption(TABLE, title, keep_next=True)

    def figure(self, title):
        """Return the caption of the figure before it."""
        return self._caption(FIGURE, title)

    def _caption(self, kind, title, *, keep_next=False):
        titles = self._titles[kind]
        titles.append(one_line(title))
        number = len(titles)
        identity = _FIRST_BOOKMARK + sum(map(len, self._titles.values()))
        return paragraph(
            Xml(f'<w:bookmarkStart w:id="{identity}" w:name="{_anchor(kind, number)}"/>'),
            f"{kind} ",
            field(f"SEQ {kind} \\* ARABIC", str(number)),
            f". {clean(title)}",
            Xml(f'<w:bookmarkEnd w:id="{identity}"/>'),
            style=self._writer.style_id("Caption"),
            keep_next=keep_next,
        )

    def contents(self, kind):
        """Return the list of the captions of one kind written so far, as a Word field."""
        titles = self._titles[kind]
        if not titles:
            return Xml("")
        width = self._writer.width
        tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
        style = self._writer.style_id("table of figures")
        shown = []
        for number, title in enumerate(titles, 1):
            start = field_start(f'TOC \\h \\z \\c "{kind}"', dirty=True) if number == 1 else ""
            anchor = _anchor(kind, number)
            # A link as Word writes it: it also leads to the page in the PDF.
            link = join(
                Xml(f'<w:hyperlink w:anchor="{anchor}">'),
                run(f"{kind} {number}. {title}\t"),
                field(f"PAGEREF {anchor} \\h"),
                Xml("</w:hyperlink>"),
            )
            looks = {"left": 400, "hanging": 400, "right": 400, "after": 60}
            shown.append(paragraph(Xml(start), link, style=style, tabs=tabs, **looks))
        return join(*shown, paragraph(FIELD_END))


def _anchor(kind, number):
    """Return the name of the bookmark of a caption; Word hides one that begins so."""
    return f"_{kind}{number:08d}"
