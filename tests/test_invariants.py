"""The rules of ``invariants.py`` hold over all that the app does, and each of them can fail."""

from pathlib import Path

from odoo import Command
from odoo.tools import config

from .common import docx_bytes
from .invariant_rules import RULES
from .invariants import CHECKS, get_number_gaps, get_violations
from .test_archive import ArchiveCase
from .test_request import RequestCase

#: rule -> SQL that breaks it. ``{open}``: a running cycle that waits for a paraf, after a return
#: and a hold; ``{done}``: a finished one; ``{data_..}``: one that collects data, a file handed in.
BREAKS = {
    "one_active": "UPDATE lakip_step SET state = 'waiting' WHERE id = {open_step}",
    "closed": "UPDATE lakip_step SET state = 'waiting' WHERE id = {done_step}",
    "snapshot": "UPDATE lakip_step SET sop_step_id = {data_row} WHERE id = {open_step}",
    "order": "UPDATE lakip_step SET sequence = -1 WHERE id = {open_step}",
    "cycle_dates": "UPDATE lakip_cycle SET date_start = NULL WHERE id = {open}",
    "current_row": "UPDATE lakip_cycle SET current_step_id = NULL WHERE id = {open}",
    "progress": "UPDATE lakip_cycle SET progress = 80 WHERE id = {open}",
    "row_values": "UPDATE lakip_step SET is_done_late = true WHERE id = {done_step}",
    "turns": "INSERT INTO lakip_step_user_rel VALUES ({done_step}, {user})",
    "rounds": "UPDATE lakip_step SET round = 7 WHERE id = {open_step}",
    "round_twice": "UPDATE lakip_step_round SET round = 2 WHERE step_id = {draft_step}",
    "round_values": "UPDATE lakip_step_round SET date_done = '2020-01-01'",
    "round_of_done": "UPDATE lakip_step_round SET worked_hours = 99 WHERE step_id = {done_step}",
    "holds": "UPDATE lakip_step_hold SET date_end = NULL WHERE step_id = {open_step}",
    "hold_dates": "UPDATE lakip_step_hold SET date_end = '2020-01-01'",
    "one_pending": "UPDATE lakip_approval SET state = 'void' WHERE id = {pending}",
    "pending_document": "UPDATE lakip_approval SET round = 9 WHERE id = {pending}",
    "decided": "UPDATE lakip_approval SET state = 'void' WHERE id = {signature}",
    "chained": "UPDATE lakip_approval SET hash = NULL WHERE id = {signature}",
    "versions": "UPDATE lakip_document SET version = 9 WHERE id = {signed}",
    "one_in_force": "UPDATE lakip_document SET state = 'current' WHERE cycle_id = {done}",
    "document_place": "UPDATE ir_attachment SET res_id = 0 WHERE id = {signed_file}",
    "half_a_document": "UPDATE ir_attachment SET res_id = 0 WHERE id = {signed_file}",
    "signed": "UPDATE lakip_document SET sha256 = repeat('0', 64) WHERE id = {signed}",
    "signed_cycle": "UPDATE lakip_document SET state = 'current' WHERE id = {signed}",
    "request_values": "UPDATE lakip_request SET date_sent = NULL WHERE id = {request}",
    "request_deadline": "UPDATE lakip_request SET date_deadline = '2020-01-01'",
    "request_open": "UPDATE lakip_step SET state = 'done' WHERE id = {data_step}",
    "item_files": "UPDATE ir_attachment SET res_id = 0 WHERE id = {item_file}",
    "item_file_twice": "INSERT INTO lakip_request_item_old_attachment_rel "
    "SELECT * FROM lakip_request_item_attachment_rel",
    "delivered": "UPDATE lakip_delivery SET state = 'sent' WHERE cycle_id = {done}",
    "delivered_signed": "UPDATE lakip_document SET state = 'revoked' WHERE id = {signed}",
    "step_activities": "DELETE FROM mail_activity WHERE res_model = 'lakip.step'",
    "request_activities": "UPDATE lakip_request SET state = 'waived' WHERE id = {request}",
    "activity_days": "UPDATE mail_activity SET date_deadline = '2020-01-01'",
    "channel": "UPDATE discuss_channel SET active = true WHERE id = {done_channel}",
    "channel_members": "DELETE FROM lakip_cycle_channel_user_rel WHERE lakip_cycle_id = {open}",
    "cards": "UPDATE mail_message SET lakip_approval_id = NULL",
    "deadlines": "UPDATE lakip_step SET date_deadline = '2030-01-01' WHERE id = {open_step}",
    "ledger": "UPDATE lakip_approval SET comment = 'lain' WHERE id = {signature}",
    "hashes": "UPDATE lakip_approval SET signer_name = 'lain' WHERE id = {signature}",
    "files": "UPDATE ir_attachment SET store_fname = 'aa/none' WHERE id = {item_file}",
    "numbers": "UPDATE lakip_step SET letter_number = '004/2027' WHERE id = {data_step}",
}


