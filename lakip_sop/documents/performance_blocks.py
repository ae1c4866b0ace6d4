"""The tables and charts of performance and money, as BAB II, BAB III and the annexes share them."""

from collections.abc import Iterable

from .charts import Chart, Series, chart_paragraph
from .dates import number, rupiah
from .markup import CM, Cell, Column, Xml, join, paragraph, table
from .performance import MISSING, ObjectiveResult
from .text import one_line

GUIDANCE_COLOR = "7F7F7F"
MOST_CATEGORIES = 40
_SIZE = 8
_CHART_HEIGHT = int(6.5 * CM)

BUDGET_COLUMNS = (
    Column("No.", 6, "center"),
    Column("Program / Kegiatan", 38),
    Column("Pagu", 17, "right"),
    Column("Realisasi", 17, "right"),
    Column("%", 9, "right"),
    Column("Keterangan", 13),
)


class PerformanceBlocks:
    """Blocks of one Word file, with its captions."""

    def __init__(self, writer, captions):
        """Write with the file's :class:`~.base.DocumentWriter` and its captions."""
        self._writer = writer
        self._captions = captions

    def _table(self, title, columns, rows):
        """Return a table under its caption."""
        return join(
            self._captions.table(title),
            table(columns, rows, self._writer.width, size=_SIZE),
            paragraph("", before=0, after=120, line=120),
        )

    def _chart(self, title, names, series, kind="column"):
        """Return a chart over its caption; nothing where no figure is known."""
        if not any(value is not None for line in series for value in line.values):
            return Xml("")
        height = _CHART_HEIGHT
        if kind == "bar":
            height = min(max(height, CM * (2 + len(names))), 18 * CM)
        if len(names) > MOST_CATEGORIES:
            names = names[:MOST_CATEGORIES]
            series = [Series(line.name, line.values[:MOST_CATEGORIES]) for line in series]
            title = f"{title} ({MOST_CATEGORIES} Pertama)"
        chart = Chart(
            title=title, categories=tuple(names), series=tuple(series), kind=kind, unit="%"
        )
        drawn = chart_paragraph(self._writer, chart, self._writer.width, height)
        return join(drawn, self._captions.figure(title))


def by_objective(objectives: Iterable[ObjectiveResult]):
    """Return (number and name cells, indicator) pairs; the cells of one sasaran are merged."""
    pairs = []
    for place, objective in enumerate(objectives, 1):
        for row, line in enumerate(objective.indicators):
            merge = "continue" if row else "restart"
            number_cell = Cell("" if row else f"{place}.", merge=merge)
            name_cell = Cell("" if row else one_line(objective.name), merge=merge)
            pairs.append(((number_cell, name_cell), line))
    return pairs


def programs_only(programs):
    """Return the programs without their kegiatan; all lines where there are kegiatan only."""
    return [line for line in programs if not line.is_activity] or list(programs)


def budget_rows(programs):
    """Return the rows of a budget table: programs numbered and bold, kegiatan below them."""
    has_activities = any(line.is_activity for line in programs)
    rows, place = [], 0
    for line in programs:
        place += not line.is_activity
        cells = (
            "" if line.is_activity else f"{place}.",
            one_line(line.name),
            rupiah(line.budget) or "-",
            spent_text(line),
            percent_text(line.absorption),
            one_line(line.remark),
        )
        rows.append(bold_row(*cells) if has_activities and not line.is_activity else cells)
    return rows


def spent_text(line):
    return rupiah(line.spent) or MISSING


def percent_text(value):
    """Return a percentage with two decimals, without its sign."""
    return number(value) or MISSING


def figure_text(value):
    """Return a figure as it is printed, :data:`MISSING` for none."""
    return one_line(value) or MISSING


def bold_row(*cells):
    return [Cell(content, bold=True) for content in cells]
