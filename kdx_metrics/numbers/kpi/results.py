"""期の結果: the value with which a KPI ended each 期, against the target of its last day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kdx_metrics.numbers.kpi.definition import Definition
from kdx_metrics.numbers.kpi.observed import Actual


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """Result of one 期 that has ended: `reached` is None without an actual, `stale` marks one older than the 期."""

    period: int
    actual: float | None
    as_of: date | None
    target: float
    reached: bool | None
    stale: bool


def results(kpi: Definition, actuals: Sequence[Actual], as_of: date) -> Iterator[PeriodResult]:
    """One result per 期 that ended before `as_of` and has a target on its last day."""
    for period in kpi.targets.strategy.periods:
        last_day = period.last_day
        if last_day >= as_of or last_day not in kpi.targets.due:
            continue
        target = kpi.targets.due[last_day]
        usable = [
            actual
            for actual in actuals
            if (actual.as_of == last_day if kpi.is_yearly else actual.as_of <= last_day)
            and not kpi.precedes_baseline(actual)
        ]
        if not usable:
            yield PeriodResult(period.number, None, None, target, None, stale=False)
            continue
        actual = usable[-1]
        yield PeriodResult(
            period.number,
            actual.value,
            actual.as_of,
            target,
            kpi.has_reached(actual, target),
            stale=actual.as_of < period.first_day,
        )
