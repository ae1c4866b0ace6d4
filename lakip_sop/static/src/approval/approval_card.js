import { Component } from "@odoo/owl";

import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";

import { ApprovalButtons } from "./approval_buttons";

/** A paraf or signature in a message: what is asked or was decided, and the two buttons. */
export class ApprovalCard extends Component {
    static template = "lakip_sop.ApprovalCard";
    static components = { ApprovalButtons };
    static props = { approval: Object };

    setup() {
        this.action = useService("action");
        this.store = useService("mail.store");
        this.fileViewer = useFileViewer();
    }

    get approval() {
        return this.props.approval;
    }

    get title() {
        return this.approval.kind === "signature" ? _t("Signature") : _t("Paraf");
    }

    /** The cycle, where the name of the document does not say it already. */
    get cycleText() {
        const { cycle, document } = this.approval;
        return document.name.includes(cycle) ? "" : cycle;
    }

    /** What a screen reader calls the card. */
    get label() {
        return `${this.title}: ${this.approval.document.name}`;
    }

    get badge() {
        const { approval } = this;
        if (approval.state === "pending") {
            if (approval.on_hold) {
                return { text: _t("On hold"), class: "text-bg-secondary" };
            }
            return approval.isLate
                ? { text: _t("Late"), class: "text-bg-danger" }
                : { text: _t("Waiting"), class: "text-bg-info" };
        }
        if (approval.state === "approved") {
            return {
                text: approval.kind === "signature" ? _t("Signed") : _t("Approved"),
                class: "text-bg-success",
            };
        }
        if (approval.state === "returned") {
            return { text: _t("Returned"), class: "text-bg-warning" };
        }
        return {
            text: approval.withdrawal ? _t("Withdrawn") : _t("Void"),
            class: "text-bg-secondary",
        };
    }

    get documentText() {
        const { version, pages } = this.approval.document;
        return pages
            ? _t("Version %(version)s, %(pages)s pages", { version, pages })
            : _t("Version %s", version);
    }

    get pointsText() {
        const count = this.approval.open_points;
        return count === 1
            ? _t("1 correction point is still open")
            : _t("%s correction points are still open", count);
    }

    get deadlineText() {
        const { deadlineMoment, isLate } = this.approval;
        // Not how far off it is: only the server knows the working time.
        const moment = deadlineMoment.toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
            hour: "2-digit",
            minute: "2-digit",
        });
        return isLate ? _t("Was due %s", moment) : _t("Until %s", moment);
    }

    get turnText() {
        return this.approval.isMyTurn
            ? _t("Your turn")
            : _t("Turn of %s", this.approval.turn_names.join(", "));
    }

    signedBy({ signer_name, signer_title, holder_name }) {
        const signer = signer_title ? `${signer_name}, ${signer_title}` : signer_name;
        return holder_name
            ? _t("%(signer)s (in the place of %(holder)s)", { signer, holder: holder_name })
            : signer;
    }

    givenText(row) {
        if (row.state === "returned") {
            return _t("Returned by %s", this.signedBy(row));
        }
        const given =
            row.kind === "signature"
                ? _t("Signed by %s", this.signedBy(row))
                : _t("Paraf of %s", this.signedBy(row));
        return row.state === "void" ? _t("%s. It holds no more.", given) : given;
    }

    get decisionText() {
        const { approval } = this;
        if (approval.state === "void" && !approval.decision) {
            return _t("No longer asked: a newer version or a return came first.");
        }
        if (!approval.signer_name) {
            return "";
        }
        const text = {
            approved: approval.kind === "signature" ? _t("Signed by %s") : _t("Paraf of %s"),
            returned: _t("Returned by %s"),
        }[approval.decision];
        const done = (text || "%s").replace("%s", this.signedBy(approval));
        if (approval.withdrawal) {
            return _t("%s, and withdrawn.", done);
        }
        return approval.state === "void" ? _t("%s. It holds no more.", done) : done;
    }

    /** Why it was returned or taken back, or what was said with it. */
    get comment() {
        return this.approval.withdrawal || this.approval.comment;
    }

    moment(date) {
        return date ? toLocaleDateTimeString(deserializeDateTime(date)) : "";
    }

    /** Show the file in place where the browser can; save it where it cannot. */
    onClickFile() {
        const { attachment } = this.approval.document;
        const file = this.store["ir.attachment"].insert(attachment);
        if (file.isViewable) {
            this.fileViewer.open(file);
        } else {
            window.location.assign(url(`/web/content/${attachment.id}`, { download: true }));
        }
    }

    onClickRow() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lakip.step",
            res_id: this.approval.row.id,
            views: [[false, "form"]],
        });
    }
}
