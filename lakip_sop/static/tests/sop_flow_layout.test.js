import { flowNeeds, planFlow } from "@lakip_sop/sop_flow/layout";

import { faults, makeSop } from "@lakip_sop/../tests/sop_flow_geometry";

import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

const row = (actor, { participants = [], back = null, ahead = null } = {}) => ({
    actor,
    participants,
    return_to: back,
    branch_to: ahead,
});

/** SOP 09: the secretary, the planning head, the team, the head of the agency, the divisions. */
const SOP_09 = [
    row(0, { participants: [1] }),
    row(1),
    row(2, { participants: [0, 1, 4] }),
    row(2, { participants: [4] }),
    row(2, { participants: [1] }),
    row(2, { participants: [0, 1, 4] }),
    row(2, { participants: [1] }),
    row(1, { back: 6 }),
    row(0, { back: 6 }),
    row(3, { back: 6 }),
    row(1, { participants: [2] }),
];

/** Draw with columns and rows as large as given; 0 is as small as may be. */
function draw(rows, actors, width = 0, height = 0) {
    return planFlow(rows, Array(actors).fill(width), Array(rows.length).fill(height));
}

/** Whether all that is guaranteed holds, in small and in large columns and rows. */
function expectSound(rows, actors) {
    for (const [width, height] of [
        [0, 0],
        [110, 0],
        [90, 140],
        [260, 95],
    ]) {
        expect(faults(draw(rows, actors, width, height))).toEqual([]);
    }
}

const kindsOf = (plan, place) =>
    plan.symbols
        .filter((symbol) => symbol.row === place)
        .map(({ kind, role, column }) => `${role} ${kind} ${column}`);
const linesOf = (plan, kind) => plan.lines.filter((line) => line.kind === kind);
/** The places from the left at which a line runs upright. */
const uprights = ({ points }) =>
    points.slice(1).flatMap(([x], place) => (points[place][0] === x ? [x] : []));
/** Where a return runs up: its longest upright piece. */
const laneOf = ({ points }) =>
    points
        .slice(1)
        .map(([x, y], place) => [Math.abs(y - points[place][1]), x])
        .sort(([a], [b]) => b - a)[0][1];

// ---------------------------------------------------------------------------
// Symbols
// ---------------------------------------------------------------------------

test("SOP 09: capsules at both ends, diamonds where it can return, boxes beside", () => {
    const plan = draw(SOP_09, 5, 110, 80);
    expect(kindsOf(plan, 0)).toEqual(["performer terminator 0", "participant process 1"]);
    expect(kindsOf(plan, 1)).toEqual(["performer process 1"]);
    expect(kindsOf(plan, 7)).toEqual(["performer decision 1"]);
    expect(kindsOf(plan, 10)).toEqual(["performer terminator 1", "participant process 2"]);
    expect(linesOf(plan, "next").map(({ from, to }) => [from, to])).toEqual(
        Array.from({ length: 10 }, (_, place) => [place, place + 1])
    );
    expect(linesOf(plan, "return").map(({ from, to }) => [from, to])).toEqual([
        [7, 6],
        [8, 6],
        [9, 6],
    ]);
    expect(linesOf(plan, "join").every(({ hasArrow }) => !hasArrow)).toBe(true);
    expect(plan.labels.map(({ row: place, word }) => `${place} ${word}`).sort()).toEqual([
        "7 no",
        "7 yes",
        "8 no",
        "8 yes",
        "9 no",
        "9 yes",
    ]);
    expectSound(SOP_09, 5);
});

test("an arrow ends at the symbol it leads to, and a return at its side", () => {
    const plan = draw(SOP_09, 5, 110, 80);
    const performer = (place) =>
        plan.symbols.find((symbol) => symbol.row === place && symbol.role === "performer");
    for (const line of linesOf(plan, "next")) {
        const symbol = performer(line.to);
        expect(line.points.at(-1)).toEqual([symbol.x + symbol.width / 2, symbol.y]);
    }
    for (const line of linesOf(plan, "return")) {
        const symbol = performer(line.to);
        const [x, y] = line.points.at(-1);
        expect([symbol.x, symbol.x + symbol.width]).toInclude(x);
        expect(symbol.y < y && y < symbol.y + symbol.height).toBe(true);
    }
});

