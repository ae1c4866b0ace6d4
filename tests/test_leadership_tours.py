"""The leadership page in the browser, as the Kadis reads it: in a meeting and on a phone."""

from .test_leadership import LeadershipCase
from .test_tours import TourCase


class TestLeadershipTours(LeadershipCase, TourCase):
    def test_agency_head(self):
        self._run(2026)
        self._tour("agency_head_leads", self.agency_head)
        self._tour(
            "agency_head_leads_on_phone",
            self.agency_head,
            url="/odoo/lakip-performance",
            phone=True,
        )
