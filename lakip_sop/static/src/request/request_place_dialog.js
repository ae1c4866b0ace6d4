import { Component } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";

/** Asks what the files belong to that were dropped beside the items. */
export class RequestPlaceDialog extends Component {
    static template = "lakip_sop.RequestPlaceDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        fileNames: Array,
        places: Array,
        onChoose: Function,
    };

    onChoose(key) {
        this.props.close();
        this.props.onChoose(key);
    }
}
