import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/**
 * A list whose rows open as a page of their own, with the buttons of their form.
 *
 * The dialog of a usual list saves its record through the parent, and has no chatter.
 */
export class RowListField extends X2ManyField {
    openRecord(record) {
        return this.switchToForm(record, {});
    }
}

export const rowListField = {
    ...x2ManyField,
    component: RowListField,
    additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
};

registry.category("fields").add("lakip_row_list", rowListField);
