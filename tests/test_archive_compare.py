"""An archive, or the printed head, tells what a restored database lacks."""

import base64
import json
import zipfile
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .archive_case import LEDGER, ArchiveExportCase
from .test_sign import SignCase


class TestCompare(ArchiveExportCase, SignCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("run")
        cls.cycle = case._reach_paraf()
        cls.cycle.current_step_id.pending_approval_id.with_user(cls.secretary).action_return(
            "Ulang"
        )
        case._upload_report(cls.cycle, text="baru")
        case._complete(cls.cycle)
        case._approve(cls.cycle, cls.secretary)

    def _archive(self, cycle=None):
        cycle = (cycle or self.cycle).with_user(self.planning_head)
        return b"".join(cycle._stream_archive(cycle._get_archive()))

    def _compare(self, content=None, head=None, user=None, cycle=None):
        """Fill in the window of the gear as ``user``, press the button; return the window."""
        wizards = self.env["lakip.archive.wizard"].with_user(user or self.planning_head)
        context = {"active_model": "lakip.cycle", "active_id": (cycle or self.cycle).id}
        form = Form(wizards.with_context(**context))
        if content:
            form.file = base64.b64encode(content)
        if head:
            form.head = head
        wizard = form.save()
        action = wizard.action_compare()
        self.assertEqual((action["res_model"], action["res_id"]), (wizard._name, wizard.id))
        return wizard

    def _lose_since(self, count):
        """Take out of the database all decisions but the first ``count``, as a restore from an
        older backup does, with what they brought about."""
        ledger = self.cycle.approval_ids.filtered("hash").sorted("sequence")
        lost = ledger[count:]
        cr = self.env.cr
        self.env.flush_all()
        cr.execute("DELETE FROM lakip_step_round WHERE step_id = ANY(%s)", [lost.step_id.ids])
        cr.execute("UPDATE lakip_document SET state = 'current' WHERE state = 'signed'")
        cr.execute("UPDATE mail_message SET lakip_approval_id = NULL")
        cr.execute("DELETE FROM lakip_approval WHERE id = ANY(%s)", [lost.ids])
        self.env.invalidate_all()
        return lost

    def test_same_day(self):
        self._approve(self.cycle, self.agency_head)
        content = self._archive()
        wizard = self._compare(content)
        self.assertEqual(wizard.verdict, "whole")
        self.assertIn("All 3 decisions", wizard.result)
        self.assertFalse(wizard.file, "not kept")
        (name,) = [n for n in zipfile.ZipFile(BytesIO(content)).namelist() if n.endswith(LEDGER)]
        ledger = zipfile.ZipFile(BytesIO(content)).read(name)
        self.assertEqual(self._compare(ledger).verdict, "whole")
        data = json.loads(ledger)
        for head in (data["head"], data["printed"][0], f"  {data['head'].upper()} "):
            wizard = self._compare(head=head)
            self.assertEqual(wizard.verdict, "whole")
            self.assertIn("decision 3 of 3", wizard.result)

    def test_decided_since(self):
        content = self._archive()
        self._approve(self.cycle, self.agency_head)
        wizard = self._compare(content)
        self.assertEqual(wizard.verdict, "whole")
        self.assertRegex(wizard.result, "(?s)since.*keputusan 3, langkah 4, Tanda tangan")

    def test_yesterdays_backup(self):
        """The chain in the database holds, yet two decisions are gone: the archive says which."""
        self._approve(self.cycle, self.agency_head)
        content = self._archive()
        (printed,) = json.loads(
            zipfile.ZipFile(BytesIO(content)).read(
                f"{zipfile.ZipFile(BytesIO(content)).namelist()[0].split('/')[0]}/{LEDGER}"
            )
        )["printed"]
        self._lose_since(1)
        self.assertChainHolds(self.cycle)
        wizard = self._compare(content, head=printed, user=self.secretary)
        self.assertEqual(wizard.verdict, "missing")
        self.assertRegex(
            wizard.result,
            r"(?s)^2 decisions of the archive are missing.*- keputusan 2, langkah 3, Paraf: "
            r"Disetujui, Sekretaris Uji, .*- keputusan 3, langkah 4, Tanda tangan: Disetujui, "
            r"Kepala Uji.*None of the 1 decisions in this database has that head.*keputusan 1, ",
        )

    def test_decided_anew_after_the_restore(self):
        content = self._archive()
        self._lose_since(1)
        step = self.cycle.step_ids[2]
        self.env.cr.execute("UPDATE lakip_step SET state = 'active' WHERE id = %s", [step.id])
        self.env.cr.execute("UPDATE lakip_step SET state = 'waiting' WHERE id > %s", [step.id])
        self.env.invalidate_all()
        approval = (
            self.env["lakip.approval"]
            .sudo()
            ._lakip_unlocked()
            .create(
                {
                    "step_id": step.id,
                    "cycle_id": self.cycle.id,
                    "company_id": self.company.id,
                    "role_id": step.role_id.id,
                    "round": step.round,
                    "document_id": self.cycle._get_report()[self.cycle].id,
                    "token": "x" * 43,
                }
            )
        )
        approval.with_user(self.secretary).sudo()._decide("approved", "lagi")
        self.env.invalidate_all()
        wizard = self._compare(content)
        self.assertEqual(wizard.verdict, "missing")
        self.assertRegex(wizard.result, "(?s)1 decisions.*keputusan 2.*In their place.*keputusan 2")

    def test_broken_here(self):
        content = self._archive()
        row = self.cycle.approval_ids.filtered("hash")[0]
        self.env.cr.execute("UPDATE lakip_approval SET comment = 'x' WHERE id = %s", [row.id])
        self.env.invalidate_all()
        wizard = self._compare(content)
        self.assertEqual(wizard.verdict, "missing")
        self.assertIn("was changed after the decision", wizard.result)

    def test_what_is_no_archive_of_this_cycle(self):
        content = self._archive()
        other = self._create_cycle(2027)
        self._start(other)
        with self.assertRaisesRegex(UserError, "another cycle"):
            self._compare(content, cycle=other)
        bomb = BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"Arsip/{LEDGER}", b"0" * (21 * 1024 * 1024))
        for junk in (
            b"x", b"PK", b"PK\x03\x04rusak", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000,
            b'{"format": "lakip_sop.ledger/1"}', bomb.getvalue(),
            b'{"format": "lakip_sop.ledger/1", "head": "", "rows": [1]}',
            b'{"format": "lakip_sop.ledger/1", "head": "", "rows": [{"links": []}]}',
        ):  # fmt: skip
            with self.subTest(junk[:40]), self.assertRaisesRegex(UserError, "no archive"):
                self._compare(junk)
        with self.assertRaisesRegex(UserError, "64 characters"):
            self._compare(head="abc")
        with self.assertRaisesRegex(UserError, "Choose an archive"):
            self._compare()

    def test_changed_archive(self):
        content = self._archive()
        (name,) = [n for n in zipfile.ZipFile(BytesIO(content)).namelist() if n.endswith(LEDGER)]
        whole = json.loads(zipfile.ZipFile(BytesIO(content)).read(name))
        for change in (
            lambda rows: rows[0]["links"][0].update(comment="Bagus"),
            lambda rows: rows.pop(0),
            lambda rows: rows.reverse(),
        ):
            ledger = json.loads(json.dumps(whole))
            change(ledger["rows"])
            with self.assertRaisesRegex(UserError, "archive itself was changed, at: keputusan"):
                self._compare(json.dumps(ledger).encode())
        whole["rows"].pop()
        with self.assertRaisesRegex(UserError, "taken out"):
            self._compare(json.dumps(whole).encode())

    def test_who_may_compare(self):
        for user in (self.team_member, self.staff_a):
            with self.assertRaises(AccessError):
                self._compare(head="0" * 64, user=user)
        wizard = self._compare(head="0" * 64, user=self.agency_head)
        self.assertEqual(wizard.verdict, "missing")
        with self.assertRaises(AccessError):
            wizard.with_user(self.planning_head).read(["result"])
