"""Bombs and disguises: what is read of a file is read within bounds of time and memory.

Each file goes through each door that reads such files, in a process of its own that may take
``MEGABYTES`` more than this one and ``SECONDS`` of a processor: it is read or refused, and never
kills a worker. ``test_filecheck`` shows of each kind of file what is told of it.
"""

import base64
import io
import multiprocessing
import random
import resource
import struct
import zipfile
import zlib

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import BaseCase

from odoo.addons.lakip_sop.documents.base_file import DocumentError, check_base, open_docx
from odoo.addons.lakip_sop.documents.endorsement import endorse_docx, endorse_pdf
from odoo.addons.lakip_sop.documents.paging import _PagedFile
from odoo.addons.lakip_sop.documents.richtext import word_picture
from odoo.addons.lakip_sop.tools.filecheck import FileRefused, check
from odoo.addons.lakip_sop.tools.picture import PictureError

from .base_samples import endorsement
from .common import LakipCase, docx_bytes
from .document_samples import HEAD
from .test_filecheck import change_zip, make_docx, make_pdf, make_xlsx, make_zip
from .workbook_samples import read

MEGABYTES, SECONDS = 768, 20
LIMIT = 20 * 1024 * 1024
REFUSED = (DocumentError, FileRefused, PictureError, UserError)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Without their end
NAMES = (
    "../../etc/cron.d/x", "..\\..\\x", "/etc/passwd", "C:\\x", "a\x00b", "a\r\nX: b", ".htaccess",
    "...", "CON", "x" * 500, "\u202efdp.exe", "\u2066x\u2069", "a;b|c&d$(e)`f`", "<img src=x>",
    "=1+1", " ", "%2e%2e%2fx",
)  # fmt: skip

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(10)
    )
    + b"]><w>&k;</w>"
)
QUADRATIC = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "' + b"x" * 200_000 + b'">]><w>'
    + b"&a;" * 200_000 + b"</w>"
)  # fmt: skip
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">'
    b'<!ENTITY % b SYSTEM "http://127.0.0.1:9/x">%b;]><w>&a;</w>'
)
DEEP = b"<w>" * 100_000 + b"</w>" * 100_000


