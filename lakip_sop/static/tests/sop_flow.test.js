import { SopFlow } from "@lakip_sop/sop_flow/sop_flow";

import { cycleData, flowData, liveData, user } from "@lakip_sop/../tests/sop_flow_data";

import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import {
    click,
    hover,
    queryAll,
    queryAllTexts,
    queryFirst,
    queryOne,
    queryRect,
    waitFor,
    waitForNone,
} from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";

import { getTemplate } from "@web/core/templates";
import { mountWithCleanup, patchTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineHrModels();

const WIDE = 1200;
const PHONE = 390;
const row = (place) => `[data-row-id='${100 + place}']`;

/** Mount the page in a box as wide as given; returns what can be changed: `{width, props}`. */
async function mountFlow(props, width = WIDE, template = getTemplate) {
    let state;
    class Parent extends Component {
        static template = xml`
            <div t-attf-style="width:{{state.width}}px"><SopFlow t-props="state.props"/></div>`;
        static components = { SopFlow };
        static props = {};
        setup() {
            state = this.state = useState({ width, props });
        }
    }
    await mountWithCleanup(Parent, { getTemplate: template });
    if (props.data.rows.length) {
        await waitFor(width < 600 ? ".o_sop_flow_list" : ".o_sop_flow_chart");
    }
    return state;
}

/** Callbacks that note how they were called. */
function callbacks() {
    return {
        onButton: ({ id }, { method }) => expect.step(`button ${id} ${method}`),
        onBlocker: ({ id }, { action }) => expect.step(`blocker ${id} ${action}`),
        onOpen: ({ id }) => expect.step(`open ${id}`),
    };
}

/** Whether the drawing stands where the table has its columns and rows. */
function expectDrawingInPlace(data) {
    const symbols = queryAll(".o_sop_flow_chart .o_sop_flow_performer");
    const performers = data.rows.filter(({ actor }) => actor !== null);
    expect(symbols.length).toBe(performers.length);
    symbols.forEach((symbol, place) => {
        const { id, actor } = performers[place];
        const cell = queryAll(`[data-row-id='${id}'] .o_sop_flow_cell`)[actor];
        const [inner, outer] = [symbol.getBoundingClientRect(), cell.getBoundingClientRect()];
        expect(inner.left > outer.left && inner.right < outer.right).toBe(true);
        expect(inner.top > outer.top && inner.bottom < outer.bottom).toBe(true);
    });
}

// ---------------------------------------------------------------------------
// The page
// ---------------------------------------------------------------------------

test("an SOP reads as on paper: heading, one column an actor, rows with their texts", async () => {
    const data = flowData([{ participants: [1] }, {}, { remark: "Tahunan" }]);
    await mountFlow({ data });
    expect(queryAllTexts("thead tr:first th")).toEqual([
        "No.",
        "Activity",
        "Performer",
        "Quality Standard",
        "Remark",
    ]);
    expect(queryAllTexts("thead tr:last th")).toEqual([
        "Sekretaris",
        "Kasubbag Renja",
        "Tim",
        "Kadis",
        "Requirement",
        "Time",
        "Output",
    ]);
    expect("thead th[scope='colgroup']:first").toHaveAttribute("colspan", "4");
    expect("tbody tr").toHaveCount(3);
    expect(`${row(0)} th[scope='row']`).toHaveText("Kegiatan 1");
    expect(`${row(0)} .o_sop_flow_number`).toHaveText("1");
    expect(`${row(0)} .o_sop_flow_requirement`).toHaveText("Arahan langsung");
    expect(`${row(0)} .o_sop_flow_time`).toHaveText("30 menit");
    expect(`${row(0)} .o_sop_flow_output`).toHaveText("Disposisi");
    expect(`${row(2)} .o_sop_flow_remark`).toHaveText("Tahunan");
    expect(".o_sop_flow").toHaveAttribute("aria-label", data.title);
    expectDrawingInPlace(data);
});

test("an SOP without states shows none, and nothing may be clicked but its actors", async () => {
    await mountFlow({ data: flowData([{}, {}]), ...callbacks() });
    expect(".o_sop_flow_state").toHaveCount(0);
    expect("[aria-current]").toHaveCount(0);
    expect("tbody button").toHaveCount(0);
    expect("tbody a").toHaveCount(0);
});

test("an SOP without rows says so", async () => {
    await mountFlow({ data: flowData([]) });
    expect(".o_sop_flow_empty").toHaveText("This SOP has no rows yet.");
    expect("table").toHaveCount(0);
});

test("an SOP without actors is a table still", async () => {
    const data = flowData([{ actor: null }, { actor: null }], { actors: [] });
    await mountWithCleanup(SopFlow, { props: { data } });
    expect("tbody tr").toHaveCount(2);
    expect("svg").toHaveCount(0);
});

test("an actor outside the office is named as such", async () => {
    const data = flowData([{}, {}]);
    data.actors[1].is_external = true;
    await mountFlow({ data });
    expect("th[data-column='1']").toHaveText("Kasubbag Renja (outside the office)");
});

test("words of the paper are translated", async () => {
    patchTranslations({
        lakip_sop: { Performer: "Pelaksana", Requirement: "Kelengkapan", Yes: "Ya", No: "Tidak" },
    });
    // Templates are compiled once; others are translated anew.
    const template = (name) => getTemplate(name)?.cloneNode(true);
    await mountFlow({ data: flowData([{}, {}, { return_to: 0 }]) }, WIDE, template);
    expect("thead th:contains(Pelaksana)").toHaveCount(1);
    expect("thead th:contains(Kelengkapan)").toHaveCount(1);
    expect(queryAll(".o_sop_flow_chart text").map((text) => text.textContent)).toEqual([
        "Ya",
        "Tidak",
    ]);
});

test("the drawing is hidden from screen readers; words say what it says", async () => {
    const data = flowData([
        {},
        { participants: [0] },
        { return_to: 0, branch_to: 4 },
        { actor: null },
        { return_to: 1, number: "" },
    ]);
    await mountFlow({ data });
    expect("svg:not([aria-hidden='true'])").toHaveCount(0);
    const hidden = (place) =>
        queryAll(`${row(place)} .visually-hidden`).map((element) =>
            element.textContent.replace(/\s+/g, " ").trim()
        );
    expect(hidden(0)).toEqual(["Performer. The SOP begins here."]);
    expect(hidden(1)).toEqual(["Takes part", "Performer."]);
    expect(hidden(2)).toEqual([
        "Performer. If yes: on to row 5. If no: back to row 1. If no: on to row 5.",
    ]);
    expect(hidden(3)).toEqual([""]);
    expect(hidden(4)).toEqual([
        "Performer. If yes: the end. If no: back to row 2. The SOP ends here.",
    ]);
});

test("long words and texts stay in their cells", async () => {
    const long = "Pertanggungjawabanpelaksanaanpenyelenggaraankegiatan ".repeat(4);
    const texts = { name: long, requirement: long, time: long, output: long, remark: long };
    const data = flowData([texts, texts, { ...texts, return_to: 0 }], {
        actors: Array(8).fill(long.trim().split(" ")[0]),
    });
    await mountFlow({ data });
    for (const cell of queryAll("th, td")) {
        expect(cell.scrollWidth <= cell.clientWidth + 1).toBe(true);
    }
    expectDrawingInPlace(data);
});

test("more actors than there is room for: the table moves sideways, by keyboard too", async () => {
    const data = flowData([{}, {}], { actors: Array.from({ length: 8 }, (_, p) => `Bidang ${p}`) });
    const state = await mountFlow({ data }, 900);
    await waitFor(".o_sop_flow_scrolls[tabindex='0']");
    state.width = 1800;
    await waitForNone(".o_sop_flow_scrolls");
    expect(".o_sop_flow_sheet").not.toHaveAttribute("tabindex");
});

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
    expect(`${row(2)}.o_sop_flow_row_mine`).toHaveCount(1);
    expect(".o_sop_flow_row_mine").toHaveCount(1);
    expect(`${row(2)} .o_sop_flow_turn`).toHaveText("Your turn");
    expect(`${row(2)} .o_sop_flow_people`).toHaveText("Dewi");
    expect(`${row(2)} .o_sop_flow_face`).toHaveAttribute("alt", "");
    expect(`${row(2)} .o_sop_flow_deadline`).toHaveText("Until Jum 27 Nov, 15.00");
    expect(`${row(2)} time`).toHaveAttribute("datetime", "2026-11-27T08:00:00Z");
    expect(`${row(2)} .o_sop_flow_left`).toHaveText("sisa 3 jam kerja");
    expect(`${row(2)} .o_sop_flow_round`).toHaveText("Round 2");
    expect(`${row(0)} .o_sop_flow_actual`).toHaveText("2 jam dari 30 menit");
    expect(".o_sop_flow_round").toHaveCount(1);
});

