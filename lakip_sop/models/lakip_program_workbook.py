from odoo import models

from ..tools.workbook import ProgramRow


class LakipProgram(models.Model):
    """A program as a row of the workbook."""

    _inherit = "lakip.program"

    def _get_workbook_row(self):
        """Return the ``ProgramRow`` of this program."""
        self.ensure_one()
        money = self._get_money()
        return ProgramRow(
            key=str(self.id),
            name=self.name,
            code=self.code or "",
            level=dict(self._fields["level"]._description_selection(self.env))[self.level],
            budget=money.budget,
            realization=money.spent,
            note=self.note or "",
        )
