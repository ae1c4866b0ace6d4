import { HtmlField, htmlField } from "@html_editor/fields/html_field";
import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";

/** Sent on the bus of the record's model: `{ text }` is to be typed where the cursor stands. */
export const INSERT_TEXT = "LAKIP_INSERT_TEXT";

/** Odoo's own editor, into which the list of placeholders beside it can type. */
export class SectionBodyField extends HtmlField {
    setup() {
        super.setup();
        useBus(this.props.record.model.bus, INSERT_TEXT, ({ detail }) =>
            this.insertText(detail.text)
        );
    }

    insertText(text) {
        if (this.props.readonly || !this.editor || this.state.showCodeView) {
            return;
        }
        const { editable, shared } = this.editor;
        if (shared.selection.getEditableSelection().anchorNode === editable) {
            // Nobody has put the cursor anywhere yet: go on at the end.
            shared.selection.setCursorEnd(editable.lastElementChild || editable);
        }
        shared.selection.focusEditable();
        shared.dom.insert(text);
        shared.history.addStep();
    }
}

export const sectionBodyField = { ...htmlField, component: SectionBodyField };

registry.category("fields").add("lakip_section_body", sectionBodyField);
