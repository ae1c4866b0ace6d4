import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What the team found not in order, each with the way to its item on the page. */
export class ReturnPointsField extends Component {
    static template = "lakip_sop.ReturnPointsField";
    static props = { ...standardFieldProps };

    get points() {
        return this.props.record.data[this.props.name] || [];
    }

    onGo(point) {
        const title = document.getElementById(`lakip_item_${point.item_id}`);
        title?.closest(".o_lakip_request_item").scrollIntoView({ block: "center" });
        title?.focus({ preventScroll: true });
    }
}

registry.category("fields").add("lakip_return_points", {
    component: ReturnPointsField,
    supportedTypes: ["json"],
});
