import {
    addTour,
    approve,
    complete,
    giveReason,
    onState,
    openApp,
    openMyTurn,
    press,
    type,
} from "./steps";

addTour("lakip_sop.secretary_direction", {
    steps: () => [
        ...openApp(),
        ...openMyTurn(1, "direction"),
        { content: "it says what is missing", trigger: ".o_lakip_blocker_message" },
        type("instruction", "Siapkan SK Tim Penyusunan LAKIP."),
        ...complete(),
    ],
});

addTour("lakip_sop.secretary_return", {
    steps: () => [
        ...openApp(),
        ...openMyTurn(10, "decide"),
        press("action_return"),
        ...giveReason("Tabel 3.2 belum lengkap."),
        onState("waiting"),
    ],
});

addTour("lakip_sop.secretary_paraf", {
    steps: () => [...openApp(), ...openMyTurn(10, "decide"), ...approve()],
});
