from odoo import fields, models
from odoo.exceptions import UserError

from ..documents import Compliance, ReturnNote, RoleLateness, StepCompliance, YearCompliance
from ..tools.duration import duration_text

#: How many years are compared, the cycle's own included.
_YEARS = 3
#: What is read of the analysis of a row.
_FIGURES = (
    "cycle_id",
    "ended_count",
    "late_count",
    "outcome",
    "overrun_hours",
    "return_count",
    "role_id",
    "standard_hours",
    "step_id",
    "worked_hours",
)


class LakipCycle(models.Model):
    """The compliance report of a cycle: waktu baku against waktu nyata, in working hours.

    What is late, what counts and how many hours are those of ``lakip.step.analysis``, which the
    leadership page and the pivots read as well.
    """

    _inherit = "lakip.cycle"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print_compliance(self):
        """Download the compliance report of this cycle as a Word file."""
        self.ensure_one()
        self._check_can_print_compliance()
        return {
            "type": "ir.actions.act_url",
            "url": f"/lakip/cycle/{self.id}/compliance",
            "target": "download",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_print_compliance(self):
        """Raise ``AccessError`` for one who may not audit, ``UserError`` before the start."""
        self._check_can_audit()
        for cycle in self:
            if not cycle.step_ids:
                raise UserError(
                    self.env._(
                        "%s has not started yet, so no time was measured.", cycle.display_name
                    )
                )

    def _get_compliance(self):
        """Return the ``Compliance`` of this cycle; the caller has checked the right."""
        self.ensure_one()
        # sudo: names, ranks and rounds that the reader need not have; names in Indonesian
        cycle = self.sudo().with_context(lang="id_ID")
        figures = cycle._get_compared_cycles()._get_step_figures()
        *_earlier, cycle = figures
        step = cycle.step_ids[0]
        planner = cycle.company_id._lakip_get_planner()
        lines = {
            year: [self._get_compliance_line(row, planner) for row in rows]
            for year, rows in figures.items()
        }
        return Compliance(
            letterhead=step._get_letterhead(),
            sop=f"{cycle.sop_id.number} {cycle.sop_id.name}",
            year=cycle.year,
            date=step._get_letter_today(),
            steps=tuple(lines[cycle]),
            returns=cycle._get_compliance_returns(),
            roles=cycle._get_compliance_roles(figures[cycle]),
            years=tuple(year._get_compliance_year(lines[year]) for year in figures),
            calendar=cycle.company_id.resource_calendar_id.name or "",
            signer=step._get_official(cycle.owner_role_id),
        )

    def _get_compared_cycles(self):
        """Return the started cycles of this company up to this one, which is the last."""
        earlier = self.with_context(active_test=False).search(
            [
                ("company_id", "=", self.company_id.id),
                ("year", ">", self.year - _YEARS),
                ("year", "<", self.year),
                ("state", "in", ("running", "done")),
            ],
            order="year, id",
        )
        # One recordset: what is read of one cycle is read of all.
        return earlier.with_env(self.env) + self

    def _get_step_figures(self):
        """Return ``{cycle: lakip.step.analysis}`` of these cycles, in the order of the rows."""
        figures = self.env["lakip.step.analysis"].search_fetch(
            [("cycle_id", "in", self.ids)], _FIGURES
        )
        by_cycle = figures.grouped("cycle_id")
        return {cycle: by_cycle.get(cycle, figures.browse()) for cycle in self}

    def _get_compliance_line(self, figures, planner):
        """Return one row as ``StepCompliance``: standard and actual hours of all its rounds.

        :param figures: its ``lakip.step.analysis``
        :param planner: the working time of the company
        """
        now = fields.Datetime.now()
        step = figures.step_id
        standards = step.round_ids.filtered("standard_hours").mapped("standard_hours")
        if step.state == "active" and step.standard_hours:
            standards.append(step.standard_hours)
        words = duration_text(step.duration, step.duration_unit, "id")
        if len(standards) > 1:
            words = f"{len(standards)} x {words}"
        elif step.duration and not standards:
            # A row that has not started counts as though it started now.
            deadline = planner.deadline(now, step.duration, step.duration_unit)
            standards = [planner.worked_hours(now, deadline)]
        has_ended = bool(figures.ended_count)
        expected = figures.standard_hours if has_ended else sum(standards)
        return StepCompliance(
            number=step.number or "",
            activity=step.name,
            role=step.role_id.name,
            standard=words,
            standard_hours=expected or None,
            worked_hours=figures.worked_hours if has_ended else None,
            held_hours=sum(
                planner.worked_hours(hold.date_start, hold.date_end or now)
                for hold in step.hold_ids
            ),
            rounds=step.round,
            returns=figures.return_count,
            is_late=figures.outcome == "late",
            done=_day(step, step.state == "done" and step.date_done),
        )

    def _get_compliance_returns(self):
        """Return each return as ``ReturnNote``, the earliest first."""
        rounds = self.step_ids.round_ids.filtered(lambda past: past.result == "returned")
        return tuple(
            ReturnNote(
                number=past.step_id.number or "",
                role=past.role_id.name,
                date=_day(past.step_id, past.date_done),
                target=past.step_id.return_step_id.number or "",
                reason=past.reason or "",
            )
            for past in rounds.sorted(lambda past: (past.date_done, past.id))
        )

    def _get_compliance_roles(self, figures):
        """Return the lateness of each role as ``RoleLateness``, in the order of the columns.

        :param figures: the ``lakip.step.analysis`` of this cycle
        """
        by_role = figures.grouped("role_id")
        return tuple(
            RoleLateness(
                role=role.name,
                steps=len(by_role[role]),
                late=sum(by_role[role].mapped("late_count")),
                late_hours=sum(by_role[role].mapped("overrun_hours")),
            )
            for role in figures.role_id.sorted()
        )

    def _get_compliance_year(self, lines):
        """Return this cycle as ``YearCompliance``; hours are those of the rows that have ended.

        :param lines: the ``StepCompliance`` of its rows
        """
        ended = [line for line in lines if line.worked_hours is not None]
        return YearCompliance(
            year=self.year,
            standard_hours=sum(line.standard_hours or 0 for line in ended) if ended else None,
            worked_hours=sum(line.worked_hours for line in ended) if ended else None,
            steps=len(lines),
            late=sum(line.is_late for line in lines),
            returns=sum(line.returns for line in lines),
            finished=_day(self.step_ids[:1], self.date_done),
        )


def _day(step, moment):
    """Return the date of a naive UTC datetime on the clock of ``step``'s agency, or None."""
    return step._to_wall_clock(moment).date() if moment else None
