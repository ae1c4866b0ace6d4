"""Native Word charts: parts, workbook, words for those who cannot see them."""

import io
import re
import zipfile
from decimal import Decimal

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.base import DocumentWriter
from odoo.addons.lakip_sop.documents.charts import chart_paragraph

from .document_samples import HEAD, xml
from .word_pages import outside, pages, to_pdf


def chart(kind="column", **values):
    content = {
        "title": 'Capaian & "target" <IKU>\x07',
        "categories": ("=1+1", "@SUM(A1)", "Tahun 2026"),
        "series": (
            docs.Series("+Target", (Decimal(90), 100.5, 95)),
            docs.Series("Realisasi", (80, None, -3)),
        ),
        "unit": "%",
        "kind": kind,
    }
    return docs.Chart(**content | values)


def build(*charts):
    writer = DocumentWriter(HEAD, title="Grafik")
    writer.add(*(chart_paragraph(writer, one, writer.width, 4000) for one in charts))
    return writer.save()


class TestCharts(BaseCase):
    """What is in the file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = build(*map(chart, docs.CHART_KINDS))
        cls.archive = zipfile.ZipFile(io.BytesIO(cls.file))

    def test_each_chart_has_its_part_and_its_workbook(self):
        names = self.archive.namelist()
        for place in range(1, len(docs.CHART_KINDS) + 1):
            self.assertIn(f"word/charts/chart{place}.xml", names)
            self.assertIn(f"word/embeddings/Microsoft_Excel_Sheet{place}.xlsx", names)
            relations = self.archive.read(f"word/charts/_rels/chart{place}.xml.rels").decode()
            self.assertIn(f"Microsoft_Excel_Sheet{place}.xlsx", relations)
        types = self.archive.read("[Content_Types].xml").decode()
        self.assertIn("drawingml.chart+xml", types)

    def test_workbook_holds_the_figures_and_no_formula(self):
        book = self.archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
        sheet = load_workbook(io.BytesIO(book))["Sheet1"]
        self.assertEqual(
            [tuple(cell.value for cell in row) for row in sheet.iter_rows()],
            [
                (None, "+Target", "Realisasi"),
                ("=1+1", 90, 80),
                ("@SUM(A1)", 100.5, None),
                ("Tahun 2026", 95, -3),
            ],
        )
        self.assertEqual({cell.data_type for row in sheet["A2:A4"] for cell in row}, {"s"})

    def test_chart_names_its_cells(self):
        root = self.archive.read("word/charts/chart1.xml").decode()
        for cells in ("Sheet1!$A$2:$A$4", "Sheet1!$B$1", "Sheet1!$C$2:$C$4"):
            self.assertIn(f"<c:f>{cells}</c:f>", root)
        self.assertIn("<c:externalData", root)

    def test_a_gap_is_no_zero(self):
        root = self.archive.read("word/charts/chart1.xml").decode()
        second = root[root.index("Sheet1!$C$2:$C$4") :]
        points = re.findall(r'<c:pt idx="(\d)"><c:v>([^<]*)', second.split("</c:val>")[0])
        self.assertEqual([place for place, _value in points], ["0", "2"])

    def test_words_and_ids(self):
        body = xml(self.file)
        said = re.findall(r'descr="([^"]*)"', body)
        self.assertEqual(len(said), len(docs.CHART_KINDS))
        self.assertIn("Realisasi: =1+1 80,00; @SUM(A1) tidak ada data; Tahun 2026 -3,00.", said[0])
        ids = re.findall(r'<wp:docPr id="(\d+)"', body)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn("Yang dibacakan", chart(description="Yang dibacakan").spoken())

    def test_same_chart_same_bytes(self):
        self.assertEqual(build(chart()), build(chart()))

    def test_nothing_to_draw_is_refused(self):
        for wrong in (
            {"kind": "radar"},
            {"categories": ()},
            {"series": ()},
            {"categories": ("a",)},
        ):
            with self.assertRaises(ValueError):
                chart(**wrong)

    def test_long_and_many(self):
        many = tuple("nama yang panjang sekali " * 400 for _place in range(60))
        one = chart(categories=many, series=(docs.Series("x" * 10_000, tuple(range(60))),))
        self.assertLessEqual(len(one.spoken()), 2000)
        self.assertNotIn("x" * 100, build(one).decode("latin-1"))

    def test_printed(self):
        pdf = to_pdf({"chart": self.file})["chart"]
        said = " ".join(pages(pdf))
        self.assertEqual(len(PdfReader(io.BytesIO(pdf)).pages), 2)
        for word in ("Tahun 2026", "Realisasi", "100,50", 'Capaian & "target" <IKU>'):
            self.assertIn(word, said)
        self.assertEqual(outside(pdf), [])
