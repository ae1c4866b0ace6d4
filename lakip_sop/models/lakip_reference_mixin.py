from collections import defaultdict

from odoo import Command, api, models


class LakipReferenceMixin(models.AbstractModel):
    """Records that are stored only with what their user may read.

    Odoo shows the name of whatever a many2one holds. What a form sends that is not saved yet is
    looked at in ``base.py``.
    """

    _name = "lakip.reference.mixin"
    _description = "Refers to What Its User May Read"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # All of a field at once, however many records there are.
        linked = defaultdict(set)
        for vals in vals_list:
            for name, value in self._lakip_get_references(vals).items():
                linked[name].add(value)
        self.browse()._lakip_check_linked(
            {name: [Command.set(values)] for name, values in linked.items()}
        )
        return super().create(vals_list)

    def write(self, vals):
        self._lakip_check_linked(self._lakip_get_references(vals))
        return super().write(vals)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _lakip_get_references(self, vals):
        """Return those of ``vals`` that name one record."""
        return {
            name: value
            for name, value in vals.items()
            if name in self._fields and self._fields[name].type == "many2one"
        }
