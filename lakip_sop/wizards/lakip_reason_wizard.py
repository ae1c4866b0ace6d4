from odoo import api, fields, models
from odoo.exceptions import UserError

#: operation -> (model, method). A client names the operation, never a method.
OPERATIONS = {
    "cycle_cancel": ("lakip.cycle", "action_cancel"),
    "step_return": ("lakip.step", "action_return"),
    "step_hold": ("lakip.step", "action_hold"),
    "approval_return": ("lakip.approval", "action_return"),
    "approval_withdraw": ("lakip.approval", "action_withdraw"),
    "request_return": ("lakip.request", "action_return"),
    "request_waive": ("lakip.request", "action_waive"),
}


class LakipReasonWizard(models.TransientModel):
    """Ask for the reason of a return, a hold, a waiver or a cancellation."""

    _name = "lakip.reason.wizard"
    _description = "Reason"
    _inherit = ["lakip.reference.mixin"]

    operation = fields.Selection(
        selection=[
            ("cycle_cancel", "Cancel the cycle"),
            ("step_return", "Return"),
            ("step_hold", "Put on hold"),
            ("approval_return", "Return"),
            ("approval_withdraw", "Withdraw"),
            ("request_return", "Return"),
            ("request_waive", "Waive"),
        ],
        required=True,
        readonly=True,
    )
    res_ids = fields.Json(required=True)
    reason = fields.Text(required=True)
    line_ids = fields.One2many(
        comodel_name="lakip.reason.wizard.line",
        inverse_name="wizard_id",
        string="Correction Points",
    )
    # What the user has read, where it is known
    version = fields.Integer(readonly=True)
    sha256 = fields.Char(readonly=True)

    def action_confirm(self):
        """Call the operation with the reason. Rights are checked there."""
        self.ensure_one()
        if self.operation not in OPERATIONS:
            raise UserError(
                self.env._("This window does not say what is to be done. Open it anew.")
            )
        model, method = OPERATIONS[self.operation]
        records = self.env[model].browse(self.res_ids)
        if self.operation == "approval_return":
            points = [{"section": line.section, "name": line.name} for line in self.line_ids]
            records.action_return(
                self.reason, points, version=self.version or None, sha256=self.sha256 or None
            )
        else:
            getattr(records, method)(self.reason)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _open(self, records, operation, **defaults):
        """Return the action that asks for the reason of ``operation`` on ``records``.

        :param defaults: ``default_`` keys of the context
        """
        labels = dict(self._fields["operation"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[operation],
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_operation": operation,
                "default_res_ids": records.ids,
                **defaults,
            },
        }

    @api.model
    def _check_reason(self, reason):
        """Raise ``UserError`` for an empty reason."""
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Give a reason: it is kept in the record."))
        self.env["lakip.protected.mixin"]._lakip_check_text(reason)
