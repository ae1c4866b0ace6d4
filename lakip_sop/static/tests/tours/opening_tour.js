import { rpcBus } from "@web/core/network/rpc";

import { addTour } from "./steps";

/** What a person pays for each cycle that is opened, once the views are known. */
const MOST_CALLS = 3;

const calls = [];

function open(place) {
    return [
        {
            content: "a cycle",
            trigger: `.o_kanban_view .o_kanban_record:not(.o_kanban_ghost):eq(${place})`,
            run: "click",
        },
        { content: "its SOP page", trigger: ".o_form_view .o_sop_flow_live .o_sop_flow_row" },
        {
            content: "and what was said",
            trigger: ".o_form_view .o-mail-Chatter .o-mail-Message",
        },
    ];
}

addTour("lakip_sop.opening_calls", {
    steps: () => [
        ...open(0),
        { trigger: ".o_breadcrumb .o_back_button", run: "click" },
        {
            content: "count from here",
            trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
            async run() {
                // What the first one has started is over.
                await new Promise((resolve) => setTimeout(resolve, 1000));
                rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => calls.push(detail.url));
            },
        },
        ...open(1),
        {
            content: "few calls",
            trigger: ".o_form_view .o_sop_flow_live",
            async run() {
                await new Promise((resolve) => setTimeout(resolve, 1000));
                if (!calls.length || calls.length > MOST_CALLS) {
                    throw new Error(`${calls.length} calls: ${calls.join(", ")}`);
                }
            },
        },
    ],
});
