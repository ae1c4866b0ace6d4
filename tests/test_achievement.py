"""Capaian, means and absorption, by themselves."""

import random
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.achievement import (
    Achievement,
    Mean,
    Method,
    Money,
    Note,
    absorption,
    achieve,
    efficiency,
    mean,
    overall,
    percent_text,
    total_absorption,
)
from odoo.addons.lakip_sop.tools.number_id import NumberProblem, NumberRefused
from odoo.addons.lakip_sop.tools.rating import AKIP, AUDIT_OPINION
from odoo.addons.lakip_sop.tools.target import Range, figure_text, read_realization, read_target

INVERSE = Method(lower_formula="inverse")


class AchievementCase(BaseCase):
    def assertPercent(self, target, realization, expected, **how):
        found = self._achieve(target, realization, **how)
        self.assertEqual(percent_text(found.percent), expected, (target, realization, how))
        return found

    def _achieve(self, target, realization, scale=None, **how):
        return achieve(
            read_target(target, scale=scale), read_realization(realization, scale=scale), **how
        )


class TestAchieve(AchievementCase):
    def test_higher_is_better(self):
        self.assertPercent("85", "85", "100,00")
        self.assertPercent("85", "42,5", "50,00")
        self.assertPercent("3", "50", "1.666,67")
        self.assertPercent("85", "0", "0,00")
        self.assertPercent("0,000003", "0,000001", "33,33")

    def test_lower_is_better(self):
        self.assertPercent("5", "5", "100,00", direction="lower")
        self.assertPercent("5", "4", "120,00", direction="lower")
        self.assertPercent("5", "0", "200,00", direction="lower")
        self.assertPercent("5", "10", "0,00", direction="lower")
        self.assertPercent("5", "12", "-40,00", direction="lower")

    def test_lower_is_better_the_other_way(self):
        self.assertPercent("5", "4", "125,00", direction="lower", method=INVERSE)
        self.assertPercent("5", "10", "50,00", direction="lower", method=INVERSE)
        self.assertPercent("5", "10", "200,00", method=INVERSE)  # not for higher is better

    def test_the_other_way_falls_back_where_it_has_no_meaning(self):
        for target, realization, expected in (
            ("5", "0", "200,00"),
            ("5", "-1", "220,00"),
            ("-2", "-3", "150,00"),
        ):
            found = self.assertPercent(
                target, realization, expected, direction="lower", method=INVERSE
            )
            self.assertIn(Note.MIRRORED, found.notes)
            self.assertTrue(found.is_reached)

    def test_direction_is_told_and_never_guessed(self):
        self.assertEqual(self._achieve("3", "50").is_reached, True)
        self.assertEqual(self._achieve("3", "50", direction="lower").is_reached, False)
        with self.assertRaises(ValueError):
            self._achieve("3", "50", direction="penurunan")

    def test_negative_targets_and_results(self):
        self.assertPercent("-2", "-1", "150,00")
        self.assertPercent("-2", "-2", "100,00")
        self.assertPercent("-2", "-3", "50,00")
        self.assertPercent("-2", "1", "250,00")
        self.assertPercent("-2", "-3", "150,00", direction="lower")
        self.assertPercent("-2", "-1", "50,00", direction="lower")
        self.assertPercent("3", "-100", "-3.333,33")

    def test_target_zero(self):
        for realization, direction, expected, is_reached in (
            ("0", "higher", "100,00", True),
            ("0", "lower", "100,00", True),
            ("3", "lower", "0,00", False),
            ("3", "higher", "100,00", True),
            ("-3", "lower", "100,00", True),
            ("-3", "higher", "0,00", False),
        ):
            for method in (Method(), INVERSE):
                with self.subTest(realization=realization, direction=direction, method=method):
                    found = self.assertPercent(
                        "0", realization, expected, direction=direction, method=method
                    )
                    self.assertEqual(found.is_reached, is_reached)
                    self.assertEqual(found.notes, (Note.ZERO_TARGET,))

    def test_missing_is_never_zero(self):
        for text in ("n.a.", "-", "belum rilis", ""):
            found = self._achieve("85", text)
            self.assertEqual(found, Achievement(notes=(Note.NO_REALIZATION,)))
            self.assertEqual(percent_text(found.percent), "n.a.")
        self.assertEqual(self._achieve("", "85").notes, (Note.NO_TARGET,))
        self.assertEqual(self._achieve("-", "-").notes, (Note.NO_TARGET,))

    def test_range(self):
        for realization, expected, is_reached in (
            ("8,5", "100,00", True),
            ("9", "100,00", True),
            ("9,5", "100,00", True),
            ("9,69", "102,00", True),
            ("6,8", "80,00", False),
        ):
            found = self.assertPercent("8,5-9,5 %", realization, expected)
            self.assertEqual(found.is_reached, is_reached)
        for realization, expected, is_reached in (
            ("3", "100,00", True),
            ("1", "150,00", True),
            ("5", "75,00", False),
        ):
            found = self.assertPercent("2 s.d. 4", realization, expected, direction="lower")
            self.assertEqual(found.is_reached, is_reached)

    def test_range_that_starts_at_zero(self):
        self.assertPercent("0-2", "0", "100,00", direction="lower")
        self.assertPercent("0-2", "3", "50,00", direction="lower")
        below = self.assertPercent("0-2", "-1", "0,00")
        self.assertEqual(below.notes, (Note.ZERO_TARGET,))

    def test_predicates(self):
        self.assertPercent("WTP", "WTP", "100,00", scale=AUDIT_OPINION)
        self.assertPercent("WTP", "WDP", "75,00", scale=AUDIT_OPINION)
        self.assertPercent("BB", "BB (72,50)", "100,00", scale=AKIP)
        self.assertPercent("BB", "B", "85,71", scale=AKIP)  # 60 of 70 points
        better = self.assertPercent("BB", "A", "114,29", scale=AKIP)
        self.assertTrue(better.is_reached)
        lower = self._achieve("WTP", "WDP", scale=AUDIT_OPINION, direction="lower")
        self.assertFalse(lower.is_reached, "the scale says what is better")

    def test_predicates_without_all_points_count_by_rank(self):
        bare = replace(AKIP.find("B"), points=None)
        self.assertEqual(achieve(AKIP.find("BB"), bare).percent, Decimal(80))

    def test_number_and_predicate_are_not_compared(self):
        for target, realization in (
            (AKIP.find("BB"), Decimal(72)),
            (Decimal(72), AKIP.find("BB")),
            (Range(Decimal(1), Decimal(2)), AKIP.find("BB")),
        ):
            self.assertEqual(achieve(target, realization).notes, (Note.NOT_COMPARABLE,))

    def test_cap_and_floor_are_chosen(self):
        capped = self.assertPercent("3", "50", "120,00", method=Method(cap=Decimal(120)))
        self.assertEqual(percent_text(capped.uncapped), "1.666,67")
        self.assertEqual(capped.notes, (Note.CAPPED,))
        floored = self.assertPercent(
            "5", "12", "0,00", direction="lower", method=Method(floor=Decimal(0))
        )
        self.assertEqual(floored.notes, (Note.FLOORED,))
        self.assertEqual(self._achieve("4", "5", method=Method(cap=Decimal(125))).notes, ())
        for wrong in ({"lower_formula": "guess"}, {"cap": Decimal(0), "floor": Decimal(1)}):
            with self.assertRaises(ValueError):
                Method(**wrong)

    def test_enormous_numbers(self):
        giant = "9" * 18
        self.assertPercent(giant, giant, "100,00")
        self.assertPercent("0,000001", giant, "99.999.999.999.999.999.900.000.000,00")
        self.assertPercent(giant, "0,000001", "0,00")

    def test_exact_whatever_the_callers_arithmetic(self):
        source = random.Random(33)
        with localcontext() as context:
            context.prec = 4
            for _turn in range(300):
                target, realization = (
                    Decimal(source.randint(1, 10**12)).scaleb(-source.randint(0, 6)) for _ in "TR"
                )
                found = achieve(target, realization, "lower").percent
                exact = Fraction(100) * (2 * Fraction(target) - Fraction(realization))
                self.assertLess(
                    abs(Fraction(found) - exact / Fraction(target)), Fraction(1, 10**25)
                )

    def test_reached_and_at_least_100_are_one(self):
        """Whatever the sign, the direction and the formula."""
        source = random.Random(34)
        for _turn in range(2000):
            target, realization = (Decimal(source.randint(-9, 9)) for _ in "TR")
            direction = source.choice(("higher", "lower"))
            method = source.choice((Method(), INVERSE))
            found = achieve(target, realization, direction, method)
            with self.subTest(t=target, r=realization, direction=direction, method=method):
                self.assertEqual(found.percent >= 100, found.is_reached)


