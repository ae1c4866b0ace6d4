import { DELAY, SPREAD } from "@lakip_sop/sop_flow/flow_service";
import { Home } from "@lakip_sop/home/home";
import { ENTRY_LIMIT } from "@lakip_sop/home/home_year";

import { cycleData as cyclePage } from "@lakip_sop/../tests/sop_flow_test_helpers";

import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryFirst, select, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { getDefaultConfig } from "@web/views/view";
import {
    makeMockEnv,
    MockServer,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineHrModels();

const workData = (values = {}) => ({
    id: 80,
    kind: "step",
    number: "5",
    title: "5. Mengolah data",
    cycle: "LAKIP 2026",
    cycle_id: 7,
    company: "Dinas",
    is_late: false,
    is_on_hold: false,
    deadline_text: "Fri 27 Nov, 15:00",
    left_text: "3 hours of work left",
    blockers: [],
    step_id: 10,
    document: false,
    button: {
        model: "lakip.step",
        id: 10,
        method: "action_complete",
        label: "Complete",
        confirm: "",
    },
    ...values,
});

const cycleData = (values = {}) => ({
    id: 7,
    name: "LAKIP 2026",
    company: "Dinas",
    state: "running",
    state_text: "Running",
    progress: 27,
    step: "5. Mengolah data",
    role: "Tim",
    users: [],
    is_late: false,
    left_text: "",
    due_text: "28 Feb 2027",
    ...values,
});

const entryData = (id, values = {}) => ({
    id,
    kind: "deadline",
    day: id,
    weekday: "Mon",
    time: "9:00",
    title: `Row ${id}`,
    cycle: "",
    company: "Dinas",
    is_done: false,
    is_late: false,
    ...values,
});

const homeData = (values = {}) => ({
    works: [],
    counts: [],
    cycles: [cycleData()],
    has_more_cycles: false,
    shown: 7,
    flow: false,
    months: [],
    hint: false,
    waits: "LAKIP 2026 waits for Tim: 5. Mengolah data",
    has_companies: false,
    is_manager: false,
    ...values,
});

/** What the server answers; each test may change it. */
let data;

beforeEach(() => {
    data = homeData();
    // Parts of others, tested by themselves
    const notices = registry.category("lakip_home_notices");
    notices.getEntries().forEach(([name]) => notices.remove(name));
    onRpc("lakip.cycle", "get_home_data", ({ args }) => {
        expect.step(`home ${args[0]}`);
        return data;
    });
    mockService("action", {
        doAction: (action) => expect.step(`action ${action.tag || action.res_model || action}`),
        doActionButton: async ({ resModel, resId, name, onClose }) => {
            expect.step(`${resModel} ${resId} ${name}`);
            await onClose?.();
        },
    });
});

async function mountHome(values) {
    Object.assign(data, values);
    await makeMockEnv({ config: getDefaultConfig() });
    await mountWithCleanup(Home, {
        props: { action: {}, actionId: 1, className: "", globalState: {}, updateActionState() {} },
    });
    await waitFor(".o_lakip_home_page");
    expect.verifySteps(["home false"]);
}

test("a turn: what, until when, what is missing, one button", async () => {
    await mountHome({
        works: [
            workData({
                is_late: true,
                left_text: "Late by 2 days of work",
                blockers: [{ message: "No draft yet.", action: "action_upload" }],
            }),
        ],
    });
    expect(".o_lakip_home_works h2 .badge").toHaveText("1");
    expect(".o_lakip_home_title").toHaveText("5. Mengolah data");
    // Late is told by a word, a symbol and a colour.
    expect(".o_lakip_home_left").toHaveText("Late by 2 days of work");
    expect(".o_lakip_home_left .fa-exclamation-triangle").toHaveCount(1);
    expect(".o_lakip_home_missing li").toHaveCount(1);
    expect(".o_lakip_home_button").toHaveCount(1);
    expect(".o_lakip_home_nothing").toHaveCount(0);

    await click(".o_lakip_home_missing button");
    await animationFrame();
    await click(".o_lakip_home_title");
    await animationFrame();
    expect.verifySteps([
        "lakip.step 10 action_upload",
        "home 7",
        "lakip.work 80 action_open",
        "home 7",
    ]);
});

test("the button works once and the page looks again", async () => {
    await mountHome({ works: [workData()] });
    const answer = new Deferred();
    mockService("action", {
        async doActionButton({ name, onClose }) {
            expect.step(name);
            await answer;
            await onClose();
        },
    });
    await click(".o_lakip_home_button");
    await animationFrame();
    expect(".o_lakip_home_button").not.toBeEnabled();
    data = homeData();
    answer.resolve();
    await waitFor(".o_lakip_home_nothing");
    expect(".o_lakip_home_nothing").toHaveText(/waits for Tim/);
    expect.verifySteps(["action_complete", "home 7"]);
});

test("a paraf is asked for, and not given when the answer is no", async () => {
    const button = { ...workData().button, method: "action_approve", confirm: "Give it?" };
    await mountHome({
        works: [workData({ button, document: { name: "LAKIP 2026, version 3", url: "/x" } })],
    });
    expect(".o_lakip_home_document").toHaveAttribute("href", "/x");
    await click(".o_lakip_home_button");
    await waitFor(".modal");
    expect(".modal-body").toHaveText("Give it?");
    await click(".modal .btn-secondary");
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_lakip_home_button").toBeEnabled();
    await click(".o_lakip_home_button");
    await waitFor(".modal");
    await click(".modal .btn-primary");
    await animationFrame();
    expect.verifySteps(["lakip.step 10 action_approve", "home 7"]);
});

test("points and chapters are counted and listed elsewhere", async () => {
    await mountHome({ counts: [{ kind: "section", label: "Chapters to write", count: 2 }] });
    expect(".o_lakip_home_nothing").toHaveCount(0);
    expect(".o_lakip_home_counts button").toHaveText(/Chapters to write\s*2/);
    await click(".o_lakip_home_counts button");
    expect.verifySteps(["action lakip_sop.lakip_work_action"]);
});

test("nothing runs: what to do next", async () => {
    await mountHome({
        cycles: [],
        shown: false,
        hint: {
            title: "No LAKIP",
            text: "Open one.",
            label: "Open a Cycle",
            action: { type: "ir.actions.act_window", res_model: "lakip.cycle" },
        },
    });
    expect(".o_lakip_home_hint").toHaveText(/No LAKIP\s+Open one\.\s+Open a Cycle/);
    await click(".o_lakip_home_hint button");
    expect.verifySteps(["action lakip.cycle"]);
});

test("nothing runs and nothing can be done: no button", async () => {
    await mountHome({
        cycles: [],
        hint: { title: "No LAKIP", text: "You are told.", label: "", action: false },
    });
    expect(".o_lakip_home_hint button").toHaveCount(0);
});

test("the SOP page of the cycle chosen", async () => {
    const flow = cyclePage();
    await mountHome({
        flow,
        cycles: [cycleData(), cycleData({ id: 8, name: "LAKIP 2025" })],
    });
    await waitFor(".o_sop_flow_chart, .o_sop_flow_list");
    await click(".o_lakip_home_switch");
    await select("8");
    await animationFrame();
    expect.verifySteps(["home 8"]);
});

test("months: the open dates rather than those that are done, and all in the agenda", async () => {
    const entries = Array.from({ length: ENTRY_LIMIT + 2 }, (_, index) => entryData(index + 1));
    entries[9].is_late = true;
    entries[8].is_done = true;
    await mountHome({
        months: [
            { key: "2026-11-01", label: "November 2026", is_current: true, entries },
            { key: "2026-12-01", label: "December 2026", is_current: false, entries: [] },
        ],
    });
    expect(".o_lakip_home_month").toHaveCount(2);
    expect(".o_lakip_home_month[aria-current=date] h3").toHaveText("November 2026\nNow");
    const texts = queryAllTexts(".o_lakip_home_month:first li");
    expect(texts).toHaveLength(ENTRY_LIMIT);
    expect(texts[0]).toInclude("Row 3");
    expect(texts[6]).toInclude("done");
    expect(texts[7]).toInclude("late");
    expect(".o_lakip_home_month:last p").toHaveText("Nothing planned");
    await click(queryFirst(".o_lakip_home_month li a"));
    await animationFrame();
    await click(".o_lakip_home_month:first > button");
    expect.verifySteps([
        "lakip.agenda 3 action_open",
        "home 7",
        "action lakip_sop.lakip_agenda_action",
    ]);
});

test("companies are named when there are several", async () => {
    await mountHome({ works: [workData()], has_companies: true });
    expect(".o_lakip_home_work .text-muted:first").toHaveText("LAKIP 2026 · Dinas");
    expect(".o_lakip_home_cycles li").toHaveText(/Dinas/);
});

test("the page follows what a colleague does", async () => {
    await mountHome();
    await waitForChannels(["lakip.cycle_7"]);
    const send = (type, payload) =>
        MockServer.env["bus.bus"]._sendone("lakip.cycle_7", type, payload);
    data = homeData({ works: [workData()] });
    // Of a cycle that is not shown here, then twice of the one that is: one look.
    send("lakip_flow", { id: 999 });
    send("lakip_flow", { id: 7 });
    send("lakip_flow", { id: 7 });
    await waitFor(".o_lakip_home_work", { timeout: 10 * (DELAY + SPREAD) });
    await advanceTime(2 * (DELAY + SPREAD));
    expect.verifySteps(["home 7"]);
});

test("notices stand above everything else", async () => {
    class Notice extends Component {
        static template = xml`<p class="o_notice" t-out="props.data.cycles.length"/>`;
        static props = ["data", "reload"];
    }
    const notices = registry.category("lakip_home_notices");
    notices.add("test_notice", Notice);
    await mountHome();
    expect(".o_lakip_home_page > :first-child .o_notice").toHaveText("1");
    notices.remove("test_notice");
});
