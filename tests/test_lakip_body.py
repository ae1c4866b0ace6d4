"""BAB II, BAB III and the annexes made of the data, in the whole report."""

import dataclasses
import io
import re
import time
import zipfile
from decimal import Decimal

from docx import Document
from docx.oxml.ns import qn

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs

from .document_samples import HEAD, HOSTILE, words, xml
from .performance_samples import indicator, performance, report
from .word_pages import outside, pages, sheets, to_pdf


class TestLakipBody(BaseCase):
    """What the file holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = docs.build_report(report())
        cls.said = words(cls.file)

    def assertInOrder(self, *phrases, start="BAB I PENDAHULUAN"):
        body = self.said[self.said.rindex(start) :]
        places = [body.index(phrase) for phrase in phrases]
        self.assertEqual(places, sorted(places))

    def test_order_of_the_regulation(self):
        self.assertInOrder(
            "BAB II",
            "Tabel 1. Perjanjian Kinerja Tahun 2026",
            "BAB III",
            "Skala Penilaian",
            "Sasaran Strategis 1: Meningkatnya",
            "a. Target dan Realisasi Tahun 2026",
            "b. Perbandingan dengan Tahun-Tahun Sebelumnya",
            "c. Perbandingan dengan Target Jangka Menengah",
            "d. Perbandingan dengan Standar Nasional",
            "e. Penyebab Keberhasilan atau Kegagalan",
            "f. Efisiensi Penggunaan Sumber Daya",
            "g. Program dan Kegiatan Penunjang",
            "Sasaran Strategis 2: Meningkatnya",
            "Rekapitulasi Pengukuran Kinerja",
            "B. Realisasi Anggaran",
            "BAB IV",
            "LAMPIRAN",
            "PERJANJIAN KINERJA TAHUN 2026",
            "selanjutnya disebut PIHAK PERTAMA.",
            "Nama : Nama Gubernur Jabatan : Gubernur selaku atasan",
            "PIHAK PERTAMA berjanji",
            "Lampiran: Perjanjian Kinerja",
            "LEMBAR PENGESAHAN",
        )

    def test_figures_are_indonesian_and_missing_ones_are_no_zero(self):
        for phrase in ("94,38", "83,89", "Rp1.400.000.000", "n.a.", "Sangat Tinggi"):
            self.assertIn(phrase, self.said)
        self.assertNotIn("Rp0", self.said)

    def test_what_people_wrote_stands_with_its_analysis(self):
        self.assertInOrder("a. Target dan", "Target hampir tercapai.", "b. Perbandingan")
        self.assertIn("[Hasil dibandingkan dengan sumber daya yang dipakai.]", self.said)
        self.assertNotIn("[Penyebab naik", self.said)

    def test_old_headings_of_the_analyses_stay_only_with_their_text(self):
        self.assertNotIn("1. Target dan Realisasi Tahun Ini", self.said)
        section = docs.ReportSection("III.A.5", html="<p>Ditulis lebih dulu</p>")
        said = words(docs.build_report(report(sections=(section,))))
        self.assertIn("5. Penyebab Keberhasilan atau Kegagalan Ditulis lebih dulu", said)

    def test_captions_are_counted_by_word(self):
        codes = [code.text.strip() for code in self._fields()]
        for kind, listed in (("Tabel", "Daftar"), ("Gambar", "Daftar")):
            count = codes.count(f"SEQ {kind} \\* ARABIC")
            self.assertGreater(count, 3, listed)
            self.assertEqual(codes.count(f'TOC \\h \\z \\c "{kind}"'), 1)
            shown = re.findall(rf"PAGEREF _{kind}\d+ ", " ".join(codes))
            self.assertEqual(len(shown), count)
        self.assertEqual(codes.count('TOC \\o "1-3" \\h \\z \\u'), 1)

    def _fields(self):
        return Document(io.BytesIO(self.file)).element.body.iter(qn("w:instrText"))

    def test_fields_and_bookmarks_are_whole(self):
        body = Document(io.BytesIO(self.file)).element.body
        kinds = [char.get(qn("w:fldCharType")) for char in body.iter(qn("w:fldChar"))]
        self.assertEqual(kinds.count("begin"), kinds.count("end"))
        self.assertEqual(kinds.count("begin"), kinds.count("separate"))
        marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
        ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
        self.assertEqual(len(set(marks)), len(marks))
        self.assertEqual(len(set(ids)), len(ids))
        for anchor in re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml(self.file)):
            self.assertIn(anchor, marks)

    def test_tables_repeat_their_header_and_never_touch(self):
        for table in Document(io.BytesIO(self.file)).element.body.iter(qn("w:tbl")):
            following = table.getnext()
            self.assertIsNotNone(following)
            self.assertNotEqual(following.tag, qn("w:tbl"))
            columns = table.xpath("count(./w:tblGrid/w:gridCol)")
            for row in table.xpath("./w:tr"):
                spans = row.xpath("./w:tc/w:tcPr/w:gridSpan/@w:val")
                wide = sum(int(span) - 1 for span in spans)
                self.assertEqual(row.xpath("count(./w:tc)") + wide, columns)

    def test_charts_are_described(self):
        said = re.findall(r'descr="(Grafik [^"]*)"', xml(self.file))
        self.assertEqual(len(said), 4)
        self.assertIn("IK 4 tidak ada data", said[1])

    def test_sections(self):
        sections = Document(io.BytesIO(self.file)).sections
        turned = [section.page_width > section.page_height for section in sections]
        self.assertEqual(turned, [False, False, False, True, False])
        starts = [
            (number.get(qn("w:fmt")), number.get(qn("w:start")))
            for section in sections
            for number in section._sectPr.findall(qn("w:pgNumType"))
        ]
        self.assertEqual(
            starts,
            [
                (None, None),
                ("lowerRoman", "1"),
                ("decimal", "1"),
                ("decimal", None),
                ("decimal", None),
            ],
        )

    def test_without_data_the_outline_guides(self):
        said = words(docs.build_report(report(performance=None)))
        self.assertIn("7. Program dan Kegiatan Penunjang [Belum ditulis: Program atau", said)
        empty = docs.build_report(report(performance=docs.Performance(year=2026)))
        self.assertIn("Belum ada sasaran strategis.", words(empty))
        self.assertIn("Tidak ada data", words(empty))
        self.assertEqual(len(Document(io.BytesIO(empty)).sections), 3)

    def test_same_input_gives_the_same_bytes(self):
        self.assertEqual(self.file, docs.build_report(report()))

    def test_a_hundred_tables_are_quick(self):
        """10 objectives and 100 indicators, about 1,100 rows: far from a second a table."""
        content = report(performance=performance(10, 10))
        start = time.perf_counter()
        file = docs.build_report(content)
        self.assertLess(time.perf_counter() - start, 10)
        self.assertGreater(xml(file).count("<w:tr>"), 1000)


class TestLakipPages(BaseCase):
    """How the report prints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        name = "panjang " * 1200
        lines = (
            indicator(0, name=name, unit="🙂", target="عمر", color="", history=()),
            indicator(1, name="<script>&", achievement=Decimal("-123456789.5")),
        )
        hostile = dataclasses.replace(
            performance(),
            objectives=(docs.ObjectiveResult(name="B" * 10_000, indicators=lines),),
            programs=(docs.ProgramResult(name=HOSTILE["text"], budget=Decimal(-1)),),
        )
        base = Document()
        base.add_paragraph("KOP")
        buffer = io.BytesIO()
        base.save(buffer)
        head = dataclasses.replace(HEAD, base_docx=buffer.getvalue())
        cls.files = {
            "report": docs.build_report(report()),
            "hostile": docs.build_report(report(performance=hostile)),
            "base": docs.build_report(report(letterhead=head)),
            "f4": docs.build_report(report(letterhead=dataclasses.replace(HEAD, paper="f4"))),
        }
        cls.pdf = to_pdf(cls.files)

    def test_page_numbers(self):
        said = pages(self.pdf["report"])
        self.assertTrue(said[1].endswith("halaman i"))
        first = next(place for place, text in enumerate(said) if text.startswith("BAB I PEND"))
        for number, text in enumerate(said[first:], 1):
            self.assertTrue(text.endswith(f"halaman {number}"), text[-60:])

    def test_one_landscape_page_between_upright_ones(self):
        self.assertEqual(sheets(self.pdf["report"]).count((842, 595)), 1)
        place = sheets(self.pdf["report"]).index((842, 595))
        self.assertIn("Rekapitulasi", pages(self.pdf["report"])[place])
        turned = [size for size in sheets(self.pdf["f4"]) if size[0] > size[1]]
        self.assertEqual(len(turned), 1)
        self.assertAlmostEqual(turned[0][0] / turned[0][1], 33 / 21.5, places=2)

    def test_nothing_runs_off_the_paper(self):
        for name, pdf in self.pdf.items():
            self.assertEqual(outside(pdf), [], name)

    def test_a_long_name_is_whole(self):
        said = "".join("".join(pages(self.pdf["hostile"])).split())
        # Agreement, annex, this year, earlier years, medium term, causes, recapitulation.
        self.assertGreaterEqual(said.count("panjang"), 7 * 1200)
        self.assertIn("<script>&", said)
        self.assertIn("-123.456.789,50", said)

    def test_an_own_base_file_is_kept(self):
        with zipfile.ZipFile(io.BytesIO(self.files["base"])) as archive:
            self.assertIsNone(archive.testzip())
        self.assertIn("Sasaran Strategis 1", words(self.files["base"]))
