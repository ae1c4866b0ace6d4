import {
    addTour,
    completeOnPage,
    generateReport,
    giveReason,
    goOn,
    holdMeeting,
    onState,
    openApp,
    openPage,
    openSopPage,
    press,
    pressOnPage,
    seeMyTurn,
    seeState,
} from "./steps";

/** In the Corrections of the row: answer the open point and mark it as resolved. */
function resolvePoint(answer) {
    return [
        openPage("corrections"),
        {
            content: "open the point",
            trigger:
                ".o_field_widget[name=cycle_correction_ids] .o_data_row:has(button[name=action_resolve]) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "say what was done",
            trigger: ".o_form_view .o_field_widget[name=answer] textarea",
            run: `edit ${answer}`,
        },
        press("action_resolve"),
        onState("resolved"),
        { content: "back to the row", trigger: ".o_breadcrumb .o_back_button", run: "click" },
        { trigger: ".o_notebook_headers a[name=corrections]" },
    ];
}

/** From a row of the kind 'collection' to the list of its requests. */
function openRequests() {
    return [
        {
            content: "go to the requests",
            trigger: ".o_lakip_blockers button[name=action_open_requests]",
            run: "click",
        },
    ];
}

addTour("lakip_sop.team_meeting_and_requests", {
    steps: () => [
        ...openApp(),
        ...goOn(3, "meeting"),
        ...holdMeeting("Rapat dibuka oleh Sekretaris."),
        ...completeOnPage(3),
        // The next row is the team's as well.
        ...goOn(4, "requests"),
        openPage("requests"),
        {
            content: "send the Nota Dinas to both",
            trigger: "button[name=action_send_requests]",
            run: "click",
        },
        {
            content: "no draft is left",
            trigger:
                ".o_field_widget[name=request_ids]:not(:has(.text-bg-muted)) .o_data_row:eq(1)",
        },
        {
            content: "one division has no data this year",
            trigger:
                ".o_field_widget[name=request_ids] .o_data_row:contains(Informasi Publik) .o_data_cell[name=department_id]",
            run: "click",
        },
        onState("sent"),
        press("action_waive"),
        ...giveReason("Tidak ada kegiatan tahun ini."),
        onState("waived"),
    ],
});

addTour("lakip_sop.team_accept_and_draft", {
    steps: () => [
        ...openApp(),
        ...goOn(4, "requests"),
        ...openRequests(),
        {
            content: "what was handed in",
            trigger: ".o_kanban_view .o_kanban_record:contains(Aplikasi)",
            run: "click",
        },
        onState("submitted"),
        { content: "the file is there", trigger: ".o_form_view :contains(realisasi.csv)" },
        press("action_accept"),
        onState("accepted"),
        // Nothing is missing any more: the row is completed right on the page.
        ...openSopPage(),
        seeMyTurn(4),
        pressOnPage(4, "action_complete"),
        seeState(4, "done"),
        ...goOn(5, "draft"),
        ...generateReport(1),
        ...completeOnPage(5),
    ],
});

addTour("lakip_sop.team_discussion_and_revision", {
    steps: () => [
        ...openApp(),
        ...goOn(7, "meeting"),
        ...holdMeeting("Draf dibahas bab demi bab."),
        openPage("points"),
        {
            content: "a new point",
            trigger:
                ".o_field_widget[name=meeting_correction_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "which chapter",
            trigger: ".o_selected_row .o_field_widget[name=section] input",
            run: "edit BAB III",
        },
        {
            content: "what to correct",
            trigger: ".o_selected_row .o_field_widget[name=name] textarea",
            run: "edit Lengkapi analisis efisiensi.",
        },
        ...completeOnPage(7),
        ...goOn(8, "corrections"),
        ...resolvePoint("Analisis ditambahkan."),
        ...generateReport(2),
        ...completeOnPage(8),
    ],
});

addTour("lakip_sop.team_revision", {
    steps: () => [
        ...openApp(),
        ...goOn(8, "corrections"),
        ...resolvePoint("Tabel 3.2 dilengkapi."),
        ...generateReport(3),
        ...completeOnPage(8),
    ],
});
