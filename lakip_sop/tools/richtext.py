"""Rich text as the plain lines that a Word letter prints. Pure: no ORM, no file."""

from lxml import etree, html

#: Elements that begin a line of their own.
_BLOCKS = frozenset(
    "address article blockquote dd div dl dt figure h1 h2 h3 h4 h5 h6 header hr li ol p pre "
    "section table tr ul".split()
)
#: Elements whose text nobody reads.
_HIDDEN = frozenset(("script", "style", "head", "title"))


def plain_lines(content):
    """Return the text of an HTML fragment, a line for each paragraph, list item and table row.

    Items of a list keep their mark (``- `` or their number); cells of a row are divided by
    `` | ``. Empty lines are left out.

    >>> print(plain_lines("<p>Pukul <b>9</b>.</p><ol><li>Satu</li><li>Dua &amp; tiga</li></ol>"))
    Pukul 9.
    1. Satu
    2. Dua & tiga
    >>> plain_lines("a<br>b<ul><li><p>c</p></li></ul>")
    'a\\nb\\n- c'
    >>> plain_lines(None), plain_lines("<p><br></p>")
    ('', '')
    >>> plain_lines("<table><tr><td>Bab I</td><td>lengkap</td></tr></table>")
    'Bab I | lengkap'
    """
    if not content or not str(content).strip():
        return ""
    try:
        root = html.fromstring(f"<div>{content}</div>")
    except (etree.ParserError, ValueError):
        return ""
    lines = [[]]
    _gather(root, lines)
    texts = (" ".join("".join(parts).split()) for parts in lines)
    # An item that holds a paragraph has its mark on a line of its own.
    return "\n".join(_join_marks(text for text in texts if text))


def _gather(node, lines):
    tag = node.tag if isinstance(node.tag, str) else ""
    if not tag or tag in _HIDDEN:
        return
    if tag in _BLOCKS or tag == "br":
        lines.append([])
    if tag == "li":
        parent = node.getparent()
        numbered = parent is not None and parent.tag == "ol"
        place = 1 + sum(1 for other in node.itersiblings("li", preceding=True)) if numbered else 0
        lines[-1].append(f"{place}. " if numbered else "- ")
    elif tag in ("td", "th") and node.getprevious() is not None:
        lines[-1].append(" | ")
    lines[-1].append(node.text or "")
    for child in node:
        _gather(child, lines)
        lines[-1].append(child.tail or "")
    if tag in _BLOCKS:
        lines.append([])


def _join_marks(texts):
    mark = ""
    for text in texts:
        if text == "-" or (text.endswith(".") and text[:-1].isdigit()):
            mark = f"{text} "
        else:
            yield f"{mark}{text}"
            mark = ""
