"""LAKIP 2025: from the direction on 5 January to the last receipt on 5 February 2026."""

from datetime import date, datetime

from . import performance
from .agency import APPLICATION, COMMUNICATION, DIVISIONS, INFORMATION, SECRETARIAT, STATISTICS
from .chapters import CHAPTERS
from .files import edited

YEAR = 2025
ROOM = "Ruang Rapat Utama Lantai 2, Dinas Kominfo"
TEAM = (
    ("kasubbag", "chair"),
    ("tim", "secretary"),
    ("tim2", "member"),
    ("kasubbag_keuangan", "member"),
    ("kasi_analisis", "member"),
)


def tell(story):
    """Live through the cycle of 2025; ``story`` is a :class:`~.story.Story`."""
    _prepare(story)
    _collect(story)
    _draft(story)
    _discuss(story)
    _revise(story)
    _sign(story)
    _deliver(story)


def _prepare(story):
    story.at(date(2026, 1, 5), 8, 0)
    story.open("kasubbag", YEAR)
    story.at(date(2026, 1, 5), 8, 20)
    story.complete(
        "sekretaris",
        letter_number=story.number("012"),
        instruction="Agar segera disusun SK Tim Penyusunan LAKIP Tahun 2025. Libatkan unsur "
        "Sub Bagian Keuangan dan Aset serta Bidang Persandian dan Statistik. Laporan harus sudah "
        "disampaikan paling lambat pertengahan Februari 2026.",
    )

    story.at(date(2026, 1, 6), 10, 15)
    story.name_team("kasubbag", TEAM)
    story.at(date(2026, 1, 6), 15, 10)
    story.complete(
        "kasubbag",
        letter_number="031/DISKOMINFO/2026",
        letter_copies="Inspektur Provinsi Kalimantan Barat\nMasing-masing yang bersangkutan",
    )

    story.at(date(2026, 1, 6), 15, 35)
    story.invite(
        "tim",
        datetime(2026, 1, 7, 2, 0),
        datetime(2026, 1, 7, 4, 0),
        letter_number=story.number("014"),
        letter_nature="urgent",
        meeting_place=ROOM,
        meeting_agenda="Pembagian tugas tim, jadwal penyusunan, dan daftar data yang diminta",
    )
    story.at(date(2026, 1, 7), 11, 25)
    story.hold_meeting(
        "tim",
        absent=("staf_komunikasi",),
        minutes=(
            "Rapat dibuka oleh Sekretaris pukul 09.00 WIB. Disampaikan bahwa LAKIP Tahun 2024 "
            "mendapat catatan pada analisis efisiensi dan pembandingan dengan target Renstra.",
            "Kasubbag Renja dan Monev menjelaskan tahapan menurut SOP 09 beserta waktu bakunya.",
            "Para Kepala Bidang menyepakati penyerahan data paling lambat lima hari kerja sejak "
            "nota dinas diterima, lengkap dengan berkas pendukung.",
        ),
        decisions=(
            "Nota dinas permintaan data dikirim hari ini juga",
            "Setiap bidang menunjuk satu orang narahubung data",
            "Data anggaran dicocokkan dengan Sub Bagian Keuangan dan Aset sebelum diserahkan",
        ),
    )


