import {
    callbacks,
    cycleData,
    expectDrawingInPlace,
    flowData,
    mountFlow,
    PHONE,
    rowAt,
    WIDE,
} from "@lakip_sop/../tests/sop_flow_test_helpers";

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
import { animationFrame } from "@odoo/hoot-mock";

import { getTemplate } from "@web/core/templates";
import { patchTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineHrModels();

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
    expect(`${rowAt(0)} th[scope='row']`).toHaveText("Kegiatan 1");
    expect(`${rowAt(0)} .o_sop_flow_number`).toHaveText("1");
    expect(`${rowAt(0)} .o_sop_flow_requirement`).toHaveText("Arahan langsung");
    expect(`${rowAt(0)} .o_sop_flow_time`).toHaveText("30 menit");
    expect(`${rowAt(0)} .o_sop_flow_output`).toHaveText("Disposisi");
    expect(`${rowAt(2)} .o_sop_flow_remark`).toHaveText("Tahunan");
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
    await mountFlow({ data }, 1100, undefined, "table");
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
        queryAll(`${rowAt(place)} .visually-hidden`).map((element) =>
            element.textContent.replace(/\s+/g, " ").trim()
        );
    expect(hidden(0)).toEqual(["Performer. The SOP begins here."]);
    expect(hidden(1)).toEqual(["Takes part", "Performer"]);
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
    await hover(`${rowAt(3)} .o_sop_flow_output`);
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
    expect(`${rowAt(2)}[aria-current='step'].o_sop_flow_row_mine`).toHaveCount(1);
    expect(`${rowAt(1)} .o_sop_flow_who`).toHaveText(
        /Tim with Sekretaris, Kasubbag Renja · 30 menit$/
    );
    expect(`${rowAt(3)} .o_sop_flow_jump`).toHaveText("If no: back to row 3.");
    expect(`${rowAt(2)} .o_sop_flow_facts dd:first`).toHaveText("Arahan langsung");
    expect(`${rowAt(3)} details:not([open])`).toHaveCount(1);
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
    expect(`${rowAt(2)} .o_sop_flow_name`).toBeFocused();
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
    queryFirst(`${rowAt(0)} .o_sop_flow_output`).style.height = "240px";
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
