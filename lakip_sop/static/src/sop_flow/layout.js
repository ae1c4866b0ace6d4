/**
 * Where the symbols and arrows of an SOP stand. Pure geometry, no DOM: lengths are CSS pixels from
 * the top left corner of the actor columns.
 *
 * The rules are those of Permenpan RB 35/2012, as in the Word version (`documents/sop_flow.py`):
 * from top to bottom; the first symbol is a capsule and so is the last; a row that can return or
 * branch is a diamond, left by 'Ya' to the next row and by 'Tidak' to another; who takes part has
 * a box that is joined to the performer's.
 *
 * What is guaranteed, for any SOP (see `static/tests/sop_flow_layout.test.js`):
 *  - every line is level or upright, and none crosses a symbol;
 *  - two arrows share a piece of their way only when they lead to the same row;
 *  - a label covers neither a line nor a symbol nor another label;
 *  - everything stands within the columns and rows, which are at least as large as `flowNeeds`;
 *  - the same rows and measures give the same drawing.
 */

import { LEFT, RIGHT, routeFlow } from "./routes";

const SYMBOL_HEIGHT = 30;
const DECISION_HEIGHT = 46;
/** Who takes part in a decision: taller, so that the line that joins them passes over the word. */
const BESIDE_DECISION_HEIGHT = 38;
const CAP_HEIGHT = 20;
const SYMBOL_WIDTHS = [44, 96];
/** The room for an arrow head. */
const HEAD = 14;
const TURN = 10;
const AIR = 8;
const LANE = 7;
const TRACK = 8;
const ENTRY_DROP = 8;
const JOIN_RISE = 16;
const LABEL_HEIGHT = 12;
const LABEL_WIDTHS = { yes: 16, no: 32 };

/**
 * Return how large the columns and rows must be at least: `{widths, heights}`.
 *
 * @param {Object[]} rows see `routeFlow`
 * @param {number} columns how many actors there are
 * @param {{yes: number, no: number}} [labels] how wide the words of a decision are
 */
export function flowNeeds(rows, columns, labels = LABEL_WIDTHS) {
    return needsOf(routeFlow(rows, columns), labels);
}

function needsOf(routes, labels) {
    return {
        widths: routes.pads.map(
            (pads) =>
                padWidth(pads[LEFT], labels) + SYMBOL_WIDTHS[0] + padWidth(pads[RIGHT], labels)
        ),
        heights: routes.rows.map((row) => {
            const { above, below } = zones(row);
            return row.actor === null ? 0 : above + symbolHeight(row) + below;
        }),
    };
}

const wordRoom = (pad, labels) => (pad.hasLabel ? labels.no + 3 : AIR);
const lanesRoom = ({ lanes }) => (lanes ? (lanes + 1) * LANE : 0);
const padWidth = (pad, labels) => wordRoom(pad, labels) + lanesRoom(pad);
const symbolHeight = (row) => (row.isDecision ? DECISION_HEIGHT : SYMBOL_HEIGHT);

/** The room that a row needs above and below its symbols. */
function zones(row) {
    let above = row.isFirst ? AIR : TURN + HEAD;
    let below = AIR + TRACK * row.tracks;
    if (row.isDecision) {
        // A decision is no capsule: where the SOP begins or ends with one, it gets one besides.
        above += row.isFirst ? CAP_HEIGHT + HEAD : 0;
        below += LABEL_HEIGHT + 2 + (row.isLast ? CAP_HEIGHT + HEAD : 0);
    }
    return { above, below };
}

/** How far the outline of a symbol is from its middle, `drop` below or above it. */
function reach(symbol, drop) {
    const half = symbol.width / 2;
    const radius = symbol.height / 2;
    if (symbol.kind === "decision") {
        return half * (1 - Math.abs(drop) / radius);
    }
    if (symbol.kind === "terminator") {
        return half - radius + Math.sqrt(radius ** 2 - drop ** 2);
    }
    return half;
}

