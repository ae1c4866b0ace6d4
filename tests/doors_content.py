"""Doors to what was handed in and written: addresses of files, exports."""

import io
import json
import zipfile

from odoo.http import Request

from .canary_case import OF_DIVISION

#: What Odoo answers to a picture that may not be seen: its placeholder.
_PLACEHOLDER = b"\x89PNG"


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
