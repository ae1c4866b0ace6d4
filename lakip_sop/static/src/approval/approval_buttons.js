import { Component, useState } from "@odoo/owl";

import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * The two buttons of an approval, for the one whose turn it is: on cards and on activities.
 *
 * Version and file hash go with each call, so a stale card decides nothing.
 */
export class ApprovalButtons extends Component {
    static template = "lakip_sop.ApprovalButtons";
    static props = {
        approval: Object,
        onDecided: { type: Function, optional: true },
        small: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        // Not useService: its calls never answer once the component is gone, and a message list
        // that loads may draw the card anew right after the click.
        this.orm = this.env.services.orm;
        this.store = useService("mail.store");
        this.state = useState({ busy: false });
    }

    get approval() {
        return this.props.approval;
    }

    get buttonSize() {
        return this.props.small ? "btn-sm" : "";
    }

    /** What the card shows: checked by the server. */
    get shown() {
        return [[this.approval.id], this.approval.document.version, this.approval.document.sha256];
    }

    onClickInitial() {
        const { document } = this.approval;
        this.dialog.add(ConfirmationDialog, {
            title: _t("Give your paraf?"),
            body: _t(
                "Your paraf to %(document)s, version %(version)s, is kept with your name, your office and the time.",
                { document: document.name, version: document.version }
            ),
            confirmLabel: _t("Paraf"),
            confirm: () =>
                this.call(async () => {
                    const data = await this.orm.call(
                        "lakip.approval",
                        "action_card_approve",
                        this.shown
                    );
                    this.store.insert(data);
                    this.props.onDecided?.();
                }),
            cancel: () => {},
        });
    }

    onClickSign() {
        return this.call(() => this.openAction("action_card_sign"));
    }

    onClickReturn() {
        return this.call(() => this.openAction("action_card_return"));
    }

    onClickWithdraw() {
        return this.call(() => this.openAction("action_withdraw", [[this.approval.id]]));
    }

    async openAction(method, args = this.shown) {
        const action = await this.orm.call("lakip.approval", method, args);
        await this.action.doAction(action, {
            onClose: async () => {
                await this.refresh();
                if (this.approval.state !== "pending") {
                    this.props.onDecided?.();
                }
            },
        });
    }

    /** Whatever is refused: the card then shows how things stand. */
    async call(act) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await act();
        } catch (error) {
            await this.refresh();
            throw error;
        } finally {
            this.state.busy = false;
        }
    }

    async refresh() {
        const { id } = this.approval;
        this.store.insert(await this.orm.silent.call("lakip.approval", "get_card_data", [[id]]));
    }
}
