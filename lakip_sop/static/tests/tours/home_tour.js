import { addTour, fitsScreen, openApp, openMyTurn } from "./steps";

/** On a phone, one of a division who also writes a chapter: one press to the data asked. */
addTour("lakip_sop.home_division", {
    steps: () => [
        fitsScreen(".o_lakip_home_works"),
        {
            content: "nothing but the own division's data",
            trigger: ".o_lakip_home_list > li:only-child .o_lakip_home_work[data-kind=request]",
        },
        {
            content: "the chapter is counted",
            trigger: ".o_lakip_home_counts [data-kind=section]",
        },
        {
            content: "hand it in",
            trigger: ".o_lakip_home_work[data-kind=request] .o_lakip_home_button",
            run: "click",
        },
        {
            content: "it can be handed in",
            trigger: ".o_form_view button[name=action_submit]",
        },
    ],
});

/** The owner: nothing runs, then a turn is done from the home page itself. */
addTour("lakip_sop.home_owner_starts", {
    steps: () => [
        ...openApp(),
        {
            content: "what to do next",
            trigger: ".o_lakip_home_hint .btn-primary",
            run: "click",
        },
        {
            content: "a cycle to prepare",
            trigger: ".o_form_view button[name=action_start]",
        },
    ],
});

addTour("lakip_sop.home_owner_completes", {
    steps: () => [
        ...openApp(),
        {
            content: "the SOP page of the cycle",
            trigger: ".o_lakip_home_flow [data-row-id]",
        },
        {
            content: "its dates",
            trigger: ".o_lakip_home_month [data-kind=due]",
        },
        {
            content: "complete my turn",
            trigger: ".o_lakip_home_work .o_lakip_home_button[name=action_complete]",
            run: "dblclick",
        },
        {
            content: "nothing is left to do",
            trigger: ".o_lakip_home_nothing",
        },
        {
            content: "to the agenda",
            trigger: ".o_menu_sections [data-menu-xmlid='lakip_sop.menu_lakip_agenda']",
            run: "click",
        },
        {
            content: "a date of the cycle",
            trigger: ".o_calendar_view .fc-event:first",
            run: "click",
        },
        {
            content: "open it",
            trigger: ".o_cw_popover .o_cw_popover_edit",
            run: "click",
        },
        { content: "it is the row", trigger: ".o_form_view .o_field_widget[name=cycle_id]" },
    ],
});

/** From the menu to the row that is one's turn: a press each. */
addTour("lakip_sop.home_team", { steps: () => [...openApp(), ...openMyTurn(2, "draft")] });
addTour("lakip_sop.home_secretary", { steps: () => [...openApp(), ...openMyTurn(3, "decide")] });

/** On a phone, from the home that is open. */
addTour("lakip_sop.home_agency_head", { steps: () => openMyTurn(4, "decide") });
