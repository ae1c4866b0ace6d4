import { fields } from "@mail/core/common/record";
import { Message } from "@mail/core/common/message_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        this.lakip_approval_id = fields.One("lakip.approval");
    },
    computeIsEmpty() {
        return super.computeIsEmpty() && !this.lakip_approval_id;
    },
    /** A card stays as it was posted; the server refuses to edit it as well. */
    get editable() {
        return super.editable && !this.lakip_approval_id;
    },
};
patch(Message.prototype, messagePatch);
