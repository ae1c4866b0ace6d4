import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** Cards in columns that nobody adds by hand: where there is none, the help is shown. Odoo shows
 *  nothing then, as it takes a board by a many2one for one whose columns are to be made first. */
export class CardsRenderer extends KanbanRenderer {
    get showNoContentHelper() {
        const { groups, isGrouped } = this.props.list;
        return super.showNoContentHelper || (isGrouped && !groups.length);
    }
}

export const cardsView = { ...kanbanView, Renderer: CardsRenderer };

registry.category("views").add("lakip_cards", cardsView);
