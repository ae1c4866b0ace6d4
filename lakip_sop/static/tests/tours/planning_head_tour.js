import {
    addTour,
    approveOnPage,
    attach,
    chooseToday,
    completeOnPage,
    fitsScreen,
    goOn,
    makePhoto,
    onState,
    openApp,
    openMenu,
    openPage,
    openSopPage,
    press,
    pressOnPage,
    row,
    seeMyTurn,
    seeState,
    type,
} from "./steps";

addTour("lakip_sop.planning_head_start", {
    steps: () => [
        ...openApp(),
        ...openMenu("menu_lakip_cycle"),
        {
            content: "a new cycle",
            trigger: ".o_kanban_view .o-kanban-button-new",
            run: "click",
        },
        {
            content: "it shows the SOP in force, without states",
            trigger: `.o_form_view .o_sop_flow:not(.o_sop_flow_live) .o_sop_flow_row:has(.o_sop_flow_number:contains(/^12$/))`,
        },
        openPage("divisions"),
        {
            content: "and both divisions",
            trigger: ".o_field_widget[name=department_ids] .o_tag:eq(1)",
        },
        press("action_start"),
        onState("running"),
        {
            content: "the first row waits for the secretary",
            trigger: ".o_field_widget[name=current_user_ids], .o_field_widget[name=progress_text]",
        },
        seeState(1, "active"),
        seeState(12, "waiting"),
        {
            content: "none of the rows is my turn",
            trigger: ".o_sop_flow_live:not(:has(.o_sop_flow_turn, .o_sop_flow_button))",
        },
    ],
});

addTour("lakip_sop.planning_head_decree", {
    steps: () => [
        ...openApp(),
        ...openSopPage(),
        fitsScreen(".o_field_widget[name=flow_data] .o_sop_flow"),
        seeMyTurn(2),
        {
            content: "it says what is missing",
            trigger: row(2, " .o_sop_flow_blocker"),
        },
        pressOnPage(2, "action_open"),
        { trigger: ".o_form_view .o_notebook_headers a[name=decree]" },
        onState("active"),
        {
            content: "a new line of the team",
            trigger: ".o_field_widget[name=member_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "name the member",
            trigger: ".o_selected_row .o_field_widget[name=employee_id] input",
            run: "edit Anggota",
        },
        {
            content: "choose the member",
            trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a:contains(Anggota)",
            run: "click",
        },
        {
            content: "the position",
            trigger: ".o_selected_row .o_field_widget[name=position] :is(select, input)",
        },
        press("action_generate_document"),
        openPage("documents"),
        {
            content: "the SK is there",
            trigger: ".o_field_widget[name=document_ids] .o_data_row",
        },
        ...completeOnPage(2),
        seeState(3, "active"),
    ],
});

addTour("lakip_sop.planning_head_paraf", {
    steps: () => [...openApp(), ...approveOnPage(9), seeState(10, "active")],
});

addTour("lakip_sop.planning_head_archive", {
    steps: () => [
        ...openApp(),
        ...goOn(12, "archive"),
        type("hardcopy_location", "Ruang arsip, lemari 3"),
        {
            content: "go to the deliveries",
            trigger: ".o_lakip_blockers button[name=action_open_deliveries]",
            run: "click",
        },
        {
            content: "the recipient of the settings is proposed",
            trigger: ".o_view_controller.o_list_view .o_data_row:eq(0) .o_data_cell[name=partner_id]",
            run: "click",
        },
        press("action_generate_letter"),
        {
            content: "the Surat Pengantar is written",
            trigger: ".o_field_widget[name=document_id]:contains(Surat Pengantar)",
        },
        ...chooseToday("date"),
        type("receiver", "Petugas Penerima"),
        attach(".o_field_widget[name=receipt_attachment_ids]", async () => [
            await makePhoto("tanda-terima.jpg"),
        ]),
        { content: "the receipt is there", trigger: ".o_attachment:contains(tanda-terima)" },
        press("action_deliver"),
        onState("delivered"),
        {
            content: "back to the list",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "back to the row",
            trigger: ".o_view_controller.o_list_view .o_breadcrumb .o_back_button",
            run: "click",
        },
        // The list is still there for a moment, with a way back of its own.
        { content: "it is the row", trigger: ".o_form_view .o_field_widget[name=hardcopy_location]" },
        ...completeOnPage(12),
        {
            content: "every row is done",
            trigger: ".o_sop_flow_live:not(:has([aria-current=step], .o_sop_flow_button))",
        },
        onState("done"),
    ],
});
