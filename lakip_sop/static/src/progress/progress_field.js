import { Component, onWillRender, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Where a work stands that the server does outside the request, with the link to its result. */
export class ProgressField extends Component {
    static template = "lakip_sop.ProgressField";
    static props = { ...standardFieldProps };

    setup() {
        this.service = useService("lakip_progress");
        this.works = useState(this.service.works);
        onWillRender(() => {
            const { value } = this;
            // What was loaded is the newest only where nothing was heard since.
            if (value && value !== this.watched) {
                this.watched = value;
                this.service.watch(value);
            }
        });
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get progress() {
        const { value } = this;
        return value && (this.works[`${value.model},${value.id}`] || value);
    }

    get label() {
        return {
            waiting: _t("Waiting"),
            working: _t("Being made"),
            failed: _t("No PDF"),
        }[this.progress.state];
    }
}

registry.category("fields").add("lakip_progress", {
    component: ProgressField,
    supportedTypes: ["json"],
});
