"""No address, page, form, method or message hands a stranger the data of others.

Each door is tried over HTTP by a stranger and, where an empty answer would prove nothing, by one
who may pass it.
"""

import io
import json
import zipfile

from odoo.http import Request

from .canary_case import (
    COMPANY,
    DIVISION,
    OF_COMPANY,
    OF_DIVISION,
    CanaryCase,
)
from .print_doors import PrintDoors

#: What Odoo answers to a picture that may not be seen: its placeholder.
_PLACEHOLDER = b"\x89PNG"


class DoorCase(CanaryCase):
    def _get_targets(self, name):
        """Return ``{model: records}`` that are hidden from the spy of that name."""
        return self.hidden if name == "head of division B" else self._get_company_records()

    def _get_readers(self):
        """Return ``{name: (user, marks)}`` of the main spies, a portal user and a visitor."""
        return {
            **self._get_main_spies(),
            "portal": (self.portal, OF_COMPANY),
            "visitor": (None, OF_COMPANY),
        }

    def _debug(self):
        """Let the errors of the next requests be those of the developer mode."""
        self.url_open("/web/login?debug=1")


class FileDoors:
    def _get_paths(self, file):
        """Return the addresses at which Odoo serves the bytes of ``file``."""
        number = file.id
        return (
            f"/web/content/{number}",
            f"/web/content/{number}?download=true&unique={file.checksum}",
            f"/web/content/{number}/x.csv",
            f"/web/content/{number}-abcdef/x.csv",
            f"/web/content/ir.attachment/{number}/raw",
            f"/web/content/ir.attachment/{number}/datas?download=1",
            f"/web/content?model=ir.attachment&id={number}&field=raw",
            f"/web/image/{number}",
            f"/web/image/{number}/64x64?unique=1",
            f"/web/image/ir.attachment/{number}/raw",
            f"/mail/attachment/pdf_first_page/{number}",
        )

    def assertClosed(self, response, file, marks, door):
        content = response.content
        raw = file.raw
        self.assertNotEqual(content, raw, door)
        self.assertNotIn(raw[:200] or b"?", content, door)
        self.assertNoCanary(content, marks, door)
        self.assertNoCanary(str(response.headers), marks, door)
        if response.status_code == 200:
            # The placeholder of a picture: it says nothing.
            self.assertTrue(content.startswith(_PLACEHOLDER), door)

    def test_bytes(self):
        for name, (user, marks) in self._get_readers().items():
            files = self._get_targets(name)["ir.attachment"]
            # All ways to some files, and the plain way to each.
            for file in files:
                paths = self._get_paths(file)
                for path in paths if file in files[:3] else paths[:1]:
                    with self.subTest(spy=name, path=path):
                        self.assertClosed(self._get(user, path), file, marks, path)

    def test_owners_get_them(self):
        for file in self.hidden["ir.attachment"]:
            for user in self.staff_a | self.team_member:
                with self.subTest(user=user.name, file=file.name):
                    response = self._get(user, f"/web/content/{file.id}")
                    self.assertEqual(response.content, file.raw)

    def test_zip(self):
        for name, (user, marks) in self._get_readers().items():
            files = self._get_targets(name)["ir.attachment"]
            with self.subTest(spy=name):
                self._login(user)
                response = self._zip(files)
                self.assertNotEqual(response.status_code, 200)
                self.assertNoCanary(response.content, marks)
        self._login(self.staff_a)
        response = self._zip(self.hidden["ir.attachment"])
        names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
        self.assertCanary(" ".join(names), OF_DIVISION)

    def _zip(self, files):
        return self.url_open(
            "/mail/attachment/zip",
            data={
                "file_ids": ",".join(map(str, files.ids)),
                "zip_name": "x.zip",
                "csrf_token": Request.csrf_token(self),
            },
        )

    def test_binary_fields_of_records(self):
        """Of every model of the app: also those that are made of files."""
        for name, (user, marks) in self._get_readers().items():
            for model, records in self._get_targets(name).items():
                if not model.startswith("lakip."):
                    continue
                fields = [
                    field.name
                    for field in records._fields.values()
                    if field.type == "binary" or field.comodel_name == "ir.attachment"
                ]
                for field in fields:
                    for kind in ("content", "image"):
                        path = f"/web/{kind}/{model}/{records[:1].id}/{field}"
                        with self.subTest(spy=name, path=path):
                            response = self._get(user, path)
                            self.assertNoCanary(response.content, marks, path)
                            if response.status_code == 200:
                                self.assertTrue(response.content.startswith(_PLACEHOLDER))

    def test_tokens(self):
        """A key opens one file; none is given away, and none is guessed."""
        own = self.env["ir.attachment"].with_user(self.head_b).create({"name": "b", "raw": b"b"})
        (key,) = own.generate_access_token()
        ticket = own._get_raw_access_token()
        self.assertEqual(self._get(None, f"/web/content/{own.id}?access_token={key}").content, b"b")
        self.assertEqual(
            self._get(None, f"/web/content/{own.id}?access_token={ticket}").content, b"b"
        )
        for file in self.hidden["ir.attachment"][:4]:
            for token in (key, ticket, "x", "False", "None", "0o0", "%00", "[]"):
                for user in (self.head_b, None):
                    path = f"/web/content/{file.id}?access_token={token}"
                    with self.subTest(path=path, user=user):
                        self.assertClosed(self._get(user, path), file, OF_DIVISION, path)
            for method, args in (
                ("generate_access_token", ([file.id],)),
                ("read", ([file.id], ["access_token", "checksum", "index_content"])),
                ("web_read", ([file.id], {"raw": {}, "datas": {}, "name": {}})),
                ("copy", ([file.id], {"res_model": False, "res_id": False})),
                ("write", ([file.id], {"public": True})),
                ("write", ([file.id], {"res_model": "res.partner", "res_id": 1})),
            ):
                with self.subTest(file=file.name, method=method):
                    answer = self._call(self.head_b, "ir.attachment", method, *args)
                    self.assertIn("error", json.loads(answer))
                    self.assertNoCanary(answer, OF_DIVISION, method)
        self.assertFalse(self.hidden["ir.attachment"].filtered("access_token"))

    def test_what_was_handed_in_is_not_published(self):
        """Neither by its own division nor by the team: a key has no end, and asks nobody."""
        items = self.hidden["lakip.request.item"]
        files = items.attachment_ids | items.old_attachment_ids
        self.assertTrue(files)
        for file in files:
            for user in self.staff_a | self.team_member:
                for method, args in (
                    ("generate_access_token", ([file.id],)),
                    ("write", ([file.id], {"access_token": "kunci"})),
                    ("write", ([file.id], {"public": True})),
                ):
                    with self.subTest(user=user.name, method=method, args=args):
                        answer = self._call(user, "ir.attachment", method, *args)
                        self.assertIn("was handed in", answer)
            # In place of a large file an e-mail holds a link, which asks for a login.
            self.assertEqual(file.sudo().generate_access_token(), [""])
        self.env.invalidate_all()
        self.assertFalse(files.filtered(lambda file: file.access_token or file.public))

    def test_take_anothers_file(self):
        """Neither does it come along, nor does the refusal name it."""
        own = self.env["lakip.request.item"].with_user(self.head_b).search([], limit=1)
        self.assertTrue(own)
        item = self._request_b(self.open_cycle).item_ids[:1]
        self._request_b(self.open_cycle).with_user(self.team_member).action_return("Lagi")
        self.env.flush_all()
        for file in self.hidden["ir.attachment"]:
            for command in ([4, file.id], [6, 0, [file.id]]):
                with self.subTest(file=file.name, command=command):
                    answer = self._call(
                        self.head_b, "lakip.request.item", "write",
                        [item.id], {"attachment_ids": [command]},
                    )  # fmt: skip
                    self.assertIn("error", json.loads(answer))
                    self.assertNoCanary(answer, OF_DIVISION)
            for values in (
                {"res_model": "lakip.request.item", "res_id": item.id, "name": "x",
                 "store_fname": file.store_fname, "checksum": file.checksum},
                {"name": "x", "store_fname": file.store_fname},
            ):  # fmt: skip
                with self.subTest(file=file.name, values=list(values)):
                    answer = self._call(self.head_b, "ir.attachment", "create", [values])
                    number = json.loads(answer).get("result")
                    if number:
                        content = self._get(self.head_b, f"/web/content/{number[0]}").content
                        self.assertNoCanary(content, OF_DIVISION)
            answer = self._post(
                self.head_b, "/mail/message/post", thread_model="lakip.request",
                thread_id=item.request_id.id,
                post_data={"body": "x", "message_type": "comment", "attachment_ids": [file.id]},
            )  # fmt: skip
            self.assertNoCanary(answer, OF_DIVISION)


