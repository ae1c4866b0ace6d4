import { Leadership } from "@lakip_sop/leadership/leadership";
import {
    countText,
    describe as describeFigures,
    hoursText,
    rate,
    share,
    total,
    trend,
} from "@lakip_sop/leadership/leadership_figures";

import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { click, keyDown, press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import {
    getService,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const step = (values = {}) => ({
    count: 1,
    in_time: 1,
    late: 0,
    ended: 1,
    returns: 0,
    standard: 8,
    worked: 4,
    overrun: 0,
    ...values,
});
const open = () => step({ in_time: 0, ended: 0, standard: 0, worked: 0 });
const request = (values = {}) => ({
    count: 1,
    in_time: 1,
    late: 0,
    missing: 0,
    waived: 0,
    returned: 0,
    late_hours: 0,
    ...values,
});
const group = (name, years, values = {}) => ({
    id: false,
    name,
    sop: "",
    company: "Dinas",
    domain: [["activity", "=", name]],
    years,
    ...values,
});

/** Two years: 2025 is over, in 2026 the second of three rows runs. */
function leadershipData(values = {}) {
    return {
        years: [2025, 2026],
        domain: [["cycle_state", "in", ["running", "done"]]],
        total: group(
            "",
            [
                step({ count: 3, in_time: 2, late: 1, ended: 3, returns: 1, standard: 20, worked: 15 }),
                step({ count: 3, in_time: 1, late: 1, ended: 1, standard: 8, worked: 10 }),
            ],
            { domain: [] }
        ),
        rows: [
            group("1. Arahan", [step(), step({ worked: 10 })]),
            group("2. Data", [step(), step({ in_time: 0, late: 1, ended: 0, standard: 0, worked: 0 })]),
            group("3. Paraf", [step({ in_time: 0, late: 1, standard: 1, worked: 3.5 }), open()]),
        ],
        roles: [group("Tim", [step({ count: 2, in_time: 2, ended: 2 }), step()])],
        companies: [group("Dinas", [step(), step()])],
        divisions: [
            group("Bidang A", [
                request(),
                request({ in_time: 0, late: 1, late_hours: 12.5 }),
            ]),
            group("Bidang B", [null, request({ in_time: 0, late: 1, missing: 1 })]),
        ],
        division_total: group(
            "",
            [request(), request({ count: 2, in_time: 0, late: 2, missing: 1, late_hours: 12.5 })],
            { domain: [] }
        ),
        returns: [
            {
                id: 4,
                step_id: 40,
                name: "LAKIP 2025: 3. Paraf",
                by: "Sekretaris",
                company: "Dinas",
                date: "2026-02-03 01:05:00",
                reason: "Simpulan belum lengkap",
            },
        ],
        request_returns: [
            {
                id: 5,
                request_id: 50,
                name: "LAKIP 2026",
                by: "Bidang A",
                company: "Dinas",
                reason: "Jumlah tidak cocok",
            },
        ],
        cycles: [
            {
                id: 7,
                name: "LAKIP 2026",
                company: "Dinas",
                ended: 1,
                count: 3,
                progress: 33.3,
                step_id: 71,
                step: "2. Data",
                role: "Tim",
                users: ["Ani", "Budi"],
                time: "Late by 2 days",
                is_late: true,
                is_on_hold: false,
                date_deadline: "2026-11-20 03:20:00",
                date_due: "2027-02-28",
            },
        ],
        cycle_count: 1,
        finished: ["2026-02-05 01:40:00", null],
        ...values,
    };
}

function emptyData(values = {}) {
    return leadershipData({
        years: [],
        total: group("", []),
        rows: [],
        roles: [],
        companies: [],
        divisions: [],
        division_total: group("", []),
        returns: [],
        request_returns: [],
        cycles: [],
        cycle_count: 0,
        finished: [],
        ...values,
    });
}

/** Open the page with `data`; what it opens is kept as steps of the test. */
async function openPage(data = leadershipData()) {
    let calls = 0;
    onRpc("lakip.step.analysis", "get_leadership_data", () => {
        calls++;
        return data;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "lakip_leadership" });
    expect(calls).toBe(1);
    const actions = [];
    patchWithCleanup(Leadership.prototype, {
        async openList(action) {
            actions.push(action);
        },
    });
    return actions;
}

const section = (id) => `.o_lakip_section[data-section=${id}]`;
const tile = (id) => `.o_lakip_tile[data-tile=${id}]`;

// ---------------------------------------------------------------------------
// Words
// ---------------------------------------------------------------------------

test("a rate is counted of rows in time or late", () => {
    expect(rate(step({ count: 5, in_time: 3, late: 1 }))).toBe(75);
    expect(rate(open())).toBe(null);
    expect(rate(null)).toBe(null);
    expect(share(step())).toBe(50);
    expect(share(step({ standard: 0 }))).toBe(null);
    expect(total([step(), null, step({ worked: 6 })])).toMatchObject({ count: 2, worked: 10 });
});

test("each outcome has a symbol and a word", async () => {
    await makeMockEnv();
    const words = (figures) => {
        const { state, icon, text } = describeFigures(figures);
        return [state, icon, String(text)];
    };
    expect(words(null)).toEqual(["none", "", "–"]);
    expect(words(step())).toEqual(["in_time", "fa-check", "In time"]);
    expect(words(step({ in_time: 0, late: 1 }))).toEqual([
        "late",
        "fa-exclamation-triangle",
        "Late",
    ]);
    expect(words(open())).toEqual(["open", "fa-circle-o", "Not ended"]);
    expect(words(step({ in_time: 0, standard: 0 }))).toEqual([
        "untimed",
        "fa-minus",
        "No time standard",
    ]);
    expect(words(step({ count: 4, in_time: 3, late: 1 }))).toEqual([
        "mixed",
        "fa-exclamation-triangle",
        "75%",
    ]);
    expect(words(request({ in_time: 0, late: 1, late_hours: 12.5 }))[2]).toBe("Late by 12.5 hours");
    expect(words(request({ in_time: 0, late: 1, missing: 1 }))[2]).toBe("Late, not handed in");
    expect(words(request({ in_time: 0, waived: 1 }))[2]).toBe("Went on without");
    expect(String(countText(step({ count: 4, in_time: 3, late: 1 })))).toBe("3 of 4");
});

test("hours are said as people say them", async () => {
    await makeMockEnv();
    expect(String(hoursText(0.5))).toBe("30 minutes");
    expect(String(hoursText(0.001))).toBe("1 minutes");
    expect(String(hoursText(1))).toBe("1 hours");
    expect(String(hoursText(7.25))).toBe("7.3 hours");
    expect(String(hoursText(0))).toBe("0 hours");
});

test("better and worse depend on what is counted", () => {
    expect(trend(90, 80, 1)).toBe("better");
    expect(trend(90, 80, -1)).toBe("worse");
    expect(trend(80.2, 80, 1)).toBe("same");
    expect(trend(null, 80, 1)).toBe("");
});

// ---------------------------------------------------------------------------
// The page
// ---------------------------------------------------------------------------

test("the newest year beside the one before", async () => {
    await openPage();
    expect(`${tile("in_time")} .o_lakip_tile_value`).toHaveText("50%");
    expect(`${tile("in_time")} .o_lakip_tile_detail`).toHaveText("1 of 2 rows");
    expect(`${tile("in_time")} .o_lakip_trend`).toHaveText("Worse than 2025: 67%");
    expect(`${tile("hours")} .o_lakip_tile_value`).toHaveText("125%");
    expect(`${tile("hours")} .o_lakip_tile_detail`).toHaveText("10 of 8 hours");
    // Fewer returns in a year that is not over are no success yet.
    expect(`${tile("returns")} .o_lakip_trend`).toHaveText("In 2025: 1");
    expect(`${tile("divisions")} .o_lakip_trend`).toHaveText("Worse than 2025: 0");
    expect(`${section("summary")} .o_lakip_note`).toHaveText(
        "2026 is under way: 1 of 3 rows have ended."
    );
    expect(queryAllTexts(`${section("summary")} tbody th`)).toEqual(["2026", "2025"]);
});

test("a year that is over is judged", async () => {
    await openPage(leadershipData({ finished: ["2026-02-05 01:40:00", "2027-02-05 01:40:00"] }));
    expect(`${tile("returns")} .o_lakip_trend`).toHaveText("Better than 2025: 1");
    expect(`${section("summary")} .o_lakip_note`).toHaveCount(0);
});

test("rows: a bar over the years, a word for each of them", async () => {
    await openPage();
    expect(queryAllTexts(`${section("rows")} thead th`)).toEqual([
        "Row of the SOP",
        "In time",
        "2025",
        "2026",
    ]);
    expect(queryAllTexts(`${section("rows")} .o_lakip_bar_text`)).toEqual([
        "100% 2 of 2",
        "50% 1 of 2",
        "0% 0 of 1",
    ]);
    expect(queryAllTexts(`${section("rows")} .o_lakip_year`)).toEqual([
        "In time",
        "In time",
        "In time",
        "Late",
        "Late",
        "Not ended",
    ]);
});

test("hours against the standard, over it with a word", async () => {
    await openPage();
    expect(queryAllTexts(`${section("hours")} .o_lakip_bar_text`)).toEqual([
        "88%",
        "50%",
        "350% over the standard",
    ]);
    expect(`${section("hours")} .o_lakip_bar_over`).toHaveCount(1);
});

test("divisions: how late, and what is still missing", async () => {
    await openPage();
    expect(queryAllTexts(`${section("divisions")} .o_lakip_year`)).toEqual([
        "In time",
        "Late by 12.5 hours",
        "–",
        "Late, not handed in",
    ]);
    expect(queryAllTexts(`${section("divisions")} td.text-end`)).toEqual(["12.5", "–", "–", "1"]);
});

test("one agency has no section of agencies", async () => {
    await openPage();
    expect(section("companies")).toHaveCount(0);
    expect(".o_lakip_companies").toHaveCount(0);
});

test("several agencies: a section, and all of them at a click", async () => {
    const chosen = [];
    const companies = [1, 2, 3].map((id) => ({ id, name: `Dinas ${id}`, child_ids: [] }));
    patchWithCleanup(user, {
        get allowedCompanies() {
            return companies;
        },
        get activeCompanies() {
            return companies.slice(0, 2);
        },
        activateCompanies(ids) {
            chosen.push(ids);
        },
    });
    await openPage(
        leadershipData({
            companies: [group("Dinas 1", [step(), step()]), group("Dinas 2", [step(), step()])],
        })
    );
    expect(queryAllTexts(`${section("companies")} tbody th`)).toEqual(["Dinas 1", "Dinas 2"]);
    await click(".o_lakip_companies button");
    expect(chosen).toEqual([[1, 2, 3]]);
});

test("before a cycle has started it says when there will be figures", async () => {
    await openPage(emptyData());
    expect(".o_lakip_empty").toHaveText(/begin with the first row that ends/);
    expect(".o_lakip_section").toHaveCount(0);
    expect("button[name=project]").toHaveCount(0);
});

test("before the first row has ended it names the row and its deadline", async () => {
    const { cycles } = leadershipData();
    await openPage(
        emptyData({
            years: [2026],
            total: group("", [open()]),
            division_total: group("", [null]),
            finished: [null],
            cycles,
            cycle_count: 1,
        })
    );
    expect(".o_lakip_empty").toHaveText(/'2. Data' of LAKIP 2026 has ended, due Nov 20, 2026/);
    expect(queryAllTexts(".o_lakip_section > h2")).toEqual(["Running cycles"]);
});

// ---------------------------------------------------------------------------
// The records behind a figure
// ---------------------------------------------------------------------------

test("every figure opens what it was counted of", async () => {
    const actions = await openPage();
    await click(`${section("rows")} tbody tr:eq(1) .o_lakip_year:last button`);
    await click(`${section("rows")} tbody tr:eq(1) .o_lakip_rate`);
    await click(`${section("divisions")} tbody tr:eq(0) .o_lakip_year:last button`);
    await click(tile("in_time"));
    expect(actions.map((action) => [action.res_model, action.name, action.domain])).toEqual([
        [
            "lakip.step.analysis",
            "2. Data, 2026",
            [
                ["cycle_state", "in", ["running", "done"]],
                ["year", "in", [2026]],
                ["activity", "=", "2. Data"],
            ],
        ],
        [
            "lakip.step.analysis",
            "2. Data",
            [
                ["cycle_state", "in", ["running", "done"]],
                ["year", "in", [2025, 2026]],
                ["activity", "=", "2. Data"],
            ],
        ],
        [
            "lakip.request.analysis",
            "Bidang A, 2026",
            [
                ["cycle_state", "in", ["running", "done"]],
                ["year", "in", [2026]],
                ["activity", "=", "Bidang A"],
            ],
        ],
        [
            "lakip.step.analysis",
            "All rows, 2026",
            [
                ["cycle_state", "in", ["running", "done"]],
                ["year", "in", [2026]],
            ],
        ],
    ]);
});

test("returns, requests and cycles open their records", async () => {
    const actions = await openPage();
    await click(`${section("returns")} table:first .o_lakip_figure`);
    await click(`${section("returns")} table:last .o_lakip_figure`);
    await click(`${section("cycles")} th .o_lakip_figure`);
    await click(`${section("cycles")} td .o_lakip_figure`);
    expect(actions.map((action) => [action.res_model, action.res_id])).toEqual([
        ["lakip.step", 40],
        ["lakip.request", 50],
        ["lakip.cycle", 7],
        ["lakip.step", 71],
    ]);
});

test("returns of a year are the list of returns with that year", async () => {
    await openPage();
    const done = [];
    patchWithCleanup(getService("action"), {
        doAction(action, options) {
            done.push([action, options.additionalContext]);
        },
    });
    await click(tile("returns"));
    await click("button[name=all_returns]");
    await animationFrame();
    expect(done).toEqual([
        ["lakip_sop.lakip_step_round_action_returned", { search_default_year: 2026 }],
        ["lakip_sop.lakip_step_round_action_returned", {}],
    ]);
});

// ---------------------------------------------------------------------------
// Projector
// ---------------------------------------------------------------------------

test("on a projector one section at a time, turned over by the keys", async () => {
    await openPage();
    const count = queryAllTexts(".o_lakip_section").length;
    queryOne(".o_lakip_leadership").requestFullscreen = async () => {
        throw new Error("refused");
    };
    await click("button[name=project]");
    await animationFrame();
    expect(".o_lakip_leadership").toHaveClass("o_lakip_projector");
    expect(".o_control_panel").toHaveCount(0);
    const shown = () => queryAllTexts(".o_lakip_section > h2");
    expect(shown()).toEqual(["In short"]);
    expect(".o_lakip_projector_place").toHaveText(`1 / ${count}`);
    for (const [key, title] of [
        ["ArrowRight", "In time by row of the SOP"],
        ["PageDown", "In time by performer"],
        ["PageUp", "In time by row of the SOP"],
        ["End", "Running cycles"],
        ["ArrowRight", "Running cycles"],
        ["Home", "In short"],
        ["ArrowLeft", "In short"],
    ]) {
        await press(key);
        await animationFrame();
        expect(shown()).toEqual([title]);
    }
    await click("button[name=forward]");
    await animationFrame();
    expect(shown()).toEqual(["In time by row of the SOP"]);
    await press("Escape");
    await animationFrame();
    expect(".o_lakip_leadership").not.toHaveClass("o_lakip_projector");
    expect(shown()).toHaveLength(count);
});

test("off the projector the keys are not taken", async () => {
    await openPage();
    await keyDown("ArrowRight");
    await animationFrame();
    expect(queryAllTexts(".o_lakip_section").length).toBeGreaterThan(1);
});
