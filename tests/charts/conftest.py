"""Groups with given numbers, for the tests of charts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import RATINGS, WORST_FIRST

GroupOf = Callable[..., Group]


@pytest.fixture(scope="session")
def group_of() -> GroupOf:
    """Builder of a group from its planned and actual percentage, None if not evaluable, and its counts per rating."""

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
