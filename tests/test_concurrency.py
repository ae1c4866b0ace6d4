"""Two people decide at once: one decision, one clear sentence, nothing in between.

Real transactions need a database of their own: those of the other tests are never committed.
"""

import json
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase

from dev import databases

from .race_matrix import IMPORTANT

DATABASE = "lakip_test_race"


def _run(module, *arguments, seconds):
    return subprocess.run(
        [sys.executable, "-m", module, DATABASE, *arguments],
        env=databases.environment(),
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


class TestConcurrency(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        databases.ensure_template()
        databases.copy(databases.TEMPLATE, DATABASE)
        cls.addClassCleanup(databases.drop, DATABASE)
        databases.odoo(DATABASE, "-i", "lakip_sop", "--stop-after-init", "--no-http", log="race")
        process = _run("tests.race_steps", seconds=600)
        assert process.returncode == 0, process.stderr[-4000:]
        cls.races = json.loads(process.stdout.splitlines()[-1])
        process = _run(
            *("tests.race_matrix", "--important", "--ways", "after,while"),
            seconds=900,
        )
        assert process.stdout, process.stderr[-4000:]
        cls.matrix = json.loads(process.stdout.splitlines()[-1])

    def test_acts_that_read_what_the_other_writes(self):
        """After each race the invariants hold, and both were told 'done' or a sentence."""
        self.assertEqual(self.matrix["faults"], {})
        self.assertEqual(self.matrix["races"], 2 * len(IMPORTANT))
        self.assertGreater(self.matrix["said"]["one refused"], 10)

    def assertRace(self, name, said, **left):
        """Assert what the second person was told (the first got through) and what was left."""
        race = self.races[name]
        with self.subTest(race=name):
            self.assertEqual(race["said"][0], "done")
            self.assertRegex(race["said"][1], said)
            self.assertFalse(race["broken"])
            self.assertEqual({key: race[key] for key in left}, left)

    def test_while_the_first_is_deciding_the_second_is_told_so(self):
        busy = "Somebody else is working on LAKIP"
        paraf = {"ledger": [], "pending": ["current"], "rounds": 1, "current": "initial"}
        self.assertRace("complete while complete", busy, **paraf, versions=[1])
        self.assertRace("complete while upload", busy, **paraf, versions=[1])
        draft = {"ledger": [], "pending": [], "rounds": 0, "current": "drafting"}
        self.assertRace("upload while complete", busy, **draft, versions=[1, 2])
        self.assertRace("upload while upload", busy, **draft, versions=[1, 2])
        self.assertRace("approve while approve", busy, ledger=["approved"], current="signature")
        self.assertRace("approve while give_back", busy, ledger=["approved"], rounds=2)
        self.assertRace("give_back while approve", busy, ledger=["returned"], rounds=2)

    def test_who_read_before_and_acts_after_sees_what_was_done(self):
        """Odoo tries again what met a concurrent change, and the check then speaks."""
        self.assertRace("complete after complete", "buttons of the approval", rounds=1)
        self.assertRace("complete after upload", "no document of that kind", versions=[1])
        self.assertRace("upload after upload", "^done$", versions=[1, 2, 3])
        self.assertRace("approve after approve", "turn of agency_head", ledger=["approved"])
        self.assertRace("approve after give_back", "turn of agency_head", ledger=["approved"])
        self.assertRace("give_back after approve", "waits for no decision", ledger=["returned"])

    def test_paraf_is_asked_for_the_version_uploaded_a_moment_before(self):
        self.assertRace(
            "upload after complete", "^done$", versions=[1, 2], pending=["current"], rounds=1
        )

    def test_a_letter_number_is_taken_once(self):
        """Odoo tries the second again when the first has committed: it sees the number."""
        for when in ("while", "after"):
            with self.subTest(when=when):
                both = self.races[f"take_number {when} take_number"]
                self.assertEqual(both, {"said": ["done"] * 2, "numbers": ["003/2027", "004/2027"]})
                late = self.races[f"take_number {when} write_number"]
                self.assertEqual(late["numbers"], ["003/2027", False])
                self.assertRegex(late["said"][1], "003/2027 is taken by")

    def test_a_moment_is_told_by_one_of_two_crons(self):
        """The second skips what the first tells or has told, and what somebody acts on."""
        for when in ("while", "after"):
            with self.subTest(when=when):
                self.assertEqual(self.races[f"tell {when} tell"], {"rows": 1, "notices": 1})
                self.assertEqual(self.races[f"tell {when} complete"], {"rows": 0, "notices": 0})

    def test_two_who_ask_for_a_pdf_and_two_workers(self):
        """One row for both, each file made once, and never two at a time."""
        race = self.races["pdf"]
        self.assertEqual(race["said"], ["done"])
        self.assertEqual(race["asked"], ["one", "two"])
        self.assertEqual(race["runs"], ["begin", "end"] * 3)
        self.assertEqual((race["states"], race["attempts"]), (["done"] * 3, [1] * 3))

    # ------------------------------------------------------------
    # DECIDED FROM CARDS: both saw the same one
    # ------------------------------------------------------------

    BUSY = "^Somebody else is working on LAKIP .* Reload the page to see what was done.$"

    def assertContest(self, name, busy, late, **left):
        """Assert what the second was told, while the first was acting and after, and that the
        same is left of both.

        Whatever happens: nobody sees a traceback, the chain holds, one decision at most is asked
        for, and those whose turn it is have one activity each.

        :param late: a sentence, a regex
        """
        for when, sentence in (("while", busy), ("after", late)):
            race = self.races["contests"][f"{name} ({when})"]
            with self.subTest(race=f"{name} ({when})"):
                self.assertEqual(race["said"][0], "done")
                self.assertEqual(len(race["said"]), 2)
                self.assertRegex(race["said"][1], sentence)
                self.assertNotIn("TRACEBACK", race["said"][1])
                self.assertFalse(race["broken"])
                self.assertLessEqual(race["pending"], 1)
                self.assertEqual(race["activities"], [f"True {name}" for name in race["turn"]])
                self.assertEqual({key: race[key] for key in left}, left)

    def test_two_clicks_on_a_paraf_are_one_decision(self):
        left = {"ledger": ["approved"], "card": "approved", "turn": ["agency_head"]}
        late = "^This was decided already: Approved .one..$"
        for name in "double click", "two officers", "paraf, return":
            self.assertContest(name, self.BUSY, late, pending=1, **left)

    def test_what_was_returned_is_not_approved(self):
        self.assertContest(
            "return, paraf",
            self.BUSY,
            "^This was decided already: Returned .one..$",
            ledger=["returned"],
            card="returned",
            pending=0,
        )

    def test_new_version_is_not_approved_from_the_card_of_the_old_one(self):
        self.assertContest(
            "new version, paraf",
            self.BUSY,
            "You read version 1; in force is version 2",
            ledger=["returned"],
            card="returned",
            pending=1,
            versions=[1, 2],
        )

    def test_office_that_ends_while_the_officer_clicks(self):
        """Who clicks while it ends is told so, and who clicks after it, too; who clicked first has
        decided in time."""
        kept = {"ledger": [], "card": "pending", "turn": ["two"], "pending": 1}
        given = {"ledger": ["approved"], "card": "approved", "turn": ["agency_head"]}
        other = "is the turn of two"
        self.assertContest("office ends, paraf", "Somebody else is working", other, **kept)
        self.assertContest("paraf, office ends", "^done$", "^done$", **given)

    def test_cron_that_hands_over_while_somebody_clicks(self):
        kept = {"ledger": [], "card": "pending", "turn": ["two"], "pending": 1}
        given = {"ledger": ["approved"], "card": "approved", "turn": ["agency_head"]}
        gone = "not your turn any more|is the turn of two"
        self.assertContest("cron, paraf", gone, gone, **kept)
        self.assertContest("paraf, cron", "^done$", "^done$", **given)

    def test_two_clicks_on_sign_are_one_signature(self):
        self.assertContest(
            "double click on sign",
            self.BUSY,
            "^This was decided already: Approved .agency_head..$",
            ledger=["approved", "approved"],
            card="approved",
            signed=1,
            versions=[1, 2],
        )

    def test_withdrawal_against_the_next_ones_signature(self):
        self.assertContest(
            "withdraw, sign",
            self.BUSY,
            "^This is not asked any more: .* an earlier decision was taken back",
            ledger=["approved", "withdrawn"],
            card="void",
            signed=0,
            pending=1,
        )
        self.assertContest(
            "sign, withdraw",
            self.BUSY,
            "is closed and cannot be changed",
            ledger=["approved", "approved"],
            card="approved",
            signed=1,
        )

    def test_naming_a_plh_against_the_signature_of_the_holder(self):
        named = {"ledger": ["approved"], "card": "pending", "turn": ["deputy"], "signed": 0}
        signed = {"ledger": ["approved", "approved"], "card": "approved", "signed": 1}
        away = "does not wait for an officer who is out of office"
        self.assertContest("name, sign", self.BUSY, "is the turn of deputy", **named)
        self.assertContest("name, name", self.BUSY, away, **named)
        self.assertContest("sign, name", self.BUSY, away, **signed)
