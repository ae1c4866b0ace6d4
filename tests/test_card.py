"""The approval card: who gets it, what it shows, what its buttons decide, what is refused."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import RecordCapturer

from odoo.addons.mail.tools.discuss import Store

from .common import LakipCase


class CardCase(LakipCase):
    """A cycle whose report waits for the paraf of the secretary."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop = cls._create_short_sop()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.cycle = cls._create_cycle()
        for user in (cls.secretary, cls.agency_head):
            user.notification_type = "inbox"

    def setUp(self):
        super().setUp()
        with self.at("2026-01-05 08:00"):
            self._start(self.cycle)
            self._complete(self.cycle)
            self._upload_report(self.cycle)
            self._complete(self.cycle)
        self.approval = self.cycle.current_step_id.pending_approval_id

    def _cards(self, approval=None):
        return self.env["mail.message"].search(
            [("lakip_approval_id", "in", (approval or self.approval).ids)], order="id"
        )

    def _shown(self, approval=None):
        document = (approval or self.approval).document_id
        return document.version, document.sha256

    def _data(self, approval=None, user=None):
        approval = approval or self.approval
        data = approval.with_user(user or self.secretary).get_card_data()
        (card,) = data["lakip.approval"]
        return card

    def _notices(self):
        """Return ``[(channel, message), ...]`` sent since the last call."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([], order="id")
        pairs = [(json.loads(notice.channel), json.loads(notice.message)) for notice in notices]
        notices.unlink()
        return pairs


class TestCard(CardCase):
    # ------------------------------------------------------------
    # WHO GETS IT
    # ------------------------------------------------------------

    def test_posted_where_it_is_read(self):
        """In the channel, in the signer's direct chat, and on the row with an inbox notice."""
        channel, chat, chatter = self._cards()
        self.assertEqual(channel.channel_id, self.cycle.channel_id)
        self.assertEqual(chat.channel_id.channel_type, "chat")
        self.assertEqual(
            chat.channel_id.channel_member_ids.partner_id,
            self.secretary.partner_id | self.env.ref("base.partner_root"),
        )
        self.assertEqual((chatter.model, chatter.res_id), ("lakip.step", self.approval.step_id.id))
        self.assertEqual(chatter.notified_partner_ids, self.secretary.partner_id)
        self.assertEqual(chatter.notification_ids.notification_type, "inbox")
        for message in channel, chat, chatter:
            self.assertEqual(message.author_id, self.env.ref("base.partner_root"))
            self.assertEqual(message.message_type, "comment")
        for message in chat, chatter:
            self.assertIn("LAKIP 2026, version 1</a> waits for your paraf, until", message.body)

    def test_email_only_when_chosen(self):
        self.agency_head.notification_type = "email"
        with RecordCapturer(self.env["mail.mail"]) as mails, self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
        self.assertEqual(len(mails.records), 1)
        self.assertEqual(mails.records.recipient_ids, self.agency_head.partner_id)
        self.assertNotIn("action_card_approve", mails.records.body_html)
        self.secretary.notification_type = "inbox"
        self.agency_head.notification_type = "inbox"

    def test_next_one_gets_the_next_card(self):
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
        following = self.cycle.current_step_id.pending_approval_id
        channel, chat, chatter = self._cards(following)
        self.assertIn("paraf given by Sekretaris Uji", channel.body)
        self.assertIn(self.agency_head.partner_id, chat.channel_id.channel_member_ids.partner_id)
        self.assertEqual(chatter.notified_partner_ids, self.agency_head.partner_id)
        self.assertEqual(len(self._cards()), 3)

    def test_the_same_chat_again(self):
        chat = self._cards()[1].channel_id
        with self.at("2026-01-05 09:00"):
            self.approval.with_user(self.secretary).action_return("Kurang")
            self._upload_report(self.cycle, text="2")
            self.cycle.correction_ids.with_user(self.team_member).action_resolve()
            self._complete(self.cycle)
        again = self.cycle.current_step_id.pending_approval_id
        self.assertEqual(self._cards(again)[1].channel_id, chat)

    def test_turn_moves_to_acting_officer(self):
        """A Plh. gets a card of their own; the cards in the channel change their turn."""
        acting = self._create_person("acting", "Plh Uji")
        self._notices()
        self._create_officer("secretary", acting, capacity="plh")
        self.assertEqual(self.approval.step_id.user_ids, acting)
        self.assertIn(acting.partner_id, self._cards().notified_partner_ids)
        self.assertEqual(self._data()["turn_user_ids"], acting.ids)
        channels = [channel[1:] for channel, _message in self._notices()]
        self.assertIn(["discuss.channel", self.cycle.channel_id.id], channels)

    # ------------------------------------------------------------
    # WHAT IT SHOWS
    # ------------------------------------------------------------

    def test_content(self):
        self.env["lakip.correction"].sudo()._lakip_unlocked().create(
            {"step_id": self.approval.step_id.id, "name": "Grafik"}
        )
        card = self._data()
        document = self.approval.document_id
        self.assertEqual(card["state"], "pending")
        self.assertEqual(card["kind"], "initial")
        self.assertEqual(card["document"]["version"], 1)
        self.assertEqual(card["document"]["sha256"], document.sha256)
        self.assertEqual(card["document"]["attachment"]["id"], document.attachment_id.id)
        self.assertEqual(card["open_points"], 1)
        self.assertEqual(card["turn_user_ids"], self.secretary.ids)
        self.assertEqual(card["turn_names"], ["Sekretaris Uji"])
        self.assertTrue(card["deadline"])
        self.assertEqual(card["given"], [])
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
        following = self.cycle.current_step_id.pending_approval_id
        (given,) = self._data(following)["given"]
        self.assertEqual(given["signer_name"], "Sekretaris Uji")
        decided = self._data()
        self.assertEqual(decided["state"], "approved")
        self.assertEqual(decided["turn_user_ids"], [])

    def test_in_the_first_notice(self):
        """The card's data comes with the message itself."""
        for message in self._cards():
            data = Store().add(message.with_user(self.secretary)).get_result()
            self.assertEqual(data["mail.message"][0]["lakip_approval_id"], self.approval.id)
            self.assertEqual(data["lakip.approval"][0]["id"], self.approval.id)

    def test_on_hold_nobody_has_buttons(self):
        self.approval.step_id.with_user(self.planning_head).action_hold("Cuti bersama")
        self.assertEqual(self._data()["turn_user_ids"], [])
        self.assertTrue(self._data()["on_hold"])

    def test_pages(self):
        count = self.env["lakip.document"]._count_pages
        self.assertEqual(count(b"no file"), 0)
        # python-docx lays nothing out: one page of no words is no page number
        self.assertEqual(self.approval.document_id.page_count, 0)

    # ------------------------------------------------------------
    # EVERYBODY SEES THE DECISION
    # ------------------------------------------------------------

    def test_decision_reaches_open_cards(self):
        """The channel, the direct chat and the users get the decided card at once."""
        chat = self._cards()[1].channel_id
        self._notices()
        with self.at("2026-01-05 09:00"):
            self.approval.with_user(self.secretary).action_card_approve(*self._shown())
        told = set()
        for channel, message in self._notices():
            for card in (
                message["payload"].get("lakip.approval", [])
                if (message["type"] == "mail.record/insert")
                else []
            ):
                if card["id"] == self.approval.id and card["state"] == "approved":
                    self.assertEqual(card["signer_name"], "Sekretaris Uji")
                    self.assertEqual(card["turn_user_ids"], [])
                    told.add(tuple(channel[1:]))
        self.assertIn(("discuss.channel", self.cycle.channel_id.id), told)
        self.assertIn(("discuss.channel", chat.id), told)
        self.assertIn(("res.partner", self.secretary.partner_id.id), told)

    def test_new_version_voids_the_card(self):
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
            following = self.cycle.current_step_id.pending_approval_id
            self._notices()
            following.with_user(self.agency_head).action_return("Kurang")
        states = {}
        for _channel, message in self._notices():
            if message["type"] == "mail.record/insert":
                for card in message["payload"].get("lakip.approval", []):
                    states[card["id"]] = card["state"]
        self.assertEqual(states, {self.approval.id: "void", following.id: "returned"})

    # ------------------------------------------------------------
    # THE BUTTONS
    # ------------------------------------------------------------

    def test_approve(self):
        with self.at("2026-01-05 09:00"):
            data = self.approval.with_user(self.secretary).action_card_approve(*self._shown())
        self.assertEqual(self.approval.state, "approved")
        self.assertEqual(self.approval.user_id, self.secretary)
        self.assertEqual(data["lakip.approval"][0]["state"], "approved")
        self.assertEqual(self.cycle.current_step_id.kind, "signature")

    def test_one_click_signs_nothing(self):
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
        signature = self.cycle.current_step_id.pending_approval_id
        with self.assertRefused("not given with one click"):
            signature.with_user(self.agency_head).action_card_approve(*self._shown(signature))
        action = signature.with_user(self.agency_head).action_card_sign(*self._shown(signature))
        self.assertEqual(action["target"], "new")

    def test_return_with_points(self):
        action = self.approval.with_user(self.secretary).action_card_return(*self._shown())
        wizard = (
            self.env["lakip.reason.wizard"]
            .with_user(self.secretary)
            .with_context(action["context"])
            .create(
                {
                    "reason": "Belum lengkap",
                    "line_ids": [
                        (0, 0, {"section": "BAB III", "name": "Tabel kosong"}),
                        (0, 0, {"section": "BAB IV, hal. 40", "name": "Saran"}),
                    ],
                }
            )
        )
        with self.at("2026-01-05 09:00"):
            wizard.action_confirm()
        self.assertEqual(self.approval.state, "returned")
        points = self.cycle.correction_ids
        self.assertEqual(
            {(point.section, point.name) for point in points},
            {
                ("Returned at row 3", "Belum lengkap"),
                ("BAB III", "Tabel kosong"),
                ("BAB IV, hal. 40", "Saran"),
            },
        )
        self.assertEqual(points.document_id, self.approval.document_id)
        self.assertEqual(set(points.mapped("round")), {1})
        self.assertTrue(all(points.mapped("is_return")))
        self.assertEqual(self.cycle.current_step_id.number, "2")
        self.assertChainHolds(self.cycle)

    def test_return_from_the_form_asks_for_points(self):
        action = self.approval.step_id.with_user(self.secretary).action_return()
        self.assertEqual(action["context"]["default_operation"], "approval_return")

    def test_bad_points(self):
        approval = self.approval.with_user(self.secretary)
        for points in ("BAB", [{"name": " "}], [{"section": "BAB I"}], ["x"], [{"name": 1}]):
            with self.subTest(points=points), self.assertRaises(UserError):
                approval.action_return("Kurang", points)
        self.assertEqual(self.approval.state, "pending")

    # ------------------------------------------------------------
    # STALE CARDS
    # ------------------------------------------------------------

    def test_stale_card(self):
        """It decides nothing and says what changed."""
        version, sha256 = self._shown()
        with self.at("2026-01-05 09:00"):
            self.approval.with_user(self.secretary).action_return("Kurang")
            self._upload_report(self.cycle, text="2")
            self.cycle.correction_ids.with_user(self.team_member).action_resolve()
            self._complete(self.cycle)
        approval = self.approval.with_user(self.secretary)
        changed = "You read version 1; in force is version 2"
        with self.assertRefused(changed):
            approval.action_card_approve(version, sha256)
        with self.assertRefused(changed):
            approval.action_card_return(version, sha256)
        again = self.cycle.current_step_id.pending_approval_id.with_user(self.secretary)
        for shown in ((1, sha256), (2, sha256), (1, again.document_id.sha256), (None, None)):
            with self.subTest(shown=shown), self.assertRefused("The report has changed"):
                again.action_card_approve(*shown)
        self.assertEqual(again.state, "pending")

    def test_stale_wizard(self):
        """The reason is typed, and meanwhile the paraf was given elsewhere."""
        action = self.approval.with_user(self.secretary).action_card_return(*self._shown())
        wizard = (
            self.env["lakip.reason.wizard"]
            .with_user(self.secretary)
            .with_context(action["context"])
            .create({"reason": "Belum lengkap"})
        )
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
        with self.assertRefused("decided already"):
            wizard.action_confirm()

    def test_twice(self):
        with self.at("2026-01-05 09:00"):
            shown = self._shown()
            self.approval.with_user(self.secretary).action_card_approve(*shown)
            with self.assertRefused("decided already: Approved .Sekretaris Uji"):
                self.approval.with_user(self.secretary).action_card_approve(*shown)

    # ------------------------------------------------------------
    # ACTIVITIES
    # ------------------------------------------------------------

    def test_activity_carries_the_card(self):
        activity = self.approval.step_id.activity_ids
        data = activity.with_user(self.secretary).activity_format()
        self.assertEqual(data["mail.activity"][0]["lakip_approval_id"], self.approval.id)
        self.assertEqual(data["lakip.approval"][0]["turn_user_ids"], self.secretary.ids)

    def test_mark_done_decides_nothing(self):
        activity = self.approval.step_id.activity_ids.with_user(self.secretary)
        activity.action_done()
        activity.invalidate_recordset()
        self.assertEqual(self.approval.state, "pending")
        self.assertTurn(self.approval.step_id, self.secretary)

    def test_other_activities_have_none(self):
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("lakip.step"),
                "res_id": self.approval.step_id.id,
                "summary": "Telepon",
                "user_id": self.secretary.id,
            }
        )
        self.assertFalse(activity.lakip_approval_id)

    def test_withdrawn(self):
        """The channel is told, the next one's card is void and the paraf is asked again."""
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
            following = self.cycle.current_step_id.pending_approval_id
            self.approval.with_user(self.secretary).action_withdraw("Salah versi")
        self.assertEqual(self._data(self.approval)["withdrawal"], "Salah versi")
        self.assertFalse(self._data(following)["withdrawal"])
        self.assertEqual(self._data(following)["turn_user_ids"], [])
        again = self.cycle.current_step_id.pending_approval_id
        channel, _chat, _chatter = self._cards(again)
        self.assertIn("withdrawn by Sekretaris Uji: Salah versi", channel.body)
        (given,) = self._data(again)["given"]
        self.assertEqual(given["state"], "void")

    def test_who_may_take_it_back(self):
        """Whoever decided, until the next one has."""
        self.assertFalse(self._data(self.approval)["withdrawer_id"])
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
            self.assertEqual(self._data(self.approval)["withdrawer_id"], self.secretary.id)
            action = self.approval.with_user(self.secretary).action_withdraw()
            self.assertEqual(action["res_model"], "lakip.reason.wizard")
            self._approve(self.cycle)
            signature = self.cycle.approval_ids.filtered(lambda row: row.kind == "signature")
            self.assertFalse(self._data(self.approval)["withdrawer_id"])
            self.assertEqual(self._data(signature)["withdrawer_id"], self.agency_head.id)
            with self.assertRefused("has decided after you"):
                self.approval.with_user(self.secretary).action_withdraw()


