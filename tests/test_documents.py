"""What the Word files say, and how LibreOffice prints them."""

import dataclasses
import io
import subprocess
import tempfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs

from .document_samples import CHIEF, HOSTILE, UNITS, build_all, letters, words


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
            "☐ Kepala Bidang Dua",
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
            "Memperhatikan : 1. Kepala Bidang Dua",
            "MEMUTUSKAN:",
            "PARAF HIERARKI Paraf / Tanggal Kepala Bidang Satu Kepala Bidang Dua",
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
        self.assertEqual(
            self.text["invitation"].count("Rina Permata"), 2, "the annex is signed too"
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
            "Lampiran : 1 (satu) berkas",
            "FORMULIR BAHAN DAN DATA LAKIP TAHUN 2026",
            "Bidang : Kepala Bidang Satu",
            "2. Kepala Bidang Dua Isi yang ditulis. 80",
            "1. Kepala Bidang Satu Rp1.500.000",
        )

    def test_form_without_figures_has_rows_to_write_in(self):
        content = dataclasses.replace(
            letters()[docs.build_request_letter], indicators=(), programs=(), respondent=None
        )
        said = words(docs.build_request_letter(content))
        self.assertIn("Tindak Lanjut 1. 2. 3. 4. C. Anggaran", said)
        self.assertIn("KEPALA KEPALA BIDANG SATU,", said)

    def test_minutes(self):
        self.assertSays(
            "minutes",
            "NOTULEN RAPAT PEMBAHASAN",
            "4 dari 5 undangan",
            "Waktu panggilan : 09.00 WIB",
            "Waktu rapat : 09.00 s.d. 12.30 WIB",
            "Surat undangan : 000.8.6.3/123/CONTOH/2027",
            "A. Kata Pembukaan Isi yang ditulis.",
            "B. Pembahasan Isi yang ditulis.",
            "C. Keputusan / Kesimpulan 1. Kepala Bidang Satu",
            "D. Catatan Poin-poin Koreksi",
            "E. Tindak Lanjut",
            "1. Isi yang ditulis. Kepala Bidang Satu 4 Januari 2027",
            "Terbuka",
            "Notulis,",
            "DAFTAR HADIR",
            "Tidak hadir",
        )

    def test_minutes_letter_only_the_parts_that_there_are(self):
        content = dataclasses.replace(
            letters()[docs.build_minutes], opening="", corrections=(), invitation="", called=None
        )
        said = words(docs.build_minutes(content))
        self.assertIn("A. Pembahasan", said)
        self.assertIn("C. Tindak Lanjut", said)
        self.assertNotIn("Surat undangan", said)

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
            "Lembar I: untuk penerima",
            "Lembar II: dikembalikan kepada pengirim",
        )
        self.assertEqual(self.text["delivery_letter"].count("NOMOR 000.8.6.3/123"), 2)
        self.assertEqual(self.text["delivery_letter"].count("DINAS KOMUNIKASI"), 2, "two kops")

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
            "[Belum ditulis: Peran strategis organisasi bagi daerah.]",
            "a.xlsx b.jpg 4 Januari 2027",
            "Jangkar: 0123abcd",
        )
        self.assertNotIn("[Belum ditulis: Kedudukan", self.text["report"])

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
        content = letters(names=UNITS * 20)[docs.build_request_letter]
        files["long"] = docs.build_request_letter(
            dataclasses.replace(content, indicators=(), programs=())
        )
        files["hostile"] = docs.build_minutes(letters(**HOSTILE)[docs.build_minutes])
        cls.pdf = to_pdf(files)
        cls.pages = {name: pages(pdf) for name, pdf in cls.pdf.items()}

    def test_page_counts(self):
        counts = {name: len(texts) for name, texts in self.pages.items()}
        self.assertEqual(
            {name: counts[name] for name in ("disposition", "request_letter", "delivery_letter")},
            {"disposition": 1, "request_letter": 2, "delivery_letter": 2},
        )
        self.assertEqual((counts["invitation"], counts["minutes"], counts["decree"]), (2, 3, 3))

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

    def test_hostile_text_is_printed_whole(self):
        said = "".join("".join(self.pages["hostile"]).split())
        self.assertIn("A" * 500, said)
        self.assertIn("akhir", said)
