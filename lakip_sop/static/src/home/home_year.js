import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** So many dates of a month are shown; the agenda has them all. */
export const ENTRY_LIMIT = 8;

const KINDS = {
    deadline: { icon: "fa-clock-o", label: _t("Deadline") },
    meeting: { icon: "fa-users", label: _t("Meeting") },
    due: { icon: "fa-flag", label: _t("Statutory Due Date") },
};

/** The months of the work, each with its deadlines, meetings and statutory due dates. */
export class HomeYear extends Component {
    static template = "lakip_sop.HomeYear";
    static props = {
        months: Array,
        showCompany: Boolean,
        onOpen: Function,
        onAgenda: Function,
    };

    kind({ kind }) {
        return KINDS[kind];
    }

    /** What is shown of a month: the open ones rather than those that are done. */
    shown({ entries }) {
        const surplus = entries.length - ENTRY_LIMIT;
        return surplus > 0 ? entries.slice(surplus) : entries;
    }

    hidden({ entries }) {
        return Math.max(entries.length - ENTRY_LIMIT, 0);
    }
}
