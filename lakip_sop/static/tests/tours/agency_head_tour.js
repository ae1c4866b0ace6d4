import { registry } from "@web/core/registry";
import { approve, fitsScreen } from "./steps";

/** On a phone: the version, then the signature. */
registry.category("web_tour.tours").add("lakip_sop.agency_head_sign", {
    steps: () => [
        {
            content: "what waits for me",
            trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
            run: "click",
        },
        fitsScreen(".o_form_view .o_content"),
        ...approve(),
    ],
});