test("an SOP that begins and ends with decisions has its capsules besides", () => {
    const rows = [row(0, { ahead: 2 }), row(1), row(0, { back: 1 })];
    const plan = draw(rows, 2);
    expect(kindsOf(plan, 0)).toEqual(["performer decision 0", "start terminator 0"]);
    expect(kindsOf(plan, 2)).toEqual(["performer decision 0", "end terminator 0"]);
    expect(plan.labels.filter(({ word }) => word === "yes").length).toBe(2);
    expectSound(rows, 2);
});

test("one row alone, and no rows at all", () => {
    expect(kindsOf(draw([row(0)], 1), 0)).toEqual(["performer terminator 0"]);
    expectSound([row(0)], 1);
    expect(planFlow([], [], [])).toEqual({
        width: 0,
        height: 0,
        symbols: [],
        lines: [],
        labels: [],
    });
});

test("a row without an actor has no symbol and lets the arrow pass; jumps go to the next", () => {
    const rows = [
        row(0),
        row(null, { participants: [1] }),
        row(1),
        row(null),
        row(0, { back: 1, ahead: 5 }),
        row(null),
        row(1),
    ];
    const plan = draw(rows, 2);
    expect([1, 3, 5].flatMap((place) => kindsOf(plan, place))).toEqual([]);
    expect(linesOf(plan, "next").map(({ from, to }) => [from, to])).toEqual([
        [0, 2],
        [2, 4],
        [4, 6],
    ]);
    expect(linesOf(plan, "return").map(({ to }) => to)).toEqual([2]);
    expect(linesOf(plan, "branch").map(({ to }) => to)).toEqual([6]);
    expectSound(rows, 2);
});

test("what does not exist is left out: columns, returns forward, branches backward", () => {
    const rows = [
        row(0, { participants: [0, 7, -1] }),
        row(9),
        row(1, { back: 2, ahead: 1 }),
        row(1, { back: 12, ahead: 99 }),
    ];
    const plan = draw(rows, 2);
    expect(plan.symbols.map(({ column, kind }) => `${column} ${kind}`)).toEqual([
        "0 terminator",
        "1 process",
        "1 terminator",
    ]);
    expect(plan.lines.map(({ kind }) => kind)).toEqual(["next", "next"]);
});

// ---------------------------------------------------------------------------
// Lanes
// ---------------------------------------------------------------------------

test("returns to one row may share a lane, returns to different rows never do", () => {
    const rows = [
        row(0),
        row(0),
        row(0),
        row(0, { back: 2 }),
        row(0, { back: 1 }),
        row(0, { back: 1 }),
        row(0),
    ];
    const lanes = linesOf(draw(rows, 2, 150, 80), "return").map(laneOf);
    expect(lanes[0]).not.toBe(lanes[1]);
    expect(lanes[1]).toBe(lanes[2]);
    expectSound(rows, 2);
});

test("nested returns: on each side the inner one runs nearer to the symbols", () => {
    const rows = [
        ...Array.from({ length: 6 }, () => row(0)),
        ...Array.from({ length: 6 }, (_, place) => row(0, { back: 5 - place })),
        row(0),
    ];
    const plan = draw(rows, 1, 300, 80);
    const middle = plan.symbols[0].x + plan.symbols[0].width / 2;
    const distances = linesOf(plan, "return").map((line) => laneOf(line) - middle);
    for (const side of [-1, 1]) {
        const lanes = distances.map((distance) => distance * side).filter((lane) => lane > 0);
        expect(lanes.length).toBe(3);
        expect(lanes).toEqual(lanes.toSorted((a, b) => a - b));
    }
    expectSound(rows, 1);
});

test("returns one after the other use the same lane again", () => {
    const rows = [row(0), row(0, { back: 0 }), row(0), row(0, { back: 2 }), row(0)];
    const lanes = linesOf(draw(rows, 1, 150, 80), "return").map(laneOf);
    expect(lanes[0]).toBe(lanes[1]);
    expectSound(rows, 1);
});

test("adjacent decisions that all go back", () => {
    const rows = [row(0), ...Array.from({ length: 8 }, (_, p) => row(p % 2, { back: p })), row(1)];
    expectSound(rows, 2);
});

test("those who take part on both sides of a decision: the return passes below them", () => {
    const rows = [
        row(0),
        row(4),
        row(2, { participants: [0, 1, 3, 4], back: 0 }),
        row(2, { participants: [1, 3], back: 1, ahead: 4 }),
        row(0, { participants: [1, 2, 3, 4] }),
    ];
    const plan = draw(rows, 5, 120, 90);
    const [line] = linesOf(plan, "return");
    expect(uprights(line).length).toBe(2);
    expectSound(rows, 5);
});

