import { Component, useState } from "@odoo/owl";

/** One thing that waits for the user: what, until when, what is missing, and its one button. */
export class HomeWork extends Component {
    static template = "lakip_sop.HomeWork";
    static props = {
        work: Object,
        showCompany: Boolean,
        onButton: Function,
        onBlocker: Function,
        onOpen: Function,
    };

    setup() {
        this.state = useState({ isBusy: false });
    }

    /** The button is off until it has worked: people press twice when they are in a hurry. */
    async onButton() {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await this.props.onButton(this.props.work);
        } finally {
            this.state.isBusy = false;
        }
    }

    get titleId() {
        return `o_lakip_home_work_${this.props.work.id}`;
    }
}
