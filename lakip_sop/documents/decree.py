"""SK Tim: the decree of the agency's head that forms the team, with the members in its annex."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from .base import DocumentWriter
from .dates import long_date
from .letterhead import Letterhead, LetterInfo, Official
from .markup import Column, Xml, grid, join, key_values, paragraph, prose, table
from .signature import InitialLine, copies, initials_table, signature, signature_row
from .text import BLANK, dictum, filled, format_nip, letter, office_name, one_line, or_blank

_PLAIN = {"before": 0, "after": 0, "line": 240}
# Wide enough for MENETAPKAN and KESEBELAS; the colons of the whole decree stand in one line.
_LABEL = 1780


@dataclass(frozen=True)
class Member:
    """One person in the team."""

    name: str
    nip: str = ""
    title: str = ""
    """Jabatan dalam dinas."""
    position: str = ""
    """Kedudukan dalam tim: Pengarah, Ketua, Sekretaris, Anggota, …"""


class DecreeText(NamedTuple):
    """The three lists of a decree, ready to be handed to :class:`Decree`."""

    considering: tuple[str, ...]
    recalling: tuple[str, ...]
    dictums: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decree:
    """Content of the SK Tim."""

    letterhead: Letterhead
    info: LetterInfo
    """``subject`` is what stands after TENTANG; see :func:`decree_subject` for the proposal."""
    year: int
    """The year reported on."""
    considering: tuple[str, ...] = ()
    """Menimbang, lettered a, b, c."""
    recalling: tuple[str, ...] = ()
    """Mengingat, numbered: the legal basis, by rank and year."""
    attention: tuple[str, ...] = ()
    """Memperhatikan, numbered; mostly there is none."""
    dictums: tuple[str, ...] = ()
    """KESATU, KEDUA, …"""
    members: tuple[Member, ...] = ()
    signer: Official
    issuer: str = ""
    """The office in the heading; '' makes it from the signer's title and the letterhead."""
    copies: tuple[str, ...] = ()
    """Tembusan."""
    initials: tuple[InitialLine, ...] = ()
    """Paraf Hierarki: the officials below the signer, the lowest first."""


def decree_subject(year, agency):
    """Return what the decree is about, as it stands after TENTANG.

    >>> decree_subject(2026, "Dinas Kominfo")
    'Pembentukan Tim Penyusun LAKIP Dinas Kominfo Tahun 2026'
    """
    return one_line(f"Pembentukan Tim Penyusun LAKIP {one_line(agency)} Tahun {year}")


def default_decree_text(year, agency, recalling=()):
    """Return a proposal for the decree's three lists; every line of it may be changed.

    It cites no regulation of its own: those in force are the SOP's legal basis (``recalling``).

    :param year: the year reported on
    :param agency: the agency's name as in the letterhead
    :rtype: DecreeText

    >>> default_decree_text(2026, "Dinas Kominfo", ("UU 25/2004",)).recalling
    ('UU 25/2004',)
    """
    agency = one_line(agency)
    report = "Laporan Akuntabilitas Kinerja Instansi Pemerintah (LAKIP)"
    return DecreeText(
        considering=(
            f"bahwa untuk mempertanggungjawabkan kinerja {agency} Tahun {year} perlu disusun "
            f"{report} secara tertib, lengkap dan tepat waktu;",
            f"bahwa agar penyusunan LAKIP {agency} Tahun {year} berjalan terpadu, perlu dibentuk "
            "tim penyusun yang susunannya tercantum dalam Lampiran Keputusan ini;",
            "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu "
            f"menetapkan Keputusan tentang {decree_subject(year, agency)};",
        ),
        recalling=filled(recalling),
        dictums=(
            f"Membentuk Tim Penyusun LAKIP {agency} Tahun {year} dengan susunan sebagaimana "
            "tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.",
            "Tim sebagaimana dimaksud dalam Diktum KESATU bertugas:\n"
            "a. melaksanakan rapat penyusunan dan rapat pembahasan dokumen;\n"
            "b. menginventarisasi bahan dan data dari setiap bidang dan sekretariat;\n"
            "c. mengolah data dan menyusun rancangan LAKIP; dan\n"
            "d. memperbaiki rancangan LAKIP sesuai hasil pembahasan.",
            "Dalam melaksanakan tugasnya, Tim bertanggung jawab dan melaporkan hasilnya kepada "
            "pejabat yang menetapkan Keputusan ini.",
            "Segala biaya yang timbul akibat ditetapkannya Keputusan ini dibebankan pada anggaran "
            f"{agency} sesuai ketentuan peraturan perundang-undangan.",
            "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
        ),
    )


