from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.achievement import efficiency, mean, percent_text
from .lakip_indicator import RATING_DEPENDS
from .lakip_scale_line import COLORS

#: The seven analyses of Permenpan RB 53/2014, annex II, in its order.
ANALYSES = (
    "analysis_target",
    "analysis_previous",
    "analysis_medium",
    "analysis_standard",
    "analysis_cause",
    "analysis_efficiency",
    "analysis_program",
)
TEAM = "lakip_sop.group_lakip_team"


class LakipObjective(models.Model):
    """A sasaran strategis of one report year: its indicators, its programs, its analyses.

    Means and texts over several divisions are the team's alone.
    """

    _name = "lakip.objective"
    _description = "Strategic Objective"
    _inherit = ["lakip.performance.mixin"]
    _order = "year desc, sequence, id"
    _rec_names_search = ["name", "code"]

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_cycle_id(),
    )
    company_id = fields.Many2one(
        related="cycle_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )
    year = fields.Integer(
        related="cycle_id.year",
        string="Report Year",
        store=True,
        precompute=True,
        aggregator=None,
    )
    sequence = fields.Integer(default=10)
    code = fields.Char()
    name = fields.Char(string="Sasaran", required=True)
    indicator_ids = fields.One2many(
        comodel_name="lakip.indicator",
        inverse_name="objective_id",
        string="Indicators",
    )
    program_ids = fields.One2many(
        comodel_name="lakip.program",
        inverse_name="objective_id",
        string="Programs",
    )

    # what came of it
    achievement = fields.Float(
        string="Capaian (%)",
        digits=(16, 6),
        compute="_compute_achievement",
        store=True,
        aggregator="avg",
        groups=TEAM,
        help="Mean of its indicators. Those without a figure are left out.",
    )
    is_measured = fields.Boolean(compute="_compute_achievement", store=True, groups=TEAM)
    achievement_text = fields.Char(
        string="Capaian",
        compute="_compute_texts",
        groups=TEAM,
    )
    left_out = fields.Integer(
        string="Without a Figure",
        compute="_compute_achievement",
        store=True,
        groups=TEAM,
        help="Indicators that are not in the mean.",
    )
    rating = fields.Char(compute="_compute_achievement", store=True, groups=TEAM)
    rating_color = fields.Selection(
        selection=COLORS,
        compute="_compute_achievement",
        store=True,
        groups=TEAM,
    )
    absorption_text = fields.Char(string="Absorption", compute="_compute_texts", groups=TEAM)
    difference_text = fields.Char(
        string="Capaian less Absorption",
        compute="_compute_texts",
        groups=TEAM,
        help="In percentage points.",
    )
    efficiency = fields.Selection(
        selection=[
            ("efficient", "Efficient"),
            ("balanced", "Balanced"),
            ("inefficient", "Inefficient"),
        ],
        compute="_compute_texts",
        groups=TEAM,
        help="Capaian against absorption: more than 5 points above is efficient, more than 5 "
        "points below inefficient.",
    )

    # the seven analyses
    analysis_target = fields.Html(string="1. Target and Realization", groups=TEAM)
    analysis_previous = fields.Html(string="2. Previous Years", groups=TEAM)
    analysis_medium = fields.Html(string="3. Medium-Term Target", groups=TEAM)
    analysis_standard = fields.Html(string="4. National Standard", groups=TEAM)
    analysis_cause = fields.Html(string="5. Causes and Solutions", groups=TEAM)
    analysis_efficiency = fields.Html(string="6. Use of Resources", groups=TEAM)
    analysis_program = fields.Html(string="7. Supporting Programs", groups=TEAM)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("name", "cycle_id")
    def _check_name_unique(self):
        others = self.search_fetch([("cycle_id", "in", self.cycle_id.ids)], ["name", "cycle_id"])
        seen = others.grouped(lambda one: (one.cycle_id, self._to_name_key(one.name)))
        for objective in self:
            if len(seen[objective.cycle_id, self._to_name_key(objective.name)]) > 1:
                raise ValidationError(
                    self.env._(
                        "%(cycle)s has two sasaran called '%(name)s'.",
                        cycle=objective.cycle_id.display_name,
                        name=objective.name,
                    )
                )

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    @api.model
    def _default_cycle_id(self):
        """The one cycle that is being worked at; none when there are several."""
        cycles = self.env["lakip.cycle"].search(
            [("state", "in", ("draft", "running")), ("company_id", "=", self.env.company.id)],
            limit=2,
        )
        return cycles if len(cycles) == 1 else cycles.browse()

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("indicator_ids.achievement", "indicator_ids.is_measured", *RATING_DEPENDS)
    def _compute_achievement(self):
        figures = self.indicator_ids._get_achievements()
        scales = self.cycle_id.scale_id._get_rating_scales()
        for objective in self:
            whole = mean(figures[one].percent for one in objective.indicator_ids)
            scale = scales.get(objective.cycle_id.scale_id)
            band = scale.rate(whole.percent) if scale else None
            objective.achievement = whole.percent or 0.0
            objective.is_measured = whole.percent is not None
            objective.left_out = whole.left_out
            objective.rating = band.name if band else False
            objective.rating_color = band.color if band and band.color else False

    @api.depends(
        "achievement",
        "program_ids.budget",
        "program_ids.realization",
        "program_ids.level",
        "cycle_id.absorption_way",
    )
    def _compute_texts(self):
        for objective in self:
            achieved, absorbed = objective._get_mean().percent, objective._get_absorption().percent
            verdict = efficiency(achieved, absorbed)
            objective.achievement_text = percent_text(achieved)
            objective.absorption_text = percent_text(absorbed)
            objective.difference_text = percent_text(verdict.difference)
            objective.efficiency = verdict.verdict or False

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if self.env.context.get("import_file"):
            # The same sasaran stands in each year: an import is about the year being worked at.
            domain &= Domain("cycle_id.state", "in", ("draft", "running"))
        return domain

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_mean(self):
        """Return the ``Mean`` of the indicators of this sasaran, exact."""
        self.ensure_one()
        figures = self.indicator_ids._get_achievements()
        return mean(figures[one].percent for one in self.indicator_ids)

    def _get_absorption(self):
        """Return the ``Mean`` that the programs of this sasaran absorbed, as its cycle counts."""
        self.ensure_one()
        return self.program_ids._get_total_absorption(self.cycle_id.absorption_way)

    def _get_analyses(self):
        """Return all that was written to the seven analyses, as HTML."""
        return [text for name in ANALYSES for text in self.mapped(name) if text]
