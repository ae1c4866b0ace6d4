"""``make bench ARGS=explain``: the heaviest queries of a mix of acts, and the indexes.

Each act of the benchmarks of pages, parafs, uploads and reminders is done once. Printed are the ten
queries that took longest in all, each as PostgreSQL runs it (``EXPLAIN (ANALYZE, BUFFERS)``), scans
of whole large tables that keep few rows, and how often each index was used that no constraint of
the app's tables needs.
"""

import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from unittest.mock import patch

import odoo.tools
from odoo.sql_db import Cursor

HEAVIEST = 10
#: A scan of a whole table with more rows than this that keeps less than a tenth is one too many.
LARGE = 5000
#: Modules whose acts are the mix.
MIX = ("lists", "desk", "reminders", "uploads", "approvals")
_SCAN = re.compile(r"Seq Scan on (\w+).*?rows=([\d.]+) loops=(\d+)")


@dataclass
class Query:
    """What is known of all runs of one query.

    :ivar slowest: (seconds, parameters) of its slowest run
    """

    seconds: float = 0.0
    runs: int = 0
    slowest: tuple = (0.0, None)
    acts: set = field(default_factory=set)


def watch(registry):
    """Do the acts of the mix; return ``{code: Query}``."""
    from . import __main__ as benchmark
    from . import harness

    found = defaultdict(Query)
    execute = Cursor.execute
    name = ""

    def watched(cr, query, params=None, log_exceptions=True):
        if isinstance(query, odoo.tools.SQL):
            query, params = query.code, query.params
        begin = time.perf_counter()
        result = execute(cr, query, params, log_exceptions=log_exceptions)
        seconds = time.perf_counter() - begin
        if name and query.lstrip().startswith("SELECT"):
            entry = found[query]
            entry.seconds += seconds
            entry.runs += 1
            entry.acts.add(name)
            entry.slowest = max(entry.slowest, (seconds, params), key=lambda pair: pair[0])
        return result

    for module in benchmark.find_modules(MIX):
        harness.prepare({None: registry}, module.CASES)
        for case in module.CASES:
            harness.run_once(registry, case.ours, cold=True)
            with patch.object(Cursor, "execute", watched):
                name = case.name
                harness.run_once(registry, case.ours, cold=True)
                name = ""
    return found


def explain(cr, query, params):
    """Return the lines of the plan of ``query``."""
    cr.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query}", params)
    return [line for (line,) in cr.fetchall()]


def find_scans(cr, plan):
    """Return the lines of ``plan`` that read a whole large table and keep few of its rows."""
    scans = []
    for line in plan:
        match = _SCAN.search(line)
        if match:
            cr.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [match[1]])
            (rows,) = cr.fetchone()
            if rows > LARGE and float(match[2]) < rows / 10:
                scans.append(line.strip())
    return scans


def get_indexes(cr):
    """Return ``[(table, index, scans, size)]`` of our tables, those that nothing needs first.

    Not there: primary keys and unique ones, which keep a rule, and those of foreign keys, which a
    deletion needs.
    """
    cr.execute(
        """
        SELECT stat.relname, stat.indexrelname, stat.idx_scan,
               pg_size_pretty(pg_relation_size(stat.indexrelid))
          FROM pg_stat_user_indexes stat
          JOIN pg_index index ON index.indexrelid = stat.indexrelid
         WHERE stat.relname LIKE 'lakip\\_%%' AND stat.relname NOT LIKE 'lakip\\_bench%%'
           AND NOT index.indisunique
           AND NOT EXISTS (
               SELECT 1 FROM pg_constraint key
                WHERE key.contype = 'f' AND key.conrelid = stat.relid
                  AND key.conkey[1] = index.indkey[0])
         ORDER BY stat.idx_scan, stat.relname, stat.indexrelname
        """
    )
    return cr.fetchall()


def show(registry):
    """Do the mix of acts and print what it took."""
    found = watch(registry)
    heaviest = sorted(found.items(), key=lambda pair: -pair[1].seconds)[:HEAVIEST]
    scans = []
    with registry.cursor() as cr:
        for place, (query, known) in enumerate(heaviest, 1):
            plan = explain(cr, query, known.slowest[1])
            scans += find_scans(cr, plan)
            print(
                f"\n{place}. {known.seconds * 1000:.0f} ms in {known.runs} runs: "
                f"{'; '.join(sorted(known.acts)[:4])}\n{' '.join(query.split())[:400]}\n"
            )
            print("\n".join(f"    {line}" for line in plan))
        print("\nSCANS OF WHOLE LARGE TABLES THAT KEEP FEW ROWS")
        print("\n".join(scans) or "none")
        print("\nINDEXES THAT NO CONSTRAINT NEEDS, BY USES")
        for table, index, uses, size in get_indexes(cr):
            print(f"{uses:>8}  {size:>8}  {table}  {index}")
        cr.rollback()
