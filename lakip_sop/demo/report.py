"""The LAKIP as the team goes on writing it in Word."""

from ..documents import number, rupiah
from .agency import DIVISIONS
from .files import edited

_INDICATORS = tuple(indicator for division in DIVISIONS for indicator in division.indicators)
_ACTIVITIES = tuple(activity for division in DIVISIONS for activity in division.activities)


def written(report, year, version, *, extra=None):
    """Return the Word file ``report`` with its chapters written, as its ``version``.

    :param extra: {heading: paragraphs} added below what the chapters say, by a correction
    """
    chapters = _chapters(year)
    for heading, paragraphs in (extra or {}).items():
        chapters[heading] = (*chapters[heading], *paragraphs)
    return edited(report, version, chapters, _tables())


def _chapters(year):
    budget = sum(activity.budget for activity in _ACTIVITIES)
    spent = sum(activity.realization for activity in _ACTIVITIES)
    reached = sum(indicator.achievement >= 100 for indicator in _INDICATORS)
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
        "1. Target dan Realisasi Tahun Ini": (
            f"Target, realisasi, dan capaian setiap indikator tahun {year} adalah sebagai berikut.",
        ),
        "2. Perbandingan dengan Tahun-tahun Sebelumnya": (
            f"Realisasi tahun {year} dibandingkan dengan tahun {year - 1} adalah sebagai berikut.",
        ),
        "3. Perbandingan dengan Target Jangka Menengah": (
            "Terhadap target akhir Renstra, Indeks SPBE telah mencapai 92,78 persen dan nilai "
            "keterbukaan informasi publik 97,26 persen.",
        ),
        "4. Perbandingan dengan Standar Nasional": (
            "Indeks SPBE berada pada predikat Baik. Indikator lain belum memiliki standar "
            "nasional.",
        ),
        "5. Penyebab Keberhasilan atau Kegagalan": tuple(
            f"{division.name}: {division.problem}" for division in DIVISIONS
        ),
        "6. Efisiensi Penggunaan Sumber Daya": (
            f"Dengan serapan anggaran {absorbed} persen, {reached} dari {len(_INDICATORS)} "
            "indikator mencapai target; penggunaan sumber daya tergolong efisien.",
        ),
        "7. Program dan Kegiatan Penunjang": tuple(
            f"{division.name}: " + " ".join(result[2:] for result in division.results)
            for division in DIVISIONS
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


def _tables():
    return {
        "1. Target dan Realisasi Tahun Ini": (
            ("Indikator Kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)"),
            *(
                (
                    indicator.name,
                    indicator.unit,
                    _figure(indicator.target),
                    _figure(indicator.realization),
                    number(indicator.achievement, 2),
                )
                for indicator in _INDICATORS
            ),
        ),
        "2. Perbandingan dengan Tahun-tahun Sebelumnya": (
            ("Indikator Kinerja", "Tahun lalu", "Tahun ini"),
            *(
                (indicator.name, _figure(indicator.previous), _figure(indicator.realization))
                for indicator in _INDICATORS
            ),
        ),
        "B. Realisasi Anggaran": (
            ("Kegiatan", "Pagu", "Realisasi", "%"),
            *(
                (
                    activity.name,
                    rupiah(activity.budget),
                    rupiah(activity.realization),
                    number(activity.absorption, 2),
                )
                for activity in _ACTIVITIES
            ),
        ),
    }


def _figure(value):
    return number(value, 0 if value == int(value) else 2)
