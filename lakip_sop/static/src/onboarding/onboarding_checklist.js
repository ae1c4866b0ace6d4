import { Component, onWillStart, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

/**
 * The first steps of an administrator: what the company has, and where the rest is done.
 *
 * It loads its own data with one call, unless the page that shows it has them already (the answer
 * of `lakip.setup.get_checklist`). It renders nothing for whoever does not administer LAKIP, and,
 * unless it is `isPage`, nothing once it was closed.
 */
export class OnboardingChecklist extends Component {
    static template = "lakip_sop.OnboardingChecklist";
    static props = {
        checklist: { type: [Object, Boolean], optional: true },
        isPage: { type: Boolean, optional: true },
        /** Called when a step was done, so that the page around it can follow. */
        onChange: { type: Function, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.state = useState({ checklist: this.props.checklist || false, isBusy: false });
        onWillStart(async () => {
            if (
                this.props.checklist === undefined &&
                (await user.hasGroup("lakip_sop.group_lakip_manager"))
            ) {
                this.state.checklist = await this.call("get_checklist");
            }
        });
    }

    get checklist() {
        return this.state.checklist;
    }

    get isShown() {
        return this.checklist && (this.props.isPage || !this.checklist.is_closed);
    }

    /** The first open step: the one to go on with. */
    get nextKey() {
        return this.checklist.steps.find((step) => step.state === "open" && !step.refusal)?.key;
    }

    get percent() {
        const { done, total } = this.checklist;
        return Math.round((100 * done) / total);
    }

    get progressText() {
        const { done, total } = this.checklist;
        return _t("%(done)s of %(total)s done", { done, total });
    }

    stateText(step) {
        return { done: _t("Done"), skipped: _t("Skipped"), open: _t("Not done yet") }[step.state];
    }

    /** The service of the environment, as the component may be gone when the answer comes. */
    call(method, ...args) {
        return this.env.services.orm.call("lakip.setup", method, args);
    }

    /** One click is one call, however often it is pressed. */
    async once(work) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await work();
        } finally {
            this.state.isBusy = false;
        }
    }

    change(method, ...args) {
        return this.once(async () => {
            this.state.checklist = await this.call(method, ...args);
            this.props.onChange?.(this.checklist);
        });
    }

    reload() {
        return this.change("get_checklist");
    }

    open(step) {
        return this.once(async () => {
            const action = await this.call("action_open", step.key);
            await this.action.doAction(action, { onClose: () => this.reload() });
        });
    }
}
