from odoo import api, fields, models

from ..documents import PROMISE, Agreement, Official


class LakipCycle(models.Model):
    """The Perjanjian Kinerja of the year, as the report prints it in its annex."""

    _inherit = "lakip.cycle"

    agreement_date = fields.Date(string="Date of the Perjanjian Kinerja")
    agreement_officer_id = fields.Many2one(
        comodel_name="lakip.officer",
        string="Pihak Pertama",
        domain="[('company_id', '=', company_id)]",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who promised the targets. Empty: whoever signs the report.",
    )
    agreement_superior = fields.Char(
        string="Pihak Kedua",
        compute="_compute_agreement",
        store=True,
        readonly=False,
        precompute=True,
        help="Name of the superior to whom the targets were promised.",
    )
    agreement_superior_title = fields.Char(
        string="Office of Pihak Kedua",
        compute="_compute_agreement",
        store=True,
        readonly=False,
        precompute=True,
    )
    agreement_text = fields.Text(
        string="Text of the Perjanjian Kinerja",
        compute="_compute_agreement",
        store=True,
        readonly=False,
        precompute=True,
        help="Proposed by the app, not an official wording: replace it by that of your agency.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("company_id", "year")
    def _compute_agreement(self):
        for cycle in self:
            if cycle.state in ("draft", False):
                previous = cycle._get_previous()
                cycle.agreement_superior = previous.agreement_superior
                cycle.agreement_superior_title = previous.agreement_superior_title
                cycle.agreement_text = previous.agreement_text or PROMISE

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_agreement(self):
        """Return the ``Agreement`` of this cycle; call it on a ``sudo()`` record."""
        self.ensure_one()
        step = self.step_ids[:1]
        if self.agreement_officer_id:
            first = step._get_officer_official(self.agreement_officer_id)
        else:
            first = step._get_official(step._get_signature_role())
        return Agreement(
            first=first,
            second=Official(
                name=self.agreement_superior or "",
                title=self.agreement_superior_title or "",
            ),
            date=self.agreement_date or None,
            promise=self.agreement_text or PROMISE,
        )
