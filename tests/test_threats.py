"""What somebody might try on an approval, by the ways a client calls the server.

Read it as a list: each act is refused with the right error and a sentence, and leaves the ledger,
the cards and the activities as they were. Forged rows are tried in ``test_protection``, tokens and
the public page in ``test_verify_page``, a signature without its wizard in ``test_sign``.
"""

import json
import time
from base64 import b64encode

from odoo.exceptions import AccessError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import signature_png
from .test_card import CardCase

USER_ERROR = "odoo.exceptions.UserError"
ACCESS_ERROR = "odoo.exceptions.AccessError"


class ThreatCase(CardCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = cls._create_person("outsider", "Orang Luar")
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.write({"company_ids": [(4, cls.company.id)], "lang": "en_US"})

    def setUp(self):
        super().setUp()
        for user in (
            self.secretary | self.agency_head | self.planning_head | self.outsider | self.admin
        ):
            user.password = user.login
        self.step = self.approval.step_id
        self.env.flush_all()

    def _post(self, user, route, **params):
        """Call a JSON route as ``user``; return ``(error name, error message, result)``."""
        if getattr(self, "_caller", None) != user:
            self.authenticate(user.login, user.login)
            self._caller = user
        self.env.flush_all()
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule"):
            response = self.url_open(
                route,
                data=json.dumps({"params": params}),
                headers={"Content-Type": "application/json"},
            ).json()
        self.env.invalidate_all()
        error = response.get("error", {}).get("data", {})
        return error.get("name"), error.get("message", ""), response.get("result")

    def _call(self, user, records, method, *args, **kwargs):
        """Call a method as the web client of ``user`` does."""
        kwargs.setdefault("context", {"allowed_company_ids": self.company.ids})
        args = [records.ids, *args] if records else list(args)
        return self._post(
            user,
            f"/web/dataset/call_kw/{records._name}/{method}",
            model=records._name,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def _snapshot(self):
        self.env.flush_all()
        self.env.invalidate_all()
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "in", self.cycle.step_ids.ids)]
        )
        return {
            "ledger": [
                (row.id, row.state, row.hash, row.user_id.id)
                for row in self.cycle.approval_ids.sorted("id")
            ],
            "cards": [
                (card.id, card.body, card.attachment_ids.ids, card.lakip_approval_id.id)
                for card in self._cards(self.cycle.approval_ids)
            ],
            "activities": sorted(
                (act.res_id, act.user_id.id, act.activity_type_id.id, str(act.date_deadline))
                for act in activities
            ),
            "members": self.cycle.channel_id.channel_member_ids.partner_id.ids,
        }

    def assertThreat(self, answer, error, sentence):
        """Assert that an answer is the error named ``error`` with ``sentence``, a regex."""
        name, message, _result = answer
        self.assertEqual(name, error, message)
        self.assertRegex(message, sentence)

    def _reach_signature(self):
        with self.at("2026-01-05 09:00"):
            self._approve(self.cycle)
        self.env.flush_all()
        return self.cycle.current_step_id.pending_approval_id