def _collect(story):
    story.at(date(2026, 1, 7), 13, 20)
    performance.plan(story, "tim")
    story.at(date(2026, 1, 7), 14, 5)
    story.send_requests(
        "tim",
        21,
        "Mohon data anggaran sudah dicocokkan dengan Sub Bagian Keuangan dan Aset.",
    )

    story.at(date(2026, 1, 9), 9, 40)
    story.fill(APPLICATION, with_chart=True)
    story.at(date(2026, 1, 9), 10, 30)
    story.submit(APPLICATION)
    story.at(date(2026, 1, 9), 14, 15)
    story.accept("tim", APPLICATION)

    story.at(date(2026, 1, 12), 8, 50)
    story.fill(STATISTICS, with_chart=True)
    story.submit(STATISTICS)
    story.at(date(2026, 1, 12), 9, 30)
    story.fill(COMMUNICATION, misprint=15_000_000)
    story.at(date(2026, 1, 12), 10, 10)
    story.submit(COMMUNICATION)
    story.at(date(2026, 1, 12), 13, 45)
    story.accept("tim2", STATISTICS)
    story.send_back(
        "tim2",
        COMMUNICATION,
        "Baris 1 tidak sama dengan laporan keuangan",
        "Jumlah realisasi anggaran tidak sama dengan penjumlahan barisnya; mohon dicocokkan "
        "dengan Sub Bagian Keuangan dan Aset.",
    )

    story.at(date(2026, 1, 13), 8, 35)
    story.fill(SECRETARIAT)
    story.at(date(2026, 1, 13), 9, 20)
    story.submit(SECRETARIAT)
    story.at(date(2026, 1, 13), 10, 5)
    story.fill(INFORMATION)
    story.submit(INFORMATION)
    story.at(date(2026, 1, 13), 11, 15)
    story.correct_budget(COMMUNICATION)
    story.submit(COMMUNICATION)
    story.at(date(2026, 1, 13), 15, 20)
    story.accept("tim", SECRETARIAT)
    story.accept("tim", INFORMATION)
    story.at(date(2026, 1, 14), 8, 25)
    story.accept("tim2", COMMUNICATION)
    story.at(date(2026, 1, 14), 10, 45)
    story.complete("tim", note=f"Data {len(DIVISIONS)} unit kerja lengkap.")


_STAFF = (
    "A. Gambaran Umum Organisasi",
    (
        "Jumlah pegawai 84 orang: golongan IV 9 orang, golongan III 56 orang, dan golongan II "
        "19 orang.",
    ),
)
_TREND = (
    "A. Capaian Kinerja Organisasi",
    (
        "Indeks SPBE meningkat dari 2,81 pada tahun 2023 menjadi 3,05 pada tahun 2024 dan "
        "3,34 pada tahun 2025.",
        "Capaian dikurangi serapan anggaran disajikan untuk setiap sasaran strategis.",
    ),
)
_ACTION_PLAN = (
    "A. Simpulan",
    (
        "Dua indikator belum mencapai target: tindak lanjut aduan masyarakat dan perangkat "
        "daerah dalam jaringan intra pemerintah. Rencana aksinya dimuat dalam langkah "
        "perbaikan.",
    ),
)


def _draft(story):
    story.at(date(2026, 1, 26), 10, 40)
    performance.analyse(story, "tim")
    story.at(date(2026, 1, 26), 13, 30)
    story.write_chapters("tim", CHAPTERS)
    story.step("tim").action_generate_document("report")
    story.at(date(2026, 1, 28), 14, 10)
    story.upload_report("tim", _revised(story, version=2))
    story.complete("tim", note="Draft memuat 16 indikator dari lima unit kerja.")


def _discuss(story):
    story.at(date(2026, 1, 28), 14, 25)
    story.invite(
        "tim",
        datetime(2026, 1, 29, 1, 0),
        datetime(2026, 1, 29, 3, 30),
        letter_number=story.number("047"),
        meeting_place=ROOM,
        meeting_agenda="Pembahasan bersama draft LAKIP Tahun 2025",
    )
    story.at(date(2026, 1, 29), 10, 50)
    due = date(2026, 2, 2)
    story.note_corrections(
        "tim",
        (
            (
                "BAB I huruf A",
                "Tambahkan jumlah pegawai menurut golongan dan jabatan.",
                "sekretaris",
                "tim2",
                due,
            ),
            (
                "BAB III huruf A, sasaran 1 huruf b",
                "Lengkapi pembandingan dengan realisasi tahun 2023.",
                "kabid_aplikasi",
                "tim",
                due,
            ),
            (
                "BAB III huruf A, sasaran 2 huruf e",
                "Jelaskan penyebab tindak lanjut aduan di bawah target.",
                "kabid_informasi",
                "tim",
                due,
            ),
            (
                "BAB III huruf A, huruf f tiap sasaran",
                "Sajikan perhitungan efisiensi per sasaran, bukan hanya simpulan.",
                "kasubbag",
                "kasi_analisis",
                due,
            ),
            (
                "BAB III huruf B",
                "Cocokkan angka serapan dengan laporan realisasi anggaran unaudited.",
                "kasubbag_keuangan",
                "kasubbag_keuangan",
                due,
            ),
        ),
    )
    story.at(date(2026, 1, 29), 11, 20)
    story.hold_meeting(
        "tim",
        absent=("kasi_infrastruktur", "staf_persandian"),
        minutes=(
            "Draft LAKIP Tahun 2025 dipaparkan oleh Tim. Sebagian besar indikator mencapai "
            "target; dua indikator belum tercapai.",
            "Peserta membahas isi draft bab demi bab dan menyampaikan koreksi sebagaimana daftar.",
        ),
        decisions=(
            "Perbaikan diselesaikan paling lambat 2 Februari 2026",
            "Setelah diperbaiki, draft langsung diajukan untuk paraf",
        ),
    )