class ExportDoors:
    """What a list can be exported with: also what lies behind its relations."""

    def _export(self, user, kind, model, names, ids=False):
        self._login(user)
        response = self.url_open(
            f"/web/export/{kind}",
            data={
                "data": json.dumps(
                    {
                        "model": model,
                        "fields": [{"name": name, "label": name, "type": "char"} for name in names],
                        "ids": ids,
                        "domain": [],
                        "groupby": [],
                        "import_compat": False,
                        "context": {"allowed_company_ids": user.company_ids.ids},
                    }
                ),
                "csrf_token": Request.csrf_token(self),
            },
        )
        content = response.content
        if content.startswith(b"PK"):
            archive = zipfile.ZipFile(io.BytesIO(content))
            content = b"".join(archive.read(name) for name in archive.namelist())
        return response.status_code, content

    _paths = {
        "lakip.cycle": (
            "name", "request_ids/item_ids/note", "request_ids/item_ids/attachment_ids/name",
            "request_ids/item_ids/old_attachment_ids/name", "request_ids/note",
            "request_ids/message_ids/body", "objective_ids/indicator_ids/name",
            "objective_ids/indicator_ids/target_value", "program_ids/budget",
            "document_ids/attachment_id/name", "step_ids/request_ids/return_reason",
            "activity_ids/summary", "section_ids/preview",
        ),
        "lakip.step": (
            "name", "request_ids/item_ids/note", "document_ids/request_id/note",
            "cycle_id/request_ids/item_ids/attachment_ids/index_content",
        ),
        "lakip.section": ("title", "preview", "cycle_id/program_ids/name"),
    }  # fmt: skip

    def test_behind_relations(self):
        for model, names in self._paths.items():
            for kind in ("csv", "xlsx"):
                with self.subTest(model=model, kind=kind):
                    for name in names:
                        _status, content = self._export(self.head_b, kind, model, ["id", name])
                        self.assertNoCanary(content, OF_DIVISION, name)
                    status, content = self._export(self.team_member, kind, model, names)
                    self.assertEqual(status, 200, content[:500])
                    self.assertCanary(content, OF_DIVISION, model)

    def test_by_number(self):
        for name, (user, marks) in self._get_main_spies().items():
            for model, records in self._get_targets(name).items():
                with self.subTest(spy=name, model=model):
                    _status, content = self._export(
                        user, "csv", model, ["display_name"], records.ids[:3]
                    )
                    self.assertNoCanary(content, marks, model)


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


