"""Text as a Word file can hold it, and the small Indonesian wordings that letters share.

Pure functions on strings and numbers: no file, no clock, no locale.
"""

import re

from num2words import num2words

# XML 1.0 has no place for these: one of them makes Word refuse the whole file. Form feed and
# vertical tab come in with text pasted from Word itself, so they become line breaks before.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Direction overrides can make a name or a number in an official letter read as another one.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

BLANK = "." * 30
"""Printed where a value is still to be written by hand, such as a letter number."""


def clean(value):
    """Return ``value`` as text that a Word file can hold; None and False become ''.

    Odoo gives False for an empty char field, which must not be printed either.

    >>> clean(None), clean(False), clean(0)
    ('', '', '0')
    >>> clean("Rapat\\x07 awal\\r\\nhari\\x0bini")
    'Rapat awal\\nhari\\nini'
    >>> clean("\\u202e4202") == "4202"
    True
    """
    if value is None or value is False:
        return ""
    text = _LINE_BREAKS.sub("\n", str(value))
    return _OVERRIDES.sub("", _FORBIDDEN.sub("", text))


def one_line(value):
    """Return ``value`` cleaned, trimmed, and with every run of white space as one space.

    >>> one_line("  Kepala\\n Dinas ")
    'Kepala Dinas'
    """
    return " ".join(clean(value).split())


def or_blank(value, blank=BLANK):
    """Return ``value`` on one line, or a dotted blank to be filled in by hand when it is empty.

    >>> or_blank(None, "...")
    '...'
    """
    return one_line(value) or blank


def lines(value):
    """Return the lines of ``value`` that hold something, trimmed, as a tuple.

    >>> lines("satu\\n\\n  dua ")
    ('satu', 'dua')
    """
    return tuple(line.strip() for line in clean(value).split("\n") if line.strip())


def filled(values):
    """Return those of ``values`` that hold something, each on one line.

    >>> filled(("Bappeda", None, " "))
    ('Bappeda',)
    """
    return tuple(text for text in map(one_line, values or ()) if text)


def in_words(number):
    """Return a whole number in Indonesian words (terbilang).

    >>> in_words(11), in_words(125), in_words(1001)
    ('sebelas', 'seratus dua puluh lima', 'seribu satu')
    """
    return num2words(number, lang="id")


def counted(number, unit):
    """Return a number as letters give it: in figures, in words, with its unit.

    >>> counted(2, "lembar")
    '2 (dua) lembar'
    """
    return f"{number} ({in_words(number)}) {unit}"


def dictum(position):
    """Return the name of the dictum at ``position`` (1 is the first) of a decree.

    >>> dictum(1), dictum(2), dictum(12)
    ('KESATU', 'KEDUA', 'KEDUA BELAS')
    """
    return f"KE{in_words(position)}".upper()


def letter(position):
    """Return the small letter of the ``position``-th (1 is the first) item of a list.

    >>> letter(1), letter(26), letter(27)
    ('a', 'z', 'aa')
    """
    name = ""
    while position:
        position, index = divmod(position - 1, 26)
        name = chr(ord("a") + index) + name
    return name


def format_nip(nip):
    """Return a civil servant's number in its printed groups of 8, 6, 1 and 3 digits.

    Anything that is not 18 digits is returned as it was given.

    >>> format_nip("198001012005011002")
    '19800101 200501 1 002'
    >>> format_nip("PPPK-7")
    'PPPK-7'
    """
    text = one_line(nip)
    digits = text.replace(" ", "")
    if re.fullmatch("[0-9]{18}", digits):
        return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
    return text


def office_name(title, agency, government):
    """Return the full name of the office that issues a decree, in capitals.

    ``title`` is completed by what ``agency`` adds to its last words, and by the region in
    ``government``. Nothing is said twice.

    >>> office_name("Kepala Dinas", "Dinas Kominfo", "Pemerintah Provinsi Kalimantan Barat")
    'KEPALA DINAS KOMINFO PROVINSI KALIMANTAN BARAT'
    >>> office_name("Inspektur", "Inspektorat", "Pemerintah Kota Singkawang")
    'INSPEKTUR KOTA SINGKAWANG'
    """
    words = one_line(title).upper().split()
    agency_words = one_line(agency).upper().split()
    region = re.sub("^PEMERINTAH ", "", one_line(government).upper())
    for size in range(min(len(words), len(agency_words)), 0, -1):
        if words[-size:] == agency_words[:size]:
            words += agency_words[size:]
            break
    name = " ".join(words)
    return name if not region or region in name else f"{name} {region}".strip()
