"""Stored markup and scripts, in each text that a role can write, are shown as text everywhere.

A year's records are filled with ``PAYLOAD`` (HTML fields with ``HTML_PAYLOAD``), the acts of the
year are done with it as reason, comment, note, message and file name, and then every place that
shows them is looked at: the pages of the app in a real Chromium, the pages that the server makes,
and the e-mails. Word files and workbooks are looked at in ``test_hostile_texts``.
"""

import json
from unittest.mock import patch

from lxml import html

from odoo import Command
from odoo.tests.common import ChromeBrowser

from odoo.addons.lakip_sop.controllers.lakip_verify import LIMIT

from .common import TOUR_TIMEOUT
from .hostile_fields import HostileFields
from .performance_case import PerformanceCase
from .test_tours import DESKTOP, TourCase

#: Breaks out of attributes and elements, and runs where a template reads it. 7*777 is told apart.
PAYLOAD = (
    "Uji'\"><x-xss data-xss=1></x-xss><script data-xss=1>window.__xss='script'</script>"
    "<img data-xss=1 src=x onerror=\"window.__xss='img'\">"
    "<svg data-xss=1 onload=\"window.__xss='svg'\">"
    "<a data-xss=1 href=\"javascript:window.__xss='a'\">k</a></svg>"
    "{{7*777}}${7*777}<%= 7*777 %><t t-out=\"7*777\" data-xss=1/><t t-esc='7*777'/>"
    "{%print(7*777)%}</textarea></title></style>--><x-xss>"
)
#: What an editor that is not Odoo's would send: markup is allowed in it, and nothing that runs.
HTML_PAYLOAD = (
    "<p>Uji <b>tebal</b></p><script>window.__xss='script'</script><style>*{display:none}</style>"
    "<img src=x onerror=\"window.__xss='img'\"><svg onload=\"window.__xss='svg'\"></svg>"
    "<iframe srcdoc=\"<script>parent.__xss='iframe'</script>\"></iframe>"
    "<form action=/x><input autofocus onfocus=\"window.__xss='focus'\"></form>"
    "<a href=\"javascript:window.__xss='a'\">k</a>"
    "<a href=\"java&#10;script:window.__xss='b'\">l</a>"
    '<object data="javascript:window.__xss=\'o\'"></object><embed src="javascript:1">'
    "<div style=\"background:url(javascript:window.__xss='css')\""
    " onclick=\"window.__xss='click'\">d</div>"
    "<details open ontoggle=\"window.__xss='toggle'\">x</details><math><mtext><img src=x "
    'onerror="window.__xss=\'math\'"></mtext></math><t t-out="7*777">t</t>{{7*777}}'
)
#: Attributes and addresses that would run something.
RUNS = (
    "//x-xss | //*[@data-xss] | //script[contains(., '__xss')] | //iframe | //object | //embed"
    " | //@*[starts-with(name(), 'on')] | //@href[starts-with(., 'java')] | //@*[name()='t-out']"
)

_LOOK = r"""
window.alert = window.confirm = window.prompt = () => { window.__xss = "dialog"; };
window.findFaults = (where) => {
    const faults = [];
    if (window.__xss) {
        faults.push(`${where}: ran (${window.__xss})`);
    }
    const found = document.querySelectorAll("x-xss, [data-xss], [onerror], [onload], [onfocus], " +
        "[ontoggle], [onclick], a[href^='java'], object, embed, iframe[srcdoc], script");
    for (const element of found) {
        if (element.tagName !== "SCRIPT" || element.textContent.startsWith("window.__xss")) {
            faults.push(`${where}: in the page: ${element.outerHTML.slice(0, 200)}`);
        }
    }
    if (document.body.innerText.includes("5439")) {
        faults.push(`${where}: a template was run`);
    }
    return faults;
};
window.walkThrough = async (visits) => {
    const { env } = odoo.__WOWL_DEBUG__.root;
    const { rpcBus } = odoo.loader.modules.get("@web/core/network/rpc");
    let open = 0;
    let last = Date.now();
    rpcBus.addEventListener("RPC:REQUEST", () => { open++; last = Date.now(); });
    rpcBus.addEventListener("RPC:RESPONSE", () => { open--; last = Date.now(); });
    const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const settle = async () => {
        await wait(60);
        for (let i = 0; i < 200 && (open > 0 || Date.now() - last < 120); i++) {
            await wait(40);
        }
    };
    const faults = [];
    const seen = [];
    for (const [name, action, options] of visits) {
        try {
            await env.services.action.doAction(action, { clearBreadcrumbs: true, ...options });
        } catch (error) {
            faults.push(`${name}: cannot be opened: ${error.data?.message || error.message}`);
            continue;
        }
        await settle();
        let shown = document.body.innerText;
        for (const tab of document.querySelectorAll(".o_notebook_headers .nav-link")) {
            tab.click();
            await wait(60);
            shown += document.body.innerText;
        }
        await settle();
        faults.push(...window.findFaults(name));
        if ((shown + document.body.innerText).includes("x-xss")) {
            seen.push(name);
        }
    }
    // Where half of the pages show nothing of it, nothing was looked at.
    if (seen.length < visits.length / 2) {
        faults.push(`seen in ${seen.length} of ${visits.length} only: ${seen.join(", ")}`);
    }
    window.tell(faults);
};
window.tell = (faults) => {
    if (faults.length) {
        console.error([...new Set(faults)].join("\n"));
    } else {
        console.log("test successful");
    }
};
window.lookAtPage = () => {
    const faults = window.findFaults(location.pathname);
    if (!document.body.innerText.includes("x-xss")) {
        faults.push("nothing of it is shown");
    }
    window.tell(faults);
};
"""


