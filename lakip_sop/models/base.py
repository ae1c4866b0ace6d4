from lxml import html

from odoo import api, models

#: Class names that say for whom a paragraph of the help of an empty list is meant, and the group
#: it asks for: the reader has it (True) or lacks it (False).
READERS = {
    f"o_lakip_{word}_{group}": (f"lakip_sop.group_lakip_{group}", wanted)
    for word, wanted in (("for", True), ("not", False))
    for group in ("team", "planning_head", "manager")
}


class Base(models.AbstractModel):
    """An empty list tells each reader what they can do about it.

    ``<p class="o_lakip_for_team">`` is shown to the drafting team and those above it, and
    ``<p class="o_lakip_not_team">`` to the others; so for ``planning_head`` and ``manager``.
    """

    _inherit = "base"

    @api.model
    def get_empty_list_help(self, help_message):
        message = super().get_empty_list_help(help_message)
        if not message or "o_lakip_" not in message:
            return message
        root = html.fragment_fromstring(message, create_parent="div")
        for element in root.xpath(".//*[contains(@class, 'o_lakip_')]"):
            for name in element.get("class").split():
                group, wanted = READERS.get(name, (None, None))
                if group and self.env.user.has_group(group) != wanted:
                    element.drop_tree()
                    break
        return "".join(html.tostring(child, encoding="unicode") for child in root)
