import { DELAY, SPREAD } from "@lakip_sop/sop_flow/flow_service";

import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame, queryAllTexts, waitFor } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";

import {
    contains,
    defineModels,
    fields,
    getService,
    makeMockEnv,
    mockService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

const ROW = {
    id: 70,
    number: "1",
    name: "Menyusun",
    kind: "task",
    kind_text: "Tugas",
    actor: 0,
    participants: [],
    return_to: null,
    branch_to: null,
    requirement: "",
    time: "1 hari",
    output: "",
    remark: "",
    state: "active",
    state_text: "Aktif",
    is_late: false,
    is_on_hold: false,
    is_my_turn: true,
    users: [],
    deadline: null,
    deadline_text: "",
    left_text: "sisa 3 jam kerja",
    actual_text: "",
    round: 1,
    button: { method: "action_complete", label: "Selesaikan", confirm: "" },
    documents: [],
    blockers: [{ message: "Belum ada catatan.", action: "action_upload_document" }],
    can_open: true,
};

/** What the server gives of a cycle of one row; `values` of the row. */
function flowData(values = {}) {
    return {
        model: "lakip.cycle",
        id: 1,
        title: "LAKIP 2026",
        is_live: true,
        actors: [{ id: 1, name: "Tim", is_external: false }],
        rows: [{ ...ROW, ...values }],
    };
}

class Cycle extends models.Model {
    _name = "lakip.cycle";

    name = fields.Char();
    flow_data = fields.Json();

    _records = [{ id: 1, name: "LAKIP 2026" }];
}

const ARCH = `
    <form>
        <field name="name"/>
        <field name="flow_data" widget="lakip_sop_flow" readonly="1"/>
    </form>`;

describe.current.tags("desktop");
defineHrModels();
defineModels([Cycle]);

/** What the server gives now, and the channels that were left; each test may change them. */
let flow;
let left;

beforeEach(() => {
    flow = flowData();
    left = [];
});

/** Show the cycle; what is asked of the server and of the bus are steps. */
async function openCycle() {
    await makeMockEnv();
    const bus = getService("bus_service");
    patchWithCleanup(bus, {
        addChannel: (channel) => channel.startsWith("lakip") && expect.step(`add ${channel}`),
        deleteChannel: (channel) => left.push(channel),
    });
    for (const method of ["web_read", "web_save"]) {
        onRpc("lakip.cycle", method, async ({ parent }) => {
            expect.step(method);
            return (await parent()).map((record) => ({ ...record, flow_data: flow }));
        });
    }
    await mountView({ type: "form", resModel: "lakip.cycle", resId: 1, arch: ARCH });
    await waitFor(".o_sop_flow_row, .o_sop_flow_item");
    expect.verifySteps(["web_read", "add lakip.cycle_1"]);
}

/** The bus tells of a cycle, to whoever follows it. */
function tell(id) {
    getService("lakip_flow").tell(id);
}

async function pass() {
    await advanceTime(DELAY + SPREAD);
    await animationFrame();
    await animationFrame();
}

test("the page of the record is shown, and its cycle is followed", async () => {
    await openCycle();
    expect(".o_sop_flow_name").toHaveText("Menyusun");
    expect(".o_sop_flow_button").toHaveText("Selesaikan");
    expect(".o_sop_flow_left").toHaveText("sisa 3 jam kerja");
});

test("a button and a blocker call their method of the row, and the form is read anew", async () => {
    mockService("action", {
        async doActionButton({ type, name, resModel, resId, resIds, onClose }) {
            expect.step([type, name, resModel, resId, ...resIds].join(" "));
            if (name === "action_complete") {
                flow = flowData({ state: "done", button: null, blockers: [] });
            }
            await onClose();
        },
    });
    await openCycle();
    await contains(".o_sop_flow_cure").click();
    expect.verifySteps(["object action_upload_document lakip.step 70 70", "web_read"]);
    await contains(".o_sop_flow_name").click();
    expect.verifySteps(["object action_open lakip.step 70 70", "web_read"]);
    await contains(".o_sop_flow_button").click();
    expect.verifySteps(["object action_complete lakip.step 70 70", "web_read"]);
    await animationFrame();
    expect(".o_sop_flow_button").toHaveCount(0);
});

test("what is asked before a paraf is asked", async () => {
    mockService("action", {
        async doActionButton({ name }) {
            expect.step(name);
        },
    });
    flow = flowData({
        button: { method: "action_approve", label: "Paraf", confirm: "Beri paraf?" },
    });
    await openCycle();
    await contains(".o_sop_flow_button").click();
    expect(".modal-body").toHaveText("Beri paraf?");
    expect.verifySteps([]);
    await contains(".modal .btn-primary").click();
    expect.verifySteps(["action_approve"]);
});

test("much news is asked for once", async () => {
    await openCycle();
    tell(1);
    tell(1);
    tell(2);
    await advanceTime(DELAY - 1);
    tell(1);
    expect.verifySteps([]);
    await pass();
    expect.verifySteps(["web_read"]);
    await pass();
    expect.verifySteps([]);
});

test("what is being typed stays, and the page shows the news", async () => {
    onRpc("lakip.cycle", "get_flow_data", ({ args }) => {
        expect.step("get_flow_data");
        expect(args).toEqual([1]);
        return flowData({ name: "Menyusun ulang", is_my_turn: false, button: null });
    });
    await openCycle();
    await contains(".o_field_widget[name=name] input").edit("LAKIP saya", { confirm: false });
    tell(1);
    await pass();
    expect.verifySteps(["get_flow_data"]);
    expect(".o_field_widget[name=name] input").toHaveValue("LAKIP saya");
    expect(queryAllTexts(".o_sop_flow_name")).toEqual(["Menyusun ulang"]);
    expect(".o_sop_flow_button").toHaveCount(0);
    // Saved, the form is read as a whole.
    await contains(".o_form_button_save").click();
    expect.verifySteps(["web_save"]);
    expect(queryAllTexts(".o_sop_flow_name")).toEqual(["Menyusun"]);
});

test("nobody follows a cycle that is no longer shown, one who still shows it goes on", async () => {
    await openCycle();
    const news = getService("lakip_flow");
    const stop = news.follow(1, () => expect.step("told"));
    tell(1);
    expect.verifySteps(["told"]);
    stop();
    expect(left).toEqual([]);
    const stopOther = news.follow(5, () => {});
    expect.verifySteps(["add lakip.cycle_5"]);
    stopOther();
    expect(left).toEqual(["lakip.cycle_5"]);
});
