"""KPIs against target and path: attainment, expected value, pace and rating (formulas.md, "KPI")."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from kdx_metrics.plan.fiscal_calendar import fiscal_year, fiscal_year_end
from kdx_metrics.plan.formats import is_missing
from kdx_metrics.plan.strategy import PaceBands, Strategy

STALE_AFTER_DAYS = 400

Path = tuple[tuple[date, float], ...]


@dataclass(frozen=True, slots=True)
class Actual:
    """One observed value, the day it describes and its Excel row in kpi_actuals."""

    as_of: date
    value: float
    row: int


@dataclass(frozen=True, slots=True)
class KpiResult:
    """One KPI at one date.

    `actual` is the value judged and `as_of` its date; `target` the target in force, due on `target_on`, the last
    day of 期 `target_period`. `attainment` is in percent and never capped, `expected` in the KPI's unit, `pace` a
    ratio (1 = on the path). `provisional` marks a running year (途中), `stale` a value older than STALE_AFTER_DAYS
    (古い値). `actuals` are the usable values not after the date, in date order; `pending` the dates without a
    value, with the reason as typed. `path` holds the corner points of the expected path. `row` is the Excel row
    in kpis.
    """

    kpi_id: str
    pillar: str
    name: str
    unit: str
    department: str
    direction: str
    aggregation: str
    baseline: float
    baseline_on: date
    tolerance: float | None
    actual: float | None
    as_of: date | None
    target: float | None
    target_on: date | None
    target_period: int | None
    attainment: float | None
    expected: float | None
    pace: float | None
    rating: str
    provisional: bool
    stale: bool
    actuals: tuple[Actual, ...]
    pending: tuple[tuple[date, str], ...]
    path: Path
    row: int


@dataclass(frozen=True, slots=True)
class _Observed:
    """The actuals of one KPI not after the date, in date order."""

    actuals: tuple[Actual, ...] = ()
    pending: tuple[tuple[date, str], ...] = ()


def evaluate_kpis(kpis: pd.DataFrame, actuals: pd.DataFrame, as_of: date, strategy: Strategy) -> list[KpiResult]:
    """One result for each row of `kpis`, in file order; `actuals` dated after `as_of` are not used."""
    observed = _observed(actuals, as_of)
    rows: list[dict[Hashable, Any]] = kpis.reset_index(names="row").to_dict("records")
    return [_evaluate(row, observed.get(row["kpi_id"], _Observed()), as_of, strategy) for row in rows]


def expected_at(path: Path, day: date) -> float:
    """The path's value on `day`: straight between corner points, constant before the first and after the last."""
    if day <= path[0][0]:
        return path[0][1]
    for (left, low), (right, high) in pairwise(path):
        if day <= right:
            # Multiplied before divided, so that a value exactly on the path is not misplaced.
            return low + (high - low) * (day - left).days / (right - left).days
    return path[-1][1]


def yearly(actuals: Sequence[Actual], as_of: date) -> list[tuple[int, Actual]]:
    """The latest value of each complete fiscal year (its 31 March not after `as_of`), oldest year first."""
    latest = {fiscal_year(actual.as_of): actual for actual in actuals}
    return [(year, actual) for year, actual in sorted(latest.items()) if fiscal_year_end(year) <= as_of]


def _observed(actuals: pd.DataFrame, as_of: date) -> dict[str, _Observed]:
    used = actuals[actuals["as_of"] <= pd.Timestamp(as_of)].sort_values("as_of", kind="stable")
    observations: dict[str, tuple[list[Actual], list[tuple[date, str]]]] = {}
    columns = zip(
        used["kpi_id"].tolist(),
        used["as_of"].to_numpy().astype("datetime64[D]").tolist(),
        used["value"].tolist(),
        used["value_missing"].tolist(),
        used.index.tolist(),
        strict=True,
    )
    for kpi_id, day, value, missing, row in columns:
        values, pending = observations.setdefault(kpi_id, ([], []))
        if is_missing(value):  # the cell held no value
            pending.append((day, missing))
        else:
            values.append(Actual(day, value, row))
    return {kpi_id: _Observed(tuple(values), tuple(pending)) for kpi_id, (values, pending) in observations.items()}


