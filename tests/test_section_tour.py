"""A chapter written in a real browser."""

from .test_section import SectionCase
from .test_tours import TourCase


class TestSectionTour(SectionCase, TourCase):
    def _write(self, user, **how):
        section = self._section("summary")
        url = "/odoo/action-lakip_sop.lakip_section_action"
        self._tour("writer_writes_chapter", user, url=url, **how)
        self.assertEqual(section.state, "done")
        self.assertIn("Laporan tahun:[tahun][tahun berikutnya]", section._get_text())

    def test_team(self):
        self._write(self.team_member)

    def test_writer_of_a_division_on_a_phone(self):
        self._section("summary").user_id = self.head_b
        self._write(self.head_b, phone=True)
