from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.achievement import Method, Note, achieve, percent_text
from ..tools.number_id import NumberRefused
from ..tools.target import read_realization, read_target
from .lakip_scale_line import COLORS
from .res_company_method import LOWER_FORMULAS

DIRECTIONS = [("higher", "Higher Is Better"), ("lower", "Lower Is Better")]
#: What a rating is made of, beside the percentage.
RATING_DEPENDS = (
    "cycle_id.scale_id.digits",
    "cycle_id.scale_id.has_gaps",
    "cycle_id.scale_id.line_ids.name",
    "cycle_id.scale_id.line_ids.lower",
    "cycle_id.scale_id.line_ids.upper",
    "cycle_id.scale_id.line_ids.is_above",
    "cycle_id.scale_id.line_ids.color",
)
#: What a figure is read with, and how a capaian is counted.
FIGURE_DEPENDS = (
    "unit",
    "direction",
    "lower_formula",
    "cap",
    "scale_id.line_ids.name",
    "scale_id.line_ids.sequence",
    "scale_id.line_ids.synonyms",
    "scale_id.line_ids.points",
    "cycle_id.lower_formula",
    "cycle_id.cap",
    "cycle_id.is_floored",
)
#: Fields that hold figures as they were typed, and what reads each.
_READERS = {
    "target": read_target,
    "realization": read_realization,
    "medium_target": read_target,
}


