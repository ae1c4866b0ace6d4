from odoo import api, fields, models


class LakipHolidayWizardLine(models.TransientModel):
    """One holiday to be stored, or not."""

    _name = "lakip.holiday.wizard.line"
    _description = "Holiday to Load"
    _inherit = ["lakip.reference.mixin"]
    _order = "date, id"

    wizard_id = fields.Many2one(
        "lakip.holiday.wizard", required=True, ondelete="cascade", index=True
    )
    keep = fields.Boolean(string="Load", default=True)
    date = fields.Date(required=True)
    name = fields.Char(required=True)
    category = fields.Selection(
        [
            ("public", "National holiday"),
            ("government", "Collective leave"),
            ("local", "Local holiday"),
        ],
        required=True,
        default="local",
    )
    is_estimated = fields.Boolean(
        string="Estimated", help="The date follows the moon and is not decided yet."
    )
    is_present = fields.Boolean(string="There already", compute="_compute_is_present")

    @api.depends("date", "wizard_id.company_id", "wizard_id.calendar_id")
    def _compute_is_present(self):
        for wizard, lines in self.grouped("wizard_id").items():
            covered = wizard._get_covered() if wizard.company_id else []
            tz = wizard._get_timezone()
            for line in lines:
                line.is_present = bool(line.date) and wizard._is_covered(
                    *wizard._get_day(line.date, tz), covered
                )
