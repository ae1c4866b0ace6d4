"""The Word files: what stands in them, how they print, and what bad input does to them."""

import dataclasses
import datetime
import hashlib
import io
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from odoo.tests.common import BaseCase

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.base import DocumentWriter
from odoo.addons.lakip_sop.documents.markup import Column, paragraph, table

DAY = datetime.date(2027, 1, 4)
START = datetime.datetime(2027, 1, 6, 9, 0)
END = datetime.datetime(2027, 1, 6, 12, 30)
LEGAL_BASIS = (
    "Undang-undang Nomor 25 Tahun 2004",
    "Peraturan Presiden Nomor 29 Tahun 2014",
)


def png(size=(300, 380), color=(20, 120, 60)):
    """Return a plain picture as the bytes of a PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


HEAD = docs.Letterhead(
    "Pemerintah Provinsi Kalimantan Barat",
    "Dinas Komunikasi dan Informatika",
    ("Jalan Contoh No. 50", "PONTIANAK 78124"),
    png(),
    "Pontianak",
)
INFO = docs.LetterInfo("000.8.6.3/123/CONTOH/2027", DAY, "Segera")
CHIEF = docs.Official("Budi Contoh, M.Si.", "Kepala Dinas", "Pembina", "197001011995031001")
DEPUTY = docs.Official("Rina Permata", "Sekretaris", "Penata", "", "plh", "Andi Misal")
UNITS = tuple(f"Kepala Bidang {name}" for name in ("Satu", "Dua", "Tiga", "Empat", "Lima"))


def letters(
    head=HEAD, info=INFO, chief=CHIEF, deputy=DEPUTY, text="Isi yang ditulis.", names=UNITS
):
    """Return one content of each kind, all made of the same few values: {builder: content}."""
    return {
        docs.build_disposition: docs.Disposition(
            letterhead=head,
            info=info,
            sender=deputy,
            recipients=names[:1],
            instruction=text,
            due=START,
            sop="SOP 09 Penyusunan LAKIP",
        ),
        docs.build_decree: docs.Decree(
            letterhead=head,
            info=info,
            year=2026,
            recalling=LEGAL_BASIS,
            members=tuple(
                docs.Member(name, "197001011995031001", text, "Anggota") for name in names
            ),
            signer=chief,
            copies=names[:1],
        ),
        docs.build_invitation: docs.Invitation(
            letterhead=head,
            info=info,
            invitees=names,
            start=START,
            end=END,
            place="Ruang Rapat",
            agenda=text,
            signer=deputy,
        ),
        docs.build_request_letter: docs.RequestLetter(
            letterhead=head,
            info=info,
            sender=deputy,
            recipient=(names or ("",))[0],
            year=2026,
            items=tuple(
                docs.RequestedItem(name, place != 1, text) for place, name in enumerate(names)
            ),
            due=START,
            signer=deputy,
        ),
        docs.build_minutes: docs.Minutes(
            letterhead=head,
            info=info,
            title="Rapat Pembahasan",
            start=START,
            end=END,
            place="Ruang Rapat",
            agenda=text,
            chair=deputy.name,
            note_taker="Dewi Contoh",
            body=text,
            decisions=names[:2],
            attendees=tuple(
                docs.Attendee(name, text, place != 1) for place, name in enumerate(names)
            ),
            corrections=tuple(
                docs.CorrectionPoint("BAB III", text, name, name, DAY) for name in names
            ),
            signer=deputy,
        ),
        docs.build_delivery_letter: docs.DeliveryLetter(
            letterhead=head,
            info=info,
            recipient=(names or ("",))[0],
            recipient_address="Pontianak",
            items=tuple(docs.DeliveredItem(name, note=text) for name in names),
            sender=chief,
            medium="hardcopy",
        ),
        docs.build_report: docs.Report(
            letterhead=head,
            year=2026,
            date=info.date,
            sections=(
                docs.ReportSection("I.A", "", (text,)),
                docs.ReportSection("I.D", "D. Sistematika", (text,)),
                docs.ReportSection("lain", "Lain-lain", (text,)),
            ),
            data=tuple(docs.ReportData(name, text, ("a.xlsx", "b.jpg"), DAY) for name in names),
            endorsement=chief,
            initials=tuple(docs.InitialLine(name, deputy.name, DAY) for name in names[:2]),
            version=3,
            qr=png((200, 200)),
            verification="Jangkar: 0123abcd",
        ),
    }


def build_all(**values):
    """Return {name of the builder without its verb: file} of :func:`letters`."""
    return {
        builder.__name__.removeprefix("build_"): builder(content)
        for builder, content in letters(**values).items()
    }


def words(content):
    """Return all text of a .docx, runs joined and white space as single spaces."""
    body = Document(io.BytesIO(content)).element.body
    # A paragraph, a tab inside one and a line break all part two words.
    shown = (
        node.text or "" if node.tag == qn("w:t") else " "
        for node in body.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p"))
    )
    return " ".join("".join(shown).split())


def to_pdf(files):
    """Convert {name: .docx} in one LibreOffice run; return {name: .pdf}."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, f"{name}.docx").write_bytes(content)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                *(f"{folder}/{name}.docx" for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return {name: Path(folder, f"{name}.pdf").read_bytes() for name in files}


