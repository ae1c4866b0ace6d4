import { useEffect } from "@odoo/owl";

import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** The page on which a division hands in: not before all of its files have arrived. */
export class RequestPageController extends FormController {
    setup() {
        super.setup();
        this.uploadService = useService("lakip_request_upload");
        this.notification = useService("notification");
        // What was pressed is gone: say what came of it, on top of the page.
        let before;
        useEffect(
            (state) => {
                if (before && before !== state && state === "submitted") {
                    const notice = this.rootRef.el.querySelector(".alert[tabindex]");
                    notice?.scrollIntoView({ block: "center" });
                    notice?.focus({ preventScroll: true });
                }
                before = state;
            },
            () => [this.model.root.data.state]
        );
    }

    async beforeExecuteActionButton(clickParams) {
        if (clickParams.name === "action_submit" && !(await this.checkUploads())) {
            return false;
        }
        return super.beforeExecuteActionButton(clickParams);
    }

    /** Whether all files have arrived, or the person goes on without the others. */
    async checkUploads() {
        const { resId } = this.model.root;
        if (this.uploadService.getPending(resId).length) {
            this.notification.add(
                _t("Files are still on their way. Hand in when all of them are there."),
                { type: "warning" }
            );
            return false;
        }
        const left = this.uploadService.getLeft(resId);
        if (!left.length) {
            return true;
        }
        const isSure = await new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Hand in without these files?"),
                    body: _t(
                        "They are not there yet: %s",
                        left.map(({ file }) => file.name).join(", ")
                    ),
                    confirmLabel: _t("Hand In Without Them"),
                    cancelLabel: _t("Back to the Page"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
        if (isSure) {
            left.forEach(({ id }) => this.uploadService.dismiss(id));
        }
        return isSure;
    }
}

registry.category("views").add("lakip_request_page", {
    ...formView,
    Controller: RequestPageController,
});
