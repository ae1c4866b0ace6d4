import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { OnboardingChecklist } from "./onboarding_checklist";

/** The checklist as a page of its own, under Configuration. */
export class OnboardingPage extends Component {
    static template = "lakip_sop.OnboardingPage";
    static components = { Layout, OnboardingChecklist };
    static props = { ...standardActionServiceProps };
}

registry.category("actions").add("lakip_sop.onboarding", OnboardingPage);
