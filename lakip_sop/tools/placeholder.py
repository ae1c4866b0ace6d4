"""Placeholders in what people write: '[capaian rata-rata]' stands for the figure of today.

Pure: no ORM, no file. What placeholders there are is said by ``documents/placeholders.py``.

How to use
----------
:func:`fill` puts the values in, :func:`typed` lists what stands in brackets, :func:`closest` finds
the name that was meant, and :func:`split_at` parts a text where something else is to stand in it:

>>> values = {key("capaian rata-rata"): "104,00%", key("pagu"): None}
>>> fill("<p>Rata-rata [Capaian  rata-rata].</p>", values)
'<p>Rata-rata 104,00%.</p>'

How it works
------------
* A placeholder is a text in square brackets that begins with a letter. Upper and lower case and
  white space make no difference: people type them.
* The editor cuts a text into pieces when a part of it is bold or coloured. The value then takes
  the place and the looks of the first piece.
* What is not known, or has no value yet, stays as it was typed: nothing is dropped in silence.
"""

import difflib
import re

from lxml import etree, html

from ..documents.text import clean

__all__ = ["closest", "fill", "key", "label", "split_at", "typed"]

# Between the pieces stands a mark of the end of each block: no placeholder goes beyond it.
_BLOCK_END = "\x1e"
_PLACEHOLDER = re.compile(rf"\[\s*([^\W\d_][^\[\]{_BLOCK_END}]*)\]")
_BLOCKS = frozenset(
    "article blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "table tbody td tfoot th thead tr ul".split()
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def key(name):
    """Return what two ways to type the same name have in common.

    >>> key(" Capaian:\u00a0Indeks  SPBE\ufeff") == key("capaian: indeks spbe")
    True
    """
    return " ".join(_INVISIBLE.sub("", clean(name)).split()).casefold()


def label(name):
    """Return a name as it can stand between brackets.

    >>> label("Indeks [SPBE]\\n2026")
    'Indeks (SPBE) 2026'
    """
    return " ".join(clean(name).replace("[", "(").replace("]", ")").split())


def typed(content):
    """Return the names in brackets of an HTML fragment, as they were typed, each once.

    >>> typed("<p>[pagu], [<b>reali</b>sasi] dan [1], [pagu]</p><p>[dua</p><p>baris]</p>")
    ['pagu', 'realisasi']
    """
    root = _parsed(content)
    if root is None:
        return []
    text = "".join(piece if place else _BLOCK_END for place, piece in _pieces(root))
    names = (" ".join(found[1].split()) for found in _PLACEHOLDER.finditer(text))
    return list({key(name): name for name in names}.values())


def fill(content, values):
    """Return an HTML fragment with the values of its placeholders in their places.

    :param values: {key: text}; what has no text in it stays as it was typed
    """
    root = _parsed(content)
    if root is None:
        return content or ""
    pieces = [*_pieces(root)]
    text = "".join(piece if place else _BLOCK_END for place, piece in pieces)
    found = [
        (match.span(), values[key(match[1])])
        for match in _PLACEHOLDER.finditer(text)
        if values.get(key(match[1]))
    ]
    if not found:
        return content
    start = 0
    waiting = found[::-1]
    for place, piece in pieces:
        end = start + (len(piece) if place else 1)
        shown, at = "", start
        while waiting and waiting[-1][0][0] < end:
            (first, last), value = waiting[-1]
            if first >= start:
                shown += text[at:first] + value
            at = min(last, end)
            if last > end:
                break
            waiting.pop()
        if place:
            node, attribute = place
            setattr(node, attribute, clean(shown + text[at:end]))
        start = end
    return _inside(root)


def split_at(content, name):
    """Return an HTML fragment as (before, after) the first line that holds ``[name]`` alone.

    Without such a line all of it stands before.

    >>> split_at("<p>Satu</p><p>[tabel]</p><p>Dua</p>", "tabel")
    ('<p>Satu</p>', '<p>Dua</p>')
    >>> split_at("<p>Satu [tabel]</p>", "tabel")
    ('<p>Satu [tabel]</p>', '')
    """
    root = _parsed(content)
    if root is None:
        return content or "", ""
    for node in root:
        if key(node.text_content() if isinstance(node.tag, str) else "") == f"[{key(name)}]":
            after = html.Element("div")
            after.text, node.tail = node.tail, None
            after.extend(node.itersiblings())
            root.remove(node)
            return _inside(root), _inside(after)
    return content, ""


def closest(name, known):
    """Return which of the ``known`` names was meant, '' when none is near.

    >>> closest("capaian ratarata", ["pagu", "capaian rata-rata"])
    'capaian rata-rata'
    >>> closest("sic", ["pagu"])
    ''
    """
    by_key = {key(one): one for one in known}
    near = difflib.get_close_matches(key(name)[:200], by_key, n=1, cutoff=0.75)
    return by_key[near[0]] if near else ""


def _parsed(content):
    """Return the root around an HTML fragment; None for one without any bracket.

    None as well for one nested deeper than lxml reads: it stays whole, as it was typed.
    """
    text = clean(content)
    if "[" not in text:
        return None
    try:
        parser = html.HTMLParser(huge_tree=True)
        root = html.fromstring(f"<div>{text}</div>", parser=parser)
        return None if any("depth" in error.message for error in parser.error_log) else root
    except (etree.ParserError, ValueError):
        return None


def _inside(root):
    """Return what is inside the element ``root``, as HTML."""
    start = (root.text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return start + "".join(html.tostring(child, encoding="unicode") for child in root)


def _pieces(root):
    """Yield ((node, 'text' or 'tail'), text) in the order of reading; (None, '') ends a block."""
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_block = isinstance(node.tag, str) and node.tag in _BLOCKS
        if is_block:
            yield None, ""
        if event == "start" and node.text:
            yield (node, "text"), node.text
        elif event != "start" and node is not root and node.tail:
            yield (node, "tail"), node.tail
