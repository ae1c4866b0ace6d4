"""Reading and printing numbers the Indonesian way, by itself."""

import random
from decimal import Decimal, localcontext

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.number_id import (
    MAX_DIGITS,
    NumberProblem,
    NumberRefused,
    exact_text,
    is_ambiguous,
    is_missing,
    number_text,
    parse,
    rounded,
)

READ = {
    "0": "0",
    "-0": "0",
    "000": "0",
    "85": "85",
    "+85": "85",
    "85 %": "85",
    "12,5%": "12.5",
    "1.234": "1234",
    "1.234,56": "1234.56",
    "1.234.567": "1234567",
    "1 234 567,8": "1234567.8",
    "8\u00a0500": "8500",
    "0,000001": "0.000001",
    "-3,5": "-3.5",
    "\u22123,5": "-3.5",
    "\u2013 3,5": "-3.5",
    "(1.500)": "-1500",
    "Rp1.500.000": "1500000",
    "Rp 1.500.000,00": "1500000",
    "Rp. 2.142.439.000,-": "2142439000",
    "-Rp 5.000": "-5000",
    "(Rp5.000)": "-5000",
    "IDR 7,5": "7.5",
    # the English way, where it can be nothing else
    "85.00": "85",
    "0.277": "0.277",
    "1,004,422,800": "1004422800",
    "1,234.5": "1234.5",
    # hidden marks at the ends, as they come with copied text
    "\ufeff85\u200b": "85",
    "\u200e 12,5 %\u200f": "12.5",
}

