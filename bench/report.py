"""The LAKIP of an agency with 40 sasaran and 400 indicators, and 1,000 rows of its tables.

The report is whole: every analysis has its table and every sasaran its chart. Its tables have more
than 4,000 rows, and it has 41 charts with their workbooks.

The case of the tables takes the first 1,000 rows of that very report. They are written into a new
file each time, with the same looks (widths, rules, letter size, repeated header, rows that do not
break), except that python-docx is spared all looks but the rules.

``add_row().cells``: python-docx as its documentation shows it, at its best: ``table.cell(row,
column)`` takes thirty times longer.

``one XML string``: nothing but the markup of these rows in one f-string, parsed once. Less cannot
be done; it knows no merged cells, no colours and no list of tables.
"""

import io
import zipfile
from functools import cache, partial
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.markup import Column, paragraph, table

from tests.document_samples import CHIEF, HEAD
from tests.performance_samples import performance

from .harness import Case, Contender

OBJECTIVES = 40
INDICATORS = 10  # of each sasaran
ROWS = 1000


@cache
def _get_report():
    return docs.Report(
        letterhead=HEAD,
        year=2026,
        endorsement=CHIEF,
        performance=performance(OBJECTIVES, INDICATORS),
    )


@cache
def get_tables():
    """Return ``(widths, header, rows)`` of the tables of the report, 1,000 rows of texts in all."""
    with zipfile.ZipFile(io.BytesIO(docs.build_report(_get_report()))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    tables, wanted = [], ROWS
    for found in body.iter(qn("w:tbl")):
        if not wanted or found.find(f".//{qn('w:tblHeader')}") is None:
            continue
        header, *rows = (
            [_get_text(cell) for cell in row.iter(qn("w:tc"))] for row in found.iter(qn("w:tr"))
        )
        widths = [int(column.get(qn("w:w"))) for column in found.iter(qn("w:gridCol"))]
        tables.append((widths, header, rows[:wanted]))
        wanted -= len(tables[-1][2])
    return tables


def _get_text(cell):
    return "\n".join("".join(line.itertext(qn("w:t"))) for line in cell.iter(qn("w:p")))


class Lakip(Contender):
    """The whole file."""

    name = "lakip_sop"

    def acts(self, env):
        return [partial(docs.build_report, _get_report())]


class Tables(Contender):
    """The tables as the report writes its own."""

    name = "lakip_sop"

    def acts(self, env):
        return [partial(self._write, get_tables())]

    def _write(self, tables):
        writer = docs.DocumentWriter(HEAD, title="LAKIP")
        for widths, header, rows in tables:
            columns = list(map(Column, header, widths))
            writer.add(table(columns, rows, sum(widths), size=8), paragraph(""))
        return writer.save()


class RowByRow(Contender):
    """python-docx."""

    name = "python-docx add_row().cells"

    def acts(self, env):
        return [partial(self._write, get_tables())]

    def _write(self, tables):
        document = Document()
        for _widths, header, rows in tables:
            table = document.add_table(rows=0, cols=len(header), style="Table Grid")
            for row in (header, *rows):
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            document.add_paragraph()
        return _save(document)


class OneString(Contender):
    """One string of markup, parsed once."""

    name = "one XML string"

    def acts(self, env):
        return [partial(self._write, get_tables())]

    def _write(self, tables):
        document = Document()
        part = document.part
        before, mark, after = etree.tostring(part.element, encoding="unicode").partition(
            "<w:sectPr"
        )
        content = "".join(map(self._table, tables))
        part._element = parse_xml(f"{before}{content}{mark}{after}")
        return _save(document)

    def _table(self, table):
        widths, header, rows = table
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        rules = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{rules}'
            f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{self._row(widths, header, '<w:tblHeader/>')}"
            f"{''.join(self._row(widths, row) for row in rows)}</w:tbl><w:p/>"
        )

    def _row(self, widths, row, looks=""):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
            '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="left"'
            '/></w:pPr><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t xml:space="preserve">'
            f"{escape(text)}</w:t></w:r></w:p></w:tc>"
            for width, text in zip(widths, row, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{looks}</w:trPr>{cells}</w:tr>"


def _save(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PEERS = (RowByRow(), OneString())
CASES = (
    Case(f"{ROWS:,} table rows of the LAKIP", Tables(), PEERS, units=("ms", "MB")),
    Case(
        f"whole LAKIP of {OBJECTIVES * INDICATORS} indicators; peers: {ROWS:,} of its rows",
        Lakip(),
        PEERS,
        units=("ms", "MB"),
        runs=10,
    ),
)
