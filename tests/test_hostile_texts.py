"""Every text that people can write, filled with what Word refuses, in every document of a year.

SOP 09 from the first row to the last. Before a document is made, each Char, Text and Html field of
each record of the app, of the people, the company and the recipients takes a text with control
characters, emoji, letters from right to left, markup and a formula.
"""

import io
import re
import zipfile

import openpyxl
from docx import Document
from freezegun import freeze_time
from lxml import etree

from odoo import Command, fields

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.tools.filecheck import check

from .common import docx_bytes, local
from .hostile_fields import HostileFields
from .performance_case import PerformanceCase

HOSTILE = (
    "=1+1 Uji\x07\x0b\x1f\x7f \u202e4202\u202c \U0001f642\ufffe سلام &amp; ]]> "
    "<script>alert(1)</script><b>x</b>\t\r\nbaris { INCLUDETEXT x } { DDEAUTO cmd } "
    '</w:t><w:altChunk r:id="rId1"/><w:fldSimple w:instr="DDE a b"/>'
)
#: What HTML fields take: links and pictures of elsewhere, and what Word writes for its fields.
RICH = (
    f"{HOSTILE.partition('<script>')[0]}<p>{{ INCLUDETEXT x }}"
    '<a href="file:///etc/passwd">satu</a><a href="\\\\evil\\x">dua</a>'
    '<a href="https://example.com">tiga</a><img src="http://evil.example/x.png"/>'
    '<img src="file:///etc/passwd"/><w:altchunk r:id="rId1"></w:altchunk>'
    '<span style="mso-element:field-begin"></span>DDEAUTO cmd'
    '<span style="mso-element:field-end"></span></p>'
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\ufffe\uffff]")
#: The codes of fields in a part of a Word file, and what a list of relations has outside.
CODES = "//*[local-name()='instrText']/text() | //@*[local-name()='instr']"
ELSEWHERE = "//*[local-name()='Relationship'][@TargetMode='External']/@Target"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class TestHostileTexts(HostileFields, PerformanceCase):
    def setUp(self):
        super().setUp()
        self.made = {}

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def _make(self, step, kind, user):
        self._fill_all(HOSTILE, RICH)
        step.with_user(user).action_generate_document(kind)
        document = step._get_document(kind)[step]
        self._check(f"{step.number} {kind}", document.sudo().attachment_id.raw)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check(self, name, content):
        """Assert that ``content`` is a Word file or workbook that holds the text and no more."""
        self.made[name] = content
        said = self._read(content, name)
        self.assertIsNone(FORBIDDEN.search(said), name)
        self.assertIn("\U0001f642", said, f"{name} has none of the texts")
        self.assertIn("سلام", said, name)
        self.assertIn("{ INCLUDETEXT x }", said, name)
        is_word = b"word/document.xml" in content
        # Nothing in it starts a program, is fetched, or is another document
        check("a.docx" if is_word else "a.xlsx", content, max_bytes=len(content))
        (Document if is_word else openpyxl.load_workbook)(io.BytesIO(content))

    def _read(self, content, name):
        """Return all texts of a file, of the workbooks in its charts too."""
        said = ""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertIsNone(archive.testzip())
            for part in archive.namelist():
                if part.endswith(".xlsx"):
                    said += self._read(archive.read(part), f"{name}: {part}")
                if part.endswith((".xml", ".rels")):
                    root = etree.fromstring(archive.read(part))
                    said += " ".join(root.itertext())
                    for forbidden in ("//*[local-name()='script']", "//s:f"):
                        found = root.xpath(forbidden, namespaces={"s": SPREADSHEET})
                        self.assertFalse(found, f"{name}: {part}")
                    codes = " ".join(root.xpath(CODES))
                    self.assertNotRegex(codes, "INCLUDETEXT|DDE|🙂", f"{name}: {part}")
                    for target in root.xpath(ELSEWHERE):
                        self.assertRegex(target, "^(https?|mailto|tel):", f"{name}: {part}")
                        self.assertNotIn("evil", target, f"{name}: {part}")
        return said

    # ------------------------------------------------------------
    # THE YEAR
    # ------------------------------------------------------------

    def test_every_document(self):
        self.company.lakip_recipient_ids = self.env["res.partner"].create({"name": "Inspektorat"})
        self.cycle = cycle = self._create_cycle(
            2027, sop_id=self.env.ref("lakip_sop.lakip_sop_09").id
        )
        objective = self._create_objective("Sasaran", cycle, analysis_cause="<p>Karena</p>")
        for name in ("Satu", "Dua"):
            self._create_indicator(
                name,
                objective,
                target="80",
                realization="81",
                year_ids=[Command.create({"year": 2026, "target": "70", "realization": "72"})],
            )
        self._create_program("Program", 100.0, cycle_id=cycle.id, objective_id=objective.id)
        people = {
            "direction": self.secretary,
            "decree": self.planning_head,
            "archive": self.planning_head,
        }
        self.clock = self.enterContext(freeze_time(local("2028-01-03 08:00")))
        self._start(cycle)
        while cycle.current_step_id:
            step = cycle.current_step_id
            user = people.get(step.kind, self.team_member)
            getattr(self, f"_do_{step.kind}", lambda *args: None)(step, user)
            if step.kind in ("initial", "signature"):
                self._approve(cycle, step.user_ids[:1])
            else:
                self._complete(cycle, user)
        self.assertEqual(cycle.state, "done")
        self._check_whole(cycle)
        self.assertGreater(len(self.made), 12)
        for name in (
            "lakip.indicator.name",
            "lakip.indicator.cause",
            "lakip.objective.analysis_cause",
            "lakip.section.body",
            "lakip.request.item.name",
            "lakip.step.instruction",
            "hr.employee.name",
            "res.company.name",
            "res.partner.name",
        ):
            self.assertIn(name, self.filled)

    def _do_direction(self, step, user):
        self._make(step, "disposition", user)

    def _do_decree(self, step, user):
        self._make(step, "decree", user)

    def _do_meeting(self, step, user):
        self._make(step, "invitation", user)
        self.clock.move_to(step.event_id.stop)
        step.with_user(user).action_mark_all_present()
        self._make(step, "minutes", user)

    def _do_collection(self, step, user):
        self._fill_all(HOSTILE, RICH)
        requests = step.request_ids
        requests.with_user(user).action_send()
        for request in requests:
            self._check(f"letter {request.id}", request.document_id.sudo().attachment_id.raw)
        request = self._get_request(step, self.division_a)
        self._check("workbook", request.workbook_item_id.form_id.sudo().raw)
        for item in request.item_ids - request.workbook_item_id:
            self._attach(item, self.staff_a, "Uji \u202e\U0001f642 <b>=1.docx", docx_bytes())
        self._fill(request, self.staff_a)
        request.with_user(self.staff_a).action_submit()
        request.with_user(user).action_accept()
        (requests - request).with_user(user).action_waive(HOSTILE)

    def _do_drafting(self, step, user):
        self.cycle.with_user(user).action_propose_sections()
        self._make(step, "report", user)

    def _do_discussion(self, step, user):
        self.env["lakip.correction"].with_user(user).create(
            {"step_id": step.id, "section": "BAB I", "name": "Salah"}
        )
        self._do_meeting(step, user)
        self._make(step, "material", user)

    def _do_revision(self, step, user):
        points = self.cycle.correction_ids.with_user(user)
        points.write({"answer": HOSTILE})
        points.action_resolve()
        self._make(step, "report", user)

    def _do_archive(self, step, user):
        report = self.cycle._get_report()[self.cycle]
        self.assertEqual(report.state, "signed")
        self._check("signed report", report.sudo().attachment_id.raw)
        self._fill_all(HOSTILE, RICH)
        own = step.with_user(user)
        for delivery in own.delivery_ids:
            delivery.action_generate_letter()
            self._check("delivery letter", delivery.document_id.sudo().attachment_id.raw)
            receipt = (
                self.env["ir.attachment"]
                .with_user(user)
                .create(
                    {
                        "name": "tanda terima.docx",
                        "raw": docx_bytes(),
                        "res_model": delivery._name,
                        "res_id": delivery.id,
                    }
                )
            )
            delivery.write(
                {"date": fields.Date.today(), "receipt_attachment_ids": [Command.link(receipt.id)]}
            )
            delivery.action_deliver()

    def _check_whole(self, cycle):
        own = cycle.with_user(self.planning_head)
        sop = cycle.sop_id.copy()
        self._fill_all(HOSTILE, RICH)
        self._check("compliance", docs.build_compliance(own._get_compliance()))
        self._check("self-check", docs.build_selfcheck(own._get_selfcheck()))
        self._check("audit", docs.build_audit_docx(own._get_audit()))
        self._check("audit sheet", docs.build_audit_xlsx(own._get_audit()))
        self._check("sop page", docs.build_sop_page(sop.with_user(self.planning_head)._get_page()))
