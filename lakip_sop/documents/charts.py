"""Native Word charts: people can change the figures in Word, screen readers get them as words.

The DrawingML comes from python-pptx, whose chart writer is the kept one of that family; a chart is
the same part in a Word file. Its workbook is written here: cells that begin like a formula have to
stay text, and the same chart has to give the same bytes.
"""

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from pptx.chart.chart import Chart as PptxChart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml import parse_xml as parse_chart
from pptx.util import Pt

from .dates import number
from .markup import Xml, attribute, paragraph
from .text import one_line

# Tell apart also by those who see fewer colours (Okabe and Ito), and in a grey copy.
COLORS = ("0072B2", "E69F00", "009E73", "CC79A7", "56B4E9", "D55E00", "F0E442", "000000")
CHART_KINDS = {
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "pie": XL_CHART_TYPE.PIE,
}
_EMU = 635
_LONGEST_LABEL = 60
# Of the text that is read out.
_LONGEST_DESCRIPTION = 2000
_EPOCH = datetime.datetime(2000, 1, 1)
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Series:
    """One row of figures of a chart, one for each category; None leaves a gap, never a zero."""

    name: str
    values: tuple[Decimal | float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart.

    :raises ValueError: nothing to draw, an unknown kind, or a series of another length
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: str = "column"
    """``column``, ``bar``, ``line`` or ``pie`` (of the first series)."""
    unit: str = ""
    """Printed along the axis, such as '%' or 'jam kerja'."""
    description: str = ""
    """Read out to those who cannot see it; '' names the figures themselves."""

    def __post_init__(self):
        if self.kind not in CHART_KINDS:
            raise ValueError(f"There is no chart of the kind {self.kind!r}.")
        if not self.categories or not self.series:
            raise ValueError("A chart needs a category and a series.")
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"Series {series.name!r} has not one value for each category.")

    def spoken(self):
        """Return what the chart shows, as words.

        >>> Chart(title="Capaian", categories=("2025", "2026"), unit="%",
        ...       series=(Series("IKU 1", (98.5, None)),)).spoken()
        'Grafik Capaian (%). IKU 1: 2025 98,50; 2026 tidak ada data.'
        """
        if one_line(self.description):
            return one_line(self.description)[:_LONGEST_DESCRIPTION]
        unit = f" ({one_line(self.unit)})" if one_line(self.unit) else ""
        parts = [f"Grafik {one_line(self.title)}{unit}."]
        for series in self.series:
            figures = "; ".join(
                f"{_label(category)} {number(value) or 'tidak ada data'}"
                for category, value in zip(self.categories, series.values, strict=True)
            )
            parts.append(f"{_label(series.name)}: {figures}.")
        said = " ".join(parts)
        if len(said) > _LONGEST_DESCRIPTION:
            said = f"{said[: _LONGEST_DESCRIPTION - 1]}…"
        return said


def chart_paragraph(writer, chart, width, height):
    """Return ``chart`` as a centred paragraph that stays with its caption below.

    :param writer: the :class:`~.base.DocumentWriter` that it is for
    :param width: in twips, as is ``height``
    """
    return paragraph(
        chart_run(writer, chart, width, height), align="center", before=120, keep_next=True
    )


def chart_run(writer, chart, width, height):
    """Add ``chart`` and its workbook to the file of ``writer`` and return it as a run."""
    document = writer.document.part
    package = document.package
    part = Part(
        package.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, b"", package
    )
    relation = document.relate_to(part, RELATIONSHIP_TYPE.CHART)
    # Numbered like its chart: a part is in the package only once it is related.
    book = Part(
        PackURI(f"/word/embeddings/{_book_name(part.partname)}"),
        _WORKBOOK_TYPE,
        _workbook(chart),
        package,
    )
    part._blob = _chart_xml(chart, part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE))
    return _inline(relation, chart, writer.drawing_id(), width * _EMU, height * _EMU)


def _book_name(partname):
    """Return the file name of the workbook of the chart ``partname``."""
    return f"Microsoft_Excel_Sheet{partname.idx or 1}.xlsx"


