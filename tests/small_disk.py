"""A disk of few bytes that is really full: a file system of its own, in memory.

Where the kernel lets nobody mount one (a container without that right), no file of this process
may become larger than what would be left on it: it refuses with the same kind of error, in the
middle of a file.
"""

import resource
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo.tools import config

#: What the system takes at least for a file, in bytes.
PAGE = 4096


class SmallDisk:
    """A disk for the files of one database, and for temporary ones.

    :param folder: with the files of the database
    :param names: of those it knows: they are seen on this disk, and take nothing of it
    :ivar is_mounted: whether it is a file system; otherwise files have a limit instead
    """

    def __init__(self, folder, names, size=1024 * 1024):
        self._folder = tempfile.TemporaryDirectory(prefix="lakip-disk-")
        self.path = Path(self._folder.name)
        mounting = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", self.path]
        try:
            done = subprocess.run(mounting, capture_output=True, check=False)
            self.is_mounted = not done.returncode
        except OSError:
            self.is_mounted = False
        self.files = self.path / "files"
        self.temporary = self.path / "tmp"
        self._filler = self.path / "filler"
        self.temporary.mkdir()
        for name in names:
            place = self.files / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(folder / name)

    def remove(self):
        """Unmount it; all that was on it is gone."""
        if self.is_mounted:
            subprocess.run(["umount", "-l", self.path], check=True)
        self._folder.cleanup()

    @contextmanager
    def used(self):
        """Let Odoo keep its files here, and Python its temporary ones."""
        with (
            patch.object(config, "filestore", lambda dbname: str(self.files)),
            patch.object(tempfile, "tempdir", str(self.temporary)),
        ):
            yield

    def full(self, free=0):
        """Leave room for ``free`` bytes, rounded down to whole pages, for a block of acts."""
        if self.is_mounted:
            return self._filled(free)
        return _limited(free)

    @contextmanager
    def _filled(self, free):
        spare = free // PAGE
        with self._filler.open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(PAGE))
            except OSError:
                filler.truncate(self._filler.stat().st_size - spare * PAGE)
        try:
            yield
        finally:
            self._filler.unlink()


@contextmanager
def _limited(free):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The session of a browser has room.
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(free, 1000), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
