"""For every test: nothing skipped with CI=true (a failure of the set-up there), and our own `__main__`."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kdx_metrics.plan.strategy import Strategy, load_strategy

pytest_plugins = ["tests.stores", "tests.costs"]

# Two busy cores are no reason for a property to fail.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# Its failed assertions say what was compared, as those of the tests do.
pytest.register_assert_rewrite("tests.browser.harness")

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


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
