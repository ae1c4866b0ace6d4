from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.achievement import Method
from .res_company_method import ABSORPTION_WAYS, LOWER_FORMULAS, OVERALL_WAYS

_METHOD_FIELDS = frozenset(
    {"scale_id", "lower_formula", "cap", "is_floored", "overall_by", "absorption_way"}
)


class LakipCycle(models.Model):
    """How a cycle counts: the company's way, copied when it is opened, as a cycle is a snapshot."""

    _inherit = "lakip.cycle"

    scale_id = fields.Many2one(
        comodel_name="lakip.scale",
        string="Rating Scale",
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'rating'), ('company_id', 'in', [company_id, False])]",
    )
    lower_formula = fields.Selection(
        selection=LOWER_FORMULAS,
        string="Lower Is Better",
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    cap = fields.Float(
        string="Cap (%)",
        digits=(6, 2),
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="The most that a capaian counts. 0: what lies above 100 is kept.",
    )
    is_floored = fields.Boolean(
        string="Never Below Zero",
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
    )
    overall_by = fields.Selection(
        selection=OVERALL_WAYS,
        string="Overall Mean",
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    absorption_way = fields.Selection(
        selection=ABSORPTION_WAYS,
        string="Absorption Together",
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )

    _cap_not_negative = models.Constraint(
        "CHECK(cap >= 0)",
        "The cap cannot be below zero. Enter 0 to have none.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("company_id")
    def _compute_method(self):
        default_scale = self.env.ref("lakip_sop.lakip_scale_default", raise_if_not_found=False)
        for cycle in self:
            if cycle.state not in ("draft", False) and cycle.lower_formula:
                continue
            company = cycle.company_id
            cycle.scale_id = company.lakip_scale_id or default_scale
            cycle.lower_formula = company.lakip_lower_formula or "mirror"
            cycle.cap = company.lakip_cap
            cycle.is_floored = company.lakip_is_floored
            cycle.overall_by = company.lakip_overall_by or "indicator"
            cycle.absorption_way = company.lakip_absorption_way or "sum"

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        if not _METHOD_FIELDS.isdisjoint(vals):
            refusals = [*filter(None, self._get_content_refusals().values())]
            if refusals:
                raise UserError("\n".join(refusals))
        return super().write(vals)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_method(self, lower_formula=False, cap=0.0):
        """Return the ``Method`` of this cycle.

        :param lower_formula: of one indicator, instead of the cycle's
        :param cap: in percent, of one indicator; 0 for the cycle's
        """
        self.ensure_one()
        limit = cap or self.cap
        return Method(
            lower_formula=lower_formula or self.lower_formula or "mirror",
            # str: 100.1 itself, not the binary fraction next to it
            cap=Decimal(str(limit)) if limit > 0 else None,
            floor=Decimal(0) if self.is_floored else None,
        )
