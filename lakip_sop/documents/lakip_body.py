"""What BAB II, BAB III and the annexes of a LAKIP say about performance, made of the data itself.

BAB II.B and the annex: the Perjanjian Kinerja. BAB III.A: for each sasaran strategis the seven
analyses of Permenpan RB 53/2014, annex II. BAB III.B: Realisasi Anggaran. Nothing is computed
here: capaian, means and absorption come ready, so that they are the same in every place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .agreement import agreement_signatures, agreement_statement
from .charts import Chart, Series, chart_paragraph
from .dates import number, rupiah
from .markup import CM, Cell, Column, Xml, join, paragraph, table
from .text import clean, letter, one_line

MISSING = "n.a."
"""Printed for what was not measured or not published: never a zero."""
GUIDANCE_COLOR = "7F7F7F"
_SIZE = 8
_CHART_HEIGHT = int(6.5 * CM)
_MOST_YEARS_DRAWN = 4
_MOST_CATEGORIES = 40
_TEXT = {"align": "both", "first": 720, "line": 300}

ANALYSES = (
    ("Target dan Realisasi Tahun {year}", ""),
    ("Perbandingan dengan Tahun-Tahun Sebelumnya", ""),
    ("Perbandingan dengan Target Jangka Menengah", ""),
    ("Perbandingan dengan Standar Nasional", ""),
    (
        "Penyebab Keberhasilan atau Kegagalan serta Solusi",
        "Penyebab naik atau turunnya kinerja dan solusi yang telah dilakukan.",
    ),
    (
        "Efisiensi Penggunaan Sumber Daya",
        "Hasil dibandingkan dengan sumber daya yang dipakai.",
    ),
    (
        "Program dan Kegiatan Penunjang",
        "Program atau kegiatan yang menunjang keberhasilan atau menyebabkan kegagalan.",
    ),
)
"""The seven analyses: heading, and what to write where only a person can."""


@dataclass(frozen=True)
class YearFigure:
    """An indicator in an earlier year; figures as they are printed."""

    year: int
    target: str = ""
    realization: str = ""
    achievement: Decimal | None = None
    """Capaian in percent; None: not measured."""


@dataclass(frozen=True, kw_only=True)
class IndicatorResult:
    """One indikator kinerja of the year; figures as they are printed, with their sign."""

    name: str
    unit: str = ""
    target: str = ""
    realization: str = ""
    """'' is printed as :data:`MISSING`."""
    achievement: Decimal | None = None
    """Capaian in percent; None: not measured."""
    rating: str = ""
    """Predikat in words: colour alone says nothing to many readers."""
    color: str = ""
    """Of the rating, as a hex colour light enough for black letters."""
    division: str = ""
    note: str = ""
    """What a reader must know about the figure, such as 'dibatasi 120 %'."""
    history: tuple[YearFigure, ...] = ()
    """Earlier years, the first one first."""
    medium_year: int | None = None
    medium_target: str = ""
    medium_progress: Decimal | None = None
    """Realization in percent of the medium-term target."""
    standard: str = ""
    """National standard."""
    standard_note: str = ""
    """How the realization compares to it, and its source."""
    cause: str = ""
    obstacle: str = ""
    follow_up: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgramResult:
    """One program or kegiatan with its money, in rupiah."""

    name: str
    budget: Decimal | None = None
    spent: Decimal | None = None
    absorption: Decimal | None = None
    """In percent."""
    is_activity: bool = False
    """A kegiatan, printed below its program."""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ObjectiveResult:
    """One sasaran strategis."""

    name: str
    indicators: tuple[IndicatorResult, ...] = ()
    programs: tuple[ProgramResult, ...] = ()
    achievement: Decimal | None = None
    """Mean capaian of its indicators, in percent."""
    rating: str = ""
    color: str = ""
    absorption: Decimal | None = None
    """Of the money of its programs, in percent."""
    difference: Decimal | None = None
    """Capaian less absorption, in percentage points."""
    efficiency: str = ""
    """In words, such as 'Efisien'."""
    analyses: tuple[str, ...] = ()
    """What people wrote to the seven analyses, as HTML, in their order."""


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What the agency has achieved in one year."""

    year: int
    objectives: tuple[ObjectiveResult, ...] = ()
    programs: tuple[ProgramResult, ...] = ()
    """All programs and kegiatan, as Realisasi Anggaran lists them."""
    total: ProgramResult | None = None
    """Their sum, as the agency counts it."""
    achievement: Decimal | None = None
    """Mean of the sasaran, in percent."""
    rating: str = ""
    method: tuple[str, ...] = ()
    """How capaian and means are counted, in sentences; printed before the figures."""
    scale: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    """Rating scale: range, predikat, hex colour."""


