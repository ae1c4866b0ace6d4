"""Files of a division: how they arrive, how they are judged and kept, and who may read them."""

import json
from base64 import b64encode
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase

from odoo.addons.lakip_sop.models.lakip_request_item import JUDGED

from .common import docx_bytes
from .test_filecheck import (
    change_zip,
    make_docx,
    make_image,
    make_ole,
    make_pdf,
    make_xlsx,
    make_zip,
)
from .test_request import RequestCase


class RequestFileCase(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cycle = cls._create_cycle()
        cls.cycle.with_user(cls.planning_head).action_start()
        cls.cycle.current_step_id.with_user(cls.planning_head).action_complete()
        cls.step = cls.cycle.current_step_id
        cls.step.request_ids.with_user(cls.team_member).action_send()
        cls.request = cls.step.request_ids.filtered(
            lambda request: request.department_id == cls.division_a
        )
        cls.item = cls.request.item_ids[0]

    @contextmanager
    def assertRefused(self, sentence):
        """Assert a ``UserError`` and roll back, as the server does."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), sentence)

    def _get_loose(self):
        return self.request.item_ids.filtered("is_loose")


class TestRequestFiles(RequestFileCase):
    def test_nobody_says_that_a_file_was_judged(self):
        """The mark of a file that the page has just sent cannot be forged in a context."""
        file = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create(
                {
                    "name": "data.docx",
                    "raw": b"bukan dokumen",
                    "res_model": self.item._name,
                    "res_id": self.item.id,
                }
            )
        )
        for mark in (True, "x", {}):
            item = self.item.with_user(self.staff_a).with_context(**{JUDGED: mark})
            with self.subTest(mark), self.assertRefused("is not what its name says"):
                item.write({"attachment_ids": [Command.link(file.id)]})

    # ------------------------------------------------------------
    # ARRIVE
    # ------------------------------------------------------------

    def test_form(self):
        """The button 'Files' uploads at once; the save of the form takes the file over."""
        xlsx = self._attach(self.item, self.staff_a, "Realisasi.xlsx", make_xlsx())
        self.assertEqual(self.item.attachment_ids, xlsx)
        self.assertEqual((xlsx.res_model, xlsx.res_id), (self.item._name, self.item.id))
        self.assertFalse(self.item._is_empty())

    def test_file_without_a_record_is_taken_over(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create({"name": "a.pdf", "raw": make_pdf(), "public": True})
        )
        self.item.with_user(self.staff_a).attachment_ids = [Command.link(attachment.id)]
        self.assertEqual((attachment.res_model, attachment.res_id), (self.item._name, self.item.id))
        self.assertFalse(attachment.public)
        self.assertEqual(self.item.with_user(self.head_a).attachment_ids.mapped("name"), ["a.pdf"])

    def test_file_of_another_record_is_refused(self):
        """Nobody gets at a file by linking it to an item of their own."""
        other = self._get_request(self.step, self.division_b)
        secret = self._attach(other.item_ids[0], self.head_b)
        partner_file = self.env["ir.attachment"].create(
            {"name": "a.pdf", "raw": make_pdf(), "res_model": "res.partner",
             "res_id": self.head_a.partner_id.id}
        )  # fmt: skip
        nowhere = self.env["ir.attachment"].create({"name": "b.pdf", "raw": make_pdf()})
        for attachment, sentence in (
            (secret, "not allowed to access"),
            (nowhere, "not allowed to access"),
            (partner_file, "'a.pdf' belongs to something else"),
        ):
            with self.assertRefused(sentence):
                self.item.with_user(self.staff_a).attachment_ids = [Command.link(attachment.id)]
        self.assertEqual(secret.res_id, other.item_ids[0].id)

    def test_message_in_the_chatter(self):
        message = self.request.with_user(self.staff_a).message_post(
            body="Terlampir", attachments=[("Data.docx", docx_bytes()), ("b.xlsx", make_xlsx())]
        )
        loose = self._get_loose()
        self.assertEqual(loose.name, "Berkas lain")
        self.assertEqual(loose.attachment_ids, message.attachment_ids)
        self.assertEqual(self.request.item_ids[-1], loose, "it stands last")
        self.request.with_user(self.head_a).message_post(
            body="Dan ini", attachments=[("c.pdf", make_pdf())]
        )
        self.assertEqual(len(self._get_loose()), 1)
        self.assertEqual(len(self._get_loose().attachment_ids), 3)

    def test_message_of_the_composer(self):
        """The web client uploads first and names the files when it posts."""
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create(
                {"name": "c.pdf", "raw": make_pdf(), "res_model": "mail.compose.message",
                 "res_id": 0}
            )
        )  # fmt: skip
        self.request.with_user(self.staff_a).message_post(
            body="Terlampir", attachment_ids=attachment.ids, message_type="comment"
        )
        self.assertEqual(self._get_loose().attachment_ids, attachment)

    def test_message_of_the_team_is_no_data(self):
        self.request.with_user(self.team_member).message_post(
            body="Gunakan format ini", attachments=[("format.xlsx", make_xlsx())]
        )
        self.assertFalse(self._get_loose())

    def test_message_after_the_end_is_no_data(self):
        """The request stays as it was when its cycle is cancelled, and people may still talk."""
        self.step.cycle_id.with_user(self.planning_head).action_cancel("Digabung")
        self.request.with_user(self.staff_a).message_post(
            body="Terlambat", attachments=[("Data.docx", docx_bytes())]
        )
        self.assertFalse(self._get_loose())

    def test_message_with_a_refused_file(self):
        with self.assertRefused("'Data.pdf' is not what its name says"):
            self.request.with_user(self.staff_a).message_post(
                body="Terlampir", attachments=[("Data.pdf", make_xlsx())]
            )
        # An e-mail cannot be refused: what is wrong with it stays in the chatter only.
        self.assertFalse(self._get_loose())
        message = self.request.with_user(self.staff_a).message_post(
            body="Terlampir",
            attachments=[("Data.pdf", make_xlsx()), ("b.xlsx", make_xlsx())],
            message_type="email",
        )
        self.assertEqual(len(message.attachment_ids), 2)
        self.assertEqual(self._get_loose().attachment_ids.mapped("name"), ["b.xlsx"])

    def test_file_dropped_on_the_form(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create(
                {"name": "d.pdf", "raw": make_pdf(), "res_model": "lakip.request",
                 "res_id": self.request.id}
            )
        )  # fmt: skip
        attachment._post_add_create()
        self.assertEqual(self._get_loose().attachment_ids, attachment)

    def test_files_on_the_request_are_gathered_when_submitting(self):
        """Whatever way they came: by RPC, or while no hook was called."""
        files = self.env["ir.attachment"].with_user(self.staff_a)
        mine = files.create(
            {"name": "e.pdf", "raw": make_pdf(), "res_model": "lakip.request",
             "res_id": self.request.id}
        )  # fmt: skip
        self.env["ir.attachment"].with_user(self.team_member).create(
            {"name": "format.pdf", "raw": make_pdf(), "res_model": "lakip.request",
             "res_id": self.request.id}
        )  # fmt: skip
        self._submit(self.request, self.staff_a)
        self.assertEqual(self._get_loose().attachment_ids, mine)

    def test_removed_loose_file_does_not_come_back(self):
        self.request.with_user(self.staff_a).message_post(
            body="Terlampir", attachments=[("salah.docx", docx_bytes())]
        )
        loose = self._get_loose()
        loose.with_user(self.staff_a).attachment_ids = [Command.clear()]
        self._submit(self.request, self.staff_a)
        self.assertFalse(loose.attachment_ids)
        self.assertEqual(loose.old_attachment_ids.mapped("name"), ["salah.docx"])

    # ------------------------------------------------------------
    # JUDGED
    # ------------------------------------------------------------

    def assertFileRefused(self, name, content, sentence):
        """Assert that ``item`` refuses a file with ``sentence`` and keeps what it had."""
        with self.assertRefused(sentence):
            self._attach(self.item, self.staff_a, name, content)
        self.assertFalse(self.item.attachment_ids)
        self.assertEqual(self.item.note, "Tetap ada")

    def test_bad_files(self):
        self.item.with_user(self.staff_a).note = "Tetap ada"
        macro = change_zip(make_xlsx(), parts={"xl/vbaProject.bin": b"x"})
        self.company.lakip_max_file_size = 1
        for name, content, sentence in (
            ("kosong.pdf", b"", "'kosong.pdf' is empty"),
            ("besar.pdf", make_pdf() + bytes(1024 * 1024), "'besar.pdf' is too large: 1.0 MB"),
            ("makro.xlsx", macro, "'makro.xlsx' contains macros"),
            ("sandi.pdf", make_pdf("rahasia"), "'sandi.pdf' needs a password"),
            ("sandi.docx", make_ole("EncryptedPackage"), "'sandi.docx' needs a password"),
            ("salah.pdf", make_docx(), "its content is docx. Rename it to end in .docx"),
            ("rusak.pdf", make_pdf()[:-40], "'rusak.pdf' is damaged"),
            ("lama.doc", make_ole("WordDocument"), "Save it as docx"),
            ("program.exe", b"MZ\x00\x01", "Accepted are: pdf, docx, xlsx"),
            ("halaman.pdf", b"<html></html>", "its content is not pdf"),
            ("zip.zip", make_zip({"a.zip": make_zip({"b.txt": b"x"})}), "a zip in a zip"),
            ("kosong.zip", make_zip({"a.pdf": b""}), r"'a.pdf \(in kosong.zip\)' is empty"),
            ("jalan.zip", make_zip({"../a.pdf": make_pdf()}), "leads out of the zip"),
        ):
            with self.subTest(name):
                self.assertFileRefused(name, content, sentence)

    def test_200_megabytes_are_never_read(self):
        attachment = self._attach(self.item, self.staff_a, "besar.docx")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET file_size = %s, store_fname = 'gone' WHERE id = %s",
            [200 * 1024 * 1024, attachment.id],
        )
        self.env.invalidate_all()
        self._fill(self.request, self.staff_a)
        with self.assertRefused(r"'besar.docx' is too large: 200.0 MB, and 50"):
            self.request.with_user(self.staff_a).action_submit()
        self.assertEqual(self.request.state, "sent")
        with self.assertRefused("too large: 200.0 MB"):
            self.env["ir.attachment"]._lakip_check_file(
                "a.pdf", bytes(200 * 1024 * 1024), self.company
            )

    def test_all_refusals_at_once_when_submitting(self):
        """A setting may have changed since the files were added."""
        for index in range(3):
            self._attach(self.item, self.staff_a, f"{index}.docx")
        photo = self._attach(self.request.item_ids[1], self.staff_a, "foto.png", make_image("PNG"))
        self._fill(self.request, self.staff_a)
        self.company.lakip_max_file_count = 2
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_attachment SET name = 'foto.jpg' WHERE id = %s", [photo.id])
        self.env.invalidate_all()
        with self.assertRaises(UserError) as caught:
            self.request.with_user(self.staff_a).action_submit()
        self.assertEqual(
            str(caught.exception).splitlines(),
            [
                "'Realisasi indikator kinerja' holds 3 files, and 2 at most are allowed. Put some "
                "of them into one zip file.",
                "'foto.jpg' is not what its name says: its content is png. Rename it to end in "
                ".png, or attach the right file.",
            ],
        )
        self.assertEqual(self.request.state, "sent")

    def test_too_many_files(self):
        self.company.lakip_max_file_count = 1
        self._attach(self.item, self.staff_a)
        with self.assertRefused("holds 2 files, and 1 at most"):
            self._attach(self.item, self.staff_a, "b.docx")
        self.assertEqual(len(self.item.attachment_ids), 1)

    def test_link_is_no_file(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create({"name": "Drive", "type": "url", "url": "https://example.com/a.pdf"})
        )
        with self.assertRefused("'Drive' is a link"):
            self.item.with_user(self.staff_a).attachment_ids = [Command.link(attachment.id)]

    # ------------------------------------------------------------
    # KEPT
    # ------------------------------------------------------------

    def test_replaced_file_is_kept(self):
        first = self._attach(self.item, self.staff_a, "Realisasi.xlsx", make_xlsx())
        second = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create({"name": "Realisasi.xlsx", "raw": make_xlsx()})
        )
        self.item.with_user(self.staff_a).attachment_ids = [Command.set(second.ids)]
        self.assertEqual(self.item.attachment_ids, second)
        self.assertEqual(self.item.old_attachment_ids, first)
        self.assertTrue(first.raw)
        # Put back, it is no earlier file any more.
        self.item.with_user(self.staff_a).attachment_ids = [Command.link(first.id)]
        self.assertEqual(self.item.attachment_ids, first | second)
        self.assertFalse(self.item.old_attachment_ids)

    def test_files_cannot_be_changed_or_deleted(self):
        attachment = self._attach(self.item, self.staff_a)
        removed = self._attach(self.item, self.staff_a, "b.docx")
        self.item.with_user(self.staff_a).attachment_ids = [Command.unlink(removed.id)]
        for state in ("sent", "accepted"):
            if state == "accepted":
                self._submit(self.request, self.staff_a)
                self.request.with_user(self.team_member).action_accept()
            for user in (self.staff_a, self.team_member, self.manager, self.env.user):
                for file in (attachment.with_user(user), removed.with_user(user).sudo()):
                    for vals in (
                        {"raw": b"lain"},
                        {"datas": b64encode(b"lain")},
                        {"name": "lain.docx"},
                        {"res_id": 0},
                        {"public": True},
                    ):
                        with self.assertRefused("was handed in"):
                            file.write(vals)
                    with self.assertRefused("was handed in"):
                        file.unlink()
            with self.assertRaises(UserError):
                self.item.with_user(self.staff_a).attachment_ids = [Command.delete(attachment.id)]
        with self.assertRaises(UserError):
            self.item.with_user(self.staff_a).attachment_ids = [Command.clear()]
        self.assertEqual(self.item.attachment_ids, attachment)

    def test_storage_may_move(self):
        """``force_storage`` writes the same bytes anew."""
        attachment = self._attach(self.item, self.staff_a)
        attachment.write({"raw": attachment.raw, "mimetype": attachment.mimetype})
        self.assertEqual(attachment.raw[:2], b"PK")

    def test_deleted_message_keeps_its_handed_in_file(self):
        message = self.request.with_user(self.staff_a).message_post(
            body="Terlampir", attachments=[("Data.docx", docx_bytes())], message_type="comment"
        )
        file = self._get_loose().attachment_ids
        message.sudo().unlink()
        self.assertTrue(file.exists())

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    def test_other_divisions_read_no_files(self):
        attachment = self._attach(self.item, self.staff_a)
        self.request.with_user(self.staff_a).message_post(
            body="Terlampir", attachments=[("b.docx", docx_bytes())]
        )
        loose = self._get_loose().attachment_ids
        letter = self.request.document_id.attachment_id
        for file in (attachment, loose, letter):
            self.assertTrue(file.with_user(self.head_a).raw)
            self.assertTrue(file.with_user(self.team_member).raw)
            with self.assertRaises(AccessError):
                file.with_user(self.head_b).read(["raw"])
        found = self.env["ir.attachment"].with_user(self.head_b).search(
            [("res_model", "in", ("lakip.request", "lakip.request.item", "lakip.document"))]
        )  # fmt: skip
        self.assertFalse(found & (attachment | loose | letter))
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.head_b).create(
                {"name": "x.docx", "raw": docx_bytes(), "res_model": self.item._name,
                 "res_id": self.item.id}
            )  # fmt: skip


class TestRequestHttp(RequestFileCase, HttpCase):
    """As a browser sends and asks for files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A database in Indonesian has no English: sentences would come translated.
        cls.env["res.lang"]._activate_lang("en_US")
        for user in (cls.staff_a, cls.head_b, cls.team_member):
            user.password = user.login
            user.lang = "en_US"

    def _log_in(self, user):
        self.authenticate(user.login, user.login)

    def _upload(self, *files, record=None):
        """Post files as the button of the form does; return what the client gets."""
        record = record or self.item
        response = self.url_open(
            "/web/binary/upload_attachment",
            data={"csrf_token": Request.csrf_token(self), "model": record._name, "id": record.id},
            files=[("ufile", (name, content)) for name, content in files],
        )
        response.raise_for_status()
        return json.loads(response.text)

    def _drop(self, name, content, **data):
        """Post a file as the chatter does; return what the client gets."""
        response = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "thread_model": "lakip.request",
                "thread_id": self.request.id,
                **data,
            },
            files=[("ufile", (name, content))],
        )
        response.raise_for_status()
        return response.json()

    def test_content_is_for_the_own_division_only(self):
        attachment = self._attach(self.item, self.staff_a)
        letter = self.request.document_id.attachment_id
        paths = [
            f"/web/content/{attachment.id}?download=true",
            f"/web/content/ir.attachment/{attachment.id}/raw",
            f"/web/content/{letter.id}",
            f"/web/image/{attachment.id}",
        ]
        self._log_in(self.head_b)
        for path in paths:
            response = self.url_open(path)
            self.assertNotIn(b"word/document.xml", response.content, path)
        for path in paths[:3]:
            self.assertEqual(self.url_open(path).status_code, 404, path)
        for user in (self.staff_a, self.team_member):
            self._log_in(user)
            for path in paths[:3]:
                response = self.url_open(path)
                self.assertEqual(response.status_code, 200)
                self.assertIn(b"word/document.xml", response.content)

    def test_button_names_refused_files_and_keeps_the_others(self):
        self._log_in(self.staff_a)
        answer = self._upload(("a.xlsx", make_xlsx()), ("b.pdf", b""), ("c.pdf", make_docx()))
        self.assertEqual(answer[0]["filename"], "a.xlsx")
        self.assertEqual(
            answer[1]["error"].splitlines()[0],
            "'b.pdf' is empty. Save it again and attach it once more.",
        )
        self.assertIn("'c.pdf' is not what its name says", answer[1]["error"])
        self.item.with_user(self.staff_a).attachment_ids = [Command.link(answer[0]["id"])]
        self.assertEqual(self.item.attachment_ids.name, "a.xlsx")

    def test_photo_keeps_its_bytes(self):
        """Odoo shrinks pictures above 1920 pixels, and so loses when and where they were taken."""
        stream, exif = BytesIO(), Image.Exif()
        exif[0x9003] = "2027:01:11 09:30:00"
        Image.new("RGB", (2400, 1600)).save(stream, "JPEG", exif=exif)
        photo = stream.getvalue()
        self._log_in(self.staff_a)
        button = self._upload(("foto.jpg", photo))[0]["id"]
        drop = self._drop("foto.jpg", photo)["data"]["attachment_id"]
        message = self._drop("foto.jpg", photo, is_pending="true")["data"]["attachment_id"]
        for attachment in self.env["ir.attachment"].browse([button, drop, message]):
            self.assertEqual(attachment.raw, photo)

    def test_button_when_it_is_not_the_turn(self):
        self._submit(self.request, self.staff_a)
        self._log_in(self.staff_a)
        answer = self._upload(("a.xlsx", make_xlsx()))
        self.assertIn("was handed in by Staf A already", answer[0]["error"])
        self._log_in(self.head_b)
        answer = self._upload(("a.xlsx", make_xlsx()))
        self.assertIn("error", answer[0])

    def test_too_large_for_the_setting(self):
        self.company.lakip_max_file_size = 1
        self._log_in(self.staff_a)
        content = make_pdf() + bytes(2 * 1024 * 1024)
        self.assertIn("too large: 2.0 MB", self._upload(("a.pdf", content))[0]["error"])
        self.assertIn("too large: 2.0 MB", self._drop("a.pdf", content)["error"])

    def test_drop(self):
        self._log_in(self.staff_a)
        answer = self._drop("a.xlsx", make_xlsx())
        self.assertEqual(self._get_loose().attachment_ids.ids, [answer["data"]["attachment_id"]])
        self.assertIn("'b.xlsx' is empty", self._drop("b.xlsx", b"")["error"])
        self.assertEqual(len(self._get_loose().attachment_ids), 1)

    def test_drop_after_handing_in(self):
        self._submit(self.request, self.staff_a)
        self._log_in(self.staff_a)
        self.assertIn("was handed in", self._drop("a.xlsx", make_xlsx())["error"])
        # A file in a message is talk, and no data until the request is returned.
        answer = self._drop("a.xlsx", make_xlsx(), is_pending="true")
        self.assertNotIn("error", answer)
        self.assertFalse(self._get_loose())

    def test_drop_on_the_request_of_another_division(self):
        self._log_in(self.head_b)
        response = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "thread_model": "lakip.request",
                "thread_id": self.request.id,
            },
            files=[("ufile", ("a.xlsx", make_xlsx()))],
        )
        self.assertEqual(response.status_code, 404)

    def test_delete_in_the_chatter(self):
        self._log_in(self.staff_a)
        answer = self._drop("a.xlsx", make_xlsx())
        attachment_id = answer["data"]["attachment_id"]
        response = self.url_open(
            "/mail/attachment/delete",
            data=json.dumps({"params": {"attachment_id": attachment_id}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertIn("was handed in for 'Berkas lain'", response.text)
        self.assertTrue(self._get_loose().attachment_ids)
