"""Shapes and lines drawn in a table cell: DrawingML that Word and LibreOffice show alike.

A drawing lies on its cell, from the cell's top left corner, and stays with it when rows move.
Lengths are twips, as everywhere; the file itself counts in English Metric Units.
"""

from dataclasses import dataclass

from .markup import Xml, attribute, paragraph

# The five symbols of an SOP (Permenpan RB 35/2012), by their names in DrawingML; the fifth is the
# arrow.
PROCESS = "flowChartProcess"
TERMINATOR = "flowChartTerminator"
DECISION = "flowChartDecision"
CONNECTOR = "flowChartOffpageConnector"

_EMU = 635
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WORD = "http://schemas.microsoft.com/office/word/2010"
_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
    f' xmlns:wpg="{_WORD}/wordprocessingGroup" xmlns:wps="{_WORD}/wordprocessingShape"'
)
_LINE_WIDTH = 9525
_MOST_SHAPES = 1000
_INK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'


@dataclass(frozen=True)
class Box:
    """A symbol."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Line:
    """A level or upright line; ``arrow`` puts a head at its second end."""

    x1: int
    y1: int
    x2: int
    y2: int
    arrow: bool = False


@dataclass(frozen=True)
class Label:
    """A word beside a line, or a letter in a symbol: LibreOffice loses the outline of a symbol
    that holds text itself."""

    text: str
    x: int
    y: int
    width: int = 420
    height: int = 170
    align: str = "left"


def canvas(shapes, width, height, identity, description):
    """Return ``shapes`` as one run, drawn over the cell whose paragraph holds it.

    :param shapes: :class:`Box`, :class:`Line` and :class:`Label` in the cell's own measures
    :param width: of the cell, as is ``height``
    :param identity: as :meth:`~.base.DocumentWriter.drawing_id` gives it
    :param description: read out to those who cannot see it
    """
    size = f'<a:ext cx="{width * _EMU}" cy="{height * _EMU}"/>'
    child_size = size.replace("a:ext", "a:chExt")
    # Ids of shapes are their own too, whatever drawing they are in.
    first = int(identity) * _MOST_SHAPES
    parts = "".join(_shape(shape, place) for place, shape in enumerate(shapes, first))
    said = attribute(description)
    return Xml(
        f'<w:r><mc:AlternateContent {_NAMESPACES}><mc:Choice Requires="wpg"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0'
        '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0'
        f'</wp:posOffset></wp:positionV><wp:extent cx="{width * _EMU}" cy="{height * _EMU}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{identity}"'
        f' name="Alur {identity}" descr="{said}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_WORD}/wordprocessingGroup"><wpg:wgp><wpg:cNvGrpSpPr/>'
        f'<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>{size}<a:chOff x="0" y="0"/>{child_size}'
        f"</a:xfrm></wpg:grpSpPr>{parts}</wpg:wgp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _shape(shape, place):
    """Return one member of the group."""
    if isinstance(shape, Line):
        return _line(shape, place)
    if isinstance(shape, Label):
        looks = {"align": shape.align, "before": 0, "after": 0, "line": 240, "size": 6.5}
        words = paragraph(shape.text, font="Arial", **looks)
        text = f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>"
        return _framed(shape, place, "rect", "<a:noFill/><a:ln><a:noFill/></a:ln>", text)
    white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    looks = f'{white}<a:ln w="{_LINE_WIDTH}">{_INK}</a:ln>'
    return _framed(shape, place, shape.kind, looks)


def _framed(shape, place, geometry, looks, text=""):
    """Return a shape of ``geometry`` with its text."""
    place_and_size = _transform(shape.x, shape.y, shape.width, shape.height)
    return (
        f'<wps:wsp><wps:cNvPr id="{place}" name="Simbol {place}"/><wps:cNvSpPr/><wps:spPr>'
        f'{place_and_size}<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom>{looks}'
        f'</wps:spPr>{text}<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        "</wps:wsp>"
    )


def _line(line, place):
    """Return a line; one drawn from right to left or upwards has its head at its first end."""
    x, y = min(line.x1, line.x2), min(line.y1, line.y2)
    width, height = abs(line.x2 - line.x1), abs(line.y2 - line.y1)
    backwards = line.x2 < line.x1 or line.y2 < line.y1
    head = ""
    if line.arrow:
        end = "headEnd" if backwards else "tailEnd"
        head = f'<a:{end} type="triangle" w="med" len="med"/>'
    return (
        f'<wps:wsp><wps:cNvPr id="{place}" name="Garis {place}"/><wps:cNvCnPr/><wps:spPr>'
        f'{_transform(x, y, width, height)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{_LINE_WIDTH}">{_INK}{head}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
    )


def _transform(x, y, width, height):
    """Return where a shape stands in its group."""
    x, y, width, height = (round(length) * _EMU for length in (x, y, width, height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
