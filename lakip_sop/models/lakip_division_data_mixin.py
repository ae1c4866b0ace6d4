from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LakipDivisionDataMixin(models.AbstractModel):
    """Performance data of one division, of which its staff write what they alone know.

    They may while a collection row asks them for it: the very people and time in which they fill
    their request.
    """

    _name = "lakip.division.data.mixin"
    _description = "Performance Data of a Division"
    _inherit = ["lakip.performance.mixin"]

    #: What the staff of the division fill in.
    _lakip_fill_fields = frozenset()

    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division",
        index=True,
        ondelete="restrict",
        help="The bidang that answers for it and hands in its data.",
    )
    can_fill = fields.Boolean(compute="_compute_can_write")

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("department_id", "objective_id", "cycle_id")
    def _check_department(self):
        for record in self:
            department = record.department_id
            # sudo: which divisions take part, whoever of them writes
            if department and department not in record.sudo().cycle_id.department_ids:
                raise ValidationError(
                    self.env._(
                        "%(department)s does not take part in %(cycle)s. Add it to the divisions "
                        "of the cycle, or choose another one for '%(name)s'.",
                        department=department.display_name,
                        cycle=record.cycle_id.display_name,
                        name=record.display_name,
                    )
                )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_can_write(self):
        result = super()._compute_can_write()
        others = self.filtered(lambda record: not record.can_plan)
        refusals = others._get_fill_refusals()
        for record in self:
            record.can_fill = record.can_plan or not refusals[record]
        return result

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_can_write(self, names):
        if names is None or not self._lakip_fill_fields.issuperset(names):
            return super()._check_can_write(names)
        plan = self._get_plan_refusals()
        refused = self.filtered(lambda record: plan[record])
        if refused:
            self._raise_refusals(refused._get_fill_refusals())
        return None

    def _get_fill_refusals(self):
        """Return ``{record: sentence}``; False where the user's division fills it in now."""
        # sudo: the requests of all divisions; who may fill which is asked of the user below
        requests = (
            self.env["lakip.request"]
            .sudo()
            .search(
                [
                    ("cycle_id", "in", self.cycle_id.ids),
                    ("department_id", "in", self.department_id.ids),
                ]
            )
        )
        refusals = requests._get_refusals("fill")
        by_place = requests.grouped(lambda request: (request.cycle_id.id, request.department_id.id))
        closed = self.cycle_id._get_content_refusals()
        result = {}
        for record in self:
            asked = by_place.get((record.cycle_id.id, record.department_id.id), requests.browse())
            reasons = [refusals[request] for request in asked]
            result[record] = closed.get(record.cycle_id) or (
                all(reasons)
                and (reasons or [self.env._("%s is not asked for data.", record.display_name)])[-1]
            )
        return result
