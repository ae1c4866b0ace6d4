import { choose, handIn, isSent, item } from "./division_tour";
import { addTour, onState, openApp, openMenu, press } from "./steps";

const indicators = ".o_field_widget[name=indicator_ids]";
const edited = `${indicators} .o_selected_row`;

/** Type into a cell of the row that is being written. */
function fill(field, text, row = edited) {
    return {
        content: `fill ${field}`,
        trigger: `${row} .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

addTour("lakip_sop.team_enters_performance", {
    steps: () => [
        ...openApp(),
        ...openMenu("menu_lakip_objective", "menu_lakip_performance"),
        { content: "a new sasaran", trigger: ".o_list_button_add", run: "click" },
        fill("name", "Meningkatnya keterbukaan informasi", ".o_selected_row"),
        { content: "save it", trigger: ".o_list_button_save:visible", run: "click" },
        {
            content: "open it",
            trigger:
                ".o_data_row:contains(keterbukaan informasi) .o_list_record_open_form_view button",
            run: "click",
        },
        {
            content: "an indicator",
            trigger: `${indicators} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        fill("name", "Nilai keterbukaan"),
        {
            content: "which way is better",
            trigger: `${edited} .o_field_widget[name=direction] input`,
            run: "click",
        },
        {
            content: "the higher the better",
            trigger: ".o-dropdown--menu .o_select_menu_item:eq(0)",
            run: "click",
        },
        fill("target", "80"),
        fill("realization", "83,2"),
        { content: "leave the cell", trigger: `${edited} [name=unit] input`, run: "click" },
        {
            content: "the capaian is there at once",
            trigger: `${edited} .o_field_widget[name=achievement_text]:contains(104,00)`,
        },
        {
            content: "and its rating, in words",
            trigger: `${edited} .o_field_widget[name=rating]:contains(Sangat Tinggi)`,
        },
        { content: "save all", trigger: ".o_form_button_save:enabled", run: "click" },
        {
            content: "the mean of the sasaran",
            trigger:
                ".o_form_view:has(.o_form_saved, .o_form_status_indicator_buttons.invisible) .o_inner_group .o_field_widget[name=achievement_text]:contains(104,00)",
        },
        ...openMenu("menu_lakip_objective_years", "menu_lakip_reporting"),
        { content: "the graph", trigger: ".o_graph_view canvas" },
        { content: "the pivot", trigger: ".o_switch_view.o_pivot", run: "click" },
        { content: "its figure", trigger: ".o_pivot td:contains(104)" },
    ],
});

const WORKBOOK = "Lembar isian";
const result = ".o_field_widget[name=workbook_result]";
const shown = `${item(WORKBOOK)} .o_lakip_workbook_result`;

/** Upload a file that the test has prepared. */
function upload(name) {
    return choose(
        WORKBOOK,
        ".o_lakip_file_input",
        async () => {
            const response = await fetch(`/web/content/lakip_sop.${name}`);
            return [new File([await response.blob()], `${name}.xlsx`)];
        },
        name
    );
}

addTour("lakip_sop.division_fills_workbook", {
    steps: () => [
        {
            content: "the workbook can be downloaded",
            trigger: `${item(WORKBOOK)} button[name=download_workbook]:enabled`,
        },
        ...upload("tour_workbook_wrong"),
        {
            content: "what is wrong is said by its cell",
            trigger: `${shown}:contains(Indikator!J5)`,
        },
        handIn(),
        {
            content: "it is not taken as it is",
            trigger: ".modal .modal-body:contains(Indikator!J5)",
        },
        { content: "close", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        ...upload("tour_workbook_right"),
        {
            content: "what it would change",
            trigger: `${shown} tr:contains(Indeks SPBE):contains(3,64)`,
        },
        handIn(),
        ...isSent(),
    ],
});

addTour("lakip_sop.planning_head_accepts_workbook", {
    steps: () => [
        ...openApp(),
        ...openMenu("menu_lakip_request_all", "menu_lakip_requests"),
        {
            content: "what was handed in",
            trigger: ".o_kanban_view .o_kanban_record:contains(Aplikasi)",
            run: "click",
        },
        {
            content: "the difference",
            trigger: `${result} tr:contains(Indeks SPBE):contains(3,64)`,
        },
        press("action_accept"),
        onState("accepted"),
        ...openMenu("menu_lakip_indicator", "menu_lakip_performance"),
        {
            content: "the figure is in the list of indicators",
            trigger: ".o_data_row:contains(Indeks SPBE):contains(3,64):contains(104,00)",
        },
    ],
});