def build_decree(content: Decree) -> bytes:
    """Return the .docx of a :class:`Decree`; an empty list of texts takes the proposed one."""
    head, info = content.letterhead, content.info
    proposal = default_decree_text(content.year, head.agency)
    proposed = office_name(content.signer.title, head.agency, head.government)
    issuer = or_blank(one_line(content.issuer).upper() or proposed)
    subject = (one_line(info.subject) or decree_subject(content.year, head.agency)).upper()
    writer = DocumentWriter(head, title=f"Keputusan tentang {subject.title()}", date=info.date)
    office = _signing_office(content.signer, issuer)
    city, day = or_blank(head.city), long_date(info.date) or BLANK
    writer.add_kop()
    writer.add(
        _heading(issuer, info, subject),
        _list(
            "Menimbang", filled(content.considering) or proposal.considering, letter, writer.width
        ),
        _list("Mengingat", filled(content.recalling), int, writer.width),
        _list("Memperhatikan", filled(content.attention), int, writer.width),
        paragraph("MEMUTUSKAN:", align="center", bold=True, before=160, after=160, keep_next=True),
        _dictums(issuer, subject, content.dictums or proposal.dictums, writer.width),
        signature_row(
            writer.width,
            signature(
                content.signer, f"Ditetapkan di {city}", f"pada tanggal {day}", office=office
            ),
            initials_table(content.initials, writer.width * 45 // 100)
            if content.initials
            else None,
        ),
        copies(content.copies),
        _annex(content, issuer, subject, writer.width),
        signature_row(writer.width, signature(content.signer, office=office)),
    )
    return writer.save()


def _heading(issuer, info, subject):
    """Return the centred title, number and subject."""
    looks = {"align": "center"} | _PLAIN
    return join(
        paragraph(f"KEPUTUSAN {issuer}", bold=True, **looks),
        paragraph(f"NOMOR {or_blank(info.number)}", **looks | {"before": 80}),
        paragraph("TENTANG", **looks | {"before": 160, "after": 160}),
        paragraph(subject, bold=True, **looks),
        paragraph(f"{issuer},", **looks | {"before": 200, "after": 200}),
    )


def _list(label, texts, mark, width):
    """Return a labelled list, its items marked by ``mark(position)``; nothing for no texts."""
    if not texts:
        return Xml("")
    rows = []
    for position, text in enumerate(texts, 1):
        first = position == 1
        rows.append(
            (
                paragraph(label if first else "", **_PLAIN),
                paragraph(":" if first else "", **_PLAIN),
                paragraph(f"{mark(position)}.", **_PLAIN),
                paragraph(text, align="both", **_PLAIN | {"after": 80}),
            )
        )
    return grid(rows, (_LABEL, 220, 450, width - _LABEL - 670), width)


def _dictums(issuer, subject, texts, width):
    """Return 'Menetapkan' and the dictums."""
    looks = {"align": "both"} | _PLAIN | {"after": 80}
    pairs = [
        ("Menetapkan", paragraph(f"KEPUTUSAN {issuer} TENTANG {subject}.", bold=True, **looks))
    ]
    for position, text in enumerate(texts, 1):
        # Points such as 'a. …' under a dictum hang, as they do in the body of a letter.
        pairs.append((dictum(position), prose((text,), **looks)))
    return key_values(pairs, width, label=_LABEL)


def _signing_office(signer, issuer):
    """Return the issuing office, marked when an acting official signs for it.

    >>> _signing_office(Official("Rina", "Kepala Dinas", capacity="plt"), "KEPALA DINAS KOMINFO")
    'Plt. KEPALA DINAS KOMINFO'
    """
    return replace(signer, title=issuer).office


def _annex(content, issuer, subject, width):
    """Return the annex on a new page: which decree it belongs to, and the members."""
    info = content.info
    left = width * 2 // 5
    plain = _PLAIN | {"left": left}
    head = join(
        paragraph("LAMPIRAN", page_break=True, bold=True, **plain),
        paragraph(f"KEPUTUSAN {issuer}", **plain),
        key_values(
            (
                ("NOMOR", or_blank(info.number)),
                ("TANGGAL", long_date(info.date).upper() or BLANK),
                ("TENTANG", subject),
            ),
            width - left,
            label=1200,
            indent=left,
        ),
    )
    agency = one_line(content.letterhead.agency).upper()
    rows = (
        (
            f"{place}.",
            one_line(member.name)
            + (f"\nNIP. {format_nip(member.nip)}" if one_line(member.nip) else ""),
            one_line(member.title),
            one_line(member.position),
        )
        for place, member in enumerate(content.members, 1)
    )
    columns = (
        Column("No.", 6, "center"),
        Column("Nama / NIP", 36),
        Column("Jabatan dalam Dinas", 34),
        Column("Kedudukan dalam Tim", 24),
    )
    title = f"SUSUNAN TIM PENYUSUN LAKIP\n{agency}\nTAHUN {content.year}"
    return join(
        head,
        paragraph(title, align="center", bold=True, before=300, after=200),
        table(columns, rows, width, empty="Belum ada anggota tim", keep_last=2),
    )
