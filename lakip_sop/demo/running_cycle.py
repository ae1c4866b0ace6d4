"""LAKIP 2026: at the collection of data, some working days before today."""

from datetime import timedelta

from . import performance
from .agency import APPLICATION, COMMUNICATION, INFORMATION, SECRETARIAT, STATISTICS
from .finished_cycle import ROOM

YEAR = 2026


def tell(story, days):
    """Live through the cycle of 2026 up to its collection of data.

    :param story: a :class:`~.story.Story`
    :param days: the last working days before today (dates), the latest last; twelve are needed
    """
    _prepare(story, *days[-12:-9])
    _collect(story, *days[-10:])


def _prepare(story, first, second, third):
    story.at(first, 8, 30)
    story.open("kasubbag", YEAR)
    story.at(first, 8, 50)
    story.complete(
        "sekretaris",
        letter_number=story.number("742"),
        instruction="Siapkan SK Tim Penyusunan LAKIP Tahun 2026. Data dikumpulkan mulai sekarang "
        "sampai dengan bulan berjalan, agar laporan selesai lebih awal.",
    )
    story.at(second, 10, 40)
    story.complete("kasubbag", letter_number=f"215/DISKOMINFO/{second.year}")
    story.at(second, 11, 0)
    start = story.utc(third, 9)
    story.invite(
        "tim",
        start,
        start + timedelta(hours=1),
        letter_number=story.number("751"),
        meeting_place=ROOM,
        meeting_agenda="Rencana kerja tim dan daftar data yang diminta dari bidang",
    )
    story.at(third, 10, 20)
    story.hold_meeting(
        "tim",
        absent=("kasi_analisis", "staf_informasi"),
        minutes=(
            "Tim meninjau catatan hasil evaluasi LAKIP Tahun 2025 dan menyepakati daftar data.",
            "Bidang diminta menyerahkan data sampai dengan bulan berjalan.",
        ),
        decisions=(
            "Nota dinas permintaan data dikirim hari ini",
            "Data yang kurang dilengkapi pada awal tahun berikutnya",
        ),
    )


def _collect(story, first, *later):
    application, statistics, information, communication = (
        division.next_year() for division in (APPLICATION, STATISTICS, INFORMATION, COMMUNICATION)
    )
    story.at(first, 11, 10)
    performance.plan_again(
        story, "tim", (SECRETARIAT.next_year(), application, statistics, information, communication)
    )
    story.take_over_chapters(
        "tim",
        ("preface", "I.A", "I.B", "II.A"),
        {"tim": ("preface", "summary"), "tim2": ("IV.A", "IV.B"), "staf_informasi": ("I.B",)},
    )
    story.at(first, 13, 30)
    story.send_requests("tim", 756, "Data sampai dengan bulan berjalan.")
    story.at(later[1], 9, 15)
    story.fill(application, with_chart=True)
    story.submit(application)
    story.at(later[1], 14, 20)
    story.accept("tim", application)
    story.at(later[2], 10, 5)
    story.fill(statistics)
    story.submit(statistics)
    story.at(later[3], 8, 40)
    story.accept("tim2", statistics)
    story.at(later[3], 10, 30)
    story.fill(information, misprint=7_500_000)
    story.submit(information)
    story.at(later[4], 9, 50)
    story.send_back(
        "tim",
        information,
        "Jumlah tidak cocok",
        "Realisasi anggaran baris pertama tidak cocok dengan jumlahnya. Mohon diperbaiki.",
    )
    # The deadline has passed: handed in late, and not looked at yet. The sekretariat is silent.
    story.at(later[7], 14, 10)
    story.fill(communication)
    story.submit(communication)
