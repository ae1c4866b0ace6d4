"""What must hold after each kill, whatever was killed when."""

import os
from pathlib import Path

from tests.invariants import get_number_gaps, get_violations


def find_missing_files(agency):
    """Return a line for each attachment, of whatever app, without its file."""
    agency.env.cr.execute(
        "SELECT id, name, store_fname FROM ir_attachment WHERE store_fname IS NOT NULL"
    )
    folder = Path(agency.env["ir.attachment"]._filestore())
    return [
        f"attachment {number} ({name}) has no file"
        for number, name, place in agency.env.cr.fetchall()
        if not (folder / place).is_file()
    ]


def find_strays(agency):
    """Return the files that no row names: Odoo clears them away, see :func:`collect_strays`."""
    agency.env.cr.execute("SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL")
    known = {row[0] for row in agency.env.cr.fetchall()}
    folder = Path(agency.env["ir.attachment"]._filestore())
    found = set()
    for parent, _folders, names in os.walk(folder):
        place = Path(parent).relative_to(folder)
        if place.parts[:1] != ("checklist",):
            found |= {str(place / name) for name in names}
    return found - known


def collect_strays(agency):
    """Let Odoo clear away the files that no row names; return those that it did not find."""
    agency.env["ir.attachment"]._gc_file_store()
    agency.commit()
    return find_strays(agency)


def find_lock_faults(agency, since):
    """Return a line for each transaction begun before ``since`` (seconds of the epoch) that is
    still open."""
    agency.env.cr.execute(
        "SELECT pid, state, left(query, 80) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid != pg_backend_pid()"
        " AND xact_start < to_timestamp(%s)",
        [since],
    )
    faults = [f"open since before: {row}" for row in agency.env.cr.fetchall()]
    agency.env.cr.execute("SELECT gid FROM pg_prepared_xacts")
    return faults + [f"prepared: {row}" for row in agency.env.cr.fetchall()]


def find_faults(agency):
    """Return a line for each thing in the database that is not as it must be."""
    return [
        *get_violations(agency.env),
        *find_missing_files(agency),
        *get_number_gaps(agency.env),
    ]
