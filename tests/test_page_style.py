"""The agency's own page style: what is refused at upload, and how documents look in it."""

import base64
import dataclasses
import io
import struct
import zipfile
import zlib

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase

from .base_samples import KOP, body_base, every_kind, header_base, saved, with_base
from .common import LakipCase
from .document_samples import HEAD, png, words, xml
from .test_filecheck import change_zip
from .word_pages import outside, pages, sheets, to_pdf


def b64(content):
    return base64.b64encode(content)


class TestBase(BaseCase):
    """What the files hold."""

    def test_every_kind_takes_the_page_of_the_base(self):
        for name, content in every_kind(with_base(header_base())).items():
            section = Document(io.BytesIO(content)).sections[0]
            self.assertEqual(round(section.page_width.cm, 1), 33, name)
            self.assertEqual(section.footer.paragraphs[0].text, "KAKI SENDIRI", name)
            if name not in ("report", "sop_page"):
                self.assertNotIn("PEMERINTAH PROVINSI KALIMANTAN BARAT", words(content), name)

    def test_a_kop_in_the_body_is_the_kop_of_letters_alone(self):
        for name, content in every_kind(with_base(body_base())).items():
            said = words(content)
            self.assertEqual(KOP in said, name not in ("report", "sop_page"), name)
            self.assertNotIn("CONTOH YANG LAMA", said, name)
            for columns in Document(io.BytesIO(content)).element.body.iter(qn("w:cols")):
                self.assertIn(columns.get(qn("w:num")), (None, "1"), name)

    def test_word_is_not_sent_to_fetch_a_template(self):
        content = every_kind(with_base(body_base()))["audit"]
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            texts = [package.read(name) for name in package.namelist() if name.endswith("s")]
            settings = package.read("word/settings.xml")
        self.assertFalse([text for text in texts if b"evil.dotm" in text])
        self.assertNotIn(b"attachedTemplate", settings)

    def test_missing_styles_are_added_with_their_looks(self):
        document = Document(io.BytesIO(every_kind(with_base(body_base()))["report"]))
        for name, size in (("Heading 1", 14), ("Heading 2", 12), ("Caption", 9), ("toc 1", 11)):
            style = document.styles[name]
            self.assertEqual(style.font.size.pt, size, name)
            self.assertIsNone(style.font.name, "the letter type is the agency's own")
        levels = document.styles["Heading 2"].element.xpath("./w:pPr/w:outlineLvl/@w:val")
        self.assertEqual(levels, ["1"])

    def test_a_header_without_kop_gets_ours(self):
        for text, is_kop in (
            ("", False),
            ("Halaman 3 dari 12", False),
            ("- iv -", False),
            ("DINAS UJI", True),
        ):
            document = Document()
            document.sections[0].header.paragraphs[0].text = text
            said = words(every_kind(with_base(saved(document)))["decree"])
            self.assertEqual("PEMERINTAH PROVINSI" not in said, is_kop, text)

    def test_a_header_of_later_pages_is_no_kop(self):
        document = Document()
        section = document.sections[0]
        section.header.paragraphs[0].text = KOP
        section.different_first_page_header_footer = True
        said = words(every_kind(with_base(saved(document)))["decree"])
        self.assertIn("PEMERINTAH PROVINSI", said)

    def test_same_input_gives_the_same_bytes(self):
        head = with_base(body_base())
        self.assertEqual(every_kind(head), every_kind(head))


class TestBasePaper(BaseCase):
    """How they print: no word off the paper, every page of the right size."""

    def assertPrints(self, head, *sizes, kop):
        files = every_kind(head)
        printed = to_pdf(files)
        self.assertEqual(printed.keys(), files.keys())
        for name, pdf in printed.items():
            self.assertEqual(outside(pdf), [], name)
            self.assertLessEqual(set(sheets(pdf)), set(sizes), name)
            texts = pages(pdf)
            self.assertFalse([text for text in texts if not text], f"{name}: an empty page")
            if name not in ("report", "sop_page"):
                self.assertTrue(texts[0].startswith(kop), (name, texts[0][:60]))
        return {name: pages(pdf) for name, pdf in printed.items()}

    def test_our_own_style_on_f4(self):
        head = dataclasses.replace(HEAD, paper="f4")
        texts = self.assertPrints(head, (610, 936), (936, 610), kop="PEMERINTAH PROVINSI")
        self.assertEqual(len(texts["disposition"]), 1)

    def test_landscape_with_a_kop_in_the_header(self):
        texts = self.assertPrints(with_base(header_base()), (936, 610), kop=KOP)
        for name, shown in texts.items():
            self.assertIn("KAKI SENDIRI", shown[0], name)

    def test_an_odd_base_with_a_kop_in_the_body(self):
        texts = self.assertPrints(with_base(body_base()), (612, 792), (792, 612), kop=KOP)
        self.assertTrue(texts["report"][0].startswith("LAPORAN AKUNTABILITAS"))