test("a decision that returns and branches leaves by both sides", () => {
    const rows = [row(0), row(0, { back: 0, ahead: 3 }), row(1), row(0)];
    const plan = draw(rows, 2);
    const middle = (symbol) => symbol.x + symbol.width / 2;
    const decision = plan.symbols.find(({ kind }) => kind === "decision");
    const sides = ["return", "branch"].map((kind) =>
        Math.sign(linesOf(plan, kind)[0].points[0][0] - middle(decision))
    );
    expect(sides.toSorted()).toEqual([-1, 1]);
    expectSound(rows, 2);
});

test("a branch to the very next row has a way of its own", () => {
    const rows = [row(0), row(0, { ahead: 2 }), row(0)];
    expect(linesOf(draw(rows, 1), "branch").length).toBe(1);
    expectSound(rows, 1);
});

// ---------------------------------------------------------------------------
// Any SOP
// ---------------------------------------------------------------------------

for (const [name, options] of Object.entries({
    "3 rows, 2 actors": { rows: 3, actors: 2 },
    "3 rows, 8 actors": { rows: 3, actors: 8 },
    "30 rows, 2 actors": { rows: 30, actors: 2 },
    "30 rows, 8 actors": { rows: 30, actors: 8 },
    "1 actor": { rows: 12, actors: 1, returns: 0.5 },
    "all are decisions": { rows: 20, actors: 4, returns: 1, branches: 0.6 },
    "all rows branch": { rows: 20, actors: 5, returns: 0, branches: 1 },
    "many rows without an actor": { rows: 15, actors: 3, gaps: 0.5, returns: 0.6 },
})) {
    test(`any SOP: ${name}`, () => {
        const found = [];
        for (let seed = 0; seed < 30; seed++) {
            const rows = makeSop(seed, options);
            for (const [width, height] of [
                [0, 0],
                [130, 100],
            ]) {
                found.push(...faults(draw(rows, options.actors, width, height)));
            }
        }
        expect(found).toEqual([]);
    });
}

test("the same rows give the same drawing, and rows are not changed", () => {
    const rows = makeSop(5, { rows: 30, actors: 8, returns: 0.6 });
    const before = JSON.stringify(rows);
    expect(draw(rows, 8, 110, 90)).toEqual(draw(rows, 8, 110, 90));
    expect(JSON.stringify(rows)).toBe(before);
});

test("the drawing fills just what there is, once there is enough", () => {
    const needs = flowNeeds(SOP_09, 5);
    const plan = planFlow(SOP_09, [200, 210, 220, 230, 240], Array(11).fill(120));
    expect(needs.widths.every((width) => width < 200)).toBe(true);
    expect([plan.width, plan.height]).toEqual([1100, 1320]);
    const least = planFlow(SOP_09, needs.widths, needs.heights);
    expect(least).toEqual(draw(SOP_09, 5));
});

test("wider words get more room", () => {
    const labels = { yes: 30, no: 70 };
    const widths = Array(5).fill(0);
    const plan = planFlow(SOP_09, widths, Array(11).fill(0), labels);
    expect(plan.labels.filter(({ word }) => word === "no").every(({ width }) => width === 70)).toBe(
        true
    );
    expect(faults(plan)).toEqual([]);
    expect(plan.width > draw(SOP_09, 5).width).toBe(true);
});

test("the check itself finds what is wrong", () => {
    const plan = draw(SOP_09, 5, 110, 80);
    const change = (make) => {
        const copy = JSON.parse(JSON.stringify(plan));
        make(copy);
        return faults(copy).join();
    };
    const line = plan.lines.findIndex(({ kind }) => kind === "return");
    expect(change((copy) => (copy.lines[line].points[0][1] += 3))).toMatch(/slanting/);
    const { y, height } = plan.symbols[0];
    const across = [0, 550].map((x) => [x, y + height / 2]);
    expect(change((copy) => (copy.lines[line].points = across))).toMatch(/crosses/);
    expect(change((copy) => copy.lines.push({ ...copy.lines[line], to: 5 }))).toMatch(
        /run together/
    );
    expect(change((copy) => (copy.labels[0].x -= 10))).toMatch(/covers/);
    expect(change((copy) => (copy.symbols[1].x = copy.symbols[0].x + 5))).toMatch(/overlap/);
});
