from decimal import Decimal

from odoo import models

from ..documents import (
    EFFICIENCY_WORDS,
    NOTE_WORDS,
    RATING_COLORS,
    IndicatorResult,
    ObjectiveResult,
    Performance,
    YearFigure,
    method_sentences,
)
from ..tools.achievement import efficiency
from ..tools.number_id import exact_text
from ..tools.target import figure_text
from .lakip_objective import ANALYSES


class LakipCycle(models.Model):
    """The performance of a cycle as its report prints it."""

    _inherit = "lakip.cycle"

    def _get_report_performance(self):
        """Return the ``Performance`` of this cycle's year; None while it has no sasaran."""
        self.ensure_one()
        if not self.objective_ids:
            return None
        whole = self._get_overall()
        name, color = self._get_rating(whole.percent)
        bands = self.scale_id.line_ids._get_bands()
        return Performance(
            year=self.year,
            objectives=tuple(self._get_report_objectives()),
            programs=self.program_ids._get_report_lines(),
            total=self.program_ids._get_report_total(self.absorption_way),
            achievement=whole.percent,
            rating=name,
            method=method_sentences(
                lower_formula=self.lower_formula,
                cap=exact_text(Decimal(str(self.cap))) if self.cap else "",
                is_floored=self.is_floored,
                by=self.overall_by,
                way=self.absorption_way,
                left_out=len(
                    self.objective_ids.indicator_ids.filtered(lambda i: not i.is_measured)
                ),
            ),
            scale=tuple(
                (band.legend(), band.name, RATING_COLORS.get(band.color, "")) for band in bands
            ),
        )

    def _get_rating(self, percent):
        """Return ``(name, hex colour)`` of a percentage on the scale of this cycle, or ''."""
        scale = self.scale_id._get_rating_scales().get(self.scale_id)
        band = scale.rate(percent) if scale else None
        return (band.name, RATING_COLORS.get(band.color, "")) if band else ("", "")

    def _get_report_objectives(self):
        """Yield the ``ObjectiveResult`` of each sasaran."""
        indicators = self.objective_ids.indicator_ids
        results = indicators._get_achievements()
        figures = indicators._get_figures()
        history = indicators.year_ids._get_achievements()
        for objective in self.objective_ids:
            achieved = objective._get_mean().percent
            absorbed = objective._get_absorption().percent
            verdict = efficiency(achieved, absorbed)
            rating, color = self._get_rating(achieved)
            yield ObjectiveResult(
                name=objective.name,
                indicators=tuple(
                    self._get_report_indicator(one, results[one], figures[one], history)
                    for one in objective.indicator_ids
                ),
                programs=objective.program_ids._get_report_lines(),
                achievement=achieved,
                rating=rating,
                color=color,
                absorption=absorbed,
                difference=verdict.difference,
                efficiency=EFFICIENCY_WORDS.get(verdict.verdict, ""),
                analyses=tuple(objective[name] or "" for name in ANALYSES),
            )

    def _get_report_indicator(self, indicator, result, figures, history):
        """Return the ``IndicatorResult`` of an indicator.

        :param result: its ``Achievement``
        :param figures: its target and realization
        :param history: ``{row of an earlier year: Achievement}``
        """
        rating, color = self._get_rating(result.percent)
        target, realization = figures
        notes = (NOTE_WORDS.get(note.value) for note in result.notes)
        return IndicatorResult(
            name=indicator.name,
            unit=indicator.unit or "",
            target=figure_text(target) or indicator.target or "",
            realization=figure_text(realization) or indicator.realization or "",
            achievement=result.percent,
            rating=rating,
            color=color,
            division=indicator.department_id.name or "",
            note="; ".join(filter(None, notes)),
            history=tuple(
                YearFigure(row.year, row.target or "", row.realization or "", history[row].percent)
                for row in indicator.year_ids
            ),
            medium_year=indicator.medium_year or None,
            medium_target=indicator.medium_target or "",
            medium_progress=indicator._get_medium_progress(),
            standard=indicator.standard or "",
            standard_note=indicator.standard_note or "",
            cause=indicator.cause or "",
            obstacle=indicator.obstacle or "",
            follow_up=indicator.follow_up or "",
        )
