"""Doors to what is talked about, and the pages of the app itself."""

from odoo.http import Request

from .canary_case import COMPANY, DIVISION, OF_COMPANY


class TalkDoors:
    """Chatter, Discuss and activities."""

    def _get_requests(self, name):
        """Return ``[(route, params), ...]`` with which a client asks for talk and activities."""
        targets = self._get_targets(name)
        threads = [
            (model, record.id)
            for model in ("lakip.request", "lakip.cycle", "lakip.step", "lakip.delivery")
            for record in targets.get(model, [])[:3]
        ]
        lists = [
            "activities", "attachments", "followers", "scheduledMessages", "suggestedRecipients",
            "contact_fields",
        ]  # fmt: skip
        for model, number in threads:
            thread = {"thread_model": model, "thread_id": number}
            yield "/mail/thread/messages", thread
            yield "/mail/thread/messages", {**thread, "fetch_params": {"search_term": "kenari"}}
            yield (
                "/mail/data",
                {"fetch_params": [["mail.thread", {**thread, "request_list": lists}]]},
            )
            yield "/mail/thread/recipients", {**thread, "message_id": 0}
            yield "/mail/read_subscription_data", {"follower_id": 1}
        for route in ("/mail/inbox/messages", "/mail/history/messages", "/mail/starred/messages"):
            yield route, {"fetch_params": {"search_term": "kenari"}}
        yield "/mail/data", {"fetch_params": ["systray_get_activities", "init_messaging",
                                               "failures", "channels_as_member"]}  # fmt: skip
        yield "/mail/action", {"fetch_params": ["init_messaging"]}
        yield "/discuss/search", {"term": "kenari"}
        for channel in targets.get("discuss.channel", []):
            number = channel.id
            for route in ("messages", "attachments", "members", "pinned_messages"):
                yield f"/discuss/channel/{route}", {"channel_id": number}
            yield (
                "/discuss/channel/messages",
                {"channel_id": number, "fetch_params": {"search_term": "kenari"}},
            )
            yield "/mail/data", {"fetch_params": [["discuss.channel", [number]]]}
            yield "/discuss/channel/sub_channel/fetch", {"parent_channel_id": number}

    def test_talk(self):
        for name, (user, marks) in self._get_main_spies().items():
            for route, params in self._get_requests(name):
                with self.subTest(spy=name, route=route, params=params):
                    self.assertNoCanary(self._without_term(self._post(user, route, **params)),
                                        marks, route)  # fmt: skip

    def _without_term(self, answer):
        """Return an answer without the search term that it repeats."""
        return answer.replace('"kenari"', "")

    def test_those_who_take_part_read_it(self):
        request = self.hidden["lakip.request"][:1]
        answer = self._post(
            self.team_member, "/mail/thread/messages",
            thread_model="lakip.request", thread_id=request.id,
        )  # fmt: skip
        self.assertCanary(answer, [DIVISION])
        answer = self._post(
            self.team_member, "/discuss/channel/attachments", channel_id=self.cycle.channel_id.id
        )
        self.assertCanary(answer, [COMPANY])

    def test_methods_of_messages_and_activities(self):
        for name, (user, marks) in self._get_main_spies().items():
            targets = self._get_targets(name)
            messages, activities = targets["mail.message"], targets["mail.activity"]
            request = targets["lakip.request"][:1]
            for model, method, args, kwargs in (
                ("mail.message", "toggle_message_starred", [messages.ids], {}),
                ("mail.message", "set_message_done", [messages.ids], {}),
                ("mail.activity", "activity_format", [activities.ids], {}),
                ("mail.activity", "get_activity_data", ["lakip.request", [], 100], {}),
                ("mail.activity", "action_feedback", [activities.ids], {}),
                ("mail.activity", "action_open_document", [activities.ids], {}),
                ("lakip.request", "message_get_followers", [request.ids], {}),
                ("lakip.request", "get_mail_subtypes", [request.ids], {}),
                ("mail.tracking.value", "search_read", [[]], {}),
                ("mail.notification", "search_read", [[]], {}),
                ("mail.followers", "search_read", [[]], {}),
                ("mail.mail", "search_read", [[]], {}),
                ("bus.bus", "search_read", [[]], {}),
                (
                    "mail.compose.message", "create",
                    [[{"model": "lakip.request", "res_ids": str(request.ids)}]], {},
                ),
                (
                    "mail.compose.message", "onchange",
                    [[], {"model": "lakip.request", "res_ids": str(request.ids),
                          "body": "{{ object.note }}"}, [],
                     {"record_name": {}, "body": {}, "subject": {}, "reply_to": {}}], {},
                ),
            ):  # fmt: skip
                with self.subTest(spy=name, model=model, method=method):
                    answer = self._call(user, model, method, *args, **kwargs)
                    self.assertNoCanary(answer, marks, method)

    def test_what_the_channel_tells(self):
        """/lakip in the channel: the head of division B is a member of it."""
        self.authenticate(self.head_b.login, self.head_b.login)
        channel = self.open_cycle.channel_id
        before = self.env["bus.bus"].search([], order="id desc", limit=1).id
        channel.with_user(self.head_b).execute_command_lakip()
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].search([("id", ">", before)])
        told = " ".join(notices.mapped("message"))
        self.assertIn("LAKIP 2027", told)
        self.assertNotIn(self.division_a.name, told)


