import {
    addTour,
    approveOnPage,
    completeOnPage,
    giveReason,
    goOn,
    onState,
    openApp,
    openSopPage,
    press,
    row,
    seeMyTurn,
    seeState,
    type,
} from "./steps";

addTour("lakip_sop.secretary_direction", {
    steps: () => [
        ...openApp(),
        ...goOn(1, "direction"),
        { content: "it says what is missing", trigger: ".o_lakip_blocker_message" },
        type("instruction", "Siapkan SK Tim Penyusunan LAKIP."),
        ...completeOnPage(1),
        seeState(2, "active"),
        {
            content: "the disposisi is one click away",
            trigger: row(1, " .o_sop_flow_documents a[href*='/web/content/']"),
        },
        {
            content: "the next row is not mine",
            trigger: row(2, ":not(:has(.o_sop_flow_turn, .o_sop_flow_button))"),
        },
    ],
});

addTour("lakip_sop.secretary_return", {
    steps: () => [
        ...openApp(),
        ...openSopPage(),
        seeMyTurn(10),
        {
            content: "open the row",
            trigger: row(10, " button.o_sop_flow_name"),
            run: "click",
        },
        press("action_return"),
        ...giveReason("Tabel 3.2 belum lengkap."),
        onState("waiting"),
        {
            content: "back to the SOP page",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        seeState(8, "active"),
        { content: "it is the second round", trigger: row(8, " .o_sop_flow_round:contains(2)") },
        seeState(10, "waiting"),
    ],
});

addTour("lakip_sop.secretary_paraf", {
    steps: () => [...openApp(), ...approveOnPage(10), seeState(11, "active")],
});
