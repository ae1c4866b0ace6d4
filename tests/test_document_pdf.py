"""The PDF of a version: asked for by a click, made outside the request, kept for its readers."""

import json
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import config, mute_logger

from odoo.addons.lakip_sop.models import lakip_document_pdf
from odoo.addons.lakip_sop.tools import libreoffice

from .common import docx_bytes, signature_png
from .real_files import pdf_bytes
from .test_document import DocumentCase
from .test_libreoffice import fake_program
from .word_pages import pages

MODELS = "odoo.addons.lakip_sop.models.lakip_document_pdf"


class PdfCase(DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("lakip_sop.ir_cron_print_pdf")
        cls.parameters = cls.env["ir.config_parameter"].sudo()

    def setUp(self):
        super().setUp()
        self.told = []
        bus = self.registry["bus.bus"]

        def send(_bus, target, kind, message):
            if kind == "lakip_progress":
                self.told.append((target, message))

        self.startPatcher(patch.object(bus, "_sendone", send))
        self.cycle = self._reach_drafting()

    def _upload(self, text="Isi laporan", content=None, name="LAKIP 2026.docx"):
        step = self.cycle.current_step_id.with_user(self.team_member)
        return step._upload_document("report", content or docx_bytes(text), name)

    def _click(self, document, user=None):
        """Press 'PDF'; return the row and what the client is told to do."""
        action = document.with_user(user or self.team_member).action_print_pdf()
        self.env.flush_all()
        return document.sudo().pdf_ids, action

    def _run_cron(self):
        """Run the scheduled action as Odoo does, with its own commits."""
        with self.enter_registry_test_mode():
            result = self.cron.method_direct_trigger()
        self.assertIs(result, True, "no traceback")
        self.env.invalidate_all()

    def _take_told(self):
        """Return who was told of which row since the last call."""
        told, self.told[:] = [(partner.id, line["id"]) for partner, line in self.told], []
        return told

    @contextmanager
    def _program(self, script):
        """Put a script where LibreOffice is."""
        with fake_program(script) as path:
            self.parameters.set_param("lakip_sop.libreoffice_path", path)
            yield
            self.parameters.set_param("lakip_sop.libreoffice_path", False)

    def assertEnded(self, pdf, state, message):
        progress = pdf.with_user(self.team_member).get_progress()[0]
        self.assertEqual(progress["state"], state)
        self.assertRegex(progress["message"], message)
        return progress


class TestPdf(PdfCase):
    def test_from_the_click_to_the_file(self):
        document = self._upload("Isi laporan kinerja")
        pdf, action = self._click(document)
        self.assertEqual(pdf.state, "waiting")
        self.assertEqual((action["type"], action["tag"]), ("ir.actions.client", "lakip_progress"))
        self.assertEqual(action["params"]["state"], "waiting")
        self.assertEqual(action["params"]["message"], "Waiting: it is the next one.")
        self.assertEqual(action["params"]["title"], document.display_name)
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]))
        self._run_cron()
        self.assertEqual((pdf.state, pdf.attempts), ("done", 1))
        self.assertEqual(pdf.attachment_id.name, "LAKIP 2026.pdf")
        self.assertEqual(pdf.attachment_id.mimetype, "application/pdf")
        self.assertIn("Isi laporan kinerja", pages(pdf.attachment_id.raw)[0])
        # When it was taken up, and when it was there
        self.assertEqual(self._take_told(), [(self.team_member.partner_id.id, pdf.id)] * 2)
        progress = self.assertEnded(pdf, "done", "^The PDF is ready")
        self.assertEqual(progress["url"], f"/web/content/{pdf.attachment_id.id}")

    def test_a_second_click_opens_it_at_once(self):
        document = self._upload()
        pdf, _action = self._click(document)
        self._run_cron()
        self._take_told()
        again, action = self._click(document, self.secretary)
        self.assertEqual(again, pdf)
        self.assertEqual(
            (action["type"], action["url"]),
            ("ir.actions.act_url", f"/web/content/{pdf.attachment_id.id}"),
        )
        file = pdf.attachment_id
        self._run_cron()
        self.assertEqual((pdf.attachment_id, pdf.attempts), (file, 1), "not made again")
        self.assertFalse(self._take_told(), "nobody is told twice")

    def test_clicks_while_it_waits_make_one_file_and_tell_each(self):
        document = self._upload()
        pdf, _action = self._click(document)
        self.assertEqual(self._click(document)[0], pdf)
        self.assertEqual(self._click(document, self.secretary)[0], pdf)
        self._run_cron()
        people = self.team_member | self.secretary
        self.assertCountEqual(
            self._take_told(), [(partner.id, pdf.id) for partner in people.partner_id] * 2
        )
        self.assertEqual(pdf.attempts, 1)

    def test_each_version_has_its_own_and_they_stand_in_line(self):
        first, second = self._upload("satu"), self._upload("dua")
        one = self._click(first)[0]
        two, action = self._click(second)
        self.assertEqual(action["params"]["message"], "Waiting: 1 before it.")
        self._run_cron()
        self.assertIn("satu", pages(one.attachment_id.raw)[0])
        self.assertIn("dua", pages(two.attachment_id.raw)[0])

    def test_a_pdf_is_opened_as_it_is(self):
        document = self._upload(content=pdf_bytes(docx_bytes()), name="LAKIP.pdf")
        pdf, action = self._click(document)
        self.assertFalse(pdf)
        self.assertEqual(action["url"], f"/web/content/{document.sudo().attachment_id.id}")

    def test_a_photo_is_refused(self):
        document = self._upload(content=signature_png(), name="foto.png")
        self.assertFalse(document.can_print_pdf)
        with self.assertRefused("No PDF can be made of 'foto.png'"):
            self._click(document)

    def test_the_document_shows_where_it_stands(self):
        document = self._upload().with_user(self.secretary)
        self.assertFalse(document.pdf_progress)
        self._click(document)
        self.assertEqual(document.pdf_progress["state"], "waiting")
        self._run_cron()
        self.assertEqual(document.pdf_progress["state"], "done")

    def test_the_version_itself_stays_as_it_is(self):
        document = self._upload()
        before = document.sudo().read()[0]
        pdf, _action = self._click(document)
        self._run_cron()
        document.invalidate_recordset()
        after = document.sudo().read()[0]
        changed = {name for name in before if before[name] != after[name]}
        self.assertEqual(changed, {"pdf_ids", "pdf_progress"})
        self.assertTrue(document._is_intact())
        self.assertTrue(pdf.attachment_id)

    def test_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        document = self._upload()
        pdf, _action = self._click(document)
        self._run_cron()
        own = pdf.with_user(self.team_member).with_context(lang="id_ID")
        self.assertTrue(own.get_progress()[0]["message"])