class TestStoredXss(HostileFields, PerformanceCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency_head.employee_id.name = cls.agency_head.name = f"Kadis {PAYLOAD}"
        cls.reader = cls.planning_head
        cls.reader.group_ids = [
            Command.link(cls.env.ref(f"lakip_sop.group_lakip_{role}").id)
            for role in ("manager", "agency_head", "planning_head")
        ]
        cls.company.lakip_recipient_ids = cls.env["res.partner"].create({"name": PAYLOAD})
        cls.division_a.name = f"Bidang A {PAYLOAD}"
        cls.division_b.name = f"Bidang B {PAYLOAD}"
        cls.sop = cls._create_sop(
            [
                {"name": f"Mulai {PAYLOAD}", "role": "planning_head", "requirement": PAYLOAD,
                 "output": PAYLOAD, "remark": PAYLOAD, "number": "<b>1"},
                {"name": f"Data {PAYLOAD}", "kind": "collection", "role": "team", "duration": 5},
                {"name": f"Naskah {PAYLOAD}", "kind": "drafting", "role": "team"},
                {"name": f"Paraf {PAYLOAD}", "kind": "initial", "role": "secretary", "back": 2},
                {"name": f"Sah {PAYLOAD}", "kind": "signature", "role": "agency_head", "back": 2},
                {"name": f"Arsip {PAYLOAD}", "kind": "archive", "role": "planning_head"},
            ],
            number="78",
            name=PAYLOAD,
        )  # fmt: skip

    def setUp(self):
        super().setUp()
        LIMIT.clear()
        self.addCleanup(LIMIT.clear)

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def _live_a_year(self):
        """Do all that a cycle takes up to the archive, with the payload wherever words go."""
        team = self.team_member
        self.done = cycle = self._create_cycle(2025, sop_id=self.sop.id)
        for one in self.cycle | cycle:
            one.with_user(team).action_propose_sections()
        self._create_objective("Sasaran", cycle)
        self._fill_all(PAYLOAD, HTML_PAYLOAD)
        step = self._start(cycle).with_user(self.planning_head)
        step.action_hold(PAYLOAD)
        step.action_resume()
        step.note = PAYLOAD
        requests = self._send(self._complete(cycle))
        for request in requests:
            staff = request.user_ids[0]
            request.with_user(staff).message_post(body=PAYLOAD)
            self._attach(request.item_ids[0], staff, f"{PAYLOAD}.docx")
            for item in request.item_ids:
                item.with_user(staff).note = PAYLOAD
            request.with_user(staff).action_submit()
        requests[0].with_user(team).action_return(PAYLOAD)
        requests[0].with_user(requests[0].user_ids[0]).action_submit()
        requests.with_user(team).action_accept()
        self._complete(cycle, team)
        self._upload_report(cycle)
        self._complete(cycle, team)
        approval = cycle.current_step_id.pending_approval_id.with_user(self.secretary)
        approval.action_return(PAYLOAD, [{"name": PAYLOAD, "section": PAYLOAD}])
        self._fill_all(PAYLOAD, HTML_PAYLOAD)
        points = cycle.correction_ids.with_user(team)
        points.write({"answer": PAYLOAD})
        points.action_resolve()
        self._upload_report(cycle, text="dua")
        self._complete(cycle, team)
        self._approve(cycle, comment=PAYLOAD)
        cycle.channel_id.with_user(self.secretary).message_post(
            body=PAYLOAD, message_type="comment"
        )
        self._approve(cycle, comment=PAYLOAD)
        self._fill_all(PAYLOAD, HTML_PAYLOAD)

    # ------------------------------------------------------------
    # PLACES
    # ------------------------------------------------------------

    def _get_visits(self):
        """Return (name, action, options) of each page of the app in the web client."""
        data = self.env["ir.model.data"].search([("module", "=", "lakip_sop")])
        visits = []
        for row in data.filtered(lambda row: row.model == "ir.actions.client"):
            visits.append((row.name, f"lakip_sop.{row.name}", {}))
        for row in data.filtered(lambda row: row.model == "ir.actions.act_window"):
            action = self.env[row.model].browse(row.res_id)
            if action.target == "new" or "active_id" in (action.domain or ""):
                continue
            for mode in action.view_mode.split(","):
                if mode not in ("form", "graph", "pivot"):  # forms follow, the others are drawn
                    options = {"viewType": mode}
                    visits.append((f"{row.name} {mode}", f"lakip_sop.{row.name}", options))
        chapters = self.env["lakip.section"].search([("cycle_id", "=", self.cycle.id)], limit=1)
        for record in (
            self.done, self.cycle, *self.done.step_ids, self.step, self.done.request_ids[0],
            self.step.request_ids[0], self.objective, self.indicator, self.sop, chapters,
            self.done.document_ids[0], self.done.delivery_ids[:1], self.done.correction_ids[:1],
            self.env["lakip.officer"].search([("user_id", "=", self.agency_head.id)], limit=1),
        ):  # fmt: skip
            action = {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [[False, "form"]],
            }
            visits.append((f"{record._name} form", action, {}))
        discuss = {
            "type": "ir.actions.client",
            "tag": "mail.action_discuss",
            "context": {"active_id": f"discuss.channel_{self.done.channel_id.id}"},
        }
        return [*visits, ("discuss", discuss, {})]

    def _browse(self, url, code, ready, login=None):
        wait_code_ok = ChromeBrowser._wait_code_ok

        def with_look(browser, *args, **kwargs):
            browser._websocket_request("Runtime.evaluate", params={"expression": _LOOK})
            return wait_code_ok(browser, *args, **kwargs)

        with (
            patch.multiple(self, browser_size=DESKTOP),
            patch.object(ChromeBrowser, "_wait_code_ok", with_look),
        ):
            self.browser_js(url, code, ready, login=login, timeout=TOUR_TIMEOUT)

    # ------------------------------------------------------------
    # TEST
    # ------------------------------------------------------------

    def test_nothing_of_it_runs(self):
        self._live_a_year()
        self.assertLessEqual(
            {"lakip.section.body", "res.partner.name", "lakip.indicator.name", "hr.employee.name"},
            self.filled,
        )
        self.env.flush_all()
        with self.subTest("messages and e-mails"):
            self._check_messages()
        with self.subTest("web client"):
            self._browse(
                "/odoo/lakip-home",
                f"walkThrough({json.dumps(self._get_visits())})",
                "!!document.querySelector('.o_lakip_home_page')",
                self.reader.login,
            )
        signature = self.done.approval_ids.sudo().filtered(lambda row: row.kind == "signature")
        for url, login in (
            (f"/lakip/verify/{signature.token}", None),
            (f"/lakip/audit/{self.done.id}", self.reader.login),
        ):
            with self.subTest(url):
                self._browse(url, "lookAtPage()", "!!document.querySelector('main')", login)

    def _check_messages(self):
        mails = self.env["mail.mail"].sudo().search([("model", "=like", "lakip.%")])
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                ["|", ("model", "=like", "lakip.%"), ("res_id", "in", self.done.channel_id.ids)]
            )
        )
        bodies = [*mails.mapped("body_html"), *messages.mapped("body")]
        self.assertGreater(len(mails), 5)
        shown = 0
        for body in filter(None, bodies):
            root = html.fromstring(f"<div>{body}</div>")
            self.assertEqual([str(one) for one in root.xpath(RUNS)], [], body[:500])
            text = root.text_content()
            self.assertNotIn("5439", text)
            shown += "x-xss" in text
        self.assertGreater(shown, 5)
