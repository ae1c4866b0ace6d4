"""What people wrote in the editor, in Word: structure, bad input, and how it prints."""

import base64
import io
import re
import time

from docx import Document
from PIL import Image, WebPImagePlugin

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.base import DocumentWriter
from odoo.addons.lakip_sop.documents.contents import Headings
from odoo.addons.lakip_sop.documents.richtext import word_picture

from .document_samples import HEAD, png, words, xml
from .word_pages import outside, pages, to_pdf


def data_uri(content, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def webp():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(buffer, WebPImagePlugin.WebPImageFile.format)
    return buffer.getvalue()


def build(content, *, headings=False, resolve=None, **looks):
    """Return (file, what was lost) of an HTML fragment."""
    writer = DocumentWriter(HEAD, title="Teks")
    listed = Headings(writer) if headings else None
    rich = docs.RichText(writer, headings=listed, resolve=resolve)
    writer.add(rich.blocks(content, **looks))
    return writer.save(), rich.lost


def paragraphs(content, **values):
    """Return (text, paragraph) pairs of the body."""
    document = Document(io.BytesIO(build(content, **values)[0]))
    return [(one.text, one) for one in document.paragraphs if one.text]


SAMPLE = f"""
<h2>Gambaran <em>umum</em></h2>
<p style="text-align: justify">Teks <strong>tebal <i>miring</i></strong>, <u>garis</u>,
 <s>coret</s>, x<sup>2</sup>, <span style="color: #ff0000">merah</span> dan
 <a href="https://contoh.id/?a=1&amp;b=2">tautan <b>kuat</b></a>.</p>
<ul><li>Satu<ul><li>Satu a<ol><li>dalam</li><li>dalam dua</li></ol></li></ul></li><li>Dua</li></ul>
<ol start="3" style="list-style: upper-roman"><li><p>Kesatu</p><p>lanjutan</p></li>
<li class="oe-nested"><ol><li>anak</li></ol></li><li>Kedua</li></ol>
<ol><li>Mulai lagi</li></ol>
<ul class="o_checklist"><li class="o_checked">Selesai</li><li>Belum</li></ul>
<table class="table"><thead><tr><th rowspan="2">No</th><th colspan="2">Tahun</th></tr>
<tr><th>2025</th><th>2026</th></tr></thead>
<tbody><tr><td>1</td><td><p>alinea</p><ul><li>butir</li></ul></td><td>isi
<table><tr><td>tabel dalam</td></tr></table></td></tr>
<tr><td colspan="3">gabung</td></tr></tbody></table>
<p><img src="{data_uri(png((60, 30)))}" alt="Foto rapat"></p>
<p><img src="/web/image/7" alt="Denah"> dan <img src="/web/image/8" alt="Hilang"></p>
<blockquote>Kutipan</blockquote><pre>kode  dua
  baris</pre><hr><div>lepas<br>baris dua<br></div><p><br></p>
<script>alert(1)</script><style>p {{color: red}}</style><p>bel&#7;\x0b\x07&#x202e; akhir</p>
"""


class TestRichText(BaseCase):
    """What the file holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = []

        def resolve(source):
            cls.asked.append(source)
            return webp() if source == "/web/image/7" else None

        cls.file, cls.lost = build(SAMPLE, headings=True, resolve=resolve)
        cls.document = Document(io.BytesIO(cls.file))
        cls.text = {one.text: one for one in cls.document.paragraphs}

    def test_looks(self):
        runs = {run.text: run for one in self.document.paragraphs for run in one.runs}
        self.assertTrue(runs["tebal "].bold)
        self.assertTrue(runs["miring"].bold and runs["miring"].italic)
        self.assertTrue(runs["garis"].underline)
        self.assertTrue(runs["coret"].font.strike)
        self.assertTrue(runs["2"].font.superscript)
        self.assertEqual(str(runs["merah"].font.color.rgb), "FF0000")

    def test_headings_join_those_of_the_document(self):
        heading = self.text["Gambaran umum"]
        self.assertEqual(heading.style.name, "Heading 3")
        self.assertTrue(heading.runs[-1].italic)

    def test_links_lead_on(self):
        link = next(one for one in self.document.paragraphs if one.hyperlinks).hyperlinks[0]
        self.assertEqual(link.url, "https://contoh.id/?a=1&b=2")
        self.assertEqual(link.text, "tautan ")
        said = words(build('<a href="javascript:alert(1)">jahat</a>')[0])
        self.assertEqual(said, "jahat")
        self.assertNotIn("javascript", build('<a href="javascript:x">a</a>')[0].decode("latin-1"))

    def _number(self, text):
        properties = self.text[text]._p.pPr.numPr
        return (properties.numId.val, properties.ilvl.val) if properties is not None else None

    def test_lists_are_numbered_by_word(self):
        bullets = self._number("Satu")
        self.assertEqual(self._number("Dua"), bullets)
        self.assertEqual(self._number("Satu a"), (bullets[0], 1))
        self.assertEqual(self._number("dalam")[1], 2)
        self.assertEqual(self._number("dalam"), self._number("dalam dua"))
        self.assertIsNone(self._number("lanjutan"), "the second paragraph of an item has no mark")
        self.assertEqual(self._number("Kesatu"), self._number("Kedua"))
        self.assertNotEqual(self._number("Kesatu")[0], self._number("Mulai lagi")[0])
        self.assertEqual(self._number("anak")[1], 1)
        self.assertIn("☑\tSelesai", self.text)
        self.assertIn("☐\tBelum", self.text)

    def test_number_formats(self):
        numbering = self.document.part.numbering_part.element
        number = next(one for one in numbering.num_lst if one.numId == self._number("Kesatu")[0])
        start = number.xpath("./w:lvlOverride[@w:ilvl='0']/w:startOverride/@w:val")
        self.assertEqual(start, ["3"])
        abstract = number.abstractNumId.val
        found = numbering.xpath(
            f"./w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[1]/w:numFmt/@w:val"
        )
        self.assertEqual(found, ["upperRoman"])

    def test_tables_keep_merged_cells_and_their_header(self):
        table = self.document.tables[0]
        self.assertEqual([cell.text for cell in table.rows[0].cells], ["No", "Tahun", "Tahun"])
        self.assertEqual([cell.text for cell in table.rows[1].cells], ["No", "2025", "2026"])
        self.assertEqual({cell.text for cell in table.rows[3].cells}, {"gabung"})
        self.assertEqual(len(table._tbl.xpath(".//w:tblHeader")), 2)
        self.assertIn("butir", table.rows[2].cells[1].text)
        self.assertEqual(table.rows[2].cells[2].tables[0].rows[0].cells[0].text, "tabel dalam")

    def test_rows_of_any_shape_become_a_whole_table(self):
        for rows in (
            "<tr><td rowspan=3>a</td><td colspan=2>b</td></tr><tr><td>c</td></tr><tr></tr>",
            "<tr><td colspan=0>a</td></tr><tr><td>b</td><td>c</td></tr>",
            "<tr><td colspan=9999 rowspan=99999>a</td></tr><tr><td>b</td></tr>",
            "<tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=3>c</td></tr>",
            "<tr><td rowspan=-1 colspan=x>a</td></tr>",
            "<tr></tr>",
        ):
            file, _lost = build(f"<table>{rows}</table>")
            for table in Document(io.BytesIO(file)).tables:
                columns = table._tbl.xpath("count(./w:tblGrid/w:gridCol)")
                for row in table._tbl.tr_lst:
                    wide = row.xpath("sum(./w:tc/w:tcPr/w:gridSpan/@w:val)")
                    single = row.xpath("count(./w:tc[not(w:tcPr/w:gridSpan)])")
                    self.assertEqual(wide + single, columns, rows)

    def test_pictures(self):
        body = xml(self.file)
        said = re.findall(r'<wp:docPr id="(\d+)"[^>]* descr="([^"]*)"', body)
        self.assertEqual([name for _id, name in said], ["Foto rapat", "Denah"])
        self.assertEqual(len({identity for identity, _name in said}), 2)
        self.assertEqual(self.asked, ["/web/image/7", "/web/image/8"])
        self.assertIn("[Hilang]", words(self.file))
        self.assertEqual(self.lost, [("picture", "/web/image/8")])

    def test_pictures_are_never_fetched(self):
        for source in ("https://contoh.id/a.png", "file:///etc/passwd", "/etc/passwd", "", "data:"):
            file, lost = build(f'<img src="{source}" alt="x">')
            self.assertEqual(words(file), "[x]")
            self.assertEqual(len(lost), 1)

    def test_broken_pictures_are_named(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
        for content, kind in ((b"x", "png"), (svg, "svg+xml"), (png()[:50], "png")):
            file, lost = build(f'<img src="{data_uri(content, kind)}" alt="Rusak">')
            self.assertEqual((words(file), lost), ("[Rusak]", [("picture", "Rusak")]))
        with self.assertRaises(docs.DocumentError):
            word_picture(b"")
        self.assertEqual(word_picture(webp())[:4], b"\x89PNG")

    def test_a_big_picture_fits_the_page(self):
        body = xml(build(f'<img src="{data_uri(png((4000, 3000)))}">')[0])
        width, height = map(int, re.search(r'extent cx="(\d+)" cy="(\d+)"', body).groups())
        self.assertLessEqual(width, 9071 * 635)
        self.assertAlmostEqual(width / height, 4 / 3, places=2)

    def test_scripts_and_control_characters_are_dropped(self):
        said = words(self.file)
        for gone in ("alert", "color: red", "\x07", "\u202e"):
            self.assertNotIn(gone, said)
        self.assertIn("bel akhir", said)

    def test_breaks_and_code(self):
        self.assertIn("lepas\nbaris dua", self.text)
        self.assertIn("kode  dua", self.text)
        self.assertIn("  baris", self.text)

    def test_nothing(self):
        for content in ("", None, False, "<p><br></p>", "<!-- x -->", "<script>x</script>", "\x00"):
            self.assertEqual(words(build(content)[0]), "")

    def test_hostile(self):
        for content in (
            "<div>" * 3000 + "dalam" + "</div>" * 3000,
            "<b>" * 3000 + "dalam",
            "<ul><li>dalam" * 300,
            "<table><tr><td>" * 60 + "dalam",
            '<p>dalam <w:p/> ]]> &lt;w:t&gt; &#xD800; &#0; <x y="\'">',
            "<o:p>dalam</o:p><?xml version='1.0'?><![CDATA[x]]>",
        ):
            self.assertIn("dalam", words(build(content)[0]))

    def test_a_base_file_without_lists(self):
        base = Document()
        part = base.part
        for key in [k for k, rel in part.rels.items() if rel.reltype.endswith("/numbering")]:
            del part.rels[key]
        buffer = io.BytesIO()
        base.save(buffer)
        writer = DocumentWriter(
            docs.Letterhead("P", "D", base_docx=buffer.getvalue()), title="Teks"
        )
        writer.add(docs.RichText(writer).blocks("<ol><li>satu</li></ol>"))
        document = Document(io.BytesIO(writer.save()))
        self.assertEqual(len(document.part.numbering_part.element.num_lst), 1)

    def test_a_long_table_is_quick(self):
        """html-for-docx takes 112 s for 200 rows of 7 cells."""
        cells = "".join(f"<td>{place}</td>" for place in range(7))
        start = time.perf_counter()
        build(f"<table>{f'<tr>{cells}</tr>' * 1000}</table>")
        self.assertLess(time.perf_counter() - start, 10)

    def test_same_input_gives_the_same_bytes(self):
        self.assertEqual(build(SAMPLE)[0], build(SAMPLE)[0])

    def test_printed(self):
        long_row = f"<table><tr><td>{'kata ' * 3000}</td><td>b</td></tr></table>"
        wide = f"<table><tr>{'<td>sel</td>' * 15}</tr></table>"
        pdf = to_pdf({"text": self.file, "long": build(long_row + wide)[0]})
        said = " ".join(pages(pdf["text"]))
        for phrase in ("III. Kesatu", "IV. Kedua", "1. Mulai lagi", "☑ Selesai", "a. anak"):
            self.assertIn(phrase, said)
        self.assertEqual(" ".join(pages(pdf["long"])).count("kata"), 3000)
        for name, content in pdf.items():
            self.assertEqual(outside(content), [], name)
