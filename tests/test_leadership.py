"""The leadership page and its analyses: what is counted, for whom, and at what cost."""

from odoo import Command
from odoo.exceptions import AccessError

from .test_request import RequestCase

MANY = 10


class LeadershipCase(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short_sop = cls._create_short_sop(number="78")

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def _begin(self, year, **vals):
        vals.setdefault("sop_id", self.short_sop.id)
        cycle = self._create_cycle(year, **vals)
        with self.at("2027-01-04 08:00"):
            self._start(cycle)
        return cycle

    def _run_to_paraf(self, cycle):
        """Monday: the first row with two hours on hold. Tuesday 08:00: the draft waits."""
        with self.at("2027-01-04 09:00"):
            cycle.current_step_id.with_user(self.planning_head).action_hold("Menunggu pagu")
        with self.at("2027-01-04 11:00"):
            cycle.current_step_id.with_user(self.planning_head).action_resume()
            self._complete(cycle)
            self._upload_report(cycle)
        with self.at("2027-01-05 08:00"):
            self._complete(cycle)
        return cycle

    def _run(self, year):
        """Return a finished cycle: the paraf is returned an hour late, and given at once then."""
        cycle = self._run_to_paraf(self._begin(year))
        with self.at("2027-01-05 10:00"):
            approval = cycle.current_step_id.pending_approval_id.with_user(self.secretary)
            approval.action_return("Angka BAB III belum sama")
            self._upload_report(cycle, text="baru")
        with self.at("2027-01-05 11:00"):
            self._complete(cycle)
            self._approve(cycle)
        with self.at("2027-01-05 11:30"):
            self._approve(cycle)
            self._complete(cycle)
        return cycle

    def _get(self, user=None, companies=None):
        model = self.env["lakip.step.analysis"].with_user(user or self.agency_head)
        if companies:
            model = model.with_context(allowed_company_ids=companies.ids)
        return model.get_leadership_data()

    def _find(self, groups, name):
        (group,) = [group for group in groups if group["name"] == name]
        return group


class TestFigures(LeadershipCase):
    def test_by_hand(self):
        """Two rounds, a hold, a late return, a row without a standard: counted by hand."""
        self._run(2026)
        data = self._get()
        self.assertEqual(data["years"], [2026])
        self.assertEqual(
            data["total"]["years"],
            [
                {
                    "count": 5,
                    "in_time": 3,
                    "late": 1,
                    "ended": 5,
                    "returns": 1,
                    # One day, twice two days, twice an hour, an hour
                    "standard": 7.5 + 2 * 15 + 2 * 1 + 1,
                    # 08-09 of the first row; the draft 11-16 less the break, 07:30-08 and 10-11;
                    # the paraf 08-10; the signature 11-11:30
                    "worked": 1 + (4 + 0.5 + 1) + 2 + 0.5,
                    "overrun": 1,
                }
            ],
        )
        self.assertEqual(
            [group["name"] for group in data["rows"]],
            ["1. Mulai kerja", "2. Menulis", "3. Memaraf", "4. Menandatangani", "5. Menutup"],
        )
        task, draft, paraf, signature, last = (group["years"][0] for group in data["rows"])
        self.assertEqual((task["in_time"], task["worked"], task["standard"]), (1, 1, 7.5))
        self.assertEqual((draft["in_time"], draft["worked"], draft["standard"]), (1, 5.5, 30))
        self.assertEqual((paraf["late"], paraf["returns"], paraf["overrun"]), (1, 1, 1))
        self.assertEqual((signature["in_time"], signature["late"]), (1, 0))
        self.assertEqual((last["ended"], last["in_time"], last["late"]), (1, 0, 0))
        roles = {
            group["name"]: (group["years"][0]["in_time"], group["years"][0]["late"])
            for group in data["roles"]
        }
        self.assertEqual(
            roles,
            {"Sekretaris": (0, 1), "Kasubbag Renja": (1, 0), "Tim": (1, 0), "Kadis": (1, 0)},
        )
        (returned,) = data["returns"]
        self.assertEqual(
            (returned["name"], returned["by"], returned["reason"]),
            ("LAKIP 2026: 3. Memaraf", "Sekretaris", "Angka BAB III belum sama"),
        )

    def test_same_as_the_compliance_report(self):
        """Year by year, row by row and role by role, finished and running cycles alike."""
        self._run(2024)
        self._run(2025)
        running = self._run_to_paraf(self._begin(2026))
        with self.at("2027-01-05 09:30"):
            report = running.with_user(self.planning_head)._get_compliance()
            data = self._get()
        self.assertEqual([line.year for line in report.years], data["years"])
        for line, figures in zip(report.years, data["total"]["years"], strict=True):
            self.assertEqual(
                (line.steps, line.late, line.returns, line.standard_hours, line.worked_hours),
                (
                    figures["count"],
                    figures["late"],
                    figures["returns"],
                    figures["standard"],
                    figures["worked"],
                ),
            )
        self.assertEqual([bool(line.finished) for line in report.years], [True, True, False])
        self.assertEqual([bool(moment) for moment in data["finished"]], [True, True, False])
        words = {(1, 0): "Tepat waktu", (0, 1): "Terlambat", (0, 0): "Belum selesai"}
        self.assertEqual(
            [line.status for line in report.steps],
            [
                words[group["years"][-1]["in_time"], group["years"][-1]["late"]]
                for group in data["rows"]
            ],
        )
        self.assertEqual(
            [(line.role, line.steps, line.late, line.late_hours) for line in report.roles],
            [
                (
                    group["name"],
                    group["years"][-1]["count"],
                    group["years"][-1]["late"],
                    group["years"][-1]["overrun"],
                )
                for group in data["roles"]
            ],
        )

    def test_running_row(self):
        """A row is late from its deadline on, but not while it is on hold."""
        cycle = self._run_to_paraf(self._begin(2026))
        paraf = cycle.current_step_id

        def get_late(moment):
            with self.at(moment):
                (figures,) = self._find(self._get()["rows"], "3. Memaraf")["years"]
                self.assertEqual(figures["late"], int(paraf.is_late), moment)
                self.env.invalidate_all()
            return figures["late"]

        self.assertEqual(get_late("2027-01-05 08:59"), 0)
        self.assertEqual(get_late("2027-01-05 09:01"), 1)
        with self.at("2027-01-05 09:30"):
            paraf.with_user(self.planning_head).action_hold("Sekretaris sakit")
        self.assertEqual(get_late("2027-01-05 10:00"), 0)

    def test_what_is_left_out(self):
        """Cancelled cycles and drafts; rows that a decision skipped; other years than the last."""
        self._begin(2025).with_user(self.planning_head).action_cancel("Salah tahun")
        self._create_cycle(2024, sop_id=self.short_sop.id)
        sop = self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Perlu rapat?", "kind": "decision", "role": "planning_head", "branch": 3},
                {"name": "Rapat", "kind": "task", "role": "team"},
                {"name": "Menutup", "kind": "task", "role": "planning_head"},
                {"name": "Mengesahkan", "kind": "signature", "role": "agency_head", "back": 0},
            ],
            number="79",
        )  # fmt: skip
        cycle = self._begin(2026, sop_id=sop.id)
        self._upload_report(cycle)
        self._complete(cycle)
        cycle.current_step_id.with_user(self.planning_head).action_answer_no()
        data = self._get()
        self.assertEqual(data["years"], [2026])
        self.assertEqual(data["total"]["years"][0]["count"], 4)
        self.assertNotIn("3. Rapat", [group["name"] for group in data["rows"]])

    def test_only_the_last_years(self):
        for year in range(2019, 2027):
            self._begin(year)
        data = self._get()
        self.assertEqual(data["years"], [2022, 2023, 2024, 2025, 2026])
        self.assertTrue(all(len(group["years"]) == 5 for group in data["rows"]))

    def test_row_stays_one_over_a_revision(self):
        """A row that a revision left alone is one line over the years, a changed one is two."""
        self._begin(2025)
        self.short_sop.with_user(self.manager).action_revise()
        revision = self.env["lakip.sop"].search([("previous_id", "=", self.short_sop.id)])
        revision.step_ids[1].name = "Menulis bersama"
        revision.step_ids[0].duration = 2
        revision.with_user(self.manager).action_make_effective()
        self._begin(2026, sop_id=revision.id)
        rows = self._get()["rows"]
        counts = {group["name"]: [bool(year) for year in group["years"]] for group in rows}
        self.assertEqual(counts["1. Mulai kerja"], [True, True])
        self.assertEqual(counts["2. Menulis"], [True, False])
        self.assertEqual(counts["2. Menulis bersama"], [False, True])

    def test_nothing_yet(self):
        data = self._get()
        self.assertEqual((data["years"], data["rows"], data["cycles"]), ([], [], []))
        self._begin(2026)
        with self.at("2027-01-04 08:30"):
            data = self._get()
        self.assertEqual(data["total"]["years"][0]["ended"], 0)
        (cycle,) = data["cycles"]
        self.assertEqual((cycle["step"], cycle["ended"], cycle["count"]), ("1. Mulai kerja", 0, 5))

    def test_running_cycles(self):
        cycle = self._run_to_paraf(self._begin(2026))
        with self.at("2027-01-05 08:30"):
            self._start(self._create_cycle(2025, sop_id=self.short_sop.id))
        with self.at("2027-01-05 09:30"):
            late, other = self._get()["cycles"]
        self.assertEqual(
            (late["id"], late["is_late"], late["role"]), (cycle.id, True, "Sekretaris")
        )
        self.assertEqual(late["users"], ["Sekretaris Uji"])
        self.assertEqual((late["ended"], late["count"], late["progress"]), (2, 5, 40))
        self.assertIn("Late by", late["time"])
        self.assertEqual((other["name"], other["is_late"]), ("LAKIP 2025", False))

    def test_every_figure_leads_to_its_records(self):
        """The domain of a group lists what the group was counted of."""
        self._run(2025)
        self._begin(2026)
        self._send(self._start_collection(year=2027, sop_id=self.collecting_sop.id))
        data = self._get()
        for model, groups in (
            ("lakip.step.analysis", [data["total"], *data["rows"], *data["roles"]]),
            ("lakip.request.analysis", [data["division_total"], *data["divisions"]]),
        ):
            records = self.env[model].with_user(self.agency_head)
            for group in groups:
                for year, figures in zip(data["years"], group["years"], strict=True):
                    domain = [*data["domain"], *group["domain"], ("year", "=", year)]
                    found = records.search(domain)
                    self.assertEqual(len(found), figures["count"] if figures else 0)
                    late = found.filtered(lambda line: line.outcome == "late")
                    self.assertEqual(len(late), figures["late"] if figures else 0)

    def test_lines_open_what_they_count(self):
        cycle = self._run(2026)
        line = self.env["lakip.step.analysis"].search([("cycle_id", "=", cycle.id)], limit=1)
        action = line.with_user(self.team_member).action_open_step()
        self.assertEqual((action["res_model"], action["res_id"]), ("lakip.step", line.id))
        past = cycle.step_ids.round_ids[0]
        self.assertEqual(past.action_open_step()["res_id"], past.step_id.id)

    def test_pivot_counts_alike(self):
        """The share of a pivot is that of the page: rows that are neither count for nothing."""
        self._run(2026)
        ((share, late),) = self.env["lakip.step.analysis"]._read_group(
            [], [], ["on_time_rate:avg", "late_count:sum"]
        )
        self.assertEqual((share, late), (75, 1))

    def test_pivot_keeps_the_order_of_the_sop(self):
        """By their letters, row 10 would come before row 2."""
        self._begin(2026, sop_id=self.sop.id)
        analysis = self.env["lakip.step.analysis"]
        numbers = ["1", "2", "3", "4", "5", "7", "8", "9", "10", "11", "12"]
        for order in (None, "activity", "activity asc"):
            found = analysis._read_group([], ["activity"], ["__count"], order=order)
            self.assertEqual([name.split(".")[0] for name, _count in found], numbers)
        groups = analysis.formatted_read_grouping_sets([], [["activity"], []], ["__count"])
        self.assertEqual([line["activity"].split(".")[0] for line in groups[0]], numbers)


