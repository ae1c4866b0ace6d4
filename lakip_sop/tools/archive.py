"""A ZIP made while it is sent: names that every system can store, one file in memory at a time.

Plain Python, no ORM, no Odoo import.

>>> import zipfile
>>> names = Names()
>>> paths = [names.take("Langkah 01: Arahan", name) for name in ("CON.txt", "a/b.pdf", "A_B.pdf")]
>>> paths
['Langkah 01_ Arahan/_CON.txt', 'Langkah 01_ Arahan/a_b.pdf', 'Langkah 01_ Arahan/A_B (2).pdf']
>>> entries = [(paths[1], datetime(2027, 1, 4, 8), lambda: b"isi")]
>>> content = b"".join(zip_stream(entries))
>>> zipfile.ZipFile(io.BytesIO(content)).read(paths[1])
b'isi'
>>> manifest({"a b.txt": "5f" * 32}).decode()[60:]
'5f5f *a b.txt\\n'
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from .filename import is_device

__all__ = ["LONGEST_FILE", "LONGEST_FOLDER", "Names", "manifest", "safe_name", "zip_stream"]

LONGEST_FOLDER = 36
LONGEST_FILE = 64
"""Characters of one part of a path: six parts stay below the 260 that Windows allows."""

_UNSAFE = re.compile(r'[^ -~]|[<>:"/\\|?*]')
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_EARLIEST, _LATEST = datetime(1980, 1, 1), datetime(2107, 12, 31)
# What is packed already does not shrink: these are, and so is nearly all that is handed in.
_SHRINKING = (".txt", ".json", ".py", ".csv", ".sha256", ".html", ".xml")


def safe_name(text: str, longest: int = LONGEST_FILE) -> str:
    """Return ``text`` as one part of a path that any system can store and any program unpack.

    Plain ASCII: accents are dropped and what has no plain letter becomes '_'. It leads nowhere
    else, is no device of Windows, and keeps its extension when it is cut.

    >>> safe_name("../../etc/passwd"), safe_name("Café: tw IV?.xlsx"), safe_name(" . ")
    ('_.._etc_passwd', 'Cafe_ tw IV_.xlsx', '_')
    >>> safe_name("nul"), safe_name("aux .txt"), safe_name("laporan\\u202exslx.exe")
    ('_nul', '_aux .txt', 'laporan_xslx.exe')
    >>> safe_name("a" * 90 + ".docx", 12), safe_name("Langkah 04 Menginventarisasi data", 30)
    ('aaaaaaa.docx', 'Langkah 04 Menginventarisasi')
    """
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub("_{2,}", "_", _UNSAFE.sub("_", text))
    text = re.sub(" {2,}", " ", text).strip(" .")
    if is_device(text):
        text = f"_{text}"
    if len(text) > longest:
        stem, extension = _split(text)
        text = _cut(stem, longest - len(extension)) + extension
    return text or "_"


class Names:
    """Gives each file a path of its own, also where upper and lower case are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *parts: str) -> str:
        """Return a path that none has yet: its folders, then the name of the file.

        :param parts: any texts; they are made safe, and an empty folder is left out
        """
        *folders, name = parts
        path = [safe_name(folder, LONGEST_FOLDER) for folder in folders if folder]
        stem, extension = _split(safe_name(name))
        count = 1
        while True:
            mark = f" ({count})" if count > 1 else ""
            kept = _cut(stem, LONGEST_FILE - len(extension) - len(mark))
            taken = "/".join((*path, f"{kept}{mark}{extension}"))
            if taken.lower() not in self._taken:
                break
            count += 1
        self._taken.add(taken.lower())
        # A file is not called like a folder.
        self._taken.update("/".join(path[:depth]).lower() for depth in range(1, len(path) + 1))
        return taken


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the list of files with their SHA-256 as ``sha256sum -c`` reads it.

    :param digests: {path: SHA-256 in hexadecimal}
    """
    return "".join(f"{digest} *{path}\n" for path, digest in digests.items()).encode()


def zip_stream(entries: Iterable[tuple[str, datetime, Callable[[], bytes]]]) -> Iterator[bytes]:
    """Yield the bytes of a ZIP of ``entries``, in their order; the same give the same bytes.

    One entry at a time is in memory. Each one's size stands before it, so that programs unpack it
    that cannot read a ZIP of unknown sizes.

    :param entries: (path, wall-clock time to show, function that returns the content)
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for path, moment, read in entries:
            moment = min(max(moment.replace(tzinfo=None), _EARLIEST), _LATEST)
            entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
            # The system that wrote it is part of the bytes too; files, readable by their owner.
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            packed = not path.lower().endswith(_SHRINKING)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, read())
            yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    """A file that ``zipfile`` can go back in as far as what was not taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._start = 0
        self._buffer = io.BytesIO()

    def take(self) -> bytes:
        """Return what was written since the last time, and forget it."""
        content = self._buffer.getvalue()
        self._start += len(content)
        self._buffer = io.BytesIO()
        return content

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._start + self._buffer.tell()

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            return self._start + self._buffer.seek(position, io.SEEK_END)
        if whence == io.SEEK_CUR:
            position += self.tell()
        if position < self._start:
            raise io.UnsupportedOperation("what was sent cannot be changed")
        return self._start + self._buffer.seek(position - self._start)

    # pylint: disable-next=method-required-super  # of a file, not of a model
    def write(self, content) -> int:
        return self._buffer.write(content)


def _cut(text: str, longest: int) -> str:
    """Return the beginning of ``text``, whole words where that leaves half of it."""
    if len(text) > longest:
        words = text[: longest + 1].rpartition(" ")[0]
        text = words if len(words) > longest // 2 else text[:longest]
    return text.rstrip(" .")


def _split(name: str) -> tuple[str, str]:
    """Return the name without its extension, and the extension with its dot."""
    found = _EXTENSION.search(name)
    return (name[: found.start()], found.group()) if found and found.start() else (name, "")
