"""No serious fault of accessibility on our screens, as axe-core finds them in a real Chromium.

To add a screen, add a test of one line: ``self._check(user, url, ready, include)``. The package
axe-playwright-python only carries the script; it is run in the browser of Odoo's own tests, which
see what the test has made.
"""

import json
from importlib import resources
from unittest.mock import patch

from odoo import Command
from odoo.tests.common import ChromeBrowser

from odoo.addons.lakip_sop.controllers.lakip_verify import LIMIT

from .common import TOUR_TIMEOUT
from .test_request import RequestCase
from .test_sign import SignCase
from .test_tours import DESKTOP, PHONE, TourCase

#: Faults of these kinds fail the test. Looked for: WCAG 2.1 A and AA, and axe's best practices.
GRAVE = ("critical", "serious")
#: Ours within the web client: the bars around it, the switches of views and the chatter are Odoo's.
FORM = ".o_form_view .o_form_sheet"
LIST = ".o_list_view .o_list_renderer"
KANBAN = ".o_kanban_view .o_kanban_renderer"
CARD = ".o_lakip_approval_card"
SOP_PAGE = ".o_sop_flow"
HOME = ".o_lakip_home_page"
LEADERSHIP = ".o_lakip_leadership .o_content"
CHECKLIST = ".o_lakip_onboarding"
#: What Odoo's own widgets and theme lack on every form, list and kanban of Odoo, and no app can
#: mend for itself alone: {rule: elements}. It is passed over in its views only; components of our
#: own are looked at without mercy.
ODOOS_OWN = {
    "*": ".o-mail-Chatter *",
    "aria-allowed-attr": ".o_tag, .o_progress, .o-dropdown, .o-autocomplete--input",
    "aria-required-parent": ".o_notebook_headers .nav-link",
    "autocomplete-valid": ".o_select_menu_input",
    "button-name": "button:has(.o_optional_columns_dropdown_toggle)",
    # secondary text and labels have 4.3:1, badges 3:1
    "color-contrast": ".badge, .text-muted, .text-muted *, .o_form_label, .o_form_label *,"
    " .o_setting_right_pane .text-muted *",
    "image-alt": "img.o_avatar, .o_avatar img",
    "label": ".o_select_menu_input, .o_list_record_selector input",
    # the view compiler makes an image of each icon, labelled or not
    "role-img-alt": "i.fa",
}

_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")
_LOOK = r"""
window.lookForFaults = async ({ include, native, grave }) => {
    await document.fonts.ready;
    // until what moves has come to rest
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { passes, violations } = await axe.run({ include });
    if (!passes.length) {
        throw new Error("axe looked at nothing");
    }
    const isOdoos = (rule, { target }) =>
        [native[rule], native["*"]].some(
            (selector) => selector && document.querySelector(target[0]).matches(selector)
        );
    const faults = [];
    for (const { id, impact, help, nodes } of violations) {
        const ours = nodes.filter((node) => !isOdoos(id, node));
        if (grave.includes(impact) && ours.length) {
            faults.push(`${impact}: ${help} (${id})`);
            faults.push(...ours.map(({ html, failureSummary }) => `${html}\n${failureSummary}`));
        }
    }
    if (faults.length) {
        console.error(faults.join("\n\n"));
    } else {
        console.log("test successful");
    }
};
"""


class AccessibilityCase(TourCase):
    """A browser that looks for faults."""

    def _check(self, user, url, ready, include="html", *, native=False, phone=False):
        """Assert that axe finds no grave fault.

        :param user: who looks at the page; None without login
        :param ready: selector of what must be there before
        :param include: selector of the part looked at
        :param native: whether it is a view of Odoo's, whose own faults are passed over
        :param phone: whether it is looked at on a phone
        """
        wait_code_ok = ChromeBrowser._wait_code_ok

        def with_axe(browser, *args, **kwargs):
            script = f"{_AXE.read_text()}\n{_LOOK}"
            browser._websocket_request("Runtime.evaluate", params={"expression": script})
            return wait_code_ok(browser, *args, **kwargs)

        aim = {
            "include": [include],
            "native": ODOOS_OWN if native else {},
            "grave": GRAVE,
        }
        size = PHONE if phone else DESKTOP
        with (
            patch.multiple(self, browser_size=size, touch_enabled=phone),
            patch.object(ChromeBrowser, "_wait_code_ok", with_axe),
        ):
            self.browser_js(
                url,
                f"lookForFaults({json.dumps(aim)})",
                f"!!document.querySelector({json.dumps(ready)})",
                login=user and user.login,
                timeout=TOUR_TIMEOUT,
            )


