"""Everything a meeting looks at, from one snapshot: roll-ups, KPIs, forecasts and the attention list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from kdx_metrics.numbers.assessment import assess, share_leads
from kdx_metrics.numbers.earlier import NOTHING_EARLIER, Earlier
from kdx_metrics.numbers.earned_schedule import NOT_MEASURED, EarnedSchedule, Spans, schedule, up_to
from kdx_metrics.numbers.effects import Effect, Value, effect_sums, value_of
from kdx_metrics.numbers.groups import Group, RatedRows, roll_up, roll_up_by
from kdx_metrics.numbers.kpi import KpiResult, evaluate_kpis
from kdx_metrics.numbers.kpi.forecast import Forecast, forecast
from kdx_metrics.numbers.links import Link, links_of
from kdx_metrics.numbers.meeting.attention import AttentionItem, attention_list
from kdx_metrics.numbers.meeting.board import Board, board_of, watched
from kdx_metrics.numbers.money import MoneyYear, money_years
from kdx_metrics.numbers.progress import positions, rate
from kdx_metrics.numbers.voices import received
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy


@dataclass(frozen=True, eq=False)
class Summary:
    """All numbers of one snapshot at its date.

    `period` is the number of the 期 that holds `as_of`, `unplanned` those of the later ones whose rows are hardly
    written yet (計画策定前). `pillars` and `periods` are in the strategy's order and
    complete, `cells` holds every pillar × period even when empty, `departments` are in order of appearance.
    `actions` are `rate()`'s rows. `is_estimate` tells of a day to come, until which nobody may have reported (試算).
    Of all groups `share_leads` says that 順調率 leads in place of the means.
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
    share_leads: bool
    kpis: list[KpiResult]
    forecasts: Mapping[str, Forecast]
    unplanned: tuple[int, ...]
    attention: list[AttentionItem]
    earned: EarnedSchedule
    earned_pillars: Mapping[str, EarnedSchedule]
    is_estimate: bool = False

    @property
    def current(self) -> Group:
        """The 期 in force: its numbers lead, as later ones may hardly be planned yet."""
        return self.periods[self.period]

    def group(self, pillar: str | None = None, period: int | None = None) -> Group:
        """Rows of a 柱, a 期 or both; none of one that its strategy did not have, since another one may by now."""
        if pillar is None and period is None:
            return self.overall
        if pillar is not None and period is not None:
            group = self.cells.get((pillar, period))
        else:
            group = self.periods.get(period) if period is not None else self.pillars.get(pillar or "")
        return group or roll_up(self.actions.iloc[:0], self.as_of, share_leads=self.share_leads)

    @property
    def running(self) -> pd.DataFrame:
        """Rated rows of the 期 in force."""
        return self.actions[self.actions["period"] == self.period]

    @property
    def kpi_alarms(self) -> list[AttentionItem]:
        """要注意の指標: the lines of KPIs in the attention list."""
        return [item for item in self.attention if item.kpi is not None]

    @cached_property
    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """Links of 取組 of the 期 in force by KPI; none for one 課, whose own rows are a part of them."""
        snapshot = self.snapshot
        if snapshot.department is not None:
            return {}
        return links_of(snapshot.links, self.actions, self.kpis, self.period)

    @cached_property
    def board(self) -> Board:
        """Lists that are put before the headquarters: ご判断, ご報告 and 事務局で確認; 要注意 alone in an estimate."""
        if self.is_estimate or not self._asks():
            return watched(self.attention, is_estimate=self.is_estimate)
        return board_of(self.attention, self.actions, self.kpis)

    def _asks(self) -> bool:
        """True where any 取組 or 指標 of the city has a 本部への依頼, whichever 所管課 is in view."""
        city = self.snapshot.city
        if _any_asks(self.actions, self.kpis) or city is None:
            return _any_asks(self.actions, self.kpis)
        return _any_asks(city.actions, evaluate_kpis(city))

    @cached_property
    def money(self) -> tuple[MoneyYear, ...]:
        """Budget, settlement and subsidy per 年度."""
        return money_years(self.snapshot.years, self.as_of)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Effects per kind and unit."""
        return effect_sums(self.snapshot.effects, self.as_of)

    @cached_property
    def value(self) -> Value | None:
        """Effect in money beside the cost; None where an hour has no price."""
        hourly_yen = self.snapshot.strategy.effects.hourly_yen
        return value_of(self.snapshot.effects, self.snapshot.years, self.as_of, hourly_yen)

    @property
    def has_value(self) -> bool:
        """True where there is money or an effect to tell."""
        return bool(self.money or self.effects)

    @cached_property
    def voices(self) -> pd.DataFrame:
        """Opinions received by the date, newest first."""
        return received(self.snapshot.table("voices"), self.as_of)

    def kpi(self, kpi_id: str) -> KpiResult:
        """The KPI of a number. Raises StopIteration where there is none."""
        return next(kpi for kpi in self.kpis if kpi.kpi_id == kpi_id)


def summarise(snapshot: Snapshot, earlier: Earlier = NOTHING_EARLIER) -> Summary:
    """Compute every number of a snapshot at its own date; an empty snapshot gives empty groups, never zeros."""
    strategy, as_of = snapshot.strategy, snapshot.as_of
    people = assess(snapshot.actions, snapshot.years, strategy, as_of)
    actions = rate(snapshot.actions, as_of, strategy.rating, earlier, people)
    by_share = share_leads(actions)
    unplanned = unplanned_periods(actions, strategy, as_of)
    limit = strategy.period_at(as_of).last_day if unplanned else None
    pillar_ids = [pillar.id for pillar in strategy.pillars]
    numbers = [period.number for period in strategy.periods]
    rows = RatedRows.of(actions, share_leads=by_share)
    pillar, period = positions(actions["pillar"], pillar_ids), positions(actions["period"], numbers)
    counted_pillar = pillar[rows.counted]
    cell = np.where((pillar >= 0) & (period >= 0), pillar * len(numbers) + period, -1)
    department, names = pd.factorize(actions["department"])
    kpis = evaluate_kpis(snapshot)
    forecasts = {kpi.kpi_id: forecast(kpi, as_of) for kpi in kpis}

    def earned(spans: Spans) -> EarnedSchedule:
        return NOT_MEASURED if by_share else up_to(schedule(spans, as_of), limit)

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
        share_leads=by_share,
        kpis=kpis,
        forecasts=forecasts,
        unplanned=unplanned,
        attention=attention_list(actions, kpis, forecasts, as_of, strategy),
        earned=earned(rows.spans),
        earned_pillars={
            pillar_id: earned(rows.spans.take(np.flatnonzero(counted_pillar == position)))
            for position, pillar_id in enumerate(pillar_ids)
        },
    )


def _any_asks(actions: pd.DataFrame, kpis: Iterable[KpiResult]) -> bool:
    return bool((actions["ask"] != "").any()) or any(kpi.statement.ask for kpi in kpis)


def unplanned_periods(rated: pd.DataFrame, strategy: Strategy, as_of: date) -> tuple[int, ...]:
    """Numbers of the later 期 whose weight per day is under half of the running one's: 計画策定前.

    Rows that are 対象外 have no weight here. Without a row in the running 期 none is so called.
    """
    planned = rated["weight"].where(rated["rating"] != "excluded", 0.0)
    weights = planned.groupby(rated["period"]).sum()
    running = strategy.period_at(as_of)
    per_day = {
        period.number: float(weights.get(period.number, 0.0)) / ((period.last_day - period.first_day).days + 1)
        for period in strategy.periods
    }
    return tuple(
        number for number, weight in per_day.items() if number > running.number and weight < per_day[running.number] / 2
    )
