import { onWillUnmount } from "@odoo/owl";

import { useFlowNews } from "@lakip_sop/sop_flow/flow_service";

import { useBus, useService } from "@web/core/utils/hooks";

/**
 * Call `look` when something has changed in the cycles that a page shows, when a turn of the user
 * came or went, and when the connection is there again.
 *
 * @param {() => number[]} getIds the cycles that the page shows now
 * @param {() => Promise<void>} look
 */
export function useCycleNews(getIds, look) {
    const bus = useService("bus_service");
    const lookSoon = useFlowNews(getIds, look);
    bus.subscribe("mail.activity/updated", lookSoon);
    onWillUnmount(() => bus.unsubscribe("mail.activity/updated", lookSoon));
    useBus(bus, "BUS:RECONNECT", lookSoon);
}
