"""The numbers that a PDF prints in its lists are the pages where the headings stand."""

import io
import re
import zipfile
from functools import partial

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.contents import LISTED_LEVELS
from odoo.addons.lakip_sop.tools import libreoffice

from .performance_samples import report
from .word_pages import pages


class Converter:
    """LibreOffice, counting how often it is called."""

    def __init__(self):
        self.calls = 0
        self._convert = partial(
            libreoffice.to_pdf,
            extension="docx",
            program=libreoffice.find_program(),
            seconds=120,
        )

    def __call__(self, content):
        self.calls += 1
        return self._convert(content)


def replace_main(content, old, new):
    """Return a Word file with ``old`` (a regex) in its text replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data, count = re.subn(old, new, data)
                assert count
            target.writestr(name, data)
    return stream.getvalue()


class TestReport(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = docs.build_report(report())
        cls.convert = Converter()
        cls.pdf = docs.print_paged(cls.content, cls.convert)
        cls.said = pages(cls.pdf)

    def _printed_number(self, sheet):
        """Return the number at the foot of a sheet (0 is the first), '' on the cover."""
        found = re.search(r"halaman (\w+)$", self.said[sheet])
        return found[1] if found else ""

    def _find_list(self, title):
        """Return ``[(text, number)]`` of the lines of a list."""
        page = next(text for text in self.said if text.startswith(title))
        lines = page.removeprefix(title).rpartition(" LAKIP ")[0]
        return [
            (line.strip(" ."), number) for line, number in re.findall(r"(.+?)\.{3,}\s*(\w+)", lines)
        ]

    def test_daftar_isi(self):
        listed = self._find_list("DAFTAR ISI")
        reader = PdfReader(io.BytesIO(self.pdf))
        sheets = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}

        def walk(nodes, level=1):
            for node in nodes:
                if isinstance(node, list):
                    yield from walk(node, level + 1)
                elif level <= LISTED_LEVELS:
                    yield node["/Title"], sheets[node.raw_get("/Page").idnum]

        # A small heading may stand right below a large one; the list leaves it out.
        lines = ["".join(line.split()) for line, _number in listed]
        headings = [
            (title, sheet)
            for title, sheet in walk(reader.outline)
            if "".join(title.split()) in lines
        ]
        self.assertGreater(len(headings), 20)
        self.assertEqual(["".join(title.split()) for title, _sheet in headings], lines)
        for (title, sheet), (_line, number) in zip(headings, listed, strict=True):
            with self.subTest(heading=title):
                self.assertEqual(number, self._printed_number(sheet))
        self.assertIn("i", {number for _line, number in listed}, "of the front matter")

    def test_daftar_tabel_and_gambar(self):
        for title in ("DAFTAR TABEL", "DAFTAR GAMBAR"):
            listed = self._find_list(title)
            self.assertGreater(len(listed), 3)
            after = next(at for at, text in enumerate(self.said) if text.startswith("BAB I PEND"))
            for line, number in listed:
                with self.subTest(line=line):
                    sheet = next(
                        at for at, text in enumerate(self.said) if at >= after and line in text
                    )
                    self.assertEqual(number, self._printed_number(sheet))

    def test_two_passes_and_the_file_itself_untouched(self):
        self.assertEqual(self.convert.calls, 2)
        self.assertEqual(self.content, docs.build_report(report()))


class TestOtherFiles(BaseCase):
    def _build(self, number="9"):
        """A file as Word saves it: one section, a list of one line with an old number."""
        document = Document()
        name = "_Toc123456"
        document.add_paragraph()._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w")} w:anchor="{name}"><w:r><w:t xml:space="preserve">Bab '
                '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
                f"<w:instrText> PAGEREF {name} \\h </w:instrText></w:r><w:r>"
                f'<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{number[:1]}</w:t></w:r>'
                f'<w:r><w:t>{number[1:]}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
                "</w:hyperlink>"
            )
        )
        for _page in range(2):
            document.add_page_break()
        heading = document.add_heading("Bab", 1)
        heading._p.insert(
            1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="{name}"/>')
        )
        heading._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="7"/>'))
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    def test_an_old_number_of_word_is_replaced(self):
        convert = Converter()
        said = pages(docs.print_paged(self._build("12"), convert))
        self.assertEqual((said[0], said[2]), ("Bab 3", "Bab"))
        self.assertEqual(convert.calls, 2)

    def test_right_numbers_are_left_and_cost_nothing(self):
        convert = Converter()
        self.assertEqual(pages(docs.print_paged(self._build("3"), convert))[0], "Bab 3")
        self.assertEqual(convert.calls, 1)

    def test_a_section_counts_as_it_says(self):
        content = replace_main(
            self._build(),
            rb"(<w:sectPr[^>]*>)",
            rb'\1<w:pgNumType w:fmt="upperRoman" w:start="11"/>',
        )
        said = pages(docs.print_paged(content, Converter()))
        self.assertEqual(said[0], "Bab XIII")

    def test_a_bookmark_that_is_gone_keeps_its_number(self):
        content = replace_main(self._build(), rb'w:name="_Toc123456"', b'w:name="_Toc999999"')
        convert = Converter()
        self.assertEqual(pages(docs.print_paged(content, convert))[0], "Bab 9")
        self.assertEqual(convert.calls, 1)

    def test_files_without_such_lists_are_handed_on_as_they_are(self):
        for content in (b"", b"PK garbage", b"x" * 100):
            self.assertEqual(docs.print_paged(content, lambda given: given), content)
        document = Document()
        stream = io.BytesIO()
        document.save(stream)
        self.assertEqual(
            docs.print_paged(stream.getvalue(), lambda given: given), stream.getvalue()
        )

    def test_broken_text_is_handed_on_too(self):
        content = replace_main(self._build(), rb"</w:body>", b"")
        self.assertEqual(docs.print_paged(content, lambda given: given), content)
