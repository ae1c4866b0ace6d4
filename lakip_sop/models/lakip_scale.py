from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.rating import GradeScale, RatingScale, ScaleFault, scale_faults


class LakipScale(models.Model):
    """What percentages are called ('Sangat Tinggi'), or an order of predicates ('BB', 'WTP').

    No rule fixes either (Permenpan RB 53/2014 leaves it open), so that they are data; what they
    mean is told in ``tools/rating.py``.
    """

    _name = "lakip.scale"
    _description = "Scale"
    _order = "kind desc, sequence, id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        selection=[("rating", "Ratings of Percentages"), ("grade", "Predicates")],
        required=True,
        default="rating",
        help="Ratings say what a percentage is called. Predicates are targets and realizations "
        "themselves, such as BB or WTP.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: for every company.",
    )
    line_ids = fields.One2many(
        comodel_name="lakip.scale.line",
        inverse_name="scale_id",
        string="Steps",
        copy=True,
    )
    digits = fields.Integer(
        string="Rounded To",
        default=2,
        help="Decimals to which a percentage is rounded before it is rated. Two are printed: who "
        "reads 91,00 expects the step that starts at 91.",
    )
    has_gaps = fields.Boolean(
        string="Gaps Have No Rating",
        help="A percentage between the end of one step and the start of the next has no rating. "
        "Otherwise it belongs to the lower step.",
    )

    _digits_sane = models.Constraint(
        "CHECK(digits BETWEEN 0 AND 6)",
        "A percentage can be rounded to 0 to 6 decimals.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("line_ids", "kind", "name")
    def _check_lines(self):
        for scale in self:
            faults = scale._get_faults()
            if faults:
                raise ValidationError(
                    "\n".join([self.env._("The scale '%s' cannot be used:", scale.name), *faults])
                )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if vals.keys() & {"kind", "digits", "has_gaps", "line_ids"}:
            self._check_not_published()
        return super().write(vals)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for scale, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", scale.name)
        return vals_list

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_not_published(self):
        """Raise ``UserError`` when a closed cycle was rated by one of these scales."""
        # sudo: the cycles of all companies that use a shared scale
        cycles = self.env["lakip.cycle"].sudo()
        closed = cycles.search(
            [
                ("state", "=", "done"),
                "|",
                ("scale_id", "in", self.ids),
                ("objective_ids.indicator_ids.scale_id", "in", self.ids),
            ],
            limit=1,
        )
        if closed:
            raise UserError(
                self.env._(
                    "The report %s was signed with this scale, so its steps stay as they are. "
                    "Duplicate the scale, change the copy and choose it for the next cycle.",
                    closed.name,
                )
            )

    def _get_faults(self):
        """Return a sentence for each thing that is wrong with the steps of this scale."""
        self.ensure_one()
        lines = self.line_ids
        if self.kind == "rating":
            return [self._get_fault_sentence(fault) for fault in scale_faults(lines._get_bands())]
        names = [
            name.casefold()
            for grade in lines._get_grades()
            for name in (grade.name, *grade.synonyms)
        ]
        faults = {
            ScaleFault.EMPTY: not lines,
            ScaleFault.UNNAMED: any(not line.name.strip() for line in lines),
        }
        sentences = [self._get_fault_sentence(fault) for fault, found in faults.items() if found]
        if len(set(names)) < len(names):
            sentences.append(self.env._("Two predicates are called the same."))
        return sentences

    def _get_fault_sentence(self, fault):
        """Return what ``fault``, a ``ScaleFault``, says in words."""
        match fault:
            case ScaleFault.EMPTY:
                return self.env._("It has no steps.")
            case ScaleFault.UNNAMED:
                return self.env._("A step has no name.")
            case ScaleFault.SAME_LIMIT:
                return self.env._("Two steps start at the same limit.")
            case ScaleFault.UPSIDE_DOWN:
                return self.env._("A step ends below its start.")
            case ScaleFault.OVERLAP:
                return self.env._("A step reaches into the next one.")

    def _get_rating_scales(self):
        """Return ``{scale: RatingScale}``, with none for the empty record."""
        return {
            scale: RatingScale(scale.line_ids._get_bands(), scale.digits, scale.has_gaps)
            for scale in self
        }

    def _get_grade_scales(self):
        """Return ``{scale: GradeScale}``; the empty record, for plain numbers, has None."""
        return {
            self.browse(): None,
            **{scale: GradeScale.of(scale.name, scale.line_ids._get_grades()) for scale in self},
        }