class TestAccessibility(SignCase, AccessibilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.division_a.is_lakip_division = True

    def setUp(self):
        super().setUp()
        LIMIT.clear()
        self.addCleanup(LIMIT.clear)

    def test_finds_a_fault(self):
        """The check fails where there is a fault: Chromium's page of a picture has no words."""
        with self.assertRaisesRegex(AssertionError, r"critical: .*\(image-alt\)"):
            self._check(None, "/web/static/img/placeholder.png", "img")

    def test_cycles(self):
        self._reach_paraf()
        self._check(self.planning_head, "/odoo/lakip", KANBAN, KANBAN, native=True)

    def test_my_work(self):
        self._reach_paraf()
        self._check(self.secretary, "/odoo/lakip-my-work", LIST, LIST, native=True)

    def test_cycle_form(self):
        cycle = self._reach_paraf()
        self._check(self.planning_head, f"/odoo/lakip/{cycle.id}", FORM, FORM, native=True)

    def test_cycle_form_on_a_phone(self):
        cycle = self._reach_paraf()
        self._check(
            self.planning_head, f"/odoo/lakip/{cycle.id}", FORM, FORM, native=True, phone=True
        )

    def test_sop_page_of_a_cycle(self):
        cycle = self._reach_paraf()
        for phone in (False, True):
            self._check(self.secretary, f"/odoo/lakip/{cycle.id}", SOP_PAGE, SOP_PAGE, phone=phone)

    def test_sop_page_of_an_sop(self):
        url = f"/odoo/action-lakip_sop.lakip_sop_action/{self.sop.id}"
        self._check(self.manager, url, SOP_PAGE, SOP_PAGE)

    def test_home(self):
        self._reach_paraf()
        for phone in (False, True):
            self._check(self.planning_head, "/odoo/lakip-home", HOME, HOME, phone=phone)

    def test_sop_performance(self):
        self._reach_end()
        for phone in (False, True):
            self._check(
                self.agency_head, "/odoo/lakip-performance", LEADERSHIP, LEADERSHIP, phone=phone
            )

    def test_first_steps(self):
        self._check(self.manager, "/odoo/lakip-start", CHECKLIST, CHECKLIST)

    def test_step_form(self):
        step = self._reach_paraf().current_step_id
        self._check(self.secretary, f"/odoo/lakip.step/{step.id}", FORM, FORM, native=True)

    def test_approval_card(self):
        channel = self._reach_signature().channel_id
        url = f"/odoo/discuss?active_id=discuss.channel_{channel.id}"
        self._check(self.agency_head, url, CARD, CARD)

    def test_sop_form(self):
        url = f"/odoo/action-lakip_sop.lakip_sop_action/{self.sop.id}"
        self._check(self.manager, url, FORM, FORM, native=True)

    def test_settings(self):
        self.manager.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        block = ".app_settings_block[data-key=lakip_sop]"
        url = "/odoo/action-lakip_sop.res_config_settings_action"
        self._check(self.manager, url, block, block, native=True)

    def _reach_end(self):
        cycle = self._reach_signature()
        self._approve(cycle)
        return cycle

    def test_verification_page(self):
        approvals = self._reach_end().approval_ids.sudo()
        signature = approvals.filtered(lambda row: row.kind == "signature")
        for phone in (False, True):
            self._check(None, f"/lakip/verify/{signature.token}", "main", phone=phone)

    def test_verification_page_of_nothing(self):
        self._check(None, "/lakip/verify/unknown", "main")

    def test_audit_page(self):
        cycle = self._reach_end()
        self._check(self.planning_head, f"/lakip/audit/{cycle.id}", "main")


class TestRequestAccessibility(RequestCase, AccessibilityCase):
    def setUp(self):
        super().setUp()
        self.division_a.is_lakip_division = True
        step = self._start_collection(department_ids=self.division_a)
        self.request_a = self._send(step)
        self.url = f"/odoo/action-lakip_sop.lakip_request_action_mine/{self.request_a.id}"

    def test_request_form(self):
        self._check(self.staff_a, self.url, FORM, FORM, native=True)

    def test_request_form_on_a_phone(self):
        self._check(self.staff_a, self.url, FORM, FORM, native=True, phone=True)
