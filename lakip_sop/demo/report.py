"""The LAKIP as the team goes on writing it in Word."""

from ..documents import number, rupiah
from .agency import DIVISIONS
from .files import edited

_INDICATORS = tuple(indicator for division in DIVISIONS for indicator in division.indicators)
_ACTIVITIES = tuple(activity for division in DIVISIONS for activity in division.activities)


def written(report, cycle, version, *, extra=None):
    """Return the Word file ``report`` of ``cycle`` with its chapters written, as its ``version``.

    :param extra: {heading: paragraphs} added below what the chapters say, by a correction
    """
    chapters = _chapters(cycle)
    for heading, paragraphs in (extra or {}).items():
        chapters[heading] = (*chapters[heading], *paragraphs)
    return edited(report, version, chapters)


def _chapters(cycle):
    year = cycle.year
    budget = sum(activity.budget for activity in _ACTIVITIES)
    spent = sum(activity.realization for activity in _ACTIVITIES)
    reached = len(cycle.objective_ids.indicator_ids.filtered("is_reached"))
    absorbed = number(round(spent / budget * 100, 2), 2)
    return {
        "IKHTISAR EKSEKUTIF": (
            f"Dari {len(_INDICATORS)} indikator kinerja tahun {year}, {reached} mencapai atau "
            f"melampaui target. Anggaran sebesar {rupiah(budget)} terserap {rupiah(spent)} "
            f"atau {absorbed} persen.",
            "Kendala utama ialah keterlambatan pengadaan perangkat jaringan dan tindak lanjut "
            "aduan yang melibatkan instansi lain. Keduanya ditangani dalam tahun berjalan.",
        ),
        "A. Gambaran Umum Organisasi": (
            "Dinas Komunikasi dan Informatika membantu Gubernur melaksanakan urusan pemerintahan "
            "bidang komunikasi dan informatika, persandian, dan statistik.",
            "Susunan organisasi terdiri atas Sekretariat dengan tiga Sub Bagian serta empat Bidang "
            "yang masing-masing membawahi tiga Seksi.",
        ),
        "B. Aspek Strategis Organisasi": (
            "Dinas menjadi penggerak pemerintahan berbasis elektronik, penyedia informasi publik, "
            "dan pembina statistik sektoral serta keamanan informasi di daerah.",
        ),
        "C. Permasalahan Utama": tuple(division.problem for division in DIVISIONS[1:]),
        "A. Rencana Strategis": (
            "Tujuan yang hendak dicapai ialah tata kelola pemerintahan yang terbuka dan berbasis "
            "elektronik, diukur dengan Indeks SPBE dan nilai keterbukaan informasi publik.",
        ),
        "B. Perjanjian Kinerja": (
            f"Perjanjian Kinerja tahun {year} memuat {len(_INDICATORS)} indikator dengan anggaran "
            f"{rupiah(budget)}.",
        ),
        "A. Capaian Kinerja Organisasi": (
            f"Target dan realisasi {len(_INDICATORS)} indikator disajikan menurut sasaran "
            "strategis, masing-masing dengan tujuh analisis.",
        ),
        "B. Realisasi Anggaran": ("Pagu dan realisasi setiap kegiatan adalah sebagai berikut.",),
        "A. Simpulan": (
            f"Kinerja Dinas tahun {year} pada umumnya tercapai. Indikator yang belum mencapai "
            "target menjadi perhatian dalam rencana aksi tahun berikutnya.",
        ),
        "B. Langkah Perbaikan": (
            "Memperkuat koordinasi tindak lanjut aduan dengan seluruh perangkat daerah.",
            "Menyelesaikan penyambungan jaringan intra pemerintah pada perangkat daerah yang "
            "tersisa.",
        ),
        "1. Perjanjian Kinerja": (
            "Salinan Perjanjian Kinerja yang ditandatangani dilampirkan pada naskah cetak.",
        ),
    }
