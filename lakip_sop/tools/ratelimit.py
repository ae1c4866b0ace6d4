"""How often one caller may ask for something: plain Python, no ORM, no Odoo import.

It counts in the memory of one process. Several workers together allow as many times more, which
still is nothing against a token of 256 bits; it keeps a caller from making the server busy.
"""

import threading
import time
from collections import OrderedDict, deque

__all__ = ["RateLimit"]


class RateLimit:
    """At most ``limit`` calls of one caller in ``period`` seconds.

    >>> clock = iter([0, 1, 2, 63]).__next__
    >>> limit = RateLimit(2, 60, clock=clock)
    >>> [limit.allows("10.0.0.1") for _ in range(4)]
    [True, True, False, True]
    """

    def __init__(self, limit, period, *, callers=10_000, clock=time.monotonic):
        """Remember no more than the last ``callers`` callers."""
        self._limit = limit
        self._period = period
        self._callers = callers
        self._clock = clock
        self._calls = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, caller):
        """Count a call and return whether it is allowed."""
        with self._lock:
            now = self._clock()
            calls = self._calls.setdefault(caller, deque(maxlen=self._limit))
            self._calls.move_to_end(caller)
            while len(self._calls) > self._callers:
                self._calls.popitem(last=False)
            if len(calls) == self._limit and now - calls[0] < self._period:
                return False
            calls.append(now)
            return True

    def clear(self):
        """Forget all calls."""
        with self._lock:
            self._calls.clear()
