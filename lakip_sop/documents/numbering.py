"""Lists as Word keeps them: numbered by Word itself, so that they go on when items are added."""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

STEP = 400
"""Indent of each level, in twips."""
LEVELS = 9
"""So many levels has a list in Word."""

_BULLETS = ("•", "◦", "▪")
# CSS names of numbers, as the editor writes them.
NUMBERS = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
USUAL_NUMBERS = ("decimal", "lower-alpha", "lower-roman")


class Numbering:
    """Gives the lists of one Word file their numbers."""

    def __init__(self, writer):
        """Number the lists in the file of ``writer``; what its base file has stays."""
        self._part = _numbering_part(writer.document.part)
        self._bullets = None
        self._abstract = {}

    def bullets(self):
        """Return the number of a list with bullets; all of them can share it."""
        if self._bullets is None:
            texts = [_BULLETS[level % len(_BULLETS)] for level in range(LEVELS)]
            levels = [_level(place, "bullet", text) for place, text in enumerate(texts)]
            self._bullets = self._new(self._new_abstract(levels))
        return self._bullets

    def numbers(self, level=0, style="decimal", start=1):
        """Return the number of a new list that counts from ``start``.

        :param level: how deep it stands, from 0
        :param style: a CSS name out of :data:`NUMBERS`; plain figures for any other
        """
        style = style if style in NUMBERS else "decimal"
        if style not in self._abstract:
            levels = [_level(place, NUMBERS[style], f"%{place + 1}.") for place in range(LEVELS)]
            self._abstract[style] = self._new_abstract(levels)
        return self._new(self._abstract[style], level, start)

    def _new_abstract(self, levels):
        root = self._part.element
        used = [int(old.get(qn("w:abstractNumId"))) for old in root.findall(qn("w:abstractNum"))]
        identity = max(used, default=-1) + 1
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{"".join(levels)}</w:abstractNum>'
        )
        # The schema wants all of these before the first list that uses one.
        first = root.find(qn("w:num"))
        if first is None:
            root.append(abstract)
        else:
            first.addprevious(abstract)
        return identity

    def _new(self, abstract, level=None, start=1):
        root = self._part.element
        used = [int(old.get(qn("w:numId"))) for old in root.findall(qn("w:num"))]
        identity = max(used, default=0) + 1
        override = ""
        if level is not None:
            override = (
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>'
                "</w:lvlOverride>"
            )
        number = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>'
            f"{override}</w:num>"
        )
        # Only what the schema puts at the end may follow.
        last = root.find(qn("w:numIdMacAtCleanup"))
        if last is None:
            root.append(number)
        else:
            last.addprevious(number)
        return identity


def _level(place, style, text):
    """Return the looks of one level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{STEP * (place + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
    )


def _numbering_part(document):
    """Return the part that holds the lists; a base file may have none yet."""
    try:
        return document.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        part = NumberingPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            parse_xml(f"<w:numbering {nsdecls('w')}/>"),
            document.package,
        )
        document.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part
