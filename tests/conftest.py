"""What pytest-odoo lacks for tests that lie outside the addon."""

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from odoo.tests import common
from odoo.tools import config

# Odoo gives the default tags only to classes of modules named odoo.addons.*; with
# "standard" comes the guard against requests to the outside.
common.BaseCase.test_tags = frozenset({"standard", "post_install"})
common.BaseCase.test_module = "lakip_sop"
# Odoo skips a tour when Chromium has not opened its port after 10 s; a cold machine is slower.
common.CHECK_BROWSER_ITERATIONS = 600

#: Begun first, or one process would be at them long after the other has finished; in an order
#: in which two browsers seldom run beside each other.
SLOWEST = (
    "test_tours",
    "test_concurrency",
    "test_install",
    "test_card_tours",
    "test_hoot",
    "test_upgrade",
)

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


def _skipped(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Give each process of a run in several the files of its database for its own.

    pytest-odoo lets them share the files, and each would then clear away what it does not know.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    shared = Path(config.filestore(common.get_db_name()))
    own = shared.with_name(common.get_db_name())
    shutil.rmtree(own, ignore_errors=True)
    # Odoo never changes a stored file, so the copy may share them
    shutil.copytree(shared, own, copy_function=os.link)
    with patch.object(config, "filestore", lambda dbname: str(own)):
        yield
    shutil.rmtree(own, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """Put the files that take longest first."""
    ranks = {name: rank for rank, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(ranks)))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """In CI a skipped test is a failed run: it proves nothing."""
    if IN_CI and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if IN_CI and _skipped(config):
        terminalreporter.write_line("A skipped test fails the run when CI is set.", red=True)
