import { defineHrModels } from "@hr/../tests/hr_test_helpers";

import {
    click,
    contains,
    dragenterFiles,
    dropFiles,
    inputFiles,
    insertText,
} from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { manuallyDispatchProgrammaticEvent, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import {
    asyncStep,
    defineModels,
    fields,
    MockServer,
    mockService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const ITEM = (name) => `.o_lakip_request_item:contains(${name})`;
const FILE = (name) => `.o_lakip_file:contains(${name})`;
const UPLOAD = (name) => `.o_lakip_upload:contains(${name})`;

const describeFile = (id, name) => ({
    id,
    name,
    mimetype: "text/csv",
    size: 2048,
    date: "2026-01-05 02:00:00",
    user: "Rizky",
});

class LakipRequest extends models.Model {
    _name = "lakip.request";

    state = fields.Selection({
        selection: [
            ["sent", "Sent"],
            ["submitted", "Handed In"],
        ],
    });
    can_fill = fields.Boolean();
    answered_count = fields.Integer();
    required_count = fields.Integer();
    upload_limits = fields.Json();
    workbook_result = fields.Html();
    return_points = fields.Json();
    item_ids = fields.One2many({ relation: "lakip.request.item", relation_field: "request_id" });

    _records = [
        {
            id: 1,
            state: "sent",
            can_fill: true,
            answered_count: 1,
            required_count: 2,
            upload_limits: { megabytes: 1, count: 20, accept: ".csv,.pdf" },
            return_points: [{ item_id: 12, name: "Foto", note: "Terlalu gelap" }],
            item_ids: [11, 12],
        },
    ];

    action_submit() {
        asyncStep("submit");
        return false;
    }
}

class LakipRequestItem extends models.Model {
    _name = "lakip.request.item";

    request_id = fields.Many2one({ relation: "lakip.request" });
    name = fields.Char();
    description = fields.Text();
    required = fields.Boolean();
    is_loose = fields.Boolean();
    is_workbook = fields.Boolean();
    is_answered = fields.Boolean();
    files = fields.Json();
    old_files = fields.Json();
    note = fields.Text();
    review = fields.Selection({
        selection: [
            ["ok", "In order"],
            ["not_ok", "Not in order"],
        ],
    });
    review_note = fields.Char();

    _records = [
        {
            id: 11,
            request_id: 1,
            name: "Realisasi",
            description: "Per triwulan",
            required: true,
            is_answered: true,
            files: [describeFile(71, "lama.csv")],
            old_files: [describeFile(70, "awal.csv")],
        },
        {
            id: 12,
            request_id: 1,
            name: "Foto",
            required: true,
            review: "not_ok",
            review_note: "Terlalu gelap",
            files: [],
            old_files: [],
        },
    ];
}

const ARCH = `
    <form js_class="lakip_request_page">
        <field name="state" invisible="1"/>
        <field name="can_fill" invisible="1"/>
        <field name="required_count" invisible="1"/>
        <field name="upload_limits" invisible="1"/>
        <field name="workbook_result" invisible="1"/>
        <sheet>
            <field name="return_points" widget="lakip_return_points"/>
            <field name="item_ids" widget="lakip_request_items" readonly="not can_fill"
                options="{'limits': 'upload_limits', 'workbook': 'workbook_result'}">
                <list>
                    <field name="name"/><field name="description"/><field name="required"/>
                    <field name="is_loose"/><field name="is_workbook"/><field name="is_answered"/>
                    <field name="files"/><field name="old_files"/><field name="note"/>
                    <field name="review"/><field name="review_note"/>
                </list>
            </field>
            <field name="answered_count" widget="lakip_request_progress"
                options="{'total': 'required_count'}"/>
            <button name="action_submit" type="object" string="Hand In"/>
        </sheet>
    </form>`;

/** What the browser sends, one after the other; the tests answer in the server's stead. */
let sent;

class FakeXhr extends EventTarget {
    upload = new EventTarget();
    status = 200;

    progress(loaded, total) {
        this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded, total }));
    }

    answer(content, status = 200) {
        this.status = status;
        this.response = typeof content === "string" ? content : JSON.stringify(content);
        this.dispatchEvent(new Event("load"));
    }

    fail() {
        this.dispatchEvent(new Event("error"));
    }

    abort() {
        asyncStep("aborted");
        this.dispatchEvent(new Event("abort"));
    }
}

/** Leave a field that was typed into. */
async function leave(selector) {
    manuallyDispatchProgrammaticEvent(queryFirst(selector), "change");
    await animationFrame();
}

const makeFile = (name, content = "a,b") => new File([content], name, { type: "text/csv" });

