"""Numbers of letters: the agency's pattern, its counter, and that none comes twice."""

from odoo.exceptions import UserError, ValidationError

from .common import LakipCase
from .test_letters import LetterCase, docx_text

PATTERN = "{klasifikasi}/{nomor}/{unit}/{tahun}"


class NumberCase(LetterCase):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2027-01-04 08:00"))
        self.cycle = self._create_cycle()
        self.step = self._start(self.cycle)
        self.own = self.step.with_user(self.secretary)

    def _set_pattern(self, **vals):
        self.company.write(
            {
                "lakip_number_pattern": PATTERN,
                "lakip_number_class": "000.8.6.3",
                "lakip_number_unit": "KOMINFO",
                **vals,
            }
        )


class TestPattern(LakipCase):
    def test_bad_patterns_are_refused(self):
        for pattern, sentence in (
            ("{nomer}/{tahun}", r"\{nomer\} is not known .*\{klasifikasi\}, \{nomor\}"),
            ("{tahun}", r"needs \{nomor\}"),
            ("{nomor}", r"needs \{tahun\}"),
            ("{unit}/{nomor}/{tahun}", r"has \{unit\}: enter"),
            ("{nomor}/{tahun", "brace"),
            ("{nomor!r}/{tahun}", "is not known"),
            ("{nomor.__class__}/{tahun}", "is not known"),
        ):
            with self.assertRefused(sentence, ValidationError):
                self.company.lakip_number_pattern = pattern
        self.assertFalse(self.company.lakip_number_pattern)

    def test_counter_comes_with_the_pattern(self):
        self.assertFalse(self.company.lakip_number_sequence_id)
        self.company.lakip_number_pattern = "{nomor}/{tahun}"
        counter = self.company.lakip_number_sequence_id
        self.assertEqual((counter.implementation, counter.company_id), ("no_gap", self.company))
        self.company.lakip_number_pattern = "{tahun}-{nomor}"
        self.assertEqual(self.company.lakip_number_sequence_id, counter)


class TestNumber(NumberCase):
    def test_without_a_pattern_all_is_as_it_was(self):
        self.assertFalse(self.own.can_take_number)
        with self.assertRefused("No pattern for letter numbers"):
            self.own.action_take_number()
        self.own.letter_number = "800/12"
        other = self._start(self._create_cycle(2024))
        other.with_user(self.secretary).letter_number = "800/12"

    def test_the_next_number_is_proposed_and_printed(self):
        self._set_pattern()
        self.assertTrue(self.own.can_take_number)
        self.own.action_take_number()
        self.assertEqual(self.own.letter_number, "000.8.6.3/001/KOMINFO/2027")
        self.assertFalse(self.own.can_take_number)
        self.own.action_take_number()
        self.assertEqual(self.own.letter_number, "000.8.6.3/001/KOMINFO/2027", "it has one")
        self.own.instruction = "Siap"
        self.own.action_generate_document()
        self.assertIn("000.8.6.3/001/KOMINFO/2027", self._text(self.step, "disposition"))

    def test_only_those_whose_turn_it_is_take_one(self):
        self._set_pattern()
        for user in (self.planning_head, self.team_member, self.manager):
            with self.assertRaises(UserError):
                self.step.with_user(user).action_take_number()
        self.assertEqual(self.company.lakip_number_next, 1)

    def test_it_begins_again_each_year(self):
        self._set_pattern(lakip_number_digits=1)
        self.own.action_take_number()
        later = self._start(self._create_cycle(2024)).with_user(self.secretary)
        later.letter_date = "2028-01-03"
        later.action_take_number()
        self.assertEqual(later.letter_number, "000.8.6.3/1/KOMINFO/2028")

    def test_what_was_given_on_paper_is_left_out(self):
        self._set_pattern(lakip_number_next=120)
        self.own.action_take_number()
        self.assertEqual(self.own.letter_number, "000.8.6.3/120/KOMINFO/2027")
        self.env.invalidate_all()
        self.assertEqual(self.company.lakip_number_next, 121)

    def test_a_written_number_is_not_given_again(self):
        self._set_pattern()
        self.own.letter_number = "188.4/5/DISKOMINFO/2027"
        other = self._start(self._create_cycle(2024)).with_user(self.secretary)
        other.action_take_number()
        self.assertEqual(other.letter_number, "000.8.6.3/006/KOMINFO/2027")
        with self.assertRefused("188.4/5/DISKOMINFO/2027 is taken by", ValidationError):
            other.letter_number = "188.4/5/DISKOMINFO/2027"
        other.letter_number = "bebas tanpa pola"
        self.assertEqual(self.company.lakip_number_next, 7, "a free text counts nothing")

    def test_a_number_below_the_counter_is_skipped_when_taken(self):
        self._set_pattern()
        self.own.letter_number = "000.8.6.3/001/KOMINFO/2027"
        self.company.lakip_number_next = 1
        other = self._start(self._create_cycle(2024)).with_user(self.secretary)
        other.action_take_number()
        self.assertEqual(other.letter_number, "000.8.6.3/002/KOMINFO/2027")

    def test_companies_count_apart(self):
        self._set_pattern()
        other = self._create_company("Dinas Lain")
        other.write({"lakip_number_pattern": "{nomor}/{tahun}"})
        self.own.letter_number = "000.8.6.3/009/KOMINFO/2027"
        self.assertEqual(other.lakip_number_next, 1)

    def test_a_refused_act_leaves_no_gap(self):
        self._set_pattern()
        with self.assertRefused("Batal"):
            self.own.action_take_number()
            raise UserError("Batal")
        self.own.action_take_number()
        self.assertIn("/001/", self.own.letter_number)


class TestOthers(NumberCase):
    """Nota Dinas and Surat Pengantar count in the same row."""

    def test_all_nota_dinas_of_a_row(self):
        self._set_pattern()
        self._create_sop(
            [
                {"name": "Mengumpulkan", "kind": "collection", "role": "team", "duration": 5},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Mengesahkan", "kind": "signature", "role": "agency_head", "back": 1},
            ]
        )
        step = self._start(self._create_cycle(2024))
        own = step.with_user(self.team_member)
        self.assertTrue(own.can_number_requests)
        with self.assertRaises(UserError):
            step.with_user(self.secretary).action_number_requests()
        own.request_ids[0].letter_number = "000.8.6.3/002/KOMINFO/2027"
        own.action_number_requests()
        serials = sorted(number.split("/")[1] for number in own.request_ids.mapped("letter_number"))
        self.assertEqual(serials, ["002", "003", "004"])
        self.assertFalse(own.can_number_requests)
        own.request_ids.action_send()
        request = own.request_ids[1]
        text = docx_text(request.document_id.sudo().attachment_id.raw)
        self.assertEqual(text.count(request.letter_number), 2, "in the letter and on its form")
