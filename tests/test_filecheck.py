"""Files are judged by what is in them: each allowed kind, each reason to refuse."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pptx
from PIL import Image
from pypdf import PdfWriter

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.filecheck import ALLOWED, FileRefused, Limits, Problem, check

MAX_BYTES = 10 * 1024 * 1024
ODF_MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
)


def make_zip(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for path, content in members.items():
            package.writestr(path, content)
    return buffer.getvalue()


def change_zip(content, drop=(), **members):
    """Copy a zip; a keyword's value maps paths to contents to add or replace."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name not in drop}
    return make_zip({**parts, **members.get("parts", {})})


def make_docx():
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph("Realisasi indikator")
    document.save(buffer)
    return buffer.getvalue()


def make_xlsx():
    workbook, buffer = openpyxl.Workbook(), io.BytesIO()
    workbook.active.append(["Indikator", "Target", "Realisasi"])
    workbook.save(buffer)
    return buffer.getvalue()


def make_pptx():
    buffer = io.BytesIO()
    pptx.Presentation().save(buffer)
    return buffer.getvalue()


def make_odf(kind, **parts):
    return make_zip(
        {
            "mimetype": ALLOWED[kind],
            "content.xml": b"<office:document-content/>",
            "META-INF/manifest.xml": ODF_MANIFEST + b"</manifest:manifest>",
            **parts,
        }
    )


def make_pdf(password=None):
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(buffer)
    return buffer.getvalue()


def make_image(kind, **options):
    buffer = io.BytesIO()
    image = Image.effect_noise((160, 120), 60).convert("RGB")
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def make_photo():
    """A JPEG as a camera writes it: with a small JPEG in its Exif data, in several scans."""
    thumbnail = make_image("JPEG", quality=20)
    exif = b"Exif\x00\x00" + b"MM\x00*" + thumbnail
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    photo = make_image("JPEG", progressive=True)
    return photo[:2] + segment + photo[2:]


def make_ole(stream):
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)
    )


