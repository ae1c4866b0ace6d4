"""The performance of the demo agency: planned by the team, reported by the divisions."""

from dataclasses import replace
from decimal import Decimal

from odoo import Command
from odoo.tools import plaintext2html

from ..tools.achievement import achieve
from ..tools.target import read_realization, read_target
from ..tools.workbook import write_workbook
from .agency import FIRST_YEAR, OBJECTIVES

MEDIUM_YEAR = 2029
#: Stands beside every figure, as none of them is true.
EXAMPLE = "Angka contoh"


def plan(story, key):
    """``key`` enters the sasaran of the cycle with their indicators, programs and earlier years."""
    cycle = story.cycle
    objectives = story.by(key, story.env["lakip.objective"]).create(
        [
            {
                "cycle_id": cycle.id,
                "sequence": sequence,
                "code": objective.code,
                "name": objective.name,
                "indicator_ids": [
                    Command.create(_indicator_vals(story, division, indicator))
                    for division in objective.divisions
                    for indicator in division.indicators
                ],
            }
            for sequence, objective in enumerate(OBJECTIVES, 1)
        ]
    )
    programs = story.by(key, story.env["lakip.program"])
    for objective, record in zip(OBJECTIVES, objectives, strict=True):
        for division in objective.divisions:
            vals = {
                "cycle_id": cycle.id,
                "objective_id": record.id,
                "department_id": _department(story, division).id,
                "note": EXAMPLE,
            }
            program = programs.create(
                {**vals, "name": division.program, "budget": _budget(division.activities)}
            )
            programs.create(
                [
                    {
                        **vals,
                        "parent_id": program.id,
                        "level": "activity",
                        "name": activity.name,
                        "budget": activity.budget,
                    }
                    for activity in division.activities
                ]
            )


def plan_again(story, key, divisions):
    """``key`` takes last year's sasaran over and enters the targets and the money of this year.

    :param divisions: as they stand this year
    """
    cycle = story.by(key, story.cycle)
    cycle.action_carry_over()
    for division in divisions:
        for indicator in division.indicators:
            _find(cycle.objective_ids.indicator_ids, indicator).target = indicator.of(cycle.year)[0]
        for activity in division.activities:
            _find(cycle.program_ids, activity).budget = activity.budget
        program = cycle.program_ids.filtered(lambda one, name=division.program: one.name == name)
        program.budget = _budget(division.activities)
        (program | program.search([("parent_id", "=", program.id)])).note = EXAMPLE


def filled_workbook(request, division):
    """Return the workbook of ``request`` as the staff of ``division`` fill it."""
    # sudo: as the app writes it for whoever may read the request
    request = request.sudo()
    year = request.cycle_id.year
    book = request._get_workbook()
    indicators = {indicator.name: indicator for indicator in division.indicators}
    spent = {activity.name: activity.realization for activity in division.activities}
    spent[division.program] = sum(spent.values())
    filled = replace(
        book,
        indicators=tuple(
            replace(
                row,
                realization=_cell(indicators[row.name].of(year)[1]),
                evidence=EXAMPLE,
                **indicators[row.name].answers,
            )
            for row in book.indicators
        ),
        programs=tuple(
            replace(row, realization=Decimal(spent[row.name]), note=EXAMPLE)
            for row in book.programs
        ),
    )
    return write_workbook(filled, request._get_workbook_secret())


def analyse(story, key):
    """``key`` writes what the seven analyses of each sasaran say beside their tables."""
    for objective, record in zip(OBJECTIVES, story.cycle.objective_ids, strict=True):
        story.by(key, record).write(
            {name: plaintext2html(text) for name, text in objective.analyses.items()}
        )


def bars(division, year):
    """Return (name, capaian) of the indicators of ``division`` that have one."""
    found = (
        (one.name, achieve(*_figures(one, year), one.direction).percent)
        for one in division.indicators
        if not one.scale
    )
    return [(name, float(percent)) for name, percent in found if percent is not None]


def _indicator_vals(story, division, indicator):
    year = story.cycle.year
    target, _realization = indicator.of(year)
    standard, standard_note = indicator.standard
    return {
        "department_id": _department(story, division).id,
        "name": indicator.name,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "scale_id": indicator.scale and story.env.ref(indicator.scale).id,
        "target": target,
        "medium_year": MEDIUM_YEAR,
        "medium_target": indicator.medium,
        "standard": standard,
        "standard_note": standard_note,
        "year_ids": [
            Command.create({"year": past, "target": aimed, "realization": reached})
            for past in range(FIRST_YEAR, year)
            for aimed, reached in (indicator.of(past),)
        ],
    }


def _department(story, division):
    return story.env.ref(f"lakip_sop.hr_department_{division.key}")


def _budget(activities):
    return sum(activity.budget for activity in activities)


def _find(records, described):
    """Return the one of ``records`` that is called as what is described."""
    return records.filtered(lambda record: record.name == described.name)


def _figures(indicator, year):
    target, realization = indicator.of(year)
    return read_target(target), read_realization(realization)


def _cell(text):
    """Return a realization as the workbook holds it: a number where it is one."""
    try:
        return read_realization(text) or text
    except ValueError:
        return text
