"""The agenda: deadlines, meetings and statutory due dates of the cycles."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError

from .common import local
from .test_work import WorkCase


class TestAgenda(WorkCase):
    def _agenda(self, user=None, companies=None, **domain):
        user = user or self.staff_a
        user.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        model = self.env["lakip.agenda"].with_user(user)
        model = model.with_context(allowed_company_ids=(companies or user.company_id).ids)
        self.env.flush_all()
        self.env.invalidate_all()
        return model.search([(name, "=", value) for name, value in domain.items()])

    def test_deadlines(self):
        with self.at("2026-01-05 09:00"):
            cycle = self._short_cycle()
        step = cycle.current_step_id
        with self.at("2026-01-07 09:00"):
            entry = self._agenda(kind="deadline")
            self.assertEqual((entry.step_id, entry.date_start), (step, step.date_deadline))
            self.assertEqual((entry.is_late, entry.is_done), (True, False))
            self.assertEqual(entry.display_name, "⚠ Late: 1. Mulai kerja · LAKIP 2026")
            self._complete(cycle)
            entry = self._agenda(step_id=step.id)
            self.assertEqual((entry.is_late, entry.is_done), (False, True))
            self.assertEqual(entry.display_name, "✓ 1. Mulai kerja · LAKIP 2026")
            self.assertEqual(len(self._agenda(kind="deadline")), 2)

    def test_rows_that_wait_again_have_no_deadline(self):
        cycle = self._short_cycle()
        self._complete(cycle)
        self._upload_report(cycle)
        step = self._complete(cycle)
        self.assertTrue(self._agenda(step_id=step.id))
        step.with_user(self.secretary).action_return("Angka salah")
        self.assertFalse(self._agenda(step_id=step.id))

    def test_meetings_follow_the_calendar(self):
        sop = self._create_sop(
            [
                {"name": "Rapat", "kind": "meeting", "role": "planning_head", "duration": 1},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 1},
            ]
        )  # fmt: skip
        cycle = self._create_cycle(sop_id=sop.id)
        step = self._start(cycle)
        entry = self._agenda(kind="meeting")
        self.assertEqual(entry.step_id, step)
        self.assertEqual(entry.date_start, step.event_id.start)
        self.assertEqual(entry.display_name, "Meeting: 1. Rapat · LAKIP 2026")
        moved = local("2027-03-01 10:00")
        step.event_id.write({"start": moved, "stop": moved + timedelta(hours=2)})
        self.assertEqual(self._agenda(kind="meeting").date_start, moved)
        step.event_id.active = False
        self.assertFalse(self._agenda(kind="meeting"))

    def test_due_dates(self):
        cycle = self._create_cycle(sop_id=self.short_sop.id)
        entry = self._agenda(kind="due")
        self.assertEqual((entry.date_start, entry.is_all_day), (datetime(2027, 2, 28), True))
        self.assertFalse(entry.is_late)
        with self.at("2027-03-01 08:00"):
            self.assertTrue(self._agenda(kind="due").is_late)
        cycle.with_user(self.planning_head).action_cancel("Batal")
        self.assertFalse(self._agenda())

    def test_companies(self):
        own, foreign = self._short_cycle(), self._foreign_cycle()
        both = self.planning_head.company_ids
        self.assertEqual(self._agenda().cycle_id, own)
        self.assertEqual(self._agenda(self.planning_head).cycle_id, own)
        self.assertEqual(self._agenda(self.planning_head, both).cycle_id, own | foreign)

    def test_it_opens_the_row_or_the_cycle(self):
        cycle = self._short_cycle()
        for kind, record in (("deadline", cycle.current_step_id), ("due", cycle)):
            action = self._agenda(kind=kind).action_open()
            self.assertEqual((action["res_model"], action["res_id"]), (record._name, record.id))

    def test_of_one_cycle(self):
        cycle = self._short_cycle()
        self._short_cycle(2040)
        action = cycle.with_user(self.planning_head).action_open_agenda()
        found = self.env[action["res_model"]].with_user(self.planning_head).search(action["domain"])
        self.assertEqual(found.cycle_id, cycle)

    def test_days_off(self):
        days = (
            self.env["lakip.agenda"]
            .with_user(self.planning_head)
            .get_unusual_days("2026-01-09 00:00:00", "2026-01-11 23:59:59")
        )
        self.assertEqual(days, {"2026-01-09": False, "2026-01-10": True, "2026-01-11": True})

    def test_nobody_writes_it(self):
        self._short_cycle()
        entry = self._agenda(kind="due")
        with self.assertRaises(AccessError):
            entry.with_user(self.manager).name = "x"
        with self.assertRaises(AccessError):
            entry.with_user(self.manager).unlink()
