from odoo import api, fields, models

from ..tools.achievement import achieve, percent_text
from ..tools.number_id import NumberRefused
from ..tools.target import read_realization, read_target
from .lakip_indicator import FIGURE_DEPENDS

_READERS = {"target": read_target, "realization": read_realization}


class LakipIndicatorYear(models.Model):
    """An indicator in an earlier year: taken over from its cycle, and editable."""

    _name = "lakip.indicator.year"
    _description = "Indicator in an Earlier Year"
    _inherit = ["lakip.performance.mixin"]
    _order = "indicator_id, year, id"

    indicator_id = fields.Many2one(
        comodel_name="lakip.indicator",
        required=True,
        index=True,
        ondelete="cascade",
    )
    cycle_id = fields.Many2one(related="indicator_id.cycle_id")
    company_id = fields.Many2one(related="indicator_id.company_id", store=True, precompute=True)
    year = fields.Integer(required=True, aggregator=None)
    target = fields.Char()
    realization = fields.Char()
    achievement = fields.Float(
        string="Capaian (%)",
        digits=(16, 6),
        compute="_compute_achievement",
        store=True,
        aggregator="avg",
        help="Counted as this year's is.",
    )
    is_measured = fields.Boolean(compute="_compute_achievement", store=True)
    achievement_text = fields.Char(string="Capaian", compute="_compute_achievement", store=True)

    _year_indicator_unique = models.UniqueIndex(
        "(indicator_id, year)",
        "The indicator has figures of that year already.",
    )
    _year_sane = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)",
        "The year must lie between 2000 and 2100.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("target", "realization")
    def _check_figures(self):
        scales = self.indicator_id.scale_id._get_grade_scales()
        for row in self:
            indicator = row.indicator_id
            for name, reader in _READERS.items():
                try:
                    reader(row[name], indicator.unit or "", scales[indicator.scale_id])
                except NumberRefused as refused:
                    row._raise_figure(row.display_name, name, refused)

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("indicator_id.name", "year")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.indicator_id.name} {row.year}"

    @api.depends("target", "realization", *(f"indicator_id.{name}" for name in FIGURE_DEPENDS))
    def _compute_achievement(self):
        for row, result in self._get_achievements().items():
            row.achievement = result.percent or 0.0
            row.is_measured = result.percent is not None
            row.achievement_text = percent_text(result.percent)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_achievements(self):
        """Return ``{row: Achievement}``, exact."""
        scales = self.indicator_id.scale_id._get_grade_scales()
        result = {}
        for row in self:
            indicator = row.indicator_id
            how = indicator.unit or "", scales[indicator.scale_id]
            result[row] = achieve(
                self._read_figure(read_target, row.target, *how),
                self._read_figure(read_realization, row.realization, *how),
                indicator.direction or "higher",
                indicator._get_method(),
            )
        return result
