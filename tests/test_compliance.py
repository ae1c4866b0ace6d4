"""The SOP compliance report: what it says and how it prints."""

import dataclasses
import re

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs

from .document_samples import HOSTILE, xml
from .performance_samples import compliance
from .word_pages import outside, pages, sheets, to_pdf


class TestCompliance(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = HOSTILE["text"]
        step = docs.StepCompliance(number=text, activity="A" * 10_000, role=text, worked_hours=-1)
        hostile = compliance(
            letterhead=HOSTILE["head"],
            sop=text,
            steps=(step,) * 3,
            returns=(docs.ReturnNote(number="1", reason="panjang " * 2000),),
            roles=(docs.RoleLateness(role=text, steps=0, late=0),),
        )
        empty = compliance(steps=(), returns=(), roles=(), years=(), signer=None, date=None)
        cls.files = {
            "year": docs.build_compliance(compliance()),
            "hostile": docs.build_compliance(hostile),
            "empty": docs.build_compliance(empty),
        }
        cls.pdf = to_pdf(cls.files)
        cls.said = {name: " ".join(pages(pdf)) for name, pdf in cls.pdf.items()}

    def test_says(self):
        for phrase in (
            "SOP 09 PENYUSUNAN LAKIP",
            "82,50 jam kerja",
            "2 dari 11 langkah",
            "Jam Kerja ASN 37,5 jam",
            "Terlambat",
            "Belum selesai",
            "Tabel 3 salah jumlah",
            "1 kali",
            "Langkah Terlambat menurut Pelaksana",
            "20,00",
            "120,61",
            "Budi Contoh, M.Si.",
        ):
            self.assertIn(phrase, self.said["year"])

    def test_three_years_and_charts(self):
        self.assertEqual(xml(self.files["year"]).count("<c:chart "), 3)
        said = re.findall(r'descr="(Grafik [^"]*)"', xml(self.files["year"]))
        self.assertIn("Waktu nyata: 2024 tidak ada data; 2025 99,50; 2026 80,00.", said[-1])

    def test_status_is_said_and_not_only_coloured(self):
        step = docs.StepCompliance(number="1", activity="")
        for values, status in (
            ({}, "Belum selesai"),
            ({"is_late": True}, "Terlambat"),
            ({"worked_hours": 1, "standard_hours": 2}, "Tepat waktu"),
            ({"worked_hours": 1}, "Tanpa waktu baku"),
        ):
            self.assertEqual(dataclasses.replace(step, **values).status, status)
        self.assertIsNone(dataclasses.replace(step, standard_hours=0, worked_hours=1).share)

    def test_landscape_and_within_the_paper(self):
        for name, pdf in self.pdf.items():
            self.assertEqual(set(sheets(pdf)), {(842, 595)}, name)
            self.assertEqual(outside(pdf), [], name)

    def test_bad_input_is_printed_whole(self):
        said = "".join(self.said["hostile"].split())
        self.assertEqual(said.count("panjang"), 2000)
        self.assertGreaterEqual(said.count("A"), 30_000)

    def test_nothing_measured(self):
        self.assertIn("Tidak ada pengembalian", self.said["empty"])
        self.assertNotIn("None", self.said["empty"])
        self.assertEqual(xml(self.files["empty"]).count("<c:chart "), 0)

    def test_same_input_gives_the_same_bytes(self):
        self.assertEqual(self.files["year"], docs.build_compliance(compliance()))
