"""A short random walk, the same one each time; `make walk` does 10,000 acts."""

from odoo.tests import TransactionCase

from .walk import Tally, found_offices, make_walk, walk


class TestWalk(TransactionCase):
    def test_some_hundred_acts_keep_the_invariants(self):
        env = self.env(context={"lang": "en_US"})
        tally = walk(env, found_offices(env), actions=150, steps=100, number=1)
        self.assertGreater(tally.actions, 100)
        self.assertGreater(sum(tally.refused.values()), 20)
        self.assertGreater(tally.looks, 10)
        self.assertGreater(len(tally.kinds), 3, tally.kinds)

    def test_walk_fails_where_an_act_does_harm(self):
        """Were it not so, the walk would prove nothing."""
        env = self.env(context={"lang": "en_US"})
        offices = found_offices(env)
        machine = make_walk(env, offices, Tally())()
        machine.open_cycles([2024, 2025, 2026])
        office, cycle = machine.cycles[2]
        self.assertTrue(machine._act(office, cycle, "start", 0))
        machine._look()
        env.cr.execute(
            "UPDATE lakip_step SET state = 'active' WHERE cycle_id = %s AND kind = 'signature'",
            [cycle.id],
        )
        with self.assertRaisesRegex(AssertionError, "runs with 2 active rows"):
            machine._look()
        machine.cycles = []
        machine.teardown()
