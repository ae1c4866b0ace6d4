"""``python3 -m dev COMMAND``: what the Makefile calls."""

import os
import sys

from . import (
    app,
    archive,
    bench,
    crash,
    databases,
    dump,
    faults,
    lint,
    load,
    odoo_source,
    postgres,
    python_env,
    shots,
    suite,
    translations,
    wheel,
)
from .base import PYTHON, ROOT, Trouble, lock, say
from .base import run as run_program


def prepare(dev=False):
    """Get everything that Odoo needs, unless it is there."""
    with lock("setup"):
        python_env.ensure(dev=dev)
        odoo_source.ensure()
        postgres.ensure()
        databases.write_environment()


def setup():
    """make setup"""
    prepare(dev=True)
    databases.ensure_template()
    say("Ready: .venv, .odoo, PostgreSQL and the database lakip_template")


def run():
    """make run"""
    app.check_port()
    prepare()
    with lock("demo"):
        databases.ensure_demo()
    app.serve()


def reset():
    """make reset"""
    prepare()
    databases.drop(databases.DEMO)
    say("The demo database is gone; `make run` makes it anew")


def stop():
    """make stop"""
    say("PostgreSQL stopped" if postgres.stop() else "PostgreSQL did not run")


def test():
    """make test"""
    suite.check()
    prepare(dev=True)
    return suite.run_tests()


def kills():
    """make crash"""
    prepare(dev=True)
    return crash.run_all()


def benchmarks():
    """make bench"""
    prepare(dev=True)
    return bench.run_all()


def big_archive():
    """make bigarchive"""
    prepare()
    return archive.measure()


def races():
    """make race"""
    prepare(dev=True)
    return faults.race()


def random_walk():
    """make walk"""
    prepare(dev=True)
    return faults.walk()


def people():
    """make load"""
    prepare(dev=True)
    return load.run_all()


def screenshots():
    """make screenshots"""
    shots.check()
    prepare(dev=True)
    return shots.take_all()


def package():
    """make wheel"""
    with lock("setup"):
        python_env.ensure(dev=True)
    wheel.build()


def dump_release():
    """make dump"""
    prepare(dev=True)
    dump.make()


def check():
    """make lint"""
    with lock("setup"):
        python_env.ensure(dev=True)
        odoo_source.ensure()
    return lint.run_all()


def fix():
    """make fix"""
    with lock("setup"):
        python_env.ensure(dev=True)
    lint.fix()


def access():
    """make access"""
    with lock("setup"):
        python_env.ensure(dev=True)
    run_program([PYTHON, "-m", "dev.access_page"], "The page could not be made.", cwd=ROOT)
    say("docs/hak-akses.md is what tests/access_table.py says")


def i18n():
    """make i18n"""
    prepare()
    translations.rebuild()


COMMANDS = {
    "setup": setup,
    "run": run,
    "reset": reset,
    "stop": stop,
    "test": test,
    "bench": benchmarks,
    "bigarchive": big_archive,
    "race": races,
    "walk": random_walk,
    "crash": kills,
    "load": people,
    "screenshots": screenshots,
    "wheel": package,
    "dump": dump_release,
    "lint": check,
    "fix": fix,
    "i18n": i18n,
    "access": access,
}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"Usage: python3 -m dev {'|'.join(COMMANDS)}")
    os.umask(0o022)
    try:
        sys.exit(COMMANDS[sys.argv[1]]() or 0)
    except Trouble as trouble:
        sys.exit(f"\nmake {sys.argv[1]}: {trouble}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


if __name__ == "__main__":
    main()
