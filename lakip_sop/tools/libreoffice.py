"""Turn office files into PDF with LibreOffice: plain Python, no ORM, no Odoo import.

How to use
----------
:func:`find_program` returns the program, :func:`to_pdf` the bytes of the PDF; what goes wrong is a
:class:`ConversionFailed` whose :class:`Problem` the caller puts into words.

How it works
------------
* Each conversion has a folder of its own, with a profile of its own, that is gone afterwards. Two
  can run side by side, and nothing of one file is left for the next.
* The program gets none of this process's environment. It and all that it starts are one process
  group, which is killed when the time is over and, to be sure, when it is not.
* This process may be killed itself, by Odoo's own limits or with the machine's memory. A guard, a
  process that waits for that and for nothing else, then kills the group and removes the folder:
  no program works on for nobody, and no copy of a report is left in a temporary folder.
* The file comes from people: its macros do not run, and its links are not followed, neither into
  the network nor to files of the server. :data:`_PROFILE` says so to LibreOffice.
* The filter is named, or LibreOffice would print damaged bytes as if they were a text.
"""

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import tempfile
from enum import Enum
from functools import partial
from pathlib import Path

try:
    import resource
except ImportError:  # not on Windows, where the time limit is the only one
    resource = None

#: Extension -> (filter that reads it, application that prints it).
_FILTERS = {
    "docx": ("MS Word 2007 XML", "writer"),
    "odt": ("writer8", "writer"),
    "xlsx": ("Calc MS Excel 2007 XML", "calc"),
    "ods": ("calc8", "calc"),
    "pptx": ("Impress MS PowerPoint 2007 XML", "impress"),
}
#: Nothing came of it, and less than so many bytes are left on the disk: that is why.
_LEAST_ROOM = 16 * 1024 * 1024
CONVERTIBLE = frozenset(_FILTERS)
"""Extensions of the files that :func:`to_pdf` takes."""

# PDF/A-2b, tagged, with an outline; and a destination for each bookmark, see documents.paging.
_EXPORT = (
    '{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)
#: The proxy is a port where nobody listens: what gets past the other settings gets no further.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = "\n".join(
    (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        *(
            f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{value}</value></prop></item>"
            for path, name, value in _SETTINGS
        ),
        "</oor:items>",
    )
)

_NAME = re.compile(r"(soffice|libreoffice)[\d.]*(\.bin|\.exe)?")
_PLACES = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program")

_GIGABYTE = 1024**3
MAX_MEMORY = 4 * _GIGABYTE
"""Address space of the program, in bytes; a LAKIP of 400 indicators takes a third of it."""
MAX_FILE = _GIGABYTE // 4
"""Bytes of the largest file that it may write."""
_LOGGED = 2000

#: The first line names the process group; the end of the lines is the end of who wrote them.
_GUARD = 'read -r group; read -r line; kill -s KILL -- "-$group"; rm -rf -- "$0"'


class Problem(Enum):
    """Why there is no PDF."""

    MISSING = "missing"
    SLOW = "slow"
    UNREADABLE = "unreadable"


class ConversionFailed(Exception):
    """There is no PDF.

    :ivar problem: a :class:`Problem`
    :ivar said: what LibreOffice said, for the log
    """

    def __init__(self, problem, said=""):
        self.problem = problem
        self.said = said
        super().__init__(f"{problem.value}: {said}" if said else problem.value)


def is_program(path):
    """Return whether ``path`` is a program that bears a name of LibreOffice.

    The path is a setting and is executed. A name of LibreOffice is asked for so that no other
    program of the server, and no file that somebody uploaded, can be put there: Odoo names
    uploaded files after their digests.

    >>> is_program("/bin/sh"), is_program("soffice"), is_program("/nowhere/soffice")
    (False, False, False)
    """
    return (
        os.path.isabs(path)
        and bool(_NAME.fullmatch(os.path.basename(path)))
        and os.path.isfile(path)
        and os.access(path, os.X_OK)
    )


def find_program(path=""):
    """Return the path of LibreOffice, or None where there is none.

    :param path: as the administrator set it; '' looks for it
    """
    if path:
        return path if is_program(path) else None
    names = ("soffice", "libreoffice")
    found = (shutil.which(name) for name in names)
    usual = (os.path.join(place, "soffice") for place in _PLACES)
    return next((place for place in (*found, *usual) if place and is_program(place)), None)


