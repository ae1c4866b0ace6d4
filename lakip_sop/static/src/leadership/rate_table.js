import { Component } from "@odoo/owl";

import { countText, describe, percentText, rate, total } from "./leadership_figures";

/** How often groups were in time: one bar over all years, one word or share for each year. */
export class RateTable extends Component {
    static template = "lakip_sop.RateTable";
    static props = {
        caption: String,
        /** Header of the first column. */
        label: String,
        groups: Array,
        years: Array,
        /** Further columns: `label` and `text(total)`. */
        columns: { type: Array, optional: true },
        withCompany: { type: Boolean, optional: true },
        /** Called with the group and the place of the year, which is null for all years. */
        onOpen: Function,
    };
    static defaultProps = { columns: [] };

    get lines() {
        return this.props.groups.map((group, key) => {
            const all = total(group.years);
            return {
                key,
                group,
                all,
                rate: rate(all),
                rateText: percentText(rate(all)),
                countText: rate(all) === null ? "" : countText(all),
                cells: group.years.map(describe),
            };
        });
    }
}
