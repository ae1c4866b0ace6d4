"""Judge a handed-in file by its content: plain Python, no ORM, no Odoo import.

How to use
----------
:func:`check` returns a :class:`FileVerdict` for a file that may be kept, and raises
:class:`FileRefused` for one that may not. What is wrong is a :class:`Problem`; the words for it
belong to the caller.

>>> check("data.csv", b"Indikator;Target\\nIKU 1;80\\n", max_bytes=1000).kind
'csv'
>>> try:
...     check("data.pdf", b"Indikator;Target\\nIKU 1;80\\n", max_bytes=1000)
... except FileRefused as refused:
...     print(refused)
mislabelled: data.pdf (found='csv', named='pdf')

How it works
------------
* What a file is follows from its bytes; its name must then agree. Allowed are :data:`ALLOWED`, and
  a zip whose members all are (but no zip in a zip).
* Documents that run programs (macros) or cannot be opened without a password are refused, since
  nobody could check or archive them.
* So are documents that start a program in another way, or show what is not in them but fetched or
  put together when they are opened: see :mod:`officecheck`.
* A zip is never unpacked further than :class:`Limits` permits: the sizes it declares are added up
  first, and what is read is read within them.
* Truncated files are found by their end: the directory of a zip, ``%%EOF`` of a PDF, the last
  chunk of a PNG, the last marker of a JPEG.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from lxml import etree

from .officecheck import find_in_odf, find_in_office

__all__ = ["ALLOWED", "FileRefused", "FileVerdict", "Limits", "Problem", "check"]

ALLOWED = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
"""The kinds of file that may be handed in, with their MIME types."""

_EXTENSIONS = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}  # other names of a kind


class Problem(Enum):
    """Why a file is refused; the comment tells which details come with it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # size, limit: in bytes
    NOT_ALLOWED = "not_allowed"  # found: a kind or ''; use: the allowed kind to save it as, or ''
    MISLABELLED = "mislabelled"  # found: the kind by content or ''; named: the file's extension
    DAMAGED = "damaged"  # found: the kind
    ENCRYPTED = "encrypted"  # found: the kind or 'office'
    MACRO = "macro"  # found: the kind
    ACTIVE = "active"  # what: the word of a field, 'package', 'control' or 'action'
    LINKED = "linked"  # what: where it is fetched from, or the code of the field
    TEMPLATE = "template"  # what: a template in a network; nothing else is wrong
    CHUNK = "chunk"  # another document inside that only Word puts in its place
    BOMB = "bomb"  # limit: 'entries', 'unpacked', 'ratio' or 'pixels'
    NESTED = "nested"  # a zip in a zip
    TRAVERSAL = "traversal"  # path: a name that leads out of the zip


class FileRefused(ValueError):
    """The file may not be kept.

    :ivar problem: a :class:`Problem`.
    :ivar name: the name of the file; of the member when it is in a zip.
    :ivar archive: the name of the zip it is in, or ''.
    :ivar details: what :class:`Problem` promises.
    """

    def __init__(self, problem: Problem, name: str = "", archive: str = "", **details: object):
        self.problem = problem
        self.name = name
        self.archive = archive
        self.details = details
        super().__init__(problem, name, archive, details)

    def __str__(self) -> str:
        where = f"{self.archive}/{self.name}" if self.archive else self.name
        extra = ", ".join(f"{key}={value!r}" for key, value in sorted(self.details.items()))
        return f"{self.problem.value}: {where}" + (f" ({extra})" if extra else "")


@dataclass(frozen=True)
class FileVerdict:
    """A file that may be kept.

    :ivar kind: a key of :data:`ALLOWED`.
    :ivar mimetype: its MIME type.
    :ivar size: in bytes.
    :ivar members: of a zip, the verdict for each file in it, by path.
    """

    kind: str
    mimetype: str
    size: int
    members: tuple[tuple[str, FileVerdict], ...] = ()


