import {
    approvalData,
    decidedData,
    insertCard,
    NOW,
    OTHERS_TURN,
    startWithMessage,
    TIME_ZONE,
} from "@lakip_sop/../tests/approval_test_helpers";

import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import {
    click,
    contains,
    openDiscuss,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAll, queryFirst } from "@odoo/hoot-dom";
import { Deferred, mockDate } from "@odoo/hoot-mock";

import {
    asyncStep,
    getService,
    mockService,
    onRpc,
    serverState,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineHrModels();
beforeEach(() => mockDate(NOW, TIME_ZONE));

const CARD = ".o_lakip_approval_card";
const BUTTONS = `${CARD} .o_lakip_approval_buttons`;

/** Open a channel whose only message is the card of `approval`. */
async function openCard(approval) {
    const { pyEnv, channelId, messageId } = await startWithMessage();
    await openDiscuss(channelId);
    await contains(".o-mail-Message");
    insertCard(messageId, approval);
    await contains(`${CARD}[data-state='${approval.state}']`);
    return { pyEnv, channelId, messageId };
}

// ---------------------------------------------------------------------------
// States
// ---------------------------------------------------------------------------

test("my paraf is asked: document, version, pages, deadline in words, two buttons", async () => {
    await openCard(approvalData());
    await contains(`${CARD} button[name='open_file']`, { text: "LAKIP 2026" });
    await contains(`${CARD} .o_lakip_approval_version`, { text: "Version 2, 41 pages" });
    await contains(`${CARD} .badge.text-bg-info`, { text: "Waiting" });
    await contains(`${CARD} .o_lakip_approval_turn`, { text: "Your turn" });
    await contains(`${CARD} .o_lakip_approval_deadline`, {
        text: "Until Monday, January 5 at 10:00 AM",
    });
    await contains(`${BUTTONS} button`, { count: 2 });
    await contains(`${BUTTONS} button[name='approve']`, { text: "Paraf" });
    await contains(`${BUTTONS} button[name='return']`, { text: "Return" });
});

test("the cycle is named where the document does not name it already", async () => {
    const { messageId } = await openCard(approvalData());
    await contains(`${CARD} .o_lakip_approval_cycle`, { count: 0 });
    insertCard(messageId, approvalData({ document: { name: "Laporan Kinerja" } }));
    await contains(`${CARD} .o_lakip_approval_cycle`, { text: "LAKIP 2026" });
});

test("my signature is asked: 'Sign' and no paraf", async () => {
    await openCard(approvalData({ kind: "signature" }));
    await contains(`${BUTTONS} button`, { count: 2 });
    await contains(`${BUTTONS} button[name='sign']`, { text: "Sign" });
    await contains(`${BUTTONS} button[name='approve']`, { count: 0 });
    await contains(`${CARD}[aria-label='Signature: LAKIP 2026']`);
});

test("it is another's turn: the same card without the two buttons", async () => {
    await openCard(approvalData(OTHERS_TURN));
    await contains(`${CARD} .o_lakip_approval_turn`, { text: "Turn of Sekretaris Dinas" });
    await contains(`${CARD} .o_lakip_approval_deadline`);
    await contains(`${CARD} button[name='open_file']`);
    await contains(BUTTONS, { count: 0 });
});

test("two people may decide: both are named", async () => {
    await openCard(
        approvalData({ turn_user_ids: [9998, 9999], turn_names: ["Ani Lestari", "Budi Santoso"] })
    );
    await contains(`${CARD} .o_lakip_approval_turn`, {
        text: "Turn of Ani Lestari, Budi Santoso",
    });
});

test("on hold: a word says so, nobody has buttons, no deadline runs", async () => {
    await openCard(approvalData({ on_hold: true, turn_user_ids: [], turn_names: [] }));
    await contains(`${CARD} .badge`, { text: "On hold" });
    await contains(`${CARD} .o_lakip_approval_hold`);
    await contains(`${CARD} .o_lakip_approval_deadline`, { count: 0 });
    await contains(BUTTONS, { count: 0 });
});

test("the deadline has passed: a word says so, and it can be decided still", async () => {
    await openCard(approvalData({ deadline: "2026-01-05 01:00:00" }));
    await contains(`${CARD} .badge.text-bg-danger`, { text: "Late" });
    await contains(`${CARD} .o_lakip_approval_deadline`, {
        text: "Was due Monday, January 5 at 08:00 AM",
    });
    await contains(`${BUTTONS} button[name='approve']:enabled`);
});

test("no time standard: no deadline, and not late", async () => {
    await openCard(approvalData({ deadline: false }));
    await contains(`${CARD} .badge`, { text: "Waiting" });
    await contains(`${CARD} .o_lakip_approval_deadline`, { count: 0 });
});

test("no page count: the version alone", async () => {
    await openCard(approvalData({ document: { pages: 0 } }));
    expect(`${CARD} .o_lakip_approval_version`).toHaveText("Version 2");
});

test("paraf given: by whom, in which office, when", async () => {
    await openCard(decidedData());
    await contains(`${CARD} .badge.text-bg-success`, { text: "Approved" });
    await contains(`${CARD} .o_lakip_approval_decision`, {
        text: "Paraf of Rina Wulandari, Sekretaris",
    });
    expect(queryFirst(`${CARD} .o_lakip_approval_decision`)).toHaveText(/8:30/);
    await contains(BUTTONS, { count: 0 });
});

test("signed", async () => {
    await openCard(
        decidedData({
            holder_name: "Budi Santoso",
            kind: "signature",
            signer_title: "Plh. Kepala Dinas",
        })
    );
    await contains(`${CARD} .badge.text-bg-success`, { text: "Signed" });
    await contains(`${CARD} .o_lakip_approval_decision`, {
        text: "Signed by Rina Wulandari, Plh. Kepala Dinas (in the place of Budi Santoso)",
    });
});

test("returned: with the reason", async () => {
    await openCard(
        decidedData({ state: "returned", decision: "returned", comment: "Tabel 3.2 kosong" })
    );
    await contains(`${CARD} .badge.text-bg-warning`, { text: "Returned" });
    await contains(`${CARD} .o_lakip_approval_decision`, {
        text: "Returned by Rina Wulandari, Sekretaris",
    });
    await contains(`${CARD} blockquote`, { text: "Tabel 3.2 kosong" });
});

test("void without a decision: nothing is asked any more", async () => {
    await openCard(
        approvalData({ state: "void", deadline: false, turn_user_ids: [], turn_names: [] })
    );
    await contains(`${CARD} .badge.text-bg-secondary`, { text: "Void" });
    await contains(`${CARD} .o_lakip_approval_decision:contains('No longer asked')`);
    await contains(BUTTONS, { count: 0 });
});

test("given and then withdrawn or voided: the card says that it holds no more", async () => {
    await openCard(decidedData({ state: "void" }));
    await contains(`${CARD} .badge`, { text: "Void" });
    await contains(`${CARD} .o_lakip_approval_decision`, {
        text: "Paraf of Rina Wulandari, Sekretaris. It holds no more.",
    });
});

test("taken back by who gave it: the card says so, with the reason", async () => {
    await openCard(decidedData({ state: "void", withdrawal: "Salah versi" }));
    await contains(`${CARD} .badge.text-bg-secondary`, { text: "Withdrawn" });
    expect(`${CARD} .o_lakip_approval_decision span:first`).toHaveText(
        "Paraf of Rina Wulandari, Sekretaris, and withdrawn."
    );
    expect(`${CARD} blockquote`).toHaveText("Salah versi");
});

test("who decided can take it back while the server says so", async () => {
    const { messageId } = await openCard(decidedData({ withdrawer_id: serverState.userId }));
    await contains(`${CARD} button[name='withdraw']`);
    insertCard(messageId, decidedData({ withdrawer_id: false }));
    await contains(`${CARD} button[name='withdraw']`, { count: 0 });
    insertCard(messageId, decidedData({ withdrawer_id: 9999 }));
    await contains(`${CARD} .o_lakip_approval_decision`);
    await contains(`${CARD} button[name='withdraw']`, { count: 0 });
});

// ---------------------------------------------------------------------------
// What was said before
// ---------------------------------------------------------------------------

test("open correction points are counted", async () => {
    const { messageId } = await openCard(approvalData({ open_points: 1 }));
    await contains(`${CARD} .o_lakip_approval_points`, {
        text: "1 correction point is still open",
    });
    insertCard(messageId, approvalData({ open_points: 3 }));
    await contains(`${CARD} .o_lakip_approval_points`, {
        text: "3 correction points are still open",
    });
    insertCard(messageId, approvalData());
    await contains(`${CARD} .o_lakip_approval_points`, { count: 0 });
});

test("who gave what before, in order, each with a word for its state", async () => {
    const given = (id, values) => ({
        id,
        kind: "initial",
        state: "approved",
        signer_name: `Pejabat ${id}`,
        signer_title: "Kasubbag",
        date: "2026-01-05 00:30:00",
        ...values,
    });
    await openCard(
        approvalData({
            given: [
                given(1),
                given(2, { state: "void" }),
                given(3, { state: "returned", signer_title: false }),
                given(4, { kind: "signature" }),
            ],
        })
    );
    await contains(`${CARD} .o_lakip_approval_given li`, { count: 4 });
    expect(
        queryAll(`${CARD} .o_lakip_approval_given li span:first-of-type`).map(
            (span) => span.textContent
        )
    ).toEqual([
        "Paraf of Pejabat 1, Kasubbag",
        "Paraf of Pejabat 2, Kasubbag. It holds no more.",
        "Returned by Pejabat 3",
        "Signed by Pejabat 4, Kasubbag",
    ]);
});

// ---------------------------------------------------------------------------
// Texts of people
// ---------------------------------------------------------------------------

test("HTML in a comment or a name is text", async () => {
    await openCard(
        decidedData({
            state: "returned",
            decision: "returned",
            comment: "<img src=x onerror=alert(1)><b>tebal</b>",
            signer_name: "<script>alert(2)</script>",
            signer_title: "%s <i>Sekretaris</i>",
            document: { name: "<u>LAKIP</u> & Lampiran" },
        })
    );
    expect(`${CARD} blockquote`).toHaveText("<img src=x onerror=alert(1)><b>tebal</b>");
    expect(`${CARD} .o_lakip_approval_decision span:first`).toHaveText(
        "Returned by <script>alert(2)</script>, %s <i>Sekretaris</i>"
    );
    expect(`${CARD} button[name='open_file']`).toHaveText("<u>LAKIP</u> & Lampiran");
    expect(`${CARD} :is(img, script, b, u)`).toHaveCount(0);
});

test("long names wrap inside the card", async () => {
    const name = `Prof. Dr. ${"Sastrawijayakusumaningrat".repeat(6)}, S.H., M.Si.`;
    await openCard(
        decidedData({
            comment: "x".repeat(400),
            cycle: name,
            document: { name: name.replaceAll(" ", "") },
            signer_name: name,
            given: [
                {
                    id: 1,
                    kind: "initial",
                    state: "approved",
                    signer_name: name,
                    signer_title: name,
                    date: "2026-01-05 00:30:00",
                },
            ],
        })
    );
    const card = queryFirst(CARD);
    expect(card.scrollWidth).toBe(card.clientWidth);
    for (const part of queryAll(`${CARD} .card-body > *`)) {
        expect(part.getBoundingClientRect().right).not.toBeGreaterThan(
            card.getBoundingClientRect().right
        );
    }
});

test("text from right to left keeps its own direction", async () => {
    const comment = "لم يكتمل الجدول 3.2";
    await openCard(decidedData({ state: "returned", decision: "returned", comment }));
    expect(`${CARD} blockquote`).toHaveText(comment);
    expect(getComputedStyle(queryFirst(`${CARD} blockquote`)).unicodeBidi).toBe("plaintext");
});

// ---------------------------------------------------------------------------
// Buttons
// ---------------------------------------------------------------------------

test("a paraf is one click and a confirmation; version and hash of the card go with it", async () => {
    onRpc("lakip.approval", "action_card_approve", ({ args }) => {
        asyncStep(args);
        return { "lakip.approval": [decidedData()] };
    });
    await openCard(approvalData());
    await click(`${BUTTONS} button[name='approve']`);
    await contains(".modal:contains('Your paraf to LAKIP 2026, version 2, is kept')");
    await waitForSteps([]);
    await click(".modal .btn-primary", { text: "Paraf" });
    await waitForSteps([[[7], 2, "ab".repeat(32)]]);
    await contains(`${CARD}[data-state='approved'] .badge`, { text: "Approved" });
    await contains(BUTTONS, { count: 0 });
});

test("a paraf that is not confirmed asks nothing of the server", async () => {
    onRpc("lakip.approval", "action_card_approve", () => asyncStep("approve"));
    await openCard(approvalData());
    await click(`${BUTTONS} button[name='approve']`);
    await click(".modal .btn-secondary");
    await contains(".modal", { count: 0 });
    await waitForSteps([]);
    await contains(`${CARD}[data-state='pending'] button[name='approve']:enabled`);
});

test("one decision at a time: the buttons wait for the answer", async () => {
    const answer = new Deferred();
    onRpc("lakip.approval", "action_card_approve", async () => {
        asyncStep("approve");
        await answer;
        return { "lakip.approval": [decidedData()] };
    });
    await openCard(approvalData());
    await click(`${BUTTONS} button[name='approve']`);
    await click(".modal .btn-primary");
    await contains(`${BUTTONS} button:disabled`, { count: 2 });
    answer.resolve();
    await contains(`${CARD}[data-state='approved']`);
    await waitForSteps(["approve"]);
});

test("a refusal is shown, and the card then tells how things stand", async () => {
    expect.errors(1);
    onRpc("lakip.approval", "action_card_approve", () => {
        throw new Error("This was decided already");
    });
    onRpc("lakip.approval", "get_card_data", ({ args }) => {
        asyncStep(args[0]);
        return { "lakip.approval": [decidedData()] };
    });
    await openCard(approvalData());
    await click(`${BUTTONS} button[name='approve']`);
    await click(".modal .btn-primary");
    await waitForSteps([[7]]);
    await contains(`${CARD}[data-state='approved']`);
    await contains(BUTTONS, { count: 0 });
    await expect.waitForErrors(["This was decided already"]);
});

for (const [name, kind, method] of [
    ["sign", "signature", "action_card_sign"],
    ["return", "initial", "action_card_return"],
]) {
    test(`'${name}' opens the action of the server; the card is read anew after it`, async () => {
        const opened = { type: "ir.actions.act_window", name: "Wizard" };
        onRpc("lakip.approval", method, ({ args }) => {
            asyncStep(args);
            return opened;
        });
        onRpc("lakip.approval", "get_card_data", () => ({
            "lakip.approval": [decidedData({ kind })],
        }));
        await openCard(approvalData({ kind }));
        mockService("action", {
            async doAction(action, options) {
                asyncStep(action.name);
                await options.onClose();
            },
        });
        await click(`${BUTTONS} button[name='${name}']`);
        await waitForSteps([[[7], 2, "ab".repeat(32)], "Wizard"]);
        await contains(`${CARD}[data-state='approved']`);
    });
}

test("a click is not lost when the card is drawn anew before the server answers", async () => {
    const answer = new Deferred();
    onRpc("lakip.approval", "action_card_sign", async () => {
        asyncStep("sign");
        await answer;
        return { type: "ir.actions.act_window", name: "Wizard" };
    });
    const { messageId } = await openCard(approvalData({ kind: "signature" }));
    mockService("action", { doAction: (action) => asyncStep(action.name) });
    await click(`${BUTTONS} button[name='sign']`);
    await waitForSteps(["sign"]);
    insertCard(messageId, approvalData({ kind: "signature", ...OTHERS_TURN }));
    await contains(BUTTONS, { count: 0 });
    insertCard(messageId, approvalData({ kind: "signature" }));
    await contains(BUTTONS);
    answer.resolve();
    await waitForSteps(["Wizard"]);
});

test("the file opens in place where the browser shows it", async () => {
    const attachment = { id: 901, name: "LAKIP 2026.pdf", mimetype: "application/pdf" };
    await openCard(approvalData({ document: { attachment } }));
    await click(`${CARD} button[name='open_file']`);
    await contains(".o-FileViewer");
    await contains(".o-FileViewer-header", { text: "LAKIP 2026.pdf" });
});

// ---------------------------------------------------------------------------
// Everywhere at once
// ---------------------------------------------------------------------------

test("a decision of another changes the open card by the bus", async () => {
    const { pyEnv } = await openCard(approvalData(OTHERS_TURN));
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
        "lakip.approval": [decidedData()],
    });
    await contains(`${CARD}[data-state='approved'] .badge`, { text: "Approved" });
});

