import { Component, onPatched, onWillPatch, onWillRender, useRef, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";

import { SopFlowChart } from "./chart";
import { shareColumns } from "./columns";
import { flowNeeds, planFlow } from "./layout";
import { useMeasures } from "./measures";

/** Narrower than this the page is a list from top to bottom; it becomes a table a little later. */
const NARROW = 880;
const SLACK = 24;
const MOST_PEOPLE = 3;

/** The symbol beside the word of a state. */
const ICONS = {
    waiting: "fa-circle-o",
    active: "fa-play-circle",
    late: "fa-exclamation-circle",
    on_hold: "fa-pause-circle",
    done: "fa-check-circle",
    cancelled: "fa-ban",
};

/**
 * The SOP as on paper, with the flowchart in the columns of the actors; alive for a running cycle.
 *
 * It shows what `get_flow_data` of `lakip.sop` or `lakip.cycle` gives and calls nothing by itself:
 * what may be clicked are the callbacks. Where it is narrow, whatever the window, it is a list from
 * top to bottom that says in words what the arrows say.
 */
export class SopFlow extends Component {
    static template = "lakip_sop.SopFlow";
    static components = { SopFlowChart };
    static props = {
        /** As `get_flow_data` gives it. */
        data: Object,
        /** Called with the row and its button; the button is off until the promise is kept. */
        onButton: { type: Function, optional: true },
        /** Called with the row and one of its blockers. */
        onBlocker: { type: Function, optional: true },
        /** Called with the row that is to be opened. */
        onOpen: { type: Function, optional: true },
        /** Smaller, for a page that shows more than this. */
        compact: { type: Boolean, optional: true },
    };

    setup() {
        this.root = useRef("root");
        this.id = uniqueId("o_sop_flow_");
        this.state = useState({
            /** The actor that is looked at, and the one that was chosen: places of columns. */
            actor: null,
            chosen: null,
            /** The row that is looked at, and the one whose button works: place and id. */
            row: null,
            busy: null,
        });
        this.measures = useMeasures(this.root);
        this.words = { yes: _t("Yes"), no: _t("No") };
        onWillRender(() => this._prepare());
        this._keepFocus();
    }

    // ------------------------------------------------------------
    // Drawing
    // ------------------------------------------------------------

    /** Work out the columns and, once they are measured, the drawing. */
    _prepare() {
        const { rows, actors } = this.props.data;
        const width = this.measures.width || browser.innerWidth;
        this.isNarrow = width < NARROW + (this.isNarrow ? SLACK : 0);
        const labels = Object.fromEntries(
            Object.entries(this.words).map(([word, text]) => [word, wordWidth(text)])
        );
        this.needs = flowNeeds(rows, actors.length, labels);
        this.table = shareColumns(width, this.needs.widths);
        const { widths, heights } = this.measures;
        const isMeasured = widths.length === actors.length && heights.length === rows.length;
        this.plan =
            !this.isNarrow && actors.length && isMeasured
                ? planFlow(rows, widths, heights, labels)
                : null;
    }

    /** Whether the table is moved sideways to be read. */
    get isTooWide() {
        return this.measures.width > 0 && this.table.least > this.measures.width;
    }

    /** Where the drawing stands in the table. */
    get chartStyle() {
        const { left, top } = this.measures;
        return `left:${left}px;top:${top}px;width:${this.plan.width}px;height:${this.plan.height}px`;
    }

    /** The piece of the drawing that a row prints: rows may move to another page. */
    sliceOf(row) {
        const { heights, widths } = this.measures;
        const place = this.props.data.rows.indexOf(row);
        const top = heights.slice(0, place).reduce((sum, height) => sum + height, 0);
        return {
            box: `0 ${top} ${this.plan.width} ${heights[place]}`,
            style: `width:${(100 * this.plan.width) / widths[0]}%`,
        };
    }

    /** The symbol of a row alone, for the list. */
    bulletOf(place) {
        const { rows } = this.props.data;
        const row = rows[place];
        const drawn = rows.flatMap(({ actor }, other) => (actor === null ? [] : [other]));
        const isEnd = place === drawn[0] || place === drawn.at(-1);
        const isDecision = row.return_to !== null || row.branch_to !== null;
        const kind = isDecision ? "decision" : isEnd ? "terminator" : "process";
        const [y, height] = isDecision ? [1, 24] : [4, 18];
        const symbol = { row: place, kind, role: "performer", x: 1, y, width: 34, height };
        return { symbols: [symbol], lines: [], labels: [] };
    }

    /** The rows in which the actor has a part that is looked at or chosen; null without one. */
    get shownRows() {
        const actor = this.state.actor ?? this.state.chosen;
        if (actor === null) {
            return null;
        }
        const takesPart = (row) => row.actor === actor || row.participants.includes(actor);
        return new Set(
            this.props.data.rows.map((row, place) => (takesPart(row) ? place : -1))
        );
    }

    get looks() {
        return this.props.data.rows.map((row) => this.lookOf(row));
    }

    // ------------------------------------------------------------
    // Rows
    // ------------------------------------------------------------

    /** The state as it looks; "" where no states are shown. */
    lookOf(row) {
        if (!this.props.data.is_live) {
            return "";
        }
        if (row.state !== "active") {
            return row.state;
        }
        return row.is_on_hold ? "on_hold" : row.is_late ? "late" : "active";
    }

    iconOf(row) {
        return ICONS[this.lookOf(row)];
    }

    stateText(row) {
        const look = this.lookOf(row);
        return look === "on_hold" ? _t("On hold") : look === "late" ? _t("Late") : row.state_text;
    }

    rowClass(row, place) {
        const look = this.lookOf(row);
        const shown = this.shownRows;
        return {
            [`o_sop_flow_row_${look}`]: look,
            o_sop_flow_row_mine: this.props.data.is_live && row.is_my_turn,
            o_sop_flow_row_now: this.props.data.is_live && row.state === "active",
            o_sop_flow_receding: shown && !shown.has(place),
        };
    }

    /** The row that is under way, mine before others; undefined where it is in sight anyway. */
    get currentRow() {
        const { is_live: isLive, rows } = this.props.data;
        const active = isLive ? rows.filter(({ state }) => state === "active") : [];
        const row = active.find((other) => other.is_my_turn) || active[0];
        return rows.indexOf(row) > 1 ? row : undefined;
    }

    currentText({ number, name }) {
        return number ? _t("Now: %s", `${number}. ${name}`) : _t("Now: %s", name);
    }

    actorOf(row) {
        return row.actor === null ? undefined : this.props.data.actors[row.actor];
    }

    /** Those who take part in a row, in words. */
    withText(row) {
        const { actors } = this.props.data;
        return _t("with %s", row.participants.map((place) => actors[place]?.name).join(", "));
    }

    /** What the cell of an actor says instead of its symbol; "" for no part. */
    partText(row, actor) {
        if (actor === row.actor) {
            return [_t("Performer"), this.flowTexts(row)].filter(Boolean).join(". ");
        }
        return row.participants.includes(actor) ? _t("Takes part") : "";
    }

    numberOf(place) {
        return this.props.data.rows[place].number || String(place + 1);
    }

    /** What the symbol and the arrows of a row say, for who does not see them. */
    flowTexts(row) {
        const { rows } = this.props.data;
        const place = rows.indexOf(row);
        const drawn = rows.flatMap(({ actor }, other) => (actor === null ? [] : [other]));
        const next = drawn.find((other) => other > place);
        const texts = [];
        if (row.actor !== null && place === drawn[0]) {
            texts.push(_t("The SOP begins here."));
        }
        if (row.return_to !== null || row.branch_to !== null) {
            texts.push(
                next === undefined
                    ? _t("If yes: the end.")
                    : _t("If yes: on to row %s.", this.numberOf(next))
            );
            texts.push(...this.jumpTexts(row));
        }
        if (row.actor !== null && place === drawn.at(-1)) {
            texts.push(_t("The SOP ends here."));
        }
        return texts.join(" ");
    }

    /** Where 'no' leads to, in words. */
    jumpTexts(row) {
        const texts = [];
        if (row.return_to !== null) {
            texts.push(_t("If no: back to row %s.", this.numberOf(row.return_to)));
        }
        if (row.branch_to !== null) {
            texts.push(_t("If no: on to row %s.", this.numberOf(row.branch_to)));
        }
        return texts;
    }

    /** Those who are shown by name, and the names of the others. */
    peopleOf(row) {
        const users = row.users || [];
        const most = users.length > MOST_PEOPLE ? MOST_PEOPLE - 1 : MOST_PEOPLE;
        return {
            shown: users.slice(0, most),
            others: users
                .slice(most)
                .map(({ name }) => name)
                .join(", "),
            more: Math.max(0, users.length - most),
        };
    }

    /** Whether the list keeps the paper's words of a row under 'Details': it is not its time. */
    isFolded(row) {
        const { data } = this.props;
        const hasFacts = row.requirement || row.output || row.remark;
        return data.is_live && row.state !== "active" && Boolean(hasFacts);
    }

    roundText(row) {
        return row.round > 1 ? _t("Round %s", row.round) : "";
    }

    documentText(document) {
        const version = document.version ? _t("version %s", document.version) : "";
        return [version, document.state_text].filter(Boolean).join(", ");
    }

    // ------------------------------------------------------------
    // Handlers
    // ------------------------------------------------------------

    /** An actor was chosen or let go: their rows stand out until then. */
    onClickActor(place) {
        this.state.chosen = this.state.chosen === place ? null : place;
        this.state.actor = null;
    }

    /** Go to the row that is under way: in the list it may be far below. */
    onClickCurrent({ id }) {
        const item = this.root.el.querySelector(`[data-row-id="${id}"]`);
        item.scrollIntoView({ block: "center" });
        item.querySelector(".o_sop_flow_name").focus({ preventScroll: true });
    }

    async onClickButton(row) {
        if (this.state.busy !== null) {
            return;
        }
        this.state.busy = row.id;
        try {
            await this.props.onButton(row, row.button);
        } finally {
            this.state.busy = null;
        }
    }

    // ------------------------------------------------------------
    // Focus
    // ------------------------------------------------------------

    /** When new data take away what had the focus, its row gets it: nobody is thrown to the top. */
    _keepFocus() {
        let id = null;
        onWillPatch(() => {
            const active = document.activeElement;
            id = this.root.el?.contains(active)
                ? active.closest("[data-row-id]")?.dataset.rowId
                : null;
        });
        onPatched(() => {
            const active = document.activeElement;
            if (id && (!active || active === document.body)) {
                this.root.el
                    ?.querySelector(`[data-row-id="${id}"] .o_sop_flow_name`)
                    ?.focus({ preventScroll: true });
            }
        });
    }
}

/** About how wide a word beside an arrow is, in CSS pixels; its letters are 11 pixels high. */
function wordWidth(text) {
    return 4 + 6.4 * String(text).length;
}
