import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { normalizedMatch } from "@web/core/l10n/utils/normalize";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { INSERT_TEXT } from "./section_body_field";

/** More than this nobody reads through: typing a part of the name finds the rest. */
const MOST_SHOWN = 60;

/**
 * What can stand in brackets in the text beside it, with today's values; a click types it there.
 *
 * The value is a list of `{title, items: [{name, label, value}]}`. The option `can_insert` names a
 * field: a click does something while it is set.
 */
export class PlaceholdersField extends Component {
    static template = "lakip_sop.PlaceholdersField";
    static props = {
        ...standardFieldProps,
        canInsertField: { type: String, optional: true },
    };

    setup() {
        this.state = useState({ sought: "" });
    }

    get canInsert() {
        const { canInsertField, record } = this.props;
        return !canInsertField || Boolean(record.data[canInsertField]);
    }

    /** The groups with what matches what is sought, and how many more there are. */
    get found() {
        const { sought } = this.state;
        const groups = [];
        let shown = 0;
        let more = 0;
        for (const group of this.props.record.data[this.props.name] || []) {
            const items = group.items.filter(
                ({ name }) => !sought || normalizedMatch(name, sought).match
            );
            const fitting = items.slice(0, Math.max(MOST_SHOWN - shown, 0));
            shown += fitting.length;
            more += items.length - fitting.length;
            if (fitting.length) {
                groups.push({ title: group.title, items: fitting });
            }
        }
        return { groups, more };
    }

    onInsert(item) {
        this.props.record.model.bus.trigger(INSERT_TEXT, { text: `[${item.name}]` });
    }
}

export const placeholdersField = {
    component: PlaceholdersField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ canInsertField: options.can_insert }),
};

registry.category("fields").add("lakip_placeholders", placeholdersField);
