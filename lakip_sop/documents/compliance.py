"""SOP compliance report: the time that each step took against the time that its SOP gives it.

What is late, how often a step was done again and why, by whom, and how it was in the years before:
the yearly evaluation of an SOP (Permenpan RB 35/2012) made of what the app has measured.
"""

import datetime
from dataclasses import dataclass

from .base import DocumentWriter
from .charts import Chart, Series, chart_paragraph
from .dates import long_date, number
from .letterhead import Letterhead, Official
from .markup import CM, Cell, Column, Xml, join, key_values, paragraph, table
from .signature import place_and_date, signature, signature_row
from .text import clean, one_line

_SIZE = 8
_CHART_HEIGHT = int(7.5 * CM)
_LATE = "FFC7CE"
_ON_TIME = "C6EFCE"
_NOTHING = "-"


@dataclass(frozen=True, kw_only=True)
class StepCompliance:
    """One row of the SOP as it was run."""

    number: str
    activity: str
    role: str = ""
    standard: str = ""
    """Waktu baku in words, such as '2 hari'; '' for a step without one."""
    standard_hours: float | None = None
    """Waktu baku in working hours; None for a step without one."""
    worked_hours: float | None = None
    """Waktu nyata in working hours, without the time on hold; None when it has not ended."""
    held_hours: float = 0
    rounds: int = 1
    returns: int = 0
    is_late: bool = False
    done: datetime.date | None = None

    @property
    def share(self):
        """Nyata in percent of baku, None without one of them.

        >>> StepCompliance(number="1", activity="", standard_hours=8, worked_hours=10).share
        125.0
        """
        if not self.standard_hours or self.worked_hours is None:
            return None
        return self.worked_hours / self.standard_hours * 100

    @property
    def status(self):
        """How the step ended, in words.

        >>> StepCompliance(number="1", activity="", worked_hours=1).status
        'Tanpa waktu baku'
        """
        if self.is_late:
            return "Terlambat"
        if self.worked_hours is None:
            return "Belum selesai"
        return "Tepat waktu" if self.standard_hours else "Tanpa waktu baku"


@dataclass(frozen=True, kw_only=True)
class ReturnNote:
    """One return of a document or of data, with its reason."""

    number: str
    """Of the step that returned it."""
    role: str = ""
    date: datetime.date | None = None
    target: str = ""
    """Number of the step that it went back to."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleLateness:
    """What one role did in the year."""

    role: str
    steps: int
    late: int
    late_hours: float = 0
    """Working hours beyond the standard, added up."""


@dataclass(frozen=True, kw_only=True)
class YearCompliance:
    """One year's run of the same SOP; None where it has not been measured."""

    year: int
    standard_hours: float | None = None
    worked_hours: float | None = None
    steps: int = 0
    late: int = 0
    returns: int = 0
    finished: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Compliance:
    """Content of the report."""

    letterhead: Letterhead
    sop: str
    """Number and name of the SOP."""
    year: int
    date: datetime.date | None = None
    steps: tuple[StepCompliance, ...] = ()
    returns: tuple[ReturnNote, ...] = ()
    roles: tuple[RoleLateness, ...] = ()
    years: tuple[YearCompliance, ...] = ()
    """The years compared, the earliest first, this one last."""
    calendar: str = ""
    """Name of the working time that hours were counted in."""
    signer: Official | None = None


def build_compliance(content: Compliance) -> bytes:
    """Return the .docx of a :class:`Compliance`."""
    title = f"Laporan Kepatuhan SOP {one_line(content.sop)} Tahun {content.year}"
    writer = DocumentWriter(content.letterhead, title=title, date=content.date)
    writer.turn_pages()
    writer.add_kop()
    center = {"align": "center", "bold": True, "before": 0}
    writer.add(
        paragraph("LAPORAN KEPATUHAN PELAKSANAAN SOP", **center, size=14, after=0),
        paragraph(f"SOP {one_line(content.sop)}".upper(), **center, after=0),
        paragraph(f"TAHUN {content.year}", **center, after=200),
        _facts(content, writer.width),
        _part("A", "Waktu Baku dan Waktu Nyata", _steps(content.steps, writer)),
        _part("B", "Pengembalian dan Alasannya", _returns(content.returns, writer.width)),
        _part("C", "Keterlambatan menurut Pelaksana", _roles(content.roles, writer)),
        _part("D", "Perbandingan Antartahun", _years(content.years, writer)),
    )
    if content.signer:
        day = place_and_date(content.letterhead, content)
        writer.add(signature_row(writer.width, signature(content.signer, day)))
    return writer.save()


def _facts(content, width):
    """Return the year in a few lines."""
    standard = sum(step.standard_hours or 0 for step in content.steps)
    worked = sum(step.worked_hours or 0 for step in content.steps)
    late = sum(step.is_late for step in content.steps)
    timed = sum(step.standard_hours is not None for step in content.steps)
    pairs = [
        ("Langkah", f"{len(content.steps)}, di antaranya {timed} dengan waktu baku"),
        ("Waktu baku", f"{number(standard)} jam kerja"),
        ("Waktu nyata", f"{number(worked)} jam kerja, tanpa waktu penundaan"),
        ("Terlambat", f"{late} dari {len(content.steps)} langkah"),
        ("Pengembalian", f"{len(content.returns)} kali"),
    ]
    if one_line(content.calendar):
        pairs.append(("Jam kerja", one_line(content.calendar)))
    return key_values(pairs, width, label=2200)