class PerformanceBody:
    """Writes the performance of a year into the parts of one Word file."""

    def __init__(self, writer, headings, captions, rich, performance, agreed=None):
        """Write with the file's :class:`~.base.DocumentWriter`, its headings, its captions and
        its :class:`~.richtext.RichText`.

        :param agreed: the :class:`~.agreement.Agreement` whose statement comes before the tables
            of the annex; None prints them alone
        """
        self._writer = writer
        self._headings = headings
        self._captions = captions
        self._rich = rich
        self._content = performance
        self._agreed = agreed

    def parts(self):
        """Return the blocks that follow the text of each code of the outline: {code: blocks}.

        They are made in the order of the report, as captions and headings are counted so.
        """
        return {
            "II.B": self.agreement,
            "III.A": self.achievements,
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
            (*first, one_line(line.name), one_line(line.unit), _shown(line.target))
            for first, line in _by_objective(content.objectives)
        )
        blocks = [self._table(f"{prefix}Perjanjian Kinerja Tahun {content.year}", columns, rows)]
        if content.programs:
            money = (Column("No.", 6, "center"), Column("Program", 52), *_MONEY[:1], _REMARK)
            lines = [
                (f"{place}.", one_line(line.name), rupiah(line.budget), one_line(line.remark))
                for place, line in enumerate(_programs_only(content.programs), 1)
            ]
            if content.total:
                total = rupiah(content.total.budget)
                lines.append(_bold("", "Jumlah", total, ""))
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
    # Capaian
    # ------------------------------------------------------------

    def achievements(self):
        """Return capaian as a whole, each sasaran with its analyses, and the wide recapitulation.

        The recapitulation stands on landscape pages, so sections end before and after it: the one
        that ends first numbers its pages from 1.
        """
        content = self._content
        if not content.objectives:
            return paragraph("Belum ada sasaran strategis.", italic=True, color=GUIDANCE_COLOR)
        blocks = [paragraph(clean(text), **_TEXT) for text in content.method if one_line(text)]
        if content.scale:
            blocks.append(self._scale())
        blocks.append(self._summary())
        for place, objective in enumerate(content.objectives, 1):
            blocks += self._objective(place, objective)
        return join(*blocks, self._recapitulation())

    def _scale(self):
        columns = (Column("No.", 8, "center"), Column("Capaian (%)", 40), Column("Predikat", 52))
        rows = (
            (f"{place}.", one_line(span), Cell(one_line(name), shade=color or None))
            for place, (span, name, color) in enumerate(self._content.scale, 1)
        )
        return self._table("Skala Penilaian Capaian Kinerja", columns, rows)

    def _summary(self):
        content = self._content
        columns = (
            Column("No.", 6, "center"),
            Column("Sasaran Strategis", 48),
            Column("Jumlah Indikator", 13, "center"),
            Column("Rata-Rata Capaian (%)", 17, "right"),
            Column("Predikat", 16, "center"),
        )
        rows = [
            (
                f"{place}.",
                one_line(objective.name),
                str(len(objective.indicators)),
                _percent(objective.achievement),
                Cell(one_line(objective.rating) or "-", shade=objective.color or None),
            )
            for place, objective in enumerate(content.objectives, 1)
        ]
        count = str(sum(len(objective.indicators) for objective in content.objectives))
        rating = one_line(content.rating) or "-"
        rows.append(_bold("", "Rata-rata", count, _percent(content.achievement), rating))
        title = f"Capaian Kinerja Sasaran Strategis Tahun {content.year}"
        figures = [objective.achievement for objective in content.objectives]
        names = [f"SS {place}" for place in range(1, len(figures) + 1)]
        chart = self._chart(title, names, [Series(str(content.year), tuple(figures))])
        return join(self._table(title, columns, rows), chart)

    def _objective(self, place, objective):
        """Return one sasaran: what it is, and the seven analyses."""
        title = f"Sasaran Strategis {place}: {one_line(objective.name)}"
        blocks = [self._headings.add(3, title)]
        makers = (
            self._this_year,
            self._earlier_years,
            self._medium_term,
            self._national,
            self._causes,
            self._efficiency,
            self._support,
        )
        for number_of, (make, (name, guidance)) in enumerate(zip(makers, ANALYSES, strict=True), 1):
            heading = f"{letter(number_of)}. {name.format(year=self._content.year)}"
            blocks.append(self._headings.add(4, heading))
            made = make(place, objective)
            written = dict(enumerate(objective.analyses, 1)).get(number_of, "")
            text = self._rich.blocks(written, level=4, **_TEXT)
            if not text and guidance:
                text = paragraph(f"[{guidance}]", italic=True, color=GUIDANCE_COLOR)
            blocks += [made, text]
        return blocks

    def _this_year(self, place, objective):
        columns = (
            Column("No.", 6, "center"),
            Column("Indikator Kinerja", 36),
            Column("Satuan", 11, "center"),
            Column("Target", 12, "right"),
            Column("Realisasi", 12, "right"),
            Column("Capaian (%)", 11, "right"),
            Column("Predikat", 14, "center"),
        )
        rows = [
            (
                f"{row}.",
                _with_note(line),
                one_line(line.unit),
                _shown(line.target),
                _shown(line.realization),
                _percent(line.achievement),
                Cell(one_line(line.rating) or "-", shade=line.color or None),
            )
            for row, line in enumerate(objective.indicators, 1)
        ]
        if rows:
            mean = _percent(objective.achievement)
            rating = one_line(objective.rating) or "-"
            rows.append(_bold("", "Rata-rata", "", "", "", mean, rating))
        year = self._content.year
        title = f"Target dan Realisasi Sasaran Strategis {place} Tahun {year}"
        return self._table(title, columns, rows)

    def _earlier_years(self, place, objective):
        year = self._content.year
        columns = (
            Column("No.", 6, "center"),
            Column("Indikator Kinerja", 36),
            Column("Tahun", 10, "center"),
            Column("Target", 16, "right"),
            Column("Realisasi", 16, "right"),
            Column("Capaian (%)", 16, "right"),
        )
        rows = []
        for row, line in enumerate(objective.indicators, 1):
            now = YearFigure(year, line.target, line.realization, line.achievement)
            for step, figure in enumerate((*line.history, now)):
                merge = "continue" if step else "restart"
                rows.append(
                    (
                        Cell("" if step else f"{row}.", merge=merge),
                        Cell("" if step else one_line(line.name), merge=merge),
                        str(figure.year),
                        _shown(figure.target),
                        _shown(figure.realization),
                        _percent(figure.achievement),
                    )
                )
        title = f"Perbandingan Capaian Sasaran Strategis {place} Antartahun"
        return join(self._table(title, columns, rows), self._history_chart(place, objective))

    def _history_chart(self, place, objective):
        """Return a chart of the capaian of a sasaran's indicators, a series a year."""
        year = self._content.year
        years = sorted({figure.year for line in objective.indicators for figure in line.history})
        found = [
            {figure.year: figure.achievement for figure in line.history} | {year: line.achievement}
            for line in objective.indicators
        ]
        series = [
            Series(str(shown), tuple(figures.get(shown) for figures in found))
            for shown in (*years, year)[-_MOST_YEARS_DRAWN:]
        ]
        names = [f"IK {row}" for row in range(1, len(found) + 1)]
        return self._chart(f"Capaian Indikator Sasaran Strategis {place}", names, series)

    def _medium_term(self, place, objective):
        lines = [line for line in objective.indicators if one_line(line.medium_target)]
        if not lines:
            return _sentence("Target jangka menengah indikator pada sasaran ini belum diisi.")
        columns = (
            Column("No.", 6, "center"),
            Column("Indikator Kinerja", 40),
            Column("Realisasi sampai Tahun Ini", 18, "right"),
            Column("Target Jangka Menengah", 20, "right"),
            Column("Kemajuan (%)", 16, "right"),
        )
        rows = (
            (
                f"{row}.",
                one_line(line.name),
                _shown(line.realization),
                f"{one_line(line.medium_target)}"
                + (f"\n(tahun {line.medium_year})" if line.medium_year else ""),
                _percent(line.medium_progress),
            )
            for row, line in enumerate(lines, 1)
        )
        title = f"Realisasi Sasaran Strategis {place} terhadap Target Jangka Menengah"
        return self._table(title, columns, rows)

    def _national(self, place, objective):
        lines = [line for line in objective.indicators if one_line(line.standard)]
        if not lines:
            return _sentence(
                "Tidak ada standar nasional yang dicatat untuk indikator pada sasaran ini."
            )
        columns = (
            Column("No.", 6, "center"),
            Column("Indikator Kinerja", 36),
            Column("Realisasi", 14, "right"),
            Column("Standar Nasional", 16, "right"),
            Column("Keterangan", 28),
        )
        rows = (
            (
                f"{row}.",
                one_line(line.name),
                _shown(line.realization),
                one_line(line.standard),
                one_line(line.standard_note),
            )
            for row, line in enumerate(lines, 1)
        )
        title = f"Realisasi Sasaran Strategis {place} terhadap Standar Nasional"
        return self._table(title, columns, rows)

    def _causes(self, place, objective):
        lines = [
            line
            for line in objective.indicators
            if any(map(one_line, (line.cause, line.obstacle, line.follow_up)))
        ]
        if not lines:
            return Xml("")
        columns = (
            Column("No.", 6, "center"),
            Column("Indikator Kinerja", 22),
            Column("Penyebab", 24),
            Column("Kendala", 24),
            Column("Tindak Lanjut / Solusi", 24),
        )
        rows = (
            (
                f"{row}.",
                one_line(line.name),
                clean(line.cause).strip(),
                clean(line.obstacle).strip(),
                clean(line.follow_up).strip(),
            )
            for row, line in enumerate(lines, 1)
        )
        title = f"Penyebab, Kendala dan Tindak Lanjut Sasaran Strategis {place}"
        return self._table(title, columns, rows)

    def _efficiency(self, place, objective):
        if objective.achievement is None or objective.absorption is None:
            return Xml("")
        columns = (
            Column("Rata-Rata Capaian (%)", 25, "right"),
            Column("Serapan Anggaran (%)", 25, "right"),
            Column("Selisih (poin persen)", 25, "right"),
            Column("Keterangan", 25, "center"),
        )
        row = (
            _percent(objective.achievement),
            _percent(objective.absorption),
            _percent(objective.difference),
            one_line(objective.efficiency) or "-",
        )
        return self._table(f"Efisiensi Sasaran Strategis {place}", columns, [row])

    def _support(self, place, objective):
        if not objective.programs:
            return Xml("")
        title = f"Program dan Kegiatan Penunjang Sasaran Strategis {place}"
        return self._table(title, _BUDGET_COLUMNS, _budget_rows(objective.programs))

    def _recapitulation(self):
        """Return all indicators over all years, on landscape pages of their own."""
        content = self._content
        lines = [line for objective in content.objectives for line in objective.indicators]
        if not lines:
            return Xml("")
        years = sorted({figure.year for line in lines for figure in line.history})
        years = years[-_MOST_YEARS_DRAWN:]
        columns, header = _recapitulation_columns(content.year, years)
        rows = []
        for first, line in _by_objective(content.objectives):
            past = {figure.year: figure for figure in line.history}
            figures = []
            for year in years:
                figure = past.get(year, YearFigure(year))
                figures += [_shown(figure.realization), _percent(figure.achievement)]
            rows.append(
                (
                    *first,
                    one_line(line.name),
                    one_line(line.unit),
                    *figures,
                    _shown(line.target),
                    _shown(line.realization),
                    _percent(line.achievement),
                    Cell(one_line(line.rating) or "-", shade=line.color or None),
                    one_line(line.division),
                )
            )
        writer = self._writer
        return join(
            writer.section_end("decimal", restart=True),
            self._captions.table(f"Rekapitulasi Pengukuran Kinerja Tahun {content.year}"),
            table(columns, rows, writer.landscape_width, size=7, header=header),
            writer.section_end("decimal", landscape=True),
        )

    # ------------------------------------------------------------
    # Realisasi Anggaran
    # ------------------------------------------------------------

    def budget(self):
        """Return the budget used for the performance agreed upon."""
        content = self._content
        rows = _budget_rows(content.programs)
        if rows and content.total:
            total = content.total
            percent = _percent(total.absorption)
            cells = (rupiah(total.budget), _spent(total), percent, one_line(total.remark))
            rows.append(_bold("", "Jumlah", *cells))
        title = f"Realisasi Anggaran Tahun {content.year}"
        blocks = [self._table(title, _BUDGET_COLUMNS, rows)]
        programs = _programs_only(content.programs)[:_MOST_CATEGORIES]
        names = [one_line(line.name) for line in programs]
        figures = tuple(line.absorption for line in programs)
        chart = self._chart(
            f"Serapan Anggaran Program Tahun {content.year}",
            names,
            [Series("Serapan", figures)],
            kind="bar",
        )
        return join(*blocks, chart)

    # ------------------------------------------------------------
    # Blocks
    # ------------------------------------------------------------

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
        if len(names) > _MOST_CATEGORIES:
            names = names[:_MOST_CATEGORIES]
            series = [Series(line.name, line.values[:_MOST_CATEGORIES]) for line in series]
            title = f"{title} ({_MOST_CATEGORIES} Pertama)"
        chart = Chart(
            title=title, categories=tuple(names), series=tuple(series), kind=kind, unit="%"
        )
        drawn = chart_paragraph(self._writer, chart, self._writer.width, height)
        return join(drawn, self._captions.figure(title))


