from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class LakipPerformanceMixin(models.AbstractModel):
    """What a cycle's performance is made of: written by the drafting team until it is signed.

    Means leave out what has no figure, in pivots and graphs as everywhere.
    """

    _name = "lakip.performance.mixin"
    _description = "Performance Data"
    _inherit = ["lakip.figure.mixin", "lakip.protected.mixin"]

    @property
    def _lakip_protected_fields(self):
        """What the app counts: Odoo would store what a client sends for such a field."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and (field.compute or field.related)
        )

    can_plan = fields.Boolean(compute="_compute_can_write")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_can_write(self):
        refusals = self._get_plan_refusals()
        for record in self:
            record.can_plan = not refusals[record]

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._lakip_join()
        records._check_can_write(None)
        return records

    def write(self, vals):
        self._lakip_join()
        self._check_can_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        self._lakip_join()
        self._check_can_write(None)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == "achievement:avg":
            # Odoo stores no figure as zero.
            return SQL(
                "AVG(%s) FILTER (WHERE %s)",
                self._field_to_sql(self._table, "achievement", query),
                self._field_to_sql(self._table, "is_measured", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _lakip_join(self):
        """Many write figures side by side, but not while the report is signed or closed."""
        if not self.env.su:
            self.cycle_id._lakip_share()

    def _check_can_write(self, names):
        """Raise ``UserError`` unless the user may write these fields of these records.

        :param names: None stands for all, and for creating and deleting
        """
        self._raise_refusals(self._get_plan_refusals())

    def _raise_refusals(self, refusals):
        sentences = dict.fromkeys(reason for reason in refusals.values() if reason)
        if sentences:
            raise UserError("\n".join(sentences))

    def _get_plan_refusals(self):
        """Return ``{record: sentence}``; False where the user may write everything."""
        if self.env.su:
            return dict.fromkeys(self, False)
        if not self.env.user.has_group("lakip_sop.group_lakip_team"):
            sentence = self.env._(
                "Only the drafting team may change sasaran, targets and programs."
            )
            return dict.fromkeys(self, sentence)
        closed = self.cycle_id._get_content_refusals()
        return {record: closed[record.cycle_id] if record.cycle_id else False for record in self}

    @api.model
    def _to_name_key(self, name):
        """Return what two names that read the same have in common."""
        return " ".join((name or "").split()).casefold()