test("late: a symbol besides the words", async () => {
    await mountFlow({ data: cycleData({ is_late: true, left_text: "terlambat 2 hari kerja" }) });
    expect(`${row(2)} .o_sop_flow_left_late i.fa-exclamation-circle`).toHaveCount(1);
    expect(`${row(2)} .o_sop_flow_left_late`).toHaveText("terlambat 2 hari kerja");
});

test("many people: the first by name, the others named to who asks", async () => {
    const names = ["Ani", "Budi", "Citra", "Dian", "Eko"];
    await mountFlow({ data: cycleData({ users: names.map((name, id) => user(id + 1, name)) }) });
    expect(queryAllTexts(`${row(2)} .o_sop_flow_people li span:first-of-type`)).toEqual([
        "Ani",
        "Budi",
        "+3",
    ]);
    expect(`${row(2)} .o_sop_flow_people li:last`).toHaveAttribute("title", "Citra, Dian, Eko");
});

test("a document opens with one click", async () => {
    await mountFlow({ data: cycleData() });
    expect(`${row(1)} .o_sop_flow_documents a`).toHaveText("Notulen");
    expect(`${row(1)} .o_sop_flow_documents a`).toHaveAttribute("href", "/web/content/7");
    expect(`${row(1)} .o_sop_flow_version`).toHaveText("version 2, Berlaku");
});

