import { browser } from "@web/core/browser/browser";
import { addTour, fitsScreen, press } from "./steps";

const NOTICE = ".o_notification.o_lakip_progress";
// LibreOffice takes its time on a busy machine.
const timeout = 60000;

/** The notification says that the work is in `state`. */
function isTold(state, options = {}) {
    return {
        content: `it is told that the PDF is ${state}`,
        trigger: `${NOTICE}_notification.o_lakip_progress_${state}`,
        timeout,
        ...options,
    };
}

/** The page itself says so, too. */
function isShown(state, root) {
    return {
        content: `the page says that the PDF is ${state}`,
        trigger: `${root} .o_lakip_progress[data-state=${state}]`,
        timeout,
    };
}

/** The link on the page leads to a PDF. */
function leadsToPdf(root) {
    return {
        content: "the link leads to a PDF",
        trigger: `${root} .o_lakip_progress[data-state=done] a[target=_blank]`,
        timeout,
        async run() {
            const response = await fetch(this.anchor.href);
            const text = await response.text();
            if (!response.ok || !text.startsWith("%PDF")) {
                throw new Error(`${this.anchor.href}: ${response.status} ${text.slice(0, 80)}`);
            }
        },
    };
}

addTour("lakip_sop.pdf_from_click_to_file", {
    steps: () => [
        press("action_print_pdf"),
        isTold("waiting"),
        isShown("waiting", ".o_form_view"),
        isTold("working"),
        isTold("done"),
        leadsToPdf(".o_form_view"),
        {
            content: "open it from the notification",
            trigger: `${NOTICE}_done .o_notification_buttons button`,
            run({ click }) {
                const { open } = browser;
                browser.open = (url) => {
                    browser.open = open;
                    document.body.dataset.opened = url;
                };
                click();
            },
        },
        {
            content: "the file was opened and the notification is gone",
            trigger: `body[data-opened^='/web/content/']:not(:has(${NOTICE}_notification))`,
        },
    ],
});

addTour("lakip_sop.pdf_notice_closed", {
    steps: () => [
        {
            content: "a phone keeps all buttons but the first in a menu",
            trigger: ".o_form_view .o_statusbar_buttons button:has(.oi-ellipsis-v)",
            run: "click",
        },
        {
            content: "choose PDF",
            trigger: ".o-dropdown--menu button[name=action_print_pdf]",
            run: "click",
        },
        isTold("waiting"),
        fitsScreen(`${NOTICE}_notification`),
        {
            content: "close the notification",
            trigger: `${NOTICE}_notification .o_notification_close`,
            run: "click",
        },
        { trigger: `body:not(:has(${NOTICE}_notification))` },
        isShown("working", ".o_form_view"),
        isTold("done"),
        fitsScreen(`${NOTICE}_notification`),
    ],
});

addTour("lakip_sop.pdf_page_loaded_anew", {
    steps: () => [isShown("waiting", ".o_form_view"), leadsToPdf(".o_form_view")],
});

addTour("lakip_sop.pdf_not_possible", {
    steps: () => [
        press("action_print_pdf"),
        isTold("failed"),
        {
            content: "it says why, and offers the file",
            trigger: `${NOTICE}_failed:contains(/LibreOffice/) .o_notification_buttons button`,
        },
        isShown("failed", ".o_form_view"),
    ],
});
