"""Out of office by an approved leave. ``test_install.py`` runs this where Time Off is installed."""

from .test_absence import AbsenceCase


class TestTimeOff(AbsenceCase):
    def _grant_leave(self, user, start, end, validate=True):
        kind = self.env["hr.leave.type"].create(
            {"name": "Cuti", "requires_allocation": False, "leave_validation_type": "hr"}
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": user.employee_id.id,
                "holiday_status_id": kind.id,
                "request_date_from": start,
                "request_date_to": end,
            }
        )
        if validate:
            leave.action_approve()
        return leave

    def test_leave_is_an_absence(self):
        with self.at("2026-01-05 08:00"):
            leave = self._grant_leave(self.secretary, "2026-01-06", "2026-01-07", validate=False)
            step = self._reach_paraf()
        with self.at("2026-01-06 09:00"):
            self._sync()
            self.assertFalse(self._notices(self.planning_head), "not approved yet")
            leave.action_approve()
            # Time Off tells who is away once in a transaction.
            self.env.invalidate_all()
            self._sync()
            (notice,) = self._notices(self.planning_head)
            self.assertIn("until Wednesday 7 January 2026", notice.body)
            self._wizard(step, self.planning_head).action_confirm()
            self.assertTurn(step, self.deputy)
        with self.at("2026-01-08 09:00"):
            self._sync()
            self.assertTurn(step, self.secretary)
            self.assertFalse(step.absence_text)

    def test_the_later_end_of_the_two_counts(self):
        with self.at("2026-01-05 08:00"):
            self._grant_leave(self.secretary, "2026-01-05", "2026-01-06")
            self._leave(self.secretary, "2026-01-05 07:00", "2026-01-09 17:00")
            step = self._reach_paraf().with_user(self.manager)
            self.assertIn("until Friday 9 January 2026", step.absence_text)
