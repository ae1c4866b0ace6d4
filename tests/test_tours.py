"""What each role does in the browser: the main path of SOP 09, in a real Chromium.

The tours lie in ``lakip_sop/static/tests/tours``; each is run by that role's own user, and what it
brought about is looked up on the server after it.
"""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

from .common import PONTIANAK, TOUR_TIMEOUT, LakipCase

#: What the menu of the app opens; a phone shows its apps in another way.
HOME = "/odoo/action-lakip_sop.ir_actions_server_home"
DESKTOP, PHONE = "1366x768", "390x844"
_navigate_to = ChromeBrowser.navigate_to


def _navigate_in_pontianak(browser, *args, **kwargs):
    """Open a page in a browser that stands where the users sit, or its 'today' is not theirs."""
    browser._websocket_request(
        "Emulation.setTimezoneOverride", params={"timezoneId": PONTIANAK.zone}
    )
    return _navigate_to(browser, *args, **kwargs)


class TourCase(LakipCase, HttpCase):
    """A LakipCase with a browser."""

    def _tour(self, name, user, url="/odoo", phone=False):
        """Run the tour ``name`` as ``user``, on a phone if need be."""
        size = PHONE if phone else DESKTOP
        with (
            patch.multiple(self, browser_size=size, touch_enabled=phone),
            patch.object(ChromeBrowser, "navigate_to", _navigate_in_pontianak),
        ):
            self.start_tour(url, f"lakip_sop.{name}", login=user.login, timeout=TOUR_TIMEOUT)
        self.env.invalidate_all()


class TestTours(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.division_a | cls.division_b).is_lakip_division = True
        # The tours sign with the login as password.
        cls.agency_head.password = cls.agency_head.login
        cls.inspectorate = cls.env["res.partner"].create({"name": "Inspektorat"})
        cls.company.lakip_recipient_ids = cls.inspectorate

    def _assert_turn(self, number, kind, user):
        step = self.cycle.current_step_id
        self.assertEqual((step.number, step.kind), (number, kind))
        self.assertTurn(step, user)
        return step

    def _pass_meeting(self, step):
        """The hour of the meeting has come: on the real clock, as servers run on it."""
        now = fields.Datetime.now().replace(microsecond=0)
        step.event_id.with_context(dont_notify=True).write(
            {"start": now - timedelta(hours=3), "stop": now - timedelta(hours=1)}
        )

    def test_main_path(self):
        """SOP 09 from 'New' to the delivered report, each act by that role's own user."""
        team = self.team_member
        self._tour("planning_head_start", self.planning_head)
        self.cycle = self.env["lakip.cycle"].search([("company_id", "=", self.company.id)])
        self.assertEqual(self.cycle.state, "running")
        self.assertEqual(self.cycle.department_ids, self.division_a | self.division_b)
        self.assertEqual(len(self.cycle.step_ids), 11)
        step = self._assert_turn("1", "direction", self.secretary)

        self._tour("secretary_direction", self.secretary)
        self.assertEqual(step.instruction, "Siapkan SK Tim Penyusunan LAKIP.")
        self.assertEqual(step.document_ids.kind, "disposition")
        step = self._assert_turn("2", "decree", self.planning_head)

        self._tour("planning_head_decree", self.planning_head)
        self.assertEqual(self.cycle.member_ids.user_id, team)
        self.assertEqual(set(step.document_ids.mapped("kind")), {"decree"})
        step = self._assert_turn("3", "meeting", team)

        self._pass_meeting(step)
        self._tour("team_meeting_and_requests", team)
        self.assertEqual(step.state, "done")
        self.assertTrue(all(step.attendance_ids.mapped("is_present")))
        self.assertIn("Rapat dibuka", step.minutes)
        step = self._assert_turn("4", "collection", team)
        request_a, request_b = step.request_ids.sorted("id")
        self.assertEqual(request_a.department_id, self.division_a)
        self.assertEqual((request_a.state, request_b.state), ("sent", "waived"))

        self._tour(
            "division_staff_hands_in",
            self.staff_a,
            url="/odoo/action-lakip_sop.ir_actions_server_my_requests",
            phone=True,
        )
        self.assertEqual(request_a.state, "submitted")
        self.assertEqual(request_a.submitted_user_id, self.staff_a)
        self.assertEqual(
            set(request_a.item_ids.attachment_ids.mapped("name")), {"realisasi.csv", "kegiatan.jpg"}
        )

        self._tour("team_accept_and_draft", team)
        self.assertEqual(request_a.state, "accepted")
        draft = self.cycle._get_report()[self.cycle]
        self.assertEqual((draft.version, draft.origin), (1, "generated"))
        step = self._assert_turn("7", "discussion", team)

        self._pass_meeting(step)
        self._tour("team_discussion_and_revision", team)
        self.assertEqual(self.cycle.correction_ids.mapped("state"), ["resolved"])
        self.assertEqual(self.cycle.correction_ids.answer, "Analisis ditambahkan.")
        self._assert_turn("9", "initial", self.planning_head)

        self._tour("planning_head_paraf", self.planning_head)
        self._assert_turn("10", "initial", self.secretary)
        self._tour("secretary_return", self.secretary)
        step = self._assert_turn("8", "revision", team)
        self.assertEqual(step.round, 2)
        self._tour("team_revision", team)
        self._approve(self.cycle, self.planning_head)
        self._tour("secretary_paraf", self.secretary)
        self._assert_turn("11", "signature", self.agency_head)

        self._tour("agency_head_sign", self.agency_head, url=HOME, phone=True)
        report = self.cycle._get_report()[self.cycle]
        # The signed file is a version of its own, made of the one the parafs were given for.
        self.assertEqual((report.version, report.state), (4, "signed"))
        self.assertEqual(report.source_id.version, 3)
        self._assert_turn("12", "archive", self.planning_head)

        self._tour("planning_head_archive", self.planning_head)
        self.assertEqual(self.cycle.delivery_ids.mapped("state"), ["delivered"])
        self.assertEqual(self.cycle.state, "done")
        self.assertEqual(
            self.cycle.approval_ids.filtered("hash").sorted("sequence").mapped("decision"),
            ["approved", "returned", "approved", "approved", "approved"],
        )
        self.assertChainHolds(self.cycle)
        self.assertTrue(all(document._is_intact() for document in self.cycle.document_ids))

    def test_administrator(self):
        """The administrator revises the SOP, puts it in force, and changes the settings."""
        self.manager.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self._tour("administrator_revises_sop", self.manager)
        self.assertEqual(self.sop.state, "superseded")
        revision = self.env["lakip.sop"].search([("previous_id", "=", self.sop.id)])
        self.assertEqual(revision.state, "effective")
        self.assertEqual(revision.step_ids[0].duration, 45)

        self._tour("administrator_settings", self.manager)
        self.assertEqual(self.company.lakip_city, "Singkawang")

    def test_opening_a_cycle(self):
        """With the views known a cycle takes three calls: its record, its talk and its people."""
        for year in (2025, 2026):
            self._start(self._create_cycle(year))
        self._tour(
            "opening_calls", self.planning_head, url="/odoo/action-lakip_sop.lakip_cycle_action"
        )