def pages(pdf):
    """Return the text of each page, white space as single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


class TestWords(BaseCase):
    """What the letters say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = {name: words(content) for name, content in build_all().items()}

    def assertSays(self, name, *phrases):
        for phrase in phrases:
            self.assertIn(phrase, self.text[name])

    def test_every_letter_has_its_kop(self):
        for name in self.text:
            self.assertSays(
                name, "PEMERINTAH PROVINSI KALIMANTAN BARAT", "DINAS KOMUNIKASI DAN INFORMATIKA"
            )

    def test_disposition(self):
        self.assertSays(
            "disposition",
            "LEMBAR DISPOSISI",
            "Arahan langsung",
            "SOP 09 Penyusunan LAKIP",
            "☒ Kepala Bidang Satu",
            "☒ Proses lebih lanjut",
            "☐ Tanggapan dan saran",
            "Batas waktu : Rabu, 6 Januari 2027 pukul 09.00 WIB",
            "Plh. SEKRETARIS,",
            "Pejabat definitif: Andi Misal",
        )

    def test_decree(self):
        self.assertSays(
            "decree",
            "KEPUTUSAN KEPALA DINAS KOMUNIKASI DAN INFORMATIKA PROVINSI KALIMANTAN BARAT",
            "NOMOR 000.8.6.3/123/CONTOH/2027",
            "Menimbang : a. bahwa",
            "Mengingat : 1. Undang-undang Nomor 25 Tahun 2004",
            "MEMUTUSKAN:",
            "KESATU : Membentuk Tim",
            "KELIMA : Keputusan ini mulai berlaku",
            "Ditetapkan di Pontianak pada tanggal 4 Januari 2027",
            "NIP. 19700101 199503 1 001",
            "LAMPIRAN",
            "SUSUNAN TIM PENYUSUN LAKIP",
            "5. Kepala Bidang Lima",
        )

    def test_decree_of_an_acting_head_names_the_capacity(self):
        acting = dataclasses.replace(CHIEF, capacity="plt")
        said = words(docs.build_decree(letters(chief=acting)[docs.build_decree]))
        self.assertIn("Plt. KEPALA DINAS KOMUNIKASI DAN INFORMATIKA PROVINSI", said)
        self.assertIn("KEPUTUSAN KEPALA DINAS", said)

    def test_invitation_names_many_invitees_in_an_annex(self):
        self.assertSays(
            "invitation",
            "Yth. Daftar Undangan Terlampir",
            "Lampiran : 1 (satu) lembar",
            "Rabu, 6 Januari 2027",
            "09.00 s.d. 12.30 WIB",
            "DAFTAR UNDANGAN",
            "5. Kepala Bidang Lima",
        )

    def test_invitation_names_few_invitees_in_the_letter(self):
        said = words(docs.build_invitation(letters(names=UNITS[:2])[docs.build_invitation]))
        self.assertIn("Yth. 1. Kepala Bidang Satu", said)
        self.assertNotIn("DAFTAR UNDANGAN", said)

    def test_request_letter(self):
        self.assertSays(
            "request_letter",
            "NOTA DINAS",
            "Yth. : Kepala Bidang Satu",
            "Dari : Plh. Sekretaris",
            "Hal : Permintaan Bahan LAKIP Tahun 2026",
            "paling lambat Rabu, 6 Januari 2027 pukul 09.00 WIB",
            "2. Kepala Bidang Dua Bila ada",
            "3. Kepala Bidang Tiga Wajib",
        )

    def test_minutes(self):
        self.assertSays(
            "minutes",
            "NOTULEN RAPAT PEMBAHASAN",
            "4 dari 5 undangan",
            "A. Pembahasan Isi yang ditulis.",
            "B. Keputusan / Kesimpulan 1. Kepala Bidang Satu",
            "C. Catatan Poin-poin Koreksi",
            "Terbuka",
            "Notulis,",
            "DAFTAR HADIR",
            "Tidak hadir",
        )

    def test_minutes_without_corrections_have_no_table_of_them(self):
        content = dataclasses.replace(letters()[docs.build_minutes], corrections=())
        self.assertNotIn("Poin-poin Koreksi", words(docs.build_minutes(content)))

    def test_delivery_letter(self):
        self.assertSays(
            "delivery_letter",
            "SURAT PENGANTAR",
            "Salinan cetak (hardcopy)",
            "Diterima tanggal",
            "Penerima,",
            "Pengirim, KEPALA DINAS,",
        )

    def test_report_follows_the_order_of_the_regulation(self):
        said = self.text["report"]
        order = ["BAB I", "BAB II", "BAB III", "B. Realisasi Anggaran", "BAB IV", "LAMPIRAN"]
        order += ["2. Daftar Bahan dan Data dari Bidang", "LEMBAR PENGESAHAN", "PARAF HIERARKI"]
        # The first time each is named is in the table of contents.
        body = said[said.rindex("BAB I PENDAHULUAN") :]
        places = [body.index(title) for title in order]
        self.assertEqual(places, sorted(places))

    def test_report_keeps_what_is_written_and_guides_where_nothing_is(self):
        self.assertSays(
            "report",
            "A. Gambaran Umum Organisasi Isi yang ditulis.",
            "D. Sistematika Isi yang ditulis. BAB II",
            "Lain-lain Isi yang ditulis. LAMPIRAN",
            "[Peran strategis organisasi bagi daerah.]",
            "a.xlsx b.jpg 4 Januari 2027",
            "Jangkar: 0123abcd",
        )
        self.assertNotIn("[Kedudukan", self.text["report"])

    def test_two_texts_for_one_heading_are_both_kept(self):
        parts = tuple(docs.ReportSection("I.A", "", (text,)) for text in ("Satu.", "Dua."))
        content = dataclasses.replace(letters()[docs.build_report], sections=parts)
        said = words(docs.build_report(content))
        self.assertIn("A. Gambaran Umum Organisasi Satu. Dua. B. Aspek", said)

    def test_report_has_a_real_table_of_contents(self):
        report = Document(io.BytesIO(docs.build_report(letters()[docs.build_report])))
        body = report.element.body
        codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
        self.assertEqual(codes[0], 'TOC \\o "1-3" \\h \\z \\u')
        marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
        self.assertEqual({code.split()[1] for code in codes[1:]}, marks)
        kinds = [char.get(qn("w:fldCharType")) for char in body.iter(qn("w:fldChar"))]
        self.assertEqual(kinds.count("begin"), kinds.count("end"))
        styles = {p.style.name for p in report.paragraphs}
        self.assertLessEqual({"Heading 1", "Heading 2", "Heading 3", "toc 1"}, styles)


