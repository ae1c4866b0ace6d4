import { Component, xml } from "@odoo/owl";

import { registry } from "@web/core/registry";

import { OnboardingChecklist } from "./onboarding_checklist";

/** The checklist above everything else on the home page, which follows when a step is done. */
export class OnboardingNotice extends Component {
    static template = xml`
        <OnboardingChecklist t-if="props.data.is_manager" onChange="() => this.props.reload()" />`;
    static components = { OnboardingChecklist };
    static props = { data: Object, reload: Function };
}

registry.category("lakip_home_notices").add("onboarding", OnboardingNotice, { sequence: 10 });
