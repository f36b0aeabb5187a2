"""Everything a meeting looks at, from one snapshot: roll-ups, KPIs, forecasts and the attention list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kdx_metrics.numbers.attention import AttentionItem, attention_list
from kdx_metrics.numbers.earned_schedule import EarnedSchedule, earned_schedule
from kdx_metrics.numbers.forecast import Forecast, forecast
from kdx_metrics.numbers.kpi import KpiResult, evaluate_kpis
from kdx_metrics.numbers.progress import Group, RatedRows, positions, rate, roll_up_by
from kdx_metrics.plan.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Summary:
    """All numbers of one snapshot at its date.

    `period` is the number of the 期 that holds `as_of`. `pillars` and `periods` are in the strategy's order and
    complete, `cells` holds every pillar × period even when empty, `departments` are in order of appearance.
    `actions` are `rate()`'s rows.
    """

    snapshot: Snapshot
    as_of: date
    period: int
    token: str
    overall: Group
    pillars: Mapping[str, Group]
    periods: Mapping[int, Group]
    cells: Mapping[tuple[str, int], Group]
    departments: Mapping[str, Group]
    actions: pd.DataFrame
    kpis: list[KpiResult]
    forecasts: Mapping[str, Forecast]
    attention: list[AttentionItem]
    earned: EarnedSchedule
    earned_pillars: Mapping[str, EarnedSchedule]

    def kpi(self, kpi_id: str) -> KpiResult:
        """The KPI of a number. Raises StopIteration where there is none."""
        return next(kpi for kpi in self.kpis if kpi.kpi_id == kpi_id)


def summarise(snapshot: Snapshot) -> Summary:
    """Compute every number of a snapshot at its own date; an empty snapshot gives empty groups, never zeros."""
    strategy, as_of = snapshot.strategy, snapshot.as_of
    actions = rate(snapshot.actions, as_of, strategy.rating)
    pillar_ids = [pillar.id for pillar in strategy.pillars]
    numbers = [period.number for period in strategy.periods]
    rows = RatedRows.of(actions)
    pillar, period = positions(actions["pillar"], pillar_ids), positions(actions["period"], numbers)
    cell = np.where((pillar >= 0) & (period >= 0), pillar * len(numbers) + period, -1)
    department, names = pd.factorize(actions["department"])
    kpis = evaluate_kpis(snapshot)
    forecasts = {kpi.kpi_id: forecast(kpi, as_of) for kpi in kpis}
    cell_keys = [(pillar_id, number) for pillar_id in pillar_ids for number in numbers]
    return Summary(
        snapshot=snapshot,
        as_of=as_of,
        period=strategy.period_at(as_of).number,
        token=snapshot.token,
        overall=roll_up_by(rows, np.zeros(len(actions), dtype=np.int64), 1, as_of)[0],
        pillars=dict(zip(pillar_ids, roll_up_by(rows, pillar, len(pillar_ids), as_of), strict=True)),
        periods=dict(zip(numbers, roll_up_by(rows, period, len(numbers), as_of), strict=True)),
        cells=dict(zip(cell_keys, roll_up_by(rows, cell, len(cell_keys), as_of), strict=True)),
        departments=dict(zip(names, roll_up_by(rows, department, len(names), as_of), strict=True)),
        actions=actions,
        kpis=kpis,
        forecasts=forecasts,
        attention=attention_list(actions, kpis, forecasts, as_of, strategy),
        earned=earned_schedule(actions, as_of),
        earned_pillars={
            pillar_id: earned_schedule(actions[pillar == position], as_of)
            for position, pillar_id in enumerate(pillar_ids)
        },
    )
