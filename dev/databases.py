"""The databases: a template with the apps lakip_sop builds on, and copies of it.

Each database carries, as its comment, a hash of what it was made from: so a change of
the app is noticed, and a half-made database is never taken for a whole one.
"""

import ast
import os
import re
import shlex
import shutil
import subprocess
import time

from . import postgres
from .base import (
    ADDON,
    ADDON_DIR,
    LANGUAGE,
    ODOO_CONF,
    PYTHON,
    ROOT,
    VAR,
    Trouble,
    digest,
    lock,
    run,
    say,
    step,
)

DEMO = "lakip_demo"
TEMPLATE = "lakip_template"
BASE_APPS = {"hr", "calendar", "mail"}
FILESTORE = VAR / "data" / "filestore"
LOGS = VAR / "log"


def environment():
    """The environment of a process that runs Odoo: its settings and where PostgreSQL is."""
    return {**os.environ, "ODOO_RC": str(ODOO_CONF)}


def write_environment():
    """Write ``.var/env``, which a shell reads before it calls ``.venv/bin/python -m odoo``."""
    names = ("ODOO_RC", "PGHOST", "PGPORT", "PGUSER")
    wanted = {name: value for name, value in environment().items() if name in names}
    (VAR / "env").write_text(
        "".join(f"export {name}={shlex.quote(value)}\n" for name, value in wanted.items())
    )


def odoo(database, *arguments, log):
    """Run Odoo's command line once on ``database``; returns its warnings and errors."""
    file = LOGS / f"{log}-{database}.log"
    output = run(
        [PYTHON, "-m", "odoo", *arguments, "-d", database],
        f"Odoo stopped with the error above (database {database}).",
        env=environment(),
        log=file,
    )
    return [line for line in output.splitlines() if re.search(r" (WARNING|ERROR|CRITICAL) ", line)]


def program(module, *arguments, settings=None):
    """Run a module of this folder beside the databases; returns its exit code.

    :param settings: the environment; that of Odoo by default
    """
    return subprocess.run(
        [PYTHON, "-m", module, *arguments],
        cwd=ROOT,
        env=settings or environment(),
        check=False,
    ).returncode


def inside(name, database):
    """Run a step of ``dev.inside`` on ``database``; returns what it printed."""
    return run(
        [PYTHON, "-m", "dev.inside", name, database],
        f"The step '{name}' failed on the database {database}.",
        env=environment(),
        cwd=ROOT,
    )


def ensure_template():
    """A database with the apps of the manifest, Indonesian, and no demo data."""
    wanted = digest("template 1", _depends(), ODOO_CONF.read_text())
    with lock("template"):
        if comment(TEMPLATE) == wanted:
            return wanted
        with step(f"Making a database with {', '.join(_depends())}"):
            drop(TEMPLATE)
            odoo(
                TEMPLATE,
                "-i",
                ",".join(_depends()),
                f"--load-language={LANGUAGE}",
                "--stop-after-init",
                "--no-http",
                log="install",
            )
            inside("template", TEMPLATE)
            inside("assets", TEMPLATE)
        set_comment(TEMPLATE, wanted)
    return wanted


def ensure_test(database):
    """A database with the app as it is now in the folder. Returns warnings of its install."""
    wanted = digest("test 1", ensure_template(), ADDON_DIR)
    if comment(database) == wanted:
        return []
    with step(f"Installing {ADDON} into {database}"):
        copy(TEMPLATE, database)
        warnings = _install(database)
        inside("assets", database)
    if not warnings:
        set_comment(database, wanted)
    return warnings


def ensure_demo():
    """The demo database: made once, then only upgraded when the app has changed."""
    ensure_template()
    app = digest(ADDON_DIR)
    made_from = comment(DEMO)
    if made_from == app:
        return
    if made_from:
        with step(f"Upgrading {ADDON} in {DEMO} (its files have changed)"):
            odoo(DEMO, "-u", ADDON, "--stop-after-init", "--no-http", log="upgrade")
            inside("assets", DEMO)
    else:
        _make_demo(DEMO)
    set_comment(DEMO, app)


def ensure_pristine_demo(database):
    """A demo database that nobody works in: made anew when the app has changed."""
    wanted = digest("pristine 1", ensure_template(), ADDON_DIR)
    if comment(database) != wanted:
        _make_demo(database)
        set_comment(database, wanted)


def _make_demo(database):
    with step(f"Installing {ADDON} into {database}"):
        copy(TEMPLATE, database)
        inside("indonesian", database)
        show(_install(database))
    with step("Loading the demo agency"):
        inside("demo", database)
    with step("Building the web client"):
        inside("assets", database)


def show(warnings):
    """Print the warnings of an installation, which must have none."""
    for line in warnings:
        say(f"Odoo warned: {line}")


def psql(file, database):
    """Run the SQL in ``file``, all of it or nothing."""
    run(
        [postgres.binaries() / "psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"]
        + ["-d", checked(database), "-f", file],
        f"PostgreSQL refused {file.name}.",
    )


def drop(database):
    """Remove a database and its files."""
    sql = f'DROP DATABASE IF EXISTS "{checked(database)}" WITH (FORCE)'
    try:
        postgres.query(sql)
    except Trouble:
        # It was just being vacuumed, and that is not for us to end.
        time.sleep(5)
        postgres.query(sql)
    shutil.rmtree(FILESTORE / database, ignore_errors=True)


def copy(source, database):
    """Make ``database`` anew as a copy of ``source``."""
    drop(database)
    with lock("template"):
        postgres.query(f'CREATE DATABASE "{checked(database)}" TEMPLATE "{checked(source)}"')
    if (FILESTORE / source).is_dir():
        # Odoo never changes a stored file, so the copy may share them
        shutil.copytree(FILESTORE / source, FILESTORE / database, copy_function=os.link)


def _install(database):
    warnings = odoo(database, "-i", ADDON, "--stop-after-init", "--no-http", log="install")
    installed = postgres.query(
        f"SELECT 1 FROM ir_module_module WHERE name = '{ADDON}' AND state = 'installed'", database
    )
    if not installed:
        raise Trouble(f"Odoo did not install {ADDON}: read {LOGS}/install-{database}.log.")
    return warnings


def _depends():
    """The apps the manifest names, in a fixed order."""
    manifest = ADDON_DIR / "__manifest__.py"
    if not manifest.is_file():
        return sorted(BASE_APPS)
    return sorted(BASE_APPS | set(ast.literal_eval(manifest.read_text())["depends"]))


def comment(database):
    """What ``database`` was made from, as it was noted; None when it is not there."""
    rows = postgres.query(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{checked(database)}'"
    )
    return rows[0] if rows else None


def set_comment(database, text):
    """Note what ``database`` was made from: last, so that a half-made one is made again."""
    postgres.query(f"COMMENT ON DATABASE \"{checked(database)}\" IS '{text}'")


def checked(database):
    """``database`` itself, when it is a name that needs no quoting anywhere."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", database):
        raise Trouble(f"'{database}' is no database name: use small letters, digits and _.")
    return database
