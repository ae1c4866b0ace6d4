"""The examples in the docstrings of the pure modules are right."""

import doctest
import importlib
from pathlib import Path

import pytest

ADDON = Path(__file__).resolve().parent.parent / "lakip_sop"
MODULES = sorted(
    ".".join(file.relative_to(ADDON).with_suffix("").parts)
    for folder in ("tools", "documents")
    for file in (ADDON / folder).rglob("*.py")
    if file.name != "__init__.py"
)


def _module(name):
    return importlib.import_module(f"odoo.addons.lakip_sop.{name}")


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name):
    failed, _attempted = doctest.testmod(_module(name))
    assert not failed, "read the captured output"


def test_there_are_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = sum(len(test.examples) for name in MODULES for test in finder.find(_module(name)))
    assert examples, "no doctest was found: has a folder been moved?"
