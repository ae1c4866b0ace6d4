"""The home of the app: what each role finds there, and what it costs."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError

from .test_work import MANY, WorkCase


class TestHome(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.staff_a, cls.head_b):
            user.group_ids += cls.env.ref("lakip_sop.group_lakip_division")

    def _home(self, user, cycle_id=False, companies=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["lakip.cycle"]
            .with_user(user)
            .with_context(
                allowed_company_ids=(companies or user.company_id).ids, lang=user.lang, tz=user.tz
            )
            .get_home_data(cycle_id)
        )

    def _opens(self, user):
        action = self.env["lakip.step"].with_user(user)._get_home_action()
        return action.get("res_model") or action["tag"]

    # ------------------------------------------------------------
    # MY TURNS
    # ------------------------------------------------------------

    def test_my_turn(self):
        with self.at("2026-01-05 09:00"):
            cycle = self._short_cycle()
            home = self._home(self.planning_head)
        (work,) = home["works"]
        step = cycle.current_step_id
        self.assertEqual((work["kind"], work["number"]), ("step", "1"))
        self.assertEqual((work["title"], work["cycle"]), ("1. Mulai kerja", "LAKIP 2026"))
        self.assertEqual(work["deadline_text"], "Tue 6 Jan, 09:00")
        self.assertEqual(work["left_text"], "1 day of work left")
        self.assertFalse(work["is_late"])
        self.assertEqual(
            {name: work["button"][name] for name in ("model", "id", "method")},
            {"model": "lakip.step", "id": step.id, "method": "action_complete"},
        )
        self.assertEqual((home["shown"], home["flow"]["id"]), (cycle.id, cycle.id))
        self.assertFalse(home["hint"])
        self.assertFalse(home["has_companies"])

    def test_what_is_missing_is_said(self):
        cycle = self._short_cycle()
        self._complete(cycle)
        (work,) = self._home(self.team_member)["works"]
        self.assertEqual(work["button"]["method"], "action_open")
        self.assertTrue(work["blockers"])

    def test_a_paraf_shows_the_version_it_is_for(self):
        cycle = self._short_cycle()
        self._complete(cycle)
        report = self._upload_report(cycle)
        self._complete(cycle)
        (work,) = self._home(self.secretary)["works"]
        self.assertEqual(work["button"]["method"], "action_approve")
        self.assertTrue(work["button"]["confirm"])
        self.assertIn(f"/web/content/{report.attachment_id.id}", work["document"]["url"])
        self._approve(cycle, self.secretary)
        self.assertFalse(self._home(self.secretary)["works"])
        (work,) = self._home(self.agency_head)["works"]
        self.assertEqual(work["button"]["method"], "action_approve")

    def test_nothing_waits(self):
        self._short_cycle()
        home = self._home(self.agency_head)
        self.assertEqual((home["works"], home["counts"]), ([], []))
        self.assertEqual(home["waits"], "LAKIP 2026 waits for Kasubbag Uji: 1. Mulai kerja")

    def test_points_and_chapters_are_counted(self):
        cycle = self._short_cycle()
        self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        cycle.current_step_id.with_user(self.secretary).action_return("Angka salah")
        home = self._home(self.team_member)
        self.assertEqual([work["kind"] for work in home["works"]], ["step"])
        self.assertEqual([(one["kind"], one["count"]) for one in home["counts"]],
                         [("correction", 1)])  # fmt: skip

    # ------------------------------------------------------------
    # WHO SEES WHAT
    # ------------------------------------------------------------

    def test_a_division_sees_its_own_request_alone(self):
        cycle = self._collection_cycle()
        self._send(cycle.current_step_id)
        home = self._home(self.staff_a)
        (work,) = home["works"]
        self.assertEqual(work["kind"], "request")
        self.assertIn(self.division_a.name, work["title"])
        self.assertNotIn(self.division_b.name, str(home))

    def test_other_companies_are_not_shown(self):
        own, foreign = self._short_cycle(), self._foreign_cycle()
        home = self._home(self.planning_head)
        self.assertEqual([cycle["id"] for cycle in home["cycles"]], [own.id])
        self.assertNotIn("Dinas Lain", str(home))
        both = self._home(self.planning_head, companies=self.planning_head.company_ids)
        self.assertEqual({cycle["id"] for cycle in both["cycles"]}, {own.id, foreign.id})
        self.assertEqual(len(both["works"]), 2)
        self.assertTrue(both["has_companies"])

    def test_without_a_part_in_it(self):
        stranger = self._create_user("stranger", "Orang Lain")
        with self.assertRaises(AccessError):
            self._home(stranger)

    def test_where_the_app_opens(self):
        for user in (self.planning_head, self.secretary, self.agency_head, self.manager):
            self.assertEqual(self._opens(user), "lakip_sop.home", user.name)
        cycle = self._collection_cycle()
        self._send(cycle.current_step_id)
        self.assertEqual(self._opens(self.team_member), "lakip_sop.home")
        self.assertEqual(self._opens(self.staff_a), "lakip.request")
        self.env["lakip.section"].create(
            {
                "cycle_id": cycle.id,
                "code": "preface",
                "title": "KATA PENGANTAR",
                "user_id": self.staff_a.id,
            }
        )
        self.assertEqual(self._opens(self.staff_a), "lakip_sop.home", "there is more to do")

    # ------------------------------------------------------------
    # SEVERAL CYCLES, THE YEAR
    # ------------------------------------------------------------

    def test_the_cycle_shown(self):
        waiting, mine = self._short_cycle(2041), self._short_cycle(2040)
        self._complete(waiting)
        self.assertEqual(self._home(self.planning_head)["shown"], mine.id)
        self.assertEqual(self._home(self.team_member)["shown"], waiting.id)
        home = self._home(self.planning_head, waiting.id)
        self.assertEqual((home["shown"], home["flow"]["id"]), (waiting.id, waiting.id))
        foreign = self._foreign_cycle()
        self.assertEqual(self._home(self.planning_head, foreign.id)["shown"], mine.id)

    def test_where_the_cycles_stand(self):
        with self.at("2026-01-05 09:00"):
            cycle = self._short_cycle()
            self._complete(cycle)
        self._create_cycle(2030, sop_id=self.short_sop.id)
        with self.at("2026-01-12 09:00"):
            running, draft = self._home(self.secretary)["cycles"]
        self.assertEqual((running["progress"], running["is_late"]), (20, True))
        self.assertEqual((running["step"], running["role"]), ("2. Menulis", "Tim"))
        self.assertEqual([user["id"] for user in running["users"]], self.team_member.ids)
        self.assertIn("Late by", running["left_text"])
        self.assertEqual((draft["state"], draft["due_text"]), ("draft", "28 Feb 2031"))

    def test_the_months_of_the_year(self):
        with self.at("2026-11-10 09:00"):
            self._short_cycle()
            months = self._home(self.staff_a)["months"]
        self.assertEqual(
            [month["label"] for month in months],
            ["November 2026", "December 2026", "January 2027", "February 2027"],
        )
        self.assertEqual([month["is_current"] for month in months], [True, False, False, False])
        (deadline,), (due,) = months[0]["entries"], months[3]["entries"]
        self.assertEqual((deadline["kind"], deadline["day"]), ("deadline", 11))
        self.assertEqual((deadline["time"], due["time"]), ("9:00\u202fAM", ""))
        self.assertEqual((due["kind"], due["day"]), ("due", 28))

    def test_a_month_of_another_time_zone(self):
        """The last evening of a month in Jakarta is the next day in Jayapura."""
        self.company.resource_calendar_id.tz = "UTC"
        cycle = self._short_cycle()
        cycle.current_step_id.sudo()._lakip_unlocked().date_deadline = "2026-11-30 16:00:00"
        for zone, day in (("Asia/Pontianak", 30), ("Asia/Jayapura", 1)):
            self.staff_a.tz = zone
            entries = [
                entry["day"]
                for month in self._home(self.staff_a)["months"]
                for entry in month["entries"]
                if entry["kind"] == "deadline"
            ]
            self.assertEqual(entries, [day], zone)

    # ------------------------------------------------------------
    # NOTHING RUNS
    # ------------------------------------------------------------

    def test_no_cycle_yet(self):
        with self.at("2026-11-27 09:00"):
            for user in (self.planning_head, self.manager):
                home = self._home(user)
                self.assertEqual((home["works"], home["flow"], home["months"]), ([], False, []))
                self.assertEqual(home["hint"]["title"], "No LAKIP has been opened yet")
                self.assertEqual(home["is_manager"], user == self.manager)
                action = home["hint"]["action"]
                self.assertEqual((action["res_model"], action["res_id"]), ("lakip.cycle", False))
                self.assertEqual(action["context"], {"default_year": 2025})
            for user in (self.agency_head, self.staff_a):
                hint = self._home(user)["hint"]
                self.assertEqual((hint["label"], hint["action"]), ("", False))

    def test_a_draft_waits_for_its_owner(self):
        cycle = self._create_cycle()
        hint = self._home(self.planning_head)["hint"]
        self.assertEqual(hint["action"]["res_id"], cycle.id)
        self.assertFalse(self._home(self.secretary)["hint"]["action"])

    def test_the_last_one_is_done(self):
        cycle = self._short_cycle(date.today().year - 1)
        self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        self._approve(cycle)
        self._complete(cycle)
        self.assertEqual(cycle.state, "done")
        home = self._home(self.planning_head)
        self.assertEqual([one["state"] for one in home["cycles"]], ["done"])
        self.assertIn(cycle.name, home["hint"]["title"])
        self.assertEqual(home["hint"]["action"]["context"], {"default_year": cycle.year + 1})

    # ------------------------------------------------------------
    # COST
    # ------------------------------------------------------------

    def test_query_counts_do_not_grow(self):
        """The home costs the same for 1 and for 20 cycles, whoever asks."""
        users = (self.planning_head, self.agency_head, self.staff_a)
        self.team_member.group_ids = [Command.link(self.env.ref("lakip_sop.group_lakip_team").id)]

        def count():
            counts = []
            for user in users:
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self.env["lakip.cycle"].with_user(user).get_home_data()
                counts.append(self.cr.sql_log_count - before)
            return counts

        self._short_cycle(2040)
        count()  # fills what is cached for good
        one = count()
        for year in range(2041, 2040 + MANY):
            self._short_cycle(year)
        self.assertEqual(count(), one)
        self.assertLess(max(one), 75, "few")