_MONEY = (Column("Anggaran (Rp)", 22, "right"), Column("Realisasi (Rp)", 18, "right"))
_REMARK = Column("Keterangan", 20)
_BUDGET_COLUMNS = (
    Column("No.", 6, "center"),
    Column("Program / Kegiatan", 38),
    Column("Pagu", 17, "right"),
    Column("Realisasi", 17, "right"),
    Column("%", 9, "right"),
    Column("Keterangan", 13),
)


def _recapitulation_columns(year, years):
    """Return the columns of the recapitulation and the two rows of its header."""
    past = [Column(name, 6, "right") for _year in years for name in ("Realisasi", "Capaian (%)")]
    now = [
        Column("Target", 6, "right"),
        Column("Realisasi", 6, "right"),
        Column("Capaian (%)", 6, "right"),
        Column("Predikat", 7, "center"),
    ]
    ends = (Column("No.", 3, "center"), Column("Sasaran Strategis", 14)), (Column("Bidang", 9),)
    middle = (Column("Indikator Kinerja", 18), Column("Satuan", 6, "center"))
    columns = [*ends[0], *middle, *past, *now, *ends[1]]
    tall = [Cell(column.title, merge="restart") for column in (*ends[0], *middle)]
    first = [*tall, *(Cell(str(shown), span=2) for shown in years), Cell(str(year), span=4)]
    first.append(Cell("Bidang", merge="restart"))
    below = Cell("", merge="continue")
    return columns, [first, [below] * 4 + [column.title for column in (*past, *now)] + [below]]


