"""Performance data costs as many SQL queries for 400 indicators as for 10, and bounded memory.

As at the start of a request nothing is in the caches of records; rules, groups and views are. Odoo
writes 100 rows with one UPDATE: where something is written for each indicator, the 390 more of them
may cost the UPDATEs that these take.
"""

import gc
import io
import tracemalloc

import openpyxl

from odoo import Command

from .performance_case import PerformanceCase

FEW, MANY = 10, 400
#: Of a list, which counts its rows only where there are more.
LIMIT = 1000
#: Rows that Odoo writes or inserts with one statement.
BATCH = 100
#: Report year of the cycle with so many indicators; the year after it has none.
YEARS = {1: 2050, FEW: 2053, MANY: 2056}


class TestPerformanceData(PerformanceCase):
    def _count(self, records, method, *args):
        """Return how many queries ``method`` takes on ``records``, and what it returns."""
        records = records.browse(records.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        self.cr.cache.clear()
        before = self.cr.sql_log_count
        result = getattr(records, method)(*args)
        self.env.flush_all()
        return self.cr.sql_log_count - before, result

    def assertSameQueries(self, count, statements=0, delta=0):
        """Assert that ``count(number of indicators)`` gives as many queries for 10 as for 400.

        :param statements: how many kinds of rows are written for each indicator
        :param delta: the flush may cut its UPDATEs of other rows differently, by their ids
        """
        count(1)  # fills what is cached for good
        few, many = count(FEW), count(MANY)
        more = statements * -(-(MANY - FEW) // BATCH)
        self.assertLessEqual(many, few + more + delta)

    def _create_year(self, year, count):
        """Return a cycle with ``count`` indicators and programs, its own figures in all."""
        cycle = self._create_cycle(year)
        objective = self._create_objective("Sasaran", cycle)
        vals = [
            {
                "objective_id": objective.id,
                "department_id": self.division_a.id,
                "name": f"Indikator {index}",
                "direction": "higher",
                "target": "80",
                "realization": "81",
                "year_ids": [
                    Command.create({"year": year - 1, "target": "70", "realization": "72"})
                ],
            }
            for index in range(count)
        ]
        self.env["lakip.indicator"].with_user(self.team_member).create(vals)
        self.env["lakip.program"].with_user(self.team_member).create(
            [
                {
                    "cycle_id": cycle.id,
                    "objective_id": objective.id,
                    "department_id": self.division_a.id,
                    "name": f"Program {index}",
                    "budget": 1000,
                    "realization": "900",
                }
                for index in range(count)
            ]
        )
        return cycle

    # ------------------------------------------------------------
    # reading
    # ------------------------------------------------------------

    def test_lists(self):
        """Capaian, ratings, remarks and means as the lists show them."""
        lists = {
            "lakip.indicator": (
                "name", "objective_id", "department_id", "target", "realization",
                "achievement_text", "rating", "rating_color", "is_reached", "note", "last_year",
                "can_plan", "can_fill",
            ),
            "lakip.objective": (
                "name", "achievement_text", "left_out", "rating", "absorption_text",
                "difference_text", "efficiency", "can_plan",
            ),
            "lakip.program": (
                "name", "budget", "spent", "is_overspent", "absorption_text", "can_fill",
            ),
            "lakip.indicator.year": ("year", "target", "realization", "achievement_text"),
        }  # fmt: skip
        cycles = {count: self._create_year(year, count) for count, year in YEARS.items()}
        for model, fnames in lists.items():
            records = self.env[model].with_user(self.team_member)
            specification = {name: {} for name in fnames}

            def count(number, records=records, specification=specification):
                domain = [("cycle_id", "=", cycles[number].id)]
                queries, result = self._count(
                    records, "web_search_read", domain, specification, 0, LIMIT
                )
                self.assertGreaterEqual(result["length"], 1)
                return queries

            with self.subTest(model=model):
                self.assertSameQueries(count)

    def test_division_reads_its_own(self):
        """The staff of a division, whose rights are asked of its request."""
        self._send_requests()
        records = self.env["lakip.indicator"].with_user(self.staff_a)
        specification = {"name": {}, "achievement_text": {}, "can_fill": {}}

        def count(number):
            self._create_many(number, f"Seri {number}")
            domain = [("cycle_id", "=", self.cycle.id)]
            return self._count(records, "web_search_read", domain, specification, 0, LIMIT)[0]

        self.assertSameQueries(count)

    def test_mean_of_the_cycle(self):
        cycles = {count: self._create_year(year, count) for count, year in YEARS.items()}

        def count(number):
            cycle = cycles[number].with_user(self.team_member)
            queries, [values] = self._count(cycle, "read", ["achievement_text", "objective_count"])
            self.assertEqual(values["achievement_text"], "101,25")
            return queries

        self.assertSameQueries(count)

    def test_graph(self):
        """Means by sasaran and by bidang are made by the database."""
        cycles = {count: self._create_year(year, count) for count, year in YEARS.items()}
        records = self.env["lakip.indicator"].with_user(self.team_member)

        def count(number):
            domain = [("cycle_id", "=", cycles[number].id)]
            groupby = ["objective_id", "department_id"]
            return self._count(
                records, "formatted_read_group", domain, groupby, ["achievement:avg"]
            )[0]

        self.assertSameQueries(count)

    # ------------------------------------------------------------
    # from year to year
    # ------------------------------------------------------------

    def test_carry_over(self):
        def count(number):
            year = YEARS[number]
            self._create_year(year, number)
            cycle = self._create_cycle(year + 1).with_user(self.team_member)
            queries, _action = self._count(cycle, "action_carry_over")
            indicators = cycle.objective_ids.indicator_ids
            self.assertEqual(len(indicators), number)
            self.assertEqual(len(cycle.program_ids), number)
            self.assertEqual(indicators.year_ids.mapped("realization"), ["72", "81"] * number)
            return queries

        # indicators, their two earlier years and programs are inserted, and computed anew
        self.assertSameQueries(count, statements=8)

    def test_fill_previous_years(self):
        def count(number):
            year = YEARS[number]
            self._create_year(year, number)
            cycle = self._create_cycle(year + 1).with_user(self.team_member)
            cycle.action_carry_over()
            indicators = cycle.objective_ids.indicator_ids
            indicators.year_ids.filtered(lambda row: row.year == year).unlink()
            indicators.year_ids.with_user(self.team_member).realization = False
            queries, _done = self._count(cycle, "action_fill_previous_years")
            indicators.invalidate_recordset()
            self.assertEqual(indicators.year_ids.mapped("realization"), ["72", "81"] * number)
            return queries

        # one year is filled in, the other one is added
        self.assertSameQueries(count, statements=4)

    # ------------------------------------------------------------
    # workbook
    # ------------------------------------------------------------

    def _send_requests(self):
        self.step.request_ids.with_user(self.team_member).action_send()
        return self._get_request(self.step, self.division_a)

    def test_workbook_download(self):
        request = self._send_requests().with_user(self.staff_a)

        def count(number):
            self._create_many(number, f"Seri {number}")
            return self._count(request, "action_download_workbook")[0]

        self.assertSameQueries(count)

    def test_workbook_accept(self):
        """Submitted and accepted: read, judged, taken over."""

        def count(number):
            step = self._start_collection(year=YEARS[number])
            cycle = step.cycle_id
            objective = self._create_objective("Sasaran", cycle)
            indicators = self.env["lakip.indicator"].create(
                [
                    {
                        "objective_id": objective.id,
                        "department_id": self.division_a.id,
                        "name": f"Indikator {index}",
                        "direction": "higher",
                        "target": "80",
                    }
                    for index in range(number)
                ]
            )
            step.request_ids.with_user(self.team_member).action_send()
            request = self._get_request(step, self.division_a)
            item = request.workbook_item_id
            book = openpyxl.load_workbook(io.BytesIO(item.form_id.raw))
            for row in range(number):
                book["Indikator"].cell(5 + row, 10, 60 + row % 40)
                book["Indikator"].cell(5 + row, 11, f"Sebab {row}")
            stream = io.BytesIO()
            book.save(stream)
            self._attach(item, self.staff_a, "isian.xlsx", stream.getvalue())
            self._fill(request, self.staff_a)
            queries, _done = self._count(request.with_user(self.staff_a), "action_submit")
            accepted, _done = self._count(request.with_user(self.team_member), "action_accept")
            self.assertEqual(indicators.mapped("realization_value")[-1], 60 + (number - 1) % 40)
            self.assertEqual(indicators.mapped("is_measured"), [True] * number)
            return queries + accepted

        # what is typed and what is computed of it
        self.assertSameQueries(count, statements=2)

    # ------------------------------------------------------------
    # the report
    # ------------------------------------------------------------

    def _start_drafting(self):
        self.step.request_ids.with_user(self.team_member).action_waive("Tidak perlu")
        self._complete(self.cycle)
        step = self._complete(self.cycle, self.planning_head)
        self.assertEqual(step.kind, "drafting")
        return step.with_user(self.team_member)

    def test_report(self):
        step = self._start_drafting()

        def count(number):
            self._create_many(number, f"Seri {number}", realization="81")
            return self._count(step, "action_generate_document", "report")[0]

        self.assertSameQueries(count, delta=2)

    def test_report_leaves_no_memory_behind(self):
        """A report of 400 indicators: what Python holds afterwards does not grow from one to the
        next, and at most it takes a tenth of what a server gives a worker (some 2 GB)."""
        step = self._start_drafting()
        self._create_many(MANY, "Seri", realization="81")
        step._build_report()  # fills what is cached for good
        held, peaks = [], []
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        for _run in range(2):
            tracemalloc.reset_peak()
            step._build_report()
            peaks.append(tracemalloc.get_traced_memory()[1])
            self.env.invalidate_all()
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
        self.assertLess(held[-1] - held[0], 100_000)
        self.assertLess(max(peaks), 200_000_000)
