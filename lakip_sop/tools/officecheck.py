"""What an office file does beyond being read: plain Python, no ORM, no Odoo import.

A report is signed as the bytes of a file. What Word fetches from elsewhere, or puts together when
it opens the file, would be read by others than those who signed it; what starts a program is worse.

How to use
----------
:func:`find_in_office` (Word, Excel, PowerPoint) and :func:`find_in_odf` return what they found, the
name of a :class:`~.filecheck.Problem` and a word for it, or None:

>>> parts = {
...     "word/document.xml": b'<w:p xmlns:w="w"><w:fldSimple w:instr="DDEAUTO excel a"/></w:p>'
... }
>>> find_in_office({*parts}, "", parts.get)
('active', 'DDEAUTO')

How it works
------------
* Field codes are put together from their runs, as Word does, and judged by their first word
  (ECMA-376 part 1, 17.16.5). Codes that stand in the text as text are none.
* Of what a part relates to outside the file, links to click are left alone, and those of formulas
  to other workbooks, before which Excel asks. The rest is fetched without a click.
* A template on a drive (``C:``) is where Word wrote down that the file was made from it; one in a
  network is fetched, with its macros. It is told last: a base file is freed from it.
* All parts that the file declares as XML are read, whatever they are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

__all__ = ["MAX_PARSED", "find_in_odf", "find_in_office"]

MAX_PARSED = 16 * 1024 * 1024
"""A part with fields is parsed up to this size, in bytes; no text of people is longer."""

Found = tuple[str, str] | None
Reader = Callable[[str], bytes]

#: Fields that start a program, and those that fetch what is shown.
_STARTING = {"DDE", "DDEAUTO"}
_FETCHING = {"DATABASE", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK"}
#: Kinds of relations (the end of their URI) to what lies elsewhere that may stay.
_CLICKED = {"hyperlink"}
_ASKED = {"externalLinkPath", "xlPathMissing", "xlStartup", "xlLibrary", "xlAlternateStartup"}
#: Kinds of relations that are a program, wherever it lies.
_CONTROLS = {"activeXControlBinary", "control", "ctrlProp"}

_PART_TYPE = re.compile(r"""<(?:[\w.-]+:)?(Override|Default)\b([^>]*)>""")
_ATTRIBUTE = re.compile(r"""\b(PartName|Extension|ContentType)\s*=\s*["']([^"']*)["']""")
_CHUNK = re.compile(rb"<(?:[\w.-]+:)?altChunk\b")
_DDE = re.compile(rb"<(?:[\w.-]+:)?ddeLink\b")
_ACTION = re.compile(rb"ppaction://(program|ole|macro)")
#: Types of parts that hold values and nothing else, and are long.
_VALUES = ("spreadsheetml.worksheet+xml", "spreadsheetml.sharedstrings+xml")
_PACKAGE = "Ole10Native".encode("utf-16-le")  # the stream that holds a file of any kind
_NETWORK_PATH = re.compile(r"(?i)^(https?|ftps?|webdavs?):|^(file:)?[/\\]{2}(?![/\\]?[a-z]:)")
_ELSEWHERE = re.compile(r"(?i)^[a-z][a-z0-9+.-]*:|^[/\\]|^\.\.[/\\]")
#: Elements of OpenDocument whose link is clicked or asked for, not followed by itself.
_ODF_CLICKED = {"a", "hyperlink", "cell-range-source", "table-source", "event-listener"}


def find_in_office(names: set[str], types: str, read: Reader) -> Found:
    """Return what a file of Office does beyond being read, or None.

    :param names: of its parts
    :param types: the text of its ``[Content_Types].xml``
    :param read: returns the bytes of a part
    :raises ValueError: a part that matters is no XML, or longer than :data:`MAX_PARSED`
    """
    embedded, template = set(), None
    for name in sorted(_xml_parts(names, types)):
        content = _as_utf8(read(name) or b"")
        if name.lower().endswith(".rels"):
            relations = list(_parse(content).iter("{*}Relationship"))
            judged = dict(filter(None, map(_judge_relation, relations)))
            if "template" in judged:
                template = "template", judged.pop("template")
            found = next(iter(judged.items()), None)
            embedded |= {_last(one.get("Target")) for one in relations if _kind(one) == "oleObject"}
        else:
            found = _find_in_part(content)
        if found:
            return found
    for name in sorted(names):
        # What Office itself embeds is a file of Office; a "package" is any other.
        if _last(name) in embedded and _PACKAGE in (read(name) or b""):
            return "active", "package"
    return template


def find_in_odf(names: set[str], read: Reader) -> Found:
    """Return what an OpenDocument file does beyond being read, or None; as above."""
    for name in ("content.xml", "styles.xml"):
        content = _as_utf8(read(name) or b"") if name in names else b""
        if b"dde-" in content:
            for element in _parse(content).iter("{*}dde-source", "{*}dde-connection-decl"):
                return "active", etree.QName(element).localname
        if b"href" not in content:
            continue
        for element in _parse(content).iter(etree.Element):
            target = element.get("{http://www.w3.org/1999/xlink}href") or ""
            if _ELSEWHERE.match(target) and etree.QName(element).localname not in _ODF_CLICKED:
                return "linked", target
    return None


def _xml_parts(names: set[str], types: str) -> Iterator[str]:
    """Yield the parts that are XML, by their names or by what the file declares."""
    declared, extensions, values = set(), {"xml", "rels"}, set()
    for kind, text in _PART_TYPE.findall(types):
        attributes = {key: value.lower() for key, value in _ATTRIBUTE.findall(text)}
        type_ = attributes.get("ContentType", "")
        if not type_.endswith("xml"):
            continue
        if kind == "Override":
            part = attributes.get("PartName", "").lstrip("/")
            (values if type_.endswith(_VALUES) else declared).add(part)
        else:
            extensions.add(attributes.get("Extension", ""))
    for name in names:
        lowered = name.lower()
        if lowered in declared or (
            lowered.rpartition(".")[2] in extensions and lowered not in values
        ):
            yield name


def _judge_relation(relation: etree._Element) -> Found:
    kind, target = _kind(relation), relation.get("Target") or ""
    if kind == "aFChunk":
        return "chunk", ""
    if kind in _CONTROLS:
        return "active", "control"
    if relation.get("TargetMode") != "External" or kind in _CLICKED | _ASKED:
        return None
    if kind == "attachedTemplate":
        return ("template", target) if _NETWORK_PATH.match(target) else None
    return "linked", target


def _kind(relation: etree._Element) -> str:
    return _last(relation.get("Type"), lowered=False)


def _last(path: str | None, lowered: bool = True) -> str:
    """Return the last part of a path or URI."""
    last = (path or "").rpartition("/")[2]
    return last.lower() if lowered else last


def _find_in_part(content: bytes) -> Found:
    # The words are looked for first: that takes no time.
    if b"altChunk" in content and _CHUNK.search(content):
        return "chunk", ""
    if b"ddeLink" in content and _DDE.search(content):
        return "active", "DDE"
    if b"hlink" in content and _ACTION.search(content.lower()):
        return "active", "action"
    if b"instrText" in content or b"fldSimple" in content:
        for code in _field_codes(_parse(content)):
            word = code.split(None, 1)[0].upper() if code.strip() else ""
            if word in _STARTING:
                return "active", word
            if word in _FETCHING:
                return "linked", code.strip()
    return None


def _field_codes(root: etree._Element) -> Iterator[str]:
    """Yield the code of each field, put together from its runs; fields may stand in fields."""
    opened: list[list[str]] = []
    for element in root.iter("{*}fldSimple", "{*}fldChar", "{*}instrText"):
        name = etree.QName(element).localname
        if name == "instrText":
            if opened:
                opened[-1].append("".join(element.itertext()))
            else:
                yield "".join(element.itertext())
            continue
        values = {etree.QName(key).localname: value for key, value in element.items()}
        if name == "fldSimple":
            yield values.get("instr", "")
        elif values.get("fldCharType") == "begin":
            opened.append([])
        elif values.get("fldCharType") == "end" and opened:
            yield "".join(opened.pop())
    for parts in opened:  # a field that nothing ends
        yield "".join(parts)


def _as_utf8(content: bytes) -> bytes:
    """Return the bytes of an XML part in an encoding in which its words can be looked for."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace")
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).encode()
    return content


def _parse(content: bytes) -> etree._Element:
    if len(content) > MAX_PARSED:
        raise ValueError("too long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it brings definitions of its own")
    return root