class TestRead(AchievementCase):
    def test_targets(self):
        for text, expected in {
            "\u2265 85": "85",
            ">=85": "85",
            "> 85 %": "85",
            "\u2264 3": "3",
            "min. 3": "3",
            "Minimal 90%": "90",
            "maks 5": "5",
            "paling banyak 5": "5",
            "8,5-9,5 %": "8,5-9,5",
            "4,98% - 5,23%": "4,98-5,23",
            "8,5 \u2013 9,5": "8,5-9,5",
            "8,5 s.d. 9,5": "8,5-9,5",
            "8,5 s/d 9,5": "8,5-9,5",
            "8 sd 9": "8-9",
            "8 sampai dengan 9": "8-9",
            "-3 - -1": "-3--1",
            "1.000-2.000": "1.000-2.000",
            "Rp1.000-Rp2.000": "1.000-2.000",
            "5-5": "5-5",
            "-5": "-5",
            "8.50": "8,5",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(figure_text(read_target(text)), expected)

    def test_a_printed_figure_is_read_again(self):
        for text in ("8,5-9,5", "-3--1", "1.234,567", "0,277"):
            self.assertEqual(figure_text(read_target(text)), text)

    def test_refused(self):
        for text, problem in {
            "meningkat": NumberProblem.NOT_A_NUMBER,
            "9,5-8,5": NumberProblem.EMPTY_RANGE,
            "8-9-10": NumberProblem.NOT_A_NUMBER,
            "8-abc": NumberProblem.NOT_A_NUMBER,
            "1<5": NumberProblem.NOT_A_NUMBER,
            "\u202e5-8": NumberProblem.HIDDEN_CHARACTER,
            "1-0,0000001": NumberProblem.TOO_MANY_DECIMALS,
            "BB": NumberProblem.NOT_A_NUMBER,  # no scale: measured in numbers
            "1-" * 5000: NumberProblem.NOT_A_NUMBER,
            " " * 10_000 + "x": NumberProblem.NOT_A_NUMBER,
        }.items():
            with self.subTest(text=text[:20]), self.assertRaises(NumberRefused) as caught:
                read_target(text)
            self.assertEqual(caught.exception.problem, problem)
        with self.assertRaises(NumberRefused) as caught:
            read_realization("85", scale=AKIP)
        self.assertEqual(caught.exception.problem, NumberProblem.NOT_A_GRADE)
        self.assertEqual(caught.exception.details["grades"][0], "AA")

    def test_a_spreadsheets_own_numbers(self):
        self.assertEqual(read_target(85), 85)
        self.assertEqual(read_realization(0.0), 0)
        self.assertIsNone(read_realization(None))
        self.assertIsNone(read_target(False), "an empty field of Odoo")


class TestMeans(BaseCase):
    def test_missing_are_left_out_and_counted(self):
        self.assertEqual(mean([Decimal(100), None, Decimal(50)]), Mean(Decimal(75), 2, 1))
        self.assertEqual(mean([None, None]), Mean(None, 0, 2))
        self.assertEqual(mean([]), Mean(None, 0, 0))
        self.assertEqual(mean([Decimal(0), Decimal(100)]).percent, 50)

    def test_uncapped_unless_a_cap_is_chosen(self):
        percents = [Decimal(1667), Decimal(50)]
        self.assertEqual(mean(percents).percent, Decimal("858.5"))
        self.assertEqual(mean(percents, cap=Decimal(100)).percent, 75)

    def test_mean_is_that_of_the_exact_values(self):
        thirds = [achieve(Decimal(3), Decimal(value)).percent for value in (1, 1, 1)]
        self.assertEqual(percent_text(mean(thirds).percent), "33,33")
        thirds = [achieve(Decimal(3), Decimal(value)).percent for value in (1, 2)]
        self.assertEqual(percent_text(mean(thirds).percent), "50,00")

    def test_overall(self):
        groups = [[Decimal(100)], [Decimal(80), Decimal(90), None], [], [None]]
        self.assertEqual(overall(groups), Mean(Decimal(90), 3, 2))
        self.assertEqual(overall(groups, by="objective"), Mean(Decimal("92.5"), 2, 2))
        capped = overall([[Decimal(500)], [Decimal(50)]], by="objective", cap=Decimal(100))
        self.assertEqual(capped.percent, 75)
        with self.assertRaises(ValueError):
            overall(groups, by="weight")


class TestMoney(BaseCase):
    def test_absorption(self):
        self.assertEqual(absorption(Money(Decimal(200), Decimal(50))).percent, 25)
        self.assertEqual(absorption(Money(Decimal(200), Decimal(0))).percent, 0)
        self.assertEqual(absorption(Money(Decimal(200), None)).notes, (Note.NO_REALIZATION,))

    def test_above_the_budget_is_allowed_and_noted(self):
        found = absorption(Money(Decimal(100), Decimal(101)))
        self.assertEqual((found.percent, found.notes), (101, (Note.OVERSPENT,)))

    def test_no_budget(self):
        self.assertEqual(absorption(Money(Decimal(0), Decimal(0))).notes, (Note.NO_BUDGET,))
        self.assertIsNone(total_absorption([Money(Decimal(0), Decimal(0))]).percent)
        self.assertEqual(total_absorption([]), Mean(None, 0, 0))

    def test_below_zero_is_refused(self):
        for budget, spent in ((-1, 0), (1, -1)):
            with self.assertRaises(NumberRefused) as caught:
                Money(Decimal(budget), Decimal(spent))
            self.assertEqual(caught.exception.problem, NumberProblem.NEGATIVE)

    def test_together(self):
        rows = [
            Money(Decimal(900), Decimal(900)),
            Money(Decimal(100), Decimal(50)),
            Money(Decimal(500), None),
        ]
        self.assertEqual(total_absorption(rows), Mean(Decimal(95), 2, 1))
        self.assertEqual(total_absorption(rows, way="mean"), Mean(Decimal(75), 2, 1))
        with self.assertRaises(ValueError):
            total_absorption(rows, way="median")

    def test_efficiency(self):
        for achieved, absorbed, verdict in (
            (100, 94, "efficient"),
            (100, 95, "balanced"),
            (95, 100, "balanced"),
            (94, 100, "inefficient"),
            (None, 100, ""),
            (100, None, ""),
        ):
            figures = (None if value is None else Decimal(value) for value in (achieved, absorbed))
            self.assertEqual(efficiency(*figures).verdict, verdict)
        self.assertEqual(
            efficiency(Decimal(100), Decimal(99), tolerance=Decimal(0)).verdict, "efficient"
        )
