"""Taking a decision back: a row more in the ledger, while the next one has not decided."""

from odoo.exceptions import UserError

from .test_sign import SignCase


class TestWithdraw(SignCase):
    def _paraf(self, cycle):
        return cycle.approval_ids.filtered(
            lambda row: row.kind == "initial" and row.state == "approved"
        ).with_user(self.secretary)

    def test_paraf_is_taken_back(self):
        cycle = self._reach_signature()
        given = self._paraf(cycle)
        waiting = cycle.current_step_id.pending_approval_id
        self.assertTrue(given.can_withdraw)
        action = given.action_withdraw()
        self.assertEqual(action["res_model"], "lakip.reason.wizard")
        wizard = (
            self.env["lakip.reason.wizard"]
            .with_user(self.secretary)
            .with_context(**action["context"])
            .create({"reason": "Salah baca"})
        )
        wizard.action_confirm()
        step = cycle.current_step_id
        self.assertEqual((step.kind, step.state, step.round), ("initial", "active", 2))
        self.assertTurn(step, self.secretary)
        self.assertEqual((given.state, waiting.state), ("void", "void"))
        self.assertEqual(given.decision, "approved")
        ledger = cycle.approval_ids.filtered("hash").sorted("sequence")
        self.assertEqual(ledger.mapped("decision"), ["approved", "withdrawn"])
        self.assertEqual(ledger[1].withdrawn_id, given)
        self.assertEqual(ledger[1].comment, "Salah baca")
        self.assertChainHolds(cycle)
        # The row runs on as if for the first time.
        self._approve(cycle, self.secretary)
        self._approve(cycle, self.agency_head)
        self.assertEqual(cycle._get_report()[cycle].state, "signed")
        self.assertChainHolds(cycle)

    def test_new_version_after_a_withdrawal_voids_what_still_stands(self):
        cycle = self._reach_signature()
        self._paraf(cycle).action_withdraw("Salah baca")
        cycle.current_step_id.pending_approval_id.with_user(self.secretary).action_return("Ubah")
        self._upload_report(cycle, text="baru")
        self.assertChainHolds(cycle)
        self._complete(cycle)
        self._approve(cycle)
        self._approve(cycle)
        self.assertChainHolds(cycle)

    def test_who_and_when(self):
        cycle = self._reach_signature()
        given = self._paraf(cycle)
        with self.assertRefused("reason"):
            given.action_withdraw("  ")
        for user in (self.agency_head, self.planning_head, self.manager):
            self.assertFalse(given.with_user(user).can_withdraw)
            with self.assertRefused("Only Sekretaris Uji"):
                given.with_user(user).action_withdraw("x")
        self._approve(cycle, self.agency_head)
        with self.assertRefused("has decided after you"):
            given.action_withdraw("Terlambat")
        self.assertFalse(given.can_withdraw)

    def test_not_after_the_last_day_in_office(self):
        cycle = self._reach_signature()
        given = self._paraf(cycle)
        self.env["lakip.officer"].search(
            [("user_id", "=", self.secretary.id), ("company_id", "=", self.company.id)]
        ).date_to = "2021-01-01"
        with self.assertRefused("any more"):
            given.action_withdraw("Salah")

    def test_signature_is_taken_back_before_the_next_row_is_done(self):
        cycle = self._reach_signature()
        source = cycle._get_report()[cycle]
        self._approve(cycle)
        signed = cycle._get_report()[cycle]
        row = cycle.approval_ids.filtered(
            lambda row: row.kind == "signature" and row.state == "approved"
        ).with_user(self.agency_head)
        row.action_withdraw("Belum lengkap")
        self.assertEqual((signed.state, source.state), ("revoked", "current"))
        self.assertEqual(cycle._get_report()[cycle], source)
        self.assertTurn(cycle.current_step_id, self.agency_head)
        self.assertChainHolds(cycle)
        self._approve(cycle)
        again = cycle._get_report()[cycle]
        self.assertEqual((again.state, again.version), ("signed", signed.version + 1))
        self.assertChainHolds(cycle)
        self._complete(cycle)
        with self.assertRefused("closed"):
            cycle.approval_ids.filtered(
                lambda row: row.kind == "signature" and row.state == "approved"
            ).with_user(self.agency_head).action_withdraw("x")

    def test_ledger_notices_forged_withdrawals(self):
        cycle = self._reach_signature()
        given = self._paraf(cycle)
        given.action_withdraw("Salah baca")
        given = given.sudo()
        row = cycle.approval_ids.filtered(lambda row: row.decision == "withdrawn").sudo()
        for record, vals in (
            (given, {"state": "approved"}),
            (row, {"withdrawn_id": False}),
            (row, {"decision": "voided"}),
        ):
            with self.assertRaises(ZeroDivisionError):
                with self.env.cr.savepoint():
                    record._lakip_unlocked().write(vals)
                    self.assertTrue(cycle._find_broken_approval()[1])
                    raise ZeroDivisionError
            self.env.invalidate_all()
        self.assertChainHolds(cycle)
        with self.assertRaises(UserError):
            row.with_user(self.manager).unlink()
