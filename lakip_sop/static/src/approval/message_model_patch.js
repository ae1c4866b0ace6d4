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
    /**
     * Outside the channel of the cycle the text of a card says only what the card says: it is for
     * e-mails and for notices on the device.
     */
    get hasTextContent() {
        const repeats = this.lakip_approval_id && this.thread?.channel_type !== "group";
        return super.hasTextContent && !repeats;
    },
    /** A card stays as it was posted; the server refuses to edit it as well. */
    get editable() {
        return super.editable && !this.lakip_approval_id;
    },
};
patch(Message.prototype, messagePatch);