/** Open the page of the request. */
async function openPage() {
    const view = { type: "form", resModel: "lakip.request", resId: 1, arch: ARCH };
    const page = await mountView(view);
    await contains(".o_lakip_request_item", { count: 3 });
    return page;
}

/** Wait until a file is being sent; return what was sent of it. */
async function waitForSent(name) {
    await contains(`${UPLOAD(name)}[data-state='uploading']`);
    return sent.at(-1);
}

/** The server keeps a file of `itemId`, and says so. */
function keep({ xhr }, itemId, id, name) {
    const items = MockServer.env["lakip.request.item"];
    const [item] = items.browse([itemId]);
    items.write([itemId], {
        files: [...item.files, describeFile(id, name)],
        is_answered: true,
    });
    xhr.answer({ file: id });
}

defineHrModels();
defineModels([LakipRequest, LakipRequestItem]);

beforeEach(() => {
    sent = [];
    mockService("file_upload", {
        upload(route, files, { buildFormData }) {
            const data = new FormData();
            buildFormData(data);
            const xhr = new FakeXhr();
            sent.push({
                route,
                names: files.map(({ name }) => name),
                itemId: data.get("item_id"),
                replacedId: data.get("replaced_id"),
                xhr,
            });
            return { xhr };
        },
    });
});

// ---------------------------------------------------------------------------
// What is asked
// ---------------------------------------------------------------------------

test("each thing asked says in words how it stands, and has a place for files", async () => {
    await openPage();
    await contains(`${ITEM("Realisasi")} h3`, { text: "Realisasi" });
    await contains(`${ITEM("Realisasi")} .o_lakip_item_status`, { text: "There" });
    await contains(`${ITEM("Realisasi")} ${FILE("lama.csv")}:contains("2 KB")`);
    await click(`${ITEM("Realisasi")} summary`);
    await contains(`${ITEM("Realisasi")} .o_lakip_old_file:contains("awal.csv")`);
    await contains(`${ITEM("Foto")} .o_lakip_item_status`, { text: "Not in order" });
    await contains(`${ITEM("Foto")} .alert:contains("Terlalu gelap")`);
    await contains(`${ITEM("Other files")} .o_lakip_item_status`, { text: "If any" });
    await contains(".o_lakip_request_progress_text", { text: "1 of 2 required items are there" });
    await contains(".o_lakip_request_progress [role=progressbar][aria-valuenow='50']");
});

test("by keyboard: the input of each place has a name and can be reached", async () => {
    await openPage();
    const input = queryFirst(`${ITEM("Foto")} .o_lakip_file_input`);
    expect(input).toHaveAttribute("aria-label", "Choose files for: Foto");
    expect(input).toHaveAttribute("accept", ".csv,.pdf");
    input.focus();
    expect(document.activeElement).toBe(input);
    const camera = queryFirst(`${ITEM("Foto")} .o_lakip_camera input`);
    expect(camera).toHaveAttribute("capture", "environment");
});

test("a remark leads to its item", async () => {
    await openPage();
    await click(".o_lakip_return_points button", { text: "Foto" });
    expect(document.activeElement).toBe(queryFirst(`${ITEM("Foto")} h3`));
});

test("when it is not my turn, nothing can be changed, and a dropped file is not lost silently", async () => {
    patchWithCleanup(LakipRequest._records[0], { can_fill: false });
    await mountView({ type: "form", resModel: "lakip.request", resId: 1, arch: ARCH });
    await contains(".o_lakip_request_item", { count: 2 });
    expect(".o_lakip_request_items :is(input, textarea, button)").toHaveCount(0);
    await dropFiles(ITEM("Foto"), [makeFile("baru.csv")]);
    await contains('.o_notification:contains("Nothing can be added now")');
    expect(sent).toEqual([]);
});

// ---------------------------------------------------------------------------
// Files
// ---------------------------------------------------------------------------

test("two files at once: one after the other, each with its progress", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("a.csv"), makeFile("b.csv")]);
    const first = await waitForSent("a.csv");
    expect(first.route).toBe("/lakip/request/1/file");
    expect([first.names, first.itemId, first.replacedId]).toEqual([["a.csv"], "12", ""]);
    await contains(`${UPLOAD("b.csv")}[data-state='waiting']:contains("Waiting for the file before it")`);
    await contains('.o_lakip_request_progress:contains("On their way: 2 files")');
    first.xhr.progress(45, 100);
    await contains(`${UPLOAD("a.csv")} [role=progressbar][aria-valuenow='45']`);
    await contains(`${UPLOAD("a.csv")}:contains("45 percent sent")`);
    first.xhr.progress(100, 100);
    await contains(`${UPLOAD("a.csv")}:contains("Sent, is being checked")`);
    keep(first, 12, 81, "a.csv");
    await contains(`${ITEM("Foto")} ${FILE("a.csv")}`);
    await contains("[role=status]", { text: "a.csv is there." });
    const second = await waitForSent("b.csv");
    expect(sent).toHaveLength(2);
    keep(second, 12, 82, "b.csv");
    await contains(`${ITEM("Foto")} ${FILE("b.csv")}`);
    await contains(".o_lakip_upload", { count: 0 });
    await contains(`${ITEM("Foto")} .o_lakip_file`, { count: 2 });
});