class Plan {
    constructor(rows, widths, heights, labels) {
        this.routes = routeFlow(rows, widths.length);
        this.words = labels;
        const needs = needsOf(this.routes, labels);
        this.columns = this._columns(widths.map((width, c) => Math.max(width, needs.widths[c])));
        this.bands = this._bands(rows.map((row, r) => Math.max(heights[r] || 0, needs.heights[r])));
        this.symbols = [];
        this.lines = [];
        this.labels = [];
        /** The symbol of the performer of each row. */
        this.performers = new Map();
        this.routes.drawn.forEach((row) => this._putSymbols(row));
        this.routes.drawn.forEach((row) => this._join(row));
        this.routes.drawn.forEach((row) => this._goOn(row));
        this.routes.jumps.forEach((jump) => this._jump(jump));
    }

    _columns(widths) {
        const [least, most] = SYMBOL_WIDTHS;
        const columns = widths.map((width, c) => {
            const pads = this.routes.pads[c];
            const [start, end] = [LEFT, RIGHT].map((side) => padWidth(pads[side], this.words));
            // In the middle of the column, or of what its lanes leave.
            const even = width - 2 * Math.max(start, end);
            return even >= least
                ? { middle: width / 2, room: even, width }
                : { middle: (start + width - end) / 2, room: width - start - end, width };
        });
        // All symbols are as wide as the narrowest can be.
        const size = 2 * Math.floor(Math.min(most, ...columns.map(({ room }) => room)) / 2);
        let left = 0;
        return columns.map(({ middle, width }) => {
            const right = left + width;
            // Whole pixels: lines are sharp, and those that run together look like one.
            const column = { left, right, middle: Math.round(left + middle), size };
            left = right;
            return column;
        });
    }

    _bands(heights) {
        let top = 0;
        return heights.map((height, r) => {
            const row = this.routes.rows[r];
            const { above, below } = zones(row);
            const half = row.actor === null ? 0 : symbolHeight(row) / 2;
            // In the middle of the row, as its texts are, where the zones leave room for that.
            const highest = top + above + half;
            const lowest = top + height - below - half;
            const middle = Math.round(Math.max(highest, Math.min(top + height / 2, lowest)));
            const band = { top, bottom: top + height, middle };
            top += height;
            return band;
        });
    }

    /** How far from the left a lane of a pad is: the lanes share what the word leaves. */
    _laneAt({ column: c, side, lane }) {
        const pad = this.routes.pads[c][side];
        const column = this.columns[c];
        const edge = side === LEFT ? column.left : column.right;
        const start = column.middle + side * (column.size / 2 + wordRoom(pad, this.words));
        const gap = Math.min(Math.abs(edge - start) / (pad.lanes + 1), 2 * LANE);
        return Math.round(start + side * gap * (lane + 1));
    }

    /** The height of the arrows that come into the side of a row. */
    _entryAt(row) {
        return this.bands[row.position].middle + ENTRY_DROP;
    }

    _trackAt(row, track) {
        return this.performers.get(row).bottom + LABEL_HEIGHT + 2 + TRACK * track + TRACK / 2;
    }

    // ------------------------------------------------------------
    // Drawing
    // ------------------------------------------------------------

    _putSymbol(row, c, kind, role, middle, height) {
        const { middle: x, size } = this.columns[c];
        const symbol = {
            row: row.position,
            column: c,
            kind,
            role,
            x: x - size / 2,
            y: middle - height / 2,
            width: size,
            height,
            bottom: middle + height / 2,
        };
        this.symbols.push(symbol);
        return symbol;
    }

    _putLine(kind, from, to, points, hasArrow = true) {
        // A piece without length would have no direction.
        const way = points.filter(
            ([x, y], place) => !place || x !== points[place - 1][0] || y !== points[place - 1][1]
        );
        this.lines.push({ kind, from: from.position, to: to.position, points: way, hasArrow });
    }

    _putSymbols(row) {
        const { middle, top, bottom } = this.bands[row.position];
        let kind = row.isFirst || row.isLast ? "terminator" : "process";
        kind = row.isDecision ? "decision" : kind;
        const height = symbolHeight(row);
        const performer = this._putSymbol(row, row.actor, kind, "performer", middle, height);
        this.performers.set(row, performer);
        const beside = row.isDecision ? BESIDE_DECISION_HEIGHT : SYMBOL_HEIGHT;
        for (const c of row.participants) {
            this._putSymbol(row, c, "process", "participant", middle, beside);
        }
        const x = this.columns[row.actor].middle;
        if (row.isDecision && row.isFirst) {
            const y = top + AIR / 2 + CAP_HEIGHT / 2;
            const cap = this._putSymbol(row, row.actor, "terminator", "start", y, CAP_HEIGHT);
            const ends = [cap.bottom, performer.y];
            this._putLine("next", row, row, [[x, ends[0]], [x, ends[1]]]);
        }
        if (row.isDecision && row.isLast) {
            const y = bottom - AIR / 2 - CAP_HEIGHT / 2;
            const cap = this._putSymbol(row, row.actor, "terminator", "end", y, CAP_HEIGHT);
            this._putLine("next", row, row, [[x, performer.bottom], [x, cap.y]]);
        }
        if (row.isDecision && (row.next || row.isLast)) {
            this._putLabel(row, "yes", x + 4, performer.bottom + 1);
        }
    }

