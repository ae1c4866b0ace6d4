import "@lakip_sop/cards/cards_view";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";

import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

import { markup } from "@odoo/owl";

describe.current.tags("desktop");

class Point extends models.Model {
    _name = "point";

    name = fields.Char();
    cycle_id = fields.Many2one({ relation: "cycle" });
}

class Cycle extends models.Model {
    _name = "cycle";

    name = fields.Char();
    _records = [{ id: 1, name: "LAKIP 2026" }];
}

defineMailModels();
defineModels([Point, Cycle]);

const mount = () =>
    mountView({
        type: "kanban",
        resModel: "point",
        groupBy: ["cycle_id"],
        noContentHelp: markup`<p>No points yet</p>`,
        arch: `<kanban js_class="lakip_cards" group_create="0">
            <templates><t t-name="card"><field name="name"/></t></templates>
        </kanban>`,
    });

test("without any card the help is shown, also when cards stand by cycle", async () => {
    await mount();
    expect(queryAllTexts(".o_view_nocontent")).toEqual(["No points yet"]);
});

test("with one, the cards alone", async () => {
    Point._records = [{ id: 1, name: "BAB I", cycle_id: 1 }];
    await mount();
    expect(".o_view_nocontent").toHaveCount(0);
    expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(1);
});
