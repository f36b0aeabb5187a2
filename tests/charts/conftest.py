"""Groups with given numbers, for the tests of charts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kdx_metrics.numbers.groups import Group
from tests import factories

GroupOf = Callable[..., Group]


@pytest.fixture(scope="session")
def group_of() -> GroupOf:
    """Builder of a group from its planned and actual percentage, None if not evaluable, and its counts per rating."""
    return factories.group_of
