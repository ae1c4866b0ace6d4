import {
    approvalData,
    decidedData,
    NOW,
    OTHERS_TURN,
    TIME_ZONE,
} from "@lakip_sop/../tests/approval_test_helpers";

import { defineHrModels } from "@hr/../tests/hr_test_helpers";
import { start } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";

import { getService } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineHrModels();
beforeEach(() => mockDate(NOW, TIME_ZONE));

async function insert(data) {
    await start();
    return getService("mail.store")["lakip.approval"].insert(data);
}

test("whose turn it is", async () => {
    const approval = await insert(approvalData());
    expect(approval.isMyTurn).toBe(true);
    approval.update(approvalData(OTHERS_TURN));
    expect(approval.isMyTurn).toBe(false);
    approval.update(decidedData());
    expect(approval.isMyTurn).toBe(false);
});

test("nobody's turn as long as the server has not said whose", async () => {
    const approval = await insert({ id: 8 });
    expect(approval.isMyTurn).toBe(false);
    expect(approval.isLate).toBe(false);
    expect(approval.deadlineMoment).toBe(undefined);
});

test("the deadline is UTC and read on the clock of the user", async () => {
    const approval = await insert(approvalData({ deadline: "2026-01-05 03:00:00" }));
    expect(approval.deadlineMoment.toFormat("yyyy-MM-dd HH:mm")).toBe("2026-01-05 10:00");
    expect(approval.isLate).toBe(false);
});

test("late from the moment of the deadline on", async () => {
    const approval = await insert(approvalData({ deadline: "2026-01-05 02:00:01" }));
    expect(approval.isLate).toBe(false);
    approval.update({ deadline: "2026-01-05 01:59:59" });
    expect(approval.isLate).toBe(true);
    approval.update({ deadline: false });
    expect(approval.isLate).toBe(false);
});
