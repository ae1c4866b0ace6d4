"""How late a row is and what is left of it: one way of counting, whichever screen tells it."""

from datetime import timedelta

from odoo import Command, fields

from .common import local
from .test_request import RequestCase

MANY = 6


class StepClockCase(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without a language of the base there is Indonesian alone.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.team_member.group_ids = [
            Command.link(cls.env.ref("lakip_sop.group_lakip_team").id),
        ]

    def _create_run(self, company, start, year=2026):
        """Return the first row of a cycle of ``company`` that runs since ``start``; it is late a
        day later."""
        cycle = self._create_cycle(year, company, sop_id=self.sop.id)
        cycle._lakip_unlocked().state = "running"
        self.env["lakip.step"]._create_from_sop(cycle)
        step = cycle.step_ids[:1]
        begin = local(start)
        step._lakip_unlocked().write(
            {
                "state": "active",
                "round": 1,
                "date_start": begin,
                "date_deadline": begin + timedelta(days=1),
            }
        )
        return step


class TestSameWords(StepClockCase):
    def _get_told(self, step, request):
        """Return what each screen tells of ``step``: {screen: words}."""
        self.env.invalidate_all()
        team, head = self.team_member, self.agency_head
        home = self.env["lakip.cycle"].with_user(team).get_home_data()
        rows = step.cycle_id.with_user(team).get_flow_data()["rows"]
        leadership = self.env["lakip.step.analysis"].with_user(head).get_leadership_data()
        return {
            "row": step.with_user(team).time_text,
            "cycle": step.cycle_id.with_user(head).time_text,
            "SOP page": next(row["left_text"] for row in rows if row["state"] == "active"),
            "My Work": self.env["lakip.work"].with_user(team).search([], limit=1).time_text,
            "home, work": home["works"][0]["left_text"],
            "home, cycles": home["cycles"][0]["left_text"],
            "leadership": leadership["cycles"][0]["time"],
            "request": request.with_user(self.staff_a).left_text,
        }

    def test_every_screen_counts_working_time(self):
        """Five days from Monday at 10:00: week-ends, nights and breaks are told by none."""
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
            self._send(step)
        request = self._get_request(step, self.division_a)
        for moment, text in (
            ("2027-01-04 10:00", "5 days of work left"),
            ("2027-01-08 16:30", "2 hours 30 minutes of work left"),
            ("2027-01-10 12:00", "2 hours 30 minutes of work left"),
            ("2027-01-11 11:00", "Late by 1 hour of work"),
            ("2027-01-18 10:00", "Late by 5 days of work"),
        ):
            with self.subTest(moment), self.at(moment):
                told = self._get_told(step, request)
                self.assertEqual(told, dict.fromkeys(told, text))

    def test_a_holiday_is_told_by_none(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Libur",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": fields.Datetime.to_datetime("2027-01-11 17:00:00"),
                "date_to": fields.Datetime.to_datetime("2027-01-12 16:59:59"),
            }
        )
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
            self._send(step)
        request = self._get_request(step, self.division_a)
        with self.at("2027-01-14 10:00"):  # Tuesday was the holiday
            told = self._get_told(step, request)
        self.assertEqual(told, dict.fromkeys(told, "Late by 2 days of work"))

    def test_without_usable_working_time_it_is_said_to_be_late(self):
        """And no other company's rows are told less for it."""
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
        self.company.resource_calendar_id.attendance_ids.unlink()
        with self.at("2027-01-05 10:00"):
            self.assertFalse(step.time_text)
            self.assertEqual(step.elapsed_hours, 0.0)
        neighbour = self._create_run(self._create_company("Dinas Tetangga"), "2027-01-04 08:00")
        with self.at("2027-01-12 10:00"):
            self.env.invalidate_all()
            both = step | neighbour
            self.assertEqual(both.mapped("time_text"), ["Late", "Late by 5.3 days of work"])
            self.assertEqual(neighbour.elapsed_hours, 47.0)


class TestClockCost(StepClockCase):
    """A list or a page of rows costs as many queries for one as for many, of whatever companies."""

    def _count(self, steps):
        counts = []
        # Twice: the first fills what is cached for good.
        for read in (
            lambda: steps.sudo().mapped("time_text"),
            lambda: steps.sudo().mapped("elapsed_hours"),
            lambda: steps.sudo()._get_flow_times(),
        ):
            for _turn in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                steps.cycle_id.mapped("name")
                steps.mapped("name")
                before = self.cr.sql_log_count
                read()
            counts.append(self.cr.sql_log_count - before)
        return counts

    def test_rows_of_many_months_and_companies(self):
        companies = [self.company] + [
            self._create_company(f"Dinas {place}") for place in range(1, MANY)
        ]
        zones = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
        for place, company in enumerate(companies):
            company.resource_calendar_id.tz = zones[place % len(zones)]
        steps = self.env["lakip.step"].union(
            *(
                self._create_run(company, f"2027-{month:02}-11 10:00", 2030 + month)
                for company in companies
                for month in range(2, 2 + MANY)
            )
        )
        with self.at("2027-09-15 10:00"):
            self.assertEqual(self._count(steps), self._count(steps[:1]))
            texts = steps.mapped("time_text")
        self.assertGreaterEqual(len(set(texts)), MANY)
        self.assertTrue(all(text.startswith("Late by ") for text in texts), texts)
