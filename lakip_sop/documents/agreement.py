"""Perjanjian Kinerja: the statement that two officials sign, printed before its tables.

The wording is this app's own proposal and no official text: an agency replaces it by its own.
"""

import datetime
from dataclasses import dataclass

from .letterhead import LetterInfo, Official
from .markup import join, key_values, paragraph, prose
from .signature import place_and_date, signature, signature_row
from .text import one_line, or_blank

_TEXT = {"align": "both", "line": 300}

OPENING = (
    "Untuk mewujudkan pemerintahan yang efektif, transparan, akuntabel dan berorientasi pada "
    "hasil, yang bertanda tangan di bawah ini:"
)
PROMISE = (
    "PIHAK PERTAMA berjanji mewujudkan target kinerja sebagaimana tercantum dalam lampiran "
    "perjanjian ini, sebagai bagian dari target jangka menengah dalam dokumen perencanaan, dan "
    "bertanggung jawab atas keberhasilan maupun kegagalan pencapaiannya.\n"
    "PIHAK KEDUA melakukan supervisi yang diperlukan, mengevaluasi capaian kinerja atas "
    "perjanjian ini, dan mengambil tindakan yang diperlukan dalam rangka pemberian penghargaan "
    "dan sanksi."
)
"""Proposed text below the names; a line is a paragraph."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Content of the statement page of a Perjanjian Kinerja."""

    first: Official
    """Pihak Pertama: who promises the targets, the head of the agency."""
    second: Official
    """Pihak Kedua: the superior, such as the governor."""
    date: datetime.date | None = None
    promise: str = PROMISE


def agreement_statement(content, letterhead, year, width):
    """Return the statement as markup: who agrees with whom, what is promised, two signatures."""
    center = {"align": "center", "bold": True, "size": 13}
    return join(
        paragraph(f"PERJANJIAN KINERJA TAHUN {year}", **center, before=200, after=0),
        paragraph(one_line(letterhead.agency).upper(), **center, after=240),
        paragraph(OPENING, **_TEXT),
        _party(content.first, "selanjutnya disebut PIHAK PERTAMA.", width),
        _party(content.second, "selaku atasan, selanjutnya disebut PIHAK KEDUA.", width),
        prose((content.promise,), **_TEXT),
        agreement_signatures(content, letterhead, width),
    )


def agreement_signatures(content, letterhead, width):
    """Return the two signatures side by side, that of Pihak Pertama at the right."""
    day = place_and_date(letterhead, LetterInfo(date=content.date))
    return signature_row(
        width,
        signature(content.first, day, "PIHAK PERTAMA,"),
        # The first line stands level with place and date.
        signature(content.second, "\u00a0", "PIHAK KEDUA,"),
    )


def _party(official, role, width):
    """Return name and office of one side, and what it is called below."""
    pairs = (("Nama", or_blank(official.name)), ("Jabatan", or_blank(official.position)))
    return join(
        key_values(pairs, width - 400, label=1400, indent=400),
        paragraph(role, before=80, **_TEXT),
    )
