/** Whether a drawing of an SOP keeps what `sop_flow/layout.js` guarantees. Plain geometry. */

/** The pieces of all lines: `{line, level, at, low, high}`. */
export function pieces(plan) {
    return plan.lines.flatMap((line) =>
        line.points.slice(1).map(([x, y], place) => {
            const [fromX, fromY] = line.points[place];
            const level = y === fromY;
            const ends = level ? [fromX, x] : [fromY, y];
            return {
                line,
                level,
                upright: x === fromX,
                at: level ? y : x,
                low: Math.min(...ends),
                high: Math.max(...ends),
            };
        })
    );
}

const boxOf = ({ x, y, width, height }) => ({ x1: x, y1: y, x2: x + width, y2: y + height });

const boxOfPiece = ({ level, at, low, high }) =>
    level ? { x1: low, y1: at, x2: high, y2: at } : { x1: at, y1: low, x2: at, y2: high };

/** Whether two boxes share more than an edge; one may be a line, which has no thickness. */
const overlap = (a, b, air = 0) =>
    a.x1 < b.x2 - air && b.x1 + air < a.x2 && a.y1 < b.y2 - air && b.y1 + air < a.y2;

/**
 * Whether a piece goes through a symbol. A diamond and a capsule are smaller than their box: their
 * lines begin and end on the outline, so the piece is cut off there before it is compared.
 */
function crosses(piece, symbol) {
    const half = symbol.width / 2;
    const radius = symbol.height / 2;
    const middle = { x: symbol.x + half, y: symbol.y + radius };
    const box = boxOfPiece(piece);
    if (symbol.kind === "process" || !piece.level) {
        return overlap(box, boxOf(symbol), 0.01);
    }
    const drop = Math.abs(piece.at - middle.y);
    if (drop >= radius) {
        return false;
    }
    const reach =
        symbol.kind === "decision"
            ? half * (1 - drop / radius)
            : half - radius + Math.sqrt(radius ** 2 - drop ** 2);
    return box.x1 < middle.x + reach - 0.01 && middle.x - reach + 0.01 < box.x2;
}

/** Two lines may share their way when they lead to the same row: they run together. */
const leadTogether = (a, b) =>
    a === b || (a.kind !== "join" && b.kind !== "join" && a.to === b.to);

/** Return what is wrong with a drawing, one sentence each; none when all holds. */
export function faults(plan) {
    const found = [];
    const all = pieces(plan);
    const name = (line) => `${line.kind} ${line.from}>${line.to}`;
    for (const piece of all) {
        if (piece.level === piece.upright) {
            found.push(`${name(piece.line)} is slanting or has a piece without length`);
        }
        for (const symbol of plan.symbols) {
            if (crosses(piece, symbol)) {
                found.push(`${name(piece.line)} crosses ${symbol.kind} of row ${symbol.row}`);
            }
        }
        if (
            piece.low < 0 ||
            piece.at < 0 ||
            piece.high > (piece.level ? plan.width : plan.height) ||
            piece.at > (piece.level ? plan.height : plan.width)
        ) {
            found.push(`${name(piece.line)} leaves the columns`);
        }
    }
    all.forEach((a, place) => {
        for (const b of all.slice(place + 1)) {
            const isShared = a.level === b.level && Math.abs(a.at - b.at) < 3;
            const length = Math.min(a.high, b.high) - Math.max(a.low, b.low);
            if (isShared && length > 0.01 && !leadTogether(a.line, b.line)) {
                found.push(`${name(a.line)} and ${name(b.line)} run together`);
            }
        }
    });
    plan.labels.forEach((label, place) => {
        const box = boxOf(label);
        for (const piece of all) {
            if (overlap(boxOfPiece(piece), box)) {
                found.push(`'${label.word}' of row ${label.row} covers ${name(piece.line)}`);
            }
        }
        for (const symbol of plan.symbols) {
            // The word of a decision stands beside its tip, never on it.
            if (overlap(box, boxOf(symbol))) {
                found.push(`'${label.word}' of row ${label.row} covers a symbol of ${symbol.row}`);
            }
        }
        for (const other of plan.labels.slice(place + 1)) {
            if (overlap(box, boxOf(other))) {
                found.push(`words of rows ${label.row} and ${other.row} cover each other`);
            }
        }
        if (box.x1 < 0 || box.x2 > plan.width || box.y1 < 0 || box.y2 > plan.height) {
            found.push(`'${label.word}' of row ${label.row} leaves the columns`);
        }
    });
    plan.symbols.forEach((symbol, place) => {
        for (const other of plan.symbols.slice(place + 1)) {
            if (overlap(boxOf(symbol), boxOf(other))) {
                found.push(`symbols of rows ${symbol.row} and ${other.row} overlap`);
            }
        }
    });
    return found;
}

/** Numbers that look random and are the same each time (mulberry32). */
export function numbers(seed) {
    return () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
        return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
    };
}

/** Make up an SOP: each row's place of each kind by chance, weights from 0 to 1. */
export function makeSop(seed, { rows, actors, returns = 0.3, branches = 0.15, gaps = 0.1 }) {
    const next = numbers(seed);
    const pick = (low, high) => low + Math.floor(next() * (high - low));
    return Array.from({ length: rows }, (_, position) => ({
        actor: next() < gaps ? null : pick(0, actors),
        participants: Array.from({ length: actors }, (__, c) => c).filter(() => next() < 0.3),
        return_to: position && next() < returns ? pick(0, position) : null,
        branch_to: position < rows - 1 && next() < branches ? pick(position + 1, rows) : null,
    }));
}