test("button, blockers and names call back", async () => {
    await mountFlow({ data: cycleData(), ...callbacks() });
    expect("button[name='action_complete']").toHaveText("Selesaikan");
    await click("button[name='action_complete']");
    expect(".o_sop_flow_blockers li").toHaveCount(2);
    expect(".o_sop_flow_blockers button").toHaveCount(1);
    await click("button[name='action_open_corrections']");
    await click(`${row(3)} button.o_sop_flow_name`);
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
    await waitFor(`${row(1)} button.o_sop_flow_name`);
    expect(`${row(0)} button`).toHaveCount(0);
});

// ---------------------------------------------------------------------------
// Looking at one actor
// ---------------------------------------------------------------------------

const receding = () =>
    queryAll("tr.o_sop_flow_receding").map(({ dataset }) => Number(dataset.rowId) - 100);

test("the rows of the actor under the mouse stand out, those of others recede", async () => {
    await mountFlow({ data: cycleData() });
    await hover("th[data-column='1']");
    await animationFrame();
    expect(receding()).toEqual([0, 4]);
    expect(".o_sop_flow_chart .o_sop_flow_symbol.o_sop_flow_receding").toHaveCount(2);
    await hover("th[data-column='3']");
    await animationFrame();
    expect(receding()).toEqual([0, 1, 2, 3]);
    await hover("tbody tr:first");
    await animationFrame();
    expect(receding()).toEqual([]);
});

test("the same by keyboard, and a press keeps it", async () => {
    await mountFlow({ data: cycleData() });
    queryOne("th[data-column='3'] button").focus();
    await animationFrame();
    expect(receding()).toEqual([0, 1, 2, 3]);
    expect("th[data-column='3'] button").toHaveAttribute("aria-pressed", "false");
    await click("th[data-column='3'] button");
    await animationFrame();
    expect("th[data-column='3'] button").toHaveAttribute("aria-pressed", "true");
    await hover("tbody tr:first");
    queryOne("th[data-column='3'] button").blur();
    await animationFrame();
    expect(receding()).toEqual([0, 1, 2, 3]);
    await click("th[data-column='3'] button");
    await hover("tbody tr:first");
    queryOne("th[data-column='3'] button").blur();
    await animationFrame();
    expect(receding()).toEqual([]);
});

test("the arrows of the row under the mouse stand out", async () => {
    await mountFlow({ data: cycleData() });
    await hover(`${row(3)} .o_sop_flow_output`);
    await animationFrame();
    // From row 3, back to it, on to row 5.
    expect(".o_sop_flow_chart .o_sop_flow_line_strong").toHaveCount(3);
});

// ---------------------------------------------------------------------------
// Sizes
// ---------------------------------------------------------------------------

