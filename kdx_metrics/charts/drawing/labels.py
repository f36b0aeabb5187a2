"""Numbers as written inside a figure: short, since the unit stands once beside them."""

from __future__ import annotations

from kdx_metrics.plan.formats import format_number, format_percent, format_points
from kdx_metrics.wording.words import NO_DATA


def percent(value: float | None) -> str:
    """`52.8%`; データなし when missing."""
    return format_percent(value, missing=NO_DATA)


def bare(value: float) -> str:
    """`52.8`."""
    return format_number(value, 1)


def against_plan(gap: float | None) -> str:
    """`計画比 −8.2`; empty when there is no gap."""
    return "" if gap is None else f"計画比 {format_points(gap).removesuffix('ポイント')}"
