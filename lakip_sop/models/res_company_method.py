from odoo import fields, models

LOWER_FORMULAS = [
    ("mirror", "(2 x Target - Realization) / Target"),
    ("inverse", "Target / Realization"),
]
OVERALL_WAYS = [
    ("indicator", "Of all indicators"),
    ("objective", "Of the means of the sasaran"),
]
ABSORPTION_WAYS = [
    ("sum", "Sum of realisasi over sum of pagu"),
    ("mean", "Mean of the percentages"),
]


class ResCompany(models.Model):
    """How the agency counts its performance; a new cycle takes it over."""

    _inherit = "res.company"

    lakip_scale_id = fields.Many2one(
        comodel_name="lakip.scale",
        string="Rating Scale",
        domain="[('kind', '=', 'rating'), ('company_id', 'in', [id, False])]",
        help="Empty: Sangat Tinggi from 91, Tinggi from 76, Sedang from 66, Rendah from 51.",
    )
    lakip_lower_formula = fields.Selection(
        selection=LOWER_FORMULAS,
        string="Lower Is Better",
        default="mirror",
        required=True,
    )
    lakip_cap = fields.Float(
        string="Cap (%)",
        digits=(6, 2),
        help="The most that a capaian counts, such as 100 or 120. 0: what lies above 100 is kept.",
    )
    lakip_is_floored = fields.Boolean(
        string="Never Below Zero",
        help="A capaian below zero counts as zero.",
    )
    lakip_overall_by = fields.Selection(
        selection=OVERALL_WAYS,
        string="Overall Mean",
        default="indicator",
        required=True,
    )
    lakip_absorption_way = fields.Selection(
        selection=ABSORPTION_WAYS,
        string="Absorption Together",
        default="sum",
        required=True,
    )

    _lakip_cap_not_negative = models.Constraint(
        "CHECK(lakip_cap >= 0)",
        "The cap cannot be below zero. Enter 0 to have none.",
    )
