"""How a case is run: all its contenders in one database, in turns, each run in a transaction that
is rolled back. What is measured for a unit is in ``UNITS``.

What is timed is an act and its flush, with Odoo's precommit hooks (``Cursor.flush``): so tracked
values, posted messages and notices on the bus are in it. Network, HTTP and the commit are not; an
act that commits, as a cron does, flushes instead.
"""

import gc
import os
import pickle
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from types import SimpleNamespace
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.http import Session, _request_stack, get_default_session

#: Runs that are not counted: they fill the caches of the registry.
WARM_UP = 3
#: Wall-clock time, SQL queries, and what the memory of a process of its own grows to at most.
UNITS = ("ms", "queries", "MB")
MEMORY_RUNS = 5


class Contender:
    """One way to do the work of a case: ours, or that of a peer."""

    #: Name in the table.
    name = ""
    #: Of the data set, when it is another one than that of the benchmark: its cycles.
    cycles = None

    def prepare(self, env):
        """Make, once, what every run starts from; it is committed."""

    def acts(self, env):
        """Yield the acts of one run in order: functions without arguments, each what one request
        of a browser does. What this method does between them is not counted."""
        raise NotImplementedError


@dataclass(frozen=True)
class Case:
    """One comparison.

    :param name: of the row in the table
    :param ours: the :class:`Contender` of the app
    :param peers: contenders it is compared with
    :param cold: whether each act starts with empty record caches, as a request of its own does.
        Otherwise only the first does, and the acts share what they read.
    :param mean: whether the figures are those of one act, the mean of its acts: contenders may
        have different numbers of them
    :param units: of :data:`UNITS`, what is measured; MB only where the acts
        need no database and can be pickled
    :param runs: that are counted
    """

    name: str
    ours: Contender
    peers: tuple = ()
    cold: bool = False
    mean: bool = False
    units: tuple = ("ms", "queries")
    runs: int = 25

    @property
    def contenders(self):
        return (self.ours, *self.peers)


@dataclass(frozen=True)
class Sample:
    """One run: wall-clock seconds and SQL queries of so many acts."""

    seconds: float
    queries: float
    acts: int


def prepare(registries, cases):
    """Make what the contenders of ``cases`` start from.

    :param registries: ``{cycles: registry}`` of the data sets; that of the benchmark under None
    """
    for contender in dict.fromkeys(each for case in cases for each in case.contenders):
        with registries[contender.cycles].cursor() as cr:
            contender.prepare(api.Environment(cr, SUPERUSER_ID, {}))


def get_runs(case):
    """Return how many runs of ``case`` are counted: no more than the variable RUNS says."""
    return min(case.runs, int(os.environ.get("RUNS") or case.runs))


def measure(registries, case):
    """Return ``{contender: {unit: median}}`` of the runs of ``case``.

    The contenders take turns, so that a slow moment of the machine meets all of them.

    :param registries: see :func:`prepare`
    """
    runs = get_runs(case)
    samples = {contender: [] for contender in case.contenders}
    for number in range(-min(WARM_UP, runs), runs):
        for contender, taken in samples.items():
            sample = run_once(registries[contender.cycles], contender, case.cold)
            if case.mean:
                sample = Sample(sample.seconds / sample.acts, sample.queries / sample.acts, 1)
            if number >= 0:
                taken.append(sample)
    figures = {
        contender: {
            "ms": median(sample.seconds for sample in taken) * 1000,
            "queries": median(sample.queries for sample in taken),
        }
        for contender, taken in samples.items()
    }
    if "MB" in case.units:
        for contender in case.contenders:
            peaks = [_measure_memory(contender) for _run in range(min(MEMORY_RUNS, runs))]
            figures[contender]["MB"] = median(peaks)
    return figures


def _measure_memory(contender):
    """Return by how many MB the acts of ``contender`` let a new process grow at most."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory"],
        input=pickle.dumps(list(contender.acts(None))),
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(done.stdout)


@contextmanager
def _request(env):
    """Act as in the request of a browser whose user has proved their identity just now."""
    session = Session({**get_default_session(), "identity-check-last": time.time()}, "bench")
    http = SimpleNamespace(remote_addr="127.0.0.1", environ={}, cookies={}, args={}, path="/")
    _request_stack.push(
        SimpleNamespace(httprequest=http, session=session, cookies={}, env=env, best_lang=None)
    )
    try:
        yield
    finally:
        _request_stack.pop()


def run_once(registry, contender, cold):
    """Do what ``contender`` does once, and return the :class:`Sample`; nothing of it is kept."""
    seconds = queries = acts = 0
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        gc.collect()
        try:
            with _request(env), patch.object(cr, "commit", cr.flush):
                for act in contender.acts(env):
                    if cold:
                        env.invalidate_all()
                    before = cr.sql_log_count
                    begin = time.perf_counter()
                    act()
                    cr.flush()
                    seconds += time.perf_counter() - begin
                    queries += cr.sql_log_count - before
                    acts += 1
        finally:
            cr.rollback()
    return Sample(seconds, queries, acts)