test("a refusal stays at its file, in words, and the others go on", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("x.pdf"), makeFile("b.csv")]);
    const first = await waitForSent("x.pdf");
    first.xhr.answer({ refusal: "'x.pdf' is damaged or was cut off." });
    await contains(`${UPLOAD("x.pdf")}[data-state='refused'] [role=alert]:contains("'x.pdf' is damaged or was cut off.")`);
    keep(await waitForSent("b.csv"), 12, 82, "b.csv");
    await contains(`${ITEM("Foto")} ${FILE("b.csv")}`);
    await contains(UPLOAD("x.pdf"));
    await inputFiles(`${UPLOAD("x.pdf")} input`, [makeFile("y.pdf")]);
    await contains(UPLOAD("x.pdf"), { count: 0 });
    keep(await waitForSent("y.pdf"), 12, 83, "y.pdf");
    await contains(`${ITEM("Foto")} ${FILE("y.pdf")}`);
});

test("a lost connection: the file is kept and tried again", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("a.csv")]);
    (await waitForSent("a.csv")).xhr.fail();
    await contains(`${UPLOAD("a.csv")}[data-state='failed'] [role=alert]:contains("The connection was lost. The file is kept here: try again.")`);
    await click(`${UPLOAD("a.csv")} button[name=retry_upload]`);
    const again = await waitForSent("a.csv");
    expect(sent).toHaveLength(2);
    expect(again.names).toEqual(["a.csv"]);
    keep(again, 12, 81, "a.csv");
    await contains(`${ITEM("Foto")} ${FILE("a.csv")}`);
});

test("a page instead of an answer, and a server that takes no more", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("a.csv"), makeFile("b.csv")]);
    (await waitForSent("a.csv")).xhr.answer("<html>Log in</html>");
    await contains(`${UPLOAD("a.csv")}[data-state='failed']:contains("sign in once more")`);
    (await waitForSent("b.csv")).xhr.answer("", 413);
    await contains(`${UPLOAD("b.csv")}[data-state='refused']:contains("too large")`);
});

test("a file above the limit is not even sent", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [
        makeFile("besar.csv", "x".repeat(1024 * 1024 + 1)),
    ]);
    await contains(`${UPLOAD("besar.csv")}[data-state='refused']:contains("'besar.csv' is too large: 1.0 MB, and 1 MB at most are allowed.")`);
    expect(sent).toEqual([]);
});

test("a file that is being sent can be stopped", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("a.csv"), makeFile("b.csv")]);
    await waitForSent("a.csv");
    await click(`${UPLOAD("a.csv")} button[name=dismiss_upload]`);
    await waitForSteps(["aborted"]);
    await contains(UPLOAD("a.csv"), { count: 0 });
    await waitForSent("b.csv");
});

test("dropped on an item, a file belongs to it", async () => {
    await openPage();
    await dragenterFiles(`${ITEM("Realisasi")} .o_lakip_dropzone`, [makeFile("a.csv")]);
    await contains(`${ITEM("Realisasi")}.o_lakip_target:contains("Let go here")`);
    await contains(".o_lakip_drag_hint");
    await dropFiles(`${ITEM("Realisasi")} .o_lakip_dropzone`, [makeFile("a.csv")]);
    await contains(".o_lakip_drag_hint", { count: 0 });
    expect((await waitForSent("a.csv")).itemId).toBe("11");
});

test("dropped beside the items, it is asked what the files belong to", async () => {
    await openPage();
    await dropFiles(".o_lakip_request_progress", [makeFile("a.csv"), makeFile("b.csv")]);
    await contains(".modal .o_lakip_dropped", { text: "a.csv, b.csv" });
    await contains(".modal .o_lakip_place", { count: 3 });
    expect(sent).toEqual([]);
    await click(".modal .o_lakip_place", { text: "Other files" });
    await contains(".modal", { count: 0 });
    expect((await waitForSent("a.csv")).itemId).toBe("");
    await contains(`${ITEM("Other files")} ${UPLOAD("b.csv")}`);
});

