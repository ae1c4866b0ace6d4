"""The SOP page as a Word file: from any SOP, by whoever may read it."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase

from .common import LakipCase


def texts(content):
    """Return the paragraphs of a Word file, those of tables in tables too, one a line."""
    body = Document(BytesIO(content)).element.body
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in body.iter(qn("w:p"))
    )


class TestSopPagePrint(LakipCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A person of a division: the least that the app gives.
        cls.staff_a.group_ids = [Command.link(cls.env.ref("lakip_sop.group_lakip_division").id)]

    def _download(self, sop, user):
        action = sop.with_user(user).action_print_page()
        self.authenticate(user.login, user.login)
        return self.url_open(action["url"])

    def test_sop_09(self):
        response = self._download(self.sop, self.staff_a)
        self.assertEqual(response.status_code, 200)
        self.assertIn("SOP%2009%20PENYUSUNAN", response.headers["Content-Disposition"])
        text = texts(response.content)
        for part in (
            "PEMERINTAH PROVINSI KALIMANTAN BARAT",
            "SUB BAGIAN RENJA DAN MONEV",
            "4 Juni 2021",
            "KEPALA DINAS",
            "SAMUEL, SE, M.SI",
            "Pembina Utama Madya",
            "NIP. 19660408 199303 1 009",
            "Undang-undang Nomor 25 Tahun 2004",
            "SOP Penyusunan RENJA SKPD",
            "Kasubbag Renja",
            "Pejabat Struktural dan Staf Bidang / Sekretariat",
            "30 menit",
            "Jumlah waktu baku: 22 hari, 9 jam, 30 menit",
            *self.sop.step_ids.mapped("name"),
        ):
            self.assertIn(part, text)

    def test_rows_of_sop_09(self):
        page = self.sop.with_user(self.staff_a)._get_page()
        self.assertEqual(
            page.actors,
            (
                "Sekretaris",
                "Kasubbag Renja",
                "Tim",
                "Kadis",
                "Pejabat Struktural dan Staf Bidang / Sekretariat",
            ),
        )
        by_number = {row.number: row for row in page.rows}
        self.assertEqual((by_number["3"].actor, by_number["3"].participants), (2, (0, 1, 4)))
        for number in ("9", "10", "11"):
            self.assertEqual(page.rows[by_number[number].return_to].number, "8")
        self.assertEqual(sum(row.return_to is not None for row in page.rows), 3)

    def _create_other_sop(self):
        return self._create_sop(
            [
                {"name": "Mulai", "kind": "start", "role": "team"},
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 2.5,
                 "takes_part": ("secretary", "team")},
                {"name": "Perlu dirapatkan?", "kind": "decision", "role": "planning_head",
                 "branch": 4, "duration": 1, "duration_unit": "week", "remark": "Menurut isi"},
                {"name": "Rapat", "kind": "task", "role": "team", "duration": 1,
                 "duration_unit": "month"},
                {"name": "Mengesahkan", "kind": "signature", "role": "agency_head", "back": 1},
                {"name": "Selesai", "kind": "end", "role": "team"},
            ],
            government="PEMERINTAH KABUPATEN LAIN",
            agency="DINAS LAIN",
            approved_by="Tanpa Gelar",
        )  # fmt: skip

    def test_another_sop(self):
        sop = self._create_other_sop()
        text = texts(self._download(sop, self.staff_a).content)
        for part in (
            "PEMERINTAH KABUPATEN LAIN",
            "DINAS LAIN",
            "Tanpa Gelar",
            "2,5 hari",
            "Jumlah waktu baku: 1 bulan, 1 minggu, 2,5 hari",
        ):
            self.assertIn(part, text)
        self.assertNotIn("KALIMANTAN BARAT", text)
        rows = sop.with_user(self.staff_a)._get_page().rows
        self.assertEqual(rows[1].participants, (0,), "the performer is no participant as well")
        self.assertEqual(rows[2].remark, "Menurut isi\nTidak: ke langkah 5")
        self.assertEqual([row.return_to for row in rows], [None, None, None, None, 1, None])

    def test_a_row_without_performer_and_an_empty_sop(self):
        sop = self.env["lakip.sop"].create({"number": "1", "name": "BARU"})
        self.assertIn("BARU", texts(self._download(sop, self.staff_a).content))
        self.env["lakip.sop.step"].create({"sop_id": sop.id, "name": "Belum ada pelaksana"})
        self.assertIn("Belum ada", texts(self._download(sop, self.staff_a).content))

    def test_archived_actors_are_printed(self):
        sop = self._create_other_sop()
        self.roles["secretary"].active = False
        sop.invalidate_recordset()
        self.assertIn("Sekretaris", sop.with_user(self.staff_a)._get_page().actors)
        self.assertEqual(self._download(sop, self.staff_a).status_code, 200)

    def test_a_way_back_to_a_later_row_is_refused(self):
        sop = self.env["lakip.sop"].create({"number": "1", "name": "SALAH"})
        first, second = self.env["lakip.sop.step"].create(
            [{"sop_id": sop.id, "name": name} for name in ("Satu", "Dua")]
        )
        first.return_step_id = second
        with self.assertRefused("Row 'Satu' must return to an earlier row", UserError):
            sop.with_user(self.staff_a).action_print_page()
        self.authenticate(self.staff_a.login, self.staff_a.login)
        response = self.url_open(f"/lakip/sop/{sop.id}/page")
        self.assertEqual(response.status_code, 422)

    def test_who_may_not_read(self):
        sop = self._create_other_sop()
        other = self._create_company("Dinas Tetangga")
        neighbour = self._create_user("neighbour", "Tetangga", other)
        neighbour.group_ids = [Command.link(self.env.ref("lakip_sop.group_lakip_manager").id)]
        portal = self._create_user("portal_user", "Warga")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        for user in (neighbour, portal):
            with self.assertRaises(AccessError):
                sop.with_user(user).with_context(allowed_company_ids=None).action_print_page()
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(f"/lakip/sop/{sop.id}/page").status_code, 403)
        self.authenticate(self.staff_a.login, self.staff_a.login)
        self.assertEqual(self.url_open("/lakip/sop/99999999/page").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/lakip/sop/{sop.id}/page").url)

    def _count(self, sop):
        sop = sop.with_user(self.staff_a)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        sop._check_can_print_page()
        sop._get_page()
        return self.cr.sql_log_count - before

    def test_queries(self):
        """The SOP, its rows, their participants and the roles, the letterhead: the same count
        for 11 rows and for 25."""
        rows = [
            {"name": f"Baris {place}", "role": "team", "takes_part": ("secretary",), "duration": 1}
            for place in range(23)
        ]
        rows += [
            {"name": "Menulis", "kind": "drafting", "role": "planning_head"},
            {"name": "Mengesahkan", "kind": "signature", "role": "agency_head", "back": 23},
        ]
        long = self._create_sop(rows)
        self.assertEqual((len(self.sop.step_ids), len(long.step_ids)), (11, 25))
        self._count(self.sop)
        counts = self._count(self.sop), self._count(long)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 9)
