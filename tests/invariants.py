"""What holds in every database of the app whatever was done, raced or killed in it.

``get_violations(env)`` returns a plain sentence for each record that breaks a rule, an empty list
when all is well. It writes nothing. From the shell::

    . .var/env && .venv/bin/python -m tests.invariants DATABASE

prints the sentences and ends with 1 when there are any.

Most rules are one SQL query each (``invariant_rules.py``); what SQL cannot say follows as functions
(``CHECKS``).
"""

import sys
from base64 import b64decode
from collections import defaultdict
from hashlib import sha1, sha256
from json import dumps
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tools import config

from .invariant_rules import RULES

# ------------------------------------------------------------
# WHAT SQL CANNOT SAY
# ------------------------------------------------------------


def check_deadlines(env):
    """Yield the running rows whose deadline is not what the working time gives.

    That a row runs without a start is another rule's.
    """
    steps = env["lakip.step"].search(
        [("state", "=", "active"), ("is_on_hold", "=", False), ("date_start", "!=", False)]
    )
    for company, rows in steps.grouped("company_id").items():
        try:
            planner = company._lakip_get_planner()
        except UserError as error:
            yield f"{company.name} counts no deadline: {error}"
            continue
        for row in rows:
            held = [
                (hold.date_start, hold.date_end)
                for hold in row.hold_ids
                if hold.date_end and hold.date_end > row.date_start
            ]
            due, hours = False, 0.0
            if row.duration:
                due = planner.deadline(row.date_start, row.duration, row.duration_unit, held)
                hours = planner.worked_hours(row.date_start, due, held)
            if due != row.date_deadline or abs(hours - row.standard_hours) > 0.001:
                yield (
                    f"{row.display_name.splitlines()[0]} (step {row.id}) is due "
                    f"{row.date_deadline} ({row.standard_hours} h), the working time gives "
                    f"{due} ({hours} h)"
                )


def check_ledger(env):
    """Yield the cycles whose chain the app itself finds broken."""
    cycles = env["lakip.cycle"].with_context(active_test=False)
    decided = env["lakip.approval"]._read_group([("hash", "!=", False)], ["cycle_id"])
    for cycle in cycles.browse([cycle.id for (cycle,) in decided]):
        _row, reason = cycle._find_broken_approval()
        if reason:
            yield f"{cycle.name} (cycle {cycle.id}): {reason}"


def check_hashes(env):
    """Yield the decisions whose hash is not that of their columns: computed without the app."""
    env.cr.execute("""
        SELECT a.id, a.cycle_id AS cycle, a.company_id AS company, a.step_id AS step,
            a.role_id AS role, a.round, a.document_id AS document, d.version, a.sequence,
            a.decision, a.user_id AS "user", a.officer_id AS officer, a.signer_name,
            a.signer_title, a.holder_name, a.reset_step_id AS reset_step,
            to_char(a.date, 'YYYY-MM-DD HH24:MI:SS') AS date, a.comment, a.sha256, a.token,
            a.withdrawn_id AS withdrawn, a.ip_address, a.login_method, a.identity_method,
            a.signature_sha256, a.signature, a.previous_hash, a.hash, a.signed_sha256,
            a.signed_document_id, e.version AS signed_version
        FROM lakip_approval a JOIN lakip_document d ON d.id = a.document_id
        LEFT JOIN lakip_document e ON e.id = a.signed_document_id
        WHERE a.hash IS NOT NULL ORDER BY a.cycle_id, a.sequence""")
    cycle, previous, place = None, "", 0
    for row in env.cr.dictfetchall():
        if row["cycle"] != cycle:
            cycle, previous, place = row["cycle"], "0" * 64, 0
        place += 1
        picture = row.pop("signature")
        chained, own = row.pop("previous_hash"), row.pop("hash")
        sealed = {name: row.pop(name) for name in [*row] if name.startswith("signed_")}
        optional = ("withdrawn", "ip_address", "login_method", "identity_method")
        for name in (*optional, "signature_sha256"):
            if not row[name]:
                del row[name]
        for name in ("officer", "reset_step"):
            row[name] = row[name] or 0
        payload = {name: "" if value is None else value for name, value in row.items()}
        expected = _link(previous, payload)
        if sealed["signed_document_id"]:
            expected = _link(expected, {
                "signed_document": sealed["signed_document_id"],
                "signed_version": sealed["signed_version"],
                "signed_sha256": sealed["signed_sha256"],
            })  # fmt: skip
        if (chained, own, row["sequence"]) != (previous, expected, place):
            yield f"Decision {row['id']} of cycle {cycle} is not what its hash says"
        if picture and sha256(b64decode(bytes(picture))).hexdigest() != row["signature_sha256"]:
            yield f"Decision {row['id']} of cycle {cycle}: the picture is not the one that signed"
        previous = own


def _link(previous, payload):
    text = dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(previous.encode() + text.encode()).hexdigest()


