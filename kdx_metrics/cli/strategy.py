"""The strategy that a command works by."""

from __future__ import annotations

from pathlib import Path

from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.settings import get_settings

FILE = "strategy.toml"


def strategy_for(folder: Path | None = None) -> Strategy:
    """The one that `folder` brings along, else the one of the settings. Raises SettingsError or StrategyError."""
    if folder is not None and (folder / FILE).is_file():
        return load_strategy(folder / FILE)
    return load_strategy(get_settings().data_dir / FILE)
