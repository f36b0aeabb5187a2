"""Where a KPI is heading: a straight line through its actuals with an 80 % band (formulas.md, "Forecast")."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np

from kdx_metrics.numbers.kpi import KpiResult, yearly
from kdx_metrics.plan.fiscal_calendar import fiscal_year_end, seireki
from kdx_metrics.plan.formats import format_amount, format_signed, format_value

FEWEST_ACTUALS = 6
CONFIDENCE = 0.9  # of each side: an 80 % band

Verdict = Literal["likely", "unlikely", "uncertain"]
_VERDICT_WORDS: dict[Verdict, str] = {
    "likely": "達成見込み(幅全体が目標に届く)",
    "unlikely": "未達見込み(幅全体が目標に届かない)",
    "uncertain": "不確か(幅の中に目標がある)",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """The outlook of one KPI at the date of its target in force.

    `n` actuals were used. `value`, `low` and `high` are in the KPI's unit and None without a forecast; so is
    `verdict`. `needed_rate` is what each whole calendar month must add (negative for 減少), None where it makes
    no sense. `text` is a Japanese sentence with n and the rule, always given.
    """

    n: int
    on: date | None
    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None
    needed_rate: float | None
    text: str


def forecast(kpi: KpiResult, as_of: date) -> Forecast:
    """The forecast of a KPI at its target's date, or only the needed rate where there is too little data."""
    points = _points(kpi, as_of)
    n = len(points)
    rate = needed_rate(kpi)
    if kpi.target is None or kpi.target_on is None or kpi.actual is None or kpi.as_of is None:
        return Forecast(n, kpi.target_on, None, None, None, None, None, "実績がないため、見通しは計算しません。")
    if n < FEWEST_ACTUALS or kpi.target_on <= points[-1][0]:
        why = (
            f"実績が{n}件のため、見通しは計算しません({FEWEST_ACTUALS}件以上で計算します)。"
            if n < FEWEST_ACTUALS
            else f"実績{n}件。目標の期日{seireki(kpi.target_on)}より先の見通しではないため、計算しません。"
        )
        return Forecast(n, kpi.target_on, None, None, None, None, rate, why + _distance(kpi, as_of, rate))
    value, margin = regression(points, kpi.target_on)
    low, high = value - margin, value + margin
    verdict = _verdict(kpi.direction, kpi.target, kpi.tolerance or 0.0, low, high)
    text = (
        f"実績{n}件の直線回帰では、{seireki(kpi.target_on)}に{format_amount(value)}{kpi.unit}"
        f"(80%の幅 {format_amount(low)}~{format_amount(high)}{kpi.unit})となり、"
        f"目標{_target_text(kpi)}に対して{_VERDICT_WORDS[verdict]}です。"
    )
    return Forecast(n, kpi.target_on, value, low, high, verdict, rate, text)


def regression(points: Sequence[tuple[date, float]], day: date) -> tuple[float, float]:
    """Least squares on dates: the value on `day` and half the width of its 80 % prediction band.

    Needs three points or more on at least two days. The margin is t(0.9, n−2)·s·√(1 + 1/n + (x₀−x̄)²/Sxx).
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


def needed_rate(kpi: KpiResult) -> float | None:
    """What each whole calendar month from the actual's date to the target's must add, in the KPI's unit.

    None for 維持 and 単年度, once the target is reached, and when less than one month is left.
    """
    if kpi.target is None or kpi.target_on is None or kpi.actual is None or kpi.as_of is None:
        return None
    if kpi.rating == "achieved" or kpi.direction == "維持" or kpi.aggregation == "単年度":
        return None
    months = whole_months(kpi.as_of, kpi.target_on)
    return (kpi.target - kpi.actual) / months if months >= 1 else None


def whole_months(start: date, end: date) -> int:
    """Whole calendar months from `start` to `end`; a month's last day always completes the month."""
    months = 12 * (end.year - start.year) + end.month - start.month
    reached = end.day >= start.day or end.day == monthrange(end.year, end.month)[1]
    return months if reached else months - 1


def _points(kpi: KpiResult, as_of: date) -> list[tuple[date, float]]:
    """What the line is drawn through; a 単年度 KPI has one value a complete year, at its 31 March."""
    if kpi.aggregation == "単年度":
        return [(fiscal_year_end(year), actual.value) for year, actual in yearly(kpi.actuals, as_of)]
    return [(actual.as_of, actual.value) for actual in kpi.actuals]


def _verdict(direction: str, target: float, tolerance: float, low: float, high: float) -> Verdict:
    """Whole band beyond the target, whole band short of it, or the target inside; equal counts as reached."""
    noise = 1e-9 * max(1.0, abs(target), abs(low), abs(high))
    if direction == "維持":
        floor, ceiling = target - tolerance - noise, target + tolerance + noise
        if floor <= low and high <= ceiling:
            return "likely"
        return "unlikely" if high < floor or low > ceiling else "uncertain"
    if direction == "減少":
        target, low, high = -target, -high, -low
    if low >= target - noise:
        return "likely"
    return "unlikely" if high < target - noise else "uncertain"


def _distance(kpi: KpiResult, as_of: date, rate: float | None) -> str:
    """The needed rate in words, or why there is none."""
    if kpi.actual is None or kpi.target is None or kpi.target_on is None:
        return ""
    due, target = seireki(kpi.target_on), _target_text(kpi)
    if kpi.direction == "維持":
        inside = "目標の範囲内です" if kpi.rating == "maintained" else "目標の範囲を外れています"
        return f"現在の実績{format_value(kpi.actual, kpi.unit)}は{inside}(目標{target})。"
    if kpi.rating == "achieved":
        return f"目標{target}にすでに達しています(実績{format_value(kpi.actual, kpi.unit)})。"
    if rate is not None:
        return f"{due}の目標{target}まで、月あたり {format_signed(rate)}{kpi.unit}が必要です。"
    gap = f"{format_amount(abs(kpi.target - kpi.actual))}{kpi.unit}"
    left = (kpi.target_on - as_of).days
    if left < 0:
        return f"目標{target}まであと{gap}です(期日{due}は過ぎています)。"
    return f"目標{target}まであと{gap}、{due}まで残り{left}日です。"


def _target_text(kpi: KpiResult) -> str:
    width = f"±{format_value(kpi.tolerance)}" if kpi.direction == "維持" and kpi.tolerance is not None else ""
    return f"{format_value(kpi.target)}{width}{kpi.unit}"


@lru_cache(maxsize=256)
def _t_quantile(degrees: int) -> float:
    """Student's t below which CONFIDENCE of the distribution lies."""
    from scipy.special import stdtrit  # noqa: PLC0415  # a third of a second to import, and few commands need it

    return float(stdtrit(degrees, CONFIDENCE))
