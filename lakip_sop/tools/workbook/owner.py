"""Whose workbook it is that came back: its hidden sheet and the seal on it."""

from __future__ import annotations

import hmac

from .cells import Package
from .findings import Code, Finding
from .layout import FORMAT, HIDDEN_MARK, Identity, seal
from .places import text_of
from .values import shown

__all__ = ["facts_of", "refusal_of"]


def facts_of(package: Package) -> tuple[dict[str, str], list[str]]:
    """Return the facts of the hidden sheet and the row keys in it; ({}, []) when it is not there.

    It may have been renamed, so every sheet is asked for its first row.
    """
    for part in package.sheets:
        facts: dict[str, str] = {}
        keys: list[str] = []
        for cells in package.rows(part):
            name, value = text_of(cells.get(1)), text_of(cells.get(2))
            if not facts and name != HIDDEN_MARK:
                break
            if name == "key":
                keys.append(value)
            elif name:
                facts.setdefault(name, value)
        if facts:
            return {**facts, "sheet": part.name}, keys
    return {}, []


def refusal_of(
    facts: dict[str, str], keys: list[str], identity: Identity, secret: bytes
) -> Finding | None:
    """Return why a workbook is not the one that is expected, or None when it is."""

    def differs(code: Code, found: str, expected: str) -> Finding:
        arguments = {"found": shown(found) or "?", "expected": shown(expected) or "?"}
        return Finding(code, arguments=arguments)

    if not facts:
        return Finding(Code.FOREIGN)
    if facts[HIDDEN_MARK] != FORMAT:
        return Finding(Code.OTHER_FORMAT)
    if facts.get("company") != identity.company:
        return differs(Code.OTHER_COMPANY, facts.get("company_name", ""), identity.company_name)
    if facts.get("department") != identity.department:
        found = facts.get("department_name", "")
        return differs(Code.OTHER_DEPARTMENT, found, identity.department_name)
    if facts.get("year") != str(identity.year):
        return differs(Code.OTHER_YEAR, facts.get("year", ""), str(identity.year))
    if facts.get("cycle") != identity.cycle:
        return Finding(Code.OTHER_CYCLE)
    expected = seal(identity, keys, secret)
    if not hmac.compare_digest(expected.encode(), facts.get("seal", "").encode()):
        return Finding(Code.ALTERED)
    return None
