import { Record } from "@mail/core/common/record";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { user } from "@web/core/user";

/** One paraf or signature asked or given. All cards of it on the screen share this record. */
export class Approval extends Record {
    static _name = "lakip.approval";
    static id = "id";

    /** @type {number} */
    id;
    /** @type {string|false} why it was returned, or what was said with it */
    comment;
    /** @type {string} the name of the cycle */
    cycle;
    /** @type {string|false} UTC; empty before the decision */
    date;
    /** @type {string|false} UTC; empty after the decision */
    deadline;
    /** @type {'approved'|'returned'|'withdrawn'|'voided'|false} */
    decision;
    /** @type {{id: number, name: string, version: number, sha256: string, state: string,
     * pages: number, attachment: {id: number, name: string, mimetype: string}}} */
    document;
    /** @type {Object[]} who decided on this version before */
    given;
    /** @type {string|false} in whose place a Plt. or Plh. has decided */
    holder_name;
    /** @type {'initial'|'signature'} */
    kind;
    /** @type {boolean} */
    on_hold;
    /** @type {number} */
    open_points;
    /** @type {{id: number, number: string, name: string}} */
    row;
    /** @type {string|false} */
    signer_name;
    /** @type {string|false} */
    signer_title;
    /** @type {'pending'|'approved'|'returned'|'void'} */
    state;
    /** @type {number[]} */
    turn_user_ids;
    /** @type {string|false} why who decided has taken it back */
    withdrawal;
    /** @type {number|false} who may take the decision back */
    withdrawer_id;
    /** @type {string[]} */
    turn_names;

    /** Whether to offer the buttons. The server checks the turn again on each click. */
    get isMyTurn() {
        return Boolean(this.turn_user_ids?.includes(user.userId));
    }

    /** Whether to offer to take it back. The server checks it again on the click. */
    get isMineToWithdraw() {
        return Boolean(this.withdrawer_id) && this.withdrawer_id === user.userId;
    }

    get deadlineMoment() {
        return this.deadline ? deserializeDateTime(this.deadline) : undefined;
    }

    get isLate() {
        return Boolean(this.deadlineMoment && this.deadlineMoment < luxon.DateTime.now());
    }
}

Approval.register();