@dataclass(frozen=True)
class Limits:
    """How much a file may hold; sizes in bytes."""

    max_bytes: int
    max_entries: int = 5000
    max_unpacked: int = 256 * 1024 * 1024
    #: unpacked size : packed size; only counts once `max_unpacked` / 16 is passed
    max_ratio: int = 150
    max_pixels: int = 250_000_000


def check(
    name: str, content: bytes, *, max_bytes: int, limits: Limits | None = None
) -> FileVerdict:
    """Judge a file.

    :param name: as its owner named it; only its extension counts.
    :param content: all of it.
    :param max_bytes: its largest size allowed.
    :param limits: all limits at once; `max_bytes` is then taken from them.
    :raises FileRefused: when it may not be kept.

    >>> try:
    ...     check("foto.jpg", b"", max_bytes=1000)
    ... except FileRefused as refused:
    ...     print(refused)
    empty: foto.jpg
    """
    return _check(name, content, _Budget(limits or Limits(max_bytes)), archive="")


class _Budget:
    """The limits of one call, and what is left of them: bombs may be many small ones."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.unpacked_left = limits.max_unpacked


def _check(name: str, content: bytes, budget: _Budget, archive: str) -> FileVerdict:
    try:
        if not content:
            raise FileRefused(Problem.EMPTY)
        limit = budget.limits.max_bytes
        if len(content) > limit:
            raise FileRefused(Problem.TOO_LARGE, size=len(content), limit=limit)
        found = _recognise(content)
        named = _extension(name)
        if found not in ALLOWED and found != "package":
            if named in ALLOWED and found not in _SAVE_AS:
                raise FileRefused(Problem.MISLABELLED, found=found, named=named)
            raise FileRefused(Problem.NOT_ALLOWED, found=found, use=_SAVE_AS.get(found, ""))
        inspect = _INSPECTORS.get(found)
        members: tuple[tuple[str, FileVerdict], ...] = ()
        if inspect:
            found, members = inspect(name, content, budget, archive)
        if found != named:
            if found == "csv" and named not in ALLOWED:
                raise FileRefused(Problem.NOT_ALLOWED, found=named, use="")
            raise FileRefused(Problem.MISLABELLED, found=found, named=named)
    except FileRefused as refused:
        if not refused.name:
            refused.name, refused.archive = name, archive
        raise
    return FileVerdict(found, ALLOWED[found], len(content), members)


def _extension(name: str) -> str:
    """Return the kind that a name promises.

    >>> _extension("Foto Rapat.JPEG"), _extension("README")
    ('jpg', '')
    """
    __, dot, extension = name.rpartition(".")
    extension = extension.strip().lower() if dot else ""
    return _EXTENSIONS.get(extension, extension)


# --- what is it? ---

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"PK\x03\x04", "package"),  # a zip, or a document that is one
    (b"PK\x05\x06", "package"),  # a zip without members
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"#!", "script"),
)
_MARKUP = re.compile(r"\s*<(!--|(!doctype|\?xml|html|svg|script|head|body|\?php)\b)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")

#: Kinds that are not allowed though honest, and what to save them as.
_SAVE_AS = {
    "doc": "docx",
    "xls": "xlsx",
    "ppt": "pptx",
    "rtf": "docx",
    "heic": "jpg",
    "webp": "jpg",
    "gif": "png",
    "bmp": "png",
    "tiff": "pdf",
    "rar": "zip",
    "7z": "zip",
    "gz": "zip",
}


def _recognise(content: bytes) -> str:
    """Return a kind of :data:`ALLOWED`, 'package' for any zip, another kind, or '' for unknown."""
    if content.startswith(_OLE):
        return _recognise_ole(content)
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            # two letters may as well be the first ones of a table
            if signature in (b"BM", b"MZ") and _as_text(content) is not None:
                continue
            return kind
    if content[4:8] == b"ftyp":
        return "heic" if content[8:12] in (b"heic", b"heix", b"mif1", b"msf1") else "mp4"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in content[:1024]:  # readers look for it in the first 1024 bytes
        return "pdf"
    text = _as_text(content)
    if text is None:
        return ""
    if not text.strip():
        raise FileRefused(Problem.EMPTY)
    return "html" if _MARKUP.match(text) else "csv"


def _as_text(content: bytes) -> str | None:
    """Return the text of a file in one of the encodings that spreadsheets write, or None.

    >>> _as_text("Sanggau “Bumi Daranante”".encode("cp1252")), _as_text(b"\\x00\\x01")
    ('Sanggau “Bumi Daranante”', None)
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _recognise_ole(content: bytes) -> str:
    """Tell what is in the container that Office used before 2007, by its directory."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):  # Office 2007 and later, with a password
        raise FileRefused(Problem.ENCRYPTED, found="office")
    if has("WordDocument"):
        return "doc"
    if has("PowerPoint Document"):
        return "ppt"
    if has("Workbook") or has("Book"):
        return "xls"
    return "ole"


# --- is it whole, and open to everybody? ---

_Inspected = tuple[str, tuple[tuple[str, FileVerdict], ...]]

_MOST_PARTS = 200_000  # of a picture: more take long to walk, and no camera writes them

_PDF_ENCRYPT = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)")
_PDF_TRAILER = re.compile(rb"\btrailer\b")
_PDF_XREF_STREAM = re.compile(rb"/Type\s*/XRef\b")
_PDF_DICTIONARY = 4096  # bytes: more than the dictionary of any trailer takes
_PDF_REVISIONS = 1000  # more than anybody saved


def _inspect_pdf(name: str, content: bytes, budget: _Budget, archive: str) -> _Inspected:
    if b"%%EOF" not in content.rstrip(b"\x00\r\n\t ")[-2048:]:
        raise FileRefused(Problem.DAMAGED, found="pdf")
    # The word alone proves nothing: it counts where a reader looks for it.
    if b"/Encrypt" in content and any(map(_PDF_ENCRYPT.search, _pdf_trailers(content))):
        raise FileRefused(Problem.ENCRYPTED, found="pdf")
    return "pdf", ()


def _pdf_trailers(content: bytes) -> Iterator[bytes]:
    """Yield the dictionaries that tell how to read a PDF. (ISO 32000-1, 7.5.5 and 7.5.8.)"""
    for match in islice(_PDF_TRAILER.finditer(content), _PDF_REVISIONS):  # after the classic table
        after = content[match.end() : match.end() + _PDF_DICTIONARY]
        yield after.partition(b"startxref")[0]
    for match in islice(_PDF_XREF_STREAM.finditer(content), _PDF_REVISIONS):  # or of a stream
        before = content[max(match.start() - _PDF_DICTIONARY, 0) : match.start()]
        after = content[match.end() : match.end() + _PDF_DICTIONARY]
        yield before.rpartition(b"obj")[2] + b" " + after.partition(b"stream")[0]


def _inspect_png(name: str, content: bytes, budget: _Budget, archive: str) -> _Inspected:
    if content[12:16] != b"IHDR":
        raise FileRefused(Problem.DAMAGED, found="png")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    _check_pixels(width, height, "png", budget.limits)
    position = 8
    for __ in range(_MOST_PARTS):
        if position + 12 > len(content):
            break
        length = int.from_bytes(content[position : position + 4], "big")
        if content[position + 4 : position + 8] == b"IEND":
            return "png", ()
        position += 12 + length
    raise FileRefused(Problem.DAMAGED, found="png")


_JPEG_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a segment
_JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _inspect_jpg(name: str, content: bytes, budget: _Budget, archive: str) -> _Inspected:
    # A camera's file holds a small JPEG of its own, so looking for an end marker is not enough.
    position, framed = 2, False
    for __ in range(_MOST_PARTS):
        if position + 2 > len(content) or content[position] != 0xFF:
            break
        marker = content[position + 1]
        if marker == 0xFF:  # filler
            position += 1
        elif marker == 0xD9:
            if framed:
                return "jpg", ()  # phones append more after the end
            break
        elif marker in _JPEG_ALONE:
            position += 2
        else:
            length = int.from_bytes(content[position + 2 : position + 4], "big")
            if length < 2:
                break
            if marker in _JPEG_FRAMES:
                framed = True
                size = content[position + 5 : position + 9]
                _check_pixels(
                    int.from_bytes(size[2:], "big"),
                    int.from_bytes(size[:2], "big"),
                    "jpg",
                    budget.limits,
                )
            position += 2 + length
            if marker == 0xDA:  # the picture itself follows, up to the next marker
                following = _JPEG_SCAN_END.search(content, position)
                if not following:
                    break
                position = following.start()
    raise FileRefused(Problem.DAMAGED, found="jpg")


def _check_pixels(width: int, height: int, kind: str, limits: Limits) -> None:
    if not width or (not height and kind == "png"):
        raise FileRefused(Problem.DAMAGED, found=kind)
    if width * height > limits.max_pixels:
        raise FileRefused(Problem.BOMB, limit="pixels")


# --- zip, and the documents that are one ---

_OFFICE_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_OFFICE_PREFIX = "application/vnd.openxmlformats-officedocument."
_OVERRIDE = re.compile(r"<(?:\w+:)?Override\b[^>]*>")
_ATTRIBUTE = re.compile(r"""\b(PartName|ContentType)\s*=\s*["']([^"']*)["']""")
_OFFICE_MACRO = re.compile(r"(^|/)vbaproject\.bin$|^xl/macrosheets/.", re.IGNORECASE)
_ODF_KINDS = {ALLOWED[kind]: kind for kind in ("odt", "ods")}
_ODF_MACRO = re.compile(r"^Scripts/.*[^/]$|^Basic/[^/]+/(?!script-lb\.xml$|dialog-lb\.xml$)[^/]+$")
_SMALL_PART = 4 * 1024 * 1024  # content types, manifest
_SYSTEM_FILES = (b"\x00\x05\x16\x07", b"\x00\x00\x00\x01Bud1")  # what macOS adds to every zip


def _inspect_package(name: str, content: bytes, budget: _Budget, archive: str) -> _Inspected:
    kind = _extension(name) if _extension(name) in ALLOWED else "zip"
    # Reading the directory takes memory for each entry: look at their number before.
    if content.count(b"PK\x01\x02") > 20 * budget.limits.max_entries:
        raise FileRefused(Problem.BOMB, limit="entries")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _check_entries(entries, len(content), budget.limits, kind)
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names:
                return _inspect_office(package, names, budget), ()
            if "mimetype" in names:
                return _inspect_odf(package, names, budget), ()
            if archive:
                raise FileRefused(Problem.NESTED)
            return "zip", _inspect_members(name, package, entries, budget)
    except FileRefused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        etree.XMLSyntaxError,
    ) as error:
        raise FileRefused(Problem.DAMAGED, found=kind) from error


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, limits: Limits, kind: str) -> None:
    """Check what the directory of a zip declares, before anything is read."""
    if not entries:
        raise FileRefused(Problem.EMPTY)
    if len(entries) > limits.max_entries:
        raise FileRefused(Problem.BOMB, limit="entries")
    for entry in entries:
        # orig_filename: zipfile has cut the name at a NUL and turned separators round
        path = entry.orig_filename
        if (
            path.startswith("/")
            or "\\" in path
            or "\x00" in path
            or re.match(r"[A-Za-z]:", path)
            or ".." in path.split("/")
        ):
            raise FileRefused(Problem.TRAVERSAL, path=path)
        if entry.flag_bits & 0x41:  # encrypted, in the old or the new way
            raise FileRefused(Problem.ENCRYPTED, found=kind)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.max_unpacked:
        raise FileRefused(Problem.BOMB, limit="unpacked")
    if unpacked > limits.max_unpacked // 16 and unpacked > limits.max_ratio * packed:
        raise FileRefused(Problem.BOMB, limit="ratio")


def _read(
    package: zipfile.ZipFile,
    entry: zipfile.ZipInfo | str,
    budget: _Budget,
    most: int | None = None,
) -> bytes:
    """Read an entry of at most `most` bytes; its checksum is verified on the way."""
    most = budget.unpacked_left if most is None else min(most, budget.unpacked_left)
    with package.open(entry) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise FileRefused(Problem.BOMB, limit="unpacked")
    budget.unpacked_left -= len(data)
    return data


def _inspect_office(package: zipfile.ZipFile, names: set[str], budget: _Budget) -> str:
    """Return docx, xlsx or pptx. (ECMA-376 part 2: [Content_Types].xml names every part's type.)"""
    data = _read(package, "[Content_Types].xml", budget, _SMALL_PART)
    types = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    found = part = ""
    for override in _OVERRIDE.findall(types):
        attributes = dict(_ATTRIBUTE.findall(override))
        content_type = attributes.get("ContentType", "")
        kind = _OFFICE_MAIN.get(content_type.removeprefix(_OFFICE_PREFIX))
        if kind:
            found, part = kind, attributes.get("PartName", "").lstrip("/")
    lowered = types.lower()
    if (
        "macroenabled" in lowered
        or "vnd.ms-office.vbaproject" in lowered
        or any(_OFFICE_MACRO.search(path) for path in names)
    ):
        raise FileRefused(Problem.MACRO, found=found or "office")
    if not found:
        raise FileRefused(Problem.NOT_ALLOWED, found="office", use="")
    if part not in names:
        raise FileRefused(Problem.DAMAGED, found=found)
    _refuse_active(find_in_office(names, types, lambda name: _read(package, name, budget)))
    return found


def _inspect_odf(package: zipfile.ZipFile, names: set[str], budget: _Budget) -> str:
    """Return odt or ods. (OpenDocument 1.3 part 2: `mimetype`, and a manifest of all files.)"""
    mimetype = _read(package, "mimetype", budget, 200).decode("ascii", "replace").strip()
    found = _ODF_KINDS.get(mimetype)
    if not found:
        raise FileRefused(Problem.NOT_ALLOWED, found="opendocument", use="")
    if "META-INF/manifest.xml" not in names:
        raise FileRefused(Problem.DAMAGED, found=found)
    if b"encryption-data" in _read(package, "META-INF/manifest.xml", budget, _SMALL_PART):
        raise FileRefused(Problem.ENCRYPTED, found=found)
    if any(_ODF_MACRO.search(path) for path in names):
        raise FileRefused(Problem.MACRO, found=found)
    if "content.xml" not in names:
        raise FileRefused(Problem.DAMAGED, found=found)
    _refuse_active(find_in_odf(names, lambda name: _read(package, name, budget)))
    return found


def _refuse_active(found: tuple[str, str] | None) -> None:
    if found:
        problem, what = found
        raise FileRefused(Problem(problem), what=what)


def _inspect_members(
    name: str, package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], budget: _Budget
) -> tuple[tuple[str, FileVerdict], ...]:
    members = []
    for entry in entries:
        content = _read(package, entry, budget)
        if content.startswith(_SYSTEM_FILES):
            continue
        members.append((entry.filename, _check(entry.filename, content, budget, archive=name)))
    if not members:
        raise FileRefused(Problem.EMPTY)
    return tuple(members)


_INSPECTORS: dict[str, Callable[[str, bytes, _Budget, str], _Inspected]] = {
    "jpg": _inspect_jpg,
    "package": _inspect_package,
    "pdf": _inspect_pdf,
    "png": _inspect_png,
}