class TestPaper(BaseCase):
    """How the letters print: LibreOffice opens each one, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = build_all()
        files["long"] = docs.build_request_letter(
            letters(names=UNITS * 20)[docs.build_request_letter]
        )
        files["hostile"] = docs.build_minutes(letters(**HOSTILE)[docs.build_minutes])
        cls.pdf = to_pdf(files)
        cls.pages = {name: pages(pdf) for name, pdf in cls.pdf.items()}

    def test_page_counts(self):
        counts = {name: len(texts) for name, texts in self.pages.items()}
        self.assertEqual(
            {name: counts[name] for name in ("disposition", "request_letter", "delivery_letter")},
            {"disposition": 1, "request_letter": 1, "delivery_letter": 1},
        )
        self.assertEqual((counts["invitation"], counts["minutes"], counts["decree"]), (2, 2, 3))

    def test_paper_is_a4(self):
        for pdf in self.pdf.values():
            box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
            self.assertEqual((round(box.width), round(box.height)), (595, 842))

    def test_a_long_table_repeats_its_header(self):
        with_rows = [text for text in self.pages["long"] if "Kepala Bidang" in text]
        self.assertGreater(len(with_rows), 2)
        for text in with_rows:
            self.assertIn("Bahan / Data", text)

    def test_pages_of_the_report_are_numbered_apart(self):
        texts = self.pages["report"]
        self.assertNotIn("halaman", texts[0])
        self.assertTrue(texts[1].endswith("versi 3 | halaman i"), texts[1])
        first = next(i for i, text in enumerate(texts) if text.startswith("BAB I PENDAHULUAN"))
        self.assertTrue(texts[first].endswith("halaman 1"), texts[first])

    def test_pages_read_from_the_pdf_go_into_the_contents(self):
        found = docs.heading_pages(self.pdf["report"])
        content = dataclasses.replace(letters()[docs.build_report], pages=found)
        said = words(docs.build_report(content))
        self.assertIn("KATA PENGANTAR i IKHTISAR EKSEKUTIF ii BAB I PENDAHULUAN 1 ", said)
        self.assertEqual(len(found), len(re.findall("PAGEREF", xml(docs.build_report(content)))))

    def test_hostile_text_is_printed_whole(self):
        said = "".join("".join(self.pages["hostile"]).split())
        self.assertIn("A" * 500, said)
        self.assertIn("akhir", said)


HOSTILE = {
    "head": docs.Letterhead("Pemerintah <b>&amp; 'Kota'\x00", 'Dinas "X" & Y\ud800', ("\x07",)),
    "info": docs.LetterInfo("1\x0b2", None, None, None, None),
    "chief": docs.Official("عمر خالد \u202e4202", "Kepala\nDinas", None, None, "unknown", None),
    "deputy": docs.Official("🙂 Rina", "Sekretaris", False, "", "plt", ""),
    "text": "Awal\x00\x1f\ufffe\r\n- satu\n\n\ttab <w:p/> ]]> & akhir",
    "names": ("A" * 10_000, "🎉", "مرحبا", "\x00", "a\nb"),
}


def xml(content):
    """Return the main part of a .docx as text."""
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


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
