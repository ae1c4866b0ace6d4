"""WordprocessingML as strings: runs, paragraphs and tables, escaped once and parsed once.

python-docx looks the whole table up again for every cell it is asked for, which makes a long
table quadratic (1,000 rows of 7 cells: 39.8 s). Here a table is one string: the same rows take
hundredths of a second. Every function returns :class:`Xml`; any other string handed to one of
them is plain text and is cleaned and escaped, so that no caller has to remember to.

All lengths are twips (1/20 pt, 567 to a centimetre) unless a name says otherwise; letter sizes
are points.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from .text import clean

CM = 567
PT = 20

_LIST_ITEM = re.compile(
    r"^(?:(?P<bullet>[-*•–])|(?P<mark>\(?(?:\d{1,3}|[a-z])[.)]))\s+(?P<text>\S.*)$"
)
_TAG = re.compile("<[^>]*>")
# A row that may not break across pages and is taller than one would run off the paper.
_LONGEST_UNBROKEN_ROW = 600


class Xml(str):
    """Markup that is ready to be placed, as opposed to plain text."""

    __slots__ = ()


def join(*parts):
    """Return several pieces of markup as one.

    >>> join(Xml("<a/>"), Xml("<b/>"))
    '<a/><b/>'
    """
    return Xml("".join(parts))


def attribute(text):
    """Return ``text`` on one line as it stands between double quotes in markup.

    >>> attribute('A & "B"')
    'A &amp; &quot;B&quot;'
    """
    return escape(" ".join(clean(text).split()), {'"': "&quot;"})


def _run_properties(
    *,
    bold=False,
    italic=False,
    underline=False,
    strike=False,
    raised=None,
    size=None,
    color=None,
    font=None,
):
    """Return the looks of a run, in the order that the schema fixes."""
    properties = ""
    if font:
        name = quoteattr(font)
        properties += f"<w:rFonts w:ascii={name} w:hAnsi={name} w:cs={name}/>"
    if bold:
        properties += "<w:b/><w:bCs/>"
    if italic:
        properties += "<w:i/><w:iCs/>"
    if strike:
        properties += "<w:strike/>"
    if color:
        properties += f'<w:color w:val="{color}"/>'
    if size:
        properties += f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    if underline:
        properties += '<w:u w:val="single"/>'
    if raised:
        properties += f'<w:vertAlign w:val="{raised}"/>'
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def _text(value):
    """Return plain text as it stands in a run, line breaks left as they are."""
    content = escape(clean(value))
    return content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def run(text, **looks):
    """Return ``text`` as one run; a line break or tab in it becomes Word's own.

    :param looks: ``bold``, ``italic``, ``underline``, ``strike``, ``size`` (points), ``color``
        (hex), ``font``, ``raised`` (``superscript`` or ``subscript``)

    >>> run("A & B")
    '<w:r><w:t xml:space="preserve">A &amp; B</w:t></w:r>'
    >>> "<w:br/>" in run("first\\nsecond", bold=True)
    True
    """
    if isinstance(text, Xml):
        return text
    content = _text(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return Xml(f'<w:r>{_run_properties(**looks)}<w:t xml:space="preserve">{content}</w:t></w:r>')


FIELD_END = Xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def field_start(instruction, *, dirty=False, **looks):
    """Return the head of a Word field; what is shown of it and :data:`FIELD_END` follow.

    :param dirty: have Word update the field when the file is opened
    """
    flag = ' w:dirty="true"' if dirty else ""
    # A field that is updated takes the looks of the runs that it is made of.
    start = f"<w:r>{_run_properties(**looks)}"
    return Xml(
        f'{start}<w:fldChar w:fldCharType="begin"{flag}/></w:r>'
        f'{start}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{start}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field(instruction, shown="", **looks):
    """Return a Word field such as ``PAGE``; ``shown`` stands there until it is updated."""
    return join(field_start(instruction, **looks), run(shown, **looks), FIELD_END)


def paragraph(
    *content,
    style=None,
    align=None,
    before=None,
    after=None,
    line=None,
    left=0,
    right=0,
    hanging=0,
    first=0,
    tabs="",
    keep_next=False,
    page_break=False,
    numbering=None,
    rule=None,
    outline=None,
    **looks,
):
    """Return one paragraph of texts and runs.

    :param style: the style id in the document at hand
    :param align: ``left``, ``center``, ``right`` or ``both``
    :param line: line pitch in 240ths of single spacing
    :param numbering: number of the list and level in it, as :mod:`.numbering` gives them
    :param rule: name of the border drawn below, such as ``single`` or ``thickThinSmallGap``
    :param outline: level (0 is the highest) when it is to be found in Word's navigation
    :param looks: passed to :func:`run` for the texts in ``content``
    """
    # The order of the elements is fixed by the schema: Word calls any other one a damaged file.
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if keep_next:
        properties += "<w:keepNext/>"
    if page_break:
        properties += "<w:pageBreakBefore/>"
    if numbering:
        number, level = numbering
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    if rule:
        width = 6 if rule == "single" else 24
        border = f'w:val="{rule}" w:sz="{width}" w:space="1" w:color="000000"'
        properties += f"<w:pBdr><w:bottom {border}/></w:pBdr>"
    properties += tabs
    spacing = "".join(
        f' w:{name}="{value}"'
        for name, value in (("before", before), ("after", after), ("line", line))
        if value is not None
    )
    if spacing:
        rule_attribute = ' w:lineRule="auto"' if line is not None else ""
        properties += f"<w:spacing{spacing}{rule_attribute}/>"
    indent = f' w:left="{left}"' if left else ""
    indent += f' w:right="{right}"' if right else ""
    if hanging or first:
        indent += f' w:hanging="{hanging}"' if hanging else f' w:firstLine="{first}"'
    if indent:
        properties += f"<w:ind{indent}/>"
    if align:
        properties += f'<w:jc w:val="{align}"/>'
    if outline is not None:
        properties += f'<w:outlineLvl w:val="{outline}"/>'
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return Xml(f"<w:p>{head}{''.join(run(part, **looks) for part in content)}</w:p>")


def prose(texts, **looks):
    """Return body paragraphs; a line such as ``- …``, ``1. …`` or ``a. …`` hangs as a list item.

    ``texts`` is an iterable of texts; a line break in one starts a new paragraph. ``looks`` is
    passed to :func:`paragraph`.
    """
    blocks = []
    for line in (line.strip() for text in texts for line in clean(text).split("\n")):
        item = _LIST_ITEM.match(line)
        if item:
            mark = "•" if item["bullet"] else item["mark"]
            # The indent of an item replaces the first-line indent of the text around it.
            left = looks.get("left", 0) + 400
            item_looks = looks | {"left": left, "hanging": 400, "first": 0, "after": 60}
            blocks.append(paragraph(f"{mark}\t{item['text']}", **item_looks))
        elif line:
            blocks.append(paragraph(line, **looks))
    return join(*blocks)


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, its share of the width, and how its cells align."""

    title: str
    share: int = 1
    align: str = "left"


