"""Numbers of a KPI in its own unit: given values as given, computed ones with as many decimals as those have."""

from __future__ import annotations

import math
from fractions import Fraction

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi import CURBED, HELD, KEPT, SIGNS, KpiResult
from kdx_metrics.numbers.kpi.forecast import Forecast
from kdx_metrics.plan.formats import (
    PERCENT,
    Rounding,
    decimals,
    format_amount,
    format_given,
    given,
    is_missing,
    rounded,
)
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.sums import Step, with_digits_needed


def given_text(value: float | None, kpi: KpiResult) -> str:
    """`1,234.5人`: a given value with its unit."""
    return format_given(value, kpi.unit)


def unit_of_difference(kpi: KpiResult) -> str:
    """Unit of a distance between two values: percentages lie ポイント apart."""
    return "ポイント" if kpi.unit == "%" else kpi.unit


def goal_text(kpi: KpiResult) -> str:
    """Target in force of a KPI, as `aim_text` writes one."""
    return aim_text(kpi.target, kpi)


def aim_text(target: float | None, kpi: KpiResult) -> str:
    """`95±2人`, `95%以上`: a target with its tolerance, or with the word that makes it a threshold."""
    width = "" if kpi.tolerance is None else f"±{format_given(kpi.tolerance)}"
    return f"{format_given(target)}{width}{kpi.unit}{kpi.direction if kpi.direction in HELD else ''}"


def expected_text(kpi: KpiResult) -> str:
    """`799.7人`: what is due at the actual's date."""
    return format_amount(kpi.expected, of_expected(kpi), kpi.unit)


def expected_to_pace(kpi: KpiResult, strategy: Strategy) -> str:
    """Text of what is due, without its unit, with the digits with which the pace, or what stands for it, comes out."""
    if kpi.expected is None or decimals(kpi.expected) <= of_amount(kpi).digits:
        return format_given(kpi.expected)
    result = kpi.pace if kpi.quotient is None else kpi.quotient
    if kpi.actual is None or result is None:
        return format_amount(kpi.expected, of_expected(kpi))
    # Without 基準値 the values themselves are compared, which is to measure from 0.
    baseline = exact(kpi.baseline or 0.0)
    moved = exact(kpi.actual) - baseline
    is_due_above = kpi.direction in CURBED or (kpi.baseline is None and _falls(kpi))

    def work(due: Fraction) -> Fraction:
        return (due - baseline) / moved if is_due_above else moved / (due - baseline)

    (due,) = with_digits_needed([kpi.expected], Step(work, result, strategy.kpi.rounding))
    return due


def of_amount(kpi: KpiResult) -> Rounding:
    """One decimal, or as many as the values of the KPI have: 0.0042 is not compared with 0.0."""
    values = (kpi.baseline, kpi.actual, kpi.target, kpi.tolerance)
    return Rounding(max(1, *(decimals(value) for value in values if value is not None and not is_missing(value))))


def of_expected(kpi: KpiResult) -> Rounding:
    """Rounding of what is due, which is never shown at an actual that has not reached it."""
    amount = of_amount(kpi)
    if kpi.actual is None:
        return amount
    return amount._replace(below=(kpi.actual,)) if _falls(kpi) else amount._replace(above=(kpi.actual,))


def of_goal(kpi: KpiResult) -> Rounding:
    """Rounding of a number that is held against the target, which is never shown at one that it has not reached."""
    amount = of_amount(kpi)
    if kpi.target is None:
        return amount
    if kpi.direction == KEPT:
        target, width = given(kpi.target), given(kpi.tolerance or 0.0)
        return amount._replace(below=(float(target - width),), above=(float(target + width),))
    return amount._replace(above=(kpi.target,)) if _falls(kpi) else amount._replace(below=(kpi.target,))


def of_forecast(kpi: KpiResult, ahead: Forecast) -> Rounding:
    """Rounding of a forecast and its band: two significant digits of its width, never finer than the values given."""
    values = [actual.value for actual in kpi.actuals] + ([] if kpi.target is None else [kpi.target])
    own = max(map(decimals, values), default=0)
    width = 0.0 if ahead.low is None or ahead.high is None else ahead.high - ahead.low
    digits = own if width <= 0 else min(own, 1 - math.floor(math.log10(width)))
    return of_goal(kpi)._replace(digits=digits)


def of_rate(kpi: KpiResult, rate: float) -> Rounding:
    """Rounding of a rate that is needed, with decimals enough not to be shown as 0."""
    amount = of_amount(kpi)
    while rate and not rounded(rate, amount):
        amount = amount._replace(digits=amount.digits + 1)
    return amount


def of_ratio(kpi: KpiResult) -> Rounding:
    """Rounding of a 目標比: one that less makes better has reached its target at 100 or below."""
    return Rounding(1, above=(100.0,)) if _falls(kpi) else PERCENT


def _falls(kpi: KpiResult) -> bool:
    return SIGNS.get(kpi.direction, 1) < 0
