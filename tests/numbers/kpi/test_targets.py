"""The target in force and the path of what is due."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from kdx_metrics.numbers.kpi import Path
from tests.factories import actual, judged, kpi, strategy, yearly_target

BASE, HALF = date(2025, 3, 31), date(2026, 3, 31)
AS_OF = date(2027, 1, 10)


@pytest.mark.parametrize(
    ("targets", "on", "target"),
    [
        ({"target_1": 10.0, "target_2": 20.0, "target_3": 30.0}, 2026, 20.0),
        ({"target_1": 10.0, "target_3": 30.0, "target_4": 40.0}, 2028, 30.0),
        ({"target_1": 10.0}, 2024, 10.0),
        ({"target_4": 40.0}, 2030, 40.0),
    ],
)
def test_a_blank_target_gives_way_to_the_next_set_or_else_the_last(
    targets: dict[str, float], on: int, target: float
) -> None:
    result = judged(kpi(baseline=0.0, **targets), actual("K-01", HALF, 5.0), as_of=AS_OF)
    assert (result.target, result.target_on) == (target, date(on + 1, 3, 31))


@pytest.mark.parametrize(
    ("years", "target", "on"),
    [
        ({2025: 15.0, 2026: 20.0}, 20.0, 2026),  # the last within the 期, 令和7・8年度
        ({2025: 15.0, 2027: 25.0}, 15.0, 2025),
        ({2024: 12.0, 2027: 25.0, 2028: 30.0}, 25.0, 2027),  # the first after it
        ({2023: 11.0, 2024: 12.0}, 12.0, 2024),  # the last of all
    ],
)
def test_yearly_targets_stand_in_where_the_period_has_none(years: dict[int, float], target: float, on: int) -> None:
    targets = [yearly_target(year, value) for year, value in years.items()]
    result = judged(kpi(target_4=None), actual("K-01", HALF, 5.0), targets=targets, as_of=AS_OF)
    assert (result.target, result.target_on) == (target, date(on + 1, 3, 31))


def test_the_periods_own_target_leads_its_yearly_ones_and_the_year_is_told_beside() -> None:
    targets = [yearly_target(2025, 15.0), yearly_target(2026, 20.0)]
    row = kpi(baseline=0.0, target_2=20.0)
    now = judged(row, actual("K-01", HALF, 5.0), targets=targets, as_of=AS_OF)
    assert (now.target, now.target_year) == (20.0, 20.0)
    before = judged(row, actual("K-01", HALF, 5.0), targets=targets, as_of=HALF)
    assert (before.target, before.target_year) == (20.0, 15.0)
    assert judged(row, actual("K-01", HALF, 5.0), as_of=AS_OF).target_year is None


def test_a_yearly_value_is_judged_by_the_target_of_its_year() -> None:
    targets = [yearly_target(2024, 12.0), yearly_target(2025, 15.0)]
    row = kpi(aggregation="単年度", baseline=0.0, target_2=20.0)
    last = judged(row, actual("K-01", HALF, 14.0), targets=targets, as_of=AS_OF)
    assert (last.target, last.target_on, last.target_year) == (15.0, HALF, 15.0)
    older = judged(row, actual("K-01", BASE, 14.0), targets=targets, as_of=AS_OF)
    assert (older.target, older.target_on, older.target_year, older.rating) == (12.0, BASE, 12.0, "achieved")


def test_a_yearly_value_takes_the_target_of_the_period_that_it_belongs_to() -> None:
    row = kpi(aggregation="単年度", baseline=0.0, target_1=10.0, target_2=20.0)
    result = judged(row, actual("K-01", BASE, 10.0), as_of=AS_OF)
    assert (result.target, result.target_on, result.rating) == (10.0, BASE, "achieved")
    assert judged(row, as_of=AS_OF).target == 20.0


def test_a_date_outside_the_plan_takes_the_first_or_last_period() -> None:
    row = kpi(target_1=10.0, target_4=40.0)
    assert judged(row, as_of=date(2020, 1, 1)).target == 10.0
    assert judged(row, as_of=date(2040, 1, 1)).target == 40.0


def test_the_path_runs_straight_through_the_targets_and_is_constant_outside() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_2=200.0, target_4=300.0)
    path = judged(row).path
    assert path == Path(((BASE, 100.0), (date(2027, 3, 31), 200.0), (date(2031, 3, 31), 300.0)))
    assert path.at(date(2000, 1, 1)) == 100
    assert path.at(BASE) == 100
    assert path.at(HALF) == 150
    assert path.at(date(2027, 3, 31)) == 200
    assert path.at(date(2029, 3, 31)) == pytest.approx(200 + 100 * 731 / 1461)
    assert path.at(date(2040, 1, 1)) == 300


def test_yearly_targets_are_corners_of_the_path() -> None:
    row = kpi(baseline_on=BASE, baseline=100.0, target_2=200.0)
    path = judged(row, targets=[yearly_target(2025, 180.0), yearly_target(2026, 200.0)]).path
    assert path.corners == ((BASE, 100.0), (HALF, 180.0), (date(2027, 3, 31), 200.0))


def test_a_target_due_on_the_day_of_the_baseline_stays_on_the_path() -> None:
    path = judged(kpi(baseline_on=BASE, baseline=100.0, target_1=110.0, target_2=200.0)).path
    assert path.at(BASE) == 110
    assert path.at(HALF) == 155
    alone = judged(kpi(baseline_on=BASE, baseline=100.0, target_1=110.0), actual("K-01", HALF, 100.0), as_of=AS_OF)
    assert (alone.expected, alone.pace, alone.rating) == (110.0, 0.0, "behind")


def test_a_stepped_path_is_the_next_target_until_its_day() -> None:
    row = kpi(path="段階", baseline_on=BASE, baseline=100.0, target_2=200.0, target_3=300.0)
    path = judged(row).path
    assert path == Path(((date(2027, 3, 31), 200.0), (date(2029, 3, 31), 300.0)), stepped=True)
    days = [date(2020, 1, 1), BASE, date(2027, 3, 31), date(2027, 4, 1), date(2029, 3, 31), date(2035, 1, 1)]
    assert [path.at(day) for day in days] == [200, 200, 200, 300, 300, 300]


def test_without_a_baseline_the_path_begins_at_the_first_target() -> None:
    path = judged(kpi(baseline=None, baseline_on=None, target_2=200.0, target_3=300.0)).path
    assert [path.at(day) for day in (BASE, date(2027, 3, 31), date(2028, 3, 30))] == [
        200,
        200,
        pytest.approx(250, abs=0.1),
    ]


def test_nothing_is_due_on_a_path_without_corners() -> None:
    assert Path(()).at(HALF) is None


def test_a_value_on_the_path_is_not_misplaced_by_rounding() -> None:
    path = Path(((BASE, 0.1), (HALF, 0.7)))
    values = [path.exact_at(date.fromordinal(BASE.toordinal() + day)) for day in range(366)]
    assert all(low is not None and high is not None and low < high for low, high in pairwise(values))
    assert path.at(date.fromordinal(BASE.toordinal() + 73)) == 0.22  # a fifth of the way: 0.1 + 0.6/5


def test_every_target_is_told_by_its_day() -> None:
    result = judged(kpi(target_1=10.0, target_2=20.0), targets=[yearly_target(2025, 15.0)])
    days = [strategy().periods[0].last_day, HALF, strategy().periods[1].last_day]
    assert dict(result.targets) == dict(zip(days, (10.0, 15.0, 20.0), strict=True))
