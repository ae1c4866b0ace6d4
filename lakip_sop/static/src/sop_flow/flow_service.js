import { onWillUnmount, useEffect, useExternalListener } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** How long news are gathered before they are asked for, in milliseconds, and by how much this
 *  differs between the pages that are open: they do not all ask at one moment. */
export const DELAY = 300;
export const SPREAD = 400;

/**
 * News of cycles: the server says on the bus that something of a cycle has changed, to those who
 * asked and may read it. What has changed is for the page to ask.
 */
export const flowService = {
    dependencies: ["bus_service"],

    start(env, { bus_service: bus }) {
        /** Who shows which cycle: sets of callbacks by id. */
        const followers = new Map();

        function tell(id) {
            for (const callback of followers.get(id) || []) {
                callback();
            }
        }

        bus.subscribe("lakip_flow", ({ id }) => tell(id));

        return {
            /** There is news of the cycle `id`. */
            tell,
            /** Call `callback` when there is news of the cycle `id`; returns how to stop that. */
            follow(id, callback) {
                const channel = `lakip.cycle_${id}`;
                if (!followers.has(id)) {
                    followers.set(id, new Set());
                    bus.addChannel(channel);
                }
                followers.get(id).add(callback);
                return () => {
                    const others = followers.get(id);
                    others.delete(callback);
                    if (!others.size) {
                        followers.delete(id);
                        bus.deleteChannel(channel);
                    }
                };
            },
        };
    },
};

registry.category("services").add("lakip_flow", flowService);

/**
 * Call `update` some moments after there was news of one of the cycles of `getIds`, once for all
 * that came meanwhile. A page that nobody looks at waits until somebody does.
 *
 * @param {() => number[]} getIds
 * @param {() => Promise<void>} update
 * @returns {() => void} what else that is news to the page calls
 */
export function useFlowNews(getIds, update) {
    const flow = useService("lakip_flow");
    const delay = DELAY + SPREAD * Math.random();
    let timer;
    let isMissed = false;

    function schedule() {
        if (document.visibilityState === "hidden") {
            isMissed = true;
        } else if (!timer) {
            timer = browser.setTimeout(() => {
                timer = undefined;
                update();
            }, delay);
        }
    }

    useExternalListener(document, "visibilitychange", () => {
        if (isMissed && document.visibilityState !== "hidden") {
            isMissed = false;
            schedule();
        }
    });
    useEffect(
        (...ids) => {
            const stops = ids.map((id) => flow.follow(id, schedule));
            return () => stops.forEach((stop) => stop());
        },
        () => getIds()
    );
    onWillUnmount(() => browser.clearTimeout(timer));
    return schedule;
}