def check_files(env):
    """Yield the files of the app that are not there, or not the bytes they were."""
    env.cr.execute("""
        WITH ours AS (
            SELECT attachment_id AS id FROM lakip_document
            UNION SELECT attachment_id FROM lakip_document_pdf
            UNION SELECT form_id FROM lakip_request_item
            UNION SELECT ir_attachment_id FROM lakip_request_item_attachment_rel
            UNION SELECT ir_attachment_id FROM lakip_request_item_old_attachment_rel
            UNION SELECT ir_attachment_id FROM lakip_delivery_receipt_rel
            UNION SELECT r.attachment_id FROM message_attachment_rel r
                JOIN mail_message m ON m.id = r.message_id AND m.model LIKE 'lakip.%'
            UNION SELECT id FROM ir_attachment WHERE res_model LIKE 'lakip.%'
                OR (res_model = 'res.company' AND res_field LIKE 'lakip_%'))
        SELECT f.id, f.name, f.store_fname, f.checksum, f.file_size, f.db_datas, d.sha256, d.id
        FROM ours JOIN ir_attachment f ON f.id = ours.id
        LEFT JOIN lakip_document d ON d.attachment_id = f.id
        WHERE f.type = 'binary'""")
    folder = Path(config.filestore(env.cr.dbname))
    for file_id, name, stored, checksum, size, inside, digest, document in env.cr.fetchall():
        label = f"File {file_id} ({name})"
        if document:
            label += f" of document {document}"
        try:
            content = (folder / stored).read_bytes() if stored else bytes(inside or b"")
        except OSError as error:
            yield f"{label} is not on the disk: {error.strerror}"
            continue
        if len(content) != (size or 0) or (content and sha1(content).hexdigest() != checksum):
            yield f"{label} is not the file that was stored"
        if digest and sha256(content).hexdigest() != digest:
            yield f"{label} is not the version that was frozen"


def check_numbers(env):
    """Yield letter numbers that stand twice, or that the counter would give once more."""
    for company, own in _get_numbers(env):
        for number, records in own.items():
            if len(records) > 1:
                yield f"{company.name}: number {number} stands on {', '.join(records)}"
        for period, serials in _get_serials(company, own):
            if serials and max(serials) >= period.number_next:
                yield f"{company.name}: the counter would give {period.number_next} once more"


def get_number_gaps(env):
    """Return a sentence for each company and year whose letter numbers leave some out.

    No rule, as a person may write a number far ahead: only where all numbers were taken from the
    counter.
    """
    env.flush_all()
    gaps = []
    for company, own in _get_numbers(env(user=SUPERUSER_ID, su=True)):
        for period, serials in _get_serials(company, own):
            missing = sorted({*range(1, period.number_next)} - serials)
            if missing:
                gaps.append(f"{company.name}: {missing[:5]} of {period.date_from.year} are missing")
    return gaps


def _get_numbers(env):
    """Return ``[(company, {number: [record, ...]}), ...]`` of the companies with a pattern."""
    env.cr.execute("""
        SELECT l.company_id, l.letter_number, array_agg(l.record ORDER BY l.record) FROM (
            SELECT company_id, letter_number, 'step ' || id AS record FROM lakip_step
            UNION ALL SELECT company_id, letter_number, 'request ' || id FROM lakip_request
            UNION ALL SELECT company_id, letter_number, 'delivery ' || id FROM lakip_delivery) l
        JOIN res_company o ON o.id = l.company_id
        WHERE l.letter_number IS NOT NULL AND o.lakip_number_pattern IS NOT NULL
        GROUP BY l.company_id, l.letter_number""")
    found = defaultdict(dict)
    for company_id, number, records in env.cr.fetchall():
        found[company_id][number] = records
    return [(env["res.company"].browse(company_id), own) for company_id, own in found.items()]


def _get_serials(company, numbers):
    """Return ``[(counter, serial numbers), ...]`` of each year of this company."""
    # The addon is on no path before the configuration is read
    from odoo.addons.lakip_sop.tools.letter_number import find_serial

    pattern, parts = company.lakip_number_pattern, company._lakip_get_number_parts()
    return [
        (
            period,
            {find_serial(pattern, parts, number, period.date_from.year) for number in numbers}
            - {None},
        )
        for period in company.lakip_number_sequence_id.date_range_ids
    ]


CHECKS = {
    check.__name__.removeprefix("check_"): check
    for check in (
        check_deadlines,
        check_ledger,
        check_hashes,
        check_files,
        check_numbers,
    )
}


def get_violations(env, names=None):
    """Return a sentence for each record of the database that breaks a rule.

    :param env: any environment; all companies are looked at, as superuser
    :param names: keys of ``RULES`` and ``CHECKS``; all when left out
    """
    env.flush_all()
    env = env(user=SUPERUSER_ID, su=True, context={"lang": "en_US", "active_test": False})
    env.invalidate_all()
    sentences = []
    for name, query in RULES.items():
        if names is None or name in names:
            env.cr.execute(query)
            sentences += [f"{name}: {sentence}" for (sentence,) in env.cr.fetchall()]
    for name, check in CHECKS.items():
        if names is None or name in names:
            sentences += [f"{name}: {sentence}" for sentence in check(env)]
    return sentences


def main(database):
    """Print the violations of ``database``; return the exit code."""
    from odoo.modules.registry import Registry

    config.parse_config(["-d", database, "--no-http"], setup_logging=False)
    with Registry(database).cursor() as cr:
        found = get_violations(api.Environment(cr, SUPERUSER_ID, {}))
    print("\n".join(found) or f"{database}: every rule holds.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
