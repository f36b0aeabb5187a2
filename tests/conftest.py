"""For every test: nothing skipped with CI=true (a failure of the set-up there), our own `__main__`, quick files."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

# Their failed assertions say what was compared, as those of the tests do.
pytest.register_assert_rewrite("tests.browser.harness", "tests.browser.desks")

MEMORY = Path("/dev/shm")  # noqa: S108  # Linux keeps it in memory; what is made there has names of its own
ROOM = 4 * 1024**3  # bytes; the tests of the store alone took a twelfth of it

# Stores, PostgreSQL's databases and browsers' profiles by the hundred, none of which outlives the tests: on a slow disk
# the tests of the store take half as long again. Processes that the tests start inherit the place.
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


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