    _putLabel(row, word, x, y) {
        const width = this.words[word];
        this.labels.push({ row: row.position, word, x, y, width, height: LABEL_HEIGHT });
    }

    /** Join those who take part to the performer, on each side one after the other. */
    _join(row) {
        const performer = this.performers.get(row);
        const columnOf = (c) => this.columns[c];
        for (const side of row.joins) {
            const rise = row.exits.has(side) ? JOIN_RISE : 0;
            const y = this.bands[row.position].middle - rise;
            const beside = row.participants.filter((c) => (c - row.actor) * side > 0);
            let x = columnOf(row.actor).middle + side * reach(performer, rise);
            for (const c of side === LEFT ? beside.reverse() : beside) {
                const { middle, size } = columnOf(c);
                const end = middle - (side * size) / 2;
                this._putLine("join", row, row, [[x, y], [end, y]], false);
                x = middle + (side * size) / 2;
            }
        }
    }

    /** Draw the arrow to the next row that has a symbol. */
    _goOn(row) {
        if (!row.next) {
            return;
        }
        const from = this.columns[row.actor].middle;
        const to = this.columns[row.next.actor].middle;
        const turn = this.bands[row.next.position].top + TURN;
        this._putLine("next", row, row.next, [
            [from, this.performers.get(row).bottom],
            ...(from === to ? [] : [[from, turn], [to, turn]]),
            [to, this.performers.get(row.next).y],
        ]);
    }

    /** Draw 'Tidak': out of the side of the decision, along its lane, into the side of the row. */
    _jump({ kind, source, target, exit, side, track, run, stub }) {
        const middle = this.bands[source.position].middle;
        const { middle: center, size } = this.columns[source.actor];
        const tip = center + (exit * size) / 2;
        const points = [[tip, middle]];
        let y = middle;
        if (stub) {
            const x = this._laneAt(stub);
            y = this._trackAt(source, track);
            points.push([x, middle], [x, y]);
        }
        const lane = this._laneAt(run);
        const entry = this._entryAt(target);
        const performer = this.performers.get(target);
        const end = this.columns[target.actor].middle + side * reach(performer, ENTRY_DROP);
        points.push([lane, y], [lane, entry], [end, entry]);
        this._putLine(kind, source, target, points);
        const x = exit === RIGHT ? tip + 1 : tip - 1 - this.words.no;
        this._putLabel(source, "no", x, middle - LABEL_HEIGHT - 2);
    }
}

/**
 * Return the drawing of an SOP: `{width, height, symbols, lines, labels}`.
 *
 * A symbol is `{row, column, kind, role, x, y, width, height}`: kind `terminator` (capsule),
 * `process` (box) or `decision` (diamond); role `performer`, `participant`, or `start` and `end`
 * for the capsules beside a decision that the SOP begins or ends with. A line is `{kind, from, to,
 * points, hasArrow}`: kind `next`, `return`, `branch` or `join`, `from` and `to` rows. A label is
 * `{row, word, x, y, width, height}`: word `yes` or `no`, the box that its text fits into.
 *
 * @param {Object[]} rows see `routeFlow`
 * @param {number[]} widths of the actor columns; less than `flowNeeds` counts as that
 * @param {number[]} heights of the rows; the same
 * @param {{yes: number, no: number}} [labels] how wide the words of a decision are
 */
export function planFlow(rows, widths, heights, labels = LABEL_WIDTHS) {
    const { columns, bands, symbols, lines, labels: words } = new Plan(
        rows,
        widths,
        heights,
        labels
    );
    return {
        width: columns.at(-1)?.right || 0,
        height: bands.at(-1)?.bottom || 0,
        symbols,
        lines,
        labels: words,
    };
}