test("the turn comes by the bus: the buttons appear", async () => {
    const { pyEnv } = await openCard(approvalData(OTHERS_TURN));
    await contains(BUTTONS, { count: 0 });
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
        "lakip.approval": [approvalData()],
    });
    await contains(`${BUTTONS} button`, { count: 2 });
});

test("the text above the card is shown in the cycle's channel only: elsewhere it says the same", async () => {
    const pyEnv = await startServer();
    const ids = {};
    for (const channel_type of ["group", "chat"]) {
        const channelId = pyEnv["discuss.channel"].create({ name: channel_type, channel_type });
        const messageId = pyEnv["mail.message"].create({
            body: "<p>Paraf is asked</p>",
            message_type: "comment",
            model: "discuss.channel",
            res_id: channelId,
        });
        ids[channel_type] = { channelId, messageId };
    }
    await start();
    await openDiscuss(ids.chat.channelId);
    await contains(".o-mail-Message-body", { text: "Paraf is asked" });
    insertCard(ids.chat.messageId, approvalData());
    await contains(CARD);
    await contains(".o-mail-Message-body", { count: 0 });
    await openDiscuss(ids.group.channelId);
    await contains(".o-mail-Message-body", { text: "Paraf is asked" });
    insertCard(ids.group.messageId, approvalData());
    await contains(CARD);
    await contains(".o-mail-Message-body", { text: "Paraf is asked" });
});

