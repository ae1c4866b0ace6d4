from odoo import api, fields, models

from ..tools.number_id import NumberRefused, parse
from ..tools.rating import Band, Grade

#: Of the traffic light. Never alone: the name of the step stands beside it.
COLORS = [
    ("green", "Green"),
    ("yellow", "Yellow"),
    ("orange", "Orange"),
    ("red", "Red"),
]


class LakipScaleLine(models.Model):
    """One step of a scale, the best first; limits and points as they are typed."""

    _name = "lakip.scale.line"
    _description = "Step of a Scale"
    _inherit = ["lakip.figure.mixin", "lakip.reference.mixin"]
    _order = "scale_id, sequence, id"

    scale_id = fields.Many2one(
        comodel_name="lakip.scale",
        required=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(related="scale_id.kind")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    # ratings
    lower = fields.Char(string="From (%)", help="Empty for the lowest step of all.")
    upper = fields.Char(string="To (%)", help="Printed in the legend. Empty: up to the next step.")
    is_above = fields.Boolean(
        string="Above",
        help="Only what lies above the start belongs to the step (> 90), not the start itself.",
    )
    color = fields.Selection(selection=COLORS)
    # predicates
    synonyms = fields.Char(
        string="Also Written",
        help="Other ways to write it, with semicolons between them.",
    )
    points = fields.Char(
        help="What the predicate is worth, such as the score it starts at. When one has none, "
        "all count by their order.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("scale_id", "name", "lower", "upper", "is_above", "synonyms", "points")
    def _check_scale(self):
        for line in self:
            for name in ("lower", "upper", "points"):
                try:
                    parse(line[name])
                except NumberRefused as refused:
                    line._raise_figure(line.name, name, refused)
        self.scale_id._check_lines()

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.scale_id._check_not_published()
        return lines

    def write(self, vals):
        self.scale_id._check_not_published()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.scale_id._check_not_published()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_bands(self):
        """Return the steps of a rating scale as ``Band``."""
        return tuple(
            Band(
                line.name or "",
                self._read_figure(parse, line.lower),
                self._read_figure(parse, line.upper),
                line.is_above,
                line.color or "",
            )
            for line in self
        )

    def _get_grades(self):
        """Return the predicates as ``Grade``, the lowest first."""
        return tuple(
            Grade(
                line.name or "",
                tuple(filter(None, map(str.strip, (line.synonyms or "").split(";")))),
                self._read_figure(parse, line.points),
            )
            for line in reversed(self.sorted("sequence"))
        )
