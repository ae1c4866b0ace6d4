"""How a report counted, in its own words: formulas, means, remarks, colours. Indonesian by form.

>>> for sentence in method_sentences(lower_formula="mirror", cap="120", left_out=2):
...     print(sentence)
Capaian dihitung sebagai realisasi dibagi target kali 100 persen. Bila makin rendah makin baik, \
capaian adalah (2 x target - realisasi) dibagi target kali 100 persen.
Capaian yang melebihi 120 persen dihitung sebagai 120 persen.
Rata-rata keseluruhan adalah rata-rata semua indikator. 2 indikator yang realisasinya belum \
tersedia tidak ikut dirata-rata.
Serapan beberapa program adalah jumlah realisasi dibagi jumlah pagu.
"""

__all__ = ["EFFICIENCY_WORDS", "NOTE_WORDS", "RATING_COLORS", "method_sentences"]

RATING_COLORS = {"green": "C6EFCE", "yellow": "FFEB9C", "orange": "FCD5B4", "red": "FFC7CE"}
"""Colours of the traffic light, light enough for black letters."""

EFFICIENCY_WORDS = {
    "efficient": "Efisien",
    "balanced": "Seimbang",
    "inefficient": "Tidak efisien",
}

NOTE_WORDS = {
    "no_target": "target belum ditetapkan",
    "not_comparable": "target dan realisasi tidak dapat dibandingkan",
    "zero_target": "target nol: tercapai 100, tidak tercapai 0",
    "mirrored": "dihitung dengan (2 x target - realisasi) / target",
    "capped": "dibatasi pada batas atas",
    "floored": "di bawah nol, dihitung nol",
}
"""Remarks beside an indicator; a missing realization is printed as such and needs none."""

_LOWER = {
    "mirror": "(2 x target - realisasi) dibagi target",
    "inverse": "target dibagi realisasi",
}
_OVERALL = {
    "indicator": "rata-rata semua indikator",
    "objective": "rata-rata dari rata-rata setiap sasaran",
}
_ABSORPTION = {
    "sum": "jumlah realisasi dibagi jumlah pagu",
    "mean": "rata-rata persentase setiap program",
}


def method_sentences(
    lower_formula="mirror", cap="", is_floored=False, by="indicator", way="sum", left_out=0
):
    """Return how the report counted, a sentence or two for each matter.

    :param lower_formula: 'mirror' or 'inverse', where lower is better
    :param cap: the most that a capaian counts, as it is printed; '' for none
    :param is_floored: whether what lies below zero counts as zero
    :param by: 'indicator' or 'objective', what the overall mean is of
    :param way: 'sum' or 'mean', how the absorption of several programs is counted
    :param left_out: how many indicators have no capaian
    """
    limits = []
    if cap:
        limits.append(f"Capaian yang melebihi {cap} persen dihitung sebagai {cap} persen.")
    if is_floored:
        limits.append("Capaian di bawah nol dihitung sebagai nol.")
    overall = f"Rata-rata keseluruhan adalah {_OVERALL[by]}."
    if left_out:
        overall += f" {left_out} indikator yang realisasinya belum tersedia tidak ikut dirata-rata."
    return (
        "Capaian dihitung sebagai realisasi dibagi target kali 100 persen. Bila makin rendah "
        f"makin baik, capaian adalah {_LOWER[lower_formula]} kali 100 persen.",
        *limits,
        overall,
        f"Serapan beberapa program adalah {_ABSORPTION[way]}.",
    )
