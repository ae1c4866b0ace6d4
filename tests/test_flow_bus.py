"""Open SOP pages hear that a colleague has done something: who hears of what, and how often."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo import Command

from .common import LakipCase


class FlowBusCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls._create_short_sop()

    def _commit(self):
        """Do what a commit does before it."""
        self.env.cr.flush()

    def _get_notices(self, act):
        """Return the ids of the cycles that are told of by the commit of ``act``, in order."""
        self._commit()
        last = self.env["bus.bus"].search([], order="id desc", limit=1).id
        act()
        self._commit()
        notices = self.env["bus.bus"].search([("id", ">", last)], order="id")
        return [
            self._parse(notice) for notice in notices if '"type":"lakip_flow"' in notice.message
        ]

    def _parse(self, notice):
        """Return the cycle's id of a notice that holds nothing else, sent to the cycle itself."""
        dbname = self.env.cr.dbname
        for cycle in self.env["lakip.cycle"].search([("company_id", "=", self.company.id)]):
            if notice.channel == f'["{dbname}","lakip.cycle",{cycle.id}]':
                self.assertEqual(
                    notice.message, f'{{"type":"lakip_flow","payload":{{"id":{cycle.id}}}}}'
                )
                return cycle.id
        raise AssertionError(f"sent to {notice.channel}")

    def assertTold(self, cycle, act):
        """Assert that ``act`` tells of ``cycle``, once."""
        self.assertEqual(self._get_notices(act), cycle.ids)


class TestFlowNotices(FlowBusCase):
    def test_each_act_tells_once(self):
        cycle = self._create_cycle()
        owner = cycle.with_user(self.planning_head)
        self.assertTold(cycle, owner.action_start)
        step = cycle.current_step_id.with_user(self.planning_head)
        self.assertTold(cycle, lambda: step.action_hold("Menunggu"))
        self.assertTold(cycle, step.action_resume)
        self.assertTold(cycle, lambda: step.write({"note": "Sudah"}))
        self.assertTold(cycle, step.action_complete)
        self.assertTold(cycle, lambda: self._upload_report(cycle))
        self.assertTold(cycle, lambda: self._complete(cycle))
        pending = cycle.current_step_id.pending_approval_id.with_user(self.secretary)
        self.assertTold(cycle, lambda: pending.action_return("Kurang"))
        self.assertTold(cycle, lambda: owner.action_cancel("Batal"))

    def test_turn_goes_to_somebody_else(self):
        cycle = self._create_cycle()
        self._start(cycle)
        acting = self._create_person("acting", "Plh. Kasubbag")
        self.assertTold(
            cycle,
            lambda: self._create_officer(
                "planning_head", acting, capacity="plh", date_from="2020-01-02"
            ),
        )
        self.assertEqual(cycle.current_step_id.user_ids, acting)

    def test_requests(self):
        cycle = self._create_cycle(
            sop_id=self._create_sop(
                [
                    {"name": "Data", "kind": "collection", "role": "team"},
                    {"name": "Menulis", "kind": "drafting", "role": "team"},
                    {"name": "Sah", "kind": "signature", "role": "agency_head", "back": 1},
                ]
            ).id,
            department_ids=[Command.set(self.division_a.ids)],
        )
        step = self._start(cycle)
        self.assertTold(cycle, step.with_user(self.team_member).action_send_requests)
        request = step.request_ids
        request.item_ids.note = "Ada"
        self.assertTold(cycle, request.with_user(self.staff_a).action_submit)
        self.assertTold(cycle, request.with_user(self.team_member).action_accept)

    def test_what_is_read_or_said_tells_nothing(self):
        cycle = self._create_cycle()
        step = self._start(cycle)
        self.assertEqual(self._get_notices(cycle.get_flow_data), [])
        self.assertEqual(self._get_notices(lambda: step.message_post(body="Halo")), [])
        self.assertEqual(
            self._get_notices(lambda: cycle.message_subscribe(self.secretary.partner_id.ids)), []
        )

    def test_other_cycles_are_not_told(self):
        self._start(self._create_cycle(2025))
        cycle = self._create_cycle(2026)
        self._start(cycle)
        self.assertTold(cycle, lambda: self._complete(cycle))

    def test_one_notice_for_each_of_two(self):
        cycles = self._create_cycle(2025) | self._create_cycle(2026)
        for cycle in cycles:
            self._start(cycle)
        steps = cycles.current_step_id.with_user(self.planning_head)
        self.assertCountEqual(self._get_notices(steps.action_complete), cycles.ids)


class TestFlowSubscription(FlowBusCase):
    def _asked(self, user, *channels):
        """Return the ids of the cycles that ``user`` hears of who asks for ``channels``."""
        websocket = self.env(user=user, context={})["ir.websocket"]
        request = SimpleNamespace(session=SimpleNamespace(uid=user.id))
        with patch("odoo.addons.bus.models.ir_websocket.request", request):
            heard = websocket._build_bus_channel_list(list(channels))
        return [each.id for each in heard if getattr(each, "_name", "") == "lakip.cycle"]

    def setUp(self):
        super().setUp()
        self.cycle = self._create_cycle()
        self._start(self.cycle)
        self.channel = f"lakip.cycle_{self.cycle.id}"

    def test_colleagues_hear(self):
        self.staff_a.group_ids = [
            Command.link(self.env.ref("lakip_sop.group_lakip_division").id),
        ]
        for user in (self.planning_head, self.secretary, self.staff_a, self.manager):
            with self.subTest(user=user.name):
                self.assertEqual(self._asked(user, self.channel), self.cycle.ids)

    def test_nobody_hears_unasked(self):
        self.assertEqual(self._asked(self.planning_head), [])

    def test_another_company_does_not_hear(self):
        other = self._create_company("Dinas Lain")
        stranger = self._create_user("stranger", "Orang Lain", other)
        stranger.group_ids = [Command.link(self.env.ref("lakip_sop.group_lakip_manager").id)]
        self.assertEqual(self._asked(stranger, self.channel), [])

    def test_without_a_right_of_the_app_nobody_hears(self):
        outsider = self._create_user("outsider", "Pegawai Lain")
        self.assertEqual(self._asked(outsider, self.channel), [])

    def test_forged_channels(self):
        for channel in (
            f"lakip.cycle_{self.cycle.id}x",
            "lakip.cycle_",
            "lakip.cycle_99999999999999999999",
            "lakip.cycle_999999999",
            f"xlakip.cycle_{self.cycle.id}",
            f'["{self.env.cr.dbname}","lakip.cycle",{self.cycle.id}]',
        ):
            with self.subTest(channel=channel):
                self.assertEqual(self._asked(self.planning_head, channel), [])

    def test_an_archived_cycle_is_heard(self):
        self.cycle.active = False
        self.assertEqual(self._asked(self.planning_head, self.channel), self.cycle.ids)
