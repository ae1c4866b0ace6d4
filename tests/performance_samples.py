"""An SOP, a year's run of it and a year's performance, of made-up values."""

import datetime
from decimal import Decimal

from odoo.addons.lakip_sop import documents as docs

from .document_samples import CHIEF, DAY, HEAD

ACTORS = (
    "Sekretaris",
    "Kasubbag Renja",
    "Tim",
    "Kadis",
    "Pejabat Struktural dan Staf Bidang / Sekretariat",
)
# Number, activity, performer, those who take part, time, position of the row returned to.
STEPS = (
    ("1", "Memberikan arahan untuk membuat SK Tim Penyusunan LAKIP", 0, (1,), "30 menit", None),
    ("2", "Menyusun SK Tim", 1, (), "2 hari", None),
    ("3", "Melakukan rapat penyusunan dokumen", 2, (0, 1, 4), "1 hari", None),
    ("4", "Menginventarisasi data dari bidang", 2, (4,), "5 hari", None),
    ("5", "Mengolah data dan menyusun Draft", 2, (1,), "10 hari", None),
    ("7", "Rapat pembahasan bersama", 2, (0, 1, 4), "6 jam", None),
    ("8", "Memeriksa dan memperbaiki Draft", 2, (1,), "3 hari", None),
    ("9", "Memeriksa, meneliti dan memberikan Paraf", 1, (), "1 jam", 6),
    ("10", "Memeriksa, meneliti dan memberikan Paraf", 0, (), "1 jam", 6),
    ("11", "Memberikan Tanda Tangan Pengesahan", 3, (), "1 jam", 6),
    ("12", "Mengarsipkan dan mengantarkan dokumen", 1, (2,), "1 hari", None),
)


def sop_page(**values):
    """Return the page of SOP 09, with ``values`` in place of its own."""
    rows = tuple(
        docs.SopRow(
            number,
            activity,
            actor,
            participants,
            requirement="Kelengkapan langkah",
            duration=duration,
            output="Draft LAKIP",
            return_to=back,
        )
        for number, activity, actor, participants, duration, back in STEPS
    )
    content = {
        "letterhead": HEAD,
        "number": "09",
        "name": "Penyusunan LAKIP",
        "unit": "Sub Bagian Renja dan Monev",
        "created": datetime.date(2021, 6, 4),
        "effective": datetime.date(2021, 6, 4),
        "approver": CHIEF,
        "legal_basis": ("Undang-undang Nomor 25 Tahun 2004", "Peraturan Presiden Nomor 29"),
        "qualifications": ("Pendidikan minimal D3/S1",),
        "actors": ACTORS,
        "rows": rows,
        "total": "22 hari 9,5 jam",
    }
    return docs.SopPage(**content | values)


def compliance(**values):
    """Return a year's run of SOP 09, with ``values`` in place of its own."""
    steps = tuple(
        docs.StepCompliance(
            number=number,
            activity=activity,
            role=ACTORS[actor],
            standard=duration,
            standard_hours=7.5,
            worked_hours=None if number == "12" else 5 + 2 * place % 7,
            held_hours=2 if number == "4" else 0,
            rounds=2 if number == "8" else 1,
            returns=1 if number == "10" else 0,
            is_late=number in ("5", "9"),
            done=None if number == "12" else DAY,
        )
        for place, (number, activity, actor, _others, duration, _back) in enumerate(STEPS)
    )
    content = {
        "letterhead": HEAD,
        "sop": "09 Penyusunan LAKIP",
        "year": 2026,
        "date": DAY,
        "steps": steps,
        "returns": (
            docs.ReturnNote(
                number="10", role="Sekretaris", date=DAY, target="8", reason="Tabel 3 salah jumlah"
            ),
        ),
        "roles": (
            docs.RoleLateness(role="Tim", steps=5, late=1, late_hours=3.5),
            docs.RoleLateness(role="Kasubbag Renja", steps=3, late=1, late_hours=1),
        ),
        "years": tuple(
            docs.YearCompliance(
                year=year, standard_hours=82.5, worked_hours=hours, steps=11, late=2, returns=1
            )
            for year, hours in ((2024, None), (2025, 99.5), (2026, 80))
        ),
        "calendar": "Jam Kerja ASN 37,5 jam",
        "signer": CHIEF,
    }
    return docs.Compliance(**content | values)