class TestInvariants(ArchiveCase, RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        archive = cls.env["lakip.sop"].search(
            [("company_id", "=", cls.company.id), ("state", "=", "effective")], limit=1
        )
        cls.company.write({"lakip_number_pattern": "{nomor}/{tahun}", "lakip_number_digits": 3})
        cls.archive_sop = archive

    def setUp(self):
        super().setUp()
        self.done = self._finish_one()
        self.open = self._wait_for_paraf()
        self.data = self._collect()

    def _finish_one(self):
        step = self._reach_archive()
        own = step.with_user(self.planning_head)
        own.hardcopy_location = "Ruang arsip"
        for delivery in step.delivery_ids:
            delivery.with_user(self.planning_head).action_take_number()
            self._deliver(delivery)
        own.action_complete()
        return step.cycle_id

    def _wait_for_paraf(self):
        cycle = self._create_cycle(2025)
        self._start(cycle)
        for _round in range(2):
            self._upload_report(cycle)
            step = self._complete(cycle)
            if step.round == 1:
                step.with_user(self.planning_head).action_return("Kurang")
        with self.at("2027-01-04 09:00"):
            step.with_user(self.planning_head).action_hold("Rapat")
        with self.at("2027-01-04 10:00"):
            step.with_user(self.planning_head).action_resume()
        return cycle

    def _collect(self):
        self.archive_sop.search(
            [("company_id", "=", self.company.id), ("state", "=", "effective")]
        )._lakip_unlocked().state = "superseded"
        self.collecting_sop._lakip_unlocked().state = "effective"
        step = self._start_collection(year=2024)
        requests = self._send(step)
        request = self._get_request(step, self.division_a)
        self._attach(request.item_ids[0], self.staff_a)
        self._submit(self._get_request(step, self.division_b), self.head_b)
        self._get_request(step, self.secretariat).with_user(self.team_member).action_waive("Tidak")
        self.assertEqual(sorted(requests.mapped("state")), ["sent", "submitted", "waived"])
        return step.cycle_id

    def _get_names(self):
        signature = self.done.approval_ids.filtered(lambda row: row.kind == "signature")
        request = self._get_request(self.data.current_step_id, self.division_a)
        return {
            "open": self.open.id,
            "open_step": self.open.current_step_id.id,
            "draft_step": self.open.step_ids[0].id,
            "pending": self.open.current_step_id.pending_approval_id.id,
            "done": self.done.id,
            "done_step": self.done.step_ids[-1].id,
            "done_channel": self.done.channel_id.id,
            "signature": signature.id,
            "signed": signature.signed_document_id.id,
            "signed_file": signature.signed_document_id.attachment_id.id,
            "data_step": self.data.current_step_id.id,
            "data_row": self.data.current_step_id.sop_step_id.id,
            "request": request.id,
            "item_file": request.item_ids.attachment_ids.id,
            "user": self.planning_head.id,
        }

    # ------------------------------------------------------------
    # TESTS
    # ------------------------------------------------------------

    def test_each_rule_holds_and_can_be_broken(self):
        self.assertEqual(get_violations(self.env), [])
        names = self._get_names()
        self.assertEqual({*BREAKS}, {*RULES, *CHECKS})
        for rule, statement in BREAKS.items():
            with self.subTest(rule=rule), self.cr.savepoint() as savepoint:
                self.cr.execute(statement.format(**names))
                self.assertTrue(self.cr.rowcount, "the statement meets no record")
                found = get_violations(self.env, {rule})
                self.assertTrue(found, statement)
                self.assertRegex(found[0], rf"^{rule}: .*\w")
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(get_violations(self.env), [])

    def test_changed_and_lost_bytes(self):
        document = self.done._get_report()[self.done]
        file = document.attachment_id
        path = Path(config.filestore(self.cr.dbname), file.store_fname)
        kept = path.read_bytes()
        self.addCleanup(path.write_bytes, kept)
        path.unlink()  # it may be shared with another database: a new one takes its place
        self.assertRegex("\n".join(get_violations(self.env, {"files"})), "is not on the disk")
        path.write_bytes(docx_bytes("lain"))
        found = "\n".join(get_violations(self.env, {"files"}))
        self.assertIn(f"File {file.id} ({file.name}) of document {document.id} is not the", found)
        self.assertIn("is not the version that was frozen", found)

    def test_second_activity_and_second_number(self):
        step = self.open.current_step_id
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "=", step.id)], limit=1
        )
        activity.copy()
        self.assertRegex(get_violations(self.env, {"step_activities"})[0], "2 activities")
        self.cr.execute("UPDATE lakip_delivery SET letter_number = '001/2027'")
        self.assertRegex(get_violations(self.env, {"numbers"})[0], "001/2027 stands on")

    def test_number_that_was_lost(self):
        self.assertEqual(get_number_gaps(self.env), [])
        self.cr.execute("UPDATE lakip_delivery SET letter_number = NULL WHERE id = %s",
                        [self.done.delivery_ids[0].id])  # fmt: skip
        self.assertRegex(get_number_gaps(self.env)[0], r"\[1\] of 2027 are missing")

    def test_all_companies_are_looked_at(self):
        other = self._create_company("Dinas Lain")
        cycle = self._create_cycle(
            company=other, sop_id=self.sop.id, department_ids=[Command.clear()]
        )
        self.env.flush_all()
        self.cr.execute("UPDATE lakip_cycle SET progress = 50 WHERE id = %s", [cycle.id])
        found = get_violations(self.env(user=self.staff_a.id))
        self.assertIn(f"(cycle {cycle.id})", found[0])
