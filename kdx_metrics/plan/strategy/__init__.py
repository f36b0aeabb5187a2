"""Strategy of a city: what `data/strategy.toml` says."""

from kdx_metrics.plan.strategy.assessing import Assessment, Directions, Meaning, Onward
from kdx_metrics.plan.strategy.listing import listed_settings
from kdx_metrics.plan.strategy.loading import Problem, StrategyError, load_strategy, read_strategy
from kdx_metrics.plan.strategy.parts import (
    STATUSES,
    Department,
    EffectPrice,
    Grant,
    MilestoneWords,
    PaceBands,
    Period,
    Pillar,
    RatingBands,
    Strategy,
    Theme,
    VoiceWords,
)

__all__ = [
    "STATUSES",
    "Assessment",
    "Department",
    "Directions",
    "EffectPrice",
    "Grant",
    "Meaning",
    "MilestoneWords",
    "Onward",
    "PaceBands",
    "Period",
    "Pillar",
    "Problem",
    "RatingBands",
    "Strategy",
    "StrategyError",
    "Theme",
    "VoiceWords",
    "listed_settings",
    "load_strategy",
    "read_strategy",
]
