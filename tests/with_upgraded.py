"""A database of the first release after its upgrade: ``test_upgrade.py`` runs this there."""

from odoo import Command

from .common import LakipCase, docx_bytes
from .invariants import get_violations
from .pages import open_menus

#: Logins of one person of each role in the first agency, and of the administrator.
PEOPLE = ("kadis", "sekretaris", "kasubbag", "tim", "kabid.informasi", "staf.informasi", "admin")


class TestUpgraded(LakipCase):
    @classmethod
    def setUpClass(cls):
        # The people are those of the database.
        super(LakipCase, cls).setUpClass()
        cls.second = cls.env["res.company"].search([("name", "=", "Dinas Kedua")])
        cls.cycles = cls.env["lakip.cycle"].with_context(active_test=False).search([])
        cls.running = cls.cycles.filtered(lambda cycle: cycle.state == "running")

    def _get_user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def _get_cycle(self, year):
        """Return the cycle of the second agency, in its company."""
        cycle = self.cycles.filtered(lambda one: (one.company_id, one.year) == (self.second, year))
        return self._enter(cycle)

    def _enter(self, cycle):
        return cycle.with_context(
            active_test=True, allowed_company_ids=cycle.company_id.ids, lang="en_US"
        )

    # ------------------------------------------------------------
    # WHAT WAS DECIDED
    # ------------------------------------------------------------

    def test_every_ledger_holds(self):
        self.assertEqual(len(self.cycles.approval_ids.filtered("hash")), 10)
        for cycle in self.cycles:
            with self.subTest(cycle=cycle.display_name):
                self.assertChainHolds(cycle)
                self.assertTrue(all(document._is_intact() for document in cycle.document_ids))

    def test_the_rules_of_every_database_hold(self):
        self.assertEqual(get_violations(self.env), [])

    def test_signatures_are_valid(self):
        signed = self.cycles.approval_ids.filtered(
            lambda row: row.kind == "signature" and row.state == "approved"
        )
        self.assertEqual(len(signed), 2)
        for row in signed:
            facts = row._get_verification()
            self.assertEqual(facts["state"], "valid")
            self.assertEqual(facts["version"], row.document_id.version)
            self.assertEqual(facts["signed_sha256"], row.document_id.sha256)

    def test_a_changed_file_of_an_old_signature_is_noticed(self):
        row = self._get_cycle(2022).approval_ids.filtered(lambda row: row.kind == "signature")
        row.document_id.attachment_id._lakip_unlocked().raw = b"forged"
        self.assertEqual(row._get_verification()["state"], "altered")

    def test_an_old_signature_is_withdrawn_and_given_anew(self):
        cycle = self._get_cycle(2022)
        self.assertEqual(cycle.current_step_id.kind, "archive")
        row = cycle.approval_ids.filtered(lambda row: row.kind == "signature")
        row.with_user(row.user_id).action_withdraw("Salah lampiran.")
        self.assertEqual(row.document_id.state, "current")
        self.assertEqual(row._get_verification()["state"], "revoked")
        self.assertChainHolds(cycle)
        self._approve(cycle)
        self.assertEqual(cycle._get_report()[cycle].source_id, row.document_id)
        self.assertChainHolds(cycle)

    # ------------------------------------------------------------
    # WHAT IS NEW
    # ------------------------------------------------------------

    def test_running_cycles_have_a_channel(self):
        self.assertEqual(len(self.running), 6)
        for cycle in self.running:
            self.assertTrue(cycle.channel_id.active)
            self.assertIn(cycle.current_step_id.user_ids[0], cycle.channel_user_ids)
            self.assertTrue(cycle.channel_id.message_ids)
        self.assertFalse((self.cycles - self.running).channel_id)

    def test_a_decision_that_waits_has_its_card(self):
        pending = self.cycles.approval_ids.filtered(lambda row: row.state == "pending")
        self.assertEqual(len(pending), 2)
        for row in pending:
            messages = self.env["mail.message"].search([("lakip_approval_id", "=", row.id)])
            self.assertEqual(
                set(messages.mapped("model")), {"discuss.channel", "lakip.step"}, row.display_name
            )

    def test_cycles_have_their_scale(self):
        self.assertEqual(self.cycles.scale_id, self.env.ref("lakip_sop.lakip_scale_default"))
        self.assertTrue(all(self.cycles.mapped("scale_id.id")))

    def test_the_decree_that_is_being_written_has_its_wording(self):
        decrees = self.running.current_step_id.filtered(lambda step: step.kind == "decree")
        self.assertEqual(len(decrees), 2)
        self.assertTrue(all(decrees.mapped("decree_dictums")))

    def test_what_the_agency_changed_stays(self):
        role = self.env.ref("lakip_sop.lakip_role_secretary").with_context(lang="id_ID")
        self.assertEqual(role.name, "Sekretaris Dinas")
        kind = self.env.ref("lakip_sop.mail_activity_type_signature").with_context(lang="id_ID")
        self.assertEqual(kind.name, "Tanda tangani laporan")
        user = self._get_user("tim")
        self.assertEqual(user.action_id.id, self.env.ref("lakip_sop.lakip_work_action").id)
        saved = self.env["ir.filters"].with_user(user).get_filters("lakip.step")
        self.assertEqual([one["name"] for one in saved], ["Baris saya"])

    # ------------------------------------------------------------
    # WORK GOES ON
    # ------------------------------------------------------------

    def test_pages_of_each_role_open(self):
        for login in PEOPLE:
            user = self._get_user(login)
            env = self.env(
                user=user,
                context={"allowed_company_ids": user.company_ids.ids, "lang": user.lang},
            )
            with self.subTest(user=login):
                opened = open_menus(env, "lakip_sop")
                self.assertIn("lakip_sop.menu_lakip_my_work", opened)
                env.invalidate_all()
                for cycle in env["lakip.cycle"].search([]):
                    self.assertTrue(cycle.flow_data["rows"])

    def test_running_cycles_are_carried_to_their_end(self):
        for cycle in self.running:
            with self.subTest(cycle=cycle.display_name):
                cycle = self._enter(cycle)
                for _row in range(15):
                    if cycle.state == "running":
                        self._do_row(cycle)
                self.assertEqual(cycle.state, "done")
                self.assertChainHolds(cycle)
                (report,) = cycle._get_report().values()
                self.assertEqual(report.state, "signed")
                self.assertFalse(cycle.step_ids.activity_ids)

    def _do_row(self, cycle):
        """Let the one whose turn it is do what the current row asks for."""
        step = cycle.current_step_id
        own = step.with_user(step.user_ids[0])
        if own.is_on_hold:
            own.action_resume()
        if step.kind in ("initial", "signature"):
            self._approve(cycle)
            return
        getattr(self, f"_fill_{step.kind}", lambda own: None)(own)
        own.action_complete()

    def _fill_collection(self, own):
        rest = own.cycle_id.request_ids.filtered(
            lambda one: one.state not in ("accepted", "waived")
        )
        rest.action_waive("Datanya sudah ada.")

    def _fill_drafting(self, own):
        own._upload_document("report", docx_bytes("LAKIP akhir"), "LAKIP.docx")

    def _fill_revision(self, own):
        for point in own.cycle_id.correction_ids.filtered(lambda point: point.state == "open"):
            point.answer = "Sudah."
            point.action_resolve()
        self._fill_drafting(own)

    def _fill_meeting(self, own):
        own.write({"meeting_start": "2026-11-24 02:00:00", "meeting_stop": "2026-11-24 04:00:00"})
        own.action_mark_all_present()
        own.minutes = "<p>Rapat.</p>"

    def _fill_discussion(self, own):
        self._fill_meeting(own)
        self.env["lakip.correction"].with_user(own.env.user).create(
            {"step_id": own.id, "name": "Perbaiki tabel."}
        )

    def _fill_archive(self, own):
        own.hardcopy_location = "Lemari 3"
        for delivery in own.delivery_ids:
            receipt = (
                self.env["ir.attachment"]
                .with_user(own.env.user)
                .create({"name": "tanda_terima.docx", "raw": docx_bytes()})
            )
            delivery.write(
                {
                    "date": "2026-11-26",
                    "receiver": "Penerima",
                    "receipt_attachment_ids": [Command.link(receipt.id)],
                }
            )
            delivery.action_deliver()