def to_pdf(content, extension, *, program, seconds):
    """Return the PDF (PDF/A-2b, tagged) that LibreOffice makes of an office file.

    :param content: bytes
    :param extension: one of :data:`CONVERTIBLE`
    :param program: as :func:`find_program` returns it
    :param seconds: after so many it is stopped
    :raises ConversionFailed:
    :raises OSError: there is no room for its work
    """
    if not program:
        raise ConversionFailed(Problem.MISSING)
    if not content:
        # Of nothing it would make an empty page.
        raise ConversionFailed(Problem.UNREADABLE, "the file is empty")
    reader, application = _FILTERS[extension]
    with _guarded_folder() as (folder, guard):
        source, profile = folder / f"file.{extension}", folder / "profile"
        source.write_bytes(content)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE)
        said = _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                f"--infilter={reader}",
                "--convert-to",
                f"pdf:{application}_pdf_Export:{_EXPORT}",
                "--outdir",
                str(folder),
                str(source),
            ],
            folder,
            seconds,
            guard,
        )
        target = source.with_suffix(".pdf")
        made = target.is_file() and not target.is_symlink() and target.stat().st_size <= MAX_FILE
        pdf = target.read_bytes() if made else b""
        is_full = shutil.disk_usage(folder).free < _LEAST_ROOM
    if is_full and not pdf.startswith(b"%PDF"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    if not pdf.startswith(b"%PDF"):
        raise ConversionFailed(Problem.UNREADABLE, said)
    return pdf


@contextlib.contextmanager
def _guarded_folder():
    """Give an empty folder, gone afterwards, and a function that tells its guard a process group.

    The guard reads from a pipe that nobody but this process writes to. The pipe ends with this
    process, however that ends.
    """
    folder = Path(tempfile.mkdtemp(prefix="lakip-pdf-"))
    guard = None
    try:
        if hasattr(os, "killpg"):
            guard = subprocess.Popen(  # noqa: S603  # our own text, no shell of a user
                ["/bin/sh", "-c", _GUARD, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # Whoever kills the group of the server must not kill the guard with it.
                start_new_session=True,
            )
        yield folder, partial(_tell, guard)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if guard:
            guard.kill()
            guard.communicate()


def _tell(guard, group):
    if guard:
        # A guard that is gone guards nothing, and the file is made all the same.
        with contextlib.suppress(BrokenPipeError):
            guard.stdin.write(b"%d\n" % group)
            guard.stdin.flush()


def _run(command, folder, seconds, guard):
    """Run ``command`` in ``folder`` and return the beginning of what it said.

    :param guard: is called with the process group of the program
    :raises ConversionFailed: it cannot be started, or takes longer than ``seconds``
    """
    log = folder / "log"
    environment = {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "SAL_USE_VCLPLUGIN": "svp",
        "TMPDIR": str(folder),
    }
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(  # noqa: S603  # our own arguments, no shell
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise ConversionFailed(Problem.MISSING, str(error)) from error
    try:
        guard(process.pid)
        _limit(process.pid, seconds)
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed(Problem.SLOW, _beginning(log)) from error
    finally:
        _kill_group(process)
    return _beginning(log)


def _beginning(log):
    with log.open("rb") as file:
        return file.read(_LOGGED).decode("utf-8", "replace").strip()


def _limit(pid, seconds):
    """Bound what the process and its children take, where the system can."""
    if not hasattr(resource, "prlimit"):
        return
    # Processor time bounds it too if this very process dies and nobody is left to stop it.
    for kind, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_FSIZE, MAX_FILE),
    ):
        try:
            hard = resource.prlimit(pid, kind)[1]
            if hard != resource.RLIM_INFINITY:
                most = min(most, hard)
            resource.prlimit(pid, kind, (most, most))
        except (OSError, ValueError):
            # It has ended already, or the system does not let us.
            return


def _kill_group(process):
    """Kill the process and whatever it started and left behind."""
    if hasattr(os, "killpg"):
        # Otherwise nothing of it is left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
