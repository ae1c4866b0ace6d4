from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.achievement import Money, absorption, percent_text, total_absorption
from ..tools.number_id import NumberProblem, NumberRefused, parse


class LakipProgram(models.Model):
    """A program, kegiatan or sub kegiatan with its money, in rupiah."""

    _name = "lakip.program"
    _description = "Program"
    _inherit = ["lakip.division.data.mixin"]
    _order = "year desc, sequence, id"
    _rec_names_search = ["name", "code"]

    _lakip_fill_fields = frozenset({"realization", "note"})

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["lakip.objective"]._default_cycle_id(),
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
    objective_id = fields.Many2one(
        comodel_name="lakip.objective",
        string="Sasaran",
        index="btree_not_null",
        ondelete="set null",
        domain="[('cycle_id', '=', cycle_id)]",
        help="The sasaran that it supports.",
    )
    parent_id = fields.Many2one(
        comodel_name="lakip.program",
        string="Part Of",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('cycle_id', '=', cycle_id), ('level', '!=', 'sub_activity')]",
        help="Its money is part of this one's, and not counted again.",
    )
    level = fields.Selection(
        selection=[
            ("program", "Program"),
            ("activity", "Kegiatan"),
            ("sub_activity", "Sub Kegiatan"),
        ],
        required=True,
        default="program",
    )
    sequence = fields.Integer(default=10)
    code = fields.Char()
    name = fields.Char(string="Program", required=True)
    budget = fields.Float(string="Pagu (Rp)", digits=(20, 2))
    realization = fields.Char(
        help="In rupiah, e.g. 1.250.000. Empty while it is not known.",
    )
    spent = fields.Float(
        string="Realisasi (Rp)",
        digits=(20, 2),
        compute="_compute_absorption",
        store=True,
    )
    is_known = fields.Boolean(
        string="Realization Known",
        compute="_compute_absorption",
        store=True,
    )
    is_overspent = fields.Boolean(
        string="Above the Pagu",
        compute="_compute_absorption",
        store=True,
        help="Allowed, and shown.",
    )
    absorption = fields.Float(
        string="Absorption (%)",
        digits=(16, 6),
        compute="_compute_absorption",
        store=True,
        aggregator="avg",
        help="Realisasi in percent of the pagu. Of several programs: sum over sum.",
    )
    absorption_text = fields.Char(
        string="Absorption",
        compute="_compute_absorption_text",
    )
    overspent_text = fields.Char(string="Warning", compute="_compute_overspent_text")
    note = fields.Text(string="Remark")

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("budget", "realization")
    def _check_money(self):
        for program in self:
            for name, text in (("budget", program.budget), ("realization", program.realization)):
                try:
                    amount = parse(text)
                    if amount is not None and amount < 0:
                        raise NumberRefused(NumberProblem.NEGATIVE, text)
                except NumberRefused as refused:
                    program._raise_figure(program.name, name, refused)

    @api.constrains("parent_id", "cycle_id", "objective_id")
    def _check_tree(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A program cannot be part of itself."))
        for program in self:
            for other in (program.parent_id, program.objective_id):
                if other and other.cycle_id != program.cycle_id:
                    raise ValidationError(
                        self.env._(
                            "'%(name)s' and '%(other)s' belong to different cycles.",
                            name=program.name,
                            other=other.display_name,
                        )
                    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("budget", "realization")
    def _compute_absorption(self):
        for program in self:
            money = program._get_money()
            percent = absorption(money).percent
            program.spent = money.spent or 0.0
            program.is_known = money.spent is not None
            program.is_overspent = money.spent is not None and money.spent > money.budget
            program.absorption = percent or 0.0

    @api.depends("budget", "realization")
    def _compute_absorption_text(self):
        for program in self:
            program.absorption_text = percent_text(absorption(program._get_money()).percent)

    @api.depends("is_overspent")
    @api.depends_context("lang")
    def _compute_overspent_text(self):
        for program in self:
            program.overspent_text = program.is_overspent and self.env._("Above the Pagu")

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == "absorption:avg":
            budget = self._field_to_sql(self._table, "budget", query)
            spent = self._field_to_sql(self._table, "spent", query)
            known = self._field_to_sql(self._table, "is_known", query)
            return SQL(
                "100 * SUM(%s) FILTER (WHERE %s) / NULLIF(SUM(%s) FILTER (WHERE %s), 0)",
                spent, known, budget, known,
            )  # fmt: skip
        return super()._read_group_select(aggregate_spec, query)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_money(self):
        """Return the ``Money`` of this program; a text that is no amount counts as not known."""
        self.ensure_one()
        budget = self._read_figure(parse, self.budget) or Decimal(0)
        spent = self._read_figure(parse, self.realization)
        return Money(max(budget, Decimal(0)), spent if spent is None or spent >= 0 else None)

    def _get_counted(self):
        """Return those of these whose money makes the total: each rupiah once.

        The money of a part is in that of what it is part of. A program without any of its own
        stands for its parts.
        """
        filled = self.filtered(lambda program: program.budget or program.realization)
        wholes = self.parent_id
        counted = []
        for program in self:
            above = program.parent_id
            while above and above not in filled:
                above = above.parent_id
            if not above and (program in filled or program not in wholes):
                counted.append(program.id)
        return self.browse(counted)

    def _get_total_money(self):
        """Return the ``Money`` of these programs together; what is not known is left out of it."""
        moneys = [program._get_money() for program in self._get_counted()]
        known = [money.spent for money in moneys if money.spent is not None]
        budget = sum((money.budget for money in moneys), Decimal(0))
        return Money(budget, sum(known, Decimal(0)) if known else None)

    def _get_total_absorption(self, way):
        """Return the ``Mean`` of what these programs absorbed together.

        :param way: 'sum' or 'mean', see ``tools/achievement.py``
        """
        moneys = [program._get_money() for program in self._get_counted()]
        return total_absorption(moneys, way or "sum")
