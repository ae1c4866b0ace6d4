"""What the HTML of Odoo's editor says: which elements are blocks, what a style gives to text, which
cells a table has where some are merged. Read with lxml, whatever the HTML is like."""

import re

from lxml import etree, html

from .text import clean, one_line

HIDDEN = frozenset("script style head title meta link template noscript select option".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul".split()
)
_COLOR = re.compile(r"#([0-9a-f]{6})$|#([0-9a-f]{3})$|rgb\((\d+),\s*(\d+),\s*(\d+)\)$", re.I)
_LENGTH = re.compile(r"([\d.]+)(px|%)?$")
_TAG = re.compile("<[^>]*>")
_WIDEST_TABLE = 60
_TALLEST_SPAN = 1000


def parse(content):
    """Return the root of an HTML fragment, None for one without anything in it."""
    # Characters that XML has no place for may also come as entities.
    text = clean(content)
    if not text.strip():
        return None
    try:
        # Without huge_tree the parser leaves out what is nested deeper than 256 elements.
        parser = html.HTMLParser(huge_tree=True)
        root = html.fromstring(f"<div>{text}</div>", parser=parser)
        if any("depth" in error.message for error in parser.error_log):
            # With it the limit is 2048, and nobody nests so deep by hand: the text alone is kept.
            return html.fromstring(f"<div>{_TAG.sub(' ', text)}</div>")
        return root
    except (etree.ParserError, ValueError):
        return None


def tag_of(node):
    return node.tag.lower() if isinstance(node.tag, str) else ""


def holds_blocks(node):
    """Return whether an element stands on lines of its own."""
    tag = tag_of(node)
    if tag in _BLOCKS:
        return True
    # Such as a link or a span around whole paragraphs.
    return (
        bool(tag) and tag not in HIDDEN and any(tag_of(inner) in _BLOCKS for inner in node.iter())
    )


def is_wrapper(item):
    """Return whether a list item holds nothing but lists."""
    texts = [item.text, *(child.tail for child in item)]
    tags = [tag_of(child) for child in item]
    return bool(tags) and all(tag in ("ul", "ol") for tag in tags) and not any(map(one_line, texts))


def style_of(node):
    """Return the declarations of an element's own style."""
    parts = (part.partition(":") for part in (node.get("style") or "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _sign, value in parts}


def looks_of(style):
    """Return the looks that a style gives to text."""
    looks = {}
    weight = style.get("font-weight", "")
    if weight:
        looks["bold"] = weight in ("bold", "bolder") or whole_number(weight, 400) >= 600
    if style.get("font-style"):
        looks["italic"] = style["font-style"] in ("italic", "oblique")
    decoration = style.get("text-decoration") or style.get("text-decoration-line") or ""
    if "underline" in decoration:
        looks["underline"] = True
    if "line-through" in decoration:
        looks["strike"] = True
    color = _color(style.get("color", ""))
    if color:
        looks["color"] = color
    return looks


def _color(value):
    """Return a CSS colour as Word writes it, None for one it cannot.

    >>> _color("#1a2b3c"), _color("#abc"), _color("rgb(255, 0, 16)"), _color("var(--x)")
    ('1A2B3C', 'AABBCC', 'FF0010', None)
    """
    found = _COLOR.match(value)
    if not found:
        return None
    long, short, *parts = found.groups()
    if short:
        long = "".join(sign * 2 for sign in short)
    if not long:
        long = "".join(f"{min(int(part), 255):02x}" for part in parts)
    return long.upper()


def whole_number(value, otherwise):
    """Return a small whole number of an attribute, ``otherwise`` for anything else."""
    value = (value or "").strip()
    return int(value) if re.fullmatch("[0-9]{1,4}", value) else otherwise


def cells_of(rows):
    """Return the cells of each row as (element, span, merge), and the count of columns.

    A cell merged downwards stands in each row it covers, with None for its element below the
    first; what a row lacks is filled up, so that all have as many columns.
    """
    layout, open_cells = [], {}
    for row in rows:
        cells, place = [], 0
        waiting = [cell for cell in row if tag_of(cell) in ("td", "th")]
        while waiting or any(column >= place for column in open_cells):
            if place in open_cells:
                left, span = open_cells.pop(place)
                cells.append((None, span, "continue"))
                if left > 1:
                    open_cells[place] = (left - 1, span)
                    place += span
                    # Seen in this row: look at it again in the next.
                    continue
                place += span
                continue
            if not waiting:
                cells.append((None, 1, None))
                place += 1
                continue
            cell = waiting.pop(0)
            free = min((column for column in open_cells if column > place), default=_WIDEST_TABLE)
            span = max(min(whole_number(cell.get("colspan"), 1), free - place), 1)
            down = min(whole_number(cell.get("rowspan"), 1), _TALLEST_SPAN)
            cells.append((cell, span, "restart" if down > 1 else None))
            if down > 1:
                open_cells[place] = (down - 1, span)
            place += span
        layout.append((cells, place))
    count = max((place for _cells, place in layout), default=0)
    return [
        [*cells, *((None, 1, None) for _missing in range(count - place))] for cells, place in layout
    ], count


def shares_of(rows, count, width):
    """Return the relative widths of the columns, as the first full row states them."""
    for row in rows:
        cells = [cell for cell in row if tag_of(cell) in ("td", "th")]
        stated = [_LENGTH.match(style_of(cell).get("width", "")) for cell in cells]
        if len(cells) == count and all(stated):
            shares = [round(float(found[1])) for found in stated]
            if min(shares) > 0:
                # No column so narrow that a letter does not fit.
                return [max(share, sum(shares) // 20) for share in shares]
    return [1] * count
