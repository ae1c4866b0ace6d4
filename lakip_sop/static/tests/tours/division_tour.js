import { addTour, attach, fitsScreen, makePhoto, press, type } from "./steps";

/** The card of an item, by what is asked. */
const card = (name) =>
    `.o_field_widget[name=item_ids] .o_kanban_record:has(.fw-bold:contains(${name}))`;

/** Open an item, answer it with a note or files, and close it. */
function answer(name, steps) {
    return [
        { content: `open ${name}`, trigger: `${card(name)} a.oe_kanban_action`, run: "click" },
        { trigger: ".modal .o_field_widget[name=note] textarea" },
        ...steps,
        {
            content: "keep it",
            trigger: ".modal .o_form_button_save:enabled, .modal .modal-footer .btn-primary",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ];
}

/** Write the answer in words. */
const note = (text) => type("note", text, ".modal");

/** On a phone: files and answers for what is asked, then hand in. */
addTour("lakip_sop.division_staff_hands_in", {
    steps: () => [
        {
            content: "what is asked of my division",
            trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
            run: "click",
        },
        {
            content: "it can be handed in",
            trigger: ".o_form_view .o_statusbar_buttons button[name=action_submit]",
        },
        fitsScreen(".o_form_view .o_content"),
        ...answer("Realisasi indikator", [
            attach(".modal .o_field_widget[name=attachment_ids]", () => [
                new File(["Indikator,Target,Realisasi\nLayanan daring,85,87.5\n"], "realisasi.csv", {
                    type: "text/csv",
                }),
            ]),
            { trigger: ".modal .o_attachment:contains(realisasi.csv)" },
        ]),
        ...answer("Realisasi anggaran", [note("Pagu 100 juta, realisasi 98 juta.")]),
        ...answer("Program dan kegiatan", [note("Dua kegiatan, keduanya selesai.")]),
        ...answer("Hambatan dan solusi", [note("Tidak ada hambatan.")]),
        ...answer("Dokumentasi", [
            attach(".modal .o_field_widget[name=attachment_ids]", async () => [
                await makePhoto("kegiatan.jpg"),
            ]),
            { trigger: ".modal .o_attachment:contains(kegiatan.jpg)" },
        ]),
        // People press twice when they are in a hurry.
        press("action_submit", "dblclick"),
        {
            content: "it is handed in: nothing can be changed any more",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_submit])):not(:has(a.oe_kanban_action:visible))",
        },
    ],
});
