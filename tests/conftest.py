"""For every test: nothing skipped with CI=true (a failure of the set-up there), our own `__main__`, quick files."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it ships no types

from kdx_metrics.plan.strategy import Strategy, load_strategy

pytest_plugins = ["tests.stores", "tests.costs"]

# Two busy cores are no reason for a property to fail.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# Their failed assertions say what was compared, as those of the tests do.
pytest.register_assert_rewrite("tests.browser.harness", "tests.browser.people.desks")

MEMORY = Path("/dev/shm")  # noqa: S108  # Linux keeps it in memory; what is made there has names of its own
ROOM = 4 * 1024**3  # bytes; the tests of the store alone took a twelfth of it

# Stores, PostgreSQL's databases and browsers' profiles by the hundred, none of which outlives the tests: on a slow disk
# the tests of the store take half as long again. Processes that the tests start inherit the place.
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

SELDOM = 100_000  # new objects between two collections, of which each takes as long as a short test
WHOLE_FOLDERS = ("pages", "browser", "identity", "publications")  # what their tests share is slow to come by
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]  # without types
    """The tests of a folder share what is slow to come by (a browser, a server), so one process runs them all.

    The folders' order is that in which they were found. The rest comes file by file, and evens out the ends.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = PurePosixPath(nodeid.partition("::")[0])
        return str(file.parent) if file.parts[1] in WHOLE_FOLDERS else str(file)


@pytest.hookimpl(optionalhook=True)  # without its plugin one process runs all
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFolder:
    """Workers take the tests by folder."""
    config.option.loadscopereorder = False  # by their number, the many short ones would come first
    return ByFolder(config, log)


def pytest_collection_finish() -> None:
    """What is imported and found by now lives to the end: the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


@pytest.fixture(scope="session")
def strategy() -> Strategy:
    """The strategy shipped in data/."""
    return load_strategy(Path(__file__).parents[1] / "data" / "strategy.toml")


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """AppTest puts the page in the place of `__main__`, and processes started by a later test would run it."""
    ours = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = ours


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test, and one expected to fail, into a failure."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failure."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
