import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";

import { patch } from "@web/core/utils/patch";

import { ApprovalButtons } from "./approval_buttons";

Object.assign(Activity.components, { ApprovalButtons });
Object.assign(ActivityListPopoverItem.components, { ApprovalButtons });

/** @type {import("@mail/core/web/activity").Activity} */
const activityPatch = {
    onApprovalDecided() {
        this.props.onActivityChanged(this.thread);
        this.props.reloadParentView();
    },
};
patch(Activity.prototype, activityPatch);

/** Marking the activity of an approval done decides nothing, so it is not offered. */
patch(ActivityListPopoverItem.prototype, {
    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.props.activity.lakip_approval_id;
    },
    get hasEditButton() {
        return super.hasEditButton && !this.props.activity.lakip_approval_id;
    },
    get hasCancelButton() {
        return super.hasCancelButton && !this.props.activity.lakip_approval_id;
    },
});