class TestCardThreats(CardCase):
    def test_another_turn(self):
        for user in (self.agency_head, self.planning_head, self.manager, self.team_member):
            with self.subTest(user=user.login), self.assertRefused("is the turn of Sekretaris"):
                self.approval.with_user(user).action_card_approve(*self._shown())
            with self.subTest(user=user.login), self.assertRefused("is the turn of Sekretaris"):
                self.approval.with_user(user).action_card_return(*self._shown())

    def test_data_to_a_non_member(self):
        """Neither the message nor the card is told to who is not in the channel."""
        outsider = self._create_person("outsider", "Orang Luar")
        channel, chat, _chatter = self._cards()
        for message in channel, chat:
            with self.assertRaises(AccessError):
                message.with_user(outsider).read(["body"])
        with self.assertRaises(AccessError):
            self.approval.with_user(outsider).get_card_data()
        with self.assertRaises(AccessError):
            self.approval.with_user(outsider).action_card_approve(*self._shown())

    def test_data_to_another_company(self):
        other = self._create_company("Dinas Lain")
        head = self._create_person("other_head", "Kepala Lain", company=other)
        self._create_officer("agency_head", head, company=other)
        with self.assertRaises(AccessError):
            self.approval.with_user(head).with_company(other).get_card_data()

    def test_edit_a_posted_card(self):
        for message in self._cards():
            for vals in ({"body": "Setuju"}, {"lakip_approval_id": False}, {"author_id": False}):
                with self.subTest(vals=vals), self.assertRefused("stays as it was posted"):
                    message.write(vals)
            record = self.env[message.model].browse(message.res_id)
            with self.assertRefused("stays as it was posted"):
                record._message_update_content(message, body="Setuju")

    def test_forge_a_card(self):
        """No client can make a message of its own look like a card."""
        channel = self.cycle.channel_id.with_user(self.planning_head)
        with self.assertRefused("posted by the app only"):
            channel.message_post(
                body="Paraf!", message_type="comment", lakip_approval_id=self.approval.id
            )
        forged = {"_lakip_card_sentinel": True, "default_lakip_approval_id": self.approval.id}
        with self.assertRefused("posted by the app only"):
            channel.with_context(**forged).message_post(
                body="Paraf!", message_type="comment", lakip_approval_id=self.approval.id
            )
        message = channel.with_context(**forged).message_post(body="Paraf!", message_type="comment")
        self.assertFalse(message.lakip_approval_id)
        message = self.env["mail.message"].with_user(self.planning_head).with_context(**forged)
        self.assertFalse(message.create({"body": "Paraf!"}).lakip_approval_id)
        self.assertNotIn("lakip_approval_id", channel._get_allowed_message_params())
        self.assertNotIn("lakip_approval_id", self.approval.step_id._get_allowed_message_params())
