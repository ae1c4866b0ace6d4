"""What the agency's divisions report: invented figures that hang together."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

FIRST_YEAR = 2023


@dataclass(frozen=True)
class Indicator:
    """One indikator kinerja.

    :ivar figures: target and realization of each year from :data:`FIRST_YEAR` on, as people type
        them
    :ivar scale: xmlid of the scale whose predicates it is measured by
    :ivar medium: its target at the end of the Renstra, in 2029
    :ivar standard: the national standard and how the realization compares to it
    :ivar answers: the causes and so on, by the name of the field
    """

    name: str
    unit: str
    figures: tuple[tuple[str, str], ...]
    direction: str = "higher"
    scale: str = ""
    medium: str = ""
    standard: tuple[str, str] = ("", "")
    answers: Mapping[str, str] = field(default_factory=dict)

    def of(self, year):
        """Return target and realization of ``year``."""
        return self.figures[year - FIRST_YEAR]


@dataclass(frozen=True)
class Activity:
    """One kegiatan with its money, in rupiah."""

    name: str
    budget: int
    realization: int

    @property
    def absorption(self):
        """Realization in percent of the budget."""
        return round(self.realization / self.budget * 100, 2)

    def next_year(self):
        """Return the activity a year later, with ten months of it spent."""
        budget = round(self.budget * 1.05, -5)
        return replace(self, budget=budget, realization=round(budget * 0.814))


@dataclass(frozen=True)
class Division:
    """One bidang or the sekretariat, and the data it hands in."""

    key: str
    """Part of the xmlids of its department and its people."""
    name: str
    head: str
    """Key of who hands in for it."""
    staff: str
    """Key of who gathers the files."""
    indicators: tuple[Indicator, ...]
    program: str
    """Name of the program that its activities are part of."""
    activities: tuple[Activity, ...]
    results: tuple[str, ...]
    problem: str

    def next_year(self):
        """Return the division as it reports a year later, before the year is over."""
        return replace(
            self,
            activities=tuple(activity.next_year() for activity in self.activities),
            results=("Uraian disampaikan sampai dengan triwulan III.", *self.results),
        )


@dataclass(frozen=True)
class Objective:
    """One sasaran strategis: the indicators and programs of some divisions.

    :ivar analyses: the written parts of the seven analyses, by the name of the field
    """

    code: str
    name: str
    divisions: tuple[Division, ...]
    analyses: Mapping[str, str]


SECRETARIAT = Division(
    key="sekretariat",
    name="Sekretariat",
    head="sekretaris",
    staff="kasubbag_keuangan",
    indicators=(
        Indicator(
            "Predikat evaluasi AKIP perangkat daerah",
            "predikat",
            (("B", "B"), ("BB", "B"), ("BB", "BB"), ("A", "belum rilis")),
            scale="lakip_sop.lakip_scale_akip",
            medium="A",
            answers={
                "cause": "Rekomendasi evaluasi tahun lalu ditindaklanjuti seluruhnya.",
                "follow_up": "Menyusun pohon kinerja sampai dengan tingkat individu.",
            },
        ),
        Indicator(
            "Indeks kepuasan layanan internal",
            "indeks",
            (("76", "77,4"), ("78", "79,6"), ("80", "82,1"), ("82", "82,6")),
            medium="88",
            answers={
                "cause": "Layanan kepegawaian dan keuangan dapat diajukan secara elektronik.",
                "follow_up": "Menambah layanan peminjaman ruang dan kendaraan.",
            },
        ),
    ),
    program="Program Penunjang Urusan Pemerintahan Daerah",
    activities=(
        Activity("Perencanaan, penganggaran, dan evaluasi kinerja", 214_600_000, 209_118_400),
        Activity("Administrasi keuangan perangkat daerah", 11_842_500_000, 11_506_733_921),
        Activity(
            "Administrasi umum dan pemeliharaan barang milik daerah", 986_200_000, 941_870_350
        ),
    ),
    results=(
        "- Dokumen Renja, RKA, DPA, dan Perjanjian Kinerja tersusun tepat waktu.",
        "- Laporan keuangan semester dan akhir tahun disampaikan sesuai jadwal.",
        "- Pemeliharaan 14 kendaraan dinas dan gedung kantor terlaksana.",
    ),
    problem="Perubahan kode rekening pada aplikasi penganggaran memperlambat pencairan triwulan I. "
    "Solusi: pendampingan bendahara dan rekonsiliasi mingguan sejak April.",
)
INFORMATION = Division(
    key="informasi",
    name="Bidang Informasi Publik",
    head="kabid_informasi",
    staff="staf_informasi",
    indicators=(
        Indicator(
            "Permohonan informasi publik yang selesai tepat waktu",
            "%",
            (("90", "92,5"), ("93", "94,2"), ("95", "96,8"), ("96", "97,1")),
            medium="98",
            standard=("100", "Paling lambat sepuluh hari kerja, UU 14/2008"),
            answers={
                "cause": "Permohonan dilayani satu pintu melalui PPID elektronik.",
                "follow_up": "Melatih petugas informasi pada unit pelaksana teknis.",
            },
        ),
        Indicator(
            "Nilai keterbukaan informasi publik",
            "nilai",
            (("85", "86,1"), ("88", "88,7"), ("90", "92,4"), ("92", "belum rilis")),
            medium="95",
            standard=("90", "Kualifikasi Informatif"),
            answers={
                "cause": "Daftar informasi publik seluruh perangkat daerah dimutakhirkan.",
                "follow_up": "Mendampingi badan publik yang belum informatif.",
            },
        ),
        Indicator(
            "Aduan masyarakat yang ditindaklanjuti",
            "%",
            (("85", "60,2"), ("88", "61,5"), ("90", "62,4"), ("90", "57,1")),
            medium="95",
            answers={
                "cause": "Aduan lintas instansi menunggu jawaban melewati batas waktu.",
                "obstacle": "Narahubung pada perangkat daerah sering berganti.",
                "follow_up": "Menetapkan narahubung dengan surat tugas dan rapat bulanan.",
            },
        ),
    ),
    program="Program Pengelolaan Informasi Publik",
    activities=(
        Activity("Pelayanan informasi publik", 685_400_000, 661_275_500),
        Activity("Pengelolaan opini dan aspirasi publik", 512_000_000, 478_930_000),
    ),
    results=(
        "- 412 permohonan informasi dilayani, 399 di antaranya dalam sepuluh hari kerja.",
        "- Monitoring keterbukaan informasi pada 46 badan publik terlaksana.",
        "- 1.026 aduan diterima dan 640 selesai ditindaklanjuti.",
    ),
    problem="Sebagian aduan memerlukan jawaban instansi lain sehingga melewati batas waktu. "
    "Solusi: penunjukan narahubung pada tiap perangkat daerah dan rapat bulanan.",
)
APPLICATION = Division(
    key="aplikasi",
    name="Bidang Aplikasi Informatika",
    head="kabid_aplikasi",
    staff="staf_aplikasi",
    indicators=(
        Indicator(
            "Indeks SPBE",
            "indeks",
            (("2,8", "2,81"), ("3", "3,05"), ("3,2", "3,34"), ("3,4", "3,36")),
            medium="3,6",
            standard=("2,6", "Predikat Baik, Permenpan RB 59/2020"),
            answers={
                "cause": "Arsitektur SPBE ditetapkan dan layanan terhubung satu sama lain.",
                "follow_up": "Melaksanakan audit TIK pada layanan utama.",
            },
        ),
        Indicator(
            "Perangkat daerah dalam jaringan intra pemerintah",
            "%",
            (("90", "88,2"), ("95", "93,6"), ("100", "97,9"), ("100", "97,9")),
            medium="100",
            answers={
                "cause": "Satu perangkat daerah menempati gedung baru yang belum terjangkau.",
                "obstacle": "Pengadaan perangkat jaringan mundur satu triwulan.",
                "follow_up": "Menyambungkan gedung baru setelah perangkat tersedia.",
            },
        ),
        Indicator(
            "Aplikasi layanan yang terintegrasi",
            "aplikasi",
            (("12", "14"), ("18", "19"), ("24", "26"), ("30", "29")),
            medium="45",
            answers={
                "cause": "Sistem penghubung layanan dipakai untuk setiap aplikasi baru.",
                "follow_up": "Menghubungkan aplikasi keuangan dan kepegawaian.",
            },
        ),
        Indicator(
            "Waktu henti layanan pusat data",
            "jam",
            (("20", "22,5"), ("16", "14"), ("12", "8,5"), ("10", "6,25")),
            direction="lower",
            medium="6",
            answers={
                "cause": "Catu daya cadangan dan pemantauan 24 jam berfungsi penuh.",
                "follow_up": "Menguji pemulihan dua kali setahun.",
            },
        ),
        Indicator(
            "Pemakaian kapasitas jaringan intra pemerintah",
            "%",
            (("50-70", "48,3"), ("55-75", "57,9"), ("60-75", "66,2"), ("60-75", "78,4")),
            medium="60-75",
            answers={
                "cause": "Kapasitas dibagi menurut kebutuhan setiap perangkat daerah.",
                "follow_up": "Meninjau kapasitas setiap semester.",
            },
        ),
    ),
    program="Program Pengelolaan Aplikasi Informatika",
    activities=(
        Activity("Pengelolaan infrastruktur dan pusat data", 4_825_000_000, 4_611_340_000),
        Activity("Pengembangan aplikasi dan tata kelola SPBE", 1_960_500_000, 1_872_118_250),
    ),
    results=(
        "- 47 dari 48 perangkat daerah terhubung dengan jaringan intra pemerintah.",
        "- 7 aplikasi layanan baru terhubung dengan sistem penghubung layanan.",
        "- Arsitektur SPBE provinsi ditetapkan dan disosialisasikan.",
    ),
    problem="Pengadaan perangkat jaringan mundur satu triwulan karena spesifikasi diperbarui. "
    "Solusi: pemasangan dipusatkan pada triwulan III dengan pendampingan penyedia.",
)
COMMUNICATION = Division(
    key="komunikasi",
    name="Bidang Komunikasi Publik",
    head="kabid_komunikasi",
    staff="staf_komunikasi",
    indicators=(
        Indicator(
            "Diseminasi informasi program prioritas",
            "%",
            (("88", "88,9"), ("90", "90,4"), ("92", "93,1"), ("93", "92,2")),
            medium="96",
            answers={
                "cause": "Kalender konten disusun bersama perangkat daerah.",
                "follow_up": "Memperluas kerja sama dengan radio komunitas.",
            },
        ),
        Indicator(
            "Konten informasi yang diterbitkan",
            "konten",
            (("900", "948"), ("1.050", "1.105"), ("1.200", "1.348"), ("1.300", "1.127")),
            medium="1.600",
            answers={
                "cause": "Tim konten bekerja bergiliran setiap hari kerja.",
                "follow_up": "Menambah konten dalam bahasa daerah.",
            },
        ),
        Indicator(
            "Indeks kepuasan atas media komunikasi publik",
            "indeks",
            (("78", "78,6"), ("80", "80,9"), ("82", "83,6"), ("83", "belum rilis")),
            medium="86",
            answers={
                "cause": "Masukan pengikut media sosial ditanggapi pada hari yang sama.",
                "follow_up": "Melaksanakan survei dua kali setahun.",
            },
        ),
    ),
    program="Program Pengelolaan Komunikasi Publik",
    activities=(
        Activity("Kemitraan media dan layanan hubungan media", 1_450_000_000, 1_398_650_000),
        Activity("Pengelolaan media komunikasi publik", 742_800_000, 711_924_600),
    ),
    results=(
        "- 1.348 konten diterbitkan pada laman dan media sosial pemerintah provinsi.",
        "- 36 siaran pers dan 24 temu media diselenggarakan.",
        "- 14 kelompok informasi masyarakat dibina di kabupaten/kota.",
    ),
    problem="Jangkauan media di daerah perbatasan terbatas. "
    "Solusi: kerja sama dengan radio komunitas dan kelompok informasi masyarakat.",
)
STATISTICS = Division(
    key="persandian",
    name="Bidang Persandian dan Statistik",
    head="kabid_persandian",
    staff="staf_persandian",
    indicators=(
        Indicator(
            "Skor indeks keamanan informasi",
            "skor",
            (("520", "541"), ("560", "588"), ("610", "634"), ("640", "641")),
            medium="700",
            answers={
                "cause": "Penilaian mandiri didampingi setiap triwulan.",
                "follow_up": "Menutup temuan uji kerentanan aplikasi.",
            },
        ),
        Indicator(
            "Data statistik sektoral yang terbit pada Satu Data",
            "%",
            (("70", "71,8"), ("78", "79,5"), ("85", "88,2"), ("88", "89,4")),
            medium="95",
            answers={
                "cause": "Forum Satu Data menyepakati daftar data prioritas.",
                "follow_up": "Membimbing walidata pendukung yang baru.",
            },
        ),
        Indicator(
            "Indeks pembangunan statistik",
            "indeks",
            (("2,2", "2,21"), ("2,4", "2,44"), ("2,6", "belum rilis"), ("2,7", "belum rilis")),
            medium="3,2",
            answers={
                "cause": "Hasil evaluasi nasional diumumkan setelah laporan ini disusun.",
                "follow_up": "Memasukkan hasilnya pada laporan tahun berikutnya.",
            },
        ),
    ),
    program="Program Persandian dan Statistik Sektoral",
    activities=(
        Activity("Persandian dan pengamanan informasi", 918_000_000, 874_456_900),
        Activity("Statistik sektoral dan Satu Data", 636_700_000, 612_083_400),
    ),
    results=(
        "- 31 perangkat daerah memakai sertifikat elektronik untuk naskah dinas.",
        "- 1.764 dari 2.000 daftar data prioritas terbit pada portal Satu Data.",
        "- Dua kali simulasi penanganan insiden siber terlaksana.",
    ),
    problem="Walidata pendukung di perangkat daerah sering berganti. "
    "Solusi: bimbingan teknis dua kali setahun dan panduan pengisian metadata.",
)
DIVISIONS = (SECRETARIAT, INFORMATION, APPLICATION, COMMUNICATION, STATISTICS)
OBJECTIVES = (
    Objective(
        "SS-1",
        "Meningkatnya kualitas pemerintahan berbasis elektronik",
        (APPLICATION,),
        {
            "analysis_target": "Layanan yang saling terhubung menjadi pengungkit Indeks SPBE. "
            "Waktu henti pusat data turun karena catu daya cadangan berfungsi penuh.",
            "analysis_cause": "Target penyambungan jaringan tidak tercapai karena pengadaan "
            "perangkat mundur satu triwulan; pemasangan dipusatkan pada triwulan III.",
            "analysis_efficiency": "Penghematan diperoleh dari pemakaian bersama pusat data oleh "
            "seluruh perangkat daerah.",
            "analysis_program": "Pengelolaan infrastruktur dan pengembangan aplikasi menunjang "
            "kelima indikator secara langsung.",
        },
    ),
    Objective(
        "SS-2",
        "Meningkatnya keterbukaan dan jangkauan informasi publik",
        (INFORMATION, COMMUNICATION),
        {
            "analysis_target": "Permohonan informasi dilayani lebih cepat dan konten bertambah; "
            "tindak lanjut aduan belum mencapai target.",
            "analysis_cause": "Aduan lintas instansi melewati batas waktu. Narahubung ditunjuk "
            "pada tiap perangkat daerah dan bertemu setiap bulan.",
            "analysis_efficiency": "Konten diproduksi sendiri sehingga biaya per konten menurun.",
            "analysis_program": "Pelayanan informasi dan kemitraan media menunjang capaian sasaran "
            "ini.",
        },
    ),
    Objective(
        "SS-3",
        "Meningkatnya keamanan informasi dan kualitas statistik sektoral",
        (STATISTICS,),
        {
            "analysis_target": "Skor keamanan informasi dan data yang terbit melampaui target; "
            "Indeks pembangunan statistik belum diumumkan.",
            "analysis_cause": "Pendampingan triwulanan dan Forum Satu Data menjadi penyebab utama "
            "keberhasilan.",
            "analysis_efficiency": "Simulasi insiden memakai tenaga sendiri tanpa jasa konsultan.",
            "analysis_program": "Persandian dan statistik sektoral menunjang seluruh indikator.",
        },
    ),
    Objective(
        "SS-4",
        "Meningkatnya akuntabilitas kinerja dan layanan perangkat daerah",
        (SECRETARIAT,),
        {
            "analysis_target": "Predikat AKIP naik dari B menjadi BB dan kepuasan layanan internal "
            "melampaui target.",
            "analysis_cause": "Rekomendasi evaluasi ditindaklanjuti seluruhnya.",
            "analysis_efficiency": "Belanja rutin ditekan dengan persuratan elektronik.",
            "analysis_program": "Perencanaan, keuangan, dan administrasi umum menunjang sasaran "
            "ini.",
        },
    ),
)
