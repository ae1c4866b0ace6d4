"""The activities that tell people their turn: one a person, right day, gone when it is over."""

from odoo import Command
from odoo.exceptions import UserError

from .common import LakipCase, local


class TurnCase(LakipCase):
    """A meeting-free SOP whose first row is that of the divisions, as many people as there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_sop(
            [
                {"name": "Mengisi\nbaris kedua", "kind": "task", "role": "division",
                 "duration": 2},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Memaraf", "kind": "initial", "role": "secretary", "back": 1,
                 "duration": 1, "duration_unit": "hour"},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 1},
            ]
        )  # fmt: skip
        cls.divisions = cls.division_a | cls.division_b
        cls.staff = cls.head_a | cls.staff_a | cls.head_b

    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2027-01-11 10:00"))

    def _start_divisions(self, year=2026):
        """Return the first row, which is the turn of three people of two divisions."""
        cycle = self._create_cycle(year, department_ids=[Command.set(self.divisions.ids)])
        return self._start(cycle)

    def _reach_initial(self, year=2026):
        step = self._start_divisions(year)
        self._complete(step.cycle_id)
        self._upload_report(step.cycle_id)
        return self._complete(step.cycle_id)

    def _get_activities(self, steps, **kwargs):
        return (
            self.env["mail.activity"]
            .with_context(**kwargs)
            .search([("res_model", "=", "lakip.step"), ("res_id", "in", steps.ids)])
        )

    def _get_activity(self, step, user):
        return self._get_activities(step).filtered(lambda activity: activity.user_id == user)


class TestActivities(TurnCase):
    def test_one_for_each_who_must_act(self):
        step = self._start_divisions()
        self.assertTurn(step, self.staff)
        activities = self._get_activities(step)
        self.assertEqual(
            activities.activity_type_id, self.env.ref("lakip_sop.mail_activity_type_task")
        )
        self.assertEqual(set(activities.mapped("summary")), {"Mengisi"})
        self.assertEqual({str(day) for day in activities.mapped("date_deadline")}, {"2027-01-13"})

    def test_each_kind_has_its_own_type(self):
        kinds = dict(self.env["lakip.step"]._fields["kind"].selection)
        types = self.env["mail.activity.type"]
        for kind in kinds.keys() - {"start", "end"}:
            with self.subTest(kind=kind):
                activity_type = types.browse(self.env["lakip.step"]._get_activity_type_id(kind))
                self.assertEqual(activity_type.res_model, "lakip.step")
                with self.assertRaises(UserError):
                    activity_type.unlink()

    def test_day_is_that_of_the_users_clock(self):
        """23:30 in Pontianak (UTC+7) is 01:30 of the next day in Jayapura (UTC+9)."""
        self.head_a.tz = "Asia/Jayapura"
        self.staff_a.tz = "Asia/Pontianak"
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {"name": "Malam", "dayofweek": str(day), "hour_from": 22, "hour_to": 23.5}
                )
                for day in range(5)
            ),
        ]
        with self.at("2027-01-11 22:00"):
            step = self._start_divisions()
        self.assertEqual(step.date_deadline, local("2027-01-12 23:30"))
        for user, day in (
            (self.head_a, "2027-01-13"),
            (self.staff_a, "2027-01-12"),
        ):
            with self.subTest(zone=user.tz):
                self.assertEqual(str(self._get_activity(step, user).date_deadline), day)

    def test_row_without_standard_is_due_when_the_report_is(self):
        step = self._start_divisions()
        self._complete(step.cycle_id)
        activity = self._get_activities(step.cycle_id.current_step_id)
        self.assertEqual(activity.date_deadline, step.cycle_id.date_due)

    def test_gone_when_the_row_is_done(self):
        """What was asked stays as a done activity; nobody is asked any more."""
        step = self._start_divisions()
        self._complete(step.cycle_id, self.staff_a)
        self.assertFalse(self._get_activities(step))
        done = self._get_activities(step, active_test=False)
        self.assertEqual(done.user_id, self.staff)
        self.assertEqual(set(done.mapped("state")), {"done"})
        self.assertTurn(step.cycle_id.current_step_id, self.team_member)

    def test_gone_when_the_row_is_returned_held_or_cancelled(self):
        step = self._reach_initial()
        cycle = step.cycle_id
        step.pending_approval_id.with_user(self.secretary).action_return("Kurang")
        self.assertFalse(self._get_activities(step))
        drafting = cycle.current_step_id
        self.assertTurn(drafting, self.team_member)
        drafting.with_user(self.planning_head).action_hold("Menunggu")
        self.assertFalse(self._get_activities(drafting))
        drafting.with_user(self.planning_head).action_resume()
        self.assertTurn(drafting, self.team_member)
        cycle.with_user(self.planning_head).action_cancel("Diganti")
        self.assertFalse(self._get_activities(cycle.step_ids))

    def test_second_round_asks_anew(self):
        step = self._reach_initial()
        self._approve(step.cycle_id)
        step.cycle_id.current_step_id.pending_approval_id.with_user(self.agency_head).action_return(
            "Kurang"
        )
        self._upload_report(step.cycle_id)
        self._complete(step.cycle_id)
        self.assertEqual(step.round, 2)
        self.assertTurn(step, self.secretary)

    def test_moved_with_the_deadline(self):
        step = self._start_divisions()
        before = self._get_activities(step)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Libur",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": local("2027-01-12 00:00"),
                "date_to": local("2027-01-12 23:59"),
            }
        )
        after = self._get_activities(step)
        self.assertEqual(after, before, "they move, they are not made anew")
        self.assertEqual({str(day) for day in after.mapped("date_deadline")}, {"2027-01-14"})

    def test_handed_over_with_the_office(self):
        step = self._reach_initial()
        old = self._get_activities(step)
        new = self._create_person("new_secretary", "Sekretaris Baru")
        officer = self.env["lakip.officer"].search(
            [("user_id", "=", self.secretary.id), ("company_id", "=", self.company.id)]
        )
        officer.date_to = "2027-01-10"
        self._create_officer("secretary", new, date_from="2027-01-11")
        self.assertTurn(step, new)
        self.assertFalse(old.exists())

    def test_activities_of_others_stay(self):
        """Only what the app made does it drop."""
        step = self._start_divisions()
        own = step.with_user(self.head_a).activity_schedule(
            "mail.mail_activity_data_todo", summary="Telepon bidang B", user_id=self.head_a.id
        )
        self._complete(step.cycle_id, self.head_a)
        self.assertTrue(own.exists().active)

    def test_no_e_mail_an_activity(self):
        """The notice of each row would be one e-mail a person a row."""
        mails = self.env["mail.mail"].search([], limit=1000)
        step = self._start_divisions()
        self.assertTurn(step, self.staff)
        self.assertEqual(self.env["mail.mail"].search([], limit=1000), mails)


class TestTamperedActivities(TurnCase):
    """An activity tells the turn and is not the turn."""

    def test_marking_a_paraf_done_gives_none(self):
        step = self._reach_initial()
        activity = self._get_activities(step)
        activity.with_user(self.secretary).action_feedback("Saya setuju")
        self.assertEqual(step.pending_approval_id.state, "pending")
        self.assertEqual(step.state, "active")
        self.assertFalse(step.cycle_id.approval_ids.filtered("hash"))
        self.assertTurn(step, self.secretary)
        self.assertNotEqual(self._get_activities(step), activity)
        self.assertIn("Saya setuju", activity.feedback)

    def test_whatever_is_done_to_it_the_turn_is_told_again(self):
        step = self._reach_initial()
        day = self._get_activities(step).date_deadline
        for name, act in (
            ("unlink", lambda activity: activity.unlink()),
            ("archive", lambda activity: activity.action_archive()),
            ("another day", lambda activity: activity.write({"date_deadline": "2030-01-01"})),
            ("another person", lambda activity: activity.write({"user_id": self.staff_a.id})),
            ("not the app's", lambda activity: activity.write({"automated": False})),
            (
                "another record",
                lambda activity: activity.write({"res_id": step.cycle_id.step_ids[0].id}),
            ),
            (
                "done by the record",
                lambda activity: step.with_user(self.team_member).activity_feedback(
                    ["lakip_sop.mail_activity_type_initial"]
                ),
            ),
            (
                "dropped by the record",
                lambda activity: step.with_user(self.team_member).activity_unlink(
                    ["lakip_sop.mail_activity_type_initial"]
                ),
            ),
        ):
            with self.subTest(act=name):
                act(self._get_activities(step).with_user(self.team_member))
                own = self._get_activities(step).filtered("automated")
                self.assertEqual(own.user_id, self.secretary)
                self.assertEqual(len(own), 1)
                self.assertEqual(own.date_deadline, day)
                (self._get_activities(step.cycle_id.step_ids) - own).unlink()
        self.assertTurn(step, self.secretary)

    def test_done_activity_brought_back_makes_no_second_one(self):
        step = self._start_divisions()
        activity = self._get_activity(step, self.staff_a)
        activity.with_user(self.staff_a).action_done()
        activity.action_unarchive()
        self.assertTurn(step, self.staff)

    def test_nothing_comes_back_when_the_turn_is_over(self):
        step = self._reach_initial()
        self._approve(step.cycle_id)
        self._get_activities(step, active_test=False).unlink()
        self.assertFalse(self._get_activities(step))

    def test_activity_of_a_division_comes_back_too(self):
        """The same for the data asked of a division."""
        self._create_sop(
            [
                {"name": "Mengumpulkan", "kind": "collection", "role": "team", "duration": 3},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Tanda tangan", "kind": "signature", "role": "agency_head", "back": 1},
            ],
            number="81",
        )
        sop = self.env["lakip.sop"].search([("number", "=", "81")])
        cycle = self._create_cycle(
            2025, sop_id=sop.id, department_ids=[Command.set(self.division_a.ids)]
        )
        step = self._start(cycle)
        request = step.request_ids
        request.with_user(self.team_member).action_send()

        def find():
            return self.env["mail.activity"].search(
                [("res_model", "=", "lakip.request"), ("res_id", "=", request.id)]
            )

        people = self.head_a | self.staff_a
        self.assertEqual(find().user_id, people)
        find().filtered(lambda act: act.user_id == self.staff_a).with_user(
            self.staff_a
        ).action_done()
        self.assertEqual((find().user_id, len(find())), (people, 2))
        find().unlink()
        self.assertEqual((find().user_id, len(find())), (people, 2))


class TestActivityCost(TurnCase):
    def _count_start(self, people, year):
        """Return the queries that start the row of ``people`` in a new division."""
        department = self._create_department(f"Bidang {year}")
        users = self.env["res.users"].union(
            *(
                self._create_person(f"orang{year}_{index}", f"Orang {index}", department)
                for index in range(people)
            )
        )
        users.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        cycle = self._create_cycle(year, department_ids=[Command.set(department.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        own = cycle.browse(cycle.ids).with_user(self.planning_head)
        before = self.cr.sql_log_count
        own.action_start()
        self.env.flush_all()
        count = self.cr.sql_log_count - before
        self.assertTurn(cycle.current_step_id, users)
        return count

    def test_made_in_batch(self):
        """Twenty people cost what one does; the rest is what a longer INSERT may take more, and
        what the registry has forgotten of the officers when their colleagues were made."""
        for year, count in ((2030, 1), (2031, 20)):  # warms the caches
            self._count_start(count, year)
        one = self._count_start(1, 2032)
        twenty = self._count_start(20, 2033)
        self.assertLessEqual(twenty - one, 7)

    def test_sync_with_nothing_to_do_writes_nothing(self):
        step = self._start_divisions()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        step.sudo()._sync_activities()
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 8)
        self.assertTurn(step, self.staff)
