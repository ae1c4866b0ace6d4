from lxml import html

from odoo import Command, api, models
from odoo.exceptions import MissingError

#: Class names that say for whom a paragraph of the help of an empty list is meant, and the group
#: it asks for: the reader has it (True) or lacks it (False).
READERS = {
    f"o_lakip_{word}_{group}": (f"lakip_sop.group_lakip_{group}", wanted)
    for word, wanted in (("for", True), ("not", False))
    for group in ("team", "planning_head", "manager")
}


#: What a record of the app may link to beside the app's own, and the model whose rules say who
#: may: of a colleague only HR reads the whole record, the others read the public part.
_GUARDED = {
    "calendar.event": "calendar.event",
    "discuss.channel": "discuss.channel",
    "hr.department": "hr.department",
    "hr.employee": "hr.employee.public",
    "ir.attachment": "ir.attachment",
    "res.company": "res.company",
    "res.partner": "res.partner",
}


class Base(models.AbstractModel):
    """An empty list tells each reader what they can do about it.

    ``<p class="o_lakip_for_team">`` is shown to the drafting team and those above it, and
    ``<p class="o_lakip_not_team">`` to the others; so for ``planning_head`` and ``manager``.

    And a form that is not saved yet tells nothing of records that its user may not read, and
    acts are done on what is in the database.
    """

    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        """Refuse values that link a record of the app to another one that is hidden from the user:
        related fields, which Odoo computes as superuser, would tell what is in it."""
        if self._name.startswith("lakip."):
            self._lakip_check_linked(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """The same for links that come as ``default_<field>`` in the context."""
        defaults = super().default_get(fields)
        if self._name.startswith("lakip.") and not self.env.su:
            sent = {
                name: defaults[name] for name in defaults if f"default_{name}" in self.env.context
            }
            self._lakip_check_linked(sent)
        return defaults

    def _lakip_check_stored(self):
        """Raise ``MissingError`` for a record that is not in the database.

        Odoo takes ``None`` among the ids of a call for a new record: one that access rights do
        not look at, with the values of ``default_<field>`` that the client sent.
        """
        if not all(isinstance(id_, int) and id_ for id_ in self._ids):
            raise MissingError(self.env._("This record does not exist. Load the page again."))

    def _lakip_check_linked(self, values):
        """Raise ``AccessError`` when ``values``, as a client sends them, link to a hidden record.

        What this record holds already may stay: a form sends it back.

        :param values: values by field, with commands for the lines below
        """
        if self.env.su or not isinstance(values, dict):
            return
        for name, value in values.items():
            field = self._fields.get(name)
            comodel = (field and field.comodel_name) or ""
            guard = comodel if comodel.startswith("lakip.") else _GUARDED.get(comodel)
            if not guard:
                continue
            linked = self.env[guard]
            if isinstance(value, dict):  # the record above a line, as its form sends it
                value = [(Command.UPDATE, value.get("id"), value)]
            commands = value if isinstance(value, list) else [(Command.LINK, value)]
            ids = []
            for command in commands:
                if isinstance(command, list | tuple) and len(command) > 1:
                    more = command[2] if command[0] == Command.SET else [command[1]]
                    ids += [id_ for id_ in more if type(id_) is int]
                    linked._lakip_check_linked(command[-1])
            # sudo: what is held, to be compared
            asked = set(ids).difference(self.sudo()[name].ids if ids and self else ())
            if asked:
                linked.browse(asked).exists().check_access("read")

    @api.model
    def get_empty_list_help(self, help_message):
        message = super().get_empty_list_help(help_message)
        if not isinstance(message, str) or "o_lakip_" not in message:
            return message
        root = html.fragment_fromstring(message, create_parent="div")
        for element in root.xpath(".//*[contains(@class, 'o_lakip_')]"):
            for name in element.get("class").split():
                group, wanted = READERS.get(name, (None, None))
                if group and self.env.user.has_group(group) != wanted:
                    element.drop_tree()
                    break
        return "".join(html.tostring(child, encoding="unicode") for child in root)
