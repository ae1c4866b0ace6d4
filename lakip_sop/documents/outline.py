"""The chapters of a LAKIP, as data.

The order of BAB I-IV and the seven analyses follow Permenpan RB 53/2014, annex II; the front
matter is custom. The guidance stands in brackets where nothing has been written yet: it is this
app's own wording, not that of the regulation.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class OutlineEntry:
    """One heading of the report.

    :ivar code: stable key; its parts are divided by dots, so ``III.A`` stands under ``III``
    :ivar title: as printed, with its own number
    :ivar level: 1 for a chapter or a part of the front matter, up to 3
    :ivar guidance: what to write here; '' where the headings below say it all
    """

    code: str
    title: str
    level: int
    guidance: str = ""


REPORT_OUTLINE = (
    OutlineEntry(
        "preface", "KATA PENGANTAR", 1, "Maksud laporan, harapan, dan ucapan terima kasih pimpinan."
    ),
    OutlineEntry(
        "summary",
        "IKHTISAR EKSEKUTIF",
        1,
        "Ringkasan tujuan, sasaran, capaian utama, kendala dan langkah ke depan.",
    ),
    OutlineEntry("I", "BAB I\nPENDAHULUAN", 1),
    OutlineEntry(
        "I.A",
        "A. Gambaran Umum Organisasi",
        2,
        "Kedudukan, tugas, fungsi, struktur dan sumber daya.",
    ),
    OutlineEntry(
        "I.B", "B. Aspek Strategis Organisasi", 2, "Peran strategis organisasi bagi daerah."
    ),
    OutlineEntry(
        "I.C", "C. Permasalahan Utama", 2, "Isu strategis yang sedang dihadapi organisasi."
    ),
    OutlineEntry("II", "BAB II\nPERENCANAAN KINERJA", 1),
    OutlineEntry(
        "II.A", "A. Rencana Strategis", 2, "Tujuan dan sasaran jangka menengah yang menjadi acuan."
    ),
    OutlineEntry(
        "II.B",
        "B. Perjanjian Kinerja",
        2,
        "Ikhtisar perjanjian kinerja tahun ini: sasaran, indikator, target dan anggaran.",
    ),
    OutlineEntry("III", "BAB III\nAKUNTABILITAS KINERJA", 1),
    OutlineEntry(
        "III.A",
        "A. Capaian Kinerja Organisasi",
        2,
        "Capaian setiap sasaran strategis menurut indikatornya.",
    ),
    OutlineEntry(
        "III.A.1",
        "1. Target dan Realisasi Tahun Ini",
        3,
        "Perbandingan target dan realisasi kinerja tahun ini.",
    ),
    OutlineEntry(
        "III.A.2",
        "2. Perbandingan dengan Tahun-tahun Sebelumnya",
        3,
        "Realisasi dan capaian tahun ini terhadap tahun lalu dan beberapa tahun sebelumnya.",
    ),
    OutlineEntry(
        "III.A.3",
        "3. Perbandingan dengan Target Jangka Menengah",
        3,
        "Realisasi sampai tahun ini terhadap target dalam dokumen perencanaan strategis.",
    ),
    OutlineEntry(
        "III.A.4",
        "4. Perbandingan dengan Standar Nasional",
        3,
        "Realisasi tahun ini terhadap standar nasional, bila ada.",
    ),
    OutlineEntry(
        "III.A.5",
        "5. Penyebab Keberhasilan atau Kegagalan",
        3,
        "Penyebab naik atau turunnya kinerja dan solusi yang telah dilakukan.",
    ),
    OutlineEntry(
        "III.A.6",
        "6. Efisiensi Penggunaan Sumber Daya",
        3,
        "Hasil dibandingkan dengan sumber daya yang dipakai.",
    ),
    OutlineEntry(
        "III.A.7",
        "7. Program dan Kegiatan Penunjang",
        3,
        "Program atau kegiatan yang menunjang keberhasilan atau menyebabkan kegagalan.",
    ),
    OutlineEntry(
        "III.B",
        "B. Realisasi Anggaran",
        2,
        "Anggaran yang dipakai untuk mewujudkan kinerja sesuai perjanjian kinerja.",
    ),
    OutlineEntry("IV", "BAB IV\nPENUTUP", 1),
    OutlineEntry("IV.A", "A. Simpulan", 2, "Simpulan umum atas capaian kinerja organisasi."),
    OutlineEntry(
        "IV.B", "B. Langkah Perbaikan", 2, "Langkah di masa mendatang untuk meningkatkan kinerja."
    ),
    OutlineEntry("appendix", "LAMPIRAN", 1),
    OutlineEntry(
        "appendix.1", "1. Perjanjian Kinerja", 2, "Perjanjian kinerja tahun yang dilaporkan."
    ),
)

FRONT_MATTER = ("preface", "summary")
APPENDIX = "appendix"
ENTRIES = {entry.code: entry for entry in REPORT_OUTLINE}
PROPOSED = tuple(code for code in ENTRIES if not code.startswith("III.A."))
"""Codes of the chapters that people write. The seven analyses are written to each sasaran."""
_CHAPTER = re.compile(r"(BAB [IVXLC]+)[\s.:]+(?=\S)")


def printed_title(title):
    """Return a title that was typed on one line as it is printed: a chapter's own on the second.

    >>> printed_title("BAB II PERENCANAAN KINERJA")
    'BAB II\\nPERENCANAAN KINERJA'
    >>> printed_title("KATA PENGANTAR")
    'KATA PENGANTAR'
    """
    return _CHAPTER.sub(r"\1\n", title, count=1) if _CHAPTER.match(title) else title


def place(code):
    """Return where a heading stands, as a number to sort by; :func:`arrange` says the same.

    >>> place("preface") < place("I.C") < place("I.D") < place("II") < place("V") < place(APPENDIX)
    True
    """
    codes = [listed for listed, _entry in arrange([code])]
    return 10 * codes.index(code) - (0 if code in ENTRIES else 5)


def arrange(codes):
    """Return ``codes`` merged into the outline: (code, entry) pairs, entry None for an added one.

    An added code stands after the last one that begins with the same chapter; one of no known
    chapter stands before the appendix, so that nothing that was written is lost.

    >>> pairs = arrange(["I.D", "III", "extra"])
    >>> [code for code, entry in pairs if entry is None]
    ['I.D', 'extra']
    >>> [code for code, entry in pairs].index("II") - [code for code, entry in pairs].index("I.D")
    1
    """
    arranged = [(entry.code, entry) for entry in REPORT_OUTLINE]
    known = set(ENTRIES)
    for code in codes:
        if code in known:
            continue
        known.add(code)
        place, parent = None, code
        while place is None and "." in parent:
            parent = parent.rpartition(".")[0]
            place = _last_under(parent, arranged)
        if place is None:
            place = [listed for listed, _entry in arranged].index(APPENDIX) - 1
        arranged.insert(place + 1, (code, None))
    return arranged


def _last_under(parent, arranged):
    """Return the last place of ``parent`` or of a code below it, None when there is none."""
    places = (
        place
        for place, (code, _entry) in enumerate(arranged)
        if code == parent or code.startswith(f"{parent}.")
    )
    return max(places, default=None)
