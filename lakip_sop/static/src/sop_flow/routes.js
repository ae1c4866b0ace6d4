/**
 * Which ways the arrows of an SOP take: sides, lanes and tracks, without any measure.
 *
 * A column has a pad on each side of its symbols where upright lines run, each in a lane of its
 * own. A row has a zone above its symbols, where the arrow from the row before turns to its
 * column, and one below, where lines that cannot leave sideways run in tracks.
 */

export const LEFT = -1;
export const RIGHT = 1;

// Where in a row a line stands, from top to bottom; only the order counts.
const EXIT = 1;
const ENTRY = 2;
const TRACK = 3;
const ROW = 8;

const isPlace = (place, low, high) => Number.isInteger(place) && low <= place && place < high;

/** Keep of a row what can be drawn: columns that exist, jumps in the right direction. */
function readRow(row, position, count, columns) {
    const actor = isPlace(row.actor, 0, columns) ? row.actor : null;
    const participants = new Set(row.participants || []);
    participants.delete(actor);
    return {
        position,
        actor,
        participants:
            actor === null
                ? []
                : [...participants].filter((c) => isPlace(c, 0, columns)).sort((a, b) => a - b),
        returnTo: isPlace(row.return_to, 0, position) ? row.return_to : null,
        branchTo: isPlace(row.branch_to, position + 1, count) ? row.branch_to : null,
        exits: new Set(),
        tracks: 0,
    };
}

/** The place of a pad or of a column's middle, from left to right; only the order counts. */
const across = (column, side) => 3 * column + 1 + side;

/** Whether the symbol of somebody who takes part stands between a decision and a pad. */
function isBlocked(row, column, side) {
    const [low, high] = [across(row.actor, 0), across(column, side)].sort((a, b) => a - b);
    return row.participants.some((c) => low < across(c, 0) && across(c, 0) < high);
}

class Router {
    constructor(rows, columns) {
        this.rows = rows.map((row, position) => readRow(row, position, rows.length, columns));
        this.pads = Array.from({ length: columns }, () => ({
            [LEFT]: { hasLabel: false, runs: new Map(), lanes: 0 },
            [RIGHT]: { hasLabel: false, runs: new Map(), lanes: 0 },
        }));
        this.drawn = this.rows.filter((row) => row.actor !== null);
        this.drawn.forEach((row, place) => {
            row.isFirst = place === 0;
            row.isLast = place === this.drawn.length - 1;
            row.next = this.drawn[place + 1] || null;
            row.isDecision = row.returnTo !== null || row.branchTo !== null;
            row.joins = new Set(row.participants.map((c) => (c < row.actor ? LEFT : RIGHT)));
        });
        this.jumps = this._jumps();
        this.jumps.forEach((jump) => this._choose(jump));
        this._giveLanes();
    }

    /** The arrows that are not to the next row; a row without a symbol passes them on. */
    _jumps() {
        const jumps = [];
        for (const source of this.drawn) {
            const back = this.drawn.find((row) => row.position >= source.returnTo);
            if (source.returnTo !== null && back.position < source.position) {
                jumps.push({ kind: "return", source, target: back });
            }
            const ahead = this.drawn.find((row) => row.position >= source.branchTo);
            if (source.branchTo !== null && ahead) {
                jumps.push({ kind: "branch", source, target: ahead });
            }
        }
        return jumps;
    }