class TestThreats(ThreatCase):
    # ------------------------------------------------------------
    # THE TURN
    # ------------------------------------------------------------

    def test_call_anothers_turn(self):
        before = self._snapshot()
        shown = self._shown()
        for method, args in (
            ("action_card_approve", shown),
            ("action_card_return", shown),
            ("action_approve", ()),
            ("action_return", ("Kurang",)),
        ):
            for user in self.agency_head | self.planning_head:
                with self.subTest(method=method, user=user.name):
                    answer = self._call(user, self.approval, method, *args)
                    self.assertThreat(answer, USER_ERROR, "is the turn of Sekretaris Uji")
            with self.subTest(method=method, user="outsider"):
                answer = self._call(self.outsider, self.approval, method, *args)
                self.assertThreat(answer, ACCESS_ERROR, ".")
        self.assertEqual(self._snapshot(), before)

    def test_replay_an_old_call(self):
        """The very same call again: after the decision, the withdrawal, and with a new version."""
        shown = self._shown()
        user = self.secretary
        self.assertIsNone(self._call(user, self.approval, "action_card_approve", *shown)[0])
        before = self._snapshot()
        for method, args in (
            ("action_card_approve", shown),
            ("action_card_return", shown),
            ("action_return", ("Kurang",)),
        ):
            answer = self._call(user, self.approval, method, *args)
            self.assertThreat(answer, USER_ERROR, "decided already: Approved .Sekretaris Uji.")
        self.assertEqual(self._snapshot(), before)
        self.assertIsNone(self._call(user, self.approval, "action_withdraw", "Salah")[0])
        again = self.cycle.current_step_id.pending_approval_id
        before = self._snapshot()
        answer = self._call(user, self.approval, "action_card_approve", *shown)
        self.assertThreat(answer, USER_ERROR, "decided already")
        answer = self._call(user, self.approval, "action_withdraw", "Salah")
        self.assertThreat(answer, USER_ERROR, "Only a decision that stands")
        self.assertEqual(self._snapshot(), before)
        self.assertIsNone(self._call(user, again, "action_return", "Kurang")[0])
        self._upload_report(self.cycle, text="2")
        self.cycle.correction_ids.with_user(self.team_member).action_resolve()
        self._complete(self.cycle)
        third = self.cycle.current_step_id.pending_approval_id
        before = self._snapshot()
        for seen in (shown, (2, shown[1]), (1, self._shown(third)[1]), (None, None), (True, "")):
            with self.subTest(seen=seen):
                answer = self._call(user, third, "action_card_approve", *seen)
                self.assertThreat(answer, USER_ERROR, "in force is version 2")
        self.assertEqual(self._snapshot(), before)

    def test_approve_by_get(self):
        before = self._snapshot()
        self.authenticate(self.secretary.login, self.secretary.login)
        version, sha256 = self._shown()
        for path in (
            "/web/dataset/call_kw/lakip.approval/action_card_approve"
            f"?args=[[{self.approval.id}],{version},'{sha256}']",
            f"/json/2/lakip.approval/action_approve?ids={self.approval.id}",
            f"/json/1/lakip.approval/{self.approval.id}/action_approve",
            f"/mail/view?model=lakip.step&res_id={self.step.id}&action=action_approve",
            f"/odoo/lakip.approval/{self.approval.id}?action=action_approve",
        ):
            with self.subTest(path=path), mute_logger("odoo.http"):
                self.url_open(path)
                self.assertEqual(self._snapshot(), before)

    # ------------------------------------------------------------
    # THE SIGNATURE
    # ------------------------------------------------------------

    def test_sign_without_identity_check(self):
        approval = self._reach_signature()
        before = self._snapshot()
        user = self.agency_head
        picture = b64encode(signature_png()).decode()
        for method, args in (
            ("_sign", (picture,)),
            ("_do_sign", (picture,)),
            ("_do_approve", ()),
            ("_do_seal", (picture,)),
            ("_decide", ("approved", "")),
        ):
            with self.subTest(method=method):
                answer = self._call(user, approval, method, *args)
                self.assertThreat(answer, ACCESS_ERROR, "[Pp]rivate")
        _name, _message, action = self._call(user, approval, "action_approve")
        self.assertEqual(action["res_model"], "lakip.sign.wizard")
        # What a client sends of the check counts for nothing: it is in the session of the server.
        context = {
            **action["context"],
            "identity-check-last": time.time() + 1e6,
            "allowed_company_ids": self.company.ids,
        }
        wizards = self.env["lakip.sign.wizard"]
        vals = {"method": "drawn", "signature": picture}
        _name, message, wizard_ids = self._call(user, wizards, "create", [vals], context=context)
        self.assertTrue(wizard_ids, message)
        wizard = wizards.browse(wizard_ids)
        check = self._call(user, wizard, "action_sign", context=context)[2]
        self.assertEqual(check["res_model"], "res.users.identitycheck")
        # The check runs with the password only, and what it holds to run is not the client's.
        checks = self.env["res.users.identitycheck"].browse(check["res_id"])
        answer = self._call(user, checks, "run_check", context={"password": "salah"})
        self.assertThreat(answer, USER_ERROR, "[Ii]ncorrect")
        self.assertTrue(self._call(user, checks, "write", {"request": "[]"})[0])
        answer = self._call(self.secretary, checks, "run_check", context={"password": "x"})
        self.assertTrue(answer[0])
        self.assertEqual(self._snapshot(), before)

    def test_sign_in_anothers_window(self):
        approval = self._reach_signature()
        wizard = self._open_sign_wizard(approval.with_user(self.agency_head))
        before = self._snapshot()
        for user in self.secretary | self.planning_head:
            for method, args in (
                ("read", (["signature", "stored_signature"],)),
                ("web_read", ({"signature": {}, "stored_signature": {}},)),
                ("write", ({"signature": False},)),
                ("action_sign", ()),
            ):
                with self.subTest(user=user.name, method=method):
                    name, _message, result = self._call(user, wizard, method, *args)
                    if method == "action_sign":
                        # It asks for the caller's own password first, and refuses after it.
                        self.assertEqual(result["res_model"], "res.users.identitycheck")
                        check = self.env["res.users.identitycheck"].browse(result["res_id"])
                        name, _message, _result = self._call(
                            user, check, "run_check", context={"password": user.login}
                        )
                    self.assertEqual(name, ACCESS_ERROR)
        self.assertEqual(self._snapshot(), before)

    def test_read_anothers_stored_signature(self):
        picture = b64encode(signature_png()).decode()
        own = self.env["lakip.signature"].with_user(self.agency_head).create({"image": picture})
        self.env.flush_all()
        for user in self.secretary | self.admin:
            for method, args in (
                ("read", (["image"],)),
                ("web_read", ({"image": {}, "user_id": {"fields": {}}},)),
                ("export_data", (["user_id", "image"],)),
                ("write", ({"image": picture},)),
                ("unlink", ()),
            ):
                with self.subTest(user=user.login, method=method):
                    answer = self._call(user, own, method, *args)
                    # Who may export nothing at all is told that.
                    refusal = "rights to export" in answer[1] or answer[0] == ACCESS_ERROR
                    self.assertTrue(refusal, answer)
            mine = own.browse()
            for method, args, empty in (
                ("search_read", ([], ["image"]), []),
                ("search_count", ([],), 0),
                ("name_search", ("",), []),
                ("web_search_read", ([], {"image": {}}), {"length": 0, "records": []}),
                ("formatted_read_group", ([], ["user_id"], ["__count"]), []),
                ("search", ([("image", "!=", False)],), []),
            ):
                with self.subTest(user=user.login, method=method):
                    name, message, result = self._call(user, mine, method, *args)
                    self.assertFalse(name, message)
                    self.assertEqual(result, empty)
            self.authenticate(user.login, user.login)
            self._caller = user
            for path in ("/web/image/lakip.signature", "/web/content/lakip.signature"):
                with self.subTest(user=user.login, path=path), mute_logger("odoo.http"):
                    response = self.url_open(f"{path}/{own.id}/image")
                    self.assertNotIn(signature_png()[:200], response.content)
                    if path.startswith("/web/content"):
                        self.assertIn(response.status_code, (403, 404))
            wizard = {"approval_id": self.approval.id}
            name, _message, result = self._call(
                user,
                self.env["lakip.sign.wizard"],
                "onchange",
                [],
                wizard,
                [],
                {"stored_signature": {}},
            )
            self.assertFalse(name)
            self.assertFalse(result["value"].get("stored_signature"))
        self.assertTrue(own.exists())

    def test_read_the_signature_of_a_decision(self):
        """The picture in the ledger is seen in the signed document only."""
        approval = self._reach_signature()
        self._sign(approval.with_user(self.agency_head))
        self.env.flush_all()
        for user in self.agency_head | self.secretary | self.admin:
            with self.subTest(user=user.login):
                answer = self._call(user, approval, "read", ["signature"])
                self.assertEqual(answer[0], ACCESS_ERROR)
                answer = self._call(user, approval, "export_data", ["signature"])
                self.assertTrue(answer[0])
                self.authenticate(user.login, user.login)
                self._caller = user
                with mute_logger("odoo.http"):
                    response = self.url_open(f"/web/content/lakip.approval/{approval.id}/signature")
                self.assertIn(response.status_code, (403, 404))

    # ------------------------------------------------------------
    # THE CARD
    # ------------------------------------------------------------

    def test_edit_a_posted_card(self):
        before = self._snapshot()
        for card in self._cards():
            for user in self.secretary | self.planning_head | self.admin:
                with self.subTest(card=card.model, user=user.login):
                    name, _message, _result = self._post(
                        user,
                        "/mail/message/update_content",
                        message_id=card.id,
                        update_data={"body": "Setuju", "attachment_ids": []},
                    )
                    self.assertTrue(name)
                    for method, args in (
                        ("write", ({"body": "Setuju"},)),
                        ("write", ({"attachment_ids": [[5]]},)),
                        ("write", ({"lakip_approval_id": False},)),
                        ("unlink", ()),
                    ):
                        name, _message, _result = self._call(user, card, method, *args)
                        self.assertIn(name, (USER_ERROR, ACCESS_ERROR), (method, args))
                    self.assertEqual(self._snapshot(), before)

    def test_delete_the_cards_with_their_channel(self):
        before = self._snapshot()
        answer = self._call(self.admin, self.cycle.channel_id, "unlink")
        self.assertIn(answer[0], (USER_ERROR, ACCESS_ERROR))
        self.assertEqual(self._snapshot(), before)

    def test_forge_a_card_by_http(self):
        before = self._snapshot()
        answer = self._post(
            self.planning_head,
            "/mail/message/post",
            thread_model="discuss.channel",
            thread_id=self.cycle.channel_id.id,
            post_data={
                "body": "Paraf!",
                "message_type": "comment",
                "lakip_approval_id": self.approval.id,
            },
            context={"default_lakip_approval_id": self.approval.id},
        )
        self.assertFalse(answer[0] and answer[0] not in (USER_ERROR, ACCESS_ERROR), answer)
        after = self._snapshot()
        self.assertEqual(after["cards"], before["cards"])

    def test_send_the_card_to_a_non_member(self):
        before = self._snapshot()
        channel = self.cycle.channel_id
        # What an outsider fetches
        for route, params in (
            ("/discuss/channel/messages", {"channel_id": channel.id}),
            ("/mail/thread/messages", {"thread_model": "lakip.step", "thread_id": self.step.id}),
            ("/mail/data", {"fetch_params": [["discuss.channel", [channel.id]]]}),
        ):
            with self.subTest(route=route):
                name, _message, result = self._post(self.outsider, route, **params)
                self.assertTrue(name or "lakip.approval" not in json.dumps(result))
                self.assertTrue(name or self.approval.document_id.sha256 not in json.dumps(result))
        for method in ("get_card_data", "action_card_sign"):
            with self.subTest(method=method):
                args = () if method == "get_card_data" else self._shown()
                answer = self._call(self.outsider, self.approval, method, *args)
                self.assertThreat(answer, ACCESS_ERROR, ".")
        answer = self._call(self.outsider, channel, "channel_join")
        self.assertTrue(answer[0])
        # What a member gives away
        for method, kwargs in (
            ("add_members", {"partner_ids": self.outsider.partner_id.ids}),
            ("write", {"vals": {"channel_partner_ids": [[4, self.outsider.partner_id.id]]}}),
        ):
            with self.subTest(method=method):
                answer = self._call(self.planning_head, channel, method, **kwargs)
                self.assertIn(answer[0], (USER_ERROR, ACCESS_ERROR), answer)
        self.assertEqual(self._snapshot()["members"], before["members"])
        self.assertEqual(self._snapshot()["cards"], before["cards"])

    # ------------------------------------------------------------
    # THE ACTIVITY
    # ------------------------------------------------------------

    def test_mark_the_activity_done(self):
        """Odoo lets the assignee do so; it decides nothing and the turn is told again."""
        before = self._snapshot()
        for method, args in (
            ("action_done", ()),
            ("action_feedback", ("Setuju",)),
            ("action_done_schedule_next", ()),
            ("action_feedback_schedule_next", ("Setuju",)),
            ("action_cancel", ()),
            ("unlink", ()),
            ("write", ({"user_id": self.agency_head.id},)),
            ("write", ({"active": False},)),
            ("action_reschedule_nextweek", ()),
        ):
            with self.subTest(method=method, args=args):
                activity = self.step.activity_ids
                self.assertEqual(len(activity), 1)
                self._call(self.secretary, activity, method, *args)
                self.assertEqual(self._snapshot(), before)
                self.assertTurn(self.step, self.secretary)

    def test_mark_anothers_activity_done(self):
        before = self._snapshot()
        for user in self.outsider | self.staff_a:
            user.password = user.login
            self._call(user, self.step.activity_ids, "action_feedback", "Setuju")
            self.assertEqual(self._snapshot(), before)

    # ------------------------------------------------------------
    # THE OFFICE
    # ------------------------------------------------------------

    def test_name_oneself_an_officer(self):
        before = self._snapshot()
        vals = {
            "role_id": self.roles["secretary"].id,
            "employee_id": self.planning_head.employee_id.id,
            "company_id": self.company.id,
            "capacity": "plh",
            "date_from": "2020-01-01",
        }
        officers = self.env["lakip.officer"]
        answer = self._call(self.planning_head, officers, "create", [vals])
        self.assertThreat(answer, ACCESS_ERROR, ".")
        current = officers.search([("user_id", "=", self.secretary.id)])
        answer = self._call(self.planning_head, current, "write", {"date_to": "2020-12-31"})
        self.assertThreat(answer, ACCESS_ERROR, ".")
        answer = self._call(self.planning_head, self.step, "_do_name_acting", 1, "x", "x")
        self.assertThreat(answer, ACCESS_ERROR, "[Pp]rivate")
        answer = self._call(
            self.planning_head, self.step, "write", {"absence_told": "x", "untold_user_ids": [[5]]}
        )
        self.assertTrue(answer[0])
        # Nor by saying of another that they are away
        answer = self._call(
            self.planning_head, self.secretary, "write", {"out_of_office_from": "2020-01-01"}
        )
        self.assertThreat(answer, ACCESS_ERROR, ".")
        self.assertEqual(self._snapshot(), before)

    def test_outsider_reads_nothing(self):
        for records in (self.cycle, self.step, self.approval, self.approval.document_id):
            with self.subTest(model=records._name), self.assertRaises(AccessError):
                records.with_user(self.outsider).read(["display_name"])
