import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { groupBy } from "@web/core/utils/arrays";

/** How often the server is asked while something is being made, in milliseconds. */
export const INTERVAL = 4000;

/** How long it is said that something is done, in milliseconds: time to read it and to click. */
const FINISHED_DELAY = 15000;

const TYPES = { waiting: "info", working: "info", done: "success", failed: "warning" };

const keyOf = ({ model, id }) => `${model},${id}`;
const isPending = ({ state }) => state === "waiting" || state === "working";

/**
 * Work that the server does outside the request: where it stands, and at its end the result.
 *
 * Any model takes part that has `get_progress()`: for each record a dict of `model`, `id`,
 * `state` (waiting, working, done, failed), `title`, `message`, `url` and `link`. It says that
 * there is news by the bus notice `lakip_progress`, a dict of `model` and `id`. The server is
 * asked now and then as well: a notice may be lost.
 */
export const progressService = {
    dependencies: ["bus_service", "notification", "orm"],

    start(env, { bus_service: bus, notification, orm }) {
        /** What is known, by model and id: as `get_progress` returns it. */
        const works = reactive({});
        /** The works that this person is told of; those whose notification is open can close it. */
        const told = new Map();
        let timer;

        function openResult({ action, url }) {
            if (action) {
                env.services.action.doAction(action);
            } else {
                browser.open(url, "_blank");
            }
        }

        /** Tell of a work in one notification that changes with it; closed, it returns at the end. */
        function tell(progress) {
            const key = keyOf(progress);
            const shown = told.get(key);
            if (shown?.isClosed && isPending(progress)) {
                return;
            }
            shown?.close?.();
            const entry = { isClosed: false };
            let isReplaced = false;
            const remove = notification.add(progress.message, {
                title: progress.title,
                type: TYPES[progress.state],
                sticky: true,
                className: `o_lakip_progress_notification o_lakip_progress_${progress.state}`,
                buttons: isPending(progress)
                    ? []
                    : [
                          {
                              name: progress.link,
                              primary: true,
                              onClick: () => {
                                  openResult(progress);
                                  entry.close();
                              },
                          },
                      ],
                onClose: () => {
                    entry.isClosed = !isReplaced;
                },
            });
            entry.close = () => {
                isReplaced = true;
                remove();
            };
            told.set(key, entry);
        }

        function update(progress) {
            const key = keyOf(progress);
            const before = works[key];
            works[key] = progress;
            const isNews = before?.state !== progress.state || before?.message !== progress.message;
            if (isNews && told.has(key)) {
                tell(progress);
            }
            if (!isPending(progress)) {
                told.delete(key);
            }
            schedule();
        }

        async function refresh(model, ids) {
            let lines = [];
            try {
                lines = await orm.silent.call(model, "get_progress", [ids]);
            } catch {
                // No connection for a moment, or the record is gone: asked again, or not at all.
            }
            lines.forEach(update);
        }

        function schedule() {
            browser.clearTimeout(timer);
            const pending = Object.values(works).filter(isPending);
            if (!pending.length) {
                return;
            }
            timer = browser.setTimeout(async () => {
                const byModel = groupBy(pending, "model");
                await Promise.all(
                    Object.entries(byModel).map(([model, lines]) =>
                        refresh(
                            model,
                            lines.map(({ id }) => id)
                        )
                    )
                );
                schedule();
            }, INTERVAL);
        }

        bus.subscribe("lakip_progress", async ({ model, id }) => {
            const key = keyOf({ model, id });
            if (!told.has(key)) {
                // Asked for in another window, or before the page was loaded anew: told at the end.
                told.set(key, { isClosed: true });
            }
            await refresh(model, [id]);
        });
        bus.start();

        return {
            works,
            /** Say that something is done, with the way to it: what `finished()` returns. */
            finish({ title, message, link, url, action }) {
                const close = notification.add(message, {
                    title,
                    type: "success",
                    autocloseDelay: FINISHED_DELAY,
                    className: "o_lakip_finished",
                    buttons: [
                        {
                            name: link,
                            primary: true,
                            onClick: () => {
                                openResult({ action, url });
                                close();
                            },
                        },
                    ],
                });
            },
            /** Show where a work stands, and tell the person until it has ended. */
            follow(progress) {
                const key = keyOf(progress);
                told.set(key, { close: told.get(key)?.close });
                works[key] = progress;
                tell(progress);
                if (!isPending(progress)) {
                    told.delete(key);
                }
                schedule();
            },
            /** Keep what is known of a work up to date, without a word to the person. */
            watch(progress) {
                works[keyOf(progress)] = progress;
                schedule();
            },
        };
    },
};

registry.category("services").add("lakip_progress", progressService);

/**
 * What a button returns whose work is done. When that took long it has been said already, wherever
 * the person was by then: see `slow_button_service.js`.
 */
registry.category("actions").add("lakip_finished", (env, { params }) => {
    if (!params.isTold) {
        env.services.lakip_progress.finish(params);
    }
    return { type: "ir.actions.act_window_close" };
});

/** What a button returns that has started such a work: an action whose params are its progress. */
registry.category("actions").add("lakip_progress", (env, { params }) => {
    env.services.lakip_progress.follow(params);
    return { type: "ir.actions.act_window_close" };
});
