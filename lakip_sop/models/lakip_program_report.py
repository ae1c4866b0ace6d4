from odoo import models

from ..documents import ProgramResult

_OVERSPENT = "realisasi melebihi pagu"


class LakipProgram(models.Model):
    """Programs as the lines of Realisasi Anggaran."""

    _inherit = "lakip.program"

    def _get_report_lines(self):
        """Return a ``ProgramResult`` for each of these, what is part of another one below it."""
        parts = self.grouped("parent_id")
        lines = []
        waiting = [*reversed(self.filtered(lambda program: program.parent_id not in self))]
        while waiting:
            program = waiting.pop()
            lines.append(program._get_report_line(program.parent_id in self, parts))
            waiting += reversed(parts.get(program, self.browse()))
        return tuple(lines)

    def _get_report_line(self, is_part, parts):
        """Return the ``ProgramResult`` of this program, with the money of its parts when it has
        none of its own.

        :param parts: ``{program: what is part of it}``
        """
        self.ensure_one()
        family = waiting = self
        while waiting:
            waiting = waiting.browse().union(*(parts.get(one, waiting.browse()) for one in waiting))
            family |= waiting
        money = family._get_total_money()
        return ProgramResult(
            name=self.name,
            budget=money.budget,
            spent=money.spent,
            absorption=family._get_total_absorption("sum").percent,
            is_activity=is_part,
            remark="; ".join(filter(None, (self.note, self.is_overspent and _OVERSPENT))),
        )

    def _get_report_total(self, way):
        """Return the ``ProgramResult`` of these programs together; None when there are none."""
        if not self:
            return None
        money, absorbed = self._get_total_money(), self._get_total_absorption(way)
        missing = absorbed.left_out if money.spent is not None else 0
        return ProgramResult(
            name="Jumlah",
            budget=money.budget,
            spent=money.spent,
            absorption=absorbed.percent,
            remark=f"Serapan tanpa {missing} program yang realisasinya belum ada"
            if missing
            else "",
        )
