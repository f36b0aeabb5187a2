"""Number formats for labels inside a figure."""

from __future__ import annotations

from kdx_metrics.plan.formats import PERCENT, Rounding, format_computed, format_percent, format_points
from kdx_metrics.wording.words import NO_DATA


def percent(value: float | None) -> str:
    """Percentage as in `52.8%`; データなし for a missing value."""
    return format_percent(value, missing=NO_DATA)


def bare(value: float) -> str:
    """Percentage without its sign, as in `52.8`, where that stands elsewhere in the figure."""
    return format_computed(value, PERCENT)


def against_plan(gap: float | None, gaps: Rounding) -> str:
    """Gap to the plan as in `計画との差 −8.2`; empty without a gap."""
    return "" if gap is None else f"計画との差 {format_points(gap, gaps).removesuffix('ポイント')}"
