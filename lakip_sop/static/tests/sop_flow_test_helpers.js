import { SopFlow } from "@lakip_sop/sop_flow/sop_flow";

import { expect } from "@odoo/hoot";
import { queryAll, waitFor } from "@odoo/hoot-dom";
import { Component, useState, xml } from "@odoo/owl";

import { getTemplate } from "@web/core/templates";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";

export const WIDE = 1200;
export const PHONE = 390;

export const ACTORS = ["Sekretaris", "Kasubbag Renja", "Tim", "Kadis"];

/** Return the data of an SOP whose rows are given in short. */
export function flowData(rows, values = {}) {
    const { actors = ACTORS, ...others } = values;
    return {
        model: "lakip.sop",
        id: 1,
        title: "SOP 09 PENYUSUNAN LAKIP",
        is_live: false,
        actors: actors.map((name, place) => ({ id: 10 + place, name, is_external: false })),
        rows: rows.map((row, place) => ({
            id: 100 + place,
            number: String(place + 1),
            name: `Kegiatan ${place + 1}`,
            kind: "drafting",
            kind_text: "Penyusunan",
            actor: place % actors.length,
            participants: [],
            return_to: null,
            branch_to: null,
            requirement: "Arahan langsung",
            time: "30 menit",
            output: "Disposisi",
            remark: "",
            ...row,
        })),
        ...others,
    };
}

const STATES = { waiting: "Menunggu", active: "Berjalan", done: "Selesai", cancelled: "Batal" };

/** The same for a cycle under way: what a row does not say is not there. */
export function liveData(rows, values = {}) {
    return flowData(
        rows.map((row) => ({
            state: "waiting",
            state_text: STATES[row.state || "waiting"],
            is_late: false,
            is_on_hold: false,
            is_my_turn: false,
            users: [],
            deadline: null,
            deadline_text: "",
            left_text: "",
            actual_text: "",
            round: 1,
            button: null,
            documents: [],
            blockers: [],
            can_open: true,
            ...row,
        })),
        { model: "lakip.cycle", title: "LAKIP 2026", is_live: true, ...values }
    );
}

/** A cycle of five rows: done, done, mine, waiting (returns to mine), waiting. */
export function cycleData(mine = {}) {
    return liveData([
        { actor: 0, state: "done", users: [user(1, "Maryam")], actual_text: "2 jam dari 30 menit" },
        {
            actor: 2,
            participants: [0, 1],
            state: "done",
            documents: [
                { id: 3, name: "Notulen", version: 2, state_text: "Berlaku", url: "/web/content/7" },
            ],
        },
        {
            actor: 2,
            participants: [1],
            state: "active",
            is_my_turn: true,
            users: [user(2, "Dewi")],
            deadline: "2026-11-27T08:00:00Z",
            deadline_text: "Jum 27 Nov, 15.00",
            left_text: "sisa 3 jam kerja",
            round: 2,
            button: { method: "action_complete", label: "Selesaikan", confirm: "" },
            blockers: [
                { message: "2 poin koreksi masih terbuka.", action: "action_open_corrections" },
                { message: "Tunggu bidang lain.", action: "" },
            ],
            ...mine,
        },
        { actor: 1, return_to: 2 },
        { actor: 3 },
    ]);
}

export const user = (id, name) => ({ id, name, avatar: `/web/static/img/user_menu_avatar.png?${id}` });

/** The row at a place, in a selector. */
export const rowAt = (place) => `[data-row-id='${100 + place}']`;

/** Mount the page in a box as wide as given; returns what can be changed: `{width, props}`. */
export async function mountFlow(props, width = WIDE, template = getTemplate, shown = "") {
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
        await waitFor(shown || (width < 600 ? ".o_sop_flow_list" : ".o_sop_flow_chart"));
    }
    return state;
}

/** Callbacks that note how they were called. */
export function callbacks() {
    return {
        onButton: ({ id }, { method }) => expect.step(`button ${id} ${method}`),
        onBlocker: ({ id }, { action }) => expect.step(`blocker ${id} ${action}`),
        onOpen: ({ id }) => expect.step(`open ${id}`),
    };
}

/** Whether the drawing stands where the table has its columns and rows. */
export function expectDrawingInPlace(data) {
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
