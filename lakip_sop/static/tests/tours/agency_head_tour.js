import { addTour, drawSignature, fitsScreen, press, signWithPassword } from "./steps";

/** On a phone: the version, then the signature. */
addTour("lakip_sop.agency_head_sign", {
    steps: () => [
        {
            content: "what waits for me",
            trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
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
