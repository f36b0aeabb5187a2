"""What the unit tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kdx_metrics.plan.strategy import Strategy, load_strategy

# Two busy cores are no reason for a property to fail.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def strategy() -> Strategy:
    """The strategy shipped in data/."""
    return load_strategy(Path(__file__).parents[2] / "data" / "strategy.toml")
