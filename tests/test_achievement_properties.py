"""What holds for every figure: chance draws them (the same each time), fractions check the results.

The draws lean towards what breaks arithmetic: zeros, signs, six decimals, eighteen digits.
"""

import random
from decimal import Decimal
from fractions import Fraction

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.achievement import (
    DIRECTIONS,
    LOWER_FORMULAS,
    Method,
    Money,
    Note,
    absorption,
    achieve,
    mean,
    overall,
    total_absorption,
)
from odoo.addons.lakip_sop.tools.number_id import (
    MAX_DECIMALS,
    MAX_DIGITS,
    exact_text,
    number_text,
    parse,
    rounded,
)
from odoo.addons.lakip_sop.tools.rating import DEFAULT_SCALE
from odoo.addons.lakip_sop.tools.target import Range, figure_text, read_target

DRAWS = 500
EDGES = ("0", "1", "-1", "0.000001", "-0.000001", "100", "1000", "999999999999999999.999999")
#: The arithmetic keeps 60 digits.
NEARLY = Fraction(1, 10**30)


class TestProperties(BaseCase):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(53)

    def _draw(self, *, signed=True):
        """Return a figure as somebody may write one."""
        if self.chance.random() < 0.2:
            figure = Decimal(self.chance.choice(EDGES))
        else:
            digits = self.chance.randrange(1, MAX_DIGITS + 1)
            decimals = self.chance.choice((0, 0, 1, 2, MAX_DECIMALS))
            figure = Decimal(self.chance.randrange(10**digits)).scaleb(-decimals)
            figure *= self.chance.choice((1, 1, 1, -1))
        return figure if signed else figure.copy_abs()

    def _draws(self, count, **how):
        for _draw in range(DRAWS):
            yield [self._draw(**how) for _figure in range(count)]

    def assertNearly(self, percent, fraction):
        difference = abs(Fraction(percent) - fraction)
        self.assertLessEqual(difference, NEARLY * max(1, abs(fraction)))

    # ------------------------------------------------------------
    # capaian
    # ------------------------------------------------------------

    def test_formulas(self):
        for target, result in self._draws(2):
            if not target:
                continue
            t, r = Fraction(target), Fraction(result)
            with self.subTest(target=target, result=result):
                if target > 0:
                    self.assertNearly(achieve(target, result).percent, 100 * r / t)
                    lower = achieve(target, result, "lower").percent
                    self.assertNearly(lower, 100 * (2 * t - r) / t)
                inverse = achieve(target, result, "lower", Method("inverse"))
                if target > 0 and result > 0:
                    self.assertNearly(inverse.percent, 100 * t / r)
                else:
                    self.assertIn(Note.MIRRORED, inverse.notes)
                    self.assertEqual(inverse.percent, achieve(target, result, "lower").percent)

    def test_a_hundred_is_reached(self):
        """100 and more is reached, less is not: below zero too, and whatever the formula."""
        for target, result in self._draws(2):
            for direction in DIRECTIONS:
                for formula in LOWER_FORMULAS:
                    found = achieve(target, result, direction, Method(formula))
                    with self.subTest(target=target, result=result, found=found):
                        is_reached = result >= target if direction == "higher" else result <= target
                        self.assertEqual(found.is_reached, is_reached)
                        self.assertEqual(found.percent >= 100, is_reached)

    def test_better_is_never_less(self):
        for target, one, other in self._draws(3):
            low, high = sorted((one, other))
            for direction, worse, better in (("higher", low, high), ("lower", high, low)):
                with self.subTest(target=target, worse=worse, better=better):
                    self.assertLessEqual(
                        achieve(target, worse, direction).percent,
                        achieve(target, better, direction).percent,
                    )

    def test_unit_does_not_matter(self):
        """Thousands of rupiah or rupiah, both figures alike: the same percentage."""
        for target, result in self._draws(2):
            for direction in DIRECTIONS:
                small = achieve(target, result, direction).percent
                large = achieve(target * 1000, result * 1000, direction).percent
                self.assertNearly(large, Fraction(small))

    def test_ranges(self):
        for one, other, result in self._draws(3):
            low, high = sorted((one, other))
            target = Range(low, high)
            self.assertEqual(read_target(figure_text(target)), target)
            for direction in DIRECTIONS:
                found = achieve(target, result, direction).percent
                with self.subTest(target=target, result=result, direction=direction):
                    if low <= result <= high:
                        self.assertEqual(found, 100)
                    else:
                        nearest = low if result < low else high
                        self.assertEqual(found, achieve(nearest, result, direction).percent)

    def test_cap_and_floor(self):
        method = Method(cap=Decimal(120), floor=Decimal(0))
        for target, result in self._draws(2):
            free, found = achieve(target, result), achieve(target, result, method=method)
            self.assertEqual(found.percent, min(max(free.percent, 0), 120))
            self.assertEqual(found.uncapped, free.percent)
            self.assertEqual(found.is_reached, free.is_reached)
            self.assertEqual(Note.CAPPED in found.notes, free.percent > 120)
            self.assertEqual(Note.FLOORED in found.notes, free.percent < 0)

    # ------------------------------------------------------------
    # several together
    # ------------------------------------------------------------

    def test_means(self):
        for percents in self._draws(6):
            missing = [None] * self.chance.randrange(3)
            mixed = [*percents, *missing]
            self.chance.shuffle(mixed)
            found = mean(mixed)
            self.assertNearly(found.percent, sum(map(Fraction, percents)) / 6)
            self.assertEqual((found.counted, found.left_out), (6, len(missing)))
            self.assertTrue(min(percents) <= found.percent <= max(percents))
            half = overall([mixed, [], missing])
            self.assertNearly(half.percent, Fraction(found.percent))
            # a sasaran of which nothing is known weighs nothing either
            by_objective = overall([mixed, [], missing], by="objective")
            self.assertNearly(by_objective.percent, Fraction(found.percent))

    def test_absorption(self):
        for figures in self._draws(6, signed=False):
            money = [Money(*figures[place : place + 2]) for place in (0, 2, 4)]
            unknown = Money(self._draw(signed=False), None)
            found = total_absorption([*money, unknown])
            budget = sum(Fraction(one.budget) for one in money)
            if not budget:
                self.assertIsNone(found.percent)
                continue
            spent = sum(Fraction(one.spent) for one in money)
            self.assertNearly(found.percent, 100 * spent / budget)
            self.assertEqual((found.counted, found.left_out), (3, 1))
            for one in money:
                percent = absorption(one).percent
                if one.budget:
                    self.assertNearly(percent, 100 * Fraction(one.spent) / Fraction(one.budget))
                else:
                    self.assertIsNone(percent)

    # ------------------------------------------------------------
    # as it is written and read
    # ------------------------------------------------------------

    def test_what_is_printed_is_read_again(self):
        for (figure,) in self._draws(1):
            with self.subTest(figure=figure):
                self.assertEqual(parse(exact_text(figure)), figure)
                self.assertEqual(parse(f"{exact_text(figure)} %"), figure)
                self.assertEqual(parse(f"Rp {exact_text(figure)}"), figure)
                self.assertEqual(parse(figure), figure)
                if abs(figure) < 10**15:
                    self.assertEqual(parse(number_text(figure)), rounded(figure))

    def test_rounding_is_half_up(self):
        for (figure,) in self._draws(1):
            found = Fraction(rounded(figure))
            self.assertLessEqual(abs(found - Fraction(figure)), Fraction(1, 200))
            self.assertEqual(found, -Fraction(rounded(-figure)))

    def test_higher_is_rated_no_lower(self):
        names = ["Sangat Rendah", "Rendah", "Sedang", "Tinggi", "Sangat Tinggi"]
        percents = sorted(Decimal(self.chance.randrange(-5000, 15000)) / 100 for _ in range(DRAWS))
        places = [names.index(DEFAULT_SCALE.rate(percent).name) for percent in percents]
        self.assertEqual(places, sorted(places))
        self.assertEqual(set(places), set(range(5)))