class TestDivisions(LeadershipCase):
    """Five days from Monday 4 January 2027 at 08:00: due on the next Monday at 08:00."""

    def _collect(self):
        with self.at("2027-01-04 08:00"):
            step = self._start_collection(year=2026, sop_id=self.collecting_sop.id)
            requests = self._send(step)
        return (
            step,
            [
                self._get_request(step, department)
                for department in (self.division_a, self.division_b, self.secretariat)
            ],
            requests,
        )

    def _get_figures(self, moment):
        with self.at(moment):
            groups = self._get()["divisions"]
            self.env.invalidate_all()
        return {group["name"]: group["years"][0] for group in groups}

    def test_by_hand(self):
        step, (first, second, third), _requests = self._collect()
        with self.at("2027-01-08 10:00"):
            self._submit(first, self.staff_a)
            first.with_user(self.team_member).action_return("Jumlah tidak cocok")
        # In time at first; what counts is when it came again: 08-12 and 13-14 of Monday
        with self.at("2027-01-11 14:00"):
            self._submit(first, self.staff_a)
        # 08-12 and 13-16 of Monday and 07:30-09 of Tuesday
        with self.at("2027-01-12 09:00"):
            self._submit(second, self.head_b)
        self.assertEqual((first.late_hours, second.late_hours), (5, 8.5))
        figures = self._get_figures("2027-01-12 10:00")
        self.assertEqual(
            figures[self.division_a.name],
            {
                "count": 1,
                "in_time": 0,
                "late": 1,
                "missing": 0,
                "waived": 0,
                "returned": 1,
                "late_hours": 5,
            },
        )
        self.assertEqual(figures[self.division_b.name]["late_hours"], 8.5)
        # The sekretariat is silent: late, and nobody knows yet by how much.
        silent = figures[self.secretariat.name]
        self.assertEqual((silent["late"], silent["missing"], silent["late_hours"]), (1, 1, 0))
        with self.at("2027-01-12 11:00"):
            third.with_user(self.team_member).action_waive("Sudah ada di SIPD")
        waived = self._get_figures("2027-01-12 12:00")[self.secretariat.name]
        self.assertEqual((waived["late"], waived["missing"], waived["waived"]), (0, 0, 1))
        (returned,) = self._get()["request_returns"]
        self.assertEqual(
            (returned["by"], returned["reason"]), (self.division_a.name, "Jumlah tidak cocok")
        )

    def test_in_time_and_not_due(self):
        _step, (first, second, _third), _requests = self._collect()
        with self.at("2027-01-11 08:00"):
            self._submit(first, self.staff_a)
        self.assertEqual(first.late_hours, 0)
        figures = self._get_figures("2027-01-11 08:00")
        self.assertEqual(
            [figures[self.division_a.name][name] for name in ("in_time", "late")], [1, 0]
        )
        self.assertEqual(
            [figures[self.division_b.name][name] for name in ("in_time", "late")], [0, 0]
        )
        # On hold nobody is late.
        second.step_id.with_user(self.planning_head).action_hold("Menunggu rilis")
        self.assertEqual(self._get_figures("2027-01-12 10:00")[self.division_b.name]["late"], 0)

    def test_worst_first(self):
        _step, (first, second, _third), _requests = self._collect()
        with self.at("2027-01-11 14:00"):
            self._submit(first, self.staff_a)
        with self.at("2027-01-12 09:00"):
            self._submit(second, self.head_b)
        names = list(self._get_figures("2027-01-12 10:00"))
        self.assertEqual(names, [self.division_b.name, self.division_a.name, self.secretariat.name])

    def test_drafts_are_not_counted(self):
        step = self._start_collection(year=2026, sop_id=self.collecting_sop.id)
        self.assertEqual(set(step.request_ids.mapped("state")), {"draft"})
        self.assertEqual(self._get()["divisions"], [])

    def test_lateness_stays(self):
        """A deadline that moves later on does not change what was late, and nobody writes it."""
        _step, (first, _second, _third), _requests = self._collect()
        with self.at("2027-01-11 14:00"):
            self._submit(first, self.staff_a)
            # As at the end of a request
            self.env.flush_all()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Libur",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2027-01-05 00:00:00",
                "date_to": "2027-01-05 12:00:00",
            }
        )
        self.assertEqual(first.late_hours, 5)
        for unprotected in (first.with_user(self.manager), first.sudo()):
            with self.assertRefused("cannot be (edited|changed)"):
                unprotected.late_hours = 0

    def test_without_working_hours_it_can_be_handed_in_still(self):
        _step, (first, _second, _third), _requests = self._collect()
        calendar = self.company.resource_calendar_id
        calendar.with_context(_lakip_replan_later=True).flexible_hours = True
        with self.at("2027-01-11 14:00"):
            self._submit(first, self.staff_a)
        self.assertTrue(first.is_submitted_late)
        self.assertEqual(first.late_hours, 0)


