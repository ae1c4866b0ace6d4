"""Approvals decided in a browser, from the card and from the activity."""

from odoo.tests import HttpCase

from .test_card import CardCase


class TestCardTours(CardCase, HttpCase):
    # Not Discuss, where a chat opens in the page and not in a window
    _work_url = "/odoo/action-lakip_sop.lakip_step_action_my_work"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.secretary | cls.agency_head | cls.head_a
        for user in people:
            user.password = user.login
        people.lang = "en_US"
        if "odoobot_state" in people._fields:
            # The bot greets nobody in the chat that the tours look at.
            people.odoobot_state = "disabled"

    def _tour(self, url, name, user=None):
        self.start_tour(url, f"lakip_sop.{name}", login=(user or self.secretary).login)
        self.approval.invalidate_recordset()

    def _channel_url(self):
        channel = self.cycle.channel_id
        return f"/odoo/action-mail.action_discuss?active_id=discuss.channel_{channel.id}"

    def test_from_the_channel(self):
        self._tour(self._channel_url(), "card_channel")
        self.assertEqual(self.approval.state, "approved")
        self.assertEqual(self.approval.user_id, self.secretary)

    def test_from_the_chat_window(self):
        self._tour(self._work_url, "card_chat_window")
        self.assertEqual(self.approval.state, "approved")

    def test_from_the_inbox(self):
        self._tour("/odoo/action-mail.action_discuss?active_id=mail.box_inbox", "card_inbox")
        self.assertEqual(self.approval.state, "approved")

    def test_on_a_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self._tour(self._work_url, "card_phone")
        self.assertEqual(self.approval.state, "approved")

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

    def test_activity_in_the_chatter(self):
        self._tour(f"/odoo/lakip.step/{self.approval.step_id.id}", "card_activity_chatter")
        self.assertEqual(self.approval.state, "approved")

    def test_activity_in_the_list(self):
        self._tour(self._work_url, "card_activity_list")
        self.assertEqual(self.approval.state, "approved")