test("all messages of one approval change together", async () => {
    const pyEnv = await startServer();
    const channelId = pyEnv["discuss.channel"].create({ name: "LAKIP 2026" });
    const messageIds = pyEnv["mail.message"].create(
        [1, 2].map((index) => ({
            body: `<p>${index}</p>`,
            message_type: "comment",
            model: "discuss.channel",
            res_id: channelId,
        }))
    );
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: 2 });
    for (const messageId of messageIds) {
        insertCard(messageId, approvalData());
    }
    await contains(`${CARD}[data-state='pending']`, { count: 2 });
    getService("mail.store").insert({ "lakip.approval": [decidedData()] });
    await contains(`${CARD}[data-state='approved']`, { count: 2 });
});

test("a card without a text is no removed message, and nobody edits a card", async () => {
    const pyEnv = await startServer();
    const channelId = pyEnv["discuss.channel"].create({ name: "LAKIP 2026" });
    const messageId = pyEnv["mail.message"].create({
        body: "",
        message_type: "comment",
        model: "discuss.channel",
        res_id: channelId,
    });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { text: "This message has been removed" });
    const message = getService("mail.store")["mail.message"].get(messageId);
    insertCard(messageId, approvalData());
    await contains(CARD);
    await contains(".o-mail-Message", { text: "This message has been removed", count: 0 });
    expect(message.isEmpty).toBe(false);
    expect(message.editable).toBe(false);
});

// ---------------------------------------------------------------------------
// Activities
// ---------------------------------------------------------------------------

test("the activity of an approval has the two buttons and no 'Mark Done'", async () => {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({});
    const [asking] = pyEnv["mail.activity"].create([
        { can_write: true, res_id: partnerId, res_model: "res.partner", summary: "Paraf" },
        { can_write: true, res_id: partnerId, res_model: "res.partner", summary: "Telepon" },
    ]);
    await start();
    await openFormView("res.partner", partnerId);
    await contains(".o-mail-Activity-markDone", { count: 2 });
    getService("mail.store").insert({
        "lakip.approval": [approvalData()],
        "mail.activity": [{ id: asking, lakip_approval_id: 7 }],
    });
    const activity = ".o-mail-Activity:has(.o_lakip_approval_buttons)";
    await contains(`${activity} button[name='approve']`);
    await contains(`${activity} button[name='return']`);
    await contains(`${activity} :is(.o-mail-Activity-markDone, .o-mail-Activity-edit)`, {
        count: 0,
    });
    await contains(".o-mail-Activity-markDone", { count: 1 });
});
