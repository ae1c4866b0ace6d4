import { Component, useRef } from "@odoo/owl";

import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useAutoresize } from "@web/core/utils/autoresize";
import { formatFloat } from "@web/core/utils/numbers";

const KILOBYTE = 1024;

/** Return the size of a file as people read it. */
export function formatSize(bytes) {
    if (bytes < KILOBYTE ** 2) {
        return _t("%s KB", Math.max(Math.round(bytes / KILOBYTE), 1));
    }
    return _t("%s MB", formatFloat(bytes / KILOBYTE ** 2, { digits: [16, 1] }));
}

/** What buttons are called for those who do not see which file or item they stand at. */
const LABELS = {
    choose: (name) => _t("Choose files for: %s", name),
    photo: (name) => _t("Take a photo for: %s", name),
    replace: (name) => _t("Replace %s", name),
    remove: (name) => _t("Remove %s", name),
    earlier: (count) => _t("Earlier files (%s)", count),
    restore: (name) => _t("Put back %s", name),
    instead: (name) => _t("Choose another file instead of %s", name),
    progress: (name) => _t("Progress of %s", name),
};

/** One thing asked of a division: its files, those on their way, and the answer in words. */
export class RequestItem extends Component {
    static template = "lakip_sop.RequestItem";
    static props = {
        place: String,
        name: String,
        /** The item; none for files that answer no item, before there is one. */
        record: { type: Object, optional: true },
        /** Entries of the service `lakip_request_upload`. */
        uploads: Array,
        accept: String,
        isReadonly: Boolean,
        isTarget: Boolean,
        workbookResult: { optional: true },
        /** The answer in words, as it was typed so far. */
        answer: String,
        onAnswer: Function,
        onAnswered: Function,
        onFiles: Function,
        onRemove: Function,
        onRestore: Function,
        onRetry: Function,
        onDismiss: Function,
        onDownloadWorkbook: Function,
    };

    labels = LABELS;

    setup() {
        useAutoresize(useRef("answer"), { minimumHeight: 50 });
    }

    get data() {
        return this.props.record?.data || {};
    }

    get files() {
        return this.data.files || [];
    }

    get oldFiles() {
        return this.data.old_files || [];
    }

    get titleId() {
        return `lakip_item_${this.props.place}`;
    }

    get accept() {
        return this.data.is_workbook ? ".xlsx" : this.props.accept;
    }

    /** How it stands: never by colour alone. */
    get status() {
        const { is_answered, is_loose, required, review } = this.data;
        if (review === "not_ok") {
            return { name: "not_ok", text: _t("Not in order"), icon: "fa-times text-danger" };
        }
        if (review === "ok") {
            return { name: "ok", text: _t("In order"), icon: "fa-check text-success" };
        }
        if (is_answered) {
            return { name: "answered", text: _t("There"), icon: "fa-check text-success" };
        }
        if (is_loose || !this.props.record || !required) {
            return { name: "optional", text: _t("If any"), icon: "fa-circle-o text-muted" };
        }
        return { name: "missing", text: _t("Required"), icon: "fa-asterisk text-warning" };
    }

    describe(file) {
        const date = toLocaleDateTimeString(deserializeDateTime(file.date));
        return [formatSize(file.size), date, file.user].join(" · ");
    }

    getUrl(file) {
        return `/web/content/${file.id}?download=true`;
    }

    getPercent(upload) {
        return Math.floor(upload.loaded * 100);
    }

    getUploadText(upload) {
        if (upload.state === "waiting") {
            return _t("Waiting for the file before it");
        }
        const percent = this.getPercent(upload);
        return percent < 100 ? _t("%s percent sent", percent) : _t("Sent, is being checked");
    }

    onInput(ev, options = {}) {
        const files = [...ev.target.files];
        // The same file may be chosen again.
        ev.target.value = "";
        if (files.length) {
            this.props.onFiles(files, options);
        }
    }
}