class TestUpload(LakipCase):
    """Bad files are refused before they are kept."""

    def assertBase(self, content, sentence):
        with self.assertRefused(sentence):
            self.company.with_user(self.admin).lakip_base_docx = b64(content)
        self.assertFalse(self.company.lakip_base_docx)

    def setUp(self):
        super().setUp()
        self.admin = self.env.ref("base.user_admin")
        self.admin.company_ids |= self.company

    def test_base_documents_that_are_none(self):
        plain = saved(Document())
        rels = "word/_rels/document.xml.rels"
        document = zipfile.ZipFile(io.BytesIO(plain)).read("word/document.xml")
        for content, sentence in (
            (b"%PDF-1.4 x %%EOF", "not a Word file"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
                "not a Word",
            ),
            (b"{\\rtf1}", "not a Word file"),
            (change_zip(plain, drop=["word/document.xml"]), "damaged"),
            (change_zip(plain, parts={"word/vbaProject.bin": b"x"}), "contains macros"),
            (change_zip(plain, parts={"word/activeX/activeX1.xml": b"<x/>"}), "embedded objects"),
            (change_zip(plain, parts={"word/document.xml": document[:-30]}), "damaged"),
            (change_zip(plain, parts={"word/theme/theme1.xml": b"<a><b></a>"}), "damaged"),
            (change_zip(plain, parts={rels: b"no xml"}), "damaged"),
            (
                change_zip(
                    plain, parts={"word/x.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}
                ),
                "damaged",
            ),
            (plain[: len(plain) // 2], "damaged"),
            (change_zip(plain, parts={"word/bom.xml": b" " * 80_000_000}), "unpacks to far more"),
            (b"PK\x03\x04" + b"x" * (6 * 1024 * 1024), "too large"),
        ):
            self.assertBase(content, sentence)

    def test_base_documents_without_room(self):
        document = Document()
        set_up = document.element.body.sectPr
        set_up.find(qn("w:pgMar")).attrib.pop(qn("w:left"))
        self.assertBase(saved(document), "tells no paper size")
        document = Document()
        document.sections[0].left_margin = Cm(10)
        document.sections[0].right_margin = Cm(6)
        self.assertBase(saved(document), "less than 8 cm")

    def test_a_good_base_document_is_in_every_letter(self):
        base = header_base()
        self.company.lakip_base_docx = b64(base)
        self.assertEqual(self.company.sudo()._lakip_get_letterhead().base_docx, base)
        self.enterContext(self.at("2027-01-04 08:00"))
        step = self._start(self._create_cycle())
        own = step.with_user(self.secretary)
        own.instruction = "Siapkan SK."
        own.action_generate_document()
        content = step._get_document("disposition")[step].sudo().attachment_id.raw
        first = Document(io.BytesIO(content)).sections[0].first_page_header
        self.assertEqual(first.paragraphs[0].text, KOP)

    def test_emblems_that_are_none(self):
        def chunk(kind, data):
            return (
                struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data))
            )  # fmt: skip

        whole = png((400, 400))
        header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
        huge = whole[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
        for content, sentence in (
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", "not a PNG"),
            (b"GIF89a....", "not a PNG"),
            (b"\x89PNG\r\n\x1a\n" + b"x" * 50 * 1024 * 1024, "too large"),
            (whole[: len(whole) // 2], "damaged"),
            (huge, "fewer pixels"),
        ):
            with self.assertRefused(sentence):
                self.company.lakip_emblem = b64(content)
            self.assertFalse(self.company.lakip_emblem)
        with self.assertRefused("is empty"):
            self.company.lakip_emblem = "%%%"

    def test_an_emblem_is_made_to_fit(self):
        source = io.BytesIO()
        Image.new("CMYK", (2400, 1200), (0, 100, 100, 0)).save(source, "JPEG")
        self.company.lakip_emblem = b64(source.getvalue())
        emblem = self.company.sudo()._lakip_get_letterhead().emblem
        self.assertEqual(Image.open(io.BytesIO(emblem)).size, (800, 400))
        self.company.lakip_emblem = False
        self.assertNotEqual(self.company.sudo()._lakip_get_letterhead().emblem, emblem)

    def test_the_settings_keep_what_was_not_touched(self):
        base = header_base()
        self.company.lakip_base_docx = b64(base)
        settings = self.env["res.config.settings"].with_company(self.company)
        settings.create({"lakip_city": "Sambas"}).execute()
        self.assertEqual(base64.b64decode(self.company.lakip_base_docx), base)
        with self.assertRefused("not a Word file"):
            settings.create({"lakip_base_docx": b64(b"%PDF-1.4 %%EOF")}).execute()


class TestSample(LakipCase, HttpCase):
    """The sample letter that the administrator looks at."""

    def test_sample(self):
        self.company.write(
            {"lakip_base_docx": b64(body_base()), "lakip_number_pattern": "{nomor}/UJI/{tahun}"}
        )
        with self.assertRaises(AccessError):
            self.company.with_user(self.planning_head).action_lakip_sample()
        action = self.company.with_user(self.manager).action_lakip_sample()
        for user, status in ((self.planning_head, 403), (self.manager, 200)):
            user.password = user.login
            self.authenticate(user.login, user.login)
            answer = self.url_open(action["url"])
            self.assertEqual(answer.status_code, status)
        said = words(answer.content)
        self.assertTrue(said.startswith(KOP), said[:50])
        self.assertIn("Contoh Surat", said)
        self.assertIn(f"Nomor : 001/UJI/{self.company._lakip_get_today().year}", said)
        self.assertEqual(self.company.lakip_number_next, 1, "looking takes no number")
        self.assertIn("Kepala Bidang E", xml(answer.content))

    def test_other_companies_stay_closed(self):
        other = self._create_company("Dinas Lain")
        with self.assertRaises(UserError):
            other.with_user(self.manager).action_lakip_sample()