def _evaluate(row: dict[Hashable, Any], observed: _Observed, as_of: date, strategy: Strategy) -> KpiResult:
    baseline, baseline_on = float(row["baseline"]), row["baseline_on"].date()
    targets = {
        period.number: float(row[f"target_{period.number}"])
        for period in strategy.periods
        if not pd.isna(row[f"target_{period.number}"])
    }
    period = _target_period(targets, strategy.period_at(as_of).number)
    target = None if period is None else targets[period]
    corners = ((strategy.period(number).last_day, value) for number, value in targets.items())
    path: Path = ((baseline_on, baseline), *(corner for corner in corners if corner[0] > baseline_on))
    tolerance = None if pd.isna(row["tolerance"]) else float(row["tolerance"])
    chosen, provisional = _chosen(observed.actuals, row["aggregation"], as_of)

    expected = attainment = pace = None
    rating = "not_evaluable"
    if chosen is not None:
        day = fiscal_year_end(fiscal_year(chosen.as_of)) if row["aggregation"] == "単年度" else chosen.as_of
        expected = expected_at(path, day)
        if target is not None:
            if row["direction"] != "維持" and target != baseline:
                attainment = 100 * (chosen.value - baseline) / (target - baseline)
                if expected != baseline:
                    pace = (chosen.value - baseline) / (expected - baseline)
            rating = (
                ("maintained" if abs(chosen.value - target) <= (tolerance or 0.0) else "deviated")
                if row["direction"] == "維持"
                else _rating(row["direction"], baseline, target, expected, chosen.value, pace, strategy.kpi)
            )
    return KpiResult(
        kpi_id=row["kpi_id"],
        pillar=row["pillar"],
        name=row["name"],
        unit=row["unit"],
        department=row["department"],
        direction=row["direction"],
        aggregation=row["aggregation"],
        baseline=baseline,
        baseline_on=baseline_on,
        tolerance=tolerance,
        actual=None if chosen is None else chosen.value,
        as_of=None if chosen is None else chosen.as_of,
        target=target,
        target_on=None if period is None else strategy.period(period).last_day,
        target_period=period,
        attainment=attainment,
        expected=expected,
        pace=pace,
        rating=rating,
        provisional=provisional,
        stale=chosen is not None and (as_of - chosen.as_of).days > STALE_AFTER_DAYS,
        actuals=observed.actuals,
        pending=observed.pending,
        path=path,
        row=int(row["row"]),
    )


def _target_period(targets: dict[int, float], current: int) -> int | None:
    """The 期 whose target is in force: the current one's, else the next one set, else the last one set."""
    later = [number for number in targets if number >= current]
    return min(later) if later else max(targets, default=None)


def _chosen(actuals: tuple[Actual, ...], aggregation: str, as_of: date) -> tuple[Actual | None, bool]:
    """The actual that is judged, and True for one of a running year (途中)."""
    if not actuals:
        return None, False
    if aggregation != "単年度":
        return actuals[-1], False
    complete = yearly(actuals, as_of)
    return (complete[-1][1], False) if complete else (actuals[-1], True)


def _rating(
    direction: str,
    baseline: float,
    target: float,
    expected: float,
    actual: float,
    pace: float | None,
    bands: PaceBands,
) -> str:
    """The first matching rule for a KPI that must rise (増加) or fall (減少)."""
    sign = 1 if direction == "増加" else -1
    if sign * actual >= sign * target:
        return "achieved"
    if target == baseline:
        return "behind"
    if sign * actual >= sign * expected:
        return "on_track"
    if sign * actual < sign * baseline:
        return "worsened"
    if pace is None or pace >= bands.on_track:  # no pace: nothing is due yet
        return "on_track"
    return "slightly_behind" if pace >= bands.slightly_behind else "behind"
