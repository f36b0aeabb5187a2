"""XmR limits, signals and assurance, with both worked examples of formulas.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.spc import (
    ProcessLimits,
    Signal,
    analyse,
    limits,
    rises,
    signals,
    trends,
    without_chart,
)
from tests.factories import actual, judged, kpi, series

AS_OF = date(2026, 11, 23)
OUTLIER = [1.0, 2.0, 1.0, 2.0, 10.0, *[1.0, 2.0] * 6, 1.0]
STEADY = [10.0, 12.0] * 6  # mean 11, limits 11 ± 5.32


def observed(values: list[float], **row: str | float) -> KpiResult:
    targets = {} if "target_2" in row else {"target_2": 100.0}
    return judged(kpi(baseline=0.0, **targets, **row), *series("K-01", values))


def kinds(values: Sequence[float], kind: str, band: ProcessLimits | None = None) -> list[int]:
    return [signal.index for signal in signals(values, band or limits(values)) if signal.kind == kind]


def test_the_first_worked_example() -> None:
    band = limits([10, 50, 40, 30])
    assert band.mean == 32.5
    assert band.lower == pytest.approx(-20.7)
    assert band.upper == pytest.approx(85.7)


def test_the_second_worked_example_with_and_without_dropping_ranges() -> None:
    plain = limits(OUTLIER, drop_outliers=False)
    assert (round(plain.lower, 2), round(plain.upper, 2), plain.dropped) == (-3.06, 6.95, 0)
    dropped = limits(OUTLIER)
    assert (round(dropped.lower, 2), round(dropped.upper, 2), dropped.dropped) == (-0.72, 4.60, 2)


def test_a_constant_series_has_limits_without_width_and_no_signal() -> None:
    values = [0.1] * 15
    band = limits(values)
    assert (band.lower, band.upper, band.dropped) == (band.mean, band.mean, 0)
    assert signals(values, band) == ()


def test_a_point_beyond_a_limit_is_a_signal() -> None:
    assert kinds(OUTLIER, "outside") == [4]


def test_seven_in_a_row_on_one_side_are_a_run_and_six_are_none() -> None:
    band = ProcessLimits(10.0, 0.0, 20.0, 0)
    assert kinds([11, 12] * 3 + [9, 11], "run", band) == []
    assert kinds([9, *[11, 12] * 3, 11, 9], "run", band) == [1, 2, 3, 4, 5, 6, 7]


def test_a_point_on_the_mean_belongs_to_no_side_and_ends_a_run() -> None:
    band = ProcessLimits(10.0, 0.0, 20.0, 0)
    assert kinds([11, 12, 11, 10, 12, 11, 12, 11], "run", band) == []
    assert kinds([10] * 9, "run", band) == []


def test_seven_rising_or_falling_points_are_a_trend() -> None:
    band = ProcessLimits(10.0, 0.0, 20.0, 0)
    assert kinds([9, 7, 8, 9, 10, 11, 12, 13, 9], "trend", band) == [1, 2, 3, 4, 5, 6, 7]
    assert kinds([9, 7, 8, 9, 10, 11, 12, 9], "trend", band) == []
    assert kinds([13, 12, 11, 10, 9, 8, 7], "trend", band) == [0, 1, 2, 3, 4, 5, 6]
    assert kinds([7, 8, 9, 10, 10, 11, 12, 13], "trend", band) == []


def test_two_of_three_far_out_on_one_side_are_a_signal() -> None:
    band = ProcessLimits(10.0, 4.0, 16.0, 0)  # two thirds of the way: 6 and 14
    assert kinds([10, 15, 10, 15, 10], "two_of_three", band) == [1, 3]
    assert kinds([10, 14, 10, 14, 10], "two_of_three", band) == []
    assert kinds([10, 15, 10, 10, 15], "two_of_three", band) == []
    assert kinds([10, 15, 5, 10], "two_of_three", band) == []
    assert kinds([10, 5, 5], "two_of_three", band) == [1, 2]


def test_signals_come_in_order_of_place_and_kind() -> None:
    band_signals = signals([10, 17, 17], ProcessLimits(10.0, 4.0, 16.0, 0))
    assert band_signals == (
        Signal(1, "outside"),
        Signal(1, "two_of_three"),
        Signal(2, "outside"),
        Signal(2, "two_of_three"),
    )
    assert signals([], ProcessLimits(0.0, 0.0, 0.0, 0)) == ()


@pytest.mark.parametrize(
    ("direction", "target", "assurance"),
    [
        ("増加", 20.0, "never"),
        ("増加", 15.0, "by_chance"),
        ("増加", 5.0, "always"),
        ("減少", 20.0, "always"),
        ("減少", 15.0, "by_chance"),
        ("減少", 5.0, "never"),
    ],
)
def test_the_assurance_says_whether_the_process_can_reach_its_target(
    direction: str, target: float, assurance: str
) -> None:
    chart = analyse(observed(STEADY, direction=direction, target_2=target))
    assert chart is not None
    assert (chart.n, chart.mean, chart.assurance) == (12, 11.0, assurance)
    assert chart.lower == pytest.approx(5.68)
    assert chart.upper == pytest.approx(16.32)


@pytest.mark.parametrize(
    ("target", "tolerance", "assurance"),
    [(11.0, 6.0, "always"), (11.0, 3.0, "by_chance"), (30.0, 6.0, "never"), (0.0, 5.0, "never")],
)
def test_keeping_is_assured_when_the_limits_lie_within_the_tolerance(
    target: float, tolerance: float, assurance: str
) -> None:
    chart = analyse(observed(STEADY, direction="維持", target_2=target, tolerance=tolerance))
    assert chart is not None
    assert chart.assurance == assurance


def test_without_a_target_there_is_no_assurance() -> None:
    chart = analyse(judged(kpi(target_4=None), *series("K-01", STEADY)))
    assert chart is not None
    assert chart.assurance is None


def test_eleven_points_a_cumulative_total_and_yearly_values_have_no_chart_for_a_reason() -> None:
    short = observed(STEADY[:11])
    assert analyse(short) is None
    assert without_chart(short) == "too_few"
    assert without_chart(observed(STEADY, aggregation="累計")) == "cumulative"
    yearly = judged(kpi(), *[actual("K-01", date(year, 3, 31), 1.0) for year in range(2012, 2026)])
    assert analyse(yearly) is None
    assert without_chart(yearly) == "too_rare"


def test_quarterly_values_have_a_chart() -> None:
    ends = [date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 4, 7, 10)]
    quarterly = judged(kpi(), *[actual("K-01", day, float(day.month)) for day in ends])
    assert without_chart(quarterly) is None
    assert analyse(quarterly) is not None


CALM = [10.0, 12.0] * 6
RISE = [13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0]


def test_limits_hold_for_the_latest_stretch_without_a_steady_trend() -> None:
    chart = analyse(observed([*RISE, *CALM]))
    assert chart is not None
    assert (chart.first, chart.n, chart.mean, chart.steady) == (7, 12, 11.0, None)
    assert [signal.index for signal in chart.signals] == [0, 1, 2, 3, 4, 5, 6]
    assert {signal.kind for signal in chart.signals} == {"trend"}


@pytest.mark.parametrize(("values", "course"), [([*RISE, *CALM[:5]], "rising"), ([*RISE[::-1], *CALM[:5]], "falling")])
def test_without_such_a_stretch_the_trend_is_said_in_place_of_limits(values: list[float], course: str) -> None:
    chart = analyse(observed(values))
    assert chart is not None
    assert (chart.steady, chart.assurance, chart.n) == (course, None, 12)
    assert {signal.kind for signal in chart.signals} == {"trend"}


def test_every_value_of_a_trend_goes_its_way_the_first_one_too() -> None:
    values = [20.0, *RISE, 12.0]
    assert trends(values) == [(1, 8)]
    assert [rises(values, index) for index in range(1, 8)] == [True] * 7
    assert not rises(RISE[::-1], 0)
