import { Activity } from "@mail/core/common/activity_model";
import { fields } from "@mail/core/common/record";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Activity} */
const activityPatch = {
    setup() {
        super.setup(...arguments);
        this.lakip_approval_id = fields.One("lakip.approval");
    },
};
patch(Activity.prototype, activityPatch);
