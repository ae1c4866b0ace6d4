"""A chain of hashes over records that must not change: plain Python, no ORM, no Odoo import.

Each record's hash covers its own content and the hash of the record before it, so that whoever
changes, drops or inserts one record must rewrite all that follow. Printed outside the database,
the last hash (the *head*) shows even that.

>>> first = link(GENESIS, {"user": 2, "state": "approved"})
>>> second = link(first, {"user": 5, "state": "approved"})
>>> chain = [
...     Row({"user": 2, "state": "approved"}, GENESIS, first),
...     Row({"user": 5, "state": "approved"}, first, second),
... ]
>>> first_broken(chain) is None
True
>>> chain[0] = Row({"user": 3, "state": "approved"}, GENESIS, first)
>>> first_broken(chain)
Broken(index=0, reason='content')
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from hashlib import sha256

__all__ = ["GENESIS", "Broken", "Row", "canonical", "first_broken", "link"]

GENESIS = "0" * 64
"""The hash before the first record."""


@dataclass(frozen=True)
class Row:
    """One record of a chain, as it is stored.

    :ivar payload: what the hash covers: see :func:`canonical`.
    :ivar previous_hash: the hash of the record before, :data:`GENESIS` for the first.
    :ivar hash: its own: see :func:`link`.
    """

    payload: Mapping[str, object]
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Broken:
    """Where a chain is broken.

    :ivar index: of the first record that does not fit, from zero.
    :ivar reason: 'previous' when it does not follow the record before it (one was removed, inserted
        or moved), 'content' when its own content is not what was hashed.
    """

    index: int
    reason: str


def canonical(payload: Mapping[str, object]) -> bytes:
    """Return the one way to write a payload: JSON with sorted keys, in UTF-8.

    :param payload: text, integers, booleans, None, dates, datetimes, and lists and mappings of
        these. A datetime without time zone is UTC, as Odoo stores it; fractions of a second are
        dropped, as the database drops them.
    :raises TypeError: for anything else, floats included: they are not written alike everywhere.

    >>> canonical({"b": None, "a": datetime(2027, 1, 4, 3), "nama": "Café"}).decode()
    '{"a":"2027-01-04T03:00:00Z","b":null,"nama":"Café"}'
    """
    return json.dumps(
        _plain(payload),
        allow_nan=False,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    ).encode()


def link(previous_hash: str, payload: Mapping[str, object]) -> str:
    """Return the hash of a record: SHA-256, in hexadecimal, of the hash before it and its payload.

    >>> link(GENESIS, {})
    '5508d2b710e64bc470079e1b211d9c58e21011e59d0559e422345dc19d659a75'
    """
    return sha256(previous_hash.encode("ascii") + canonical(payload)).hexdigest()


def first_broken(rows: Iterable[Row]) -> Broken | None:
    """Return where a chain is broken first, or None when it holds.

    Records cut off at the end leave no trace in the chain: compare its last hash with the one that
    was printed.

    :param rows: all records of the chain, in order.
    """
    previous = GENESIS
    for index, row in enumerate(rows):
        if row.previous_hash != previous:
            return Broken(index, "previous")
        if row.hash != link(previous, row.payload):
            return Broken(index, "content")
        previous = row.hash
    return None


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, datetime):  # before date: a datetime is one
        if value.tzinfo is not None:
            value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a hashed payload must be text")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")
