"""What the team writes in the chapters of the LAKIP: figures stand in brackets."""

from .agency import DIVISIONS

#: {code of the outline: paragraphs}
CHAPTERS = {
    "preface": (
        "Puji syukur ke hadirat Tuhan Yang Maha Esa, Laporan Akuntabilitas Kinerja Instansi "
        "Pemerintah (LAKIP) [nama instansi] Tahun [tahun] telah selesai disusun.",
        "Laporan ini menjadi pertanggungjawaban atas perjanjian kinerja tahun [tahun] dan bahan "
        "perbaikan pada tahun [tahun berikutnya].",
    ),
    "summary": (
        "Dari [jumlah indikator] indikator kinerja tahun [tahun], [indikator tercapai] mencapai "
        "atau melampaui target dengan rata-rata capaian [capaian rata-rata] ([predikat]). "
        "Anggaran sebesar [pagu] terserap [realisasi anggaran] atau [serapan].",
        "Kendala utama ialah keterlambatan pengadaan perangkat jaringan dan tindak lanjut "
        "aduan yang melibatkan instansi lain. Keduanya ditangani dalam tahun berjalan.",
    ),
    "I.A": (
        "Dinas Komunikasi dan Informatika membantu Gubernur melaksanakan urusan pemerintahan "
        "bidang komunikasi dan informatika, persandian, dan statistik.",
        "Susunan organisasi terdiri atas Sekretariat dengan tiga Sub Bagian serta empat Bidang "
        "yang masing-masing membawahi tiga Seksi.",
    ),
    "I.B": (
        "Dinas menjadi penggerak pemerintahan berbasis elektronik, penyedia informasi publik, "
        "dan pembina statistik sektoral serta keamanan informasi di daerah.",
    ),
    "I.C": tuple(division.problem for division in DIVISIONS[1:]),
    "II.A": (
        "Tujuan yang hendak dicapai ialah tata kelola pemerintahan yang terbuka dan berbasis "
        "elektronik, diukur dengan Indeks SPBE dan nilai keterbukaan informasi publik.",
    ),
    "II.B": (
        "Perjanjian Kinerja tahun [tahun] memuat [jumlah indikator] indikator dengan anggaran "
        "[pagu].",
    ),
    "III.A": (
        "Target dan realisasi [jumlah indikator] indikator disajikan menurut [jumlah sasaran] "
        "sasaran strategis, masing-masing dengan tujuh analisis.",
    ),
    "III.B": (
        "Pagu dan realisasi setiap kegiatan adalah sebagai berikut.",
        "[tabel]",
        "Sisa anggaran sebesar [sisa anggaran] berasal dari efisiensi pengadaan.",
    ),
    "IV.A": (
        "Kinerja Dinas tahun [tahun] pada umumnya tercapai. Indikator yang belum mencapai "
        "target menjadi perhatian dalam rencana aksi tahun [tahun berikutnya].",
    ),
    "IV.B": (
        "Memperkuat koordinasi tindak lanjut aduan dengan seluruh perangkat daerah.",
        "Menyelesaikan penyambungan jaringan intra pemerintah pada perangkat daerah yang tersisa.",
    ),
    "appendix.1": ("Salinan Perjanjian Kinerja yang ditandatangani dilampirkan.",),
}