class MethodDoors:
    """Everything a client may call, on records that it may not read."""

    def _get_methods(self, model):
        """Return the names of the methods of the app that a client can call on ``model``."""
        names = set()
        for base in type(self.env[model]).mro():
            if model.startswith("lakip.") and base.__module__.startswith("odoo.addons.lakip_sop"):
                names |= {
                    name
                    for name, value in vars(base).items()
                    if callable(value) and not name.startswith("_")
                }
        return sorted(names)

    def test_on_hidden_records(self):
        """In the developer mode too, in which Odoo tells more about what it refuses."""
        read = {
            "read": (["display_name"],),
            "web_read": ({"display_name": {}},),
            "export_data": (["display_name"],),
            "copy": (),
            "copy_data": (),
            "unlink": (),
            "write": ({"active": False},),
            "web_save": ({}, {"display_name": {}}),
            "get_formview_action": (),
            "get_metadata": (),
            "message_post": (),
            "activity_schedule": (),
        }
        for name, (user, marks) in self._get_main_spies().items():
            self._login(user)
            self._debug()
            for model, records in self._get_targets(name).items():
                record = records[:1]
                is_shut = not self.env[model].with_user(user).has_access("read")
                methods = [] if is_shut else self._get_methods(model)
                for method in ["read"] if is_shut else sorted({*read, *methods}):
                    if not record or (model, method) == ("lakip.agenda", "get_unusual_days"):
                        continue
                    with self.subTest(spy=name, model=model, method=method):
                        answer = self._call(user, model, method, record.ids, *read.get(method, ()))
                        self.assertNoCanary(answer, marks, f"{model}.{method}")

    def test_on_records_in_sight(self):
        """The cycle and its rows belong to everybody's work; not all that they tell does."""
        for records in self.cycle | self.open_cycle, self.open_cycle.step_ids, self.cycle.step_ids:
            for method in self._get_methods(records._name):
                if method.startswith(("get_", "action_open")):
                    for record in records:
                        with self.subTest(record=record, method=method):
                            answer = self._call(self.head_b, record._name, method, record.ids)
                            self.assertNoCanary(answer, OF_DIVISION, method)
        for model, method in (
            ("lakip.cycle", "get_home_data"),
            ("lakip.step.analysis", "get_leadership_data"),
            ("res.company", "get_lakip_checklist"),
        ):
            for name, (user, marks) in self._get_main_spies().items():
                with self.subTest(spy=name, method=method):
                    self.assertNoCanary(self._call(user, model, method), marks, method)

    def test_what_a_row_lacks_names_no_other_division(self):
        """Where the data of a division stand is between it and the team."""
        step = self.open_cycle.current_step_id
        for names in (["blockers"], ["blocker_text"], ["flow_data"]):
            model = "lakip.cycle" if names == ["flow_data"] else "lakip.step"
            number = self.open_cycle.id if model == "lakip.cycle" else step.id
            for user, told in ((self.head_b, False), (self.team_member, True)):
                with self.subTest(field=names, user=user.name):
                    answer = self._call(user, model, "read", [number], names)
                    self._result(answer)
                    (self.assertIn if told else self.assertNotIn)(self.division_a.name, answer)