class TestFailures(PdfCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(MODELS))

    def test_no_libreoffice_is_said_at_once(self):
        document = self._upload()
        with patch.object(libreoffice, "find_program", lambda path="": None):
            pdf, action = self._click(document)
        self.assertEqual(action["params"]["state"], "failed")
        self.assertIn("There is no LibreOffice on the server", action["params"]["message"])
        self.assertEqual(
            action["params"]["url"],
            f"/web/content/{document.sudo().attachment_id.id}?download=true",
            "the Word file is offered",
        )
        self._run_cron()
        self.assertEqual(pdf.attempts, 0)
        # Once it is installed, the next click is heard.
        self.assertEqual(self._click(document)[1]["params"]["state"], "waiting")

    def test_it_goes_missing_while_one_waits(self):
        pdf, _action = self._click(self._upload())
        with patch.object(libreoffice, "find_program", lambda path="": None):
            self._run_cron()
        self.assertEnded(pdf, "failed", "There is no LibreOffice")

    def test_the_time_limit(self):
        document = self._upload()
        self.parameters.set_param("lakip_sop.libreoffice_seconds", "5")
        with self._program("sleep 300"):
            pdf, _action = self._click(document)
            self._run_cron()
        progress = self.assertEnded(pdf, "failed", "stopped after 5 seconds")
        self.assertIn("?download=true", progress["url"])
        self._take_told()
        self._run_cron()
        self.assertEqual(pdf.attempts, 1, "not tried again by itself")
        self.assertFalse(self._take_told())
        self.parameters.set_param("lakip_sop.libreoffice_seconds", "90")
        self._click(document)
        self._run_cron()
        self.assertEnded(pdf, "done", "ready")

    def test_a_crash_is_one_sentence_and_the_next_is_made(self):
        broken, good = self._upload("a"), self._upload("b")
        first = self._click(broken)[0]
        second = self._click(good)[0]
        real = libreoffice.find_program()
        flag = f"{self.enterContext(TemporaryDirectory())}/crashed"
        with self._program(f'[ -e {flag} ] && exec {real} "$@"\ntouch {flag}\nkill -SEGV $$'):
            self._run_cron()
        self.assertEnded(first, "failed", "LibreOffice cannot make a PDF of this file")
        self.assertEnded(second, "done", "ready")

    def test_what_a_dead_worker_left_is_made_and_given_up_the_second_time(self):
        pdf, _action = self._click(self._upload())
        pdf._lakip_unlocked().write({"state": "working", "attempts": 1})
        self._run_cron()
        self.assertEqual((pdf.state, pdf.attempts), ("done", 2))
        other, _action = self._click(self._upload())
        other._lakip_unlocked().write({"state": "working", "attempts": 2})
        self._take_told()
        self._run_cron()
        self.assertEnded(other, "failed", "The server was stopped")
        self.assertEqual(self._take_told(), [(self.team_member.partner_id.id, other.id)])

    def test_scheduled_actions_that_do_not_run(self):
        with self.at("2026-01-05 08:00"):
            pdf, _action = self._click(self._upload())
        with self.at("2026-01-05 08:03"):
            self.assertEnded(pdf, "waiting", "scheduled actions of the server do not seem to run")

    def test_a_pdf_that_was_lost_is_made_again(self):
        document = self._upload()
        pdf, _action = self._click(document)
        self._run_cron()
        pdf.attachment_id.unlink()
        self.env.invalidate_all()
        self._click(document)
        self._run_cron()
        self.assertEnded(pdf, "done", "ready")


