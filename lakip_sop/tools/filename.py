"""Names of files that every disk and every archive can hold: plain Python, no ORM."""

from ..documents.text import one_line

__all__ = ["plain_name"]

_MOST = 150
_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))
#: Windows takes these for devices, whatever the extension.
_DEVICES = frozenset(
    [
        "AUX",
        "CON",
        "NUL",
        "PRN",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789"),
    ]
)


def plain_name(name):
    """Return the name of a file without what leads out of a folder, hides it, makes it read as
    another one, or cannot be stored; its extension stays.

    >>> plain_name("../../etc/Laporan: 2026.docx")
    'etc-Laporan- 2026.docx'
    >>> plain_name("\\u202efdp.exe"), plain_name(".htaccess"), plain_name("a\\x00\\r\\nb.pdf")
    ('fdp.exe', 'berkas.htaccess', 'a b.pdf')
    >>> plain_name("con.csv"), plain_name(" "), len(plain_name("x" * 500 + ".docx"))
    ('con-.csv', 'berkas', 155)
    """
    text = one_line(name).translate(_UNFIT)
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = text, "", ""
    stem = stem.lstrip(". -")[:_MOST].rstrip(". ") or "berkas"
    if stem.upper() in _DEVICES:
        stem += "-"
    return f"{stem}{dot}{extension}"
