"""Approvals decided in a browser, from the card and from the activity."""

from base64 import b64encode

from odoo.tests import HttpCase

from .common import TOUR_TIMEOUT, signature_png
from .test_card import CardCase


class CardTourCase(CardCase, HttpCase):
    """A cycle at its first approval, and people who can log in."""

    # Not Discuss, where a chat opens in the page and not in a window
    _work_url = "/odoo/action-lakip_sop.lakip_step_action"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.planning_head | cls.secretary | cls.agency_head | cls.head_a
        for user in people:
            user.password = user.login
        people.lang = "en_US"
        people.notification_type = "inbox"
        if "odoobot_state" in people._fields:
            # The bot greets nobody in the chat that the tours look at.
            people.odoobot_state = "disabled"

    def _tour(self, url, name, user=None):
        self.start_tour(
            url,
            f"lakip_sop.{name}",
            login=(user or self.secretary).login,
            timeout=TOUR_TIMEOUT,
        )
        self.env.invalidate_all()

    def _channel_url(self):
        channel = self.cycle.channel_id
        return f"/odoo/action-mail.action_discuss?active_id=discuss.channel_{channel.id}"

    def _use_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True

    def assertSigned(self, approval):
        """The agency head signed after a check of the password."""
        self.assertEqual(approval.state, "approved")
        self.assertEqual(approval.user_id, self.agency_head)
        self.assertEqual(approval.sudo().identity_method, "password")
        self.assertTrue(approval.signature_sha256)
        self.assertEqual(approval.signed_document_id.state, "signed")
        self.assertChainHolds(self.cycle)


class TestThreeOfficers(CardTourCase):
    """Paraf, paraf, signature: none of the three leaves Discuss."""

    @classmethod
    def _create_short_sop(cls, **vals):
        return cls._create_sop(
            [
                {"name": "Mulai kerja", "kind": "task", "role": "planning_head", "duration": 1},
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 2},
                *(
                    {"name": name, "kind": kind, "role": role, "back": 1,
                     "duration": 1, "duration_unit": "day"}
                    for name, kind, role in (
                        ("Memaraf", "initial", "planning_head"),
                        ("Memaraf juga", "initial", "secretary"),
                        ("Menandatangani", "signature", "agency_head"),
                    )
                ),
                {"name": "Menutup", "kind": "task", "role": "planning_head"},
            ],
            **vals,
        )  # fmt: skip

    def _decide_in(self, url, place):
        for role in ("planning_head", "secretary", "agency_head"):
            approval = self.cycle.current_step_id.pending_approval_id
            user = getattr(self, role)
            self._tour(url, f"card_{place}_{role}", user)
            self.assertEqual((approval.state, approval.user_id), ("approved", user))
        self.assertSigned(approval)
        return approval

    def test_in_the_channel(self):
        """The signature is drawn."""
        approval = self._decide_in(self._channel_url(), "channel")
        self.assertFalse(self.env["lakip.signature"].search([]))
        self.assertTrue(approval.sudo().ip_address)

    def test_in_the_chat_window(self):
        """The signature is the officer's own stored one."""
        own = self.env["lakip.signature"].with_user(self.agency_head)
        own = own.create({"image": b64encode(signature_png())})
        approval = self._decide_in(self._work_url, "chat_window")
        self.assertEqual(approval.sudo().signature, own.image)


class TestCardTours(CardTourCase):
    def test_from_the_inbox(self):
        self._tour("/odoo/action-mail.action_discuss?active_id=mail.box_inbox", "card_inbox")
        self.assertEqual(self.approval.state, "approved")

    def test_on_a_phone(self):
        self._use_phone()
        self._tour(self._work_url, "card_phone")
        self.assertEqual(self.approval.state, "approved")

    def test_sign_on_a_phone(self):
        self._approve(self.cycle)
        signature = self.cycle.current_step_id.pending_approval_id
        self._use_phone()
        self._tour(self._work_url, "card_phone_sign", self.agency_head)
        self.assertSigned(signature)

    def test_return_with_points(self):
        self._tour(self._channel_url(), "card_return")
        self.assertEqual(self.approval.state, "returned")
        self.assertEqual(
            self.cycle.correction_ids.mapped("name"),
            ["Belum lengkap", "Tabel kosong", "Saran kurang"],
        )

    def test_no_buttons_for_others(self):
        self._tour(self._channel_url(), "card_other", self.head_a)
        self.assertEqual(self.approval.state, "pending")

    def test_stale_card(self):
        """What the screen has missed decides nothing; the card then tells how things stand."""
        self.approval.with_user(self.secretary).action_return("Kurang")
        self._upload_report(self.cycle, text="2")
        self.cycle.correction_ids.with_user(self.team_member).action_resolve()
        self._complete(self.cycle)
        self._tour(self._channel_url(), "card_stale")
        self.assertEqual(self.approval.state, "returned")
        self.assertEqual(self.cycle.current_step_id.pending_approval_id.state, "pending")

    def test_withdraw(self):
        self._approve(self.cycle)
        self._tour(self._channel_url(), "card_withdraw")
        self.assertEqual(self.approval.state, "void")
        self.assertTurn(self.cycle.current_step_id, self.secretary)
        self.assertChainHolds(self.cycle)

    def test_several_parafs_from_the_list(self):
        parafs, signature = self.approval, None
        for year in (2027, 2028):
            cycle = self._create_cycle(year)
            self._start(cycle)
            self._complete(cycle)
            self._upload_report(cycle, text=str(year))
            self._complete(cycle)
            if year == 2028:
                self._approve(cycle)
                signature = cycle.current_step_id.pending_approval_id
            else:
                parafs |= cycle.current_step_id.pending_approval_id
        self._tour("/odoo/action-lakip_sop.lakip_approval_action", "card_list")
        self.assertEqual(parafs.mapped("state"), ["approved"] * 2)
        self.assertEqual(parafs.user_id, self.secretary)
        self.assertEqual(signature.state, "pending")

    def test_command(self):
        """/lakip is answered to the asker alone, and nobody else reads that it was asked."""
        said = self.cycle.channel_id.message_ids
        self._notices()
        self._tour(self._channel_url(), "card_command")
        (answer,) = [
            (channel[1:], message["payload"]["body"])
            for channel, message in self._notices()
            if message["type"] == "discuss.channel/transient_message"
        ]
        self.assertEqual(answer[0], ["res.partner", self.secretary.partner_id.id])
        self.assertIn("LAKIP 2026", str(answer[1]))
        self.assertEqual(self.cycle.channel_id.message_ids, said)

    def test_activity_in_the_chatter(self):
        self._tour(f"/odoo/lakip.step/{self.approval.step_id.id}", "card_activity_chatter")
        self.assertEqual(self.approval.state, "approved")

    def test_activity_in_the_list(self):
        self._tour(self._work_url, "card_activity_list")
        self.assertEqual(self.approval.state, "approved")
