"""Rating scales and predicates, by themselves."""

from decimal import Decimal

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.number_id import NumberProblem, NumberRefused
from odoo.addons.lakip_sop.tools.rating import (
    AKIP,
    AUDIT_OPINION,
    DEFAULT_SCALE,
    Band,
    GradeScale,
    RatingScale,
    ScaleFault,
    scale_faults,
)

#: Scales of published reports: LKJIP Kab. Maluku Tengah 2021 (each step above its limit), LKjIP
#: Inspektorat Kab. Sampang 2019 (whole numbers, so with gaps), LKjIP Kab. Banjarnegara 2016 (limits
#: with decimals), and a traffic light.
MALUKU_TENGAH = RatingScale(
    tuple(
        Band(name, None if lower is None else Decimal(lower), Decimal(upper), is_above=True)
        for name, lower, upper in (
            ("Memuaskan", 85, 100),
            ("Sangat Baik", 75, 85),
            ("Baik", 65, 75),
            ("Cukup Baik", 50, 65),
            ("Agak Kurang", 30, 50),
            ("Kurang", None, 30),
        )
    )
)
SAMPANG = tuple(
    Band(name, None if lower is None else Decimal(lower), Decimal(upper))
    for name, lower, upper in (
        ("Sangat Baik", 91, 100),
        ("Baik", 76, 90),
        ("Cukup", 66, 75),
        ("Kurang", 51, 65),
        ("Sangat Kurang", None, 50),
    )
)
BANJARNEGARA = RatingScale(
    (
        Band("Sangat Memuaskan", Decimal("92.5")),
        Band("Memuaskan", Decimal("77.5")),
        Band("Cukup Memuaskan", Decimal("60.5")),
        Band("Kurang Memuaskan", None, Decimal("60.0")),
    )
)
TRAFFIC_LIGHT = RatingScale(
    (
        Band("Hijau", Decimal(90), is_above=True, color="green"),
        Band("Kuning", Decimal(70), Decimal(90), color="yellow"),
        Band("Merah", None, color="red"),
    )
)


class TestRating(BaseCase):
    def assertRated(self, scale, **expected):
        for percent, name in expected.items():
            percent = Decimal(percent.removeprefix("p").replace("_", ".").replace("m", "-"))
            band = scale.rate(percent)
            self.assertEqual(band.name if band else None, name, percent)

    def test_scales_of_reports(self):
        self.assertRated(
            MALUKU_TENGAH,
            p107="Memuaskan",
            p85_01="Memuaskan",
            p85="Sangat Baik",
            p30="Kurang",
            pm40="Kurang",
        )
        self.assertRated(RatingScale(SAMPANG), p91="Sangat Baik", p90_99="Baik", p0="Sangat Kurang")
        self.assertRated(BANJARNEGARA, p92_5="Sangat Memuaskan", p60_2="Kurang Memuaskan")
        self.assertRated(TRAFFIC_LIGHT, p90="Kuning", p90_01="Hijau", p70="Kuning", p69_99="Merah")

    def test_gaps(self):
        with_gaps = RatingScale(SAMPANG, has_gaps=True)
        self.assertRated(with_gaps, p90="Baik", p90_5=None, p91="Sangat Baik", p107="Sangat Baik")
        whole = RatingScale(SAMPANG, digits=0, has_gaps=True)
        self.assertRated(whole, p90_5="Sangat Baik", p90_49="Baik", p50_5="Kurang")

    def test_what_is_printed_is_rated(self):
        self.assertRated(DEFAULT_SCALE, p90_995="Sangat Tinggi", p90_9949="Tinggi")

    def test_order_of_the_steps_does_not_matter(self):
        for percent in range(-10, 130, 7):
            backwards = RatingScale(tuple(reversed(DEFAULT_SCALE.bands)))
            self.assertEqual(backwards.rate(Decimal(percent)), DEFAULT_SCALE.rate(Decimal(percent)))

    def test_no_percentage_no_rating(self):
        self.assertIsNone(DEFAULT_SCALE.rate(None))
        self.assertIsNone(RatingScale(()).rate(Decimal(90)))
        above = RatingScale((Band("Baik", Decimal(70)),))
        self.assertIsNone(above.rate(Decimal(60)), "below every step")

    def test_legend(self):
        self.assertEqual(
            [band.legend() for band in DEFAULT_SCALE.bands],
            ["91 - 100", "76 - 90", "66 - 75", "51 - 65", "≤ 50"],
        )
        self.assertEqual([band.legend() for band in TRAFFIC_LIGHT.bands], ["> 90", "70 - 90", ""])

    def test_faults(self):
        for scale in (DEFAULT_SCALE, MALUKU_TENGAH, BANJARNEGARA, TRAFFIC_LIGHT):
            self.assertEqual(scale_faults(scale.bands), ())
        self.assertEqual(scale_faults(()), (ScaleFault.EMPTY,))
        two = (Band("Rendah", None), Band("Sangat Rendah", None))
        self.assertEqual(scale_faults(two), (ScaleFault.SAME_LIMIT,))
        into = (Band("Rendah", None, Decimal(60)), Band("Tinggi", Decimal(50)))
        self.assertEqual(scale_faults(into), (ScaleFault.OVERLAP,))


class TestGrades(BaseCase):
    def test_written_in_many_ways(self):
        for text in ("BB", " bb ", "BB.", "BB (72,50)", "72,50 (BB)"):
            self.assertEqual(AKIP.find(text).name, "BB", text)
        self.assertEqual(AUDIT_OPINION.find("wajar  tanpa pengecualian").name, "WTP")

    def test_unknown(self):
        for text in ("", "AAA", "72,50", "B B", "(", "\u202eBB", "x" * 10_000):
            self.assertIsNone(AKIP.find(text), text[:10])
        with self.assertRaises(NumberRefused) as caught:
            AKIP.require("x" * 10_000)
        self.assertEqual(caught.exception.problem, NumberProblem.NOT_A_GRADE)
        self.assertLessEqual(len(caught.exception.text), 40)

    def test_ranks_follow_the_order(self):
        self.assertEqual([grade.rank for grade in AKIP.grades], list(range(1, 8)))
        self.assertEqual(GradeScale.of("Kosong", ()).find("A"), None)
