import { registry } from "@web/core/registry";
import {
    approve,
    complete,
    giveReason,
    onState,
    openApp,
    openMyTurn,
    press,
    type,
} from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("lakip_sop.secretary_direction", {
    steps: () => [
        ...openApp(),
        ...openMyTurn(1, "direction"),
        { content: "it says what is missing", trigger: ".o_lakip_blocker_message" },
        type("instruction", "Siapkan SK Tim Penyusunan LAKIP."),
        ...complete(),
    ],
});

tours.add("lakip_sop.secretary_return", {
    steps: () => [
        ...openApp(),
        ...openMyTurn(10, "decide"),
        press("action_return"),
        ...giveReason("Tabel 3.2 belum lengkap."),
        onState("waiting"),
    ],
});

tours.add("lakip_sop.secretary_paraf", {
    steps: () => [...openApp(), ...openMyTurn(10, "decide"), ...approve()],
});