REFUSED = {
    NumberProblem.NOT_A_NUMBER: (
        "abc",
        "dua belas",
        "5 juta",
        "2,5 juta buku",
        "12 dari 15",
        "1:17,9",
        "3/4",
        "12,",
        ",5",
        ".",
        ",",
        "()",
        "Rp",
        "5Rp5",
        "5 Rp 500",
        "--5",
        "1.23.456",
        "1,23,456",
        "12.34,5",
        "1.000 000",
        "1e3",
        "1E+05",
        "0x10",
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "=1+1",
        "+cmd",
        "@85",
        "#DIV/0!",
        "#N/A",
        "\u0663\u0664",  # Arabic digits
        "\uff18\uff15",  # full-width digits
        "10\u00b2",
        "\u00bd",
        "85 \U0001f600",
        "9" * 10_000,
        "a" * 10_000,
        True,
    ),
    NumberProblem.HIDDEN_CHARACTER: (
        "\u202e4202",
        "4202\u202c",
        "8\u200b5",
        "\x0085",
        "8\x075",
        "8\u2066500\u2069",
        "8\u00ad5",
    ),
    NumberProblem.NOT_FINITE: (
        float("nan"),
        float("inf"),
        float("-inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
    ),
    NumberProblem.TOO_LARGE: (
        "9" * (MAX_DIGITS + 1),
        1e300,
        10**5000,
        -(10**30),
        Decimal("1E+999999"),
    ),
    NumberProblem.TOO_MANY_DECIMALS: ("0,0000001", "1,23456789", 1e-9, Decimal("1E-999999")),
}


class TestParse(BaseCase):
    def test_what_is_read(self):
        for text, expected in READ.items():
            with self.subTest(text=text):
                self.assertEqual(parse(text), Decimal(expected))
                self.assertFalse(parse(text).is_signed() and not parse(text), "a negative zero")

    def test_what_is_refused(self):
        for problem, values in REFUSED.items():
            for value in values:
                # the repr of a giant is no better than its str
                with self.subTest(problem=problem, kind=type(value).__name__):
                    with self.assertRaises(NumberRefused) as caught:
                        parse(value)
                    self.assertEqual(caught.exception.problem, problem)
                    self.assertLessEqual(len(caught.exception.text), 40)
                    self.assertTrue(caught.exception.text.isprintable())
                    self.assertTrue(str(caught.exception))

    def test_hidden_characters_are_named(self):
        with self.assertRaises(NumberRefused) as caught:
            parse("\u202e42\x0702")
        self.assertEqual(caught.exception.text, "4202")
        self.assertEqual(caught.exception.details, {"codes": ("U+0007", "U+202E")})

    def test_missing_is_none_and_never_zero(self):
        for value in ("", "  ", "-", "--", "\u2013", "\u2014", "n.a.", "N/A", "NA", "Belum rilis"):
            with self.subTest(value=value):
                self.assertTrue(is_missing(value))
                self.assertIsNone(parse(value))
        for value in (None, False, "-" * 10_000, " " * 10_000, "\ufeff", "belum\n tersedia"):
            self.assertIsNone(parse(value))
        for value in (0, 0.0, "0", "0,00", " " * 10_000 + "0"):
            with self.subTest(value=value):
                self.assertFalse(is_missing(value))
                self.assertEqual(parse(value), 0)

    def test_unit_may_follow(self):
        self.assertEqual(parse("14,59 tahun", unit="Tahun"), Decimal("14.59"))
        self.assertEqual(parse("3 dokumen", unit="dokumen"), 3)
        self.assertEqual(parse("2,5 juta buku", unit="juta buku"), Decimal("2.5"))
        self.assertEqual(parse("15 km2", unit="km2"), 15)
        self.assertEqual(parse("100", unit="0"), 100, "a unit of digits eats none of the number")
        self.assertEqual(parse("85 %", unit=False), 85)
        with self.assertRaises(NumberRefused):
            parse("3 laporan", unit="dokumen")

    def test_binary_noise_of_spreadsheets_is_rounded_away(self):
        self.assertEqual(parse(0.1 + 0.2), Decimal("0.3"))
        self.assertEqual(parse(200 / 3), Decimal("66.666667"))
        self.assertEqual(parse(1.0e17), Decimal(10) ** 17)
        self.assertEqual(parse(5.5511151231257827e-17), 0)
        self.assertEqual(parse(Decimal("0.30")), Decimal("0.3"))

    def test_ambiguous_text_is_told(self):
        for text in ("1.234", "1,234", "12.345", "-1.234", "85.000 %"):
            self.assertTrue(is_ambiguous(text), text)
        for text in ("1.234,5", "0.277", "1234", "1.234.567", "Rp1.234", "85,0", "", None, 1.234):
            self.assertFalse(is_ambiguous(text), text)


class TestPrint(BaseCase):
    def test_rounding_is_half_up_away_from_zero(self):
        for value, expected in (
            ("0.005", "0.01"),
            ("-0.005", "-0.01"),
            ("0.0049999", "0.00"),
            ("-0.004", "0.00"),
            ("2.675", "2.68"),  # binary arithmetic gives 2.67
            ("99.995", "100.00"),
        ):
            with self.subTest(value=value):
                self.assertEqual(str(rounded(Decimal(value))), expected)

    def test_separators(self):
        self.assertEqual(number_text(Decimal("1234.56")), "1.234,56")
        self.assertEqual(number_text(Decimal("-1234567"), 0), "-1.234.567")
        self.assertEqual(number_text(None, missing="n.a."), "n.a.")
        self.assertEqual(exact_text(Decimal("1E+3")), "1.000")
        self.assertEqual(exact_text(Decimal("0.000001")), "0,000001")
        self.assertEqual(exact_text(None, missing="-"), "-")

    def test_enormous_numbers_are_printed(self):
        figure = Decimal("9" * MAX_DIGITS)
        self.assertEqual(parse(exact_text(figure)), figure)
        self.assertEqual(number_text(figure * 10**8)[-6:], "000,00")

    def test_arithmetic_of_the_caller_does_not_matter(self):
        with localcontext() as context:
            context.prec = 3
            self.assertEqual(number_text(Decimal("123456.785")), "123.456,79")
            self.assertEqual(parse("123.456,785"), Decimal("123456.785"))

    def test_what_is_printed_is_read_again(self):
        source = random.Random(3)
        for _turn in range(500):
            figure = Decimal(source.randint(-(10**12), 10**12)).scaleb(-source.randint(0, 6))
            with self.subTest(figure=figure):
                text = exact_text(figure)
                read = parse(text)
                # '1,234' and '1.234' are what is_ambiguous() is about: read as Indonesian
                self.assertEqual(read, figure)
