"""Names of files that every disk and every archive can hold: plain Python, no ORM."""

import re

from ..documents.text import one_line

__all__ = ["is_device", "plain_name"]

_MOST = 150
_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])\s*(\.|$)", re.IGNORECASE)


def is_device(name):
    """Return whether Windows takes the name of a file for a device, whatever follows after a dot.

    >>> is_device("con"), is_device("Aux .txt"), is_device("lpt1.pdf"), is_device("contoh.pdf")
    (True, True, True, False)
    """
    return bool(_DEVICE.match(name))


def plain_name(name):
    """Return the name of a file without what leads out of a folder, hides it, makes it read as
    another one, or cannot be stored; its extension stays.

    >>> plain_name("../../etc/Laporan: 2026.docx")
    'etc-Laporan- 2026.docx'
    >>> plain_name("\\u202efdp.exe"), plain_name(".htaccess"), plain_name("a\\x00\\r\\nb.pdf")
    ('fdp.exe', 'berkas.htaccess', 'a b.pdf')
    >>> plain_name("con.csv"), plain_name(" "), len(plain_name("x" * 500 + ".docx"))
    ('_con.csv', 'berkas', 155)
    """
    text = one_line(name).translate(_UNFIT)
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = text, "", ""
    stem = stem.lstrip(". -")[:_MOST].rstrip(". ") or "berkas"
    if is_device(stem):
        stem = f"_{stem}"
    return f"{stem}{dot}{extension}"
