"""The audit of a cycle: a page, a spreadsheet and a Word file for a reader who knows no Odoo."""

from io import BytesIO

from docx import Document
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase

from odoo.addons.lakip_sop.documents import build_audit_docx, build_audit_xlsx

from .test_sign import SignCase


class TestAudit(SignCase, HttpCase):
    def _cycle(self):
        cycle = self._reach_paraf()
        reason = '=HYPERLINK("http://x")'
        cycle.current_step_id.pending_approval_id.with_user(self.secretary).action_return(reason)
        self._upload_report(cycle, text="baru")
        self._complete(cycle)
        self._approve(cycle, comment="+62 812")
        self._approve(cycle, comment="@SUM(A1)")
        return cycle

    def test_spreadsheet(self):
        cycle = self._cycle()
        book = load_workbook(BytesIO(build_audit_xlsx(cycle._get_audit())))
        self.assertEqual(
            book.sheetnames,
            ["Ringkasan", "Keputusan", "Bukti keputusan", "Langkah", "Dokumen", "Koreksi"],
        )
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.assertNotIn("f", {cell.data_type for cell in cells})
        texts = {str(cell.value) for cell in cells}
        self.assertIn("+62 812", texts)
        self.assertIn("@SUM(A1)", texts)
        dangerous = [cell for cell in cells if str(cell.value or "")[:1] in ("=", "+", "@")]
        self.assertTrue(dangerous)
        self.assertTrue(all(cell.quotePrefix for cell in dangerous))
        for row in cycle.approval_ids.filtered("hash"):
            self.assertIn(row.hash, texts)
        for document in cycle.document_ids:
            self.assertIn(document.sha256, texts)
        summary = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows(min_row=5)}
        self.assertIn("Utuh: 3 keputusan", summary["Pemeriksaan rantai keputusan"])

    def test_word_file(self):
        cycle = self._cycle()
        document = Document(BytesIO(build_audit_docx(cycle._get_audit())))
        text = "\n".join(
            cell.text for table in document.tables for row in table.rows for cell in row.cells
        )
        for part in ("Kepala Uji", "Tanda tangan: Disetujui", "Paraf: Dikembalikan", "Utuh"):
            self.assertIn(part, text)

    def test_broken_chain_is_told(self):
        cycle = self._cycle()
        cycle.approval_ids.filtered("hash")[0].sudo()._lakip_unlocked().comment = "Lain"
        facts = dict(cycle._get_audit().facts)
        self.assertIn("TIDAK UTUH", facts["Pemeriksaan rantai keputusan"])

    def test_who_may_read(self):
        cycle = self._cycle()
        for user in (self.planning_head, self.secretary, self.agency_head, self.manager):
            self.assertTrue(cycle.with_user(user).can_audit)
            cycle.with_user(user).action_open_audit()
        self.assertFalse(cycle.with_user(self.team_member).can_audit)
        for user in (self.team_member, self.staff_a):
            with self.assertRaises(AccessError):
                cycle.with_user(user).action_open_audit()

    def test_page_and_downloads(self):
        cycle = self._cycle()
        path = f"/lakip/audit/{cycle.id}"
        self.authenticate(self.planning_head.login, self.planning_head.login)
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Rantai", page.text.title())
        self.assertIn("Kepala Uji", page.text)
        self.assertIn("=HYPERLINK(&#34;http://x&#34;)", page.text)
        for kind in ("xlsx", "docx"):
            file = self.url_open(f"{path}/{kind}")
            self.assertEqual((file.status_code, file.content[:2]), (200, b"PK"))
        self.assertEqual(self.url_open("/lakip/audit/99999999").status_code, 404)
        self.authenticate(self.team_member.login, self.team_member.login)
        for own in (path, f"{path}/xlsx"):
            self.assertEqual(self.url_open(own).status_code, 403)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(path).url)