def _revise(story):
    story.at(date(2026, 2, 2), 14, 40)
    story.resolve(
        "tim",
        (
            "Tabel pegawai ditambahkan pada BAB I huruf A.",
            "Kolom realisasi 2023 diuraikan pada huruf b.",
            "Penyebab dan tindak lanjut diuraikan pada huruf e.",
            "Perhitungan efisiensi disajikan pada huruf f.",
            "Angka sudah cocok dengan laporan realisasi anggaran.",
        ),
    )
    story.upload_report("tim", _revised(story, 3, _STAFF, _TREND))
    story.at(date(2026, 2, 2), 15, 0)
    story.complete("tim")


def _sign(story):
    story.at(date(2026, 2, 2), 15, 45)
    story.approve("kasubbag", "Sudah sesuai notulen pembahasan.")
    story.at(date(2026, 2, 3), 8, 5)
    story.refuse(
        "sekretaris",
        "Simpulan belum menyebut indikator yang tidak tercapai beserta rencana aksinya.",
    )
    story.at(date(2026, 2, 3), 11, 10)
    story.resolve("tim", ("Indikator yang belum tercapai dan rencana aksinya ditambahkan.",))
    story.upload_report("tim", _revised(story, 4, _STAFF, _TREND, _ACTION_PLAN))
    story.complete("tim")
    story.at(date(2026, 2, 3), 13, 5)
    story.approve("kasubbag")
    story.at(date(2026, 2, 3), 13, 55)
    story.approve("sekretaris", "Setuju diajukan kepada Kepala Dinas.")
    # The Kepala Dinas was out of town: the one row of this cycle that was done late.
    story.at(date(2026, 2, 4), 9, 10)
    story.approve("kadis")


def _revised(story, version, *additions):
    """Return the generated draft as the team goes on writing it in Word.

    :param additions: (heading, paragraphs) pairs
    """
    report = story.cycle.document_ids.filtered(lambda doc: doc.kind == "report")
    draft = report.filtered(lambda doc: doc.origin == "generated").sorted("version")[:1]
    return edited(draft.attachment_id.raw, version, dict(additions))


def _deliver(story):
    inspectorate, planning, organisation = (
        story.cycle.delivery_ids.filtered(
            lambda delivery, key=key: delivery.partner_id
            == story.env.ref(f"lakip_sop.res_partner_{key}")
        )
        for key in ("inspektorat", "bappeda", "organisasi")
    )
    story.at(date(2026, 2, 4), 10, 20)
    story.write_delivery_letter("kasubbag", inspectorate, 61, "hardcopy")
    story.write_delivery_letter("kasubbag", planning, 62, "hardcopy")
    story.write_delivery_letter("kasubbag", organisation, 63, "softcopy")
    story.at(date(2026, 2, 4), 14, 30)
    story.deliver("kasubbag", inspectorate, date(2026, 2, 4), "Yuliana Safitri, S.E.")
    story.deliver("kasubbag", planning, date(2026, 2, 4), "Hermanus Toni, S.STP.")
    story.at(date(2026, 2, 5), 8, 20)
    story.deliver("kasubbag", organisation, date(2026, 2, 5), "Rosalina Dwi Utami, S.IP.")
    story.at(date(2026, 2, 5), 8, 40)
    story.complete(
        "kasubbag",
        hardcopy_location="Ruang Arsip Sub Bagian Renja dan Monev, lemari 2, map LAKIP 2025",
    )
    story.read_everything()
