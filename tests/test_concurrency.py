"""Two people decide at once: one decision, one clear sentence, nothing in between.

Real transactions need a database of their own: those of the other tests are never committed.
"""

import json
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase

from dev import databases

DATABASE = "lakip_test_race"


class TestConcurrency(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        databases.ensure_template()
        databases.copy(databases.TEMPLATE, DATABASE)
        cls.addClassCleanup(databases.drop, DATABASE)
        databases.odoo(DATABASE, "-i", "lakip_sop", "--stop-after-init", "--no-http", log="race")
        process = subprocess.run(
            [sys.executable, Path(__file__).with_name("race_steps.py"), DATABASE],
            env=databases.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert process.returncode == 0, process.stderr[-4000:]
        cls.races = json.loads(process.stdout.splitlines()[-1])

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

    def test_a_moment_is_told_by_one_of_two_crons(self):
        """The second skips what the first tells or has told, and what somebody acts on."""
        for when in ("while", "after"):
            with self.subTest(when=when):
                self.assertEqual(self.races[f"tell {when} tell"], {"rows": 1, "notices": 1})
                self.assertEqual(self.races[f"tell {when} complete"], {"rows": 0, "notices": 0})
