"""What the agency's divisions report: invented figures that hang together."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Indicator:
    """One indikator kinerja, all of them 'the higher the better'."""

    name: str
    unit: str
    target: float
    realization: float
    previous: float
    """Realization of the year before."""

    @property
    def achievement(self):
        """Capaian in percent of the target."""
        return round(self.realization / self.target * 100, 2)

    def next_year(self):
        """Return the indicator a year later: a higher target, and on the way to it."""
        digits = 0 if self.target == int(self.target) and self.target > 100 else 2
        target, realization = (
            round(value * 1.04, digits) for value in (self.target, self.realization)
        )
        if self.unit == "%":
            target, realization = min(target, 100), min(realization, 99.2)
        return replace(self, target=target, realization=realization, previous=self.realization)


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
    activities: tuple[Activity, ...]
    results: tuple[str, ...]
    problem: str

    def next_year(self):
        """Return the division as it reports a year later, before the year is over."""
        return replace(
            self,
            indicators=tuple(indicator.next_year() for indicator in self.indicators),
            activities=tuple(activity.next_year() for activity in self.activities),
            results=("Uraian disampaikan sampai dengan triwulan III.", *self.results),
        )


SECRETARIAT = Division(
    key="sekretariat",
    name="Sekretariat",
    head="sekretaris",
    staff="kasubbag_keuangan",
    indicators=(
        Indicator("Nilai evaluasi AKIP perangkat daerah", "nilai", 72, 73.45, 70.82),
        Indicator("Indeks kepuasan layanan internal", "indeks", 80, 82.1, 79.6),
    ),
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
        Indicator("Permohonan informasi publik yang selesai tepat waktu", "%", 95, 96.8, 94.2),
        Indicator("Nilai keterbukaan informasi publik", "nilai", 90, 92.4, 88.7),
        Indicator("Aduan masyarakat yang ditindaklanjuti", "%", 90, 87.5, 85.1),
    ),
    activities=(
        Activity("Pelayanan informasi publik", 685_400_000, 661_275_500),
        Activity("Pengelolaan opini dan aspirasi publik", 512_000_000, 478_930_000),
    ),
    results=(
        "- 412 permohonan informasi dilayani, 399 di antaranya dalam sepuluh hari kerja.",
        "- Monitoring keterbukaan informasi pada 46 badan publik terlaksana.",
        "- 1.026 aduan diterima dan 898 selesai ditindaklanjuti.",
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
        Indicator("Indeks SPBE", "indeks", 3.2, 3.34, 3.05),
        Indicator("Perangkat daerah dalam jaringan intra pemerintah", "%", 100, 97.9, 93.6),
        Indicator("Aplikasi layanan yang terintegrasi", "aplikasi", 24, 26, 19),
    ),
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
        Indicator("Diseminasi informasi program prioritas", "%", 92, 93.1, 90.4),
        Indicator("Konten informasi yang diterbitkan", "konten", 1200, 1348, 1105),
        Indicator("Indeks kepuasan atas media komunikasi publik", "indeks", 82, 83.6, 80.9),
    ),
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
        Indicator("Skor indeks keamanan informasi", "skor", 610, 634, 588),
        Indicator("Data statistik sektoral yang terbit pada Satu Data", "%", 85, 88.2, 79.5),
        Indicator("Nilai evaluasi statistik sektoral", "nilai", 2.6, 2.71, 2.44),
    ),
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
