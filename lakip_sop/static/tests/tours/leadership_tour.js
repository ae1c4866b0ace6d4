import { addTour, fitsScreen, openApp, openMenu } from "./steps";

const section = (id) => `.o_lakip_section[data-section=${id}]`;

/** The figures that the test has made: see `tests/test_leadership_tours.py`. */
const figures = [
    {
        content: "the large figure of the newest year",
        trigger: ".o_lakip_tile[data-tile=in_time] .o_lakip_tile_value:contains(75%)",
    },
    {
        content: "the paraf was late, in a word",
        trigger: `${section("rows")} tbody tr:contains(Memaraf) .o_lakip_year[data-state=late] .fa-exclamation-triangle`,
    },
    {
        content: "why it was returned",
        trigger: `${section("returns")} .o_lakip_reason:contains(Angka BAB III belum sama)`,
    },
    {
        content: "no cycle runs any more",
        trigger: `${section("cycles")}:not(:has(table))`,
    },
];

/** The Kadis in a meeting: from the menu to the projector, and to the records behind a figure. */
addTour("lakip_sop.agency_head_leads", {
    steps: () => [
        ...openApp(),
        ...openMenu("menu_lakip_leadership", "menu_lakip_reporting"),
        ...figures,
        { content: "on the projector", trigger: "button[name=project]", run: "click" },
        {
            content: "one section fills the screen",
            trigger: `.o_lakip_projector .o_lakip_section:only-of-type[data-section=summary]`,
            run: "press ArrowRight",
        },
        {
            content: "the next one",
            trigger: `.o_lakip_projector .o_lakip_section:only-of-type[data-section=rows]`,
            run: "press Escape",
        },
        {
            content: "the rows behind a figure",
            trigger: `.o_lakip_leadership:not(.o_lakip_projector) ${section("rows")} tbody tr:contains(Memaraf) .o_lakip_year button`,
            run: "click",
        },
        {
            content: "the one late row",
            trigger:
                ".o_list_view:not(:has(.o_data_row:eq(1))) .o_data_row .o_data_cell[name=activity]:contains(Memaraf)",
            run: "click",
        },
        {
            content: "opens as the row of its cycle",
            trigger: ".o_form_view .o_field_widget[name=round_ids], .o_form_view [name=state]",
        },
        {
            content: "back to the page",
            trigger: ".o_breadcrumb .breadcrumb-item:first a, .o_breadcrumb .breadcrumb-item:first",
            run: "click",
        },
        { content: "it is there again", trigger: section("summary") },
        ...openMenu("menu_lakip_step_analysis", "menu_lakip_reporting"),
        { content: "the pivot says the same", trigger: ".o_pivot td:contains(75)" },
        { content: "as a graph", trigger: ".o_switch_view.o_graph", run: "click" },
        { content: "drawn", trigger: ".o_graph_view canvas" },
        ...openMenu("menu_lakip_step_return", "menu_lakip_reporting"),
        {
            content: "the list of returns",
            trigger: ".o_data_row .o_data_cell[name=reason]:contains(Angka BAB III belum sama)",
        },
    ],
});

/** The same page on a phone: everything below each other, nothing to push sideways. */
addTour("lakip_sop.agency_head_leads_on_phone", {
    steps: () => [
        ...figures,
        fitsScreen(".o_lakip_leadership .o_content"),
        fitsScreen(`${section("rows")} .o_lakip_table`),
        fitsScreen(`${section("hours")} .o_lakip_table`),
        {
            content: "the row behind a figure",
            trigger: `${section("rows")} tbody tr:contains(Memaraf) .o_lakip_year button`,
            run: "click",
        },
        { content: "its list", trigger: ".o_view_controller :is(.o_data_row, .o_kanban_record)" },
    ],
});
