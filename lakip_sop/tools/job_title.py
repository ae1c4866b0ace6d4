"""Find who holds an office by the job titles that an agency wrote down itself."""

import re
import unicodedata

#: As offices are written short; what they stand for.
ABBREVIATIONS = {
    "kadis": "kepala dinas",
    "kaban": "kepala badan",
    "kabid": "kepala bidang",
    "kabag": "kepala bagian",
    "kasubbag": "kepala sub bagian",
    "kasubag": "kepala sub bagian",
    "kasi": "kepala seksi",
    "sekdis": "sekretaris dinas",
    "sekban": "sekretaris badan",
    "sekre": "sekretaris",
    "subbag": "sub bagian",
    "subag": "sub bagian",
    "subbagian": "sub bagian",
    "renja": "rencana kerja",
    "monev": "monitoring evaluasi",
}
#: Words that tell no office.
FILLERS = frozenset({"dan", "pada", "di", "the", "of", "plt", "plh", "pj"})
#: Share of the words of an office that a title must hold.
THRESHOLD = 0.7


def words(title):
    """Return the words of a title, abbreviations written out, in their order.

    >>> words("Plt. Kasubbag Renja & Monev")
    ['kepala', 'sub', 'bagian', 'rencana', 'kerja', 'monitoring', 'evaluasi']
    """
    text = unicodedata.normalize("NFKD", title or "").casefold()
    result = []
    for word in re.findall(r"[a-z]+", text):
        result += ABBREVIATIONS.get(word, word).split()
    return [word for word in result if word not in FILLERS]


def acting_prefix(title):
    """Return 'plt' or 'plh' where a title says that its holder only acts, else ''.

    >>> acting_prefix("Plt. Sekretaris"), acting_prefix("Sekretaris")
    ('plt', '')
    """
    match = re.match(r"\s*(plt|plh)\b", (title or "").casefold())
    return match.group(1) if match else ""


def likeness(office, title):
    """Return how well a job title fits an office: 0 (not at all) up to 1 (word by word).

    The first word must be the same: the Sekretaris of the Kepala Dinas is no Kepala Dinas.
    Words that the title has more of count against it, if little.

    >>> likeness("Kepala Dinas", "Kadis")
    1.0
    >>> likeness("Kepala Dinas", "Sekretaris Kepala Dinas")
    0.0
    >>> likeness("Kepala Dinas", "Kepala Bidang Statistik")
    0.0
    >>> likeness("Sekretaris", "Sekretaris Dinas") > likeness("Sekretaris", "Sekretaris Kadis")
    True
    >>> likeness("Kasubbag Renja", "Kepala Subbagian Rencana Kerja dan Monev") > THRESHOLD
    True
    >>> likeness("Kasubbag Renja", "Kasubbag Keuangan")
    0.0
    """
    wanted, found = words(office), words(title)
    if not wanted or not found or wanted[0] != found[0]:
        return 0.0
    share = len(set(wanted) & set(found)) / len(set(wanted))
    if share < THRESHOLD:
        return 0.0
    return round(share - 0.02 * len(set(found) - set(wanted)), 4)


def best_match(offices, titles):
    """Return the key of the title that fits any of the names of one office best, or None.

    :param offices: the names of the office, e.g. its title in letters and its short name
    :param titles: ``{key: job title}``

    >>> best_match(["Kadis"], {1: "Kepala Bidang A", 2: "Kepala Dinas Kominfo", 3: "Staf"})
    2
    >>> best_match(["Sekretaris"], {1: "Staf", 2: ""}) is None
    True
    """
    scores = {
        key: max((likeness(office, title) for office in offices), default=0.0)
        for key, title in titles.items()
    }
    best = max(scores, key=scores.get, default=None)
    return best if best is not None and scores[best] > 0 else None