def indicator(place, **values):
    """Return one indicator; the fourth of each sasaran has no realization yet."""
    known = place != 3
    content = {
        "name": f"Persentase layanan publik yang terintegrasi {place + 1}",
        "unit": "%",
        "target": "80,00",
        "realization": "75,50" if known else "",
        "achievement": Decimal("94.375") if known else None,
        "rating": "Sangat Tinggi" if known else "",
        "color": "C6EFCE" if known else "",
        "division": "Bidang Aplikasi Informatika",
        "history": (
            docs.YearFigure(2024, "70", "68,2", Decimal("97.4")),
            docs.YearFigure(2025, "75", "", None),
        ),
        "medium_year": 2029,
        "medium_target": "90",
        "medium_progress": Decimal("83.888888"),
        "standard": "85" if place % 2 else "",
        "standard_note": "Standar nasional",
        "cause": "Integrasi berjalan baik",
        "obstacle": "Anggaran terbatas",
        "follow_up": "Menambah tenaga",
    }
    return docs.IndicatorResult(**content | values)


PROGRAMS = (
    docs.ProgramResult(
        name="Program Aplikasi Informatika",
        budget=Decimal(1_500_000_000),
        spent=Decimal(1_400_000_000),
        absorption=Decimal("93.333333"),
    ),
    docs.ProgramResult(
        name="Pengelolaan e-government", budget=Decimal(500_000_000), is_activity=True
    ),
)


def performance(objectives=2, indicators=4, **values):
    """Return a year's performance of so many sasaran with so many indicators each."""
    content = {
        "year": 2026,
        "objectives": tuple(
            docs.ObjectiveResult(
                name=f"Meningkatnya kualitas layanan {place + 1}",
                indicators=tuple(map(indicator, range(indicators))),
                programs=PROGRAMS,
                achievement=Decimal("94.375"),
                rating="Sangat Tinggi",
                color="C6EFCE",
                absorption=Decimal("93.333333"),
                difference=Decimal("1.041667"),
                efficiency="Seimbang",
                analyses=("<p>Target <b>hampir</b> tercapai.</p>", "", "", "", "<h3>Sebab</h3>x"),
            )
            for place in range(objectives)
        ),
        "programs": PROGRAMS,
        "total": docs.ProgramResult(
            name="Jumlah",
            budget=Decimal(1_500_000_000),
            spent=Decimal(1_400_000_000),
            absorption=Decimal("93.333333"),
        ),
        "achievement": Decimal("94.375"),
        "rating": "Sangat Tinggi",
        "method": ("Capaian dihitung sebagai realisasi dibagi target kali 100.",),
        "scale": (("91 ke atas", "Sangat Tinggi", "C6EFCE"), ("76 - 90", "Tinggi", "E2EFDA")),
    }
    return docs.Performance(**content | values)


def report(**values):
    """Return a LAKIP with that performance."""
    content = {
        "letterhead": HEAD,
        "year": 2026,
        "date": DAY,
        "performance": performance(),
        "agreement": docs.Agreement(
            first=CHIEF, second=docs.Official("Nama Gubernur", "Gubernur"), date=DAY
        ),
        "endorsement": CHIEF,
        "sections": (
            docs.ReportSection("I.A", html="<p>Uraian <b>tebal</b>.</p><h2>Rincian</h2><p>x</p>"),
        ),
        "initials": (docs.InitialLine("Sekretaris"),),
    }
    return docs.Report(**content | values)
