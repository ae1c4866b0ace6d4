import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** A button that takes longer says that it is at work, in milliseconds. */
export const SLOW = 1500;

const BUTTON = /^\/web\/dataset\/call_button\/lakip\./;

/**
 * Buttons of the app whose work takes long: a notice stays until the server answers.
 *
 * The person may go to another page meanwhile. The web client then drops what the button returns,
 * so the end is told from here.
 */
export const slowButtonService = {
    dependencies: ["lakip_progress", "notification"],

    start(env, { lakip_progress: progress, notification }) {
        /** By the id of the call: the timer, and what closes the notice once it is there. */
        const calls = new Map();

        rpcBus.addEventListener("RPC:REQUEST", ({ detail: { data, url } }) => {
            if (!BUTTON.test(url)) {
                return;
            }
            const call = {};
            call.timer = browser.setTimeout(() => {
                call.close = notification.add(
                    _t("This takes a moment. You can go on with other work."),
                    {
                        title: _t("At work"),
                        type: "info",
                        sticky: true,
                        className: "o_lakip_slow_button",
                    }
                );
            }, SLOW);
            calls.set(data.id, call);
        });

        rpcBus.addEventListener("RPC:RESPONSE", ({ detail: { data, result } }) => {
            const call = calls.get(data.id);
            if (!call) {
                return;
            }
            calls.delete(data.id);
            browser.clearTimeout(call.timer);
            call.close?.();
            if (call.close && result?.tag === "lakip_finished") {
                result.params.isTold = true;
                progress.finish(result.params);
            }
        });
    },
};

registry.category("services").add("lakip_slow_button", slowButtonService);
