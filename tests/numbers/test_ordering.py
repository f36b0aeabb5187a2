"""Worst first."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.ordering import actions_worst_first, kpis_worst_first
from kdx_metrics.numbers.progress import rate
from kdx_metrics.numbers.ratings import KPI_RATINGS
from kdx_metrics.plan.strategy import Strategy
from tests.factories import action, frame
from tests.shipped import NOW, summary


def test_the_row_furthest_behind_stands_first_and_equal_rows_keep_their_order(strategy: Strategy) -> None:
    rows = [
        action("A-1", progress=80.0),
        action("A-2", progress=None),
        action("A-3", progress=30.0),
        action("A-4", status="完了", progress=None),
        action("A-5", progress=10.0),
        action("A-6", progress=80.0),
    ]
    ordered = actions_worst_first(rate(frame("action_plan", rows), date(2026, 10, 31), strategy.rating))
    assert ordered["action_id"].tolist() == ["A-5", "A-3", "A-2", "A-1", "A-6", "A-4"]


def test_kpis_that_a_meeting_asks_about_come_first_and_then_go_by_rating() -> None:
    shown = summary(NOW)
    ordered = kpis_worst_first(shown.kpis, shown.attention)
    listed = [item.id for item in shown.attention if item.kpi is not None]
    assert [kpi.kpi_id for kpi in ordered[: len(listed)]] == listed
    rest = [KPI_RATINGS.index(kpi.rating) for kpi in ordered[len(listed) :]]
    assert rest == sorted(rest)
    assert {kpi.kpi_id for kpi in ordered} == {kpi.kpi_id for kpi in shown.kpis}
