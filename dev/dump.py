"""``make dump``: a database of a released version, small, for the test of its upgrade.

The archive holds ``dump.sql`` and the files of the attachments; beside it, as JSON, lie the figures
that no upgrade may change (:mod:`.figures`). Left out is what Odoo builds again by itself: bundles
of JavaScript and CSS, the list of apps that are not installed, what waits in queues.

The tables of Odoo's own apps are those of the Odoo that made the dump. Within a series Odoo keeps
them, so upgrading lakip_sop is enough; should a later 19.0 change one, ``-u base`` in its place
upgrades every app. With a newer series the dump goes: that upgrade is Odoo's.
"""

import ast
import configparser
import io
import lzma
import os
import re
import tarfile
from pathlib import Path

from . import databases, figures, postgres
from .base import ADDON, ODOO_CONF, PYTHON, ROOT, VAR, Trouble, lock, run, say, step

DATABASE = "lakip_dump"
RELEASED = ROOT / "tests" / "data" / "released"
MOST_BYTES = 5_000_000
#: psql of another server than the one that dumped would stumble over these.
_LEAVE_OUT = re.compile(rb"^(\\(un)?restrict |SET transaction_timeout|COMMENT ON EXTENSION)")
_STRIP = """
DELETE FROM ir_attachment WHERE url LIKE '/web/assets/%';
DELETE FROM ir_model_data d USING ir_module_module m
 WHERE d.model = 'ir.module.module' AND d.res_id = m.id AND m.state <> 'installed';
DELETE FROM ir_module_module WHERE state <> 'installed';
UPDATE ir_module_module
   SET author = NULL, contributors = NULL, maintainer = NULL, website = NULL, description = NULL;
TRUNCATE bus_bus, ir_logging, ir_profile, mail_presence, res_users_log, res_device_log;
UPDATE ir_config_parameter SET value = '00000000-0000-4000-8000-000000000000'
 WHERE key IN ('database.secret', 'database.uuid');
"""


def make():
    """Make the test data of the version in COMMIT (a commit, or a folder with the app)."""
    with lock("dump", busy="make dump runs already: wait for it."):
        addons = _get_addons(os.environ.get("COMMIT") or "HEAD")
        manifest = ast.literal_eval((addons / ADDON / "__manifest__.py").read_text())
        with step(f"Making a database of {ADDON} {manifest['version']}"):
            _fill(addons)
        RELEASED.mkdir(parents=True, exist_ok=True)
        file = RELEASED / f"{manifest['version']}.tar.xz"
        with step("Dumping it"):
            postgres.query(_STRIP, DATABASE)
            figures.save(figures.read(DATABASE), RELEASED / f"{manifest['version']}.json")
            _pack(file)
        databases.drop(DATABASE)
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise Trouble(f"{file} has {size:,} bytes: find out what makes it large.")
    say(f"{file.relative_to(ROOT)}: {size / 1e6:.1f} MB")


def restore(version, database):
    """Make ``database`` anew from the dump of ``version``; return its figures."""
    databases.drop(database)
    postgres.query(f'CREATE DATABASE "{databases.checked(database)}" TEMPLATE template0')
    folder = VAR / "released" / version
    with tarfile.open(RELEASED / f"{version}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    databases.psql(folder / "dump.sql", database)
    target = databases.FILESTORE / database
    target.parent.mkdir(parents=True, exist_ok=True)
    (folder / "filestore").rename(target)
    return figures.load(RELEASED / f"{version}.json")


def _get_addons(commit):
    """Return the folder in which the app of ``commit`` lies."""
    if Path(commit).is_dir():
        return Path(commit).resolve()
    folder = VAR / "released" / re.sub(r"\W", "_", commit)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder.with_suffix(".tar")
    run(
        ["git", "archive", "--output", archive, commit, ADDON],
        f"git knows no {ADDON} in COMMIT={commit}.",
        cwd=ROOT,
    )
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    archive.unlink()
    return folder


def _fill(addons):
    """Install the app of ``addons`` and let people use it."""
    conf = configparser.ConfigParser()
    conf.read(ODOO_CONF)
    paths = conf["options"]["addons_path"].split(",")
    conf["options"]["addons_path"] = ",".join(
        [*(path for path in paths if not (Path(path) / ADDON).is_dir()), str(addons)]
    )
    own = VAR / "dump.conf"
    with open(own, "w") as file:
        conf.write(file)
    databases.ensure_template()
    databases.copy(databases.TEMPLATE, DATABASE)
    databases.inside("indonesian", DATABASE)
    environment = {**databases.environment(), "ODOO_RC": str(own)}
    for command in (
        ["odoo", "-d", DATABASE, "-i", ADDON, "--stop-after-init", "--no-http"],
        ["dev.inside", "demo", DATABASE],
        ["dev.dump_story", DATABASE],
    ):
        run(
            [PYTHON, "-m", *command],
            "The released version could not be used.",
            env=environment,
            cwd=ROOT,
            log=databases.LOGS / "dump.log",
        )


def _pack(file):
    """Write the dump and the files of the attachments to ``file``."""
    dumped = VAR / "dump.sql"
    run(
        [postgres.binaries() / "pg_dump", "--no-owner", "--no-privileges", "--no-comments"]
        + ["--file", dumped, DATABASE],
        "pg_dump failed.",
    )
    lines = dumped.read_bytes().splitlines(keepends=True)
    sql = b"".join(line for line in lines if not _LEAVE_OUT.match(line))
    dumped.unlink()
    stored = postgres.query(
        "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL ORDER BY 1",
        DATABASE,
    )
    with (
        lzma.open(file, "wb", preset=9 | lzma.PRESET_EXTREME) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        _add(archive, "dump.sql", sql)
        for name in stored:
            content = (databases.FILESTORE / DATABASE / name).read_bytes()
            _add(archive, f"filestore/{name}", content)


def _add(archive, name, content):
    """Add ``content`` without a word of who made it, and where, and when."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o644
    archive.addfile(entry, io.BytesIO(content))