class PageDoors:
    """The addresses of the app itself."""

    def test_pages(self):
        request = self.hidden["lakip.request"][:1]
        cycle, sop, company = self.cycle.id, self.canary_sop.id, self.company.id
        for name, (user, marks) in self._get_readers().items():
            paths = [
                f"/lakip/audit/{cycle}", f"/lakip/audit/{cycle}/xlsx", f"/lakip/audit/{cycle}/docx",
                f"/lakip/cycle/{cycle}/compliance", f"/lakip/cycle/{cycle}/selfcheck",
                f"/lakip/company/{company}/sample",
                f"/mail/view?model=lakip.request&res_id={request.id}",
                f"/odoo/lakip.request/{request.id}",
            ]  # fmt: skip
            if name != "head of division B":
                paths.append(f"/lakip/sop/{sop}/page")
            for path in paths:
                with self.subTest(spy=name, path=path):
                    response = self._get(user, path)
                    self.assertNoCanary(response.content, marks, path)
                    if path.startswith("/lakip"):
                        self.assertNotEqual(response.status_code, 200)

    def test_upload(self):
        request = self.hidden["lakip.request"].filtered(lambda one: one.state == "returned")
        item = request.item_ids[:1]
        for name, (user, marks) in self._get_main_spies().items():
            self._login(user)
            for number in (request.id, 999999999):
                with self.subTest(spy=name, request=number):
                    response = self.url_open(
                        f"/lakip/request/{number}/file",
                        data={"item_id": item.id, "csrf_token": Request.csrf_token(self)},
                        files={"ufile": ("x.csv", b"a;b\n", "text/csv")},
                    )
                    self.assertNotIn('"file"', response.text)
                    self.assertNoCanary(response.text, marks)
        self.assertNotIn("x.csv", request.item_ids.attachment_ids.mapped("name"))

    def test_verification_page(self):
        """Without the token of the very decision it says nothing."""
        approval = self.cycle.approval_ids[:1]
        for token in ("x", "0", str(approval.id), approval.hash or "y", "%25", "..%2F"):
            with self.subTest(token=token):
                response = self._get(None, f"/lakip/verify/{token}")
                self.assertEqual(response.status_code, 404)
                self.assertNoCanary(response.content, OF_COMPANY)

    def test_bus(self):
        for name, (user, marks) in self._get_main_spies().items():
            with self.subTest(spy=name):
                answer = self._post(
                    user, "/websocket/peek_notifications", last=0, is_first_poll=True,
                    channels=[f"lakip.cycle_{self.cycle.id}",
                              f"discuss.channel_{self.cycle.channel_id.id}"],
                )  # fmt: skip
                self.assertNoCanary(answer, marks)
