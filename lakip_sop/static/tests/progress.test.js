import { SLOW } from "@lakip_sop/progress/slow_button_service";

import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import { click, contains, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, Deferred } from "@odoo/hoot-mock";

import {
    asyncStep,
    getService,
    mockService,
    onRpc,
    patchWithCleanup,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineHrModels();

const finished = (params) => ({
    type: "ir.actions.client",
    tag: "lakip_finished",
    params: {
        title: "LAKIP 2026",
        message: "Version 2 is there.",
        link: "Open the File",
        ...params,
    },
});
const BUTTON = "/web/dataset/call_button/lakip.step/action_generate_document";

test("what is done is said, with a link that opens the file", async () => {
    patchWithCleanup(browser, { open: (...args) => asyncStep(args) });
    await start();
    await getService("action").doAction(finished({ url: "/web/content/7" }));
    await contains(".o_notification.o_lakip_finished:contains(Version 2 is there.)");
    await click(".o_lakip_finished button", { text: "Open the File" });
    await waitForSteps([["/web/content/7", "_blank"]]);
    await contains(".o_lakip_finished", { count: 0 });
});

test("or a link that opens a list", async () => {
    await start();
    const action = getService("action");
    const { doAction } = action;
    patchWithCleanup(action, {
        doAction(request, options) {
            if (request.tag === "lakip_finished") {
                return doAction(request, options);
            }
            asyncStep(request.res_model);
        },
    });
    await action.doAction(finished({ action: { res_model: "resource.calendar.leaves" } }));
    await click(".o_lakip_finished button", { text: "Open the File" });
    await waitForSteps(["resource.calendar.leaves"]);
});

test("a button that takes long says so until the server answers, and its end is told", async () => {
    const answer = new Deferred();
    onRpc(BUTTON, () => answer);
    await start();
    const call = rpc(BUTTON, {});
    await advanceTime(SLOW - 100);
    expect(".o_lakip_slow_button").toHaveCount(0);
    await advanceTime(200);
    await contains(".o_lakip_slow_button:contains(You can go on with other work.)");
    answer.resolve(finished({ url: "/web/content/7" }));
    const result = await call;
    await contains(".o_lakip_slow_button", { count: 0 });
    await contains(".o_lakip_finished", { count: 1 });
    // The web client hands on what the button returned, unless another page was opened.
    await getService("action").doAction(result);
    await contains(".o_lakip_finished", { count: 1 });
});

test("a quick button, and one of another app, say nothing of themselves", async () => {
    const answer = new Deferred();
    onRpc(BUTTON, () => true);
    onRpc("/web/dataset/call_button/res.partner/action_x", () => answer);
    await start();
    await rpc(BUTTON, {});
    const call = rpc("/web/dataset/call_button/res.partner/action_x", {});
    await advanceTime(2 * SLOW);
    expect(".o_lakip_slow_button").toHaveCount(0);
    answer.resolve(true);
    await call;
    expect(".o_lakip_finished").toHaveCount(0);
});

test("a button that fails after a while: the notice goes", async () => {
    const answer = new Deferred();
    onRpc(BUTTON, () => answer);
    await start();
    const call = rpc(BUTTON, {}).catch(() => asyncStep("failed"));
    await advanceTime(2 * SLOW);
    await contains(".o_lakip_slow_button");
    answer.reject(new Error("No"));
    await call;
    await waitForSteps(["failed"]);
    await contains(".o_lakip_slow_button", { count: 0 });
});

test("a PDF that is ready while another page is open", async () => {
    mockService("bus_service", { start() {}, subscribe() {}, addChannel() {} });
    await start();
    getService("lakip_progress").follow({
        model: "lakip.document.pdf",
        id: 3,
        state: "done",
        title: "LAKIP",
        message: "The PDF is ready.",
        url: "/web/content/9",
        link: "Open the PDF",
    });
    await contains(".o_lakip_progress_done button", { text: "Open the PDF" });
});
