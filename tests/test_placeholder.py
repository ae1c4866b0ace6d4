"""Placeholders in a text: found, filled, and left where nothing is known. No database."""

from decimal import Decimal

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.documents import (
    IndicatorResult,
    Letterhead,
    ObjectiveResult,
    Performance,
    ProgramResult,
)
from odoo.addons.lakip_sop.documents.placeholders import placeholder_values, report_placeholders
from odoo.addons.lakip_sop.tools.placeholder import closest, fill, key, split_at, typed

HEAD = Letterhead("Pemerintah Provinsi Uji", "Dinas Uji", city="Pontianak")


class TestFill(BaseCase):
    values = {"pagu": "Rp1.000", "capaian rata-rata": "104,00%", "kosong": None}

    def assertFilled(self, content, expected):
        self.assertEqual(fill(content, self.values), expected)

    def test_as_people_type(self):
        for typed_so in ("[pagu]", "[Pagu]", "[ PAGU ]", "[pa\u200bgu]", "[pagu\xa0]"):
            self.assertFilled(f"<p>{typed_so}.</p>", "<p>Rp1.000.</p>")

    def test_cut_into_pieces_by_the_editor(self):
        self.assertFilled(
            "<p>a <b>[capaian</b> rata<i>-rata] z</i></p>", "<p>a <b>104,00%</b><i> z</i></p>"
        )
        self.assertFilled(
            "<p>[<b>pagu</b>] [<b>pagu</b>]</p>", "<p>Rp1.000<b></b> Rp1.000<b></b></p>"
        )

    def test_never_beyond_its_paragraph(self):
        for content in ("<p>[pa</p><p>gu]</p>", "<p>[pa<br>gu]</p>", "<td>[pa</td><td>gu]</td>"):
            self.assertEqual(typed(content), [])
            self.assertFilled(content, content)

    def test_unknown_and_empty_stay(self):
        for content in (
            "<p>[entah]</p>",
            "<p>[kosong]</p>",
            "<p>[1] [] [...] [[</p>",
            "",
            "<p>a</p>",
        ):
            self.assertFilled(content, content)

    def test_values_are_text(self):
        self.assertEqual(fill("<p>[x]</p>", {"x": "<script>1</script> & \x07\u202e"}),
                         "<p>&lt;script&gt;1&lt;/script&gt; &amp; </p>")  # fmt: skip

    def test_hostile(self):
        for content in (
            "<p>" + "[" * 20_000 + "pagu]",
            "<b>" * 200 + "[pagu]",
            "<p>\x00\x07\ud800 [pagu]</p><!-- [pagu] --><?pi [x?>",
            "😀 العربية \u202e[pagu]",
            "<p>&#30;&#7;[pagu]</p>",
        ):
            self.assertIn("Rp1.000", fill(content, self.values))

    def test_too_deep_stays_whole(self):
        content = "<b>" * 3000 + "[pagu]"
        self.assertFilled(content, content)

    def test_long_text(self):
        content = "<p>" + "kata [pagu] " * 5_000 + "</p>"
        self.assertEqual(fill(content, self.values).count("Rp1.000"), 5_000)

    def test_split(self):
        self.assertEqual(split_at("a<p>[TABEL]</p>b<p>c</p>", "tabel"), ("a", "b<p>c</p>"))
        self.assertEqual(split_at("<ul><li>[tabel]</li></ul>", "tabel"), ("", ""))
        self.assertEqual(
            split_at("<p>a &lt; b</p><div>[tabel]</div>", "tabel")[0], "<p>a &lt; b</p>"
        )
        self.assertEqual(split_at(False, "tabel"), ("", ""))

    def test_closest(self):
        known = ["serapan", "capaian: Indeks SPBE", "x" * 10_000]
        self.assertEqual(closest("Capaian Indeks SPBE", known), "capaian: Indeks SPBE")
        self.assertEqual(closest("y" * 10_000, known), "")


class TestNames(BaseCase):
    def _indicator(self, name, **values):
        return IndicatorResult(name=name, **values)

    def test_values(self):
        performance = Performance(
            year=2026,
            objectives=(
                ObjectiveResult(
                    name="Layanan",
                    achievement=Decimal("97.5"),
                    absorption=Decimal(95),
                    rating="Tinggi",
                    indicators=(
                        self._indicator("SPBE [baru]", target="3,5", realization="3,6",
                                        achievement=Decimal("102.857")),
                        self._indicator("Layanan", target="90", achievement=None),
                        self._indicator("Ganda", achievement=Decimal(92), realization="9"),
                    ),
                ),
                ObjectiveResult(name="Lain", indicators=(self._indicator("ganda"),)),
            ),
            total=ProgramResult(name="Jumlah", budget=Decimal(1000), spent=Decimal(1250),
                                absorption=Decimal(125)),
            achievement=Decimal("97.4285"),
            rating="Sangat Tinggi",
        )  # fmt: skip
        values = placeholder_values(report_placeholders(HEAD, 2026, performance))
        for name, value in (
            ("tahun", "2026"),
            ("nama instansi", "Dinas Uji"),
            ("jumlah sasaran", "2"),
            ("jumlah indikator", "4"),
            ("indikator tercapai", "1"),
            ("indikator belum tercapai", "1"),
            ("indikator belum terukur", "2"),
            ("capaian rata-rata", "97,43%"),
            ("predikat", "Sangat Tinggi"),
            ("pagu", "Rp1.000"),
            ("realisasi anggaran", "Rp1.250"),
            ("sisa anggaran", "Rp-250"),
            ("serapan", "125,00%"),
            ("capaian sasaran: Layanan", "97,50%"),
            ("capaian: SPBE (baru)", "102,86%"),
            ("target: Layanan", "90"),
            ("realisasi: Layanan", "n.a."),
            ("capaian: Layanan", "n.a."),
            ("realisasi: Ganda (sasaran 1)", "9"),
            ("realisasi: ganda (sasaran 2)", "n.a."),
        ):
            self.assertEqual(values[key(name)], value, name)
        self.assertNotIn("capaian: ganda", values)

    def test_without_data(self):
        """Known, but without a value: what is typed today is filled in when there are figures."""
        values = placeholder_values(report_placeholders(HEAD, 2026))
        self.assertIsNone(values["capaian rata-rata"])
        self.assertIsNone(values["pagu"])
        self.assertEqual(values["tahun"], "2026")
