"""Evaluation of KPIs: the actual that is judged, what is only shown, and what there is without an actual."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.kpi import evaluate_kpis
from tests.factories import Row, actual, judged, kpi, snapshot, yearly_target

AS_OF = date(2027, 1, 10)
BASE, HALF = date(2025, 3, 31), date(2026, 3, 31)


def test_without_an_actual_only_the_target_is_given() -> None:
    missing = actual("K-01", HALF, None, value_missing="未集計")
    result = judged(kpi(baseline_on=BASE, target_2=2000.0), missing, as_of=AS_OF)
    assert (result.actual, result.as_of, result.attainment, result.ratio, result.expected, result.pace) == (None,) * 6
    assert (result.target, result.target_on) == (2000.0, date(2027, 3, 31))
    assert (result.rating, result.unrated, result.pending) == ("not_evaluable", "no_actual", ((HALF, "未集計"),))


def test_a_kpi_without_any_target_cannot_be_judged() -> None:
    result = judged(kpi(target_4=None), actual("K-01", HALF, 500.0), as_of=AS_OF)
    assert (result.target, result.target_on, result.target_year, result.results) == (None, None, None, ())
    assert (result.actual, result.attainment, result.rating, result.unrated) == (
        500.0,
        None,
        "not_evaluable",
        "no_target",
    )


def test_actuals_after_the_date_are_not_used_and_order_in_the_file_does_not_matter() -> None:
    rows = [
        actual("K-01", date(2027, 1, 11), 9999.0),
        actual("K-01", HALF, 700.0),
        actual("K-01", AS_OF, 900.0),
        actual("K-01", date(2025, 9, 30), 500.0),
    ]
    result = judged(kpi(), *rows, as_of=AS_OF)
    assert (result.actual, result.as_of) == (900.0, AS_OF)
    assert [(each.value, each.row) for each in result.actuals] == [(500.0, 5), (700.0, 3), (900.0, 4)]


def test_a_row_of_a_coming_year_without_a_value_is_not_used() -> None:
    rows = (actual("K-01", HALF, 700.0), actual("K-01", date(2027, 3, 31), None))
    result = judged(kpi(), *rows, as_of=AS_OF)
    assert (result.actual, result.pending) == (700.0, ())


def test_a_missing_newest_value_leaves_the_one_before_in_force() -> None:
    rows = (actual("K-01", HALF, 700.0), actual("K-01", date(2026, 9, 30), None, value_missing="秘匿"))
    result = judged(kpi(), *rows, as_of=AS_OF)
    assert (result.actual, result.pending) == (700.0, ((date(2026, 9, 30), "秘匿"),))


def test_a_value_is_old_after_400_days() -> None:
    assert not judged(kpi(), actual("K-01", HALF, 1.0), as_of=date(2027, 5, 5)).stale
    assert judged(kpi(), actual("K-01", HALF, 1.0), as_of=date(2027, 5, 6)).stale


@pytest.mark.parametrize(
    "row",
    [
        kpi(baseline_on=HALF),
        kpi(baseline_on=HALF, direction="維持", tolerance=1.0),
        kpi(baseline_on=HALF, baseline=None),
    ],
)
def test_an_actual_from_before_the_baseline_is_shown_and_not_rated(row: Row) -> None:
    result = judged(row, actual("K-01", date(2026, 3, 30), 1000.0), as_of=AS_OF)
    assert (result.actual, result.ratio, result.attainment, result.pace) == (1000.0, 50.0, None, None)
    assert (result.rating, result.unrated) == ("not_evaluable", "before_baseline")
    assert judged(row, actual("K-01", HALF, 1000.0), as_of=AS_OF).unrated is None


def yearly_kpi(**values: str | float) -> Row:
    return kpi(aggregation="単年度", baseline_on=date(2024, 3, 31), baseline=10.0, target_2=40.0, **values)


def test_a_yearly_kpi_is_judged_by_its_latest_complete_year() -> None:
    rows = [
        actual("K-01", date(2025, 9, 30), 12.0),
        actual("K-01", HALF, 28.0),
        actual("K-01", date(2026, 12, 31), 35.0),
    ]
    result = judged(yearly_kpi(), *rows, as_of=AS_OF)
    # 730 of 1,095 days: E = 10 + 30·2/3 = 30; pace 18/20
    assert (result.actual, result.as_of, result.provisional) == (28.0, HALF, False)
    assert (result.expected, result.attainment, result.rating) == (30.0, 60.0, "slightly_behind")
    assert result.pace == 0.9


def test_a_year_is_complete_with_the_value_of_its_31_march() -> None:
    rows = [actual("K-01", HALF, 28.0), actual("K-01", date(2026, 9, 30), 35.0)]
    assert judged(yearly_kpi(), *rows, as_of=date(2027, 4, 1)).actual == 28.0
    ended = actual("K-01", date(2027, 3, 31), 36.0)
    assert judged(yearly_kpi(), *rows, ended, as_of=date(2027, 3, 30)).actual == 28.0
    assert judged(yearly_kpi(), *rows, ended, as_of=date(2027, 3, 31)).actual == 36.0


def test_a_running_year_is_shown_and_not_rated_where_no_year_is_complete() -> None:
    rows = (actual("K-01", date(2026, 6, 30), 5.0), actual("K-01", date(2026, 9, 30), 20.0))
    result = judged(yearly_kpi(), *rows, as_of=AS_OF)
    assert (result.actual, result.provisional, result.expected, result.ratio) == (20.0, True, 40.0, 50.0)
    assert (result.rating, result.unrated, result.attainment, result.pace) == (
        "not_evaluable",
        "running_year",
        None,
        None,
    )


def test_a_running_year_that_has_reached_its_target_is_good_news_at_once() -> None:
    reached = actual("K-01", date(2026, 9, 30), 40.0)
    later = actual("K-01", date(2026, 12, 31), 39.0)
    for rows in ((actual("K-01", HALF, 28.0), reached), (reached,), (actual("K-01", HALF, 28.0), reached, later)):
        result = judged(yearly_kpi(), *rows, as_of=AS_OF)
        assert (result.actual, result.as_of, result.provisional) == (40.0, date(2026, 9, 30), True)
        assert (result.rating, result.unrated, result.attainment) == ("achieved", None, 100.0)


def test_good_news_is_measured_by_the_target_of_its_own_year() -> None:
    rows = (actual("K-01", HALF, 20.0), actual("K-01", date(2026, 9, 30), 30.0))
    targets = [yearly_target(2025, 25.0), yearly_target(2026, 30.0)]
    row = kpi(aggregation="単年度", baseline_on=date(2024, 3, 31), baseline=10.0, target_3=90.0)
    result = judged(row, *rows, targets=targets, as_of=AS_OF)
    assert (result.actual, result.target, result.rating) == (30.0, 30.0, "achieved")


def test_good_news_older_than_the_latest_complete_year_is_history() -> None:
    rows = (actual("K-01", date(2025, 9, 30), 99.0), actual("K-01", HALF, 28.0))
    assert judged(yearly_kpi(), *rows, as_of=AS_OF).actual == 28.0


@pytest.mark.parametrize("direction", ["減少", "以下", "増加抑制"])
def test_a_low_value_in_a_running_year_is_no_news_since_it_may_still_rise(direction: str) -> None:
    row = kpi(aggregation="単年度", direction=direction, baseline_on=date(2024, 3, 31), baseline=50.0, target_2=60.0)
    rows = (actual("K-01", HALF, 55.0), actual("K-01", date(2026, 9, 30), 5.0))
    assert judged(row, *rows, as_of=AS_OF).actual == 55.0


def test_a_cumulative_kpi_is_judged_like_one_at_a_point_in_time() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_2=200.0, aggregation="累計")
    result = judged(row, actual("K-01", HALF, 145.0), as_of=AS_OF)
    assert (result.actual, result.expected, result.rating) == (145.0, 150.0, "slightly_behind")


def test_results_follow_the_file_and_empty_tables_give_none() -> None:
    results = evaluate_kpis(snapshot((), [kpi("K-02"), kpi("K-01")], as_of=AS_OF))
    assert [(result.kpi_id, result.row) for result in results] == [("K-02", 2), ("K-01", 3)]
    assert evaluate_kpis(snapshot(as_of=AS_OF)) == []
