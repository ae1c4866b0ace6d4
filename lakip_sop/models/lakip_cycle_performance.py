from odoo import Command, fields, models
from odoo.exceptions import UserError

from ..tools.achievement import overall, percent_text

#: What stays the same from year to year.
_INDICATOR_FIELDS = (
    "sequence",
    "code",
    "name",
    "unit",
    "direction",
    "lower_formula",
    "cap",
    "medium_year",
    "medium_target",
    "standard",
)
_PROGRAM_FIELDS = ("sequence", "code", "name", "level")


class LakipCycle(models.Model):
    """The performance of a cycle's year as a whole, and what is taken over from the year before."""

    _inherit = "lakip.cycle"

    objective_ids = fields.One2many("lakip.objective", "cycle_id", string="Sasaran")
    program_ids = fields.One2many("lakip.program", "cycle_id", string="Programs")
    objective_count = fields.Integer(compute="_compute_performance")
    achievement_text = fields.Char(
        string="Capaian (%)",
        compute="_compute_performance",
        groups="lakip_sop.group_lakip_team",
    )
    can_carry_over = fields.Boolean(compute="_compute_performance")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    def _compute_performance(self):
        is_team = self.env.su or self.env.user.has_group("lakip_sop.group_lakip_team")
        for cycle in self:
            cycle.objective_count = len(cycle.objective_ids)
            cycle.can_carry_over = (
                is_team and not cycle.objective_count and cycle.state in ("draft", "running")
            )
            cycle.achievement_text = (
                percent_text(cycle._get_overall().percent)
                if is_team and cycle.objective_count
                else False
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_carry_over(self):
        """Take sasaran, indicators and programs over from the year before, without its figures."""
        self.ensure_one()
        self._check_can_carry_over()
        self._do_carry_over(self._get_previous())
        return self.action_open_objectives()

    def action_fill_previous_years(self):
        """Fill in the earlier years that the indicators of these cycles lack."""
        # Whoever sees no indicator has none to be refused.
        self.env["lakip.indicator.year"].check_access("create")
        indicators = self.objective_ids.indicator_ids
        indicators._check_can_write(None)
        indicators._do_fill_previous_years()
        return True

    def action_open_objectives(self):
        """List the sasaran of this cycle."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lakip_sop.lakip_objective_action")
        action["domain"] = [("cycle_id", "=", self.id)]
        action["context"] = {"default_cycle_id": self.id}
        return action

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _get_content_refusals(self):
        """Return ``{cycle: sentence}``; False where figures and chapters may still be changed."""
        reports = self._get_report()
        refusals = {}
        for cycle in self:
            refusals[cycle] = False
            if cycle.state in ("done", "cancelled"):
                refusals[cycle] = self.env._(
                    "%s is closed and cannot be changed.", cycle.display_name
                )
            elif reports[cycle].state == "signed":
                refusals[cycle] = self.env._(
                    "The report of %s is signed: figures and chapters stay as they were signed.",
                    cycle.display_name,
                )
        return refusals

    def _check_can_carry_over(self):
        self.env["lakip.objective"].check_access("create")
        refusal = self._get_content_refusals()[self]
        if refusal:
            raise UserError(refusal)
        if self.objective_ids or self.program_ids:
            raise UserError(self.env._("%s has sasaran or programs already.", self.display_name))
        previous = self._get_previous()
        if not previous.objective_ids and not previous.program_ids:
            raise UserError(
                self.env._(
                    "There is no earlier cycle with sasaran to take over. Enter or import them."
                )
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_overall(self):
        """Return the ``Mean`` of the capaian of this cycle, as it counts, exact."""
        self.ensure_one()
        figures = self.objective_ids.indicator_ids._get_achievements()
        groups = [
            [figures[indicator].percent for indicator in objective.indicator_ids]
            for objective in self.objective_ids
        ]
        return overall(groups, self.overall_by or "indicator")

    def _do_carry_over(self, previous):
        """Copy the sasaran, indicators and programs of ``previous`` into this cycle."""
        old_objectives = previous.objective_ids
        new_objectives = old_objectives.create(
            [
                {
                    "cycle_id": self.id,
                    "sequence": objective.sequence,
                    "code": objective.code,
                    "name": objective.name,
                    "indicator_ids": [
                        Command.create(self._get_carried_indicator(indicator))
                        for indicator in objective.indicator_ids
                    ],
                }
                for objective in old_objectives
            ]
        )
        new_objectives.indicator_ids._do_fill_previous_years()
        objectives = dict(zip(old_objectives, new_objectives, strict=True))
        old_programs = previous.program_ids
        new_programs = old_programs.create(
            [
                {
                    "cycle_id": self.id,
                    "objective_id": objectives[program.objective_id].id
                    if program.objective_id
                    else False,
                    **self._get_carried(program, _PROGRAM_FIELDS),
                }
                for program in old_programs
            ]
        )
        programs = dict(zip(old_programs, new_programs, strict=True))
        for parent, children in old_programs.filtered("parent_id").grouped("parent_id").items():
            carried = children.browse().union(*(programs[child] for child in children))
            carried.parent_id = programs[parent]

    def _get_carried(self, record, names):
        """Return the values of ``names`` that a record keeps, and its division if it takes part."""
        return {
            "department_id": (record.department_id & self.department_ids).id,
            **{name: record[name] for name in names},
        }

    def _get_carried_indicator(self, indicator):
        """Return the values with which ``indicator`` goes on into this cycle's year."""
        return {
            **self._get_carried(indicator, _INDICATOR_FIELDS),
            "scale_id": indicator.scale_id.id,
            "previous_id": indicator.id,
        }