class TestLimits(PdfCase):
    def _limit(self, seconds, **server):
        self.parameters.set_param("lakip_sop.libreoffice_seconds", seconds)
        with patch.dict(config.options, server):
            return self.env["lakip.document.pdf"]._get_time_limit()

    def test_it_ends_before_the_server_ends_the_worker(self):
        self.assertEqual(self._limit("30", limit_time_real_cron=-1, limit_time_real=120), 30)
        self.assertEqual(self._limit("300", limit_time_real_cron=-1, limit_time_real=120), 100)
        self.assertEqual(self._limit("300", limit_time_real_cron=0, limit_time_real=120), 300)
        self.assertEqual(self._limit("300", limit_time_real_cron=90, limit_time_real=120), 70)
        self.assertEqual(self._limit("300", limit_time_real_cron=10, limit_time_real=120), 5)
        self.assertEqual(self._limit("soon", limit_time_real_cron=0), 120, "a setting gone wrong")

    def test_the_time_is_that_of_all_passes(self):
        given = []
        mimetype = self._upload().mimetype

        def to_pdf(content, extension, *, program, seconds):
            given.append(seconds)
            return b"%PDF"

        with (
            patch.object(libreoffice, "to_pdf", to_pdf),
            patch.object(
                lakip_document_pdf, "print_paged", lambda content, make: (make(content), make(b""))
            ),
            patch.object(lakip_document_pdf.time, "monotonic", iter((0, 1, 40)).__next__),
        ):
            lakip_document_pdf._convert(b"", mimetype, "soffice", 60)
        self.assertEqual(given, [59, 20])


class TestSettings(PdfCase):
    def _save(self, **vals):
        admin = new_test_user(self.env, "sysadmin", groups="base.group_system,base.group_user")
        settings = self.env["res.config.settings"].with_user(admin).create(vals)
        settings.execute()

    def test_only_libreoffice_can_be_set(self):
        with fake_program("true") as path:
            self._save(lakip_libreoffice_path=path, lakip_libreoffice_seconds=45)
            self.assertEqual(self.env["lakip.document.pdf"]._get_program(), path)
        self.assertIsNone(self.env["lakip.document.pdf"]._get_program(), "it is gone")

    def test_anything_else_is_refused(self):
        for path in ("/bin/sh", "soffice", "/nowhere/soffice"):
            with self.assertRefused("is not LibreOffice: give the whole path", ValidationError):
                self.env["res.config.settings"].create({"lakip_libreoffice_path": path})
        with self.assertRefused("at least 5 seconds", ValidationError):
            self.env["res.config.settings"].create({"lakip_libreoffice_seconds": 0})

    def test_a_path_that_came_by_another_way_is_not_run(self):
        self.parameters.set_param("lakip_sop.libreoffice_path", "/bin/sh")
        self.assertIsNone(self.env["lakip.document.pdf"]._get_program())

    def test_only_who_administers_the_server_sets_it(self):
        for user in (self.manager, self.planning_head):
            with self.assertRaises(AccessError):
                self.env["res.config.settings"].with_user(user).create(
                    {"lakip_libreoffice_path": "/usr/bin/soffice"}
                )


