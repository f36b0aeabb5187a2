"""What the chart tests draw: the shipped strategy and groups with given numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kdx_metrics.numbers.progress import RATINGS, WORST_FIRST, Group
from kdx_metrics.plan.strategy import Strategy, load_strategy

GroupOf = Callable[..., Group]


@pytest.fixture(scope="session")
def strategy() -> Strategy:
    return load_strategy(Path(__file__).parents[2] / "data" / "strategy.toml")


@pytest.fixture(scope="session")
def group_of() -> GroupOf:
    """A group from its planned and actual percentages (None: not evaluable) and counts per rating."""

    def build(planned: float | None = None, actual: float | None = None, **counts: int) -> Group:
        ratings = dict.fromkeys(RATINGS, 0) | counts
        total = sum(ratings.values())
        return Group(
            actions=total,
            evaluable=total if actual is not None else 0,
            planned=planned,
            actual=actual,
            gap=None if actual is None or planned is None else actual - planned,
            reporting_rate=None,
            worst=next((word for word in WORST_FIRST if ratings[word]), None),
            ratings=ratings,
            spi_t=None,
        )

    return build