class LakipIndicator(models.Model):
    """An indikator kinerja: what was aimed at, what came of it, and why.

    Its capaian is counted by ``tools/achievement.py``, from the texts as they were typed.
    """

    _name = "lakip.indicator"
    _description = "Performance Indicator"
    _inherit = ["lakip.division.data.mixin"]
    _order = "year desc, objective_id, sequence, id"
    _rec_names_search = ["name", "code"]

    _lakip_fill_fields = frozenset({"realization", "cause", "obstacle", "follow_up", "evidence"})

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    objective_id = fields.Many2one(
        comodel_name="lakip.objective",
        string="Sasaran",
        required=True,
        index=True,
        ondelete="cascade",
    )
    cycle_id = fields.Many2one(
        related="objective_id.cycle_id",
        store=True,
        index=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        related="objective_id.company_id",
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
    name = fields.Char(string="Indicator", required=True)
    unit = fields.Char(
        string="Unit of Measure",
        help="Such as %, indeks, dokumen. It may follow a figure.",
    )
    direction = fields.Selection(
        selection=DIRECTIONS,
        string="Better When",
        required=True,
        help="Said here and never guessed: 'penurunan ...' may be either.",
    )
    scale_id = fields.Many2one(
        comodel_name="lakip.scale",
        string="Predicates",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'grade'), ('company_id', 'in', [company_id, False])]",
        help="Targets and realizations are predicates of this scale. Empty: they are numbers.",
    )
    lower_formula = fields.Selection(
        selection=LOWER_FORMULAS,
        string="Formula",
        help="Where lower is better. Empty: as the cycle counts.",
    )
    cap = fields.Float(
        string="Cap (%)",
        digits=(6, 2),
        aggregator=None,
        help="The most that its capaian counts. 0: as the cycle counts.",
    )

    # figures, as they are typed
    target = fields.Char(help="A number, a range (8,5-9,5) or a predicate.")
    realization = fields.Char(
        help="A number or a predicate; 'n.a.' or 'belum rilis' while there is none. Nothing "
        "stands for zero but 0.",
    )
    target_value = fields.Float(
        string="Target (Number)",
        digits=(24, 6),
        compute="_compute_achievement",
        store=True,
        aggregator=None,
    )
    realization_value = fields.Float(
        string="Realization (Number)",
        digits=(24, 6),
        compute="_compute_achievement",
        store=True,
        aggregator=None,
    )

    # what came of it
    achievement = fields.Float(
        string="Capaian (%)",
        digits=(16, 6),
        compute="_compute_achievement",
        store=True,
        aggregator="avg",
    )
    is_measured = fields.Boolean(
        compute="_compute_achievement",
        store=True,
        help="There is a capaian. Otherwise it is left out of every mean.",
    )
    is_reached = fields.Boolean(string="Reached", compute="_compute_achievement", store=True)
    rating = fields.Char(compute="_compute_achievement", store=True)
    rating_color = fields.Selection(selection=COLORS, compute="_compute_achievement", store=True)
    achievement_text = fields.Char(string="Capaian", compute="_compute_texts")
    note = fields.Char(string="Remark", compute="_compute_texts")

    # compared with
    previous_id = fields.Many2one(
        comodel_name="lakip.indicator",
        string="Last Year's Indicator",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    year_ids = fields.One2many(
        comodel_name="lakip.indicator.year",
        inverse_name="indicator_id",
        string="Previous Years",
    )
    last_year = fields.Char(
        compute="_compute_last_year",
        help="Realization of the year before.",
    )
    medium_year = fields.Integer(string="Medium-Term Year", aggregator=None)
    medium_target = fields.Char(string="Medium-Term Target", help="Of Renstra or RPJMD.")
    standard = fields.Char(string="National Standard")
    standard_note = fields.Char(
        string="Compared to the Standard",
        help="How the realization compares to it, and the source of the standard.",
    )

    # why
    cause = fields.Text(string="Causes of Success or Failure")
    obstacle = fields.Text(string="Obstacles")
    follow_up = fields.Text(string="Follow-Up")
    evidence = fields.Text()

    _cap_not_negative = models.Constraint(
        "CHECK(cap >= 0)",
        "The cap cannot be below zero. Enter 0 to have none.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("name", "objective_id")
    def _check_name_unique(self):
        others = self.search_fetch(
            [("objective_id", "in", self.objective_id.ids)], ["name", "objective_id"]
        )
        seen = others.grouped(lambda one: (one.objective_id, self._to_name_key(one.name)))
        for indicator in self:
            if len(seen[indicator.objective_id, self._to_name_key(indicator.name)]) > 1:
                raise ValidationError(
                    self.env._(
                        "The sasaran '%(objective)s' has two indicators called '%(name)s'.",
                        objective=indicator.objective_id.name,
                        name=indicator.name,
                    )
                )

    @api.constrains("target", "realization", "medium_target", "unit", "scale_id")
    def _check_figures(self):
        scales = self.scale_id._get_grade_scales()
        for indicator in self:
            for name, reader in _READERS.items():
                try:
                    reader(indicator[name], indicator.unit or "", scales[indicator.scale_id])
                except NumberRefused as refused:
                    indicator._raise_figure(indicator.name, name, refused)

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("target", "realization", *FIGURE_DEPENDS, *RATING_DEPENDS)
    def _compute_achievement(self):
        figures = self._get_figures()
        results = self._get_achievements()
        scales = self.cycle_id.scale_id._get_rating_scales()
        for indicator in self:
            target, realization = figures[indicator]
            result = results[indicator]
            scale = scales.get(indicator.cycle_id.scale_id)
            band = scale.rate(result.percent) if scale else None
            indicator.target_value = target if isinstance(target, Decimal) else 0.0
            indicator.realization_value = realization if isinstance(realization, Decimal) else 0.0
            indicator.achievement = result.percent or 0.0
            indicator.is_measured = result.percent is not None
            indicator.is_reached = bool(result.is_reached)
            indicator.rating = band.name if band else False
            indicator.rating_color = band.color if band and band.color else False

    @api.depends("target", "realization", *FIGURE_DEPENDS)
    def _compute_texts(self):
        results = self._get_achievements()
        for indicator in self:
            result = results[indicator]
            indicator.achievement_text = percent_text(result.percent)
            indicator.note = indicator._get_note(result)

    @api.depends("year_ids.year", "year_ids.realization")
    def _compute_last_year(self):
        for indicator in self:
            before = indicator.year - 1
            rows = indicator.year_ids.filtered(lambda row, before=before: row.year == before)
            indicator.last_year = rows[:1].realization

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_figures(self):
        """Return ``{indicator: (target, realization)}``; None where there is no figure."""
        scales = self.scale_id._get_grade_scales()
        result = {}
        for indicator in self:
            how = indicator.unit or "", scales[indicator.scale_id]
            result[indicator] = (
                self._read_figure(read_target, indicator.target, *how),
                self._read_figure(read_realization, indicator.realization, *how),
            )
        return result

    def _get_achievements(self):
        """Return ``{indicator: Achievement}``, exact."""
        return {
            indicator: achieve(
                target, realization, indicator.direction or "higher", indicator._get_method()
            )
            for indicator, (target, realization) in self._get_figures().items()
        }

    def _get_method(self):
        """Return the ``Method`` that counts for this indicator."""
        self.ensure_one()
        cycle = self.cycle_id
        return cycle._get_method(self.lower_formula, self.cap) if cycle else Method()

    def _get_medium_progress(self):
        """Return the realization in percent of the medium-term target, uncapped; None without."""
        self.ensure_one()
        how = self.unit or "", self.scale_id._get_grade_scales()[self.scale_id]
        return achieve(
            self._read_figure(read_target, self.medium_target, *how),
            self._read_figure(read_realization, self.realization, *how),
            self.direction or "higher",
            Method(self._get_method().lower_formula),
        ).percent

    def _do_fill_previous_years(self):
        """Add the earlier years that these indicators lack, and fill in what is empty in them.

        They come from last year's indicator: its own figures and those before it. What somebody
        wrote stays.
        """
        vals_list = []
        for indicator in self:
            previous = indicator.previous_id
            known = indicator.year_ids.grouped("year")
            for source in (*previous.year_ids, *previous):
                row = known.get(source.year)
                if not row:
                    vals_list.append(
                        {
                            "indicator_id": indicator.id,
                            "year": source.year,
                            "target": source.target,
                            "realization": source.realization,
                        }
                    )
                elif source.realization and not row.realization:
                    # sudo: what is written was read by the user, whose right was checked once
                    row.sudo().realization = source.realization
        return self.year_ids.create(vals_list)

    def _get_note(self, result):
        """Return in words what a reader must know about ``result``, an ``Achievement``."""
        self.ensure_one()
        sentences = map(self._get_note_sentence, result.notes)
        return "; ".join(filter(None, sentences)) or False

    def _get_note_sentence(self, note):
        match note:
            case Note.NO_TARGET:
                return self.env._("no target")
            case Note.NO_REALIZATION:
                return self.env._("no realization yet")
            case Note.NOT_COMPARABLE:
                return self.env._("target and realization cannot be compared")
            case Note.ZERO_TARGET:
                return self.env._("a target of zero is reached (100) or missed (0)")
            case Note.MIRRORED:
                return self.env._("counted by the other formula, as T / R has no meaning here")
            case Note.CAPPED:
                return self.env._("capped; uncapped it is higher")
            case Note.FLOORED:
                return self.env._("counted as zero; it lies below")
        return False
