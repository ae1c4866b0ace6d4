"""What is printed: the PDF of a version, the Word files made when asked for, the archive, reports.

A stranger gets none of it, by address, by call or by a report route; a ZIP, and a Word file is one,
is opened before it is searched for canaries.
"""

import io
import json
import zipfile
from unittest.mock import patch

from odoo.addons.lakip_sop.models import lakip_document_pdf

from .canary_case import COMPANY, DIVISION, OF_COMPANY, OF_DIVISION


def unpacked(content):
    """Return ``content``, and what is in it when it is a ZIP, at any depth."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(
            name.encode() + b"\n" + unpacked(archive.read(name)) for name in archive.namelist()
        )


class PrintDoors:
    # ------------------------------------------------------------
    # WHAT THERE IS
    # ------------------------------------------------------------

    def _make_pdfs(self):
        """Have a PDF made of each document that was generated or uploaded; return the rows.

        LibreOffice is left out: what stands in the PDF is whose it is.
        """
        documents = self.env["lakip.document"].search([("company_id", "=", self.company.id)])
        rows = self.env["lakip.document.pdf"]
        for document in documents.filtered("can_print_pdf"):
            mark = DIVISION if document in self.hidden["lakip.document"] else COMPANY
            made = {"state": "done", "content": f"%PDF-1.7 {mark} {document.id}".encode()}
            with patch.object(lakip_document_pdf, "_convert", lambda *args, made=made: dict(made)):
                pdf = document.sudo()._do_print_pdf()._lakip_unlocked()
                pdf._finish(pdf._start()())
            rows |= pdf.with_env(self.env)
        self.env.flush_all()
        self.env.invalidate_all()
        return rows

    def _get_people_of_others(self):
        """Return ``{name: user}`` of everybody who must not print this agency's papers."""
        return {
            "colleague without LAKIP": self.plain,
            "portal": self.portal,
            "visitor": None,
            **{f"other company: {code}": user for code, user in self.others.items()},
        }

    def _get_people_of_division_b(self):
        return {"staff of division B": self.staff_b, "head of division B": self.head_b}

    def _get_archivists(self):
        return self.planning_head | self.secretary | self.agency_head

    def setUp(self):
        super().setUp()
        for user in self._get_archivists() | self.env["res.users"].union(*self.others.values()):
            user.password = user.login

    def _forge(self, user):
        """Return a context in which a user claims to have chosen this company as well."""
        return {"allowed_company_ids": [*user.company_ids.ids, self.company.id], "lang": "en_US"}

    def assertNothingOf(self, response, marks, door):
        self.assertNoCanary(unpacked(response.content), marks, door)
        self.assertNoCanary(str(response.headers), marks, door)

    # ------------------------------------------------------------
    # PDF
    # ------------------------------------------------------------

    def test_pdf_by_address(self):
        rows = self._make_pdfs()
        of_division = rows.filtered(lambda pdf: pdf.document_id in self.hidden["lakip.document"])
        self.assertTrue(of_division)
        self.assertGreater(len(rows), len(of_division))
        for files, people, marks in (
            (rows, self._get_people_of_others(), OF_COMPANY),
            (of_division, self._get_people_of_division_b(), OF_DIVISION),
        ):
            for name, user in people.items():
                # Each file by one of another company and of division B; some by the others
                every = name in ("other company: manager", "head of division B")
                for pdf in files if every else files[:2]:
                    file = pdf.attachment_id
                    # All ways to one file, and the plain way to each
                    paths = (
                        self._get_paths(file) if pdf == files[:1] else [f"/web/content/{file.id}"]
                    )
                    for path in (*paths, f"/web/content/lakip.document.pdf/{pdf.id}/attachment_id"):
                        with self.subTest(spy=name, path=path):
                            self.assertClosed(self._get(user, path), file, marks, path)
        for pdf in of_division:
            self.assertCanary(
                self._get(self.team_member, f"/web/content/{pdf.attachment_id.id}").content,
                OF_DIVISION,
            )

    def test_pdf_by_call(self):
        rows = self._make_pdfs()
        of_division = rows.filtered(lambda pdf: pdf.document_id in self.hidden["lakip.document"])
        for hidden, people, marks in (
            (rows, self._get_people_of_others(), OF_COMPANY),
            (of_division, self._get_people_of_division_b(), OF_DIVISION),
        ):
            for name, user in people.items():
                if not user:
                    continue
                context = self._forge(user)
                for model, method, ids, args in (
                    ("lakip.document", "action_print_pdf", hidden.document_id[:1].ids, ()),
                    ("lakip.document", "read", hidden.document_id.ids, (["pdf_progress"],)),
                    ("lakip.document.pdf", "get_progress", hidden.ids, ()),
                    ("lakip.document.pdf", "read", hidden.ids, ()),
                ):
                    with self.subTest(spy=name, method=f"{model}.{method}"):
                        answer = self._call(user, model, method, ids, *args, context=context)
                        self.assertIn('"error"', answer)
                        self.assertNoCanary(answer, marks, method)
                        self.assertNotIn("/web/content/", answer)
                answer = self._call(user, "lakip.document.pdf", "search", [], context=context)
                # Refused, or nothing of them is found
                found = json.loads(answer).get("result", [])
                self.assertFalse({*found} & {*hidden.ids})
        answer = self._call(
            self.planning_head,
            "lakip.document",
            "action_print_pdf",
            of_division.document_id[:1].ids,
        )
        self.assertIn("/web/content/", answer)

    # ------------------------------------------------------------
    # FILES THAT ARE MADE WHEN ASKED FOR
    # ------------------------------------------------------------

    def test_word_files_by_address(self):
        cycle = self.cycle.id
        paths = (
            f"/lakip/archive/{cycle}", f"/lakip/archive/{self.open_cycle.id}",
            f"/lakip/audit/{cycle}", f"/lakip/audit/{cycle}/xlsx", f"/lakip/audit/{cycle}/docx",
            f"/lakip/cycle/{cycle}/compliance", f"/lakip/cycle/{cycle}/selfcheck",
            f"/lakip/company/{self.company.id}/sample", f"/lakip/sop/{self.canary_sop.id}/page",
        )  # fmt: skip
        for name, user in self._get_people_of_others().items():
            for path in paths:
                with self.subTest(spy=name, path=path):
                    # The companies that the web client has chosen are told by a cookie.
                    cookies = {"cids": f"{self.company.id}-{self.other_company.id}"}
                    response = self._get(user, path, cookies=cookies)
                    self.assertNotEqual(response.status_code, 200)
                    self.assertNothingOf(response, OF_COMPANY, path)

    def test_archive_within_the_agency(self):
        """It holds the data of every division: for those who may audit, and for nobody else."""
        path = f"/lakip/archive/{self.cycle.id}"
        before = len(self.cycle.message_ids)
        for user in self.staff_b | self.head_b | self.head_a | self.staff_a | self.team_member:
            with self.subTest(user.name):
                response = self._get(user, path)
                self.assertNotEqual(response.status_code, 200)
                self.assertNothingOf(response, OF_DIVISION, path)
                for method in ("action_export_archive", "action_open_audit"):
                    answer = self._call(user, "lakip.cycle", method, self.cycle.ids)
                    self.assertIn('"error"', answer)
        self.env.invalidate_all()
        self.assertEqual(len(self.cycle.message_ids), before)
        for user in self._get_archivists():
            with self.subTest(user.name):
                response = self._get(user, path)
                self.assertEqual(response.status_code, 200)
                self.assertCanary(unpacked(response.content), OF_DIVISION)

    def test_word_files_within_the_agency(self):
        """What division B may print of its own agency names nothing of division A."""
        cycle = self.cycle.id
        opened = 0
        for user in self._get_people_of_division_b().values():
            for path in (
                f"/lakip/audit/{cycle}", f"/lakip/audit/{cycle}/docx",
                f"/lakip/cycle/{cycle}/compliance", f"/lakip/cycle/{cycle}/selfcheck",
                f"/lakip/sop/{self.canary_sop.id}/page",
            ):  # fmt: skip
                with self.subTest(user=user.name, path=path):
                    response = self._get(user, path)
                    opened += response.status_code == 200
                    self.assertNothingOf(response, OF_DIVISION, path)
        self.assertTrue(opened, "the page of the SOP is for all")

    def test_acts_that_print(self):
        """By call, with this company claimed in the context."""
        steps = self.cycle.step_ids.ids
        for name, user in self._get_people_of_others().items():
            if not user:
                continue
            for model, method, ids, args in (
                ("lakip.cycle", "action_export_archive", self.cycle.ids, ()),
                ("lakip.cycle", "action_print_compliance", self.cycle.ids, ()),
                ("lakip.cycle", "action_print_selfcheck", self.cycle.ids, ()),
                ("lakip.sop", "action_print_page", self.canary_sop.ids, ()),
                ("lakip.step", "action_generate_document", steps[2:3], ("report",)),
                ("lakip.delivery", "action_generate_letter", self.cycle.delivery_ids[:1].ids, ()),
                ("lakip.request", "action_download_workbook", self.hidden["lakip.request"][:1].ids,
                 ()),
            ):  # fmt: skip
                with self.subTest(spy=name, method=f"{model}.{method}"):
                    answer = self._call(user, model, method, ids, *args, context=self._forge(user))
                    self.assertIn('"error"', answer)
                    self.assertNoCanary(answer, OF_COMPANY, method)

    # ------------------------------------------------------------
    # REPORT ROUTES
    # ------------------------------------------------------------

    def test_report_routes(self):
        """Odoo prints any record by the name of a report; the pages of the app are none."""
        cycle = self.cycle.id
        reports = self.env["ir.actions.report"].search([("model", "like", "lakip.")])
        names = {
            "lakip_sop.lakip_audit_page", "lakip_sop.lakip_verify_page",
            *reports.mapped("report_name"),
        }  # fmt: skip
        people = {**self._get_people_of_others(), **self._get_people_of_division_b()}
        for spy, user in people.items():
            marks = OF_DIVISION if spy in self._get_people_of_division_b() else OF_COMPANY
            for name in names:
                for kind in ("html", "pdf", "text"):
                    path = f"/report/{kind}/{name}/{cycle}"
                    with self.subTest(spy=spy, path=path):
                        response = self._get(user, path)
                        self.assertNotEqual(response.status_code, 200)
                        self.assertNothingOf(response, marks, path)
