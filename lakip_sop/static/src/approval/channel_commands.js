import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

registry.category("discuss.channel_commands").add("lakip", {
    channel_types: ["group"],
    condition: ({ store }) => store.self_partner && !store.self.main_user_id.share,
    help: _t("Show where the LAKIP stands and what is missing"),
    methodName: "execute_command_lakip",
});
