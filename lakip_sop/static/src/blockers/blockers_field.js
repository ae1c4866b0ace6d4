import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * What a step still lacks: one sentence each, with a button to the cure where there is one.
 *
 * The value is a list of `{message, action}`; `action` names a public method of the record.
 * The option `can_act` names a field: the buttons are there while it is set.
 */
export class BlockersField extends Component {
    static template = "lakip_sop.BlockersField";
    static props = {
        ...standardFieldProps,
        canActField: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    get blockers() {
        return this.props.record.data[this.props.name] || [];
    }

    /** Whether the user may do something about it; the others only read what is missing. */
    get canAct() {
        const { canActField, record } = this.props;
        return !canActField || Boolean(record.data[canActField]);
    }

    async onGo(method) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: method,
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            onClose: () => record.load(),
        });
    }
}

export const blockersField = {
    component: BlockersField,
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ canActField: options.can_act }),
};

registry.category("fields").add("lakip_blockers", blockersField);
