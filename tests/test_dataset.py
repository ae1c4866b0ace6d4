"""The data set of the benchmarks is what the app itself writes: small here, by the same code."""

from odoo.tests import TransactionCase

from bench.dataset import YEARS, build
from bench.parts import find_parts
from bench.pattern import RUNNING

from .invariants import get_violations

AGENCIES = 4


class TestDataset(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        before = cls.env["lakip.cycle"].search([])
        build(cls.env, AGENCIES * YEARS)
        cls.cycles = cls.env["lakip.cycle"].search([]) - before

    def test_every_rule_holds(self):
        """Chains, files, turns, deadlines: of all copies, as the app and the rules see them."""
        self.assertEqual(get_violations(self.env), [])
        for cycle in self.cycles:
            self.assertEqual(cycle.action_verify()["params"]["type"], "success", cycle.name)

    def test_sizes(self):
        self.assertEqual(len(self.cycles), AGENCIES * YEARS)
        self.assertEqual(len(self.cycles.company_id), AGENCIES)
        running = self.cycles.filtered(lambda cycle: cycle.state == "running")
        self.assertEqual(
            sorted(running.current_step_id.mapped("number")), sorted(RUNNING[: AGENCIES - 1])
        )
        self.assertEqual(len(self.cycles.request_ids.document_ids), 12 * len(self.cycles))
        self.assertEqual(len(set(self.cycles.approval_ids.mapped("token"))), 3 * 37 + 4)

    def test_a_copy_has_all_that_its_pattern_has(self):
        """What a cycle that was lived through has, its copy in another agency has too."""
        pattern = self.cycles.filtered(
            lambda cycle: cycle.state == "done" and cycle.year == max(self.cycles.mapped("year"))
        )
        copy = self.cycles.filtered(
            lambda cycle: cycle.state == "done" and cycle.company_id != pattern.company_id
        )[0]

        def count(cycle):
            return {found._name: len(found) for found in find_parts(cycle) if found}

        self.assertEqual(len(pattern), 1)
        self.assertEqual(count(copy), count(pattern))
        for found in find_parts(copy):
            if "company_id" in found._fields and found._name.startswith("lakip."):
                self.assertEqual(found.company_id, copy.company_id if found else found.company_id)
        self.assertFalse(copy.step_ids.done_user_id & pattern.step_ids.done_user_id)

    def test_turns_are_those_of_the_copies(self):
        """The people of a copied agency find their own work, and no other's."""
        staff = self.env["res.users"].search([("login", "=", "staff.1")])
        works = self.env["lakip.work"].with_user(staff).search([])
        self.assertEqual(len(works), 6)
        self.assertEqual(works.company_id, staff.company_id)
