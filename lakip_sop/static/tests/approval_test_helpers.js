import { start, startServer } from "@mail/../tests/mail_test_helpers";
import { getService, serverState } from "@web/../tests/web_test_helpers";

/** The moment the tests stand at, in UTC: Monday 5 January 2026, 09:00 in Pontianak. */
export const NOW = "2026-01-05 02:00:00";
export const TIME_ZONE = 7;

/** What the server sends of an approval that waits for the paraf of the current user. */
export function approvalData(values = {}) {
    const { document, ...others } = values;
    return {
        id: 7,
        comment: false,
        cycle: "LAKIP 2026",
        date: false,
        deadline: "2026-01-05 03:00:30",
        decision: false,
        document: {
            id: 3,
            name: "LAKIP 2026",
            version: 2,
            sha256: "ab".repeat(32),
            state: "current",
            pages: 41,
            attachment: {
                id: 900,
                name: "LAKIP 2026.docx",
                mimetype:
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            },
            ...document,
        },
        given: [],
        holder_name: false,
        kind: "initial",
        on_hold: false,
        open_points: 0,
        row: { id: 12, number: "9", name: "Memberikan paraf" },
        signer_name: false,
        signer_title: false,
        state: "pending",
        turn_user_ids: [serverState.userId],
        turn_names: ["Mitchell Admin"],
        withdrawal: false,
        withdrawer_id: false,
        ...others,
    };
}

/** What the server sends once it was decided; nobody's turn is left. */
export function decidedData(values = {}) {
    return approvalData({
        date: "2026-01-05 01:30:00",
        deadline: false,
        decision: "approved",
        signer_name: "Rina Wulandari",
        signer_title: "Sekretaris",
        state: "approved",
        turn_user_ids: [],
        turn_names: [],
        ...values,
    });
}

/** Whose turn it is not. */
export const OTHERS_TURN = { turn_user_ids: [9999], turn_names: ["Sekretaris Dinas"] };

/** Start the web client with a message in a channel, in which nothing is a card yet. */
export async function startWithMessage() {
    const pyEnv = await startServer();
    const channelId = pyEnv["discuss.channel"].create({ name: "LAKIP 2026" });
    const messageId = pyEnv["mail.message"].create({
        body: "<p>LAKIP 2026, version 2 waits for your paraf.</p>",
        message_type: "comment",
        model: "discuss.channel",
        res_id: channelId,
    });
    await start();
    return { pyEnv, channelId, messageId };
}

/** Make the message the card of `approval`, as the server's data of the message does. */
export function insertCard(messageId, approval) {
    getService("mail.store").insert({
        "lakip.approval": [approval],
        "mail.message": [{ id: messageId, lakip_approval_id: approval.id }],
    });
}
