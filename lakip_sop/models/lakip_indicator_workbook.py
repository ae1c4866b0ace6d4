from decimal import Decimal

from odoo import api, models

from ..tools.target import figure_text, read_realization
from ..tools.workbook import IndicatorRow


class LakipIndicator(models.Model):
    """An indicator as a row of the workbook."""

    _inherit = "lakip.indicator"

    def _get_workbook_row(self, target, realization):
        """Return the ``IndicatorRow`` of this indicator, whose figures were read already."""
        self.ensure_one()
        scale = self.scale_id
        last_year = self._read_figure(
            read_realization,
            self.last_year,
            self.unit or "",
            scale._get_grade_scales()[scale],
        )
        return IndicatorRow(
            key=str(self.id),
            name=self.name,
            objective=self.objective_id.name,
            code=self.code or "",
            unit=self.unit or "",
            direction=self.direction,
            target=self._to_workbook_value(target, self.target),
            last_year=self._to_workbook_value(last_year, self.last_year),
            scale=tuple(scale.line_ids.mapped("name")),
            realization=self._to_workbook_value(realization, self.realization),
            cause=self.cause or "",
            obstacle=self.obstacle or "",
            follow_up=self.follow_up or "",
            evidence=self.evidence or "",
        )

    @api.model
    def _to_workbook_value(self, figure, text):
        """Return a number as such, and anything else as it is printed."""
        return figure if isinstance(figure, Decimal) else figure_text(figure) or text or None
