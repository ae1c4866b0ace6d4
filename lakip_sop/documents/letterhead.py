"""Who a letter comes from: the kop (letterhead), the officials, and the letter's own numbers.

The kop is an agency's as Permendagri 1/2023 and the regional rules describe it: the region's
emblem at the left, the government on the first line and the agency in bold on the second, in
letter sizes of 3 to 4, then the address, all closed by a double rule.
"""

import datetime
from dataclasses import dataclass, field

from .markup import CM, Xml, grid, join, paragraph, spacer
from .text import clean, filled, one_line

GOVERNMENT_SIZE = 12
AGENCY_SIZE = 16
EMBLEM_HEIGHT = 2.3 * CM

_CAPACITIES = {"plt": "Plt.", "plh": "Plh."}


@dataclass(frozen=True)
class Letterhead:
    """The office that writes, and the paper it writes on."""

    government: str
    """First line, such as 'Pemerintah Provinsi Kalimantan Barat'; printed in capitals."""
    agency: str
    """Second line, such as 'Dinas Komunikasi dan Informatika'; printed in capitals."""
    address: tuple[str, ...] = ()
    """Lines under the name: street, telephone, e-mail, postcode."""
    emblem: bytes | None = field(default=None, repr=False)
    """The region's emblem as a PNG (JPEG, GIF, BMP and TIFF work too), or None."""
    city: str = ""
    """Where letters are dated, such as 'Pontianak'."""
    base_docx: bytes | None = field(default=None, repr=False)
    """The agency's own Word file to write into: its styles, margins, header and footer stay.
    Where it holds a kop of its own (anything in its body or header), that one is used."""
    paper: str = "a4"
    """``a4`` or ``f4`` (folio, 21.5 x 33 cm); a ``base_docx`` keeps its own."""


@dataclass(frozen=True)
class Official:
    """Who signs, in the capacity in which they sign."""

    name: str
    title: str
    """The office, such as 'Sekretaris'."""
    rank: str = ""
    """Pangkat, such as 'Pembina Tingkat I'."""
    nip: str = ""
    capacity: str = "definitive"
    """``definitive``, ``plt`` (pelaksana tugas) or ``plh`` (pelaksana harian)."""
    on_behalf: str = ""
    """Name of the holder of the office, when someone else acts for them."""

    @property
    def position(self):
        """The office as a line of text names it.

        >>> Official("Rina", "Sekretaris", capacity="plh").position
        'Plh. Sekretaris'
        """
        return f"{_CAPACITIES.get(self.capacity, '')} {one_line(self.title)}".strip()

    @property
    def office(self):
        """The office as it stands above a signature.

        >>> Official("Rina", "Sekretaris", capacity="plh").office
        'Plh. SEKRETARIS'
        """
        mark = _CAPACITIES.get(self.capacity, "")
        return f"{mark} {one_line(self.title).upper()}".strip()


@dataclass(frozen=True)
class LetterInfo:
    """Number, date and heading of a letter; what is empty is left as a blank to fill in."""

    number: str = ""
    date: datetime.date | None = None
    nature: str = "Biasa"
    """Sifat: Sangat Segera, Segera, Biasa, Rahasia, …"""
    attachment: str = "-"
    """Lampiran, such as '1 (satu) berkas'."""
    subject: str = ""
    """Hal; a builder proposes one where it is empty."""


def kop(letterhead, width, emblem):
    """Return the letterhead as markup.

    :param width: width of the text area, in twips
    :param emblem: a picture run as :meth:`~.base.DocumentWriter.picture` gives it, or None
    """
    center = {"align": "center", "before": 0, "after": 0, "line": 240}
    names = join(
        paragraph(clean(letterhead.government).upper(), size=GOVERNMENT_SIZE, **center),
        paragraph(clean(letterhead.agency).upper(), size=AGENCY_SIZE, bold=True, **center),
        *(paragraph(line, size=9, **center) for line in filled(letterhead.address)),
    )
    if emblem:
        side = int(2.5 * CM)
        picture = paragraph(emblem, align="left", before=0, after=0, line=240)
        names = grid(
            [(picture, names, Xml(""))], (side, width - side - side // 4, side // 4), width
        )
    rule = paragraph("", before=0, after=200, line=120, rule="thickThinSmallGap", size=2)
    return join(names, rule if not emblem else join(spacer(1), rule))
