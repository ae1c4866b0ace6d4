"""Paraf and signature: who may give them, what a return undoes, and the ledger that keeps them."""

from base64 import b64encode

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import LakipCase, docx_bytes


class ApprovalCase(LakipCase):
    """A short SOP with two rows of paraf before the signature."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 2},
                {"name": "Paraf 1", "kind": "initial", "role": "planning_head", "back": 0},
                {"name": "Paraf 2", "kind": "initial", "role": "secretary", "back": 0},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 0},
                {"name": "Menutup", "kind": "task", "role": "planning_head"},
            ]
        )
        cls.signers = (cls.planning_head, cls.secretary, cls.agency_head)

    def _reach_initial(self, year=2026, text="LAKIP"):
        """Return a cycle that waits for its first paraf."""
        cycle = self._create_cycle(year)
        self._start(cycle)
        self._upload_report(cycle, text=text)
        self._complete(cycle)
        return cycle

    def _decide_all(self, cycle, count=3):
        """Give the next ``count`` decisions."""
        for _decision in range(count):
            self._approve(cycle)

    def _ledger(self, cycle):
        return cycle.approval_ids.filtered("hash").sorted("sequence")


class TestApproval(ApprovalCase):
    # ------------------------------------------------------------
    # WHOSE TURN
    # ------------------------------------------------------------

    def test_decision_is_kept_with_who_what_and_when(self):
        with self.at("2027-01-04 10:00"):
            cycle = self._reach_initial()
        document = cycle._get_report()[cycle]
        with self.at("2027-01-04 11:00"):
            self._approve(cycle, comment="  Sudah baik  ")
        row = cycle.approval_ids.filtered("hash")
        self.assertEqual((row.state, row.decision, row.sequence), ("approved", "approved", 1))
        self.assertEqual(row.user_id, self.planning_head)
        self.assertEqual(row.officer_id.employee_id, self.planning_head.employee_id)
        self.assertEqual(row.signer_name, "Kasubbag Uji")
        self.assertEqual((row.document_id, row.sha256), (document, document.sha256))
        self.assertEqual(row.comment, "Sudah baik")
        self.assertEqual(str(row.date), "2027-01-04 04:00:00", "the moment, in UTC")
        self.assertChainHolds(cycle)

    def test_only_the_one_whose_turn_it_is_decides(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id
        self.manager.group_ids += self.env.ref("lakip_sop.group_lakip_agency_head")
        for user in (self.secretary, self.agency_head, self.team_member, self.manager):
            for call in ("action_approve", "action_return"):
                with self.subTest(user=user.name, call=call):
                    with self.assertRaisesRegex(UserError, "turn of Kasubbag Uji"):
                        getattr(approval.with_user(user), call)("Alasan")
        self.assertEqual(approval.state, "pending")
        self.assertFalse(approval.with_user(self.secretary).can_decide)
        self.assertTrue(approval.with_user(self.planning_head).can_decide)

    def test_paraf_row_is_not_completed_by_the_button_of_other_rows(self):
        cycle = self._reach_initial()
        step = cycle.current_step_id.with_user(self.planning_head)
        for call in ("action_complete", "action_answer_no"):
            with self.subTest(call=call), self.assertRaisesRegex(UserError, "of the approval"):
                getattr(step, call)()
        self.assertEqual(step.state, "active")

    def test_turn_without_the_access_group_is_refused(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id.with_user(self.planning_head)
        self.planning_head.group_ids -= self.env.ref("lakip_sop.group_lakip_planning_head")
        self.planning_head.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        with self.assertRaisesRegex(UserError, "lack the access right"):
            approval.action_approve()
        self.env["lakip.step"]._cron_sync_performers()
        with self.assertRaisesRegex(UserError, "lack the access right"):
            approval.action_approve()

    def test_last_day_in_office_ends_at_midnight_of_the_office(self):
        """The hand-over runs by the hour; who is out of office is refused before it."""
        with self.at("2027-01-04 10:00"):
            cycle = self._reach_initial()
            officer = self.env["lakip.officer"].search(
                [("user_id", "=", self.planning_head.id), ("company_id", "=", self.company.id)]
            )
            officer.date_to = "2027-01-04"
        approval = cycle.current_step_id.pending_approval_id.with_user(self.planning_head)
        with self.at("2027-01-04 23:59"):
            self.assertTrue(approval.can_decide)
        approval.invalidate_recordset()
        with self.at("2027-01-05 00:01"):
            for zone in ("Asia/Pontianak", "UTC", "Pacific/Honolulu"):
                with self.subTest(zone=zone), self.assertRaisesRegex(UserError, "not your turn"):
                    approval.with_context(tz=zone).action_approve()

    def test_archived_officer_has_no_turn_whatever_the_client_asks_to_see(self):
        former = self._create_person("former", "Mantan Sekretaris")
        self._create_officer("secretary", former, date_to="2019-12-31", date_from="2019-01-01")
        officer = self._create_officer("secretary", former, capacity="plt")
        officer.active = False
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id
        approval.with_user(self.planning_head).with_context(active_test=False).action_approve()
        self.assertEqual(cycle.current_step_id.user_ids, self.secretary)

    def test_acting_officer_signs_with_both_names(self):
        acting = self._create_person("acting", "Pelaksana Harian")
        self._create_officer(
            "secretary", acting, capacity="plh", date_from="2027-01-04", date_to="2027-01-08"
        )
        with self.at("2027-01-05 09:00"):
            cycle = self._reach_initial()
            self._approve(cycle)
            self.assertTurn(cycle.current_step_id, acting)
            with self.assertRaisesRegex(UserError, "turn of Pelaksana Harian"):
                self._approve(cycle, self.secretary)
            self._approve(cycle, acting)
        row = self._ledger(cycle)[-1]
        self.assertEqual(row.signer_name, "Pelaksana Harian")
        self.assertEqual(row.signer_title, "Plh. Sekretaris")
        self.assertEqual(row.officer_id.capacity, "plh")
        self.assertChainHolds(cycle)

    def test_user_of_an_officer_is_the_employees_and_no_other(self):
        """Else an administrator could sign in the name of somebody else and undo the trace."""
        officer = self.env["lakip.officer"].search(
            [("user_id", "=", self.agency_head.id), ("company_id", "=", self.company.id)]
        )
        with self.assertRaises(UserError):
            officer.with_user(self.manager).user_id = self.manager

    def test_role_gives_away_no_group_of_another_app(self):
        role = self.roles["team"].with_user(self.manager)
        for xmlid in ("base.group_system", "base.group_erp_manager", "hr.group_hr_manager"):
            with self.subTest(group=xmlid), self.assertRaisesRegex(UserError, "none of LAKIP"):
                role.group_id = self.env.ref(xmlid)

    # ------------------------------------------------------------
    # VERSIONS
    # ------------------------------------------------------------

    def test_superseded_version_is_not_approved(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id
        # By SQL, as no way through the app leads there.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lakip_document SET state = 'superseded' WHERE id = %s",
            (approval.document_id.id,),
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "replaced by a newer version"):
            approval.with_user(self.planning_head).action_approve()
        self.assertEqual(approval.state, "pending")

    def test_file_that_changed_on_disk_is_not_signed(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id
        approval.document_id.attachment_id._lakip_unlocked().raw = docx_bytes("lain")
        with self.assertRaisesRegex(UserError, "Do not sign"):
            approval.with_user(self.planning_head).action_approve()

    def test_signed_version_is_frozen(self):
        cycle = self._reach_initial()
        document = cycle._get_report()[cycle]
        self._decide_all(cycle)
        # The signed version is made from the one that was approved, which stays as it was.
        signed = cycle._get_report()[cycle]
        self.assertEqual((document.state, signed.state), ("superseded", "signed"))
        self.assertEqual(signed.source_id, document)
        with self.assertRaisesRegex(UserError, "no document of that kind"):
            self._upload_report(cycle)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.env["lakip.document"]._do_create_version(
                cycle.step_ids[0],
                "report",
                b"x",
                name="LAKIP",
                filename="LAKIP.docx",
                origin="uploaded",
            )
        self.assertEqual(
            cycle.document_ids.filtered(lambda d: d.kind == "report"), document | signed
        )

    def test_report_is_not_uploaded_while_it_waits_for_a_decision(self):
        cycle = self._reach_initial()
        step = cycle.current_step_id.with_user(self.planning_head)
        drafting = cycle.step_ids[0].with_user(self.team_member)
        with self.assertRaisesRegex(UserError, "no document of that kind"):
            step._upload_document("report", docx_bytes(), "LAKIP.docx")
        with self.assertRaisesRegex(UserError, "not under way"):
            drafting._upload_document("report", docx_bytes(), "LAKIP.docx")
        with self.assertRaisesRegex(UserError, "no document of that kind"):
            step.action_generate_document("report")

    def test_newer_version_voids_the_paraf_on_the_old_one(self):
        """An SOP may have a revision after a paraf."""
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Paraf", "kind": "initial", "role": "secretary", "back": 0},
                {"name": "Memperbaiki", "kind": "revision", "role": "team"},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 0},
            ],
            number="78",
        )
        cycle = self._create_cycle(sop_id=self.env["lakip.sop"].search([("number", "=", "78")]).id)
        self._start(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        paraf = self._ledger(cycle)
        second = self._upload_report(cycle, text="versi dua")
        self.assertEqual(paraf.state, "void")
        self.assertEqual(self._ledger(cycle)[-1].decision, "voided")
        self.assertIn("version 1", self._ledger(cycle)[-1].comment)
        self._complete(cycle)
        self._approve(cycle)
        self.assertEqual(self._ledger(cycle)[-1].document_id, second)
        self.assertChainHolds(cycle)

    # ------------------------------------------------------------
    # RETURN
    # ------------------------------------------------------------

    def test_return_keeps_the_reason_and_all_that_was(self):
        cycle = self._reach_initial()
        self._decide_all(cycle, 2)
        step = cycle.current_step_id
        document = cycle._get_report()[cycle]
        step.pending_approval_id.with_user(self.agency_head).action_return("  Bab III kurang ")
        point = cycle.correction_ids
        self.assertEqual((point.name, point.state), ("Bab III kurang", "open"))
        self.assertTrue(point.is_return)
        self.assertEqual((point.step_id, point.document_id), (step, document))
        self.assertEqual(point.proposer, self.agency_head.name)
        self.assertEqual(self._ledger(cycle).mapped("state"), ["void", "void", "returned"])
        self.assertEqual(self._ledger(cycle)[-1].comment, "Bab III kurang")
        self.assertEqual(
            cycle.step_ids.mapped("state"), ["active", "waiting", "waiting", "waiting", "waiting"]
        )
        self.assertFalse(cycle.step_ids.filtered("pending_approval_id"))
        self.assertEqual(document.state, "current", "the version stays until there is a newer one")
        self.assertEqual(
            [(past.step_id, past.result) for past in cycle.step_ids.round_ids.sorted("id")],
            [*((row, "done") for row in cycle.step_ids[:3]), (step, "returned")],
        )
        self.assertChainHolds(cycle)

    def test_return_needs_a_reason(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id.with_user(self.planning_head)
        for reason in ("", "  \n", False, 7):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "Give a reason"):
                approval.action_return(reason)
        action = approval.action_return()
        self.assertEqual(action["res_model"], "lakip.reason.wizard")
        self.assertEqual(approval.state, "pending")
        wizard = (
            self.env["lakip.reason.wizard"]
            .with_user(self.planning_head)
            .with_context(**action["context"])
            .create({"reason": "Kurang lengkap"})
        )
        wizard.action_confirm()
        self.assertEqual(approval.state, "returned")

    def test_wizard_of_somebody_else_decides_nothing(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id
        wizard = (
            self.env["lakip.reason.wizard"]
            .with_user(self.secretary)
            .create(
                {"operation": "approval_return", "res_ids": approval.ids, "reason": "Tidak setuju"}
            )
        )
        with self.assertRaisesRegex(UserError, "turn of"):
            wizard.action_confirm()

    def test_step_return_goes_through_the_approval(self):
        cycle = self._reach_initial()
        step = cycle.current_step_id
        step.with_user(self.planning_head).action_return("Kurang")
        self.assertEqual(self._ledger(cycle).mapped("decision"), ["returned"])
        self.assertEqual(cycle.current_step_id.kind, "drafting")

    def test_reason_of_a_return_is_answered_not_rewritten(self):
        cycle = self._reach_initial()
        cycle.current_step_id.pending_approval_id.with_user(self.planning_head).action_return(
            "Bab III kurang"
        )
        point = cycle.correction_ids.with_user(self.team_member)
        point.answer = "Sudah ditambah"
        for vals in (
            {"name": "Bagus sekali"},
            {"proposer": "Orang lain"},
            {"section": "BAB I"},
            {"step_id": cycle.step_ids[0].id},
            {"is_return": False},
            {"round": 9},
            {"cycle_id": self._create_cycle(2025).id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                point.write(vals)
        with self.assertRaisesRegex(UserError, "kept for the record"):
            point.unlink()
        self.assertEqual(point.name, "Bab III kurang")

    def test_second_decision_finds_the_first(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id.with_user(self.planning_head)
        approval.action_approve()
        for call, args in (("action_approve", ()), ("action_return", ("Kurang",))):
            with self.subTest(call=call):
                with self.assertRaisesRegex(UserError, r"decided already.*Kasubbag Uji"):
                    getattr(approval, call)(*args)
        self.assertEqual(len(self._ledger(cycle)), 1)

    # ------------------------------------------------------------
    # ROWS OF THE LEDGER
    # ------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_one_pending_decision_a_row(self):
        cycle = self._reach_initial()
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.env["lakip.approval"]._do_ask(cycle.current_step_id)
            self.env.flush_all()
        self.assertIn("one_pending", str(caught.exception))

    def test_many_at_once(self):
        cycles = self.env["lakip.cycle"].union(
            *(self._reach_initial(year) for year in (2024, 2025, 2026))
        )
        pending = cycles.current_step_id.pending_approval_id
        pending.with_user(self.planning_head).action_approve("Semua")
        for cycle in cycles:
            self.assertEqual(self._ledger(cycle).mapped("state"), ["approved"])
            self.assertEqual(cycle.current_step_id.role_id, self.roles["secretary"])
            self.assertChainHolds(cycle)

    def test_one_that_may_not_stops_all(self):
        mine, other = self._reach_initial(2025), self._reach_initial(2026)
        self._approve(other)
        pending = (mine | other).current_step_id.pending_approval_id
        with self.assertRaisesRegex(UserError, "turn of"):
            pending.with_user(self.planning_head).action_approve()
        self.assertEqual(set(pending.mapped("state")), {"pending"})

    def test_id_sent_twice_decides_once(self):
        cycle = self._reach_initial()
        approval = cycle.current_step_id.pending_approval_id
        self.env["lakip.approval"].with_user(self.planning_head).browse(
            approval.ids * 2
        ).action_approve()
        self.assertEqual(self._ledger(cycle).mapped("sequence"), [1])
        self.assertEqual(cycle.current_step_id, cycle.step_ids[2])
        second = cycle.current_step_id.pending_approval_id
        self.env["lakip.approval"].with_user(self.secretary).browse(second.ids * 2).action_return(
            "Kurang"
        )
        self.assertEqual(self._ledger(cycle).mapped("sequence"), [1, 2])
        self.assertEqual(len(cycle.correction_ids), 1)
        self._upload_report(cycle)
        drafting = cycle.current_step_id
        self.env["lakip.step"].with_user(self.team_member).browse(
            drafting.ids * 2
        ).action_complete()
        self.assertEqual(len(drafting.round_ids), 2)
        self.assertChainHolds(cycle)

    def test_start_sent_twice_copies_the_sop_once(self):
        cycle = self._create_cycle()
        self.env["lakip.cycle"].with_user(self.planning_head).browse(cycle.ids * 2).action_start()
        self.assertEqual(len(cycle.step_ids), 5)

    def test_comment_survives_the_database(self):
        """What the hash covers must be what is stored: odd characters break no chain."""
        cycle = self._reach_initial()
        self._approve(cycle, comment="Baris satu\r\nbaris \u201cdua\u201d \U0001f58b\ufe0f  \t")
        self._approve(cycle, comment=False)
        self._approve(cycle, comment="x" * 100_000)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertChainHolds(cycle)
        with self.assertRaisesRegex(UserError, "no text that can be kept"):
            cycle.approval_ids[0].action_approve({"a": 1})

    # ------------------------------------------------------------
    # CONTEXTS
    # ------------------------------------------------------------

    def test_context_of_a_client_decides_nothing(self):
        """``default_*`` keys reach every record that is created below."""
        cycle = self._create_cycle()
        self._start(cycle)
        self._upload_report(cycle)
        forged = {
            "_lakip_edit_sentinel": True,
            "default_state": "approved",
            "default_decision": "approved",
            "default_hash": "f" * 64,
            "default_previous_hash": "0" * 64,
            "default_sequence": 1,
            "default_user_id": self.secretary.id,
            "default_signer_name": "Sekretaris Uji",
            "default_comment": "Setuju",
            "default_active": False,
            "default_automated": False,
            "default_date_end": "2020-01-01",
            "default_public": True,
            "tracking_disable": True,
            "mail_notrack": True,
            "active_test": False,
        }
        cycle.current_step_id.with_user(self.team_member).with_context(**forged).action_complete()
        step = cycle.current_step_id
        approval = step.approval_ids
        self.assertEqual(approval.state, "pending")
        for name in ("decision", "hash", "previous_hash", "user_id", "signer_name", "comment"):
            self.assertFalse(approval[name], name)
        self.assertTurn(step, self.planning_head)
        approval.with_user(self.planning_head).with_context(**forged).action_return("Kurang")
        point = cycle.correction_ids
        self.assertEqual((point.state, point.answer), ("open", False))
        cycle.current_step_id.with_user(self.team_member).with_context(**forged)._upload_document(
            "report", docx_bytes("dua"), "LAKIP.docx"
        )
        document = cycle._get_report()[cycle]
        self.assertEqual(document.state, "current")
        self.assertFalse(document.attachment_id.public)
        cycle.with_user(self.planning_head).with_context(**forged).action_cancel("Batal")
        self.assertEqual(cycle.state, "cancelled")
        self.assertChainHolds(cycle)

    # ------------------------------------------------------------
    # VOID WITHOUT A RETURN
    # ------------------------------------------------------------

    def test_cancel_leaves_a_row_that_says_so(self):
        cycle = self._reach_initial()
        self._decide_all(cycle, 2)
        cycle.with_user(self.planning_head).action_cancel("Diganti")
        ledger = self._ledger(cycle)
        self.assertEqual(ledger.mapped("decision"), ["approved", "approved", "voided"])
        self.assertEqual(set(cycle.approval_ids.mapped("state")), {"void"})
        self.assertEqual(ledger[-1].comment, "Diganti")
        self.assertEqual(ledger[-1].user_id, self.planning_head)
        self.assertChainHolds(cycle)

    def test_signed_report_is_not_cancelled(self):
        cycle = self._reach_initial()
        self._decide_all(cycle, 3)
        self.assertEqual(cycle._get_report()[cycle].state, "signed")
        with self.assertRefused("signed, so the cycle cannot be cancelled"):
            cycle.with_user(self.planning_head).action_cancel("Diganti")
        self.assertEqual(cycle.state, "running")
        self.assertChainHolds(cycle)

    def test_cancel_with_nothing_given_leaves_no_row(self):
        cycle = self._reach_initial()
        cycle.with_user(self.planning_head).action_cancel("Diganti")
        self.assertEqual(cycle.approval_ids.mapped("state"), ["void"])
        self.assertFalse(self._ledger(cycle))
        self.assertChainHolds(cycle)

    def test_return_of_another_kind_leaves_a_row_that_says_so(self):
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Paraf", "kind": "initial", "role": "secretary", "back": 0},
                {"name": "Periksa", "kind": "decision", "role": "planning_head", "back": 0},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 0},
            ],
            number="79",
        )
        cycle = self._create_cycle(sop_id=self.env["lakip.sop"].search([("number", "=", "79")]).id)
        self._start(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        cycle.current_step_id.with_user(self.planning_head).action_return("Angka salah")
        self.assertEqual(self._ledger(cycle).mapped("decision"), ["approved", "voided"])
        self.assertEqual(self._ledger(cycle).mapped("state"), ["void", "void"])
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        cycle.current_step_id.with_user(self.planning_head).action_complete()
        self._approve(cycle)
        self.assertEqual(cycle.state, "done")
        self.assertEqual(
            self._ledger(cycle).mapped("state"), ["void", "void", "approved", "approved"]
        )
        self.assertChainHolds(cycle)


class TestTampering(ApprovalCase):
    """What a superuser of the database changes by SQL is noticed and named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("run")
        cls.cycle = case._reach_initial()
        case._approve(cls.cycle)
        cls.cycle.current_step_id.pending_approval_id.with_user(cls.secretary).action_return(
            "Kurang"
        )
        case._upload_report(cls.cycle, text="versi dua")
        case._complete(cls.cycle)
        case._decide_all(cls.cycle)
        cls.env.flush_all()
        cls.ledger = cls.cycle.approval_ids.filtered("hash").sorted("sequence")

    def _sql(self, query, *args):
        self.env.flush_all()
        self.env.cr.execute(query, args)
        self.env.invalidate_all()

    def _verify(self):
        """Return what the button says to somebody who may only read."""
        return self.cycle.with_user(self.staff_a).action_verify()["params"]

    def test_untouched(self):
        self.staff_a.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        self.assertEqual(self.ledger.mapped("state"), [
            "void", "returned", "approved", "approved", "approved"])  # fmt: skip
        params = self._verify()
        self.assertEqual(params["type"], "success")
        self.assertIn("All 5 decisions", params["message"])

    def test_each_field_of_each_row(self):
        """The first row that was changed is named, whichever of its fields it was."""
        self.staff_a.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        other = self._reach_initial(2025)
        self._approve(other)
        foreign = self._ledger(other)
        officer = self.env["lakip.officer"].search([("user_id", "=", self.secretary.id)], limit=1)
        forged = {
            "step_id": foreign.step_id.id,
            "company_id": self.env.ref("base.main_company").id,
            "role_id": self.roles["division"].id,
            "round": 7,
            "document_id": foreign.document_id.id,
            "sequence": 9,
            "decision": ("returned", "approved"),
            "state": ("returned", "approved", "void"),
            "user_id": self.staff_a.id,
            "officer_id": None,
            "signer_name": "Orang Lain",
            "signer_title": "Gubernur",
            "date": "2020-01-01 00:00:00",
            "comment": "Setuju sekali",
            "sha256": "a" * 64,
            "previous_hash": "b" * 64,
            "hash": "c" * 64,
            "token": "palsu",
        }
        forged["holder_name"] = "Pejabat Lain"
        forged["reset_step_id"] = foreign.step_id.id
        forged["withdrawn_id"] = foreign.id
        forged["ip_address"] = "198.51.100.1"
        forged["login_method"] = forged["identity_method"] = "passkey"
        forged["signature"] = b64encode(b"lain").decode()
        forged["signature_sha256"] = forged["signed_sha256"] = "d" * 64
        forged["signed_document_id"] = foreign.document_id.id
        stored = {
            name
            for name, field in self.env["lakip.approval"]._fields.items()
            if field.store and field.column_type
        }
        log = {"id", "cycle_id", "create_uid", "create_date", "write_uid", "write_date"}
        self.assertEqual(stored - log, set(forged), "a new field must be covered by the hash")
        for row in self.ledger:
            position = row.sequence
            for name, values in forged.items():
                values = values if isinstance(values, tuple) else (values,)
                before = row[name].id if row._fields[name].relational else row[name]
                if name == "officer_id" and not before:
                    values = (officer.id,)
                for value in values:
                    if value == before:
                        continue
                    with self.subTest(row=position, field=name, value=value):
                        with self.env.cr.savepoint() as savepoint:
                            self._sql(
                                f"UPDATE lakip_approval SET {name} = %s WHERE id = %s",
                                value,
                                row.id,
                            )
                            params = self._verify()
                            self.assertEqual(params["type"], "danger")
                            # A row that claims another place leaves a gap at its own.
                            if name != "sequence":
                                self.assertIn(f"Decision {position} ", params["message"])
                            savepoint.rollback()
                        self.env.invalidate_all()
        self.assertChainHolds(self.cycle)

    def test_row_that_is_gone(self):
        """First, middle and last: the last leaves no trace in the chain but in what it did."""
        for index, message in (
            (0, "row 1 is missing"),
            (2, "row 3 is missing"),
            (4, "Tanda tangan' in round 1 is missing"),
        ):
            row = self.ledger[index]
            with self.subTest(row=index + 1), self.env.cr.savepoint() as savepoint:
                self._sql("DELETE FROM lakip_approval WHERE id = %s", row.id)
                _broken, reason = self.cycle._find_broken_approval()
                self.assertIn(message, reason or "")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_row_moved_to_another_cycle(self):
        other = self._reach_initial(2025)
        self._sql(
            "UPDATE lakip_approval SET cycle_id = %s WHERE id = %s", other.id, self.ledger[2].id
        )
        self.assertEqual(self.cycle._find_broken_approval()[0], self.ledger[3])
        self.assertEqual(other._find_broken_approval()[0], self.ledger[2])

    def test_hash_taken_off_a_row(self):
        for state in ("approved", "pending", "void"):
            with self.subTest(state=state), self.env.cr.savepoint() as savepoint:
                self._sql(
                    "UPDATE lakip_approval SET hash = NULL, state = %s WHERE id = %s",
                    state,
                    self.ledger[-1].id,
                )
                self.assertTrue(self.cycle._find_broken_approval()[1])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_forged_row_at_the_end(self):
        last = self.ledger[-1]
        self._sql(
            "INSERT INTO lakip_approval (step_id, cycle_id, company_id, role_id, round, "
            "document_id, state, decision, sequence, user_id, sha256, previous_hash, hash, token) "
            "SELECT step_id, cycle_id, company_id, role_id, round, document_id, 'approved', "
            "'approved', sequence + 1, user_id, sha256, hash, repeat('d', 64), 'x' "
            "FROM lakip_approval WHERE id = %s",
            last.id,
        )
        broken, reason = self.cycle._find_broken_approval()
        self.assertEqual(broken.sequence, last.sequence + 1)
        self.assertIn("changed after the decision", reason)

    def test_bytes_of_the_file(self):
        """The first decision that was given on these bytes is named."""
        document = self.ledger[-1].document_id
        document.attachment_id._lakip_unlocked().raw = docx_bytes("ditukar")
        broken, reason = self.cycle._find_broken_approval()
        self.assertEqual(broken, self.ledger[2], "rows 1 and 2 are about the version before")
        self.assertIn("file", reason)

    def test_bytes_and_their_digest(self):
        document = self.ledger[0].document_id
        content = docx_bytes("ditukar")
        document.attachment_id._lakip_unlocked().raw = content
        self._sql(
            "UPDATE lakip_document SET sha256 = %s WHERE id = %s",
            document._get_digest(content),
            document.id,
        )
        self.assertEqual(self.cycle._find_broken_approval()[0], self.ledger[0])

    def test_file_gone_from_the_disk(self):
        document = self.ledger[-1].document_id
        self._sql(
            "UPDATE ir_attachment SET store_fname = 'zz/none', db_datas = NULL WHERE id = %s",
            document.attachment_id.id,
        )
        with mute_logger("odoo.addons.base.models.ir_attachment"):
            self.assertEqual(self.cycle._find_broken_approval()[0], self.ledger[2])

    def test_document_marked_as_signed(self):
        superseded = self.ledger[0].document_id
        self._sql("UPDATE lakip_document SET state = 'signed' WHERE id = %s", superseded.id)
        _broken, reason = self.cycle._find_broken_approval()
        self.assertIn("without a signature", reason)

    def test_other_company_may_not_verify(self):
        other = self._create_company("Dinas Lain")
        stranger = self._create_user("stranger", "Orang Luar", other)
        stranger.group_ids = [Command.link(self.env.ref("lakip_sop.group_lakip_manager").id)]
        with self.assertRaises(UserError):
            self.cycle.with_user(stranger).action_verify()
