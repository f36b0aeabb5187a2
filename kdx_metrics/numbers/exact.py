"""Exact arithmetic: given values are decimals, and sums and comparisons of them are of rationals (formulas.md)."""

from __future__ import annotations

from fractions import Fraction

from kdx_metrics.plan.formats import given


def exact(value: float) -> Fraction:
    """The decimal that a float of at most 15 digits was read from."""
    return Fraction(given(value))