def _part(mark, title, block):
    heading = paragraph(
        f"{mark}. {title}", bold=True, size=12, before=240, after=80, keep_next=True
    )
    return join(heading, block)


def _steps(steps, writer):
    """Return the table of the steps and the chart of both times."""
    columns = (
        Column("No.", 4, "center"),
        Column("Kegiatan", 22),
        Column("Pelaksana", 13),
        Column("Waktu Baku", 9, "center"),
        Column("Baku (jam kerja)", 8, "right"),
        Column("Nyata (jam kerja)", 8, "right"),
        Column("Nyata / Baku (%)", 8, "right"),
        Column("Putaran", 8, "center"),
        Column("Dikembalikan", 11, "center"),
        Column("Ditunda (jam kerja)", 8, "right"),
        Column("Selesai", 10, "center"),
        Column("Status", 11, "center"),
    )
    rows = (
        (
            one_line(step.number),
            one_line(step.activity),
            one_line(step.role),
            one_line(step.standard) or _NOTHING,
            number(step.standard_hours) or _NOTHING,
            number(step.worked_hours) or _NOTHING,
            number(step.share) or _NOTHING,
            str(step.rounds),
            f"{step.returns} kali" if step.returns else _NOTHING,
            number(step.held_hours) if step.held_hours else _NOTHING,
            long_date(step.done) or _NOTHING,
            Cell(step.status, shade=_shade(step)),
        )
        for step in steps
    )
    drawn = _chart(
        writer,
        "Waktu Baku dan Waktu Nyata per Langkah",
        [f"Langkah {one_line(step.number)}" for step in steps],
        ("Waktu baku", [step.standard_hours for step in steps]),
        ("Waktu nyata", [step.worked_hours for step in steps]),
        unit="jam kerja",
    )
    return join(table(columns, rows, writer.width, size=_SIZE), drawn)


def _shade(step):
    """Return the background of a status; the word says it too."""
    if step.is_late:
        return _LATE
    return _ON_TIME if step.status == "Tepat waktu" else None


def _returns(notes, width):
    """Return the table of returns."""
    columns = (
        Column("No.", 5, "center"),
        Column("Tanggal", 14, "center"),
        Column("Langkah", 8, "center"),
        Column("Oleh", 20),
        Column("Kembali ke Langkah", 10, "center"),
        Column("Alasan", 43),
    )
    rows = (
        (
            f"{place}.",
            long_date(note.date) or _NOTHING,
            one_line(note.number),
            one_line(note.role),
            one_line(note.target) or _NOTHING,
            clean(note.reason).strip(),
        )
        for place, note in enumerate(notes, 1)
    )
    return table(columns, rows, width, size=_SIZE, empty="Tidak ada pengembalian")


def _roles(roles, writer):
    """Return the table and the chart of lateness by role."""
    columns = (
        Column("No.", 5, "center"),
        Column("Pelaksana", 43),
        Column("Langkah", 12, "center"),
        Column("Terlambat", 12, "center"),
        Column("Terlambat (%)", 14, "right"),
        Column("Lewat Waktu (jam kerja)", 14, "right"),
    )
    rows = (
        (
            f"{place}.",
            one_line(line.role),
            str(line.steps),
            str(line.late),
            number(line.late / line.steps * 100) if line.steps else _NOTHING,
            number(line.late_hours),
        )
        for place, line in enumerate(roles, 1)
    )
    drawn = Xml("")
    if any(line.late for line in roles):
        drawn = _chart(
            writer,
            "Langkah Terlambat menurut Pelaksana",
            [one_line(line.role) for line in roles],
            ("Langkah", [line.steps for line in roles]),
            ("Terlambat", [line.late for line in roles]),
            unit="langkah",
        )
    return join(table(columns, rows, writer.width, size=_SIZE), drawn)


def _years(years, writer):
    """Return the comparison of the years as a table and a chart."""
    columns = (
        Column("Tahun", 10, "center"),
        Column("Waktu Baku (jam kerja)", 16, "right"),
        Column("Waktu Nyata (jam kerja)", 16, "right"),
        Column("Nyata / Baku (%)", 14, "right"),
        Column("Langkah", 10, "center"),
        Column("Terlambat", 10, "center"),
        Column("Pengembalian", 10, "center"),
        Column("Selesai", 14, "center"),
    )
    rows = (
        (
            str(line.year),
            number(line.standard_hours) or _NOTHING,
            number(line.worked_hours) or _NOTHING,
            _share(line) or _NOTHING,
            str(line.steps),
            str(line.late),
            str(line.returns),
            long_date(line.finished) or _NOTHING,
        )
        for line in years
    )
    drawn = _chart(
        writer,
        "Waktu Baku dan Waktu Nyata Antartahun",
        [str(line.year) for line in years],
        ("Waktu baku", [line.standard_hours for line in years]),
        ("Waktu nyata", [line.worked_hours for line in years]),
        unit="jam kerja",
    )
    return join(table(columns, rows, writer.width, size=_SIZE), drawn)


def _share(line):
    if not line.standard_hours or line.worked_hours is None:
        return ""
    return number(line.worked_hours / line.standard_hours * 100)


def _chart(writer, title, names, *series, unit):
    """Return a chart of (name, figures) pairs, nothing where no figure is known."""
    if not any(value is not None for _name, values in series for value in values):
        return Xml("")
    chart = Chart(
        title=title,
        categories=tuple(names),
        series=tuple(Series(name, tuple(values)) for name, values in series),
        unit=unit,
    )
    return chart_paragraph(writer, chart, writer.width, _CHART_HEIGHT)
