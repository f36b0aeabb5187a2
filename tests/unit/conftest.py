"""What the unit tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kdx_metrics.strategy import Strategy, load_strategy


@pytest.fixture(scope="session")
def strategy() -> Strategy:
    """The strategy shipped in data/."""
    return load_strategy(Path(__file__).parents[2] / "data" / "strategy.toml")