class TestFilecheck(BaseCase):
    def assertRefused(self, problem, name, content, limits=None, **details):
        with self.assertRaises(FileRefused) as caught:
            check(name, content, max_bytes=MAX_BYTES, limits=limits)
        refused = caught.exception
        self.assertEqual(refused.problem, problem, str(refused))
        for key, value in details.items():
            self.assertEqual(refused.details.get(key), value, str(refused))
        self.assertTrue(refused.name)
        return refused

    # --------------------------------------------------
    # Allowed
    # --------------------------------------------------

    def test_each_allowed_kind(self):
        files = {
            "Laporan.PDF": ("pdf", make_pdf()),
            "draft.docx": ("docx", make_docx()),
            "realisasi.xlsx": ("xlsx", make_xlsx()),
            "paparan.pptx": ("pptx", make_pptx()),
            "naskah.odt": ("odt", make_odf("odt")),
            "anggaran.ods": ("ods", make_odf("ods")),
            "data.csv": ("csv", b"Indikator;Realisasi\nIKU 1;80,5\n"),
            "rapat.jpg": ("jpg", make_image("JPEG")),
            "kamera.jpeg": ("jpg", make_photo()),
            "grafik.png": ("png", make_image("PNG")),
        }
        for name, (kind, content) in files.items():
            with self.subTest(name=name):
                verdict = check(name, content, max_bytes=MAX_BYTES)
                self.assertEqual(
                    (verdict.kind, verdict.mimetype, verdict.size),
                    (kind, ALLOWED[kind], len(content)),
                )
        with self.subTest(name="bahan.zip"):
            content = make_zip({f"bidang/{name}": file for name, (__, file) in files.items()})
            verdict = check("bahan.zip", content, max_bytes=MAX_BYTES)
            self.assertEqual(verdict.kind, "zip")
            self.assertEqual(
                {path: member.kind for path, member in verdict.members},
                {f"bidang/{name}": kind for name, (kind, __) in files.items()},
            )

    def test_csv_of_every_spreadsheet_program(self):
        text = "Sasaran;Capaian\r\n“Kinerja”;90%\r\n"
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            with self.subTest(encoding=encoding):
                content = text.encode(encoding)
                self.assertEqual(check("data.csv", content, max_bytes=MAX_BYTES).kind, "csv")

    def test_csv_that_starts_like_another_kind(self):
        for text in ("BM,Biaya\n1,2\n", "MZ;x\n", "Program;%\n"):
            with self.subTest(text=text):
                self.assertEqual(check("a.csv", text.encode(), max_bytes=MAX_BYTES).kind, "csv")

    def test_zip_from_a_mac(self):
        content = make_zip(
            {
                "foto.jpg": make_image("JPEG"),
                "__MACOSX/._foto.jpg": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X",
                ".DS_Store": b"\x00\x00\x00\x01Bud1\x00\x00",
            }
        )
        verdict = check("foto.zip", content, max_bytes=MAX_BYTES)
        self.assertEqual([path for path, __ in verdict.members], ["foto.jpg"])

    def test_photo_with_more_after_its_end(self):
        self.assertEqual(
            check("a.jpg", make_photo() + b"MotionPhoto", max_bytes=MAX_BYTES).kind, "jpg"
        )

    def test_pdf_that_only_writes_about_encryption(self):
        content = make_pdf().replace(b"%%EOF", b"% /Encrypt 5 0 R is a key\n%%EOF")
        self.assertEqual(check("a.pdf", content, max_bytes=MAX_BYTES).kind, "pdf")

    # --------------------------------------------------
    # Refused
    # --------------------------------------------------

    def test_empty(self):
        self.assertRefused(Problem.EMPTY, "a.pdf", b"")
        self.assertRefused(Problem.EMPTY, "a.csv", b" \r\n\r\n")
        self.assertRefused(Problem.EMPTY, "a.zip", make_zip({}))
        refused = self.assertRefused(Problem.EMPTY, "a.zip", make_zip({"isi/b.pdf": b""}))
        self.assertEqual((refused.archive, refused.name), ("a.zip", "isi/b.pdf"))

    def test_too_large(self):
        content = b"x" * (MAX_BYTES + 1)
        self.assertRefused(Problem.TOO_LARGE, "a.csv", content, size=MAX_BYTES + 1, limit=MAX_BYTES)

    def test_macro(self):
        vba = (
            b'<Override PartName="/word/vbaProject.bin" '
            b'ContentType="application/vnd.ms-office.vbaProject"/>'
        )
        plain = make_docx()
        with zipfile.ZipFile(io.BytesIO(plain)) as package:
            types = package.read("[Content_Types].xml")
        self.assertRefused(
            Problem.MACRO, "a.docx", change_zip(plain, parts={"word/vbaProject.bin": b"x"})
        )
        declared = types.replace(b"</Types>", vba + b"</Types>")
        self.assertRefused(
            Problem.MACRO, "a.docx", change_zip(plain, parts={"[Content_Types].xml": declared})
        )
        enabled = types.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
        self.assertNotEqual(enabled, types)
        self.assertRefused(
            Problem.MACRO, "a.docm", change_zip(plain, parts={"[Content_Types].xml": enabled})
        )
        self.assertRefused(
            Problem.MACRO,
            "a.xlsx",
            change_zip(make_xlsx(), parts={"xl/macrosheets/sheet1.xml": b"<x/>"}),
            found="xlsx",
        )
        self.assertRefused(
            Problem.MACRO, "a.odt", make_odf("odt", **{"Basic/Standard/Module1.xml": b"<x/>"})
        )
        self.assertRefused(Problem.MACRO, "a.ods", make_odf("ods", **{"Scripts/python/a.py": b"x"}))

    def test_odf_with_an_empty_library_is_no_macro(self):
        content = make_odf(
            "odt", **{"Basic/script-lc.xml": b"", "Basic/Standard/script-lb.xml": b""}
        )
        self.assertEqual(check("a.odt", content, max_bytes=MAX_BYTES).kind, "odt")

    def test_encrypted(self):
        self.assertRefused(Problem.ENCRYPTED, "a.pdf", make_pdf("rahasia"), found="pdf")
        self.assertRefused(
            Problem.ENCRYPTED, "a.docx", make_ole("EncryptedPackage"), found="office"
        )
        manifest = ODF_MANIFEST + b"<manifest:encryption-data/></manifest:manifest>"
        self.assertRefused(
            Problem.ENCRYPTED, "a.ods", make_odf("ods", **{"META-INF/manifest.xml": manifest})
        )
        # The flag that says so is at 6 in a member's header and at 8 in the directory.
        content = bytearray(make_zip({"a.csv": b"a;b\n"}))
        content[content.index(b"PK\x03\x04") + 6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1
        self.assertRefused(Problem.ENCRYPTED, "a.zip", bytes(content), found="zip")

    def test_pdf_encrypted_with_a_cross_reference_stream(self):
        content = (
            b"%PDF-1.7\n5 0 obj\n<< /Type /XRef /Size 6 /Encrypt 4 0 R /W [1 2 1] /Length 4 >>\n"
            b"stream\nabcd\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
        )
        self.assertRefused(Problem.ENCRYPTED, "a.pdf", content)

    def test_mislabelled(self):
        self.assertRefused(
            Problem.MISLABELLED, "a.pdf", make_image("PNG"), found="png", named="pdf"
        )
        self.assertRefused(Problem.MISLABELLED, "a.docx", make_xlsx(), found="xlsx", named="docx")
        self.assertRefused(Problem.MISLABELLED, "foto", make_photo(), found="jpg", named="")
        self.assertRefused(Problem.MISLABELLED, "a.pdf", b"MZ\x90\x00" + bytes(60), found="exe")
        self.assertRefused(Problem.MISLABELLED, "a.pdf", bytes(range(256)), found="", named="pdf")
        self.assertRefused(Problem.MISLABELLED, "a.csv", b"<html><script>1</script>", found="html")
        self.assertRefused(
            Problem.MISLABELLED, "a.xlsx", make_zip({"a.csv": b"a;b\n"}), found="zip", named="xlsx"
        )

    def test_not_allowed(self):
        for stream, found, use in (
            ("WordDocument", "doc", "docx"),
            ("Workbook", "xls", "xlsx"),
            ("PowerPoint Document", "ppt", "pptx"),
            ("Outlook", "ole", ""),
        ):
            self.assertRefused(Problem.NOT_ALLOWED, "a.bin", make_ole(stream), found=found, use=use)
        self.assertRefused(
            Problem.NOT_ALLOWED, "a.docx", make_ole("WordDocument"), found="doc", use="docx"
        )
        self.assertRefused(Problem.NOT_ALLOWED, "a.exe", b"MZ\x90\x00" + bytes(60), found="exe")
        self.assertRefused(Problem.NOT_ALLOWED, "a.txt", b"catatan", found="txt")
        heic = b"\x00\x00\x00\x18ftypheic" + bytes(20)
        self.assertRefused(Problem.NOT_ALLOWED, "IMG_1.HEIC", heic, found="heic", use="jpg")
        self.assertRefused(Problem.NOT_ALLOWED, "IMG_1.jpg", heic, found="heic", use="jpg")
        self.assertRefused(Problem.NOT_ALLOWED, "a.svg", b"<svg onload='x()'/>", found="html")
        refused = self.assertRefused(
            Problem.MISLABELLED, "a.zip", make_zip({"isi/b.pdf": b"MZ\x90\x00" + bytes(60)})
        )
        self.assertEqual((refused.archive, refused.name), ("a.zip", "isi/b.pdf"))
        template = make_odf("odt", mimetype="application/vnd.oasis.opendocument.text-template")
        self.assertRefused(Problem.NOT_ALLOWED, "a.ott", template)

    def test_damaged(self):
        for name, content in {
            "a.pdf": make_pdf(),
            "a.docx": make_docx(),
            "a.zip": make_zip({"a.png": make_image("PNG")}),
            "a.png": make_image("PNG"),
            "a.jpg": make_photo(),
        }.items():
            for keep in (0.3, 0.6, 0.95):
                with self.subTest(name=name, keep=keep):
                    cut = content[: int(len(content) * keep)]
                    self.assertRefused(Problem.DAMAGED, name, cut)
        with self.subTest("checksum"):
            content = bytearray(make_zip({"a.csv": b"a;b\n" * 50}, zipfile.ZIP_STORED))
            content[60] ^= 1
            self.assertRefused(Problem.DAMAGED, "a.zip", bytes(content))
        with self.subTest("main part missing"):
            self.assertRefused(
                Problem.DAMAGED, "a.docx", change_zip(make_docx(), drop=("word/document.xml",))
            )

    def test_bomb(self):
        limits = Limits(MAX_BYTES, max_entries=50, max_unpacked=4 * 1024 * 1024)
        many = make_zip({f"{number}.csv": b"a;b\n" for number in range(51)})
        self.assertRefused(Problem.BOMB, "a.zip", many, limits, limit="entries")
        very_many = make_zip({f"{number}.csv": b"" for number in range(1100)})
        self.assertRefused(Problem.BOMB, "a.zip", very_many, limits, limit="entries")
        zeros = make_zip({"a.csv": b"0" * 3 * 1024 * 1024})
        self.assertRefused(Problem.BOMB, "a.zip", zeros, limits, limit="ratio")
        large = make_zip({"a.csv": b"0" * 5 * 1024 * 1024})
        self.assertRefused(Problem.BOMB, "a.zip", large, limits, limit="unpacked")
        self.assertRefused(
            Problem.BOMB,
            "a.docx",
            change_zip(make_docx(), parts={"word/media/a.bin": bytes(5 * 1024 * 1024)}),
            limits,
            limit="unpacked",
        )

    def test_bomb_that_lies_about_its_size(self):
        limits = Limits(MAX_BYTES, max_unpacked=4 * 1024 * 1024)
        size = 8 * 1024 * 1024
        content = make_zip({"a.csv": b"0" * size})
        lying = content.replace(struct.pack("<I", size), struct.pack("<I", 10))
        self.assertNotEqual(lying, content)
        self.assertRefused(Problem.DAMAGED, "a.zip", lying, limits)

    def test_bomb_of_many_small_ones(self):
        limits = Limits(MAX_BYTES, max_unpacked=2 * 1024 * 1024, max_ratio=10_000)
        types = (
            b'<Types><Override PartName="/m.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.wordprocessingml.document.main+xml"/></Types>'
        )
        one = make_zip({"[Content_Types].xml": types, "m.xml": b" " * 900_000})
        check("a.docx", one, max_bytes=MAX_BYTES, limits=limits)
        several = make_zip({f"{number}.docx": one for number in range(3)})
        self.assertRefused(Problem.BOMB, "a.zip", several, limits, limit="unpacked")

    def test_bomb_of_pixels(self):
        content = bytearray(make_image("PNG"))
        content[16:24] = struct.pack(">II", 60_000, 60_000)
        content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
        self.assertRefused(Problem.BOMB, "a.png", bytes(content), limit="pixels")

    def test_zip_in_a_zip(self):
        inner = make_zip({"a.csv": b"a;b\n"})
        refused = self.assertRefused(Problem.NESTED, "a.zip", make_zip({"b.zip": inner}))
        self.assertEqual((refused.archive, refused.name), ("a.zip", "b.zip"))

    def test_names_that_lead_out_of_the_zip(self):
        for path in ("../a.csv", "/etc/a.csv", "b/../../a.csv", "C:/a.csv", "..\\a.csv"):
            with self.subTest(path=path):
                info = zipfile.ZipInfo("x")
                info.filename = info.orig_filename = path
                buffer = io.BytesIO()
                with zipfile.ZipFile(buffer, "w") as package:
                    package.writestr(info, b"a;b\n")
                self.assertRefused(Problem.TRAVERSAL, "a.zip", buffer.getvalue(), path=path)
