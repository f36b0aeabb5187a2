"""Planned curve, actuals at each status date, forecast."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kdx_metrics.charts.curve import progress_curve
from kdx_metrics.numbers.earned_schedule import EarnedSchedule, earned_schedule, planned_curve
from kdx_metrics.numbers.progress import rate
from kdx_metrics.plan.strategy import Strategy
from tests.charts.drawn import hover, labels, names, trace
from tests.factories import action, frame

AS_OF = date(2026, 3, 31)
NO_SCHEDULE = EarnedSchedule(None, None, None, None, None, None, None, "nothing_evaluable")
HISTORY = [(AS_OF, 25.0, 50.0), (date(2025, 9, 30), 10.0, 25.0)]


def test_actuals_are_joined_in_date_order_beside_the_planned_curve(strategy: Strategy) -> None:
    rated = rate(frame("action_plan", [action(progress=25.0)]), AS_OF, strategy.rating)
    drawn = progress_curve(planned_curve(rated), HISTORY, earned_schedule(rated, AS_OF), strategy)
    assert names(drawn) == ["計画", "その時点の計画", "実績", "見込み"]
    actual = trace(drawn, "実績")
    assert (list(actual.x), list(actual.y)) == (["2025-09-30", "2026-03-31"], [10.0, 25.0])
    plan = trace(drawn, "計画")
    assert (plan.x[0], plan.y[0]) == ("2025-03-31", 0.0)
    assert (plan.x[-1], plan.y[-1]) == ("2027-03-31", 100.0)
    assert list(plan.y) == sorted(plan.y)
    assert "<b>実績 25.0%</b>" in labels(drawn)


def test_the_forecast_is_the_plan_stretched_to_the_end_of_the_period(strategy: Strategy) -> None:
    rated = rate(frame("action_plan", [action(progress=25.0)]), AS_OF, strategy.rating)
    earned = earned_schedule(rated, AS_OF)
    assert earned.spi_t == pytest.approx(0.5)
    drawn = progress_curve(planned_curve(rated), HISTORY, earned, strategy)
    dashed = trace(drawn, "見込み")
    assert (dashed.x[0], dashed.x[-1]) == ("2026-03-31", "2027-03-31")
    assert (dashed.y[0], dashed.y[-1]) == (pytest.approx(25.0), pytest.approx(50.0))
    assert list(dashed.y) == sorted(dashed.y)
    assert dashed.line.dash == "dash"
    assert "このままなら期末に 50.0%" in labels(drawn)


def test_at_the_end_of_a_period_nothing_is_forecast(strategy: Strategy) -> None:
    end = date(2027, 3, 31)
    rated = rate(frame("action_plan", [action(progress=25.0)]), end, strategy.rating)
    drawn = progress_curve(planned_curve(rated), [(end, 25.0, 100.0)], earned_schedule(rated, end), strategy)
    assert "見込み" not in names(drawn)


@pytest.mark.parametrize("history", [[], HISTORY[:1]])
def test_without_a_schedule_there_is_no_forecast(strategy: Strategy, history: list[tuple[date, float, float]]) -> None:
    drawn = progress_curve((date(2025, 4, 1), np.linspace(0, 100, 731)), history, NO_SCHEDULE, strategy)
    assert "見込み" not in names(drawn)


def test_nothing_evaluable_is_said_in_words(strategy: Strategy) -> None:
    drawn = progress_curve(None, [], NO_SCHEDULE, strategy)
    assert "評価できる取組がないため、計算しません。" in labels(drawn)


def test_eight_years_of_days_are_thinned_to_what_the_eye_can_use(strategy: Strategy) -> None:
    drawn = progress_curve((date(2023, 4, 1), np.linspace(0, 100, 2923)), HISTORY, NO_SCHEDULE, strategy)
    assert len(trace(drawn, "計画").x) < 200


def test_hover_texts_name_the_day_in_both_ways(strategy: Strategy) -> None:
    drawn = progress_curve((date(2025, 4, 1), np.linspace(0, 100, 731)), HISTORY, NO_SCHEDULE, strategy)
    assert "<b>令和8年3月31日(2026-03-31)時点</b><br>実績 25.0%、その時点の計画 50.0%" in hover(drawn)
