import { Component, onWillStart, useState } from "@odoo/owl";

import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { SopFlow } from "../sop_flow/sop_flow";
import { useCycleNews } from "./cycle_news";
import { HomeCycles } from "./home_cycles";
import { HomeWork } from "./home_work";
import { HomeYear } from "./home_year";

/**
 * What stands above everything else on the home page, in the order of `sequence`: components with
 * the props `data`, as `lakip.cycle.get_home_data()` returns it, and `reload`. Each of them says
 * by itself whether it has anything to show.
 */
const notices = registry.category("lakip_home_notices");

/** The home of the app: my turns, the SOP page of a running cycle, the cycles, the year. */
export class Home extends Component {
    static template = "lakip_sop.Home";
    static components = { HomeCycles, HomeWork, HomeYear, Layout, SopFlow };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.keepLast = new KeepLast();
        this.notices = notices.getEntries().map(([key, component]) => ({ key, component }));
        this.state = useState({ data: null });
        this.reload = () => this.load();
        onWillStart(this.reload);
        useCycleNews(() => this.state.data.cycles.map(({ id }) => id), this.reload);
    }

    /** The numbers of points and chapters, beside which no row stands here. */
    get counts() {
        return this.state.data.counts;
    }

    get hasWork() {
        const { works, counts } = this.state.data;
        return Boolean(works.length || counts.length);
    }

    /** The cycles among which to choose whose SOP page is shown. */
    get choices() {
        return this.state.data.cycles.filter(({ state }) => state !== "draft");
    }

    /** Ask for everything anew; `cycleId` is the cycle whose SOP page is wanted. */
    async load(cycleId = this.state.data?.shown || false) {
        this.state.data = await this.keepLast.add(
            // Not by useService: the page may be left before the answer is there.
            this.env.services.orm.call("lakip.cycle", "get_home_data", [cycleId])
        );
    }

    /** Call a method of a record as a button does, after its question, and look again. */
    async press(model, id, { method, confirm }) {
        if (confirm && !(await this.ask(confirm))) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: method,
            resModel: model,
            resId: id,
            onClose: this.reload,
        });
    }

    /** Whether the user says yes to a question. */
    ask(body) {
        return new Promise((resolve) => {
            this.dialog.add(
                ConfirmationDialog,
                { body, confirm: () => resolve(true), cancel: () => resolve(false) },
                { onClose: () => resolve(false) }
            );
        });
    }

    onWorkButton(work) {
        const { model, id } = work.button;
        return this.press(model, id, work.button);
    }

    onWorkBlocker(work, blocker) {
        return this.press("lakip.step", work.step_id, { method: blocker.action });
    }

    onWorkOpen(work) {
        return this.press("lakip.work", work.id, { method: "action_open" });
    }

    onFlowButton(row, button) {
        return this.press("lakip.step", row.id, button);
    }

    onFlowBlocker(row, blocker) {
        return this.press("lakip.step", row.id, { method: blocker.action });
    }

    onFlowOpen(row) {
        return this.press("lakip.step", row.id, { method: "action_open" });
    }

    onEntryOpen(entry) {
        return this.press("lakip.agenda", entry.id, { method: "action_open" });
    }

    onCount({ kind }) {
        return this.action.doAction("lakip_sop.lakip_work_action", {
            additionalContext: { [`search_default_${kind}`]: 1 },
        });
    }

    onSwitch(ev) {
        return this.load(Number(ev.target.value));
    }

    onHint() {
        return this.action.doAction(this.state.data.hint.action);
    }

    onCycleOpen(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lakip.cycle",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    onAllCycles() {
        return this.action.doAction("lakip_sop.lakip_cycle_action");
    }

    onAgenda() {
        return this.action.doAction("lakip_sop.lakip_agenda_action");
    }
}

registry.category("actions").add("lakip_sop.home", Home);
