from decimal import Decimal

from odoo import models

from ..documents import ProgramResult
from ..tools.achievement import absorption


class LakipProgram(models.Model):
    """Programs as the lines of Realisasi Anggaran."""

    _inherit = "lakip.program"

    def _get_report_lines(self):
        """Return a ``ProgramResult`` for each of these, what is part of another one below it."""
        parts = self.grouped("parent_id")
        lines = []
        waiting = [*reversed(self._get_counted())]
        while waiting:
            program = waiting.pop()
            lines.append(program._get_report_line(program.parent_id in self))
            waiting += reversed(parts.get(program, self.browse()))
        return tuple(lines)

    def _get_report_line(self, is_part):
        """Return the ``ProgramResult`` of this program."""
        self.ensure_one()
        money = self._get_money()
        return ProgramResult(
            name=self.name,
            budget=money.budget,
            spent=money.spent,
            absorption=absorption(money).percent,
            is_activity=is_part,
            remark=self.note or "",
        )

    def _get_report_total(self, way):
        """Return the ``ProgramResult`` of these programs together; None when there are none."""
        if not self:
            return None
        moneys = [program._get_money() for program in self._get_counted()]
        return ProgramResult(
            name="Jumlah",
            budget=sum((money.budget for money in moneys), Decimal(0)),
            spent=sum((money.spent for money in moneys if money.spent is not None), Decimal(0)),
            absorption=self._get_total_absorption(way).percent,
        )
