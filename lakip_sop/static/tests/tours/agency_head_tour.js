import {
    addTour,
    drawSignature,
    fitsScreen,
    homeWork,
    press,
    signWithPassword,
} from "./steps";

/** On a phone: the app opens on the one thing to do; the version, then the signature. */
addTour("lakip_sop.agency_head_sign", {
    steps: () => [
        fitsScreen(".o_lakip_home_works"),
        { content: "one button", trigger: `${homeWork(11)} button[name=action_approve]:enabled` },
        {
            content: "what waits for me",
            trigger: `${homeWork(11)} .o_lakip_home_title`,
            run: "click",
        },
        fitsScreen(".o_form_view .o_content"),
        { content: "the version to decide on", trigger: ".o_field_widget[name=report_id]" },
        press("action_approve"),
        drawSignature(),
        fitsScreen(".modal .modal-content"),
        ...signWithPassword(),
        {
            content: "nothing is left to decide",
            trigger: ".o_form_view:not(:has(button[name=action_approve]:visible))",
        },
    ],
});