class TestAccess(LeadershipCase):
    def test_who_leads(self):
        self._run(2026)
        for user in (self.agency_head, self.secretary, self.planning_head, self.manager):
            self.assertEqual(self._get(user)["total"]["years"][0]["count"], 5, user.name)
        for user in (self.team_member, self.head_a, self.staff_a):
            with self.assertRaises(AccessError):
                self._get(user)

    def test_team_has_the_pivots(self):
        """The team sees the analyses, division staff none of them: they show other divisions."""
        self._run(2026)
        self._send(self._start_collection(year=2027, sop_id=self.collecting_sop.id))
        for model in ("lakip.step.analysis", "lakip.request.analysis"):
            self.assertTrue(self.env[model].with_user(self.team_member).search([]))
            for user in (self.head_a, self.staff_a):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.manager).create({})
            line = self.env[model].with_user(self.manager).search([], limit=1)
            for act in (line.unlink, lambda line=line: line.write({"year": 2000})):
                with self.assertRaises(AccessError):
                    act()

    def test_another_company(self):
        """A leader sees the figures of the own company; of both who may see and has chosen both."""
        self._run(2026)
        other = self._create_company("Dinas Tetangga")
        neighbour = self._create_person("neighbour", "Kepala Tetangga", company=other)
        neighbour.group_ids |= self.env.ref("lakip_sop.group_lakip_agency_head")
        self.assertEqual(self._get(neighbour, other)["years"], [])
        with self.assertRaises(AccessError):
            self._get(neighbour, other | self.company)

        self._fake_run(2026, other)
        self.assertEqual(self._get(neighbour, other)["total"]["years"][0]["count"], 11)
        self.assertEqual(self._get(self.agency_head)["total"]["years"][0]["count"], 5)
        neighbour.company_ids |= self.company
        data = self._get(neighbour, other | self.company)
        self.assertEqual(data["total"]["years"][0]["count"], 16)
        self.assertEqual(
            [(group["name"], group["years"][0]["count"]) for group in data["companies"]],
            [("Dinas Tetangga", 11), ("Dinas Uji", 5)],
        )
        self.assertEqual(self._get(neighbour, other)["total"]["years"][0]["count"], 11)

    def _fake_run(self, year, company):
        """Return a cycle of ``company`` that runs its fourth row, as if the others were done."""
        cycle = self._create_cycle(year, company, sop_id=self.sop.id)
        cycle._lakip_unlocked().state = "running"
        self.env["lakip.step"]._create_from_sop(cycle)
        done, active = cycle.step_ids[:3], cycle.step_ids[3]
        done._lakip_unlocked().write({"state": "done", "round": 1})
        active._lakip_unlocked().write(
            {
                "state": "active",
                "round": 1,
                "date_start": "2026-01-05 02:00:00",
                "date_deadline": "2026-01-05 03:00:00",
                "user_ids": [Command.link(self.team_member.id)],
            }
        )
        self.env["lakip.step.round"]._lakip_unlocked().create(
            [
                {
                    "step_id": step.id,
                    "round": 1,
                    "result": result,
                    "reason": "Belum lengkap",
                    "date_deadline": "2026-01-05 01:00:00",
                    "date_done": "2026-01-05 02:00:00",
                    "standard_hours": 1,
                    "worked_hours": 2,
                }
                for step in done
                for result in ("returned", "done")
            ]
        )
        department = self._create_department(f"Bidang {company.name} {year}", company)
        self.env["lakip.request"]._lakip_unlocked().create(
            {
                "step_id": active.id,
                "department_id": department.id,
                "state": "returned",
                "return_reason": "Kurang",
            }
        )
        return cycle

    def _count(self, user, companies):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        data = self._get(user, companies)
        return data, self.cr.sql_log_count - before

    def test_queries(self):
        """As many for one year of one company as for ten of each: nothing is asked a line.

        They are the group, the years, five times a sum by year with the names of what it is by,
        two lists with their names, and the running cycles with whose turn it is, and the working
        time by which they are late.
        """
        user = self.agency_head
        self._fake_run(2017, self.company)
        self._count(user, self.company)  # fills what is cached for good
        data, one = self._count(user, self.company)
        self.assertEqual(len(data["cycles"]), 1)
        for year in range(2018, 2018 + MANY - 1):
            self._fake_run(year, self.company)
        data, years = self._count(user, self.company)
        self.assertEqual((len(data["cycles"]), len(data["years"])), (MANY, 5))
        self.assertEqual(one, years)
        companies = self.company
        for place in range(1, MANY):
            company = self._create_company(f"Dinas {place}")
            self._fake_run(2026, company)
            companies |= company
        user.company_ids |= companies
        self._count(user, companies)
        data, lots = self._count(user, companies)
        self.assertEqual((len(data["cycles"]), len(data["companies"])), (2 * MANY - 1, MANY))
        self.assertEqual(one, lots)
        self.assertLessEqual(one, 31)
