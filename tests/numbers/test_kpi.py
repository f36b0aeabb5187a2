"""KPIs against target and path, with the worked values of formulas.md."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.kpi import KpiResult, evaluate_kpis, expected_at
from tests.factories import Row, actual, frame, kpi, strategy

AS_OF = date(2027, 1, 10)
# From 2025-03-31 to 2027-03-31 are 730 days; HALF is day 365.
BASE, HALF = date(2025, 3, 31), date(2026, 3, 31)


def evaluate(row: Row, *actuals: Row, as_of: date = AS_OF) -> KpiResult:
    (result,) = evaluate_kpis(frame("kpis", [row]), frame("kpi_actuals", actuals), as_of, strategy())
    return result


def judged(value: float, *, target: float, baseline: float = 100.0, **values: str | float) -> KpiResult:
    """A KPI with one value half way along its path."""
    row = kpi(baseline_on=BASE, baseline=baseline, target_2=target, **values)
    return evaluate(row, actual("K-01", HALF, value))


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "value", "attainment", "rating"),
    [
        ("増加", 400.0, 2000.0, 1200.0, 50.0, "on_track"),
        ("減少", 120.0, 60.0, 90.0, 50.0, "on_track"),
        ("増加", 100.0, 100.0, 100.0, None, "achieved"),
        ("減少", 50.0, 10.0, 0.0, 125.0, "achieved"),
        ("増加", 100.0, 100.0, 99.0, None, "behind"),
    ],
)
def test_the_worked_values_of_the_design(  # one column a value
    direction: str, baseline: float, target: float, value: float, attainment: float | None, rating: str
) -> None:
    result = judged(value, target=target, baseline=baseline, direction=direction)
    assert (result.attainment, result.rating) == (attainment, rating)


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
    result = judged(value, target=200.0)  # E = 150: pace 0.95 at 147.5, 0.80 at 140
    assert result.expected == 150
    assert result.pace == pytest.approx((value - 100) / 50)
    assert result.rating == rating


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
    result = judged(value, target=20.0, direction="減少")  # E = 60: pace 0.95 at 62, 0.80 at 68
    assert (result.expected, result.rating) == (60.0, rating)


def test_keeping_is_judged_by_the_tolerance_alone() -> None:
    for value, rating in ((95.0, "maintained"), (97.0, "maintained"), (93.0, "maintained"), (97.1, "deviated")):
        result = judged(value, target=95.0, baseline=90.0, direction="維持", tolerance=2.0)
        assert (result.rating, result.attainment, result.pace) == (rating, None, None)
        assert result.expected == 92.5


def test_nothing_due_yet_is_on_track() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_2=200.0)
    result = evaluate(row, actual("K-01", date(2025, 3, 1), 100.0))
    assert (result.expected, result.pace, result.rating) == (100.0, None, "on_track")


def test_without_an_actual_only_the_target_is_given() -> None:
    missing = actual("K-01", HALF, None, value_missing="未集計")
    result = evaluate(kpi(baseline_on=BASE, target_2=2000.0), missing)
    assert (result.actual, result.as_of, result.attainment, result.expected, result.pace) == (None,) * 5
    assert (result.target, result.target_on, result.target_period) == (2000.0, date(2027, 3, 31), 2)
    assert (result.rating, result.pending) == ("not_evaluable", ((HALF, "未集計"),))


def test_a_kpi_without_any_target_cannot_be_judged() -> None:
    result = evaluate(kpi(target_4=None), actual("K-01", HALF, 500.0))
    assert (result.target, result.target_on, result.target_period) == (None, None, None)
    assert (result.actual, result.attainment, result.rating) == (500.0, None, "not_evaluable")


def test_actuals_after_the_date_are_not_used_and_order_in_the_file_does_not_matter() -> None:
    rows = [
        actual("K-01", date(2027, 1, 11), 9999.0),
        actual("K-01", HALF, 700.0),
        actual("K-01", AS_OF, 900.0),
        actual("K-01", date(2025, 9, 30), 500.0),
    ]
    result = evaluate(kpi(), *rows)
    assert (result.actual, result.as_of) == (900.0, AS_OF)
    assert [(each.value, each.row) for each in result.actuals] == [(500.0, 5), (700.0, 3), (900.0, 4)]


def test_a_missing_newest_value_leaves_the_one_before_in_force() -> None:
    rows = (actual("K-01", HALF, 700.0), actual("K-01", date(2026, 9, 30), None, value_missing="秘匿"))
    result = evaluate(kpi(), *rows)
    assert (result.actual, result.pending) == (700.0, ((date(2026, 9, 30), "秘匿"),))


def test_a_value_is_old_after_400_days() -> None:
    row = kpi()
    assert not evaluate(row, actual("K-01", HALF, 1.0), as_of=date(2027, 5, 5)).stale
    assert evaluate(row, actual("K-01", HALF, 1.0), as_of=date(2027, 5, 6)).stale


@pytest.mark.parametrize(
    ("targets", "period", "target"),
    [
        ({"target_1": 10.0, "target_2": 20.0, "target_3": 30.0}, 2, 20.0),
        ({"target_1": 10.0, "target_3": 30.0, "target_4": 40.0}, 3, 30.0),
        ({"target_1": 10.0}, 1, 10.0),
        ({"target_4": 40.0}, 4, 40.0),
    ],
)
def test_a_blank_target_gives_way_to_the_next_set_or_else_the_last(
    targets: dict[str, float], period: int, target: float
) -> None:
    result = evaluate(kpi(baseline=0.0, **targets), actual("K-01", HALF, 5.0))
    assert (result.target_period, result.target) == (period, target)
    assert result.target_on == strategy().period(period).last_day


def test_a_date_outside_the_plan_takes_the_first_or_last_period() -> None:
    row = kpi(target_1=10.0, target_4=40.0)
    assert evaluate(row, as_of=date(2020, 1, 1)).target_period == 1
    assert evaluate(row, as_of=date(2040, 1, 1)).target_period == 4


def test_the_path_runs_through_the_targets_after_the_baseline_and_is_constant_outside() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_1=1.0, target_2=200.0, target_4=300.0)
    path = evaluate(row).path
    assert path == ((BASE, 100.0), (date(2027, 3, 31), 200.0), (date(2031, 3, 31), 300.0))
    assert expected_at(path, date(2000, 1, 1)) == 100
    assert expected_at(path, BASE) == 100
    assert expected_at(path, HALF) == 150
    assert expected_at(path, date(2027, 3, 31)) == 200
    assert expected_at(path, date(2029, 3, 31)) == pytest.approx(200 + 100 * 731 / 1461)
    assert expected_at(path, date(2040, 1, 1)) == 300


def test_a_target_on_the_day_of_the_baseline_is_no_corner_of_the_path() -> None:
    path = evaluate(kpi(baseline_on=BASE, baseline=100.0, target_1=1.0)).path
    assert path == ((BASE, 100.0),)
    assert expected_at(path, AS_OF) == 100


def yearly_kpi() -> Row:
    return kpi(aggregation="単年度", baseline_on=date(2024, 3, 31), baseline=10.0, target_2=40.0)


def test_a_yearly_kpi_is_judged_by_its_latest_complete_year() -> None:
    rows = [
        actual("K-01", date(2025, 9, 30), 12.0),
        actual("K-01", HALF, 28.0),
        actual("K-01", date(2026, 12, 31), 35.0),
    ]
    result = evaluate(yearly_kpi(), *rows)
    # 730 of 1,095 days: E = 10 + 30·2/3 = 30; pace 18/20
    assert (result.actual, result.as_of, result.provisional) == (28.0, HALF, False)
    assert (result.expected, result.attainment, result.rating) == (30.0, 60.0, "slightly_behind")
    assert result.pace == pytest.approx(0.9)


def test_a_complete_year_is_represented_by_its_latest_value_and_expected_at_its_end() -> None:
    rows = [actual("K-01", date(2025, 9, 30), 12.0), actual("K-01", date(2025, 12, 31), 18.0)]
    result = evaluate(yearly_kpi(), *rows)
    assert (result.actual, result.as_of, result.expected) == (18.0, date(2025, 12, 31), 30.0)


def test_a_year_is_complete_on_its_31_march() -> None:
    rows = [actual("K-01", HALF, 28.0), actual("K-01", date(2026, 9, 30), 35.0)]
    assert evaluate(yearly_kpi(), *rows, as_of=date(2027, 3, 30)).actual == 28.0
    assert evaluate(yearly_kpi(), *rows, as_of=date(2027, 3, 31)).actual == 35.0


def test_a_running_year_stands_in_provisionally() -> None:
    result = evaluate(yearly_kpi(), actual("K-01", date(2026, 6, 30), 5.0), actual("K-01", date(2026, 9, 30), 20.0))
    assert (result.actual, result.provisional, result.expected) == (20.0, True, 40.0)


def test_a_cumulative_kpi_is_judged_like_one_at_a_point_in_time() -> None:
    result = judged(145.0, target=200.0, aggregation="累計")
    assert (result.actual, result.expected, result.rating) == (145.0, 150.0, "slightly_behind")


def test_results_follow_the_file_and_empty_tables_give_none() -> None:
    kpis = frame("kpis", [kpi("K-02"), kpi("K-01")])
    results = evaluate_kpis(kpis, frame("kpi_actuals", []), AS_OF, strategy())
    assert [(result.kpi_id, result.row) for result in results] == [("K-02", 2), ("K-01", 3)]
    assert evaluate_kpis(frame("kpis", []), frame("kpi_actuals", []), AS_OF, strategy()) == []
