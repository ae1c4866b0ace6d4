import { Component, markRaw, status, toRaw, useState, xml } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { useFlowNews } from "./flow_service";
import { SopFlow } from "./sop_flow";

/**
 * The SOP page on the form of an SOP or a cycle.
 *
 * What is pressed are methods of `lakip.step`: the record is saved before them and read after them,
 * as by any button of the form. The page of a cycle follows what colleagues do.
 */
export class SopFlowField extends Component {
    static template = xml`
        <SopFlow t-if="state.data" data="state.data" t-props="callbacks" />
    `;
    static components = { SopFlow };
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ data: null });
        let read;
        useRecordObserver((record) => {
            const data = toRaw(record.data[this.props.name]);
            // What was asked for meanwhile is newer than what the record was read with.
            if (data !== read) {
                read = data;
                this.state.data = data ? markRaw(data) : null;
            }
        });
        const isCycle = this.props.record.resModel === "lakip.cycle";
        // The rows of an SOP lead nowhere.
        this.callbacks = isCycle
            ? {
                  onButton: (row, button) => this.call(row, button.method, button.confirm),
                  onBlocker: (row, blocker) => this.call(row, blocker.action),
                  onOpen: (row) => this.call(row, "action_open"),
              }
            : {};
        useFlowNews(
            () => (isCycle && this.props.record.resId ? [this.props.record.resId] : []),
            () => this.update()
        );
    }

    /**
     * Call a method of a row as the form's own buttons do.
     *
     * @param {{ id: number }} row
     * @param {string} name of the method
     * @param {string} [question] that is asked before
     */
    async call(row, name, question) {
        await this.env.onClickViewButton({
            clickParams: { type: "object", name, ...(question && { confirm: question }) },
            getResParams: () => ({
                resModel: "lakip.step",
                resId: row.id,
                resIds: [row.id],
                context: {},
            }),
        });
    }

    /** Show how things stand now. */
    async update() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
            return;
        }
        // What is being typed stays as it is, and so does the rest of the form until it is saved.
        const { resModel, resId } = record;
        const data = await this.env.services.orm.silent.call(resModel, "get_flow_data", [resId]);
        if (status(this) !== "destroyed" && this.props.record.resId === resId) {
            this.state.data = markRaw(data);
        }
    }
}

export const sopFlowField = {
    component: SopFlowField,
    displayName: "SOP page",
    supportedTypes: ["json"],
    additionalClasses: ["d-block", "w-100"],
    isEmpty: () => false,
};

registry.category("fields").add("lakip_sop_flow", sopFlowField);
