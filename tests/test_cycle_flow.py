"""The state machine that all kinds of row share, on a short SOP."""

from odoo.exceptions import UserError

from .common import LakipCase


class TestCycleFlow(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls._create_short_sop()

    def _run_to_initial(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        return cycle

    def test_short_sop_runs_to_its_end(self):
        cycle = self._create_cycle()
        self.assertEqual(cycle.sop_id, self.short, "the company's own SOP goes before a shared one")
        step = self._start(cycle)
        self.assertEqual(cycle.state, "running")
        self.assertEqual(cycle.step_ids.mapped("state"), ["active"] + ["waiting"] * 4)
        self.assertTurn(step, self.planning_head)
        step = self._complete(cycle)
        self.assertTurn(step, self.team_member)
        document = self._upload_report(cycle)
        step = self._complete(cycle)
        self.assertTurn(step, self.secretary)
        self.assertEqual(step.pending_approval_id.document_id, document)
        step = self._approve(cycle, comment="Sudah baik")
        self.assertTurn(step, self.agency_head)
        step = self._approve(cycle)
        self.assertEqual(document.state, "superseded")
        signed = cycle._get_report()[cycle]
        self.assertEqual((signed.state, signed.source_id), ("signed", document))
        self._complete(cycle)
        self.assertEqual(cycle.state, "done")
        self.assertEqual(cycle.progress, 100)
        self.assertChainHolds(cycle)

    def test_return_resets_rows_between(self):
        cycle = self._run_to_initial()
        self._approve(cycle)
        signature = cycle.current_step_id
        signature.pending_approval_id.with_user(self.agency_head).action_return("Bab III kurang")
        drafting = cycle.current_step_id
        self.assertEqual(drafting.kind, "drafting")
        self.assertEqual(drafting.round, 2)
        self.assertEqual(signature.state, "waiting")
        self.assertEqual(
            cycle.approval_ids.mapped("state"), ["void", "returned"], "the paraf is void"
        )
        self.assertEqual(cycle.correction_ids.name, "Bab III kurang")
        with self.assertRaisesRegex(UserError, "newer version"):
            self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        self._approve(cycle)
        self.assertEqual(cycle.current_step_id.name, "Menutup")
        self.assertEqual(len(signature.round_ids), 2)
        self.assertChainHolds(cycle)
