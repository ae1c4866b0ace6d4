"""What BAB II, BAB III and the annexes of a LAKIP say about performance, made of the data itself.

BAB II.B and the annex: the Perjanjian Kinerja. BAB III.A: see ``achievements.py``. BAB III.B:
Realisasi Anggaran.
"""

from .achievements import Achievements
from .agreement import agreement_signatures, agreement_statement
from .charts import Series
from .dates import rupiah
from .markup import Column, join, paragraph
from .performance_blocks import (
    BUDGET_COLUMNS,
    MOST_CATEGORIES,
    PerformanceBlocks,
    bold_row,
    budget_rows,
    by_objective,
    figure_text,
    percent_text,
    programs_only,
    spent_text,
)
from .text import one_line

_MONEY = Column("Anggaran (Rp)", 22, "right")
_REMARK = Column("Keterangan", 20)


class PerformanceBody(PerformanceBlocks):
    """Writes the performance of a year into the parts of one Word file."""

    def __init__(self, writer, headings, captions, rich, performance, agreed=None):
        """Write with the file's :class:`~.base.DocumentWriter`, its headings, its captions and
        its :class:`~.richtext.RichText`.

        :param agreed: the :class:`~.agreement.Agreement` whose statement comes before the tables
            of the annex; None prints them alone
        """
        super().__init__(writer, captions)
        self._content = performance
        self._agreed = agreed
        self._achievements = Achievements(writer, headings, captions, rich, performance)

    def parts(self):
        """Return the blocks that follow the text of each code of the outline: {code: blocks}.

        They are made in the order of the report, as captions and headings are counted so.
        """
        return {
            "II.B": self.agreement,
            "III.A": self._achievements.blocks,
            "III.B": self.budget,
            "appendix.1": self.annex,
        }

    # ------------------------------------------------------------
    # Perjanjian Kinerja
    # ------------------------------------------------------------

    def agreement(self, prefix=""):
        """Return the ikhtisar of the Perjanjian Kinerja: targets, then programs and money."""
        content = self._content
        columns = (
            Column("No.", 6, "center"),
            Column("Sasaran Strategis", 30),
            Column("Indikator Kinerja", 36),
            Column("Satuan", 12, "center"),
            Column("Target", 16, "center"),
        )
        rows = (
            (*first, one_line(line.name), one_line(line.unit), figure_text(line.target))
            for first, line in by_objective(content.objectives)
        )
        blocks = [self._table(f"{prefix}Perjanjian Kinerja Tahun {content.year}", columns, rows)]
        if content.programs:
            money = (Column("No.", 6, "center"), Column("Program", 52), _MONEY, _REMARK)
            lines = [
                (f"{place}.", one_line(line.name), rupiah(line.budget), one_line(line.remark))
                for place, line in enumerate(programs_only(content.programs), 1)
            ]
            if content.total:
                total = rupiah(content.total.budget)
                lines.append(bold_row("", "Jumlah", total, ""))
            title = f"{prefix}Program dan Anggaran Perjanjian Kinerja Tahun {content.year}"
            blocks.append(self._table(title, money, lines))
        return join(*blocks)

    def annex(self):
        """Return the Perjanjian Kinerja as an annex: its statement, and its tables, signed too."""
        tables = self.agreement("Lampiran: ")
        agreed = self._agreed
        if not agreed:
            return tables
        head, width = self._writer.letterhead, self._writer.width
        return join(
            agreement_statement(agreed, head, self._content.year, width),
            paragraph("", page_break=True, before=0, after=0, line=20),
            tables,
            agreement_signatures(agreed, head, width),
        )

    # ------------------------------------------------------------
    # Realisasi Anggaran
    # ------------------------------------------------------------

    def budget(self):
        """Return the budget used for the performance agreed upon."""
        content = self._content
        rows = budget_rows(content.programs)
        if rows and content.total:
            total = content.total
            percent = percent_text(total.absorption)
            cells = (rupiah(total.budget), spent_text(total), percent, one_line(total.remark))
            rows.append(bold_row("", "Jumlah", *cells))
        title = f"Realisasi Anggaran Tahun {content.year}"
        blocks = [self._table(title, BUDGET_COLUMNS, rows)]
        programs = programs_only(content.programs)[:MOST_CATEGORIES]
        names = [one_line(line.name) for line in programs]
        figures = tuple(line.absorption for line in programs)
        chart = self._chart(
            f"Serapan Anggaran Program Tahun {content.year}",
            names,
            [Series("Serapan", figures)],
            kind="bar",
        )
        return join(*blocks, chart)
