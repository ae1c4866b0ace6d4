import { addTour, onState, press } from "./steps";

/** A writer opens a chapter, types, inserts a figure with one click, and marks it as done. */
addTour("lakip_sop.writer_writes_chapter", {
    steps: () => [
        {
            content: "open the chapter",
            // A phone shows cards.
            trigger:
                ".o_data_cell[name=title]:contains(IKHTISAR EKSEKUTIF), .o_kanban_record:contains(IKHTISAR EKSEKUTIF)",
            run: "click",
        },
        onState("empty"),
        {
            content: "write",
            trigger: ".o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Laporan tahun:",
        },
        {
            content: "insert the year by a click",
            trigger: ".o_lakip_placeholder[data-name=tahun]",
            run: "click",
        },
        {
            content: "it stands in the text",
            trigger: ".o_field_widget[name=body] .odoo-editor-editable:contains([tahun])",
        },
        {
            content: "look for another figure",
            trigger: ".o_lakip_placeholders input",
            run: "edit berikutnya",
        },
        {
            content: "one is found; it goes where the cursor stood",
            trigger: ".o_lakip_placeholder[data-name='tahun berikutnya']",
            run: "click",
        },
        {
            content: "both stand in the text",
            trigger:
                ".o_field_widget[name=body] .odoo-editor-editable:contains(Laporan tahun:[tahun][tahun berikutnya])",
        },
        {
            content: "save",
            trigger: ".o_form_button_save:visible",
            run: "click",
        },
        onState("draft"),
        {
            content: "as it is printed",
            trigger: ".o_notebook_headers a[name=preview]",
            run: "click",
        },
        {
            content: "with the figures of today",
            trigger: ".o_field_widget[name=preview]:contains(Laporan tahun:20262027)",
        },
        press("action_done"),
        onState("done"),
        { content: "back to the text", trigger: ".o_notebook_headers a[name=text]", run: "click" },
        {
            content: "what is done is not written in",
            trigger: ".o_field_widget[name=body]:not(:has(.odoo-editor-editable)):contains([tahun])",
        },
    ],
});