def _inline(relation, chart, identity, width, height):
    """Return the run that shows a chart part of the document, in English Metric Units."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    said = attribute(chart.spoken())
    title = attribute(chart.title) or "Grafik"
    return Xml(
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{identity}" name="{title}" descr="{said}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/chart">'
        f'<c:chart xmlns:c="{drawing}/chart" xmlns:r="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _label(text):
    """Return a category or series name that leaves room for the chart itself."""
    text = one_line(text)
    return f"{text[: _LONGEST_LABEL - 1]}…" if len(text) > _LONGEST_LABEL else text


def _shown(chart):
    """Return the series that are drawn: a pie has one."""
    return chart.series[:1] if chart.kind == "pie" else chart.series


def _figures(chart):
    """Return the figures that are drawn, without the gaps."""
    return [value for series in _shown(chart) for value in series.values if value is not None]


def _number_format(chart, *, axis=False):
    """Return how figures are printed, in Indonesian separators: with decimals where there are any.

    :param axis: the marks of an axis are round numbers, unless the figures are small
    """
    figures = _figures(chart)
    decimals = any(value != int(value) for value in figures)
    if axis:
        decimals = decimals and max(map(abs, figures), default=0) < 10
    return "[$-421]#,##0.00" if decimals else "[$-421]#,##0"


def _chart_xml(chart, workbook_relation):
    """Return the chart part's bytes; ``workbook_relation`` leads to its figures."""
    data = CategoryChartData(number_format=_number_format(chart))
    data.categories = [_label(category) or "-" for category in chart.categories]
    for series in _shown(chart):
        values = [None if value is None else float(value) for value in series.values]
        data.add_series(_label(series.name) or "-", values)
    root = parse_chart(ChartXmlWriter(CHART_KINDS[chart.kind], data).xml.encode())
    drawn = PptxChart(root, None)
    _dress(drawn, chart)
    root._add_externalData().set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
        workbook_relation,
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _dress(drawn, chart):
    """Give the python-pptx chart title, legend, colours and letters."""
    drawn.font.size = Pt(9)
    drawn.font.name = "Arial"
    drawn.has_title = bool(one_line(chart.title))
    if drawn.has_title:
        drawn.chart_title.text_frame.text = one_line(chart.title)[:200]
        letters = drawn.chart_title.text_frame.paragraphs[0].font
        letters.size, letters.bold = Pt(10), True
    drawn.has_legend = len(_shown(chart)) > 1 or chart.kind == "pie"
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    plot = drawn.plots[0]
    plot.has_data_labels = len(chart.categories) * len(_shown(chart)) <= 24
    if plot.has_data_labels:
        plot.data_labels.font.size = Pt(8)
        plot.data_labels.show_value = True
        plot.data_labels.number_format = _number_format(chart)
        plot.data_labels.number_format_is_linked = False
    if chart.kind == "pie":
        for place in range(len(chart.categories)):
            fill = plot.series[0].points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = RGBColor.from_string(COLORS[place % len(COLORS)])
        return
    for place, series in enumerate(plot.series):
        color = RGBColor.from_string(COLORS[place % len(COLORS)])
        if chart.kind == "line":
            series.smooth = False
            series.format.line.color.rgb = color
            series.format.line.width = Pt(2)
            fill = series.marker.format.fill
        else:
            fill = series.format.fill
            series.invert_if_negative = False
        fill.solid()
        fill.fore_color.rgb = color
    if chart.kind != "line":
        plot.gap_width, plot.overlap = 60, 0
    _dress_axes(drawn, chart)


def _dress_axes(drawn, chart):
    """Draw quiet grid lines, name the unit, and list bars from the top as a table does."""
    grey = RGBColor.from_string("D9D9D9")
    drawn.value_axis.major_gridlines.format.line.color.rgb = grey
    drawn.value_axis.format.line.color.rgb = grey
    drawn.value_axis.tick_labels.number_format = _number_format(chart, axis=True)
    drawn.value_axis.tick_labels.number_format_is_linked = False
    if one_line(chart.unit):
        drawn.value_axis.has_title = True
        drawn.value_axis.axis_title.text_frame.text = one_line(chart.unit)[:100]
        letters = drawn.value_axis.axis_title.text_frame.paragraphs[0].font
        letters.size, letters.bold = Pt(8), False
    if all(value >= 0 for value in _figures(chart)):
        # Else the program may begin the axis higher, which makes a small difference look big.
        drawn.value_axis.minimum_scale = 0
    if chart.kind == "bar":
        drawn.category_axis.reverse_order = True
        drawn.category_axis.crosses = XL_AXIS_CROSSES.MAXIMUM


def _workbook(chart):
    """Return the figures as an .xlsx, laid out as python-pptx refers to them: Sheet1, categories
    from A2 downwards, a series a column from B on with its name on top."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _EPOCH})
        sheet = book.add_worksheet("Sheet1")
        for row, category in enumerate(chart.categories, 1):
            sheet.write_string(row, 0, _label(category) or "-")
        for column, series in enumerate(_shown(chart), 1):
            sheet.write_string(0, column, _label(series.name) or "-")
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
    return buffer.getvalue()
