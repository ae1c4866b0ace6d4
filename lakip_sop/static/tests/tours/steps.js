import { inputFiles } from "@web/../tests/utils";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { stepUtils } from "@web_tour/tour_utils";

/*
 * Steps that the tours share. Elements are found by the names of fields, buttons, pages and menus,
 * never by their texts: the tours hold in any language.
 */

/** How long a step waits for its element, in ms: a busy machine is slow, and nothing is wrong. */
const PATIENCE = 40000;

/** Register a tour whose steps are patient. */
export function addTour(name, { steps, ...tour }) {
    registry.category("web_tour.tours").add(name, {
        ...tour,
        steps: () => steps().map((step) => ({ timeout: PATIENCE, ...step })),
    });
}

/** Open the app from the menu of all apps; it opens on what the user has to do. */
export function openApp() {
    return stepUtils.goToAppSteps("lakip_sop.menu_lakip_root", "open LAKIP");
}

/** Open a menu of the app, below a menu of the bar if there is one. */
export function openMenu(xmlid, parent) {
    const steps = [
        {
            content: `open the menu ${xmlid}`,
            trigger: `.o_menu_sections [data-menu-xmlid='lakip_sop.${parent || xmlid}']`,
            run: "click",
        },
    ];
    if (parent) {
        steps.push({
            content: `choose ${xmlid}`,
            trigger: `.o-dropdown--menu [data-menu-xmlid='lakip_sop.${xmlid}']`,
            run: "click",
        });
    }
    return steps;
}

/** On the home of the app: what waits for the user, by its number in the SOP. */
export const homeWork = (number) => `.o_lakip_home_work[data-kind=step][data-number='${number}']`;

/** From the home of the app: the row that waits for the user, by its number in the SOP. */
export function openMyTurn(number, page) {
    return [
        {
            content: `row ${number} waits for me`,
            trigger: `${homeWork(number)} .o_lakip_home_title`,
            run: "click",
        },
        onState("active"),
        {
            content: `its form has the page ${page}`,
            trigger: `.o_form_view .o_notebook_headers a[name=${page}]`,
        },
    ];
}

/** On the SOP page: the row `number`; `what` narrows it, as a selector of what it has. */
export function row(number, what = "") {
    return `.o_sop_flow .o_sop_flow_row:has(.o_sop_flow_number:contains(/^${number}$/))${what}`;
}

/** From the menu of the app: the SOP page of the one cycle there is. */
export function openSopPage() {
    return [
        ...openMenu("menu_lakip_cycle"),
        {
            content: "the running cycle",
            trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
            run: "click",
        },
        {
            content: "the SOP as on paper",
            trigger: ".o_form_view .o_sop_flow_table",
        },
    ];
}

/** On the SOP page: it is the user's turn on the row `number`, and says so with its deadline. */
export function seeMyTurn(number) {
    return {
        content: `row ${number} says that it is my turn, who acts and until when`,
        trigger: row(
            number,
            `[aria-current=step]:has(.o_sop_flow_turn):has(.o_sop_flow_state_active):has(.o_sop_flow_people li):has(.o_sop_flow_deadline time[datetime]:contains(/\\d/)):has(.o_sop_flow_left:contains(/\\d/))`
        ),
    };
}

/** On the SOP page: the row `number` is in `state`, with its word. */
export function seeState(number, state) {
    return {
        content: `row ${number} is ${state}`,
        trigger: row(number, ` .o_sop_flow_state_${state}`),
    };
}

/** On the SOP page: press the one button of the row `number`. */
export function pressOnPage(number, method) {
    return {
        content: `the button of row ${number}`,
        trigger: row(number, ` .o_sop_flow_button[name=${method}]:enabled`),
        run: "click",
    };
}

/** From the SOP page to the row `number` that is the user's turn, by its button. */
export function goOn(number, page) {
    return [
        ...openSopPage(),
        seeMyTurn(number),
        pressOnPage(number, "action_open"),
        onState("active"),
        {
            content: `its form has the page ${page}`,
            trigger: `.o_form_view .o_notebook_headers a[name=${page}]`,
        },
    ];
}

