import { Component } from "@odoo/owl";

const HEAD = { length: 7, half: 3.5 };
const CORNER = 4;

const round = (number) => Math.round(number * 10) / 10;
const at = ([x, y]) => `${round(x)} ${round(y)}`;

/** Return the point `distance` from `from` on the way to `to`; both are on one level or upright. */
function toward(from, to, distance) {
    const length = Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]);
    const part = length ? Math.min(distance, length / 2) / length : 0;
    return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
}

/** Return the path of a line, its corners a little rounded. */
function linePath(points) {
    let path = `M${at(points[0])}`;
    for (let place = 1; place < points.length - 1; place++) {
        const corner = points[place];
        const before = toward(corner, points[place - 1], CORNER);
        const after = toward(corner, points[place + 1], CORNER);
        path += `L${at(before)}Q${at(corner)} ${at(after)}`;
    }
    return `${path}L${at(points.at(-1))}`;
}

/** Return the path of the head at the end of a line. */
function headPath(points) {
    const [[fromX, fromY], [x, y]] = points.slice(-2);
    const [stepX, stepY] = [Math.sign(x - fromX), Math.sign(y - fromY)];
    const back = [x - stepX * HEAD.length, y - stepY * HEAD.length];
    const side = [stepY * HEAD.half, stepX * HEAD.half];
    const ends = [
        [back[0] + side[0], back[1] + side[1]],
        [back[0] - side[0], back[1] - side[1]],
    ];
    return `M${at([x, y])}L${at(ends[0])}L${at(ends[1])}Z`;
}

/** Return the outline of a symbol. */
function outline({ kind, x, y, width, height }) {
    if (kind === "decision") {
        const [middleX, middleY] = [x + width / 2, y + height / 2];
        return `M${at([middleX, y])}L${at([x + width, middleY])}L${at([middleX, y + height])}L${at([x, middleY])}Z`;
    }
    const radius = kind === "terminator" ? height / 2 : 2;
    const [right, bottom] = [x + width, y + height];
    const arc = `A${radius} ${radius} 0 0 1 `;
    return (
        `M${at([x + radius, y])}L${at([right - radius, y])}${arc}${at([right, y + radius])}` +
        `L${at([right, bottom - radius])}${arc}${at([right - radius, bottom])}` +
        `L${at([x + radius, bottom])}${arc}${at([x, bottom - radius])}` +
        `L${at([x, y + radius])}${arc}${at([x + radius, y])}Z`
    );
}

/** What stands in the performer's symbol, around its middle. */
const MARKS = {
    done: "M-5 .5L-1.5 4L5 -3.5",
    active: "M-3.5 -5L5 0L-3.5 5Z",
    on_hold: "M-3 -4.5V4.5M3 -4.5V4.5",
    late: "M0 -6V1.5M0 4.5V6",
    cancelled: "M-4 -4L4 4M4 -4L-4 4",
};

/** The flowchart of an SOP: symbols, arrows and words of a drawing made by `planFlow`. */
export class SopFlowChart extends Component {
    static template = "lakip_sop.SopFlowChart";
    static props = {
        id: String,
        plan: Object,
        /** Of each row its look: `waiting`, `active`, `done`, `on_hold`, `late`, `cancelled`, "". */
        looks: Array,
        words: Object,
        /** The rows that stand out while the others recede; null for none. */
        shown: { type: [Object, { value: null }], optional: true },
        /** The row whose arrows stand out. */
        row: { type: [Number, { value: null }], optional: true },
    };

    get symbols() {
        return this.props.plan.symbols.map((symbol, key) => {
            const look = this.props.looks[symbol.row];
            const mark = symbol.role === "performer" && MARKS[look];
            return {
                key,
                symbol,
                path: outline(symbol),
                mark,
                place: `translate(${at([symbol.x + symbol.width / 2, symbol.y + symbol.height / 2]).replace(" ", ",")})`,
                class:
                    `o_sop_flow_symbol o_sop_flow_${symbol.kind} o_sop_flow_${symbol.role}` +
                    (look ? ` o_sop_flow_symbol_${look}` : "") +
                    this._recede(symbol.row),
            };
        });
    }

    get lines() {
        const { plan, row } = this.props;
        return plan.lines.map(({ kind, from, to, points, hasArrow }, key) => ({
            key,
            path: linePath(points),
            head: hasArrow && headPath(points),
            class:
                `o_sop_flow_line o_sop_flow_line_${kind}` +
                (row === from || row === to ? " o_sop_flow_line_strong" : "") +
                this._recede(from, to),
        }));
    }

    get labels() {
        return this.props.plan.labels.map((label, key) => ({
            key,
            label,
            text: this.props.words[label.word],
            class: `o_sop_flow_word${this._recede(label.row)}`,
        }));
    }

    _recede(...rows) {
        const { shown } = this.props;
        return shown && !rows.every((row) => shown.has(row)) ? " o_sop_flow_receding" : "";
    }
}
