"""The home of the app in the browser: from the menu to one's turn with one press."""

from .test_tours import HOME, TourCase
from .test_work import WorkCase


class TestHomeTours(WorkCase, TourCase):
    def test_division_staff_on_a_phone(self):
        cycle = self._collection_cycle()
        self._send(cycle.current_step_id)
        self.env["lakip.section"].create(
            {
                "cycle_id": cycle.id,
                "code": "preface",
                "title": "KATA PENGANTAR",
                "user_id": self.staff_a.id,
            }
        )
        self._tour("home_division", self.staff_a, url=HOME, phone=True)

    def test_owner(self):
        self._tour("home_owner_starts", self.planning_head)
        cycle = self._short_cycle()
        self._tour("home_owner_completes", self.planning_head)
        # Pressed twice, done once.
        self.assertEqual(
            cycle.step_ids[:2].mapped("state"), ["done", "active"], "the team's turn now"
        )

    def test_each_reaches_their_turn(self):
        cycle = self._short_cycle()
        self._complete(cycle)
        self._tour("home_team", self.team_member)
        self._upload_report(cycle)
        self._complete(cycle)
        self._tour("home_secretary", self.secretary)
        self._approve(cycle)
        self._tour("home_agency_head", self.agency_head, url=HOME, phone=True)
