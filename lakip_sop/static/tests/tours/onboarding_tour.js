import { addTour, onState, openApp, openMenu, press } from "./steps";

/** The most clicks from the app list to a started cycle, and those that the app list takes. */
const MOST_CLICKS = 40;
const CLICKS_IN_APP_LIST = 3;

let clicks = 0;
let begun = 0;

function countClicks() {
    clicks = CLICKS_IN_APP_LIST;
    begun = performance.now();
    document.addEventListener("click", () => clicks++, { capture: true });
}

const onStep = (key, rest = "") => `.o_lakip_onboarding [data-key=${key}]${rest}`;

/** Do a step by its wizard as it is proposed; `edits` are the steps in which more is filled in. */
function doStep(key, edits = []) {
    return [
        {
            content: `begin with ${key}`,
            trigger: `${onStep(key, "[data-state=open]")} button[name=open]:enabled`,
            run: "click",
        },
        ...edits,
        {
            content: `agree to what is proposed for ${key}`,
            trigger: ".modal button[name=action_apply]:enabled",
            run: "click",
        },
        { content: `${key} is done`, trigger: onStep(key, "[data-state=done]") },
        { trigger: "body:not(:has(.modal))" },
    ];
}

/** Write into a field of the wizard. */
function fill(field, text) {
    return {
        content: `fill ${field}`,
        trigger: `.modal .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

addTour("lakip_sop.administrator_first_hour", {
    steps: () => [
        { trigger: "body", run: countClicks },
        ...openApp(),
        ...openMenu("menu_lakip_setup", "menu_lakip_configuration"),
        {
            content: "nothing is done yet",
            trigger: ".o_lakip_onboarding [role=progressbar][aria-valuenow='0']",
        },
        ...doStep("worktime"),
        ...doStep("holidays"),
        ...doStep("divisions", [
            {
                content: "the departments of the agency are proposed",
                trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(3)",
            },
        ]),
        ...doStep("officers", [
            {
                content: "everybody is proposed, with a login",
                trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(3) .o_data_cell[name=login]:contains(@)",
            },
        ]),
        ...doStep("team"),
        ...doStep("letterhead", [
            fill("government", "PEMERINTAH PROVINSI UJI"),
            fill("address", "Jalan Uji 1"),
        ]),
        {
            content: "open the first cycle",
            trigger: `${onStep("cycle")} button[name=open]:enabled`,
            run: "click",
        },
        press("action_start"),
        onState("running"),
        {
            content: "few clicks and little time",
            trigger: ".o_form_view",
            run() {
                const seconds = Math.round((performance.now() - begun) / 1000);
                console.log(`first hour: ${clicks} clicks, ${seconds} s of the browser`);
                if (clicks > MOST_CLICKS) {
                    throw new Error(`${clicks} clicks are more than ${MOST_CLICKS}`);
                }
            },
        },
    ],
});

addTour("lakip_sop.administrator_skips_and_closes", {
    steps: () => [
        {
            content: "skip the holidays",
            trigger: `${onStep("holidays", "[data-state=open]")} button[name=skip]`,
            run: "click",
        },
        {
            content: "it can be taken up again",
            trigger: `${onStep("holidays", "[data-state=skipped]")} button[name=resume]`,
            run: "click",
        },
        { trigger: onStep("holidays", "[data-state=open]") },
        { content: "hide it", trigger: ".o_lakip_onboarding button[name=close]", run: "click" },
        {
            content: "this page shows it nevertheless",
            trigger: ".o_lakip_onboarding button[name=reopen]",
            run: "click",
        },
        { trigger: ".o_lakip_onboarding button[name=close]" },
        {
            content: "look at a step and leave it as it was",
            trigger: `${onStep("officers")} button[name=open]:enabled`,
            run: "click",
        },
        {
            trigger: ".modal .modal-footer button.o_form_button_cancel, .modal .modal-footer button[special=cancel]",
            run: "click",
        },
        { trigger: `body:not(:has(.modal)) ${onStep("officers", "[data-state=open]")}` },
    ],
});
