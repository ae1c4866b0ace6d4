import { Component } from "@odoo/owl";

/** The cycles of the user's companies: how far each is and whom it waits for. */
export class HomeCycles extends Component {
    static template = "lakip_sop.HomeCycles";
    static props = {
        cycles: Array,
        hasMore: Boolean,
        showCompany: Boolean,
        onOpen: Function,
        onAll: Function,
    };

    /** The class of the badge of a state. */
    badge(state) {
        return { running: "text-bg-info", done: "text-bg-success" }[state] || "text-bg-light";
    }
}
