import { Component, useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How many of the required items are there, and what is still on its way. */
export class RequestProgressField extends Component {
    static template = "lakip_sop.RequestProgressField";
    static props = { ...standardFieldProps, totalField: String };

    setup() {
        this.uploads = useState(useService("lakip_request_upload").uploads);
    }

    get total() {
        return this.props.record.data[this.props.totalField];
    }

    get count() {
        return this.props.record.data[this.props.name];
    }

    get isComplete() {
        return this.count >= this.total;
    }

    get percent() {
        return this.total ? Math.floor((this.count / this.total) * 100) : 100;
    }

    get text() {
        if (!this.total) {
            return _t("Nothing is required.");
        }
        const counts = { count: this.count, total: this.total };
        if (!this.isComplete) {
            return _t("%(count)s of %(total)s required items are there", counts);
        }
        return this.props.record.data.state === "returned"
            ? _t("All %(total)s required items are there. Have you seen to the remarks?", counts)
            : _t("All %(total)s required items are there: you can hand in.", counts);
    }

    get pendingText() {
        const pending = this.uploads.filter(
            ({ requestId, state }) =>
                requestId === this.props.record.resId &&
                (state === "waiting" || state === "uploading")
        );
        return pending.length ? _t("On their way: %s files", pending.length) : "";
    }
}

registry.category("fields").add("lakip_request_progress", {
    component: RequestProgressField,
    supportedTypes: ["integer"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ totalField: options.total }),
});
