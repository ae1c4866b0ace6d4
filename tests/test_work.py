"""My Work: what waits for a person, whose it is, and what it leads to."""

from odoo import Command
from odoo.exceptions import AccessError

from .test_request import RequestCase

MANY = 20


class WorkCase(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        # Of no company: two agencies follow it.
        cls.short_sop = cls._create_short_sop(number="78", company_id=False)

    def _works(self, user, companies=None):
        """Return what waits for ``user``, as the app opens it."""
        user.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        model = self.env["lakip.work"].with_user(user)
        model = model.with_context(allowed_company_ids=(companies or user.company_id).ids)
        self.env.flush_all()
        self.env.invalidate_all()
        return model.search([])

    def _kinds(self, user):
        return self._works(user).mapped("kind")

    def _short_cycle(self, year=2026, **vals):
        cycle = self._create_cycle(year, sop_id=self.short_sop.id, **vals)
        self._start(cycle)
        return cycle

    def _collection_cycle(self, year=2026):
        cycle = self._create_cycle(year, sop_id=self.collecting_sop.id)
        self._start(cycle)
        self._complete(cycle)
        return cycle

    def _foreign_cycle(self):
        """Return a cycle of another agency, in which the planning head has an office as well."""
        other = self._create_company("Dinas Lain")
        person = self._create_person("planning_head_2", "Kasubbag Lain", company=other)
        self.planning_head.company_ids |= other
        self._create_employee("Kasubbag Uji", other, user_id=self.planning_head.id)
        for code in ("secretary", "agency_head"):
            self._create_officer(code, person, other)
        self._create_officer("planning_head", self.planning_head, other)
        cycle = self._create_cycle(2026, other, sop_id=self.short_sop.id)
        employee = person.with_company(other).employee_id
        cycle.sudo().member_ids = [Command.create({"employee_id": employee.id})]
        cycle.sudo().action_start()
        return cycle


class TestWork(WorkCase):
    def test_a_turn_is_the_work_of_whose_it_is(self):
        """Nobody sees the work of another, the administrator neither."""
        cycle = self._short_cycle()
        work = self._works(self.planning_head)
        self.assertEqual((work.kind, work.step_id), ("step", cycle.current_step_id))
        self.assertEqual(work.display_name, "1. Mulai kerja")
        self.assertEqual((work.cycle_id, work.company_id), (cycle, self.company))
        for user in (self.secretary, self.agency_head, self.team_member, self.manager):
            self.assertFalse(self._works(user), user.name)
        self._complete(cycle)
        self.assertFalse(self._works(self.planning_head))
        self.assertEqual(self._works(self.team_member).step_id, cycle.current_step_id)

    def test_the_late_ones_come_first(self):
        with self.at("2026-01-05 09:00"):
            early = self._short_cycle(2025)
        with self.at("2026-01-12 09:00"):
            later = self._short_cycle(2024)
            works = self._works(self.planning_head)
            self.assertEqual(works.cycle_id.ids, [early.id, later.id])
            self.assertEqual(works.mapped("is_late"), [True, False])
            self.assertEqual(works[0].time_text, works[0].step_id._get_flow_times()[
                works[0].step_id]["left_text"])  # fmt: skip
            late = works.search([("is_late", "=", True)])
            self.assertEqual(late.cycle_id, early)

    def test_on_hold_is_not_late(self):
        with self.at("2026-01-05 09:00"):
            cycle = self._short_cycle()
            cycle.current_step_id.with_user(self.planning_head).action_hold("Banjir")
        with self.at("2026-01-26 09:00"):
            work = self._works(self.planning_head)
            self.assertEqual((work.is_on_hold, work.is_late), (True, False))
            self.assertEqual(work.time_text, "On hold")

    def test_data_is_handed_in_by_its_division_and_checked_by_the_team(self):
        cycle = self._collection_cycle()
        self.assertFalse(self._works(self.staff_a), "a draft was not sent yet")
        step = cycle.current_step_id
        self._send(step)
        # The team member works there as well.
        self._get_request(step, self.secretariat).with_user(self.team_member).action_waive("-")
        request = self._get_request(step, self.division_a)
        work = self._works(self.staff_a)
        self.assertEqual((work.kind, work.request_id), ("request", request))
        self.assertEqual(work.display_name, "Hand in the data of Bidang Aplikasi Informatika")
        self.assertEqual(work.date_deadline, step.date_deadline)
        self.assertEqual(self._works(self.head_b).request_id.department_id, self.division_b)
        self.assertEqual(self._kinds(self.team_member), ["step"])

        self._submit(request, self.staff_a)
        self.assertFalse(self._works(self.staff_a))
        review = self._works(self.team_member)[1]
        self.assertEqual((review.kind, review.request_id), ("review", request))
        request.with_user(self.team_member).action_return("Lengkapi")
        self.assertEqual(self._kinds(self.staff_a), ["request"])
        self.assertEqual(self._kinds(self.team_member), ["step"])

    def test_points_wait_while_they_can_be_resolved(self):
        cycle = self._short_cycle()
        self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self.assertFalse(self._works(self.team_member))
        cycle.current_step_id.with_user(self.secretary).action_return("Angka salah")
        self.assertEqual(self._kinds(self.team_member), ["step", "correction"])
        point = cycle.correction_ids
        work = self._works(self.team_member)[1]
        self.assertEqual((work.correction_id, work.name), (point, "Angka salah"))
        point.with_user(self.team_member).action_resolve()
        self.assertEqual(self._kinds(self.team_member), ["step"])

    def test_chapters_wait_for_their_writer(self):
        cycle = self._short_cycle()
        self.staff_a.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        chapter, heading = self.env["lakip.section"].create(
            [
                {
                    "cycle_id": cycle.id,
                    "code": code,
                    "title": code,
                    "user_id": self.staff_a.id,
                }
                for code in ("preface", "I")
            ]
        )
        self.assertTrue(heading.is_optional)
        work = self._works(self.staff_a)
        self.assertEqual((work.kind, work.section_id), ("section", chapter))
        self.assertFalse(work.date_deadline, "no row in which chapters are written is under way")
        self._complete(cycle)
        self.assertEqual(
            self._works(self.staff_a).date_deadline, cycle.current_step_id.date_deadline
        )
        chapter.body = "<p>Ditulis.</p>"
        self.assertTrue(self._works(self.staff_a))
        chapter.action_done()
        self.assertFalse(self._works(self.staff_a))

    def test_a_closed_or_archived_cycle_waits_for_nobody(self):
        cycle = self._short_cycle()
        cycle.active = False
        self.assertFalse(self._works(self.planning_head))
        cycle.active = True
        self.assertTrue(self._works(self.planning_head))
        cycle.with_user(self.planning_head).action_cancel("Batal")
        self.assertFalse(self._works(self.planning_head))

    def test_companies(self):
        own, foreign = self._short_cycle(), self._foreign_cycle()
        both = self.planning_head.company_ids
        self.assertEqual(self._works(self.planning_head).cycle_id, own)
        self.assertEqual(self._works(self.planning_head, both).cycle_id, own | foreign)
        with self.assertRaises(AccessError):
            self._works(self.planning_head, both).with_context(
                allowed_company_ids=self.company.ids
            ).mapped("name")

    def test_it_opens_what_waits(self):
        cycle = self._collection_cycle()
        self._send(cycle.current_step_id)
        request = self._get_request(cycle.current_step_id, self.division_a)
        for user, record in ((self.staff_a, request), (self.team_member, cycle.current_step_id)):
            action = self._works(user)[0].action_open()
            self.assertEqual((action["res_model"], action["res_id"]), (record._name, record.id))

    def test_nobody_writes_it(self):
        self._short_cycle()
        work = self._works(self.planning_head)
        for user in (self.planning_head, self.manager):
            for act in (
                lambda model: model.create({"name": "x"}),
                lambda model: model.browse(work.ids).write({"name": "x"}),
                lambda model: model.browse(work.ids).unlink(),
            ):
                with self.assertRaises(AccessError):
                    act(self.env["lakip.work"].with_user(user))

    def test_query_counts_do_not_grow(self):
        def count():
            works = self._works(self.planning_head)
            before = self.cr.sql_log_count
            works.web_read({"display_name": {}, "time_text": {}, "cycle_id": {"fields": {}}})
            return len(works), self.cr.sql_log_count - before

        self._short_cycle(2040)
        count()  # fills what is cached for good
        one = count()
        for year in range(2041, 2041 + MANY):
            self._short_cycle(year)
        count()
        self.assertEqual(count(), (1 + MANY, one[1]))
        self.assertLessEqual(one[1], 18)
