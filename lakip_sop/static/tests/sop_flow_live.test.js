import {
    callbacks,
    cycleData,
    expectDrawingInPlace,
    flowData,
    liveData,
    mountFlow,
    rowAt,
    user,
} from "@lakip_sop/../tests/sop_flow_test_helpers";

import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { click, queryAll, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

describe.current.tags("desktop");
defineHrModels();

// ---------------------------------------------------------------------------
// Alive
// ---------------------------------------------------------------------------

test("each state has a symbol and a word", async () => {
    const data = liveData([
        { state: "done" },
        { state: "active" },
        { state: "active", is_late: true },
        { state: "active", is_on_hold: true, is_late: true },
        { state: "waiting" },
        { state: "cancelled" },
    ]);
    await mountFlow({ data });
    expect(queryAllTexts(".o_sop_flow_state")).toEqual([
        "Selesai",
        "Berjalan",
        "Late",
        "On hold",
        "Menunggu",
        "Batal",
    ]);
    const icons = queryAll(".o_sop_flow_state i").map((icon) => icon.className);
    expect(new Set(icons).size).toBe(6);
    expect(".o_sop_flow_chart .o_sop_flow_mark").toHaveCount(5);
    expect("tr[aria-current='step']").toHaveCount(3);
});

test("my row: turn, people, deadline, what is left, round; the standard beside", async () => {
    await mountFlow({ data: cycleData(), ...callbacks() });
    expect(`${rowAt(2)}.o_sop_flow_row_mine`).toHaveCount(1);
    expect(".o_sop_flow_row_mine").toHaveCount(1);
    expect(`${rowAt(2)} .o_sop_flow_turn`).toHaveText("Your turn");
    expect(`${rowAt(2)} .o_sop_flow_people`).toHaveText("Dewi");
    expect(`${rowAt(2)} .o_sop_flow_face`).toHaveAttribute("alt", "");
    expect(`${rowAt(2)} .o_sop_flow_deadline`).toHaveText("Until Jum 27 Nov, 15.00");
    expect(`${rowAt(2)} time`).toHaveAttribute("datetime", "2026-11-27T08:00:00Z");
    expect(`${rowAt(2)} .o_sop_flow_left`).toHaveText("sisa 3 jam kerja");
    expect(`${rowAt(2)} .o_sop_flow_round`).toHaveText("Round 2");
    expect(`${rowAt(0)} .o_sop_flow_actual`).toHaveText("2 jam dari 30 menit");
    expect(".o_sop_flow_round").toHaveCount(1);
});

test("late: a symbol besides the words", async () => {
    await mountFlow({ data: cycleData({ is_late: true, left_text: "terlambat 2 hari kerja" }) });
    expect(`${rowAt(2)} .o_sop_flow_left_late i.fa-exclamation-circle`).toHaveCount(1);
    expect(`${rowAt(2)} .o_sop_flow_left_late`).toHaveText("terlambat 2 hari kerja");
});

test("many people: the first by name, the others named to who asks", async () => {
    const names = ["Ani", "Budi", "Citra", "Dian", "Eko"];
    await mountFlow({ data: cycleData({ users: names.map((name, id) => user(id + 1, name)) }) });
    expect(queryAllTexts(`${rowAt(2)} .o_sop_flow_people li span:first-of-type`)).toEqual([
        "Ani",
        "Budi",
        "+3",
    ]);
    expect(`${rowAt(2)} .o_sop_flow_people li:last`).toHaveAttribute("title", "Citra, Dian, Eko");
});

test("a document opens with one click", async () => {
    await mountFlow({ data: cycleData() });
    expect(`${rowAt(1)} .o_sop_flow_documents a`).toHaveText("Notulen");
    expect(`${rowAt(1)} .o_sop_flow_documents a`).toHaveAttribute("href", "/web/content/7");
    expect(`${rowAt(1)} .o_sop_flow_version`).toHaveText("version 2, Berlaku");
});

test("button, blockers and names call back", async () => {
    await mountFlow({ data: cycleData(), ...callbacks() });
    expect("button[name='action_complete']").toHaveText("Selesaikan");
    await click("button[name='action_complete']");
    expect(".o_sop_flow_blockers li").toHaveCount(2);
    expect(".o_sop_flow_blockers button").toHaveCount(1);
    await click("button[name='action_open_corrections']");
    await click(`${rowAt(3)} button.o_sop_flow_name`);
    expect.verifySteps([
        "button 102 action_complete",
        "blocker 102 action_open_corrections",
        "open 103",
    ]);
});

test("the button works once until its work is done, also when that fails", async () => {
    let work = new Deferred();
    const onButton = () => {
        expect.step("button");
        return work;
    };
    await mountFlow({ data: cycleData(), onButton });
    await click(".o_sop_flow_button");
    await animationFrame();
    expect(".o_sop_flow_button").not.toBeEnabled();
    await click(".o_sop_flow_button");
    expect.verifySteps(["button"]);
    work.resolve();
    await animationFrame();
    expect(".o_sop_flow_button").toBeEnabled();
    work = new Deferred();
    await click(".o_sop_flow_button");
    work.reject(new Error("refused"));
    await animationFrame();
    expect(".o_sop_flow_button").toBeEnabled();
    expect.verifySteps(["button"]);
    expect.errors(1);
    expect.verifyErrors(["refused"]);
});

test("without callbacks nothing may be clicked; a row that may not be opened never", async () => {
    const state = await mountFlow({ data: cycleData() });
    expect("tbody button").toHaveCount(0);
    expect(".o_sop_flow_blocker").toHaveCount(2);
    const data = cycleData();
    data.rows[0].can_open = false;
    state.props = { data, ...callbacks() };
    await waitFor(`${rowAt(1)} button.o_sop_flow_name`);
    expect(`${rowAt(0)} button`).toHaveCount(0);
});

// ---------------------------------------------------------------------------
// News
// ---------------------------------------------------------------------------

test("new data change what is new and keep focus and elements", async () => {
    const state = await mountFlow({ data: cycleData(), ...callbacks() });
    const cells = queryAll("tbody tr");
    queryOne(`${rowAt(4)} button.o_sop_flow_name`).focus();
    const data = cycleData();
    data.rows[4].state_text = "Segera";
    state.props = { ...state.props, data };
    await animationFrame();
    expect(`${rowAt(4)} .o_sop_flow_state`).toHaveText("Segera");
    expect(queryAll("tbody tr")).toEqual(cells);
    expect(`${rowAt(4)} button.o_sop_flow_name`).toBeFocused();
});

test("what had the focus is gone: its row has it", async () => {
    const state = await mountFlow({ data: cycleData(), ...callbacks() });
    queryOne(".o_sop_flow_button").focus();
    state.props = { ...state.props, data: cycleData({ state: "done", button: null }) };
    await animationFrame();
    expect(".o_sop_flow_button").toHaveCount(0);
    expect(`${rowAt(2)} .o_sop_flow_name`).toBeFocused();
});

test("a row more: the drawing has it too", async () => {
    const state = await mountFlow({ data: flowData([{}, {}]) });
    const data = flowData([{}, {}, { participants: [0] }]);
    state.props = { data };
    await waitFor(".o_sop_flow_chart .o_sop_flow_symbol:eq(3)");
    expectDrawingInPlace(data);
});
