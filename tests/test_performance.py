"""SQL queries per operation: bounded, and no more for one of twenty cycles than for one.

A count includes the lock, the checks of turn and access, the round kept, the next row started
with its deadline, performers and activities, and the flush. ``invalidate_all`` before each makes
the caches as cold as at the start of a request; rules and groups stay cached as on a server.
"""

from .common import LakipCase

MANY = 20


class TestPerformance(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop = cls._create_short_sop()

    def _count(self, records, method, *args):
        """Return how many queries ``method`` takes on ``records``."""
        # As in a call from a client: nothing but the ids is known.
        records = records.browse(records.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        getattr(records, method)(*args)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _run(self, count, first_year):
        """Walk ``count`` new cycles to a return, all at once; return queries per operation."""
        cycles = self.env["lakip.cycle"].union(
            *(self._create_cycle(first_year + index) for index in range(count))
        )
        queries = {}
        queries["start"] = self._count(cycles.with_user(self.planning_head), "action_start")
        queries["complete"] = self._count(
            cycles.current_step_id.with_user(self.planning_head), "action_complete"
        )
        for cycle in cycles:
            self._upload_report(cycle)
        queries["complete into a paraf"] = self._count(
            cycles.current_step_id.with_user(self.team_member), "action_complete"
        )
        queries["paraf"] = self._count(
            cycles.step_ids.pending_approval_id.with_user(self.secretary), "action_approve"
        )
        queries["return"] = self._count(
            cycles.step_ids.pending_approval_id.with_user(self.agency_head),
            "action_return",
            "Bab III kurang",
        )
        return queries

    def _warm_up(self):
        # The first walk gives people their access groups, which empties the caches of rules.
        self._run(1, 2028)
        self._run(1, 2029)

    def test_operations(self):
        """Each operation stays below its bound, for one cycle and for each of twenty.

        ``return`` costs most: it notes the reason as a correction point, voids what was given,
        keeps the round, posts the reason and starts an earlier row.

        Since there is Discuss: ``start`` makes the channel with its members (some 50 queries,
        once a year); each act says what happened there (12). A row that asks a paraf posts its
        card in the channel, the signer's chat and the chatter with one INSERT, and Odoo looks up
        whom to notify for each of the three (some 30, of which 8 are the e-mail of a signer who
        chose e-mail, as the ones here did); a decision sends the open cards anew (5). Officers,
        approvals and access groups are read once an act, see ``lakip.officer._get_current``. The
        open SOP pages hear of an act with one notice, in the same INSERT as those of the activities
        where there are any.
        """
        self._warm_up()
        one = self._run(1, 2031)
        many = self._run(MANY, 2040)
        bounds = {
            "start": 91,
            "complete": 53,
            "complete into a paraf": 74,
            "paraf": 77,
            "return": 92,
        }
        for operation, bound in bounds.items():
            with self.subTest(operation=operation):
                # The flush may cut its UPDATEs differently, by the ids of the rows.
                self.assertLessEqual(one[operation], bound + 2)
                self.assertLessEqual(many[operation], MANY * one[operation])

    def test_three_approvals(self):
        """Paraf, paraf, tanda tangan with warm caches: some 38 queries each.

        The flush is that of a commit, with Odoo's precommit hooks: of the 38, 5 are the tracked
        values of the two rows and the bus, 12 the card's three messages and whom they notify.
        The signature has no card to post, and writes the signed Word file instead.
        """
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 2},
                {"name": "Memaraf", "kind": "initial", "role": "planning_head", "back": 0},
                {"name": "Memaraf", "kind": "initial", "role": "secretary", "back": 0},
                {"name": "Mengesahkan", "kind": "signature", "role": "agency_head", "back": 0},
                {"name": "Menutup", "kind": "task", "role": "planning_head"},
            ]
        )
        officers = (self.planning_head, self.secretary, self.agency_head)
        self.env["res.users"].union(*officers).notification_type = "inbox"
        # The first two fill the caches.
        for year in (2027, 2028, 2029):
            cycle = self._create_cycle(year)
            self._start(cycle)
            self._upload_report(cycle)
            self._complete(cycle)
            self.cr.flush()
            before = self.cr.sql_log_count
            for officer in officers:
                self._approve(cycle, officer)
                self.cr.flush()
            queries = self.cr.sql_log_count - before
        self.assertChainHolds(cycle)
        self.assertLessEqual(queries, 116 + 2)

    def test_other_cycles_cost_nothing(self):
        """An operation on one of twenty-one cycles costs no more than on one that is alone.

        The flush may cut its UPDATEs in two differently, by the ids of the rows: hence the rest.
        """
        self._warm_up()
        alone = self._run(1, 2031)
        self._run(MANY, 2040)
        among_many = self._run(1, 2032)
        for operation, queries in alone.items():
            with self.subTest(operation=operation):
                self.assertLessEqual(among_many[operation], queries + 2)

    def test_reads(self):
        """Lists, kanban and steps: the same count for 1 and for 20 cycles."""
        self._run(MANY, 2040)
        cycles = self.env["lakip.cycle"].with_user(self.secretary)
        steps = self.env["lakip.step"].with_user(self.secretary)
        for model, fnames in (
            (cycles, ("name", "state", "progress", "progress_text", "current_step_id", "is_late",
                      "date_deadline", "is_my_turn", "current_role_id")),
            (steps, ("number", "name", "state", "role_id", "user_ids", "date_deadline", "is_late",
                     "can_complete", "can_decide", "blocker_text", "pending_approval_id")),
        ):  # fmt: skip
            domain = [("company_id", "=", self.company.id), ("state", "in", ("running", "active"))]
            specification = {name: {} for name in fnames}
            with self.subTest(model=model._name):
                counts = []
                for limit in (1, 1, MANY):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    before = self.cr.sql_log_count
                    model.web_search_read(domain, specification, limit=limit)
                    counts.append(self.cr.sql_log_count - before)
                # the first read warms the access rules
                self.assertEqual(counts[1], counts[2])