test("narrow by itself it is a list that says in words what the arrows say", async () => {
    await mountFlow({ data: cycleData(), ...callbacks() }, PHONE);
    expect("table").toHaveCount(0);
    expect("li.o_sop_flow_item").toHaveCount(5);
    expect(`${row(2)}[aria-current='step'].o_sop_flow_row_mine`).toHaveCount(1);
    expect(`${row(1)} .o_sop_flow_who`).toHaveText(
        /Tim with Sekretaris, Kasubbag Renja · 30 menit$/
    );
    expect(`${row(3)} .o_sop_flow_jump`).toHaveText("If no: back to row 3.");
    expect(`${row(2)} .o_sop_flow_facts dd:first`).toHaveText("Arahan langsung");
    expect(`${row(3)} details:not([open])`).toHaveCount(1);
    expect(queryOne(".o_sop_flow").scrollWidth <= PHONE).toBe(true);
    for (const button of queryAll(".o_sop_flow_button")) {
        expect(button.offsetHeight >= 44).toBe(true);
    }
    await click(".o_sop_flow_button");
    await click("button[name='action_open_corrections']");
    expect.verifySteps(["button 102 action_complete", "blocker 102 action_open_corrections"]);
});

test("in the list one press leads to the row that is under way", async () => {
    await mountFlow({ data: cycleData(), ...callbacks() }, PHONE);
    expect(".o_sop_flow_current").toHaveText("Now: 3. Kegiatan 3");
    await click(".o_sop_flow_current");
    expect(`${row(2)} .o_sop_flow_name`).toBeFocused();
    expect.verifySteps([]);
});

test("it follows its own width, back and forth", async () => {
    const data = cycleData();
    const state = await mountFlow({ data });
    state.width = 500;
    await waitFor(".o_sop_flow_list");
    expect("table").toHaveCount(0);
    state.width = 1500;
    await waitFor(".o_sop_flow_chart");
    expect(".o_sop_flow_list").toHaveCount(0);
    expectDrawingInPlace(data);
});

test("the drawing follows texts and widths, without a loop", async () => {
    const onError = ({ message }) => expect.step(message);
    window.addEventListener("error", onError);
    const data = cycleData();
    const state = await mountFlow({ data });
    const before = queryRect(".o_sop_flow_chart");
    state.width = 1000;
    await animationFrame();
    await waitFor(".o_sop_flow_chart");
    queryFirst(`${row(0)} .o_sop_flow_output`).style.height = "240px";
    for (let frame = 0; frame < 6; frame++) {
        await animationFrame();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    await animationFrame();
    expect(queryRect(".o_sop_flow_chart").height > before.height + 100).toBe(true);
    expectDrawingInPlace(data);
    window.removeEventListener("error", onError);
    expect.verifySteps([]);
});

test("a piece of the drawing is in each row, for paper", async () => {
    await mountFlow({ data: cycleData() });
    expect(".o_sop_flow_slice").toHaveCount(5);
    expect(".o_sop_flow_slice:visible").toHaveCount(0);
    const boxes = queryAll(".o_sop_flow_slice").map((slice) =>
        slice.getAttribute("viewBox").split(" ").map(Number)
    );
    boxes.forEach(([left, top, , height], place) => {
        expect(left).toBe(0);
        expect(height > 0).toBe(true);
        expect(top).toBe(place ? boxes[place - 1][1] + boxes[place - 1][3] : 0);
    });
    const id = queryOne(".o_sop_flow_chart > g").id;
    expect(".o_sop_flow_slice:first use").toHaveAttribute("href", `#${id}`);
});

// ---------------------------------------------------------------------------
// News
// ---------------------------------------------------------------------------

test("new data change what is new and keep focus and elements", async () => {
    const state = await mountFlow({ data: cycleData(), ...callbacks() });
    const cells = queryAll("tbody tr");
    queryOne(`${row(4)} button.o_sop_flow_name`).focus();
    const data = cycleData();
    data.rows[4].state_text = "Segera";
    state.props = { ...state.props, data };
    await animationFrame();
    expect(`${row(4)} .o_sop_flow_state`).toHaveText("Segera");
    expect(queryAll("tbody tr")).toEqual(cells);
    expect(`${row(4)} button.o_sop_flow_name`).toBeFocused();
});

test("what had the focus is gone: its row has it", async () => {
    const state = await mountFlow({ data: cycleData(), ...callbacks() });
    queryOne(".o_sop_flow_button").focus();
    state.props = { ...state.props, data: cycleData({ state: "done", button: null }) };
    await animationFrame();
    expect(".o_sop_flow_button").toHaveCount(0);
    expect(`${row(2)} .o_sop_flow_name`).toBeFocused();
});

test("a row more: the drawing has it too", async () => {
    const state = await mountFlow({ data: flowData([{}, {}]) });
    const data = flowData([{}, {}, { participants: [0] }]);
    state.props = { data };
    await waitFor(".o_sop_flow_chart .o_sop_flow_symbol:eq(3)");
    expectDrawingInPlace(data);
});
