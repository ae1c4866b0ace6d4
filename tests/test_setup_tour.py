"""The first hour of an administrator in the browser: how many clicks and how long."""

import time

from .test_setup_steps import SetupCase
from .test_tours import TourCase


class TestFirstHour(TourCase, SetupCase):
    def test_from_the_open_app_to_a_started_cycle(self):
        """At most 40 clicks, those of the app list counted as well, and five minutes."""
        self._populate()
        begun = time.monotonic()
        self._tour("administrator_first_hour", self.admin)
        self.assertLess(time.monotonic() - begun, 5 * 60)
        cycle = self.env["lakip.cycle"].search([("company_id", "=", self.fresh.id)])
        self.assertEqual(cycle.state, "running")
        self.assertEqual(cycle.department_ids, self.departments)
        self.assertEqual(cycle.current_step_id.user_ids, self.employees["Sri Wahyuni"].user_id)
        self.assertEqual(len(cycle.member_ids), 3)
        self.assertTrue(self._checklist()["is_complete"])

    def test_skip_resume_hide_and_leave(self):
        self._tour(
            "administrator_skips_and_closes",
            self.admin,
            url="/odoo/lakip-start",
        )
        self.assertEqual(set(self._states().values()), {"open"})

    def test_on_a_phone(self):
        self._tour(
            "administrator_skips_and_closes", self.admin, url="/odoo/lakip-start", phone=True
        )
