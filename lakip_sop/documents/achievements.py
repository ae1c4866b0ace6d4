"""BAB III.A: capaian as a whole, and for each sasaran strategis the seven analyses of
Permenpan RB 53/2014, annex II."""

from .charts import Series
from .markup import Cell, Column, Xml, join, paragraph, table
from .performance import YearFigure
from .performance_blocks import (
    BUDGET_COLUMNS,
    GUIDANCE_COLOR,
    PerformanceBlocks,
    bold_row,
    budget_rows,
    by_objective,
    figure_text,
    percent_text,
)
from .text import clean, letter, one_line

_MOST_YEARS_DRAWN = 4
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


class Achievements(PerformanceBlocks):
    """Writes what was achieved, and why."""

    def __init__(self, writer, headings, captions, rich, performance):
        """Write with the file's writer, headings, captions and :class:`~.richtext.RichText`."""
        super().__init__(writer, captions)
        self._headings = headings
        self._rich = rich
        self._content = performance

    def blocks(self):
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
                percent_text(objective.achievement),
                Cell(one_line(objective.rating) or "-", shade=objective.color or None),
            )
            for place, objective in enumerate(content.objectives, 1)
        ]
        count = str(sum(len(objective.indicators) for objective in content.objectives))
        rating = one_line(content.rating) or "-"
        rows.append(bold_row("", "Rata-rata", count, percent_text(content.achievement), rating))
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
                figure_text(line.target),
                figure_text(line.realization),
                percent_text(line.achievement),
                Cell(one_line(line.rating) or "-", shade=line.color or None),
            )
            for row, line in enumerate(objective.indicators, 1)
        ]
        if rows:
            mean = percent_text(objective.achievement)
            rating = one_line(objective.rating) or "-"
            rows.append(bold_row("", "Rata-rata", "", "", "", mean, rating))
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
                        figure_text(figure.target),
                        figure_text(figure.realization),
                        percent_text(figure.achievement),
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
                figure_text(line.realization),
                f"{one_line(line.medium_target)}"
                + (f"\n(tahun {line.medium_year})" if line.medium_year else ""),
                percent_text(line.medium_progress),
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
                figure_text(line.realization),
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
            percent_text(objective.achievement),
            percent_text(objective.absorption),
            percent_text(objective.difference),
            one_line(objective.efficiency) or "-",
        )
        return self._table(f"Efisiensi Sasaran Strategis {place}", columns, [row])

    def _support(self, place, objective):
        if not objective.programs:
            return Xml("")
        title = f"Program dan Kegiatan Penunjang Sasaran Strategis {place}"
        return self._table(title, BUDGET_COLUMNS, budget_rows(objective.programs))

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
        for first, line in by_objective(content.objectives):
            past = {figure.year: figure for figure in line.history}
            figures = []
            for year in years:
                figure = past.get(year, YearFigure(year))
                figures += [figure_text(figure.realization), percent_text(figure.achievement)]
            rows.append(
                (
                    *first,
                    one_line(line.name),
                    one_line(line.unit),
                    *figures,
                    figure_text(line.target),
                    figure_text(line.realization),
                    percent_text(line.achievement),
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


def _with_note(line):
    note = one_line(line.note)
    return f"{one_line(line.name)}\n({note})" if note else one_line(line.name)


def _sentence(text):
    return paragraph(text, **_TEXT)