def _by_objective(objectives: Iterable[ObjectiveResult]):
    """Return (number and name cells, indicator) pairs; the cells of one sasaran are merged."""
    pairs = []
    for place, objective in enumerate(objectives, 1):
        for row, line in enumerate(objective.indicators):
            merge = "continue" if row else "restart"
            number_cell = Cell("" if row else f"{place}.", merge=merge)
            name_cell = Cell("" if row else one_line(objective.name), merge=merge)
            pairs.append(((number_cell, name_cell), line))
    return pairs


def _programs_only(programs):
    """Return the programs without their kegiatan; all lines where there are kegiatan only."""
    return [line for line in programs if not line.is_activity] or list(programs)


def _budget_rows(programs):
    """Return the rows of a budget table: programs numbered and bold, kegiatan below them."""
    has_activities = any(line.is_activity for line in programs)
    rows, place = [], 0
    for line in programs:
        place += not line.is_activity
        cells = (
            "" if line.is_activity else f"{place}.",
            one_line(line.name),
            rupiah(line.budget) or "-",
            _spent(line),
            _percent(line.absorption),
            one_line(line.remark),
        )
        rows.append(_bold(*cells) if has_activities and not line.is_activity else cells)
    return rows


def _spent(line):
    return rupiah(line.spent) or MISSING


def _percent(value):
    """Return a percentage with two decimals, without its sign."""
    return number(value) or MISSING


def _shown(value):
    """Return a figure as it is printed, :data:`MISSING` for none."""
    return one_line(value) or MISSING


def _with_note(line):
    note = one_line(line.note)
    return f"{one_line(line.name)}\n({note})" if note else one_line(line.name)


def _bold(*cells):
    return [Cell(content, bold=True) for content in cells]


def _sentence(text):
    return paragraph(text, **_TEXT)
