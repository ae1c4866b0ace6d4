import { addTour, confirm, onState, openApp, openMenu, openPage, press, row } from "./steps";

addTour("lakip_sop.administrator_revises_sop", {
    steps: () => [
        ...openApp(),
        ...openMenu("menu_lakip_sop", "menu_lakip_configuration"),
        {
            content: "the SOP in force",
            trigger: ".o_view_controller.o_list_view .o_data_row .o_data_cell[name=number]:contains(09)",
            run: "click",
        },
        onState("effective"),
        {
            content: "the page of the SOP, without states",
            trigger: `.o_sop_flow:not(.o_sop_flow_live) .o_sop_flow_row:has(.o_sop_flow_number:contains(/^12$/))`,
        },
        press("action_revise"),
        onState("draft"),
        openPage("procedure"),
        {
            content: "change the time of the first row",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:eq(0) .o_data_cell[name=duration]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=duration] input",
            run: "edit 45",
        },
        openPage("page"),
        {
            content: "the page follows what was entered",
            trigger: row(1, " .o_sop_flow_time:contains(45)"),
        },
        press("action_make_effective"),
        confirm(),
        onState("effective"),
    ],
});

addTour("lakip_sop.administrator_settings", {
    steps: () => [
        ...openApp(),
        ...openMenu("menu_lakip_settings", "menu_lakip_configuration"),
        { content: "the page of the app", trigger: ".app_settings_block[data-key=lakip_sop]" },
        {
            content: "the city of the letters",
            trigger: ".o_field_widget[name=lakip_city] input",
            run: "edit Singkawang",
        },
        {
            content: "save",
            trigger: ".o_form_button_save:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "the client starts anew", trigger: ".o_web_client .o_main_navbar" },
    ],
});
