"""Performance data in the browser: entered by the team, handed in by the workbook, accepted."""

from odoo import Command

from .performance_case import PerformanceCase
from .test_request_workbook import filled_workbook
from .test_tours import TourCase


class TestPerformanceTours(PerformanceCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The planning head chairs the SK Tim, as in most agencies.
        cls.cycle.with_user(cls.planning_head).member_ids = [
            Command.create({"employee_id": cls.planning_head.employee_id.id, "position": "chair"})
        ]
        (cls.step.request_ids.item_ids - cls.step.request_ids.workbook_item_id).required = False

    def _offer(self, name, content):
        """Let the browser of the division's staff find a file, as on their own disk."""
        file = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create({"name": f"{name}.xlsx", "raw": content})
        )
        self.env["ir.model.data"].create(
            {"module": "lakip_sop", "name": name, "model": file._name, "res_id": file.id}
        )

    def test_team_enters_performance(self):
        self._tour("team_enters_performance", self.team_member)
        objective = self.cycle.objective_ids - self.objective
        self.assertEqual(objective.indicator_ids.realization, "83,2")
        self.assertEqual(objective.achievement_text, "104,00")

    def test_workbook(self):
        """Downloaded by the staff over HTTP, uploaded with a mistake, corrected, accepted."""
        self.step.request_ids.with_user(self.team_member).action_send()
        request = self._get_request(self.step, self.division_a)
        action = request.with_user(self.staff_a).action_download_workbook()
        self.authenticate(self.staff_a.login, self.staff_a.login)
        content = self.url_open(action["url"]).content
        self._offer("tour_workbook_wrong", filled_workbook(content, Indikator__J5="abc"))
        self._offer("tour_workbook_right", filled_workbook(content, Indikator__J5="3,64"))
        self._tour(
            "division_fills_workbook",
            self.staff_a,
            url="/odoo/action-lakip_sop.ir_actions_server_my_requests",
        )
        self.assertEqual((request.state, request.submitted_user_id), ("submitted", self.staff_a))
        self.assertFalse(self.indicator.realization)
        self._tour("planning_head_accepts_workbook", self.planning_head)
        self.assertEqual(request.state, "accepted")
        self.assertEqual(self.indicator.achievement_text, "104,00")