@dataclass(frozen=True)
class Cell:
    """A cell that differs from the others of its column."""

    content: str = ""
    """Plain text (one paragraph a line) or :class:`Xml`."""
    align: str | None = None
    """None takes that of the column."""
    span: int = 1
    """So many columns wide."""
    merge: str | None = None
    """``restart`` for the first of cells that are one downwards, ``continue`` for the others."""
    shade: str | None = None
    """Background as a hex colour."""
    bold: bool = False
    flush: bool = False
    """No room left and right of the content, as a drawing up to the rules needs it."""


def _widths(columns, width):
    """Return the width of each column, in twips, adding up to exactly ``width``."""
    total = sum(column.share for column in columns)
    edges, passed = [0], 0
    for column in columns:
        passed += column.share
        edges.append(width * passed // total)
    return [right - left for left, right in zip(edges, edges[1:], strict=False)]


@lru_cache(maxsize=256)
def _frame(looks):
    """Return what stands before and after the text of a paragraph; a table asks for few."""
    return tuple(paragraph("|", **dict(looks)).split("|"))


def _cell(content, width, align=None, *, span=1, merge=None, shade=None, flush=False, looks=None):
    """Return one cell; plain text gives a paragraph a line, markup is placed as it is."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    if shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'
    if flush:
        sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
        properties += f"<w:tcMar>{sides}</w:tcMar>"
    if not isinstance(content, Xml):
        looks = {"align": align, "before": 0, "after": 0, "line": 240} | (looks or {})
        before, after = _frame(tuple(looks.items()))
        text = _text(content).replace("\n", f"{after}{before}")
        content = f"{before}{text}{after}"
    elif not content.endswith("</w:p>"):
        # A cell has to end with a paragraph, also when a table stands in it.
        content = join(content, spacer())
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _cells(row, columns, widths, *, looks, align=None, shade=None):
    """Return the cells of one row.

    :param align: where the text stands, in place of each column's own
    :raises ValueError: the cells are not as many as the columns, spans counted
    """
    blocks, place = [], 0
    for content in row:
        cell = content if isinstance(content, Cell) else Cell(content)
        end = place + cell.span
        if end > len(columns):
            raise ValueError(f"The row has more cells than the {len(columns)} columns.")
        blocks.append(
            _cell(
                cell.content,
                sum(widths[place:end]),
                cell.align or align or columns[place].align,
                span=cell.span,
                merge=cell.merge,
                shade=cell.shade or shade,
                flush=cell.flush,
                looks=looks | {"bold": True} if cell.bold else looks,
            )
        )
        place = end
    if place != len(columns):
        raise ValueError(f"The row has {place} cells for {len(columns)} columns.")
    return blocks


def _text_length(row):
    """Return how many letters the texts of a row hold."""
    contents = (cell.content if isinstance(cell, Cell) else cell for cell in row)
    return sum(
        len(_TAG.sub("", content) if isinstance(content, Xml) else str(content or ""))
        for content in contents
    )


def _row(cells, *, header=False, whole=True, height=0):
    """Return one row; a ``whole`` row is never broken across two pages.

    :param height: the least height in twips
    """
    properties = "<w:cantSplit/>" if whole else ""
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if header:
        properties += "<w:tblHeader/>"
    head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{head}{''.join(cells)}</w:tr>"


def _table(rows, widths, *, borders, margin=100, indent=0, air=None):
    """Return a table of fixed layout around ready rows; ``air`` is above and below each text."""
    # Versions of Word differ in whether an indent counts from the border or from the text; a
    # table as wide as the page is centred instead, which all of them understand alike.
    place = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else '<w:jc w:val="center"/>'
    if air is None:
        air = 40 if borders else 0
    line = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    inner = "".join(
        f'<w:{side} w:w="{space}" w:type="dxa"/>'
        for side, space in (("top", air), ("left", margin), ("bottom", air), ("right", margin))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return Xml(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"{place}{f'<w:tblBorders>{line}</w:tblBorders>' if borders else ''}"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f"{inner}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def table(
    columns, rows, width, *, size=10, empty="Tidak ada data", keep_last=0, header=None, heights=None
):
    """Return a ruled table whose header row is repeated on every page.

    :param columns: the :class:`Column` list
    :param rows: an iterable of rows; a cell is plain text (one paragraph a line), :class:`Xml` or
        a :class:`Cell`
    :param width: width of the whole table
    :param size: letter size of the cells, in points
    :param empty: printed across all columns when there is no row
    :param keep_last: so many of the last rows stay on the page of what follows, which keeps a
        signature from standing alone on a page
    :param header: rows in place of the columns' titles, where titles stand over several columns;
        ``()`` for none
    :param heights: the least height of each row, in twips, when something is drawn across them;
        a flush cell then begins at the very top of its row
    :raises ValueError: a row has more or fewer cells than there are columns
    """
    widths = _widths(columns, width)
    header_looks = {"bold": True, "size": size}
    blocks = [
        _row(
            _cells(row, columns, widths, align="center", shade="E7E6E6", looks=header_looks),
            header=True,
        )
        for row in ([[column.title for column in columns]] if header is None else header)
    ]
    rows = list(rows)
    for place, row in enumerate(rows):
        looks = {"size": size, "keep_next": place >= len(rows) - keep_last}
        if heights:
            looks |= {"before": 40, "after": 40}
        cells = _cells(row, columns, widths, looks=looks)
        whole = _text_length(row) <= _LONGEST_UNBROKEN_ROW
        blocks.append(_row(cells, whole=whole, height=heights[place] if heights else 0))
    if not rows:
        looks = {"size": size, "italic": True}
        blocks.append(_row([_cell(empty, width, "center", span=len(columns), looks=looks)]))
    # Word gives every cell of a row the most air that any of them has.
    return _table(blocks, widths, borders=True, air=0 if heights else None)


def grid(rows, shares, width, *, borders=False, margin=0, whole=False, indent=0):
    """Return a table without header for placing things side by side.

    :param rows: rows of as many cells as there are ``shares``, or of one cell for the whole width
    :param shares: relative widths of the columns
    :param whole: keep each row on one page, as a signature block has to be
    """
    widths = _widths([Column("", share) for share in shares], width)
    blocks = []
    for row in rows:
        if len(row) == 1:
            cells = [_cell(row[0], width, span=len(widths))]
        else:
            cells = [_cell(content, size) for content, size in zip(row, widths, strict=True)]
        blocks.append(_row(cells, whole=whole))
    return _table(blocks, widths, borders=borders, margin=margin, indent=indent)


def key_values(pairs, width, *, label=2200, indent=0, after=40, align=None, **looks):
    """Return label, colon and value lines, the values lined up under each other.

    :param pairs: (label, value) pairs; a value is text or ready paragraphs
    :param label: width of the labels
    """
    plain = {"before": 0, "after": after, "line": 240}
    rows = []
    for name, value in pairs:
        if not isinstance(value, Xml):
            parts = clean(value).split("\n")
            value = join(*(paragraph(part, align=align, **plain, **looks) for part in parts))
        rows.append((paragraph(name, **plain), paragraph(":", **plain), value))
    return grid(rows, (label, 220, max(width - label - 220, 1000)), width, indent=indent)


def spacer(height=2, *, keep_next=False):
    """Return an empty paragraph ``height`` points tall."""
    keep = "<w:keepNext/>" if keep_next else ""
    return Xml(
        f'<w:p><w:pPr>{keep}<w:spacing w:before="0" w:after="0"'
        f' w:line="{height * PT}" w:lineRule="exact"/>'
        '<w:rPr><w:sz w:val="4"/></w:rPr></w:pPr></w:p>'
    )