class TestRights(PdfCase, HttpCase):
    """A PDF is read by those who may read the document, and by nobody else."""

    def _get_file(self, file, user):
        if user:
            self.authenticate(user.login, user.login)
        else:
            self.logout(keep_db=True)
        return self.url_open(f"/web/content/{file.id}")

    def _make_letter(self):
        """Return a letter to division A, printed."""
        cycle = self._create_cycle(2031)
        step = self._start(cycle)
        request = (
            self.env["lakip.request"]
            ._lakip_unlocked()
            .create({"cycle_id": cycle.id, "step_id": step.id, "department_id": self.division_a.id})
        )
        request.write(
            {"state": "sent", "user_ids": [Command.set((self.head_a | self.staff_a).ids)]}
        )
        return self.env["lakip.document"]._do_create_version(
            step, "request_letter", docx_bytes("Nota Dinas A"), name="Nota Dinas",
            filename="Nota Dinas.docx", origin="generated", request=request,
        )  # fmt: skip

    def test_letters_of_another_division(self):
        division = self.env.ref("lakip_sop.group_lakip_division")
        division.user_ids |= self.head_a | self.staff_a | self.head_b
        letter = self._make_letter()
        pdf, _action = self._click(letter, self.head_a)
        self._run_cron()
        file = pdf.attachment_id
        foreign_company = self._create_company("Dinas Lain")
        stranger = self._create_user("stranger", "Orang Luar")
        foreigner = self._create_user("foreigner", "Orang Dinas Lain", foreign_company)
        foreigner.group_ids |= self.env.ref("lakip_sop.group_lakip_planning_head")
        for user in (self.head_a, self.staff_a, self.team_member, self.secretary):
            self.assertIn("id", pdf.with_user(user).read(["state"])[0])
            self.assertTrue(file.with_user(user).raw.startswith(b"%PDF"), user.name)
        for user in (self.head_b, foreigner, stranger):
            own = letter.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    own.action_print_pdf()
                with self.assertRaises(AccessError):
                    pdf.with_env(own.env).get_progress()
                with self.assertRaises(AccessError):
                    file.with_env(own.env).read(["raw"])
        for user in (self.head_a, self.head_b, foreigner, stranger):
            user.password = user.login
        self.env.flush_all()
        response = self._get_file(file, self.head_a)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.content, file.raw)
        for user in (self.head_b, foreigner, stranger, None):
            with self.subTest(user=user and user.name):
                response = self._get_file(file, user)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(b"%PDF", response.content)

    def test_nobody_writes_them(self):
        pdf, _action = self._click(self._upload())
        self._run_cron()
        for user in (self.team_member, self.planning_head, self.manager):
            own = pdf.with_user(user)
            with self.assertRefused("set by the steps"):
                own.write({"state": "done"})
            with self.assertRefused("set by the steps"):
                own.create({"document_id": pdf.document_id.id})
            with self.assertRaises(UserError):
                own.unlink()
            with self.assertRaises(AccessError):
                pdf.attachment_id.with_user(user).write({"raw": b"%PDF palsu"})
            with self.assertRaises(AccessError):
                pdf.attachment_id.with_user(user).unlink()
        with self.assertRefused("set by the steps of the SOP", UserError):
            pdf.write({"state": "failed"})
        with self.assertRefused("cannot be deleted", UserError):
            pdf.unlink()

    def test_progress_over_rpc_holds_what_the_screen_shows(self):
        pdf, _action = self._click(self._upload())
        self.team_member.password = self.team_member.login
        self.authenticate(self.team_member.login, self.team_member.login)
        answer = self.url_open(
            "/web/dataset/call_kw/lakip.document.pdf/get_progress",
            data=json.dumps(
                {
                    "params": {
                        "model": "lakip.document.pdf",
                        "method": "get_progress",
                        "args": [[pdf.id]],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()["result"]
        self.assertEqual(
            set(answer[0]), {"model", "id", "state", "title", "message", "url", "link"}
        )

    def test_the_list_asks_as_often_for_many_as_for_one(self):
        documents = self.env["lakip.document"]
        for number in range(6):
            document = self._upload(str(number))
            self._click(document)
            documents += document
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            own = records.with_user(self.team_member)
            before = self.env.cr.sql_log_count
            own.read(["pdf_progress", "can_print_pdf"])
            return self.env.cr.sql_log_count - before

        count(documents)
        self.assertEqual(count(documents), count(documents[0]))
