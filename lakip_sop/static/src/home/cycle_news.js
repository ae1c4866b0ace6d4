import { onWillUnmount, useEffect } from "@odoo/owl";

import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

/** So long news are gathered, in milliseconds: one act of a colleague brings several of them. */
export const DELAY = 500;

/**
 * Call `look` when something has changed in the cycles that a page shows, when a turn of the user
 * came or went, and when the connection is there again.
 *
 * @param {() => number[]} getIds the cycles that the page shows now
 * @param {() => void} look
 */
export function useCycleNews(getIds, look) {
    const bus = useService("bus_service");
    const lookSoon = useDebounced(look, DELAY);
    const onFlow = ({ id }) => {
        if (getIds().includes(id)) {
            lookSoon();
        }
    };
    const onActivity = () => lookSoon();
    bus.subscribe("lakip_flow", onFlow);
    bus.subscribe("mail.activity/updated", onActivity);
    onWillUnmount(() => {
        bus.unsubscribe("lakip_flow", onFlow);
        bus.unsubscribe("mail.activity/updated", onActivity);
    });
    useBus(bus, "BUS:RECONNECT", lookSoon);
    useEffect(
        (key) => {
            const channels = key.split(",").map((id) => `lakip.cycle_${id}`);
            if (!key) {
                return;
            }
            channels.forEach((channel) => bus.addChannel(channel));
            return () => channels.forEach((channel) => bus.deleteChannel(channel));
        },
        () => [getIds().join(",")]
    );
}
