"""Evaluation of every KPI at one date."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from kdx_metrics.numbers.exact import exact
from kdx_metrics.numbers.kpi.definition import Definition
from kdx_metrics.numbers.kpi.observed import Actual, Observed, Statement, observed
from kdx_metrics.numbers.kpi.rating import HELD, Case, Unrated, attainment, pace, quotient, rating, ratio
from kdx_metrics.numbers.kpi.results import PeriodResult, results
from kdx_metrics.numbers.kpi.targets import Path, targets_of, yearly_targets
from kdx_metrics.plan.fiscal_calendar import fiscal_year
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import PaceBands

STALE_AFTER_DAYS = 400


@dataclass(frozen=True, slots=True)
class KpiResult:
    """One KPI at one date.

    `actual` is the value judged and `as_of` its date; `target` the target in force, due on `target_on`; `target_year`
    the yearly target of 年度 `year`. `attainment` (達成率, from 基準値) and `ratio` (目標比) are in percent and never
    capped, and `leading` names the one that the strategy shows first. `expected` is what is due on `expected_on`, in
    the KPI's unit, `pace` a ratio (1 = on the path); without 基準値, `quotient` stands for it. `unrated` says why a
    rating is missing. `provisional` marks a value of a year that is not complete (途中), `stale` one older than
    STALE_AFTER_DAYS (古い値). `results` holds one entry per 期 that has ended with a target, `targets` every target by
    the day on which it is due. `actuals` are the usable values not after the date, in date order; `pending` the dates
    without a value, with the reason as typed. `statement` is what the 所管課 says about the newest. `row` is the
    Excel row in kpis.
    """

    kpi_id: str
    pillar: str
    name: str
    unit: str
    department: str
    direction: str
    aggregation: str
    baseline: float | None
    baseline_on: date | None
    tolerance: float | None
    actual: float | None
    as_of: date | None
    target: float | None
    target_on: date | None
    year: int
    target_year: float | None
    attainment: float | None
    ratio: float | None
    leading: Literal["attainment", "ratio"]
    expected: float | None
    expected_on: date | None
    pace: float | None
    quotient: float | None
    rating: str
    unrated: Unrated | None
    provisional: bool
    stale: bool
    results: tuple[PeriodResult, ...]
    targets: Mapping[date, float]
    actuals: tuple[Actual, ...]
    pending: tuple[tuple[date, str], ...]
    statement: Statement
    path: Path
    row: int

    @property
    def course(self) -> Path:
        """The path as it is drawn: a threshold holds all the while, so its targets are no way to go."""
        return Path(tuple(self.targets.items()), stepped=True) if self.direction in HELD else self.path


def evaluate_kpis(snapshot: Snapshot) -> list[KpiResult]:
    """One result per row of kpis, in file order."""
    strategy, as_of = snapshot.strategy, snapshot.as_of
    by_kpi, yearly = observed(snapshot.actuals, as_of), yearly_targets(snapshot.targets)
    rows: list[dict[Hashable, Any]] = snapshot.kpis.reset_index(names="row").to_dict("records")
    return [
        _evaluate(
            row,
            Definition.of(row, targets_of(row, yearly.get(row["kpi_id"], {}), strategy)),
            by_kpi.get(row["kpi_id"], Observed()),
            as_of,
            strategy.kpi,
        )
        for row in rows
    ]


def _evaluate(
    row: Mapping[Hashable, Any], kpi: Definition, observations: Observed, as_of: date, bands: PaceBands
) -> KpiResult:
    actual = kpi.chosen(observations.actuals)
    target_on = kpi.target_on(actual, as_of)
    target = None if target_on is None else kpi.targets.due[target_on]
    year = fiscal_year(actual.as_of if actual is not None and kpi.is_yearly else as_of)
    verdict = _Verdict("not_evaluable", "no_actual") if actual is None else _judge(kpi, actual, target_on, bands)
    return KpiResult(
        kpi_id=row["kpi_id"],
        pillar=row["pillar"],
        name=row["name"],
        unit=row["unit"],
        department=row["department"],
        direction=kpi.direction,
        aggregation=kpi.aggregation,
        baseline=kpi.baseline,
        baseline_on=kpi.baseline_on,
        tolerance=kpi.tolerance,
        actual=None if actual is None else actual.value,
        as_of=None if actual is None else actual.as_of,
        target=target,
        target_on=target_on,
        year=year,
        target_year=kpi.targets.yearly.get(year),
        attainment=_float(verdict.attainment),
        ratio=_float(verdict.ratio),
        leading="ratio" if bands.attainment == "ratio" else "attainment",
        expected=_float(verdict.expected),
        expected_on=None if actual is None else kpi.judged_on(actual),
        pace=_float(verdict.pace),
        quotient=_float(verdict.quotient),
        rating=verdict.rating,
        unrated=verdict.unrated,
        provisional=actual is not None and kpi.is_yearly and not actual.is_of_whole_year,
        stale=actual is not None and (as_of - actual.as_of).days > STALE_AFTER_DAYS,
        results=tuple(results(kpi, observations.actuals, as_of)),
        targets=kpi.targets.due,
        actuals=observations.actuals,
        pending=observations.pending,
        statement=observations.statement,
        path=kpi.path,
        row=int(row["row"]),
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A rating with its numbers, or the reason for which there is none."""

    rating: str
    unrated: Unrated | None = None
    expected: Fraction | None = None
    ratio: Fraction | None = None
    attainment: Fraction | None = None
    pace: Fraction | None = None
    quotient: Fraction | None = None


def _judge(kpi: Definition, actual: Actual, target_on: date | None, bands: PaceBands) -> _Verdict:
    """Verdict on an actual; one that is only shown has neither attainment nor pace."""
    expected = kpi.path.exact_at(kpi.judged_on(actual))
    if target_on is None or expected is None:
        return _Verdict("not_evaluable", "no_target", expected)
    case = Case(
        direction=kpi.direction,
        baseline=None if kpi.baseline is None else exact(kpi.baseline),
        target=exact(kpi.targets.due[target_on]),
        expected=expected,
        actual=exact(actual.value),
        tolerance=exact(kpi.tolerance or 0.0),
    )
    shown = ratio(case.actual, case.target)
    if kpi.precedes_baseline(actual):
        return _Verdict("not_evaluable", "before_baseline", expected, shown)
    if kpi.is_only_shown(actual):
        return _Verdict("not_evaluable", "running_year", expected, shown)
    word = rating(case, bands, is_due=kpi.judged_on(actual) >= target_on)
    unrated: Unrated | None = "incomparable" if word == "not_evaluable" else None
    return _Verdict(word, unrated, expected, shown, attainment(case), pace(case), quotient(case))


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
