"""The public page behind the QR code: what it says, what it keeps to itself, who may ask."""

import re

from odoo.tests import HttpCase

from odoo.addons.lakip_sop.controllers.lakip_verify import LIMIT

from .test_sign import SignCase


class TestVerifyPage(SignCase, HttpCase):
    def setUp(self):
        super().setUp()
        LIMIT.clear()
        self.addCleanup(LIMIT.clear)

    def _signed(self):
        cycle = self._reach_signature()
        self._approve(cycle)
        row = cycle.approval_ids.filtered(
            lambda row: row.kind == "signature" and row.state == "approved"
        )
        return cycle, row.sudo()

    def _get(self, token, **options):
        # As a stranger: no session of anybody
        self.opener.cookies.clear()
        return self.url_open(f"/lakip/verify/{token}", **options)

    def _verdict(self, page):
        return re.search(r"o_verdict o_(\w+)", page.text).group(1)

    def test_valid(self):
        cycle, row = self._signed()
        self.env.flush_all()
        row.invalidate_recordset()
        before = row.read()
        page = self._get(row.token)
        self.assertEqual((page.status_code, self._verdict(page)), (200, "valid"))
        for part in (
            row.signed_sha256, row.sha256, row._get_anchor(), "Kepala Uji", "Sekretaris Uji",
            "Kepala Dinas", "LAKIP 2026", "DINAS UJI", "WIB",
        ):  # fmt: skip
            self.assertIn(part, page.text)
        # Nothing else: no picture, no address, no comment, no names of others
        for part in ("203.0.113.7", "Kasubbag Uji", "Anggota Tim", "base64", "/web/", "@"):
            self.assertNotIn(part, page.text)
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        row.invalidate_recordset()
        self.assertEqual(row.read(), before)
        self.assertChainHolds(cycle)

    def test_unknown_and_undecided(self):
        cycle = self._reach_signature()
        pending = cycle.current_step_id.pending_approval_id.sudo()
        paraf = cycle.approval_ids.filtered(lambda row: row.kind == "initial").sudo()
        for token in (pending.token, paraf.token, "x" * 43, "x", "%25", "1", "x" * 5000):
            with self.subTest(token=token[:10]):
                page = self._get(token)
                self.assertEqual(page.status_code, 404)
                self.assertEqual(self._verdict(page), "invalid")
                self.assertNotIn("DINAS UJI", page.text)

    def test_no_token_can_be_guessed_from_another(self):
        _cycle, row = self._signed()
        tokens = row.cycle_id.approval_ids.sudo().mapped("token")
        self.assertEqual(len(set(tokens)), len(tokens))
        self.assertGreaterEqual(min(map(len, tokens)), 43)
        for guess in (row.token[:-1], row.token.swapcase(), row.token + "A", "%", "_" * 43):
            self.assertEqual(self._get(guess).status_code, 404)

    def test_revoked(self):
        cycle, row = self._signed()
        row.with_user(self.agency_head).action_withdraw("Belum lengkap")
        self.assertEqual(self._verdict(self._get(row.token)), "revoked")
        self._approve(cycle)
        self.assertEqual(self._verdict(self._get(row.token)), "revoked")
        again = cycle.approval_ids.filtered(
            lambda row: row.kind == "signature" and row.state == "approved"
        ).sudo()
        self.assertEqual(self._verdict(self._get(again.token)), "valid")

    def test_altered(self):
        _cycle, row = self._signed()
        row._lakip_unlocked().comment = "Lain"
        self.env.flush_all()
        page = self._get(row.token)
        self.assertEqual(self._verdict(page), "invalid")
        self.assertNotIn("o_valid", page.text)

    def test_reading_decides_nothing(self):
        """No GET, no POST on an address signs or approves."""
        cycle = self._reach_signature()
        approval = cycle.current_step_id.pending_approval_id
        self._get(approval.sudo().token)
        self.assertEqual(self._get(approval.sudo().token, data={"a": 1}).status_code, 405)
        self.authenticate(self.agency_head.login, self.agency_head.login)
        for path in (
            f"/web/dataset/call_kw/lakip.approval/action_approve?args=[[{approval.id}]]",
            f"/web/dataset/call_button/lakip.approval/action_approve?args=[[{approval.id}]]",
            f"/lakip/verify/{approval.sudo().token}?action=approve",
        ):
            self.url_open(path)
        approval.invalidate_recordset()
        self.assertEqual(approval.state, "pending")

    def test_rate_is_limited(self):
        _cycle, row = self._signed()
        codes = [self._get("x" * 43).status_code for _try in range(31)]
        self.assertEqual(codes, [404] * 30 + [429])
        page = self._get(row.token)
        self.assertEqual((page.status_code, self._verdict(page)), (429, "revoked"))
        self.assertNotIn("DINAS UJI", page.text)
