import { EventBus, reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const MEGABYTE = 1024 * 1024;

const isPending = ({ state }) => state === "waiting" || state === "uploading";

/**
 * Files on their way to a request: one after the other, each with its progress.
 *
 * They go on while the person does other work, and none is lost: a file that was refused, or did
 * not arrive, stays in the list with the reason until somebody tries again or takes it out.
 *
 * Each entry has `id`, `requestId`, `itemId` (false for a file that answers no item), `replacedId`,
 * `file`, `loaded` (0 to 1), `message`, and `state`: waiting, uploading, done, refused (its content
 * is not accepted) or failed (it did not arrive).
 */
export const requestUploadService = {
    dependencies: ["file_upload", "notification"],

    start(env, { file_upload: fileUpload, notification }) {
        const uploads = reactive([]);
        const bus = new EventBus();
        /** The requests of the browser by the id of their entry, to break them off. */
        const running = new Map();
        /** The requests whose page is open: it shows what becomes of their files. */
        const shown = new Set();
        let nextId = 1;
        let isRunning = false;

        const find = (id) => uploads.find((entry) => entry.id === id);

        function settle(entry, state, message = "") {
            entry.state = state;
            entry.message = message;
            bus.trigger("SETTLED", { entry });
            if (!shown.has(entry.requestId)) {
                tell(entry);
            }
        }

        /** The person went on to another page. */
        function tell({ file, message, requestId, state }) {
            const isDone = state === "done";
            const close = notification.add(isDone ? _t("The file is there.") : message, {
                title: file.name,
                type: isDone ? "success" : "danger",
                sticky: !isDone,
                buttons: [
                    {
                        name: _t("Open the Request"),
                        primary: true,
                        onClick: () => {
                            close();
                            env.services.action.doAction({
                                type: "ir.actions.act_window",
                                res_model: "lakip.request",
                                res_id: requestId,
                                views: [[false, "form"]],
                            });
                        },
                    },
                ],
            });
        }

        /** Read what the server answered. */
        function take(entry, xhr) {
            if (xhr.status === 413) {
                return settle(entry, "refused", _t("The file is too large for the server."));
            }
            let answer = {};
            try {
                answer = JSON.parse(xhr.response ?? xhr.responseText);
            } catch {
                // A page instead of an answer: an error of the server, or the session has ended.
            }
            if (answer.refusal) {
                return settle(entry, "refused", answer.refusal);
            }
            if (xhr.status === 200 && answer.file) {
                return settle(entry, "done");
            }
            settle(
                entry,
                "failed",
                _t(
                    "The server did not take the file. Try again. If that does not help, sign in once more in another tab first."
                )
            );
        }

        async function send(entry) {
            entry.state = "uploading";
            entry.loaded = 0;
            entry.message = "";
            const { xhr } = await fileUpload.upload(
                `/lakip/request/${entry.requestId}/file`,
                [entry.file],
                {
                    displayErrorNotification: false,
                    buildFormData(data) {
                        data.append("item_id", entry.itemId || "");
                        data.append("replaced_id", entry.replacedId || "");
                    },
                }
            );
            running.set(entry.id, xhr);
            await new Promise((resolve) => {
                xhr.upload.addEventListener("progress", ({ loaded, total }) => {
                    entry.loaded = total ? loaded / total : 0;
                });
                xhr.addEventListener("load", () => resolve(take(entry, xhr)));
                xhr.addEventListener("error", () => {
                    const text = _t("The connection was lost. The file is kept here: try again.");
                    resolve(settle(entry, "failed", text));
                });
                xhr.addEventListener("abort", resolve);
            });
            running.delete(entry.id);
        }

        async function run() {
            if (isRunning) {
                return;
            }
            isRunning = true;
            try {
                let entry;
                while ((entry = uploads.find(({ state }) => state === "waiting"))) {
                    await send(entry);
                }
            } finally {
                isRunning = false;
            }
        }

        function remove(ids) {
            for (let index = uploads.length - 1; index >= 0; index--) {
                if (ids.includes(uploads[index].id)) {
                    uploads.splice(index, 1);
                }
            }
        }

        browser.addEventListener("beforeunload", (ev) => {
            if (uploads.some(({ state }) => state !== "done")) {
                ev.preventDefault();
            }
        });

        return {
            bus,
            uploads,
            /**
             * @param {Object} place
             * @param {number} place.requestId
             * @param {number|false} place.itemId
             * @param {number|false} [place.replacedId] file that each takes the place of
             * @param {Iterable<File>} files
             * @param {number} megabytes larger files are not even sent
             */
            add({ requestId, itemId, replacedId = false }, files, megabytes) {
                for (const file of files) {
                    uploads.push({
                        id: nextId++,
                        requestId,
                        itemId,
                        replacedId,
                        file,
                        loaded: 0,
                        message: "",
                        state: "waiting",
                    });
                    const entry = uploads.at(-1);
                    if (file.size > megabytes * MEGABYTE) {
                        const text = _t(
                            "'%(file)s' is too large: %(size)s MB, and %(limit)s MB at most are allowed. Make it smaller, or split it.",
                            {
                                file: file.name,
                                size: formatFloat(file.size / MEGABYTE, { digits: [16, 1] }),
                                limit: megabytes,
                            }
                        );
                        settle(entry, "refused", text);
                    }
                }
                run();
            },
            retry(id) {
                find(id).state = "waiting";
                run();
            },
            /** Take a file out of the list; one that is being sent is broken off. */
            dismiss(id) {
                remove([id]);
                running.get(id)?.abort();
            },
            /** Its page is open: nothing else has to tell. Returns what ends that. */
            show(requestId) {
                shown.add(requestId);
                return () => shown.delete(requestId);
            },
            /** Forget the files of a request that have arrived. */
            clearDone(requestId) {
                remove(
                    uploads
                        .filter((entry) => entry.requestId === requestId && entry.state === "done")
                        .map(({ id }) => id)
                );
            },
            /** The files of a request that are still on their way. */
            getPending: (requestId) =>
                uploads.filter((entry) => entry.requestId === requestId && isPending(entry)),
            /** The files of a request that did not get there. */
            getLeft: (requestId) =>
                uploads.filter(
                    ({ requestId: id, state }) =>
                        id === requestId && (state === "refused" || state === "failed")
                ),
        };
    },
};

registry.category("services").add("lakip_request_upload", requestUploadService);