/** Back from a row to the SOP page, and complete the row there. */
export function completeOnPage(number) {
    return [
        {
            content: "save and go back to the SOP page",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        { trigger: ".o_form_view .o_sop_flow_table" },
        pressOnPage(number, "action_complete"),
        seeState(number, "done"),
    ];
}

/** Press a button of the form's header; `how` may be a double click. */
export function press(name, how = "click") {
    return {
        content: `press ${name}`,
        trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
        run: how,
    };
}

/** The form shows that its record is in `state`. A phone shows the label of the state only. */
export function onState(state) {
    return {
        isActive: ["desktop"],
        content: `it is ${state}`,
        trigger: `.o_form_view .o_statusbar_status [data-value=${state}].o_arrow_button_current`,
    };
}

/** Press Complete and see that the row is done. */
export function complete() {
    return [press("action_complete"), onState("done")];
}

/** Agree in the dialog that asks whether one is sure. */
export function confirm() {
    return {
        content: "yes, I am sure",
        trigger: ".modal .modal-footer .btn-primary",
        run: "click",
    };
}

/** Give the reason that the wizard asks for. */
export function giveReason(reason) {
    return [
        {
            content: "write the reason",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: `edit ${reason}`,
        },
        {
            content: "confirm it",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ];
}

/** On the SOP page: give the paraf of the row `number` and see that it was taken. */
export function approveOnPage(number) {
    return [
        ...openSopPage(),
        seeMyTurn(number),
        pressOnPage(number, "action_approve"),
        confirm(),
        seeState(number, "done"),
        {
            content: "nothing is left to decide",
            trigger: `.o_sop_flow:not(:has(.o_sop_flow_button[name=action_approve]))`,
        },
    ];
}

/** In the window that asks for a signature: draw it with the pointer. */
export function drawSignature() {
    return {
        content: "draw the signature",
        trigger: ".modal .o_lakip_signature_pad canvas",
        run({ anchor }) {
            const { left, top, width, height } = anchor.getBoundingClientRect();
            const point = (type, x, y) =>
                anchor.dispatchEvent(
                    new PointerEvent(type, {
                        bubbles: true,
                        button: type === "pointermove" ? -1 : 0,
                        buttons: type === "pointerup" ? 0 : 1,
                        cancelable: true,
                        clientX: left + x * width,
                        clientY: top + y * height,
                        isPrimary: true,
                        pointerId: 1,
                        pointerType: "mouse",
                        pressure: 0.5,
                    })
                );
            point("pointerdown", 0.2, 0.7);
            for (let x = 0.2; x < 0.8; x += 0.02) {
                point("pointermove", x, 0.5 + 0.3 * Math.sin(20 * x));
            }
            point("pointerup", 0.8, 0.3);
        },
    };
}

/** Press Sign and give the password, which is the login in tests. */
export function signWithPassword() {
    return [
        {
            content: "sign",
            trigger: ".modal button[name=action_sign]:enabled",
            run: "click",
        },
        {
            content: "nothing is signed without a password",
            trigger: ".modal .o_field_widget[name=password] input",
            run: ({ edit }) => edit(user.login),
        },
        {
            content: "confirm it",
            trigger: ".modal button[name=run_check]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ];
}

/** All of an element is on the screen: nobody has to push it sideways to see its end. */
export function fitsScreen(trigger) {
    return {
        content: `${trigger} fits the screen`,
        trigger,
        run() {
            const right = Math.max(
                this.anchor.getBoundingClientRect().right,
                this.anchor.getBoundingClientRect().left + this.anchor.scrollWidth
            );
            if (right > window.innerWidth) {
                throw new Error(`${trigger} ends at ${right} of ${window.innerWidth} px`);
            }
        },
    };
}

/** Open a page of the notebook. */
export function openPage(name) {
    return {
        content: `open the page ${name}`,
        trigger: `.o_notebook_headers a[name=${name}]`,
        run: "click",
    };
}

/** Type into a field. */
export function type(field, text, root = ".o_form_view") {
    return {
        content: `fill ${field}`,
        trigger: `${root} .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

/** Choose a date of today in a date field. */
export function chooseToday(field) {
    return [
        {
            content: `open the calendar of ${field}`,
            trigger: `.o_field_widget[name=${field}] :is(input, button)`,
            run: "click",
        },
        { content: "today", trigger: ".o_date_item_cell.o_today", run: "click" },
    ];
}

/** Put files on the button of a field. `makeFiles` may be asynchronous. */
export function attach(root, makeFiles) {
    return {
        content: "add files",
        trigger: `${root} .o_attach`,
        async run() {
            await inputFiles(`${root} .o_input_file`, await makeFiles());
        },
    };
}

/** Note who came to the meeting and what was said. */
export function holdMeeting(minutes) {
    return [
        openPage("attendance"),
        {
            content: "all were present",
            trigger: "button[name=action_mark_all_present]",
            run: "click",
        },
        {
            content: "everybody is ticked",
            trigger:
                ".o_field_widget[name=attendance_ids]:not(:has(.o_data_row input[type=checkbox]:not(:checked)))",
        },
        openPage("minutes"),
        {
            content: "write the minutes",
            trigger: ".o_field_widget[name=minutes] .odoo-editor-editable",
            run: `editor ${minutes}`,
        },
    ];
}

/** Write the report from the data: a version appears. */
export function generateReport(version) {
    return [
        press("action_generate_document"),
        openPage("draft"),
        {
            content: `there is version ${version}`,
            trigger: `.o_field_widget[name=report_id]:contains(/ ${version}$/)`,
        },
    ];
}

/** A photo as a phone makes it. */
export async function makePhoto(name) {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 480;
    const context = canvas.getContext("2d");
    for (let x = 0; x < canvas.width; x += 16) {
        context.fillStyle = `hsl(${x}, 60%, 50%)`;
        context.fillRect(x, 0, 16, canvas.height);
    }
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    return new File([blob], name, { type: "image/jpeg" });
}
