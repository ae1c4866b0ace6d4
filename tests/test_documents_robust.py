"""What bad input, an agency's own base file and long tables do to the Word files."""

import dataclasses
import hashlib
import io
import re
import zipfile

from docx import Document
from docx.oxml.ns import qn

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.base import DocumentWriter
from odoo.addons.lakip_sop.documents.markup import Column, paragraph, table

from .document_samples import DAY, HEAD, HOSTILE, build_all, png, words, xml


class TestRobust(BaseCase):
    """Bad input gives a readable file or a clear sentence, never a file that Word refuses."""

    def test_hostile_text(self):
        for name, content in build_all(**HOSTILE).items():
            said = words(content)
            self.assertNotRegex(said, "[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", name)
            self.assertNotIn("None", said, name)
            self.assertNotIn("False", said, name)
            self.assertIn("PEMERINTAH <B>&AMP; 'KOTA'", said, name)

    def test_nothing_given(self):
        nobody = docs.Official("", "")
        empty = {
            "head": docs.Letterhead("", ""),
            "info": docs.LetterInfo(),
            "chief": nobody,
            "deputy": nobody,
            "text": "",
            "names": (),
        }
        for name, content in build_all(**empty).items():
            self.assertNotIn("None", words(content), name)

    def test_same_input_gives_the_same_bytes(self):
        first, second = build_all(), build_all()
        for name, content in first.items():
            self.assertEqual(
                hashlib.sha256(content).digest(), hashlib.sha256(second[name]).digest(), name
            )
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.assertEqual({item.date_time[0] for item in archive.infolist()}, {1980}, name)

    def test_properties_carry_the_date_of_the_letter_and_no_clock(self):
        properties = Document(io.BytesIO(build_all()["decree"])).core_properties
        self.assertEqual(properties.created.date(), DAY)
        self.assertEqual(properties.modified.date(), DAY)
        self.assertEqual(properties.author, HEAD.agency)

    def test_broken_pictures_and_base_files_are_refused(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as target:
            target.writestr("a.txt", "a")
        for bad in (
            b"x",
            b"PK\x03\x04",
            b"<svg/>",
            archive.getvalue(),
            build_all()["decree"][:2000],
        ):
            with self.assertRaises(docs.DocumentError):
                build_all(head=dataclasses.replace(HEAD, base_docx=bad))
            with self.assertRaises(docs.DocumentError):
                build_all(head=dataclasses.replace(HEAD, emblem=bad))

    def test_pictures_cut_short_are_refused_or_placed(self):
        whole = png()
        writer = DocumentWriter(HEAD, title="Gambar")
        for length in range(1, len(whole)):
            try:
                placed = writer.picture(whole[:length], 1000, "Lambang")
            except docs.DocumentError:
                continue
            self.assertIn("<w:drawing>", placed)

    def test_tables_never_touch(self):
        for name, content in build_all().items():
            for old in Document(io.BytesIO(content)).element.body.iter(qn("w:tbl")):
                following = old.getnext()
                self.assertIsNotNone(following, name)
                self.assertNotEqual(following.tag, qn("w:tbl"), name)

    def test_ids_are_unique(self):
        for name, content in build_all().items():
            ids = re.findall(r'<wp:docPr id="(\d+)"', xml(content))
            self.assertEqual(len(ids), len(set(ids)), name)


class TestBaseFile(BaseCase):
    """An agency's own Word file keeps its looks."""

    def base(self, *, header="", body="", language="en"):
        document = Document()
        document.sections[0].left_margin = 914400
        if header:
            document.sections[0].header.paragraphs[0].text = header
        if body:
            document.add_paragraph(body)
            document.add_paragraph("")
        if language == "id":
            document.styles["Heading 1"].element.set(qn("w:styleId"), "Judul1")
        buffer = io.BytesIO()
        document.save(buffer)
        return dataclasses.replace(HEAD, base_docx=buffer.getvalue())

    def test_margins_stay_and_an_empty_file_gets_the_kop(self):
        content = build_all(head=self.base())["decree"]
        self.assertEqual(Document(io.BytesIO(content)).sections[0].left_margin, 914400)
        self.assertIn("PEMERINTAH PROVINSI", words(content))

    def test_a_kop_in_the_body_is_used(self):
        content = build_all(head=self.base(body="KOP SENDIRI"))["request_letter"]
        said = words(content)
        self.assertTrue(said.startswith("KOP SENDIRI NOTA DINAS"), said[:80])
        self.assertNotIn(
            "KOP SENDIRI", words(build_all(head=self.base(body="KOP SENDIRI"))["report"])
        )

    def test_a_kop_in_the_header_is_used_on_every_section(self):
        files = build_all(head=self.base(header="KOP SENDIRI"))
        self.assertNotIn("PEMERINTAH PROVINSI", words(files["request_letter"]))
        for section in Document(io.BytesIO(files["report"])).sections:
            self.assertEqual(section.header.paragraphs[0].text, "KOP SENDIRI")

    def test_styles_are_found_by_name_in_a_localised_file(self):
        content = build_all(head=self.base(language="id"))["report"]
        self.assertIn('<w:pStyle w:val="Judul1"/>', xml(content))

    def test_f4_paper(self):
        content = build_all(head=dataclasses.replace(HEAD, paper="f4"))["decree"]
        section = Document(io.BytesIO(content)).sections[0]
        self.assertEqual(
            (round(section.page_width.cm, 1), round(section.page_height.cm, 1)), (21.5, 33)
        )


class TestTable(BaseCase):
    """The one table helper."""

    def test_a_thousand_rows(self):
        """One string, parsed once: every row is there, whole, under a header that repeats."""
        columns = [Column(f"Kolom {place}", place + 1) for place in range(7)]
        rows = [[f"{row}/{place} <&>" for place in range(7)] for row in range(1000)]
        writer = DocumentWriter(HEAD, title="Tabel")
        writer.add(table(columns, rows, writer.width), paragraph("akhir"))
        body = Document(io.BytesIO(writer.save())).element.body
        found = body.findall(f".//{qn('w:tr')}")
        self.assertEqual(len(found), 1001)
        self.assertEqual({len(row.findall(qn("w:tc"))) for row in found}, {7})
        self.assertEqual(len(body.findall(f".//{qn('w:tblHeader')}")), 1)
        self.assertEqual("".join(found[-1].itertext(qn("w:t"))), "".join(rows[-1]))
        widths = [int(column.get(qn("w:w"))) for column in body.iter(qn("w:gridCol"))]
        self.assertEqual(sum(widths), writer.width)

    def test_a_row_taller_than_a_page_may_break(self):
        short, tall = "x", "x " * 2000
        content = table([Column("A")], [[short], [tall]], 9000)
        self.assertEqual(content.count("<w:cantSplit/>"), 2, "the header and the short row")

    def test_a_row_of_another_length_is_refused(self):
        with self.assertRaises(ValueError):
            table([Column("A"), Column("B")], [["a"]], 9000)
