import {
    Component,
    onWillDestroy,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { x2ManyCommands } from "@web/core/orm_service";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { useFileDrag } from "./file_drag_hook";
import { RequestItem } from "./request_item";
import { RequestPlaceDialog } from "./request_place_dialog";

/** The place of files that answer no item, while there is no item for them. */
const LOOSE = "loose";

/**
 * What is asked of a division, each with a place to drop files on.
 *
 * Files are kept at once, see the service `lakip_request_upload`; answers in words when the person
 * leaves their field. What is typed is held here until the server has it: the page is loaded anew
 * with each file that arrives, also while somebody types.
 */
export class RequestItemsField extends Component {
    static template = "lakip_sop.RequestItemsField";
    static components = { RequestItem };
    static props = {
        ...standardFieldProps,
        limitsField: String,
        workbookField: String,
    };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.uploadService = useService("lakip_request_upload");
        this.uploads = useState(this.uploadService.uploads);
        this.state = useState({ said: "" });
        /** Answers in words that the server has not got yet, by the id of their item. */
        this.drafts = useState({});
        this.keeping = Promise.resolve();
        this.root = useRef("root");
        this.drag = useFileDrag(this.root, (place, files) => this.onDrop(place, files));
        // Before a button of the page is pressed, and when it is left.
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
            detail.proms.push(this.keepAnswers())
        );
        onWillUnmount(() => {
            this.keepAnswers().catch(() => this.handBackDrafts());
        });
        useExternalListener(window, "beforeunload", (ev) => {
            if (Object.keys(this.drafts).length) {
                this.keepAnswers();
                ev.preventDefault();
            }
        });
        useBus(this.uploadService.bus, "SETTLED", ({ detail }) => this.onSettled(detail.entry));
        useEffect(
            (requestId) => {
                this.uploadService.clearDone(requestId);
                return this.uploadService.show(requestId);
            },
            () => [this.requestId]
        );
        onWillDestroy(() => {
            this.isGone = true;
        });
    }

    get requestId() {
        return this.props.record.resId;
    }

    get limits() {
        return this.props.record.data[this.props.limitsField] || {};
    }

    get workbookResult() {
        return this.props.record.data[this.props.workbookField];
    }

    /** The places for files: the items, and one for files that answer none. */
    get places() {
        const { records } = this.props.record.data[this.props.name];
        const places = records.map((record) => ({
            key: String(record.resId),
            itemId: record.resId,
            name: record.data.name,
            record,
        }));
        if (!this.props.readonly && !records.some(({ data }) => data.is_loose)) {
            places.push({ key: LOOSE, itemId: false, name: _t("Other files") });
        }
        const own = this.uploads.filter(({ requestId }) => requestId === this.requestId);
        for (const place of places) {
            place.uploads = own.filter(({ itemId }) => itemId === place.itemId);
            place.answer = this.drafts[place.itemId] ?? (place.record?.data.note || "");
        }
        return places;
    }

    /** For those who do not see it. */
    say(text) {
        this.state.said = text;
    }

    /** Show what is stored now. */
    async reload() {
        if (!this.isGone) {
            await this.props.record.load();
        }
    }

    // ------------------------------------------------------------
    // Files
    // ------------------------------------------------------------

    addFiles(place, files, { replacedId = false, insteadOf } = {}) {
        if (insteadOf) {
            replacedId = insteadOf.replacedId;
            this.uploadService.dismiss(insteadOf.id);
        }
        this.uploadService.add(
            { requestId: this.requestId, itemId: place.itemId, replacedId },
            files,
            this.limits.megabytes
        );
    }

    onDrop(key, files) {
        if (this.props.readonly) {
            this.notification.add(
                _t("Nothing can be added now. Write to the team if something has to change."),
                { type: "warning" }
            );
            return;
        }
        const places = this.places;
        const place = places.find((one) => one.key === key);
        if (place) {
            this.addFiles(place, files);
            return;
        }
        this.dialog.add(RequestPlaceDialog, {
            fileNames: files.map(({ name }) => name),
            places: places.map(({ key, name }) => ({ key, name })),
            onChoose: (chosen) =>
                this.addFiles(
                    places.find((one) => one.key === chosen),
                    files
                ),
        });
    }

    async onSettled({ requestId, file, state }) {
        if (requestId !== this.requestId || state !== "done") {
            return;
        }
        await this.reload();
        this.uploadService.clearDone(requestId);
        this.say(_t("%s is there.", file.name));
    }

    async changeFiles(place, command) {
        // Not useService("orm"): its answer is dropped when the view is drawn anew meanwhile.
        await this.env.services.orm.write("lakip.request.item", [place.itemId], {
            attachment_ids: [command],
        });
        await this.reload();
    }

    async onRemove(place, file) {
        await this.changeFiles(place, x2ManyCommands.unlink(file.id));
        this.say(_t("%s was removed. It is kept among the earlier files.", file.name));
        this.focusPlace(place.key);
    }

    async onRestore(place, file) {
        await this.changeFiles(place, x2ManyCommands.link(file.id));
        this.say(_t("%s is there.", file.name));
        this.focusPlace(place.key);
    }

    /** The button that was pressed is gone: go on where it was. */
    focusPlace(key) {
        this.root.el?.querySelector(`#lakip_item_${key}`)?.focus();
    }

    // ------------------------------------------------------------
    // Answers and the workbook
    // ------------------------------------------------------------

    onAnswer({ itemId }, text) {
        this.drafts[itemId] = text;
    }

    /** Store what was typed; where that fails, it stays in its field. */
    keepAnswers() {
        this.keeping = this.keeping.catch(() => {}).then(() => this.storeDrafts());
        return this.keeping;
    }

    async storeDrafts() {
        const drafts = Object.entries(this.drafts);
        if (!drafts.length) {
            return;
        }
        for (const [itemId, note] of drafts) {
            await this.env.services.orm.write("lakip.request.item", [Number(itemId)], { note });
        }
        await this.reload();
        for (const [itemId, note] of drafts) {
            // Somebody may have gone on typing.
            if (this.drafts[itemId] === note) {
                delete this.drafts[itemId];
            }
        }
        this.say(_t("Your answer is kept."));
    }

    /** The page is gone and they could not be stored: whoever typed them can copy them. */
    handBackDrafts() {
        this.notification.add(Object.values(this.drafts).join("\n\n"), {
            title: _t("Your answer could not be kept. Copy it and enter it once more:"),
            type: "danger",
            sticky: true,
        });
    }

    async onDownloadWorkbook() {
        const { record } = this.props;
        await this.action.doActionButton({
            type: "object",
            name: "action_download_workbook",
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
        });
    }
}

export const requestItemsField = {
    component: RequestItemsField,
    supportedTypes: ["one2many"],
    useSubView: true,
    isEmpty: () => false,
    extractProps: ({ options }) => ({
        limitsField: options.limits,
        workbookField: options.workbook,
    }),
};

registry.category("fields").add("lakip_request_items", requestItemsField);