test("a file is replaced, removed and put back", async () => {
    onRpc("lakip.request.item", "write", ({ args }) => {
        asyncStep(args);
        return true;
    });
    await openPage();
    await inputFiles(`${FILE("lama.csv")} input`, [makeFile("baru.csv")]);
    const upload = await waitForSent("baru.csv");
    expect([upload.itemId, upload.replacedId]).toEqual(["11", "71"]);
    await click(`${FILE("lama.csv")} button[name=remove_file]`);
    await waitForSteps([[[11], { attachment_ids: [[3, 71, false]] }]]);
    await contains("[role=status]", {
        text: "lama.csv was removed. It is kept among the earlier files.",
    });
    expect(document.activeElement).toBe(queryFirst(`${ITEM("Realisasi")} h3`));
    await click(`${ITEM("Realisasi")} summary`);
    await click(".o_lakip_old_file button[name=restore_file]");
    await waitForSteps([[[11], { attachment_ids: [[4, 70, false]] }]]);
});

test("files go on while another page is open, and their end is told", async () => {
    const page = await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("a.csv"), makeFile("b.csv")]);
    const first = await waitForSent("a.csv");
    page.__owl__.destroy();
    keep(first, 12, 81, "a.csv");
    await contains(".o_notification:contains(a.csv):contains(The file is there.)");
    expect(sent).toHaveLength(2);
    sent[1].xhr.answer({ refusal: "'b.csv' is empty." });
    await contains(".o_notification:contains('b.csv' is empty.) button:contains(Open the Request)");
});

// ---------------------------------------------------------------------------
// Answers, and handing in
// ---------------------------------------------------------------------------

test("an answer in words is kept when its field is left", async () => {
    onRpc("lakip.request.item", "write", ({ args }) => {
        asyncStep(args);
    });
    await openPage();
    await insertText(`${ITEM("Foto")} textarea`, "Belum ada.");
    await leave(`${ITEM("Foto")} textarea`);
    await waitForSteps([[[12], { note: "Belum ada." }]]);
    await contains("[role=status]", { text: "Your answer is kept." });
    expect(`${ITEM("Foto")} textarea`).toHaveValue("Belum ada.");
});

test("what is being typed survives that a file arrives and that an answer is stored", async () => {
    const stored = new Deferred();
    onRpc("lakip.request.item", "write", async ({ args, parent }) => {
        if (args[1].note === "Belum") {
            asyncStep("Belum");
            await stored;
        }
        return parent();
    });
    await openPage();
    await inputFiles(`${ITEM("Realisasi")} .o_lakip_file_input`, [makeFile("a.csv")]);
    const upload = await waitForSent("a.csv");
    await insertText(`${ITEM("Foto")} textarea`, "Belum");
    keep(upload, 11, 81, "a.csv");
    await contains(FILE("a.csv"));
    expect(`${ITEM("Foto")} textarea`).toHaveValue("Belum");
    await leave(`${ITEM("Foto")} textarea`);
    await waitForSteps(["Belum"]);
    await insertText(`${ITEM("Foto")} textarea`, " ada");
    stored.resolve();
    await contains("[role=status]", { text: "Your answer is kept." });
    expect(`${ITEM("Foto")} textarea`).toHaveValue("Belum ada");
});

test("what is typed is kept before it is handed in", async () => {
    onRpc("lakip.request.item", "write", ({ args }) => {
        asyncStep(args[1].note);
    });
    await openPage();
    await insertText(`${ITEM("Foto")} textarea`, "Belum ada.");
    queryFirst("button[name=action_submit]").click();
    await waitForSteps(["Belum ada.", "submit"]);
});

test("nothing is handed in while a file is on its way", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("a.csv")]);
    const upload = await waitForSent("a.csv");
    await click("button[name=action_submit]");
    await contains('.o_notification:contains("Files are still on their way.")');
    keep(upload, 12, 81, "a.csv");
    await contains(FILE("a.csv"));
    await click("button[name=action_submit]");
    await waitForSteps(["submit"]);
});

test("a file that was refused: it is asked before handing in without it", async () => {
    await openPage();
    await inputFiles(`${ITEM("Foto")} .o_lakip_file_input`, [makeFile("x.pdf")]);
    (await waitForSent("x.pdf")).xhr.answer({ refusal: "'x.pdf' is empty." });
    await contains(`${UPLOAD("x.pdf")}[data-state='refused']`);
    await click("button[name=action_submit]");
    await contains('.modal:contains("They are not there yet: x.pdf")');
    await click(".modal button", { text: "Back to the Page" });
    await contains(".modal", { count: 0 });
    await contains(UPLOAD("x.pdf"));
    await click("button[name=action_submit]");
    await click(".modal button", { text: "Hand In Without Them" });
    await waitForSteps(["submit"]);
    await contains(UPLOAD("x.pdf"), { count: 0 });
});
