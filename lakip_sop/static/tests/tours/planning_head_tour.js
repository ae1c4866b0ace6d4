import {
    addTour,
    approve,
    attach,
    chooseToday,
    complete,
    fitsScreen,
    makePhoto,
    onState,
    openApp,
    openMenu,
    openMyTurn,
    openPage,
    press,
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
            content: "it proposes the SOP in force",
            trigger: ".o_form_view .o_field_widget[name=sop_step_ids] .o_data_row:eq(10)",
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
        openPage("sop"),
        {
            content: "the rows of the SOP are those of the cycle now",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:eq(10)",
        },
        {
            content: "none of them is my turn",
            trigger:
                ".o_field_widget[name=step_ids]:not(:has(.o_data_row button[name=action_complete]))",
        },
    ],
});

addTour("lakip_sop.planning_head_decree", {
    steps: () => [
        ...openApp(),
        // By the cycle this time: the live SOP has the button that is next.
        ...openMenu("menu_lakip_cycle"),
        {
            content: "the running cycle",
            trigger: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
            run: "click",
        },
        fitsScreen(".o_field_widget[name=step_ids] .o_list_renderer"),
        {
            content: "the button of the row that is my turn",
            trigger:
                ".o_field_widget[name=step_ids] .o_data_row:eq(1) button[name=action_open]",
            run: "click",
        },
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
        ...complete(),
    ],
});

addTour("lakip_sop.planning_head_paraf", {
    steps: () => [...openApp(), ...openMyTurn(9, "decide"), ...approve()],
});

addTour("lakip_sop.planning_head_archive", {
    steps: () => [
        ...openApp(),
        ...openMyTurn(12, "archive"),
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
        ...complete(),
    ],
});
