import { HtmlField, htmlField } from "@html_editor/fields/html_field";
import { status } from "@odoo/owl";
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

    async insertText(text) {
        // The click took the focus, so Odoo stores what was typed before. Would the text change
        // before that is done, the field would go back to what was stored.
        await this.commitChanges();
        await this.props.record.model.mutex.getUnlockedDef();
        if (status(this) === "destroyed" || this.props.readonly || !this.editor || this.state.showCodeView) {
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
