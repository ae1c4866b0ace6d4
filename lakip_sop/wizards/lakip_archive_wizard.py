import base64

from odoo import fields, models
from odoo.exceptions import UserError


class LakipArchiveWizard(models.TransientModel):
    """Compare the decisions in this database with what was kept outside of it.

    What an archive, or the paper, knows and the database does not, is missing here: as after a
    restore from an older backup.
    """

    _name = "lakip.archive.wizard"
    _description = "Compare with an Archive"

    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_cycle_id(),
    )
    file = fields.Binary(string="Archive", attachment=False)
    filename = fields.Char()
    head = fields.Char(
        string="Head of the Chain",
        help="As the Lembar Pengesahan of the signed document prints it.",
    )
    verdict = fields.Selection(
        selection=[("whole", "Nothing is missing"), ("missing", "Something is missing")],
        readonly=True,
    )
    result = fields.Text(readonly=True)

    # ------------------------------------------------------------
    # DEFAULTS
    # ------------------------------------------------------------

    def _default_cycle_id(self):
        context = self.env.context
        return context.get("active_model") == "lakip.cycle" and context.get("active_id")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_compare(self):
        """Say what this database lacks, in this same window."""
        self.ensure_one()
        self._check_can_compare()
        self._do_compare()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare with an Archive"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_compare(self):
        self.cycle_id._check_can_audit()
        if not self.file and not (self.head or "").strip():
            raise UserError(
                self.env._("Choose an archive, or write the head of the chain from the document.")
            )

    def _do_compare(self):
        cycle, is_whole, sentences = self.cycle_id, True, []
        if self.file:
            kept = cycle._read_ledger(base64.b64decode(self.file))
            is_whole, sentences = cycle._compare_ledger(kept)
        if (self.head or "").strip():
            is_known, sentence = cycle._compare_head(self.head)
            is_whole &= is_known
            sentences.append(sentence)
        __, reason = cycle._find_broken_approval()
        if reason:
            is_whole = False
            sentences.append(reason)
        # The file is not kept: it was read, and may be large.
        self.write(
            {
                "file": False,
                "result": "\n".join(sentences),
                "verdict": "whole" if is_whole else "missing",
            }
        )