def in_bounds(function, *args):
    """Return the name of what ``function`` raised, or 'read', as told by a process of its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def run():
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        most = used + MEGABYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            function(*args)
            theirs.send("read")
        except BaseException as error:
            theirs.send(
                f"{type(error).__name__}: {error}"[:300]
                if not isinstance(error, REFUSED)
                else "refused"
            )

    process = context.Process(target=run)
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(SECONDS * 6) else "no answer"
    except EOFError:
        return "died"
    finally:
        process.kill()
        process.join()


def png_of(width, height):
    """A PNG of so many white pixels, small when packed."""
    packer = zlib.compressobj(9)
    line = bytes(1 + width // 8)
    packed = b"".join(packer.compress(line) for _line in range(height)) + packer.flush()

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data))
        )  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def gif_of(frames):
    """A GIF of so many large frames."""
    stream = io.BytesIO()
    pictures = [Image.new("P", (3000, 3000), number % 256) for number in range(2)]
    pictures[0].save(stream, "GIF", save_all=True, append_images=pictures[1:] * frames)
    return stream.getvalue()


def tiff_of(width, height):
    """The head of a TIFF that claims to be so large."""
    tags = ((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
            (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 100))  # fmt: skip
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(tags)) + body + bytes(200)


def bmp_of(width, height):
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", 154, 0, 0, 54, 40, width, height, 1, 24, 0, 0,
                               0, 0, 0, 0) + bytes(100)  # fmt: skip


def pdf_of(stream, pages=1):
    """A PDF whose page shows a packed stream."""
    kids = b" ".join(b"3 0 R" for _page in range(pages))
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    )
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 5\n0000000000 65535 f \n" + table
    return content + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def main_part(xml):
    return change_zip(make_docx(), parts={"word/document.xml": xml})


def long_docx(megabytes):
    """A Word file whose text unpacks to so much."""
    with zipfile.ZipFile(io.BytesIO(make_docx())) as package:
        main = package.read("word/document.xml")
    filling = b"<w:p/>" * (megabytes * 1024 * 1024 // 6)
    main = main.replace(b"<w:sectPr", filling + b"<w:sectPr", 1)
    # What does not pack makes the file look as if it unpacked to little more than it is.
    noise = random.Random(1).randbytes(megabytes * 1024 * 1024 // 100)
    return change_zip(make_docx(), parts={"word/document.xml": main, "word/media/noise.bin": noise})


def long_xlsx(megabytes):
    """A workbook of so many rows without a value, and of noise."""
    row = b'<row><c t="n"><v>1</v></c></row>'
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * (megabytes * 1024 * 1024 // len(row)) + b"</sheetData></worksheet>"
    )  # fmt: skip
    noise = random.Random(1).randbytes(megabytes * 1024 * 1024 // 100)
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/media/noise.bin": noise}
    return change_zip(make_xlsx(), parts=parts)


def judge(name, content):
    check(name, content, max_bytes=LIMIT)


ENDORSEMENT = endorsement(HEAD)


class TestBombs(BaseCase):
    def assertBounded(self, what, function, *args, only=("read", "refused")):
        told = in_bounds(function, *args)
        with self.subTest(what):
            self.assertIn(told, only)

    def test_the_bounds_hold(self):
        self.assertIn(
            in_bounds(lambda: bytearray(2 * MEGABYTES * 1024 * 1024)), ("died", "MemoryError: ")
        )

    def test_xml(self):
        for name, xml in (
            ("laughs", LAUGHS), ("quadratic", QUADRATIC), ("outside", OUTSIDE), ("deep", DEEP)
        ):  # fmt: skip
            word = main_part(
                xml.replace(b"<w>", b"<w:document>").replace(b"</w>", b"</w:document>")
            )
            sheet = change_zip(
                make_xlsx(), parts={"xl/worksheets/sheet1.xml": xml, "xl/sharedStrings.xml": xml}
            )
            for door in (open_docx, check_base, _PagedFile.open):
                self.assertBounded(f"{name}: {door.__name__}", door, word)
            self.assertBounded(f"{name}: workbook", read, sheet)

    def test_zip(self):
        many = make_zip({f"{number}.csv": b"" for number in range(30_000)})
        big = make_zip({"a.csv": bytes(300 * 1024 * 1024)})
        lying = big.replace(struct.pack("<I", 300 * 1024 * 1024), struct.pack("<I", 10))
        nested = big
        for level in range(4):
            nested = make_zip({f"{level}.zip": nested})
        for name, content in (
            ("a.zip", many), ("a.zip", big), ("a.zip", lying), ("a.zip", nested),
            ("a.docx", change_zip(make_docx(), parts={"x.xml": bytes(300 * 1024 * 1024)})),
        ):  # fmt: skip
            self.assertBounded(name, judge, name, content, only=("refused",))

    def test_a_long_document(self):
        self.assertBounded("120 MB", self._take_in, long_docx(120))

    @staticmethod
    def _take_in(content):
        """What happens with an uploaded version until it is signed."""
        judge("a.docx", content)
        _PagedFile.open(content)
        endorse_docx(content, ENDORSEMENT)

    def test_pictures(self):
        huge = png_of(50_000, 50_000)
        large = png_of(15_000, 15_000)
        for name, content in (
            ("png", huge), ("large png", large), ("gif", gif_of(200)),
            ("tiff", tiff_of(60_000, 60_000)), ("bmp", bmp_of(40_000, 40_000)),
        ):  # fmt: skip
            self.assertBounded(f"{name}: word", word_picture, content)
        for name, content in (("png", huge), ("large png", large)):
            self.assertBounded(f"{name}: check", judge, "a.png", content)

    def test_pdf(self):
        bomb = pdf_of(zlib.compress(bytes(300 * 1024 * 1024), 9))
        for name, content in (
            ("bomb", bomb), ("pages", pdf_of(b"", 300_000)),
            ("loop", make_pdf().replace(b"/Kids", b"/Parent 2 0 R /Kids")),
        ):  # fmt: skip
            self.assertBounded(f"{name}: check", judge, "a.pdf", content)
            self.assertBounded(f"{name}: sign", endorse_pdf, content, ENDORSEMENT)


class TestDoors(LakipCase):
    """Files as users hand them over to the app itself."""

    def assertBounded(self, what, function, *args):
        with self.subTest(what):
            self.assertEqual(in_bounds(function, *args), "refused")

    def test_pictures(self):
        huge = base64.b64encode(png_of(50_000, 50_000))
        approvals = self.env["lakip.approval"]
        for name, content in (
            ("png", huge),
            ("tiff", base64.b64encode(tiff_of(60_000, 60_000))),
            ("bmp", base64.b64encode(bmp_of(40_000, 40_000))),
            ("svg", base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")),
            ("text", b"%%%"),
        ):
            self.assertBounded(f"signature: {name}", approvals._check_picture, content)
            self.assertBounded(
                f"emblem: {name}", lambda c=content: self.company.write({"lakip_emblem": c})
            )
        with self.assertRefused("picture|gambar"):
            self.env["lakip.signature"].with_user(self.agency_head).create({"image": huge})

    def test_imports(self):
        """A list of the app is imported from a workbook that unpacks to more than memory."""
        for name, content in (
            ("zeros", change_zip(make_xlsx(), parts={"x.xml": bytes(40 * 1024 * 1024)})),
            ("rows", long_xlsx(24)),
            ("no workbook", make_zip({"a.csv": b"a;b"})),
        ):
            wizard = self.env["base_import.import"].create(
                {"res_model": "lakip.program", "file": content, "file_name": "a.xlsx",
                 "file_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
            )  # fmt: skip
            self.assertBounded(name, wizard._get_shown_file)

    def test_base_file(self):
        for name, content in (
            ("laughs", main_part(LAUGHS)),
            ("outside", main_part(OUTSIDE)),
            ("zeros", change_zip(make_docx(), parts={"x.xml": bytes(300 * 1024 * 1024)})),
        ):
            self.assertBounded(
                name,
                lambda c=content: self.company.write({"lakip_base_docx": base64.b64encode(c)}),
            )

    def test_names(self):
        """Whatever a file is called, it is kept under a plain name and sent as a file."""
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        self._start(cycle)
        self._complete(cycle)
        step = cycle.current_step_id.with_user(self.team_member)
        for index, name in enumerate(NAMES):
            with self.subTest(repr(name)[:60]):
                document = step._upload_document("report", docx_bytes(str(index)), f"{name}.docx")
                kept = document.attachment_id.name
                self.assertTrue(kept.endswith(".docx"), kept)
                self.assertNotRegex(kept, "[\x00-\x1f/\\\\\u202a-\u202e\u2066-\u2069]")
                self.assertFalse(kept.startswith("."), kept)
                self.assertLessEqual(len(kept), 255)
                self.assertEqual(document.attachment_id.mimetype, DOCX)
