"""The compliance report of a cycle: what was measured, against what the SOP gives."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase

from .common import LakipCase
from .test_sop_page_print import texts


class TestCycleCompliance(LakipCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_short_sop()

    def _begin(self, year):
        cycle = self._create_cycle(year)
        with self.at("2027-01-04 08:00"):
            self._start(cycle)
        return cycle

    def _run_with_return(self, cycle):
        """Return the draft once; the paraf is late by an hour and the first row had a hold."""
        with self.at("2027-01-04 09:00"):
            cycle.current_step_id.with_user(self.planning_head).action_hold("Menunggu pagu")
        with self.at("2027-01-04 11:00"):
            cycle.current_step_id.with_user(self.planning_head).action_resume()
            self._complete(cycle)
            self._upload_report(cycle)
        with self.at("2027-01-05 08:00"):
            self._complete(cycle)
        with self.at("2027-01-05 10:00"):
            approval = cycle.current_step_id.pending_approval_id.with_user(self.secretary)
            approval.action_return("Angka BAB III belum sama")
            self._upload_report(cycle, text="baru")
        with self.at("2027-01-05 11:00"):
            self._complete(cycle)
            self._approve(cycle)
        return cycle

    def _finish(self, cycle):
        with self.at("2027-01-05 11:30"):
            self._approve(cycle)
            self._complete(cycle)
        return cycle

    def _get(self, cycle, user=None):
        return cycle.with_user(user or self.planning_head)._get_compliance()

    def test_figures(self):
        cycle = self._finish(self._run_with_return(self._begin(2026)))
        content = self._get(cycle)
        task, draft, paraf, signature, last = content.steps
        self.assertEqual((task.standard, task.held_hours, task.worked_hours), ("1 hari", 2, 1))
        self.assertEqual((draft.standard, draft.rounds), ("2 x 2 hari", 2))
        self.assertEqual(
            draft.standard_hours, sum(cycle.step_ids[1].round_ids.mapped("standard_hours"))
        )
        self.assertEqual((paraf.rounds, paraf.returns, paraf.standard), (2, 1, "2 x 1 jam"))
        self.assertEqual((paraf.standard_hours, paraf.worked_hours), (2, 2))
        self.assertEqual((paraf.status, signature.status), ("Terlambat", "Tepat waktu"))
        self.assertEqual((last.standard, last.standard_hours), ("", None))
        self.assertEqual(last.status, "Tanpa waktu baku")
        self.assertEqual(last.done, date(2027, 1, 5))
        (note,) = content.returns
        self.assertEqual((note.number, note.target, note.role), ("3", "2", "Sekretaris"))
        self.assertEqual((note.date, note.reason), (date(2027, 1, 5), "Angka BAB III belum sama"))
        by_role = {line.role: (line.steps, line.late, line.late_hours) for line in content.roles}
        self.assertEqual(
            by_role,
            {
                "Sekretaris": (1, 1, 1),
                "Kasubbag Renja": (2, 0, 0),
                "Tim": (1, 0, 0),
                "Kadis": (1, 0, 0),
            },
        )
        self.assertEqual(
            (content.signer.name, content.signer.title[:6]), ("Kasubbag Uji", "Kepala")
        )

    def test_running_cycle(self):
        """Rows that have not ended are told as such, those not begun have their standard too."""
        with self.at("2027-01-05 11:00"):
            content = self._get(self._run_with_return(self._begin(2026)))
        self.assertEqual(
            [line.status for line in content.steps],
            ["Tepat waktu", "Tepat waktu", "Terlambat", "Belum selesai", "Belum selesai"],
        )
        with self.at("2027-01-04 08:00"):
            content = self._get(self._begin(2025))
        self.assertEqual(
            [line.standard_hours is None for line in content.steps], [False] * 4 + [True]
        )
        self.assertEqual(content.steps[2].standard_hours, 1)
        self.assertIsNone(content.years[-1].worked_hours)

    def test_three_years_of_one_company(self):
        self._begin(2024).with_user(self.planning_head).action_cancel("Salah tahun")
        for year in (2023, 2024, 2025):
            self._begin(year)
        cycle = self._finish(self._run_with_return(self._begin(2026)))
        other = self._create_company("Dinas Tetangga")
        self._create_cycle(2025, other)
        years = self._get(cycle).years
        self.assertEqual([line.year for line in years], [2024, 2025, 2026])
        self.assertEqual((years[-1].late, years[-1].returns, years[-1].steps), (1, 1, 5))
        self.assertEqual(years[-1].finished, date(2027, 1, 5))

    def test_word_file(self):
        cycle = self._finish(self._run_with_return(self._begin(2026)))
        action = cycle.with_user(self.planning_head).action_print_compliance()
        self.authenticate(self.planning_head.login, self.planning_head.login)
        response = self.url_open(action["url"])
        self.assertEqual(response.status_code, 200)
        self.assertIn("LAKIP%202026.docx", response.headers["Content-Disposition"])
        text = texts(response.content)
        for part in (
            "SOP 77 UJI",
            "Angka BAB III belum sama",
            "2 x 1 jam",
            "Terlambat",
            "Kasubbag",
        ):
            self.assertIn(part, text)

    def test_who_may(self):
        cycle = self._begin(2026)
        url = f"/lakip/cycle/{cycle.id}/compliance"
        for user in (self.planning_head, self.secretary, self.agency_head, self.manager):
            cycle.with_user(user).action_print_compliance()
        other = self._create_company("Dinas Tetangga")
        neighbour = self._create_user("neighbour", "Tetangga", other)
        neighbour.group_ids |= self.env.ref("lakip_sop.group_lakip_manager")
        portal = self._create_user("portal_user", "Warga")
        portal.group_ids = self.env.ref("base.group_portal")
        for user in (self.team_member, self.staff_a, neighbour, portal):
            with self.assertRaises(AccessError):
                cycle.with_user(user).with_context(
                    allowed_company_ids=None
                ).action_print_compliance()
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, 403)

    def test_before_the_start(self):
        with self.assertRefused("has not started yet", UserError):
            self._create_cycle(2026).with_user(self.planning_head).action_print_compliance()

    def _count(self, cycle):
        cycle = cycle.with_user(self.planning_head)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        cycle._check_can_print_compliance()
        cycle._get_compliance()
        return self.cr.sql_log_count - before

    def test_queries(self):
        """The same count for 11 rows and for 25, waiting rows with a standard included."""
        counts = []
        for size, year in ((11, 2025), (11, 2029), (25, 2033)):
            rows = [
                {"name": f"Baris {place}", "role": "planning_head", "duration": 1}
                for place in range(size - 2)
            ]
            rows += [
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 1},
                {"name": "Mengesahkan", "kind": "signature", "role": "agency_head",
                 "back": size - 2, "duration": 1},
            ]  # fmt: skip
            sop = self._create_sop(rows, number=str(size + year))
            cycle = self._create_cycle(year, sop_id=sop.id)
            self._start(cycle)
            for _row in range(size // 2):
                self._complete(cycle)
            counts.append(self._count(cycle))
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[1], 24)
