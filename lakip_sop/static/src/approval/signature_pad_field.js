import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Odoo's pad for signatures, in the form itself: no dialog above the dialog on a phone.
 *
 * Without a name it offers to draw or to load a picture, not to type the name in a pretty font.
 */
export class SignaturePadField extends Component {
    static template = "lakip_sop.SignaturePadField";
    static components = { NameAndSignature };
    static props = { ...standardFieldProps };

    setup() {
        this.signature = useState({ name: "", isSignatureEmpty: true });
    }

    /** The field holds what is on the pad: a PNG in base64, or nothing. */
    onSignatureChange() {
        const { name, record } = this.props;
        const { isSignatureEmpty, getSignatureImage } = this.signature;
        const picture = isSignatureEmpty ? false : getSignatureImage().split(",")[1];
        if (picture !== record.data[name]) {
            record.update({ [name]: picture });
        }
    }
}

registry.category("fields").add("lakip_signature_pad", {
    component: SignaturePadField,
    displayName: _t("Signature Pad"),
    supportedTypes: ["binary"],
});
