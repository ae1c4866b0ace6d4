"""Every menu of the app, opened over HTTP by each role: no error, with and without its filters."""

from datetime import date

from lxml import etree

from odoo import Command
from odoo.tests import HttpCase
from odoo.tools.safe_eval import safe_eval

from .common import LakipCase
from .pages import read_spec

#: The menus that hold an action, by their names in the XML files.
STAFF_MENUS = {
    "menu_lakip_root",
    "menu_lakip_home",
    "menu_lakip_my_work",
    "menu_lakip_agenda",
    "menu_lakip_step",
    "menu_lakip_cycle",
    "menu_lakip_request_mine",
    "menu_lakip_indicator",
    "menu_lakip_program",
    "menu_lakip_document",
    "menu_lakip_correction",
    "menu_lakip_approval",
    "menu_lakip_delivery",
    "menu_lakip_signature",
    "menu_lakip_section",
}
TEAM_MENUS = STAFF_MENUS | {
    "menu_lakip_request_all",
    "menu_lakip_objective",
    "menu_lakip_objective_years",
    "menu_lakip_program_years",
    "menu_lakip_request_analysis",
    "menu_lakip_step_analysis",
    "menu_lakip_step_return",
    "menu_lakip_step_round",
}
LEADER_MENUS = TEAM_MENUS | {"menu_lakip_leadership"}
MANAGER_MENUS = LEADER_MENUS | {
    "menu_lakip_setup",
    "menu_lakip_sop",
    "menu_lakip_officer",
    "menu_lakip_role",
    "menu_lakip_scale",
    "menu_lakip_holidays",
}
SYSTEM_MENUS = MANAGER_MENUS | {"menu_lakip_settings", "menu_lakip_calendar"}


class TestMenus(LakipCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls._create_user("system", "Administrator Odoo")
        cls.system.group_ids = [
            Command.link(cls.env.ref("lakip_sop.group_lakip_manager").id),
            Command.link(cls.env.ref("base.group_system").id),
        ]
        # Something in each list: requests that are sent, a document, a round.
        cls.cycle = cls._create_cycle()
        cls.cycle.with_user(cls.planning_head).action_start()
        step = cls.cycle.current_step_id
        step.with_user(cls.secretary).instruction = "Siapkan."
        step.with_user(cls.secretary).action_complete()
        cls.cycle.current_step_id.with_user(cls.planning_head).action_complete()
        step = cls.cycle.current_step_id
        step.event_id.write({"start": "2026-01-05 02:00:00", "stop": "2026-01-05 04:00:00"})
        own = step.with_user(cls.team_member)
        own.action_mark_all_present()
        own.minutes = "<p>Rapat.</p>"
        own.action_complete()
        cls.cycle.current_step_id.request_ids.with_user(cls.team_member).action_send()

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _get_menus(self):
        """Return ``{name: action id}`` of the app's menus that the user sees."""
        menus = self.url_open("/web/webclient/load_menus").json()
        return {
            menu["xmlid"].removeprefix("lakip_sop."): menu["actionID"]
            for menu in menus.values()
            if (menu["xmlid"] or "").startswith("lakip_sop.") and menu["actionID"]
        }

    def _open(self, action_id, with_filters=False):
        """Open an action as the client does: its views, a read for each, each filter."""
        action = self.make_jsonrpc_request("/web/action/load", {"action_id": action_id})
        if action["type"] == "ir.actions.server":
            action = self.make_jsonrpc_request("/web/action/run", {"action_id": action_id})
        if action["type"] == "ir.actions.client":
            if action["tag"] == "lakip_leadership":
                return self._call("lakip.step.analysis", "get_leadership_data")
            if action["tag"] == "lakip_sop.onboarding":
                return self._call("lakip.setup", "get_checklist")
            self.assertEqual(action["tag"], "lakip_sop.home")
            self.assertTrue(self._call("lakip.cycle", "get_home_data")["cycles"])
            return "home"
        self.assertEqual(action["type"], "ir.actions.act_window")
        model = action["res_model"]
        views = [*action["views"], [False, "search"]]
        result = self._call(model, "get_views", views=views, options={"toolbar": True})
        scope = {
            "uid": self.session.uid,
            "allowed_company_ids": self.company.ids,
            "context_today": date.today,
        }
        domain = safe_eval(action.get("domain") or "[]", scope)
        found = []
        for __, view_type in action["views"]:
            view = result["views"][view_type]
            spec = read_spec(view["arch"], self.env[model])
            if action["target"] == "new" or model == "res.config.settings":
                self._call(model, "onchange", [], {}, [], spec)
                continue
            reply = self._call(model, "web_search_read", domain, spec, limit=80)
            found = [record["id"] for record in reply["records"]]
        if found and with_filters:
            for node in etree.fromstring(result["views"]["search"]["arch"]).iterfind(".//filter"):
                with self.subTest(filter=node.get("name")):
                    self._apply(node, model, domain, scope)
        return model

    def _apply(self, node, model, domain, scope):
        """Apply a filter of a search view."""
        group_by = safe_eval(node.get("context") or "{}").get("group_by")
        if group_by:
            self._call(model, "web_read_group", domain, [group_by], ["__count"])
        elif node.get("domain"):
            own = safe_eval(node.get("domain"), scope)
            self._call(model, "web_search_read", domain + own, {"display_name": {}})

    def test_menus_of_each_role(self):
        for user, menus in (
            (self.staff_a, STAFF_MENUS),
            (self.team_member, TEAM_MENUS),
            (self.planning_head, LEADER_MENUS),
            (self.secretary, LEADER_MENUS),
            (self.agency_head, LEADER_MENUS),
            (self.manager, MANAGER_MENUS),
            (self.system, SYSTEM_MENUS),
        ):
            self.session = self.authenticate(user.login, user.login)
            actions = self._get_menus()
            self.assertEqual(set(actions), menus, user.name)
            for menu, action_id in actions.items():
                with self.subTest(user=user.name, menu=menu):
                    # Those with the fewest rights and those with the most try the filters.
                    self._open(action_id, with_filters=user in self.staff_a | self.system)

    def test_home_of_each_role(self):
        """The app opens on what the user has to do."""
        for user, model in (
            (self.staff_a, "lakip.request"),
            (self.team_member, "home"),
            (self.agency_head, "home"),
        ):
            self.session = self.authenticate(user.login, user.login)
            action_id = self.env.ref("lakip_sop.ir_actions_server_home").id
            self.assertEqual(self._open(action_id), model, user.name)
