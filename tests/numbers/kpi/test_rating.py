"""Rating, attainment, ratio and pace per direction, with the worked values of formulas.md."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kdx_metrics.numbers.kpi import CURBED, GAINED, HELD, KEPT, SIGNS, KpiResult
from kdx_metrics.plan.tables import DIRECTIONS
from tests.factories import Cell, Row, actual, judged, kpi

AS_OF = date(2027, 1, 10)
# From 2025-03-31 to 2027-03-31 are 730 days; HALF is day 365.
BASE, HALF = date(2025, 3, 31), date(2026, 3, 31)
# 人口: 27,000 fall to 26,500 in ten years, of which FIVE_YEARS are half (1,826 of 3,652 days).
FIVE_YEARS = date(2026, 3, 31)


def half_way(value: float, *, target: float, baseline: float | None = 100.0, **values: Cell) -> KpiResult:
    """A KPI with one value half way along its path."""
    row = kpi(baseline_on=None if baseline is None else BASE, baseline=baseline, target_2=target, **values)
    return judged(row, actual("K-01", HALF, value), as_of=AS_OF)


def population(value: float, **values: Cell) -> KpiResult:
    row: Row = {"direction": "減少抑制", "baseline_on": date(2021, 3, 31), "baseline": 27000.0, "target_4": 26500.0}
    return judged(kpi(**row | values), actual("K-01", FIVE_YEARS, value), as_of=AS_OF)


def test_every_direction_is_judged_in_one_way() -> None:
    assert sorted([*GAINED, *HELD, *CURBED, KEPT]) == sorted(DIRECTIONS)
    assert sorted([*SIGNS, KEPT]) == sorted(DIRECTIONS)


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "value", "attainment", "ratio", "rating"),
    [
        ("増加", 400.0, 2000.0, 1200.0, 50.0, 60.0, "on_track"),
        ("減少", 120.0, 60.0, 90.0, 50.0, 150.0, "on_track"),
        ("増加", 100.0, 100.0, 100.0, None, 100.0, "achieved"),
        ("減少", 50.0, 10.0, 0.0, 125.0, 0.0, "achieved"),
        ("増加", 100.0, 100.0, 99.0, None, 99.0, "behind"),
    ],
)
def test_the_worked_values_of_rising_and_falling(
    direction: str,
    baseline: float,
    target: float,
    value: float,
    attainment: float | None,
    ratio: float,
    rating: str,
) -> None:
    result = half_way(value, target=target, baseline=baseline, direction=direction)
    assert (result.attainment, result.ratio, result.rating) == (attainment, ratio, rating)


@pytest.mark.parametrize(
    ("value", "rating"),
    [
        (200.0, "achieved"),
        (199.0, "on_track"),
        (150.0, "on_track"),
        (147.5, "on_track"),
        (147.4, "slightly_behind"),
        (140.0, "slightly_behind"),
        (139.9, "behind"),
        (100.0, "behind"),
        (99.9, "worsened"),
    ],
)
def test_the_pace_bands_are_half_open(value: float, rating: str) -> None:
    result = half_way(value, target=200.0)  # E = 150: pace 0.95 at 147.5, 0.80 at 140
    assert result.expected == 150
    assert result.pace == pytest.approx((value - 100) / 50)
    assert (result.rating, result.unrated) == (rating, None)


@pytest.mark.parametrize(
    ("value", "rating"),
    [
        (20.0, "achieved"),
        (60.0, "on_track"),
        (62.0, "on_track"),
        (68.0, "slightly_behind"),
        (68.1, "behind"),
        (100.1, "worsened"),
    ],
)
def test_a_falling_kpi_is_judged_in_the_mirror(value: float, rating: str) -> None:
    result = half_way(value, target=20.0, direction="減少")  # E = 60: pace 0.95 at 62, 0.80 at 68
    assert (result.expected, result.rating) == (60.0, rating)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "pace", "rating"),
    [
        (0.0, 1.0, 0.4, 0.8, "slightly_behind"),
        (0.1, 0.7, 0.34, 0.8, "slightly_behind"),  # (0.34 − 0.1)/0.3 is 0.8000000000000002 or less in binary
        (0.1, 0.5, 0.29, 0.95, "on_track"),
        (0.3, 0.9, 0.54, 0.8, "slightly_behind"),
        (1.1, 3.1, 2.05, 0.95, "on_track"),
    ],
)
def test_a_pace_exactly_at_the_edge_of_a_band_belongs_to_it(
    baseline: float, target: float, value: float, pace: float, rating: str
) -> None:
    result = half_way(value, target=target, baseline=baseline)
    assert (result.pace, result.rating) == (pace, rating)


def test_keeping_is_judged_by_the_tolerance_alone() -> None:
    for value, rating in ((95.0, "maintained"), (97.0, "maintained"), (93.0, "maintained"), (97.1, "deviated")):
        result = half_way(value, target=95.0, baseline=90.0, direction="維持", tolerance=2.0)
        assert (result.rating, result.attainment, result.pace) == (rating, None, None)
        assert result.expected == 92.5


@pytest.mark.parametrize(
    ("value", "target", "tolerance", "rating"),
    [
        (8.5, 8.2, 0.3, "maintained"),
        (7.9, 8.2, 0.3, "maintained"),
        (8.6, 8.2, 0.3, "deviated"),
        (0.3, 0.1, 0.2, "maintained"),
        (8.50000000000001, 8.2, 0.3, "deviated"),
    ],
)
def test_the_edge_of_the_tolerance_belongs_to_it_exactly(
    value: float, target: float, tolerance: float, rating: str
) -> None:
    assert half_way(value, target=target, direction="維持", tolerance=tolerance).rating == rating


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "value", "rating"),
    [
        ("以上", 96.8, 95.0, 95.5, "maintained"),
        ("以上", 96.8, 95.0, 95.0, "maintained"),
        ("以上", 96.8, 95.0, 94.9, "deviated"),
        ("以上", None, 95.0, 95.5, "maintained"),
        ("以下", 12.0, 10.0, 10.0, "maintained"),
        ("以下", 12.0, 10.0, 10.1, "deviated"),
    ],
)
def test_a_threshold_is_held_or_not(
    direction: str, baseline: float | None, target: float, value: float, rating: str
) -> None:
    result = half_way(value, target=target, baseline=baseline, direction=direction)
    assert (result.rating, result.attainment, result.pace) == (rating, None, None)
    assert result.ratio == pytest.approx(100 * value / target)


@pytest.mark.parametrize(
    ("value", "pace", "rating"),
    [
        (26700.0, 250 / 300, "slightly_behind"),
        (25800.0, 250 / 1200, "behind"),
        (26750.0, 1.0, "on_track"),
        (26800.0, 1.25, "on_track"),
        (27000.0, None, "on_track"),  # has not fallen
        (27100.0, None, "on_track"),
        (26737.0, 250 / 263, "on_track"),  # 0.9506
    ],
)
def test_a_fall_that_is_to_be_slowed_is_judged_by_the_change_allowed_per_change_there_is(
    value: float, pace: float | None, rating: str
) -> None:
    result = population(value)
    assert (result.expected, result.attainment) == (26750.0, None)
    assert result.pace == (None if pace is None else pytest.approx(pace))
    assert result.rating == rating


@pytest.mark.parametrize(
    ("on", "rating"), [(date(2027, 3, 30), "on_track"), (date(2027, 3, 31), "achieved"), (date(2027, 4, 1), "achieved")]
)
def test_a_curb_is_achieved_only_once_the_targets_day_has_come(on: date, rating: str) -> None:
    row = kpi(direction="増加抑制", baseline_on=BASE, baseline=100.0, target_2=120.0)
    assert judged(row, actual("K-01", on, 110.0), as_of=date(2027, 4, 1)).rating == rating


def test_a_curb_on_which_nothing_is_due_yet_is_on_track() -> None:
    row = kpi(direction="減少抑制", baseline_on=HALF, baseline=100.0, target_2=90.0)
    result = judged(row, actual("K-01", HALF, 99.0), as_of=AS_OF)
    assert (result.expected, result.pace, result.rating) == (100.0, None, "on_track")


def test_nothing_due_yet_is_on_track_or_worsened() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_2=200.0)
    result = judged(row, actual("K-01", BASE, 100.0), as_of=AS_OF)
    assert (result.expected, result.pace, result.rating) == (100.0, None, "on_track")
    assert judged(row, actual("K-01", BASE, 99.0), as_of=AS_OF).rating == "worsened"


@pytest.mark.parametrize(
    ("direction", "target", "value", "rating"),
    [
        ("増加", 1000.0, 1000.0, "achieved"),
        ("増加", 1000.0, 950.0, "on_track"),
        ("増加", 1000.0, 800.0, "slightly_behind"),
        ("増加", 1000.0, 600.0, "behind"),
        ("増加", 0.7, 0.56, "slightly_behind"),  # 0.56/0.7 is 0.8000000000000002 in binary
        ("増加", 1000.0, 0.0, "behind"),
        ("減少", 95.0, 100.0, "on_track"),
        ("減少", 80.0, 100.0, "slightly_behind"),
        ("減少", 79.0, 100.0, "behind"),
        ("減少", 0.0, 5.0, "behind"),
    ],
)
def test_without_a_baseline_the_actual_is_compared_with_what_is_due(
    direction: str, target: float, value: float, rating: str
) -> None:
    result = half_way(value, target=target, baseline=None, direction=direction)
    assert (result.expected, result.attainment, result.pace, result.rating) == (target, None, None, rating)


def test_a_baseline_or_a_threshold_needs_no_quotient() -> None:
    assert half_way(150.0, target=200.0).quotient is None
    assert half_way(150.0, target=200.0, baseline=None, direction="以上").quotient is None
    assert half_way(80.0, target=60.0, baseline=None, direction="減少").quotient == 0.75


@pytest.mark.parametrize(
    ("direction", "target", "value"), [("増加", 0.0, -1.0), ("増加", 5.0, -1.0), ("減少", -2.0, 1.0)]
)
def test_values_that_no_quotient_compares_are_not_evaluable(direction: str, target: float, value: float) -> None:
    result = half_way(value, target=target, baseline=None, direction=direction)
    assert (result.rating, result.unrated) == ("not_evaluable", "incomparable")


def test_a_thousand_every_year_is_600_of_1000() -> None:
    row = kpi(path="段階", aggregation="単年度", baseline=None, baseline_on=None, target_2=1000.0)
    result = judged(row, actual("K-01", HALF, 600.0), as_of=AS_OF)
    assert (result.expected, result.quotient, result.ratio, result.rating) == (1000.0, 0.6, 60.0, "behind")


@pytest.mark.parametrize(
    ("target", "value", "ratio"), [(0.0, 5.0, None), (-5.0, 1.0, None), (5.0, -1.0, None), (5.0, 0.0, 0.0)]
)
def test_the_ratio_needs_a_target_above_0_and_no_negative_actual(
    target: float, value: float, ratio: float | None
) -> None:
    assert half_way(value, target=target, direction="維持", tolerance=1.0).ratio == ratio


@pytest.mark.parametrize("direction", ["増加", "減少"])
def test_a_target_on_the_wrong_side_of_the_baseline_gives_no_attainment(direction: str) -> None:
    wrong: dict[str, Any] = {"増加": {"target": 90.0, "value": 80.0}, "減少": {"target": 110.0, "value": 120.0}}
    result = half_way(**wrong[direction], direction=direction)
    assert (result.attainment, result.pace, result.rating) == (None, None, "worsened")
