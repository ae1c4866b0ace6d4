import { onMounted, onPatched, onWillUnmount, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";

/**
 * Keep the measures of the table that the flowchart is drawn into, in CSS pixels: `width` of the
 * component; `left` and `top` of the actor columns, their `widths` and the `heights` of the rows.
 *
 * Fonts, texts and windows change them at any time. They are read at most once a frame, and never
 * while the browser tells of a change: what is drawn lies over the table and changes no measure.
 *
 * @param {{el: HTMLElement}} root the component; columns are `[data-column]`, rows `[data-place]`
 */
export function useMeasures(root) {
    const state = useState({ width: 0, left: 0, top: 0, widths: [], heights: [] });
    let known = "";
    let frame = null;

    function read() {
        if (!root.el?.offsetWidth) {
            return;
        }
        const columns = [...root.el.querySelectorAll("th[data-column]")];
        const rows = [...root.el.querySelectorAll("tr[data-place]")];
        const edges = (elements, start, size) =>
            elements.map((element, place) => {
                const next = elements[place + 1];
                // From edge to edge, so that what is rounded does not add up.
                return next ? next[start] - element[start] : element[size];
            });
        const measures = {
            width: root.el.clientWidth,
            left: columns[0]?.offsetLeft || 0,
            top: rows[0]?.offsetTop || 0,
            widths: edges(columns, "offsetLeft", "offsetWidth"),
            heights: edges(rows, "offsetTop", "offsetHeight"),
        };
        const text = JSON.stringify(measures);
        if (text !== known) {
            known = text;
            Object.assign(state, measures);
        }
    }

    function schedule() {
        frame ??= browser.requestAnimationFrame(() => {
            frame = null;
            read();
        });
    }

    const observer = new ResizeObserver(schedule);
    const watched = new Set();

    function watch() {
        if (!root.el) {
            return;
        }
        const elements = new Set([root.el, ...root.el.querySelectorAll("tr[data-place]")]);
        for (const element of watched) {
            if (!elements.has(element)) {
                observer.unobserve(element);
                watched.delete(element);
            }
        }
        for (const element of elements) {
            if (!watched.has(element)) {
                observer.observe(element);
                watched.add(element);
            }
        }
    }

    onMounted(() => {
        watch();
        read();
    });
    onPatched(() => {
        watch();
        schedule();
    });
    onWillUnmount(() => {
        observer.disconnect();
        browser.cancelAnimationFrame(frame);
    });
    return state;
}
