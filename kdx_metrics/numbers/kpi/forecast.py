"""Forecast of a KPI: a straight line through its actuals with a band (formulas.md, "Forecast")."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi import HELD, KEPT, SIGNS, KpiResult, complete_years, has_reached

FEWEST_ACTUALS = 6
BAND = 80  # percent of the possible values that the band holds
BAND_STEPS = 8  # parts in which a band over time is worked out

Verdict = Literal["likely", "unlikely", "uncertain"]  # whole band reaches the target, falls short, holds it inside
NoForecast = Literal["no_actual", "too_few", "not_ahead"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The outlook of one KPI at the date of its target in force, `days_left` days ahead (negative once past).

    `n` actuals were used. `value`, `low` and `high` are in the KPI's unit and None without a forecast, for the reason
    `missing`; so is `verdict`. `needed_rate` is what each whole calendar month must add (negative for 減少), None
    where it makes no sense.
    """

    n: int
    on: date | None
    days_left: int | None
    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None
    needed_rate: float | None
    missing: NoForecast | None


def forecast(kpi: KpiResult, as_of: date) -> Forecast:
    """The forecast of a KPI at its target's date, or only the needed rate where there is too little data."""
    points = _points(kpi)
    n, on = len(points), kpi.target_on
    left = None if on is None else (on - as_of).days
    if kpi.target is None or on is None or kpi.actual is None or kpi.as_of is None:
        return Forecast(n, on, left, None, None, None, None, None, "no_actual")
    rate = needed_rate(kpi)
    if n < FEWEST_ACTUALS:
        return Forecast(n, on, left, None, None, None, None, rate, "too_few")
    if on <= points[-1][0]:
        return Forecast(n, on, left, None, None, None, None, rate, "not_ahead")
    value, margin = regression(points, on)
    low, high = value - margin, value + margin
    verdict = _verdict(kpi.direction, kpi.target, kpi.tolerance or 0.0, low, high)
    return Forecast(n, on, left, value, low, high, verdict, rate, None)


def regression(points: Sequence[tuple[date, float]], day: date) -> tuple[float, float]:
    """Least squares on dates: the value on `day` and half the width of its prediction band of BAND percent.

    Needs three points or more on at least two days. The margin is t(q, n−2)·s·√(1 + 1/n + (x₀−x̄)²/Sxx), where q
    leaves half of what is outside the band above it.
    """
    x = np.array([point.toordinal() for point, _ in points], dtype=np.float64)
    y = np.array([value for _, value in points], dtype=np.float64)
    n, centre = len(points), float(x.mean())
    deviation = x - centre
    spread = float(deviation @ deviation)
    slope = float(deviation @ (y - y.mean())) / spread
    residuals = y - y.mean() - slope * deviation
    error = math.sqrt(float(residuals @ residuals) / (n - 2))
    ahead = day.toordinal() - centre
    margin = _t_quantile(n - 2) * error * math.sqrt(1 + 1 / n + ahead * ahead / spread)
    return float(y.mean()) + slope * ahead, margin


def prediction_band(kpi: KpiResult, until: date) -> list[tuple[date, float, float]]:
    """Days from the latest actual to `until`, each with the line's value and half the band's width.

    Raises ValueError for a KPI with fewer than FEWEST_ACTUALS actuals.
    """
    points = _points(kpi)
    if len(points) < FEWEST_ACTUALS:
        raise ValueError(kpi.kpi_id)
    first = points[-1][0]
    ahead = [first + (until - first) * step / BAND_STEPS for step in range(BAND_STEPS)]
    return [(day, *regression(points, day)) for day in [*ahead, until]]


def needed_rate(kpi: KpiResult) -> float | None:
    """Amount that each whole calendar month from the actual's date to the target's must add, in the KPI's unit.

    None for 維持, 以上, 以下 and 単年度, while the target is reached, and when less than one month is left.
    """
    if kpi.target is None or kpi.target_on is None or kpi.actual is None or kpi.as_of is None:
        return None
    if kpi.direction == KEPT or kpi.direction in HELD or kpi.aggregation == "単年度":
        return None
    if has_reached(kpi.direction, exact(kpi.actual), exact(kpi.target)):
        return None
    months = whole_months(kpi.as_of, kpi.target_on)
    return (kpi.target - kpi.actual) / months if months >= 1 else None


def whole_months(start: date, end: date) -> int:
    """Whole calendar months from `start` to `end`; a month's last day always completes the month."""
    months = 12 * (end.year - start.year) + end.month - start.month
    reached = end.day >= start.day or end.day == monthrange(end.year, end.month)[1]
    return months if reached else months - 1


def _points(kpi: KpiResult) -> list[tuple[date, float]]:
    """Points that the line is drawn through; a 単年度 KPI has one per complete year."""
    actuals = complete_years(kpi.actuals) if kpi.aggregation == "単年度" else kpi.actuals
    return [(actual.as_of, actual.value) for actual in actuals]


def _verdict(direction: str, target: float, tolerance: float, low: float, high: float) -> Verdict:
    """Whole band beyond the target, whole band short of it, or the target inside; equal counts as reached."""
    noise = 1e-9 * max(1.0, abs(target), abs(low), abs(high))
    if direction == KEPT:
        floor, ceiling = target - tolerance - noise, target + tolerance + noise
        if floor <= low and high <= ceiling:
            return "likely"
        return "unlikely" if high < floor or low > ceiling else "uncertain"
    if SIGNS[direction] < 0:
        target, low, high = -target, -high, -low
    if low >= target - noise:
        return "likely"
    return "unlikely" if high < target - noise else "uncertain"


@lru_cache(maxsize=256)
def _t_quantile(degrees: int) -> float:
    """Student's t that leaves half of what is outside BAND above it."""
    from scipy.special import stdtrit  # noqa: PLC0415  # a third of a second to import, and few commands need it

    return float(stdtrit(degrees, (1 + BAND / 100) / 2))