    /** Take the cheapest of the ways of a jump: by which side it leaves and by which it arrives. */
    _choose(jump) {
        let best = null;
        // At the same price a return runs on the right and a branch on the left.
        const order = jump.kind === "return" ? [RIGHT, LEFT] : [LEFT, RIGHT];
        for (const exit of order.filter((side) => !jump.source.exits.has(side))) {
            for (const side of order) {
                const price = this._price(jump, exit, side);
                if (!best || price < best.price) {
                    best = { price, exit, side };
                }
            }
        }
        const { source, target } = jump;
        const { exit, side } = best;
        const start = source.position * ROW;
        const isDirect = this._isDirect(source, target, exit, side);
        const track = isDirect ? null : source.tracks++;
        const leave = isDirect ? start + EXIT : start + TRACK + track;
        source.exits.add(exit);
        this.pads[source.actor][exit].hasLabel = true;
        Object.assign(jump, { exit, side, track });
        jump.run = this._occupy(target.actor, side, `to ${target.position}`, [
            leave,
            target.position * ROW + ENTRY,
        ]);
        if (!isDirect) {
            // Down beside the decision first, below those who take part.
            const name = `${jump.kind} of ${source.position}`;
            jump.stub = this._occupy(source.actor, exit, name, [start + EXIT, leave]);
        }
    }

    _isDirect(source, target, exit, side) {
        const distance = across(target.actor, side) - across(source.actor, 0);
        return distance * exit > 0 && !isBlocked(source, target.actor, side);
    }

    _price({ source, target }, exit, side) {
        const { runs } = this.pads[target.actor][side];
        const ends = [source.position * ROW, target.position * ROW];
        const beside = [...runs.values()].filter(
            (run) => run.low <= Math.max(...ends) && Math.min(...ends) <= run.high
        );
        const distance = Math.abs(across(target.actor, side) - across(source.actor, 0));
        return (
            distance +
            (this._isDirect(source, target, exit, side) ? 0 : 9) +
            // A way that leads there already is shared; one more lane makes the column wider.
            (runs.has(`to ${target.position}`) ? -0.5 : 0.4 * beside.length) +
            (target.joins.has(side) ? 0.3 : 0) +
            (source.joins.has(exit) ? 0.3 : 0) +
            (this.pads[source.actor][exit].hasLabel ? 0 : 0.2)
        );
    }

    /** Note that a line takes a piece of a pad; lines to one row make one run. */
    _occupy(column, side, name, ends) {
        const { runs } = this.pads[column][side];
        const run = runs.get(name) || { column, side, low: Infinity, high: -Infinity, lane: null };
        run.low = Math.min(run.low, ...ends);
        run.high = Math.max(run.high, ...ends);
        runs.set(name, run);
        return run;
    }

    /** Give each run of a pad a lane; the short ones stand next to the symbols, within the long. */
    _giveLanes() {
        for (const pad of this.pads.flatMap((sides) => [sides[LEFT], sides[RIGHT]])) {
            const runs = [...pad.runs.values()].sort(
                (a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low
            );
            for (const run of runs) {
                const busy = new Set(
                    runs
                        .filter((other) => other.low <= run.high && run.low <= other.high)
                        .map((other) => other.lane)
                );
                run.lane = 0;
                while (busy.has(run.lane)) {
                    run.lane++;
                }
                pad.lanes = Math.max(pad.lanes, run.lane + 1);
            }
        }
    }
}

/**
 * Return the ways of all arrows of an SOP.
 *
 * @param {Object[]} rows `{actor, participants, return_to, branch_to}`: positions, from 0, null
 *  for none. What does not exist is left out: a column beyond the last, a return that is not to
 *  an earlier row, a branch that is not to a later one. A jump to a row without an actor leads to
 *  the next row with one.
 * @param {number} columns how many actors there are
 * @returns {{rows: Object[], drawn: Object[], jumps: Object[], pads: Object[]}}
 *  `rows` as they can be drawn and `drawn` those with a symbol; of each jump the side by which it
 *  leaves (`exit`) and arrives (`side`), its `run` in the pad of the target and, where it cannot
 *  leave sideways, the `track` below its row and the `stub` down to it; of each pad of a column
 *  how many `lanes` it has and whether a word stands there (`hasLabel`).
 *  Two runs of one pad that share a height have different lanes.
 */
export function routeFlow(rows, columns) {
    const { rows: read, drawn, jumps, pads } = new Router(rows, columns);
    return { rows: read, drawn, jumps, pads };
}
