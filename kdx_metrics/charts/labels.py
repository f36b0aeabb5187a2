"""Numbers as written inside a figure."""

from __future__ import annotations

from kdx_metrics.words import NO_DATA

MINUS = "−"


def percent(value: float | None) -> str:
    """`52.8%`; データなし when missing."""
    return NO_DATA if value is None else f"{bare(value)}%"


def bare(value: float) -> str:
    """`52.8`, one decimal and no sign for zero."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:.1f}".replace("-", MINUS)


def signed(value: float) -> str:
    """`−8.2`, `+3.0`, `±0.0`: a difference in points."""
    rounded = round(value, 1)
    sign = "±" if rounded == 0 else "+" if rounded > 0 else MINUS
    return f"{sign}{abs(rounded):.1f}"


def against_plan(gap: float | None) -> str:
    """`計画比 −8.2`; empty when there is no gap."""
    return "" if gap is None else f"計画比 {signed(gap)}"


def number(value: float, unit: str = "") -> str:
    """`12,000人`: separators, at most two decimals, no trailing zeros."""
    text = f"{round(value, 2) + 0.0:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS) + unit
