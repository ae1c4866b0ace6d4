import { useExternalListener, useState } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/** Where a place for files is written on its element. */
export const PLACE_SELECTOR = "[data-lakip-place]";

/**
 * Files dragged over a page: `isDragging`, and `place` where they would land.
 *
 * @param {{ el: HTMLElement }} rootRef while a dialog lies over it, nothing happens
 * @param {(place: string|null, files: File[]) => void} onDrop
 */
export function useFileDrag(rootRef, onDrop) {
    const ui = useService("ui");
    const state = useState({ isDragging: false, place: null });
    let depth = 0;

    const hasFiles = (ev) => Boolean(ev.dataTransfer?.types.includes("Files"));
    const isActive = () => rootRef.el && ui.activeElement.contains(rootRef.el);
    const getPlace = ({ target }) =>
        target.closest?.(PLACE_SELECTOR)?.getAttribute("data-lakip-place") ?? null;

    function stop() {
        depth = 0;
        state.isDragging = false;
        state.place = null;
    }

    useExternalListener(
        document,
        "dragenter",
        (ev) => {
            if ((depth || hasFiles(ev)) && isActive()) {
                depth++;
                state.isDragging = true;
                state.place = getPlace(ev);
            }
        },
        { capture: true }
    );
    useExternalListener(
        document,
        "dragleave",
        () => {
            depth = Math.max(depth - 1, 0);
            if (!depth) {
                stop();
            }
        },
        { capture: true }
    );
    // Without these, the browser leaves the page to show the file.
    useExternalListener(window, "dragover", (ev) => hasFiles(ev) && ev.preventDefault());
    useExternalListener(
        window,
        "drop",
        (ev) => {
            stop();
            if (!hasFiles(ev)) {
                return;
            }
            ev.preventDefault();
            // The messages have a place of their own.
            if (isActive() && !ev.target.closest?.(".o-Dropzone")) {
                onDrop(getPlace(ev), [...ev.dataTransfer.files]);
            }
        },
        { capture: true }
    );

    return state;
}
