from collections import defaultdict

from odoo import api, models

#: What a form of the app may name, beside the app's own records: those that tell of companies
#: and divisions. Of a colleague only HR reads the whole record; the others read the public part.
_GUARDED = {
    "calendar.event": "calendar.event",
    "discuss.channel": "discuss.channel",
    "hr.department": "hr.department",
    "hr.employee": "hr.employee.public",
    "ir.attachment": "ir.attachment",
    "res.company": "res.company",
    "res.partner": "res.partner",
}


class LakipReferenceMixin(models.AbstractModel):
    """Records that refer only to what the user who names it may read.

    Odoo shows the name of whatever a many2one holds, and what is computed of it is often read as
    superuser. A client that sends the number of somebody else's record, in a form that is never
    saved even, would be told of it.
    """

    _name = "lakip.reference.mixin"
    _description = "Refers to What Its User May Read"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.browse()._lakip_check_references(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._lakip_check_references([vals])
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        self.browse()._lakip_check_references([defaults])
        return defaults

    def onchange(self, values, field_names, fields_spec):
        self._lakip_check_references([values])
        return super().onchange(values, field_names, fields_spec)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_check_references(self, vals_list):
        """Raise ``AccessError`` when these values name a record that the user may not read.

        What these records hold already may stay: a form sends it back.
        """
        if self.env.su:
            return
        named = defaultdict(set)
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                model = field and field.type == "many2one" and self._lakip_get_guard(field)
                number = value.get("id") if isinstance(value, dict) else value
                if model and type(number) is int and number:
                    named[model, name].add(number)
        for (model, name), numbers in named.items():
            # sudo: what is held, to be compared
            held = set(self.sudo()[name].ids) if self else set()
            if numbers != held:
                self.env[model].browse(numbers).check_access("read")

    @api.model
    def _lakip_get_guard(self, field):
        """Return the model whose rules say who may read what ``field`` holds, or None."""
        comodel = field.comodel_name
        return comodel if comodel.startswith("lakip.") else _GUARDED.get(comodel)
