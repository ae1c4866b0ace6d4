"""What may stand in brackets in the text of a LAKIP, and what is printed for it.

Names and values are Indonesian by form and are not translated. The figures come ready, as in
:mod:`~.lakip_body`, so that the text and the tables of a report never differ.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from ..tools.placeholder import key, label
from .dates import number, rupiah
from .performance import MISSING
from .text import one_line

TABLES = "tabel"
"""On a line of its own: the tables and charts made of the data stand here."""
TABLE_SECTIONS = frozenset(("II.B", "III.A", "III.B", "appendix.1"))
"""Codes of the outline that have such tables."""
GENERAL = "Umum"
_ACHIEVEMENT = "Kinerja"
_MONEY = "Anggaran"
_OBJECTIVE = "Sasaran: "
_INDICATOR = "Indikator: "


@dataclass(frozen=True)
class Placeholder:
    """One name and what it stands for today."""

    group: str
    """Heading under which it is listed."""
    name: str
    """Without its brackets."""
    value: str | None
    """None: there is no figure yet, and the placeholder stays."""
    indicator: int | None = None
    """Its place among all indicators of the report, from 0."""

    @property
    def short(self):
        """The name below its heading.

        >>> Placeholder("Indikator: Indeks SPBE", "target: Indeks SPBE", "3,5").short
        'target'
        """
        return self.name.partition(":")[0]


def report_placeholders(letterhead, year, performance=None):
    """Return every :class:`Placeholder` of a report.

    Two indicators of one name are told apart by the number of their sasaran.

    :param performance: the year's :class:`~.lakip_body.Performance`; without it there are no
        figures yet

    >>> from .letterhead import Letterhead
    >>> found = report_placeholders(Letterhead("Pemerintah X", "Dinas Y"), 2026)
    >>> [one.value for one in found if one.name in ("tahun", "nama instansi", "pagu")]
    ['2026', 'Dinas Y', None]
    """
    general = (
        ("tahun", str(year)),
        ("tahun sebelumnya", str(year - 1)),
        ("tahun berikutnya", str(year + 1)),
        ("nama instansi", one_line(letterhead.agency)),
        ("pemerintah daerah", one_line(letterhead.government)),
        ("kota", one_line(letterhead.city)),
    )
    return (
        *_group(GENERAL, general),
        *_group(_ACHIEVEMENT, _achievement(performance)),
        *_group(_MONEY, _money(performance)),
        *_of_objectives(performance.objectives if performance else ()),
    )


def placeholder_values(placeholders):
    """Return ``{key: value}`` as :func:`~lakip_sop.tools.placeholder.fill` takes it."""
    return {key(one.name): one.value for one in placeholders}


def _group(title, pairs):
    return (Placeholder(title, name, value or None) for name, value in pairs)


def _achievement(performance):
    """Return names and values of capaian as a whole."""
    objectives = performance.objectives if performance else ()
    percents = [line.achievement for one in objectives for line in one.indicators]
    measured = [percent for percent in percents if percent is not None]
    reached = sum(percent >= 100 for percent in measured)

    def shown(value):
        return value if performance else None

    return (
        ("jumlah sasaran", shown(str(len(objectives)))),
        ("jumlah indikator", shown(str(len(percents)))),
        ("indikator tercapai", shown(str(reached))),
        ("indikator belum tercapai", shown(str(len(measured) - reached))),
        ("indikator belum terukur", shown(str(len(percents) - len(measured)))),
        ("capaian rata-rata", performance and _percent(performance.achievement)),
        ("predikat", performance and (performance.rating or "-")),
    )


def _money(performance):
    """Return names and values of the money of all programs together."""
    total = performance.total if performance else None
    budget, spent = (total.budget, total.spent) if total else (None, None)
    known = budget is not None and spent is not None
    return (
        ("pagu", rupiah(budget)),
        ("realisasi anggaran", rupiah(spent)),
        ("sisa anggaran", rupiah(Decimal(budget) - Decimal(spent)) if known else None),
        ("serapan", total and _percent(total.absorption)),
    )


def _of_objectives(objectives):
    """Yield what each sasaran and each of its indicators can be asked for."""
    names = Counter(key(label(line.name)) for one in objectives for line in one.indicators)
    count = 0
    for place, objective in enumerate(objectives, 1):
        subject = label(objective.name)
        yield from _group(
            f"{_OBJECTIVE}{subject}",
            (
                (f"capaian sasaran: {subject}", _percent(objective.achievement)),
                (f"predikat sasaran: {subject}", objective.rating or "-"),
                (f"serapan sasaran: {subject}", _percent(objective.absorption)),
            ),
        )
        for line in objective.indicators:
            subject = label(line.name)
            if names[key(subject)] > 1:
                subject = f"{subject} (sasaran {place})"
            for name, value in (
                ("target", line.target or MISSING),
                ("realisasi", line.realization or MISSING),
                ("satuan", line.unit or "-"),
                ("capaian", _percent(line.achievement)),
                ("predikat", line.rating or "-"),
            ):
                title = f"{_INDICATOR}{subject}"
                yield Placeholder(title, f"{name}: {subject}", one_line(value), count)
            count += 1


def _percent(value):
    return MISSING if value is None else f"{number(value)}%"
