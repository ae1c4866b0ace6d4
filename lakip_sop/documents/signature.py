"""Signature blocks and the 'Paraf Hierarki' table beside them."""

import datetime
from dataclasses import dataclass

from .dates import long_date
from .markup import Column, Xml, grid, join, paragraph, spacer, table
from .text import BLANK, filled, format_nip, one_line, or_blank


@dataclass(frozen=True)
class InitialLine:
    """One paraf of the chain below the signer, with the day it was given (None: not yet)."""

    title: str
    name: str = ""
    date: datetime.date | None = None


def place_and_date(letterhead, info):
    """Return 'Pontianak, 4 Januari 2027'; a missing date is left as a blank.

    >>> from .letterhead import LetterInfo, Letterhead
    >>> place_and_date(Letterhead("", "", city="Pontianak"), LetterInfo())
    'Pontianak, ..............................'
    """
    day = (info.date and long_date(info.date)) or BLANK
    return f"{letterhead.city}, {day}" if one_line(letterhead.city) else day


def signature(official, *opening, mark=None, office=""):
    """Return the paragraphs of one signature: opening lines, office, room to sign, name, NIP.

    :param official: an :class:`~.letterhead.Official`
    :param opening: lines above the office, such as place and date
    :param mark: markup put where the hand signs, such as a QR code
    :param office: printed in place of the official's own office; a line is kept free for none
    """
    plain = {"align": "left", "before": 0, "after": 0, "line": 240}
    blocks = [paragraph(line, **plain) for line in opening if line]
    office = office or official.office
    blocks.append(paragraph(office and f"{office},", **plain))
    blocks.append(mark or paragraph("", before=900, after=0, line=240))
    blocks.append(paragraph(or_blank(official.name), bold=True, **plain))
    if one_line(official.rank):
        blocks.append(paragraph(one_line(official.rank), **plain))
    if one_line(official.nip):
        blocks.append(paragraph(f"NIP. {format_nip(official.nip)}", **plain))
    if official.capacity != "definitive" and one_line(official.on_behalf):
        # Both names stay on the record of an acting official's decision.
        blocks.append(
            paragraph(f"Pejabat definitif: {one_line(official.on_behalf)}", size=8, **plain)
        )
    return join(*blocks)


def signature_row(width, right, left=None):
    """Return signatures side by side on one page; a single one stands on the right half."""
    share = 50 if left else 48
    return join(
        spacer(10, keep_next=True),
        grid([(left or Xml(spacer()), right)], (100 - share, share), width, whole=True),
    )


def initials_table(initials, width):
    """Return the 'PARAF HIERARKI' table of :class:`InitialLine`, lowest official first."""
    rows = [
        (f"{one_line(line.title)}\n{one_line(line.name)}".strip(), long_date(line.date))
        for line in initials
    ]
    columns = (Column("PARAF HIERARKI", 5), Column("Paraf / Tanggal", 4, "center"))
    return table(columns, rows, width, size=8, empty="-")


def copies(names):
    """Return the 'Tembusan' list of a letter, or nothing when there is none."""
    names = filled(names)
    if not names:
        return Xml("")
    plain = {"before": 0, "after": 0, "line": 240, "size": 9}
    return join(
        paragraph("Tembusan:", **plain | {"before": 240}),
        *(paragraph(f"{place}.  {name}", **plain) for place, name in enumerate(names, 1)),
    )