class FormDoors:
    """A form that names a hidden record shows nothing of it."""

    def _get_hidden_relations(self, name, model):
        """Return ``{field: id}`` of the relations of ``model`` to hidden records."""
        targets = self._get_targets(name)
        return {
            field.name: targets[field.comodel_name][:1].id
            for field in self.env[model]._fields.values()
            if field.type == "many2one" and targets.get(field.comodel_name)
        }

    def _get_specification(self, user, model):
        """Return all fields of ``model`` as a form asks for them, with those of its relations."""
        specification = {}
        fields = self.env[model].with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        ).fields_get()  # fmt: skip
        for name, field in fields.items():
            specification[name] = (
                {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}
            )
        return specification

    def test_forms(self):
        for name, (user, marks) in self._get_main_spies().items():
            self._login(user)
            self._debug()
            for model in sorted(self.env.registry):
                if (
                    not model.startswith("lakip.")
                    or self.env[model]._abstract
                    or not self.env[model].with_user(user).has_access("create")
                ):
                    continue
                relations = self._get_hidden_relations(name, model)
                specification = self._get_specification(user, model)
                for field, number in relations.items():
                    with self.subTest(spy=name, model=model, field=field):
                        self._try_form(user, marks, model, field, number, specification)

    def _try_form(self, user, marks, model, field, number, specification):
        context = {"allowed_company_ids": user.company_ids.ids, f"default_{field}": number}
        for values, names in (({field: number}, [field]), ({}, [])):
            for asked in (specification, *({key: value} for key, value in specification.items())):
                answer = self._call(
                    user, model, "onchange", [], values, names, asked,
                    context=context if not names else {**context, f"default_{field}": False},
                )  # fmt: skip
                self.assertNoCanary(answer, marks, f"onchange of {field}: {list(asked)[:1]}")
                if '"error":' not in answer[:60] or "AccessError" in answer:
                    break  # otherwise one field stops the others
        answer = self._call(user, model, "default_get", list(specification), context=context)
        self.assertNoCanary(answer, marks, "default_get")
        answer = self._call(user, model, "create", [{field: number}])
        self.assertNoCanary(answer, marks, "create")
        made = json.loads(answer).get("result")
        if made:
            answer = self._call(user, model, "web_read", made, specification)
            self.assertNoCanary(answer, marks, "what was made")


class TestDoors(
    FileDoors, ExportDoors, TalkDoors, PageDoors, MethodDoors, FormDoors, PrintDoors, DoorCase
):
    """All of them in one world, which takes seconds to tell."""
