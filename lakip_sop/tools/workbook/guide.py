"""The first sheet of a workbook: how to fill it, in a dozen lines."""

from .layout import UNPUBLISHED, Identity, cell_text

__all__ = ["guide_lines"]


def guide_lines(identity: Identity) -> tuple[tuple[str, str], ...]:
    """Return the lines of the guide: (number, text); a line without number is a heading or empty.

    >>> lines = guide_lines(Identity(company="c", cycle="7", department="3", year=2026))
    >>> lines[0]
    ('', 'Petunjuk pengisian data kinerja tahun 2026')
    """
    department = cell_text(identity.department_name, single=True)
    company = cell_text(identity.company_name, single=True)
    return (
        ("", f"Petunjuk pengisian data kinerja tahun {identity.year}"),
        ("", " - ".join(filter(None, (department, company)))),
        ("", ""),
        ("", "Yang diisi"),
        ("1.", "Isi hanya kolom berwarna kuning. Kolom abu-abu berasal dari aplikasi dan dikunci."),
        (
            "2.",
            "Lembar Indikator: realisasi tahun ini, penyebab keberhasilan/kegagalan, hambatan, "
            "tindak lanjut, dan bukti dukung (nama berkas atau tautannya).",
        ),
        ("3.", "Lembar Program: realisasi anggaran dalam rupiah, dan keterangan bila perlu."),
        ("", ""),
        ("", "Cara menulis angka"),
        (
            "4.",
            "Tulis angka saja tanpa satuan. Koma untuk desimal, titik untuk ribuan: 85,5 atau "
            "1.250.000. Paling banyak enam angka di belakang koma.",
        ),
        (
            "5.",
            "Persen ditulis sebagaimana targetnya: target 90 dengan satuan % dan realisasi delapan "
            "puluh lima setengah persen ditulis 85,5.",
        ),
        (
            "6.",
            f"Bila angkanya belum ada, tulis salah satu dari: {'; '.join(UNPUBLISHED)}. Jangan "
            "tulis 0: nol berarti hasilnya nol. Sel kosong berarti belum diisi, dan data yang "
            "sudah tersimpan tidak dihapus.",
        ),
        ("7.", "Indikator dengan predikat (mis. BB, WTP): pilih dari daftar pada selnya."),
        ("8.", "Jangan menggabungkan sel: hanya sel kiri atas dari gabungan yang terbaca."),
        ("", ""),
        ("", "Menyerahkan"),
        (
            "9.",
            "Simpan sebagai .xlsx tanpa kata sandi dan tanpa makro, lalu unggah pada permintaan "
            "data di aplikasi. Setiap sel diperiksa dan perbedaannya ditampilkan sebelum diterima.",
        ),
        (
            "10.",
            "Menambah, menghapus, atau mengganti nama indikator, program, dan target dilakukan di "
            "aplikasi, bukan di lembar ini.",
        ),
        (
            "11.",
            "Buku kerja ini hanya untuk bidang dan tahun yang tertulis di atas; milik bidang atau "
            "tahun lain ditolak.",
        ),
    )
