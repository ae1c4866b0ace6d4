/** What `get_flow_data` gives, for tests. */

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
