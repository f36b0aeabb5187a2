"""Forecasts: the band, its verdict and the needed rate."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kdx_metrics.numbers.kpi.forecast import Forecast, forecast, prediction_band, regression, whole_months
from tests.factories import Row, actual, judged, kpi, series

AS_OF = date(2026, 11, 23)
BASE = date(2025, 3, 31)


def outlook(row: Row, *actuals: Row, as_of: date = AS_OF) -> Forecast:
    return forecast(judged(row, *actuals, as_of=as_of), as_of)


def rising(target: float, **values: str | float) -> Row:
    return kpi(baseline_on=BASE, baseline=0.0, target_2=target, **values)


def daily_line(slope: float, noise: tuple[float, ...]) -> list[Row]:
    """Values on a straight line through the first of each month, plus noise."""
    days = [date(2026, month, 1) for month in range(1, len(noise) + 1)]
    return [actual("K-01", day, slope * (day - BASE).days + extra) for day, extra in zip(days, noise, strict=True)]


def test_the_band_is_that_of_least_squares_on_dates() -> None:
    from scipy import stats  # noqa: PLC0415  # more than a second to import, in every process that collects the tests

    noise = (3.0, -2.0, 1.0, -4.0, 2.0, 0.0, 1.5)
    rows = daily_line(1.0, noise)
    result = outlook(rising(700.0), *rows)
    x = [(row["as_of"] - BASE).days for row in rows if isinstance(row["as_of"], date)]
    y = [float(row["value"]) for row in rows if isinstance(row["value"], float)]
    fit = stats.linregress(x, y)
    centre = sum(x) / 7
    sxx = sum((each - centre) ** 2 for each in x)
    sse = sum((b - fit.intercept - fit.slope * a) ** 2 for a, b in zip(x, y, strict=True))
    ahead = 730  # 2027-03-31
    value = fit.intercept + fit.slope * ahead
    margin = stats.t.ppf(0.9, 5) * math.sqrt(sse / 5) * math.sqrt(1 + 1 / 7 + (ahead - centre) ** 2 / sxx)
    assert result.value == pytest.approx(value)
    assert result.low == pytest.approx(value - margin)
    assert result.high == pytest.approx(value + margin)
    assert (result.n, result.on, result.verdict) == (7, date(2027, 3, 31), "likely")


@pytest.mark.parametrize(("target", "verdict"), [(1000.0, "unlikely"), (731.0, "uncertain"), (600.0, "likely")])
def test_the_verdict_says_where_the_band_lies(target: float, verdict: str) -> None:
    result = outlook(rising(target), *daily_line(1.0, (3.0, -2.0, 1.0, -4.0, 2.0, 0.0)))
    assert result.verdict == verdict


@pytest.mark.parametrize(("target", "verdict"), [(-1000.0, "unlikely"), (-731.0, "uncertain"), (-600.0, "likely")])
def test_a_falling_kpi_is_judged_in_the_mirror(target: float, verdict: str) -> None:
    rows = daily_line(-1.0, (-3.0, 2.0, -1.0, 4.0, -2.0, 0.0))
    assert outlook(rising(target, direction="減少"), *rows).verdict == verdict


def test_a_perfect_line_gives_a_band_without_width_and_its_edge_counts_as_reached() -> None:
    result = outlook(rising(730.0), *daily_line(1.0, (0.0,) * 6))
    assert result.value == pytest.approx(730)
    assert result.low == pytest.approx(730)
    assert result.high == pytest.approx(730)
    assert result.verdict == "likely"
    assert outlook(rising(730.0, direction="減少"), *daily_line(1.0, (0.0,) * 6)).verdict == "likely"


@pytest.mark.parametrize(
    ("target", "tolerance", "verdict"), [(730.0, 60.0, "likely"), (730.0, 1.0, "uncertain"), (400.0, 5.0, "unlikely")]
)
def test_keeping_is_likely_when_the_whole_band_lies_within_the_tolerance(
    target: float, tolerance: float, verdict: str
) -> None:
    row = rising(target, direction="維持", tolerance=tolerance)
    assert outlook(row, *daily_line(1.0, (3.0, -2.0, 1.0, -4.0, 2.0, 0.0))).verdict == verdict


def test_with_five_actuals_only_the_needed_rate_is_given() -> None:
    rows = series("K-01", [100.0, 110.0, 120.0, 130.0, 137.5], first=date(2026, 6, 30))
    result = outlook(rising(200.0), *rows)
    # From 2026-10-31 to 2027-03-31 are five whole months: 62.5/5
    assert (result.n, result.value, result.low, result.high, result.verdict) == (5, None, None, None, None)
    assert result.needed_rate == pytest.approx(12.5)
    assert result.missing == "too_few"


def test_the_needed_rate_of_a_falling_kpi_is_negative() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_2=10.0, direction="減少")
    result = outlook(row, actual("K-01", date(2026, 10, 31), 60.0))
    assert result.needed_rate == -10


def test_under_one_month_there_is_no_rate_but_the_days_left() -> None:
    result = outlook(rising(200.0), actual("K-01", date(2027, 3, 10), 150.0), as_of=date(2027, 3, 20))
    assert (result.needed_rate, result.days_left) == (None, 11)


def test_past_the_targets_date_nothing_is_forecast() -> None:
    row = kpi(baseline_on=date(2023, 3, 31), baseline=0.0, target_1=200.0)
    result = outlook(row, *series("K-01", [1.0] * 12, first=date(2025, 4, 30)))
    assert (result.n, result.verdict, result.needed_rate) == (12, None, None)
    assert (result.missing, result.days_left) == ("not_ahead", -602)


def test_a_target_already_reached_needs_no_rate() -> None:
    result = outlook(rising(200.0), actual("K-01", date(2026, 10, 31), 210.0))
    assert result.needed_rate is None


def test_without_an_actual_there_is_no_outlook() -> None:
    result = outlook(rising(200.0))
    assert (result.n, result.needed_rate, result.verdict) == (0, None, None)
    assert result.missing == "no_actual"


def test_keeping_with_little_data_needs_no_rate() -> None:
    row = kpi(baseline_on=BASE, baseline=95.0, target_2=95.0, direction="維持", tolerance=2.0)
    result = outlook(row, actual("K-01", date(2026, 10, 31), 80.0))
    assert (result.n, result.needed_rate, result.missing) == (1, None, "too_few")


def test_a_yearly_kpi_counts_one_value_a_complete_year() -> None:
    row = rising(200.0, aggregation="単年度")
    result = outlook(row, *series("K-01", [10.0 + month for month in range(19)]))
    assert (result.n, result.value, result.needed_rate) == (1, None, None)


def test_six_complete_years_of_a_yearly_kpi_are_forecast() -> None:
    row = kpi(baseline_on=date(2019, 3, 31), baseline=0.0, target_2=800.0, aggregation="単年度")
    rows = [actual("K-01", date(year, 3, 31), 100.0 * (year - 2019)) for year in range(2020, 2027)]
    result = outlook(row, *rows, actual("K-01", date(2026, 10, 31), 5.0))
    assert result.n == 7
    assert result.value == pytest.approx(800, abs=1)


def test_the_regression_needs_no_order() -> None:
    points = [(date(2026, month, 1), float(month * month)) for month in range(1, 8)]
    assert regression(points, date(2027, 3, 31)) == pytest.approx(regression(points[::-1], date(2027, 3, 31)))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 10, 31), date(2027, 3, 31), 5),
        (date(2026, 10, 31), date(2027, 2, 28), 4),
        (date(2026, 10, 15), date(2027, 3, 14), 4),
        (date(2026, 10, 15), date(2027, 3, 15), 5),
        (date(2027, 3, 1), date(2027, 3, 31), 0),
        (date(2027, 3, 2), date(2027, 3, 30), 0),
        (date(2027, 3, 31), date(2026, 3, 31), -12),
    ],
)
def test_whole_months_count_a_months_end_as_reached(start: date, end: date, months: int) -> None:
    assert whole_months(start, end) == months


def test_the_band_over_time_runs_from_the_latest_actual_and_widens_to_that_of_the_forecast() -> None:
    judged_kpi = judged(rising(700.0), *daily_line(1.0, (3.0, -2.0, 1.0, -4.0, 2.0, 0.0, 1.5)))
    ahead = forecast(judged_kpi, AS_OF)
    assert ahead.on is not None
    band = prediction_band(judged_kpi, ahead.on)
    assert (band[0][0], band[-1][0]) == (judged_kpi.as_of, ahead.on)
    margins = [margin for _, _, margin in band]
    assert margins == sorted(margins)
    assert band[-1][1] == ahead.value
    with pytest.raises(ValueError, match="K-01"):
        prediction_band(judged(rising(700.0)), ahead.on)
