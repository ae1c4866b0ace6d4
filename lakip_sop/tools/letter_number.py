"""Letter numbers after an agency's own pattern: plain Python, no ORM.

A pattern is text with words in braces, :data:`WORDS`. The serial number begins again each year,
so a pattern without the year would give the same number twice.

>>> compose("{klasifikasi}/{nomor}/{unit}/{tahun}", Parts("000.8.6.3", "KOMINFO"), 7, 2027)
'000.8.6.3/007/KOMINFO/2027'
"""

import re
from dataclasses import dataclass

__all__ = ["WORDS", "Parts", "compose", "find_problem", "find_serial"]

WORDS = ("klasifikasi", "nomor", "unit", "tahun")
"""What may stand in braces: archive code, serial number, unit, year of the letter."""

_NEEDED = ("nomor", "tahun")
_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Parts:
    """What an agency's letter numbers have in common."""

    classification: str = ""
    unit: str = ""
    digits: int = 3
    """The serial number is filled up with zeros to so many."""


def find_problem(pattern: str, parts: Parts) -> tuple[str, str]:
    """Return what is wrong with a pattern and the word it is about, or two empty texts.

    The problems are ``unknown`` (no such word), ``missing`` (the word has to be there), ``empty``
    (the word has no value to stand for) and ``brace`` (one is open or alone).

    >>> find_problem("{nomor}/{tahun}", Parts())
    ('', '')
    >>> find_problem("{no}/{tahun}", Parts()), find_problem("{nomor}", Parts())
    (('unknown', 'no'), ('missing', 'tahun'))
    >>> find_problem("{nomor}/{unit}/{tahun}", Parts()), find_problem("{nomor}/{tahun", Parts())
    (('empty', 'unit'), ('brace', ''))
    """
    words = _BRACES.findall(pattern)
    rest = _BRACES.sub("", pattern)
    if "{" in rest or "}" in rest:
        return "brace", ""
    for word in words:
        if word not in WORDS:
            return "unknown", word
    for word in _NEEDED:
        if word not in words:
            return "missing", word
    for word, value in (("klasifikasi", parts.classification), ("unit", parts.unit)):
        if word in words and not value.strip():
            return "empty", word
    return "", ""


def compose(pattern: str, parts: Parts, serial: int, year: int) -> str:
    """Return the letter number with this serial number in this year.

    >>> compose("{nomor}.{tahun}", Parts(digits=1), 12, 2027)
    '12.2027'
    """
    values = {
        "klasifikasi": parts.classification.strip(),
        "nomor": str(serial).zfill(parts.digits),
        "unit": parts.unit.strip(),
        "tahun": str(year),
    }
    return _BRACES.sub(lambda word: values[word[1]], pattern)


def find_serial(pattern: str, parts: Parts, text: str, year: int) -> int | None:
    """Return the serial number in a letter number that a person wrote, None if it has none.

    Another classification or unit is no hindrance: they share the agency's counter.

    >>> pattern = "{klasifikasi}/{nomor}/{unit}/{tahun}"
    >>> find_serial(pattern, Parts("000.8", "KOMINFO"), "188.4/31/DISKOMINFO/2027", 2027)
    31
    >>> find_serial(pattern, Parts("000.8", "KOMINFO"), "31/DISKOMINFO", 2027) is None
    True
    >>> find_serial(pattern, Parts("000.8", "KOMINFO"), "188.4/31/DISKOMINFO/2026", 2027) is None
    True
    """
    groups = {"klasifikasi": ".+?", "nomor": r"0*(?P<serial>\d{1,7})", "unit": ".+?"}
    groups["tahun"] = re.escape(str(year))
    expression, place = "", 0
    for word in _BRACES.finditer(pattern):
        expression += re.escape(pattern[place : word.start()])
        # The serial number is looked for once, should it stand there twice.
        expression += (groups.pop("nomor", r"\d+")) if word[1] == "nomor" else groups[word[1]]
        place = word.end()
    found = re.fullmatch(expression + re.escape(pattern[place:]), text.strip())
    return int(found["serial"]) if found else None
