"""Earned schedule, with Lipke's worked example."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from kdx_metrics.numbers.earned_schedule import (
    earned_schedule,
    earned_time,
    planned_curve,
)
from kdx_metrics.numbers.groups import roll_up
from kdx_metrics.numbers.progress import rate
from kdx_metrics.plan.strategy import RatingBands
from tests.factories import Row, action, frame

PV = [0, 10, 25, 45, 70, 100]
START, END, MIDWAY = date(2026, 12, 12), date(2027, 3, 21), date(2027, 1, 10)  # 100 days, the 30th


def rated(rows: list[Row], as_of: date = MIDWAY) -> pd.DataFrame:
    return rate(frame("action_plan", rows), as_of, RatingBands())


def span(start: int, length: int, progress: float | None, **values: str | float) -> Row:
    """A row that begins `start` days after START and lasts `length` days."""
    first = START + timedelta(days=start)
    last = first + timedelta(days=length - 1)
    return action(planned_start=first, planned_end=last, progress=progress, **values)


def test_lipkes_example_gives_2_75_and_0_6875() -> None:
    earned = earned_time(PV, 40, 4)
    assert earned == pytest.approx(2.75)
    assert earned / 4 == pytest.approx(0.6875)


@pytest.mark.parametrize(("ev", "earned"), [(0, 0), (5, 0.5), (10, 1), (25, 2), (70, 4), (85, 4.5), (100, 5), (120, 5)])
def test_earned_time_interpolates_between_days_and_ends_with_the_plan(ev: float, earned: float) -> None:
    assert earned_time(PV, ev, 3) == pytest.approx(earned)


@pytest.mark.parametrize(("at", "earned"), [(0, 1), (1, 1), (2, 2), (3, 3), (4, 3), (9, 3)])
def test_on_a_flat_of_the_plan_the_time_nearest_to_now_is_earned(at: float, earned: float) -> None:
    assert earned_time([0, 50, 50, 50, 75, 100], 50, at) == earned


def test_a_flat_is_found_in_spite_of_float_noise() -> None:
    noisy = [0, 50, 50 + 1e-12, 50 + 3e-12, 75, 100]
    assert earned_time(noisy, 50 - 2e-12, 3) == 3


def test_the_schedule_of_one_row_is_its_progress_over_its_plan() -> None:
    earned = earned_schedule(rated([span(0, 100, 15.0)]), MIDWAY)
    assert (earned.start, earned.planned_days, earned.elapsed_days) == (START, 100, 30)
    assert earned.earned_days == pytest.approx(15)
    assert earned.spi_t == pytest.approx(0.5)
    assert earned.forecast_days == pytest.approx(200)
    assert earned.forecast_end == START + timedelta(days=199)
    assert earned.missing is None


def test_a_group_between_two_actions_with_nothing_late_is_exactly_on_schedule() -> None:
    rows = [span(0, 10, None, status="完了"), span(60, 10, None, status="未着手")]
    earned = earned_schedule(rated(rows), MIDWAY)
    assert (earned.earned_days, earned.spi_t) == (30, 1.0)
    assert earned.forecast_days == 70
    assert earned.forecast_end == START + timedelta(days=69)


def test_work_done_ahead_of_a_flat_counts_up_to_its_first_day_only() -> None:
    # 50 % done by day 5 although PV reaches 50 only on day 10.
    rows = [span(0, 10, None, status="完了"), span(60, 10, None, status="未着手")]
    early = START + timedelta(days=4)
    earned = earned_schedule(rated(rows, early), early)
    assert (earned.elapsed_days, earned.earned_days, earned.spi_t) == (5, 10, 2.0)


def test_weights_and_unreported_and_dropped_rows_are_handled_as_in_the_roll_up() -> None:
    rows = [
        span(0, 100, 10.0, weight=3.0),
        span(0, 100, 50.0),
        span(-500, 10, None),
        span(-900, 10, 5.0, status="中止"),
    ]
    earned = earned_schedule(rated(rows), MIDWAY)
    assert earned.start == START
    assert earned.earned_days == pytest.approx(20)  # (3·10 + 50)/4 = 20 %
    assert roll_up(rated(rows), MIDWAY).spi_t == earned.spi_t


def test_nothing_evaluable_gives_no_value_and_says_so() -> None:
    earned = earned_schedule(rated([span(0, 100, None)]), MIDWAY)
    assert (earned.start, earned.spi_t, earned.missing) == (None, None, "nothing_evaluable")
    assert earned_schedule(rated([]), MIDWAY).missing == "nothing_evaluable"


def test_before_the_first_day_there_is_no_value() -> None:
    before = START - timedelta(days=1)
    earned = earned_schedule(rated([span(0, 100, None)], before), before)
    assert (earned.elapsed_days, earned.spi_t, earned.missing) == (0, None, "not_begun")


def test_a_complete_group_has_no_index_even_with_weights_that_do_not_add_up_exactly() -> None:
    rows = [span(day, 10, None, status="完了", weight=weight) for day, weight in enumerate((0.1, 0.2, 0.7, 1 / 3))]
    earned = earned_schedule(rated(rows), MIDWAY)
    assert (earned.spi_t, earned.missing) == (None, "complete")


def test_nothing_earned_gives_an_index_of_0_and_no_forecast() -> None:
    earned = earned_schedule(rated([span(0, 100, 0.0)]), MIDWAY)
    assert earned == earned_schedule(rated([span(0, 100, 1e-200)]), MIDWAY)
    assert (earned.earned_days, earned.spi_t, earned.forecast_days, earned.forecast_end) == (0.0, 0.0, None, None)
    assert earned.missing == "nothing_earned"


def test_a_forecast_beyond_the_calendar_has_a_duration_and_no_date() -> None:
    earned = earned_schedule(rated([span(0, 100, 0.0001)]), MIDWAY)
    assert earned.forecast_days == pytest.approx(100 * 30 / 0.0001)
    assert (earned.forecast_end, earned.missing) == (None, "too_far")


def test_the_curve_equals_the_mean_of_planned_day_by_day() -> None:
    rows = [span(0, 7, 10.0, weight=2.0), span(3, 30, 0.0), span(50, 1, 0.0, weight=0.5), span(20, 41, 5.0)]
    start, curve = planned_curve(rated(rows))
    assert start == START
    assert len(curve) == 62
    means = []
    for elapsed in range(62):
        day = rated(rows, START + timedelta(days=elapsed - 1))
        means.append(np.average(day["planned"], weights=day["weight"]))
    assert curve == pytest.approx(np.array(means), abs=1e-10)
    assert (curve[0], curve[-1]) == (0, 100)


def test_a_curve_of_no_evaluable_row_is_refused() -> None:
    with pytest.raises(ValueError, match="no row is evaluable"):
        planned_curve(rated([span(0, 100, None)]))
