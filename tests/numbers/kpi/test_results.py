"""期の結果: the value with which a KPI ended each 期."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.kpi import PeriodResult
from tests.factories import Cell, Row, actual, judged, kpi, yearly_target

AS_OF = date(2026, 11, 23)
END = date(2025, 3, 31)  # of 第1期, 令和5・6年度


def results(row: Row, *actuals: Row, as_of: date = AS_OF, targets: tuple[Row, ...] = ()) -> tuple[PeriodResult, ...]:
    return judged(row, *actuals, as_of=as_of, targets=targets).results


def test_a_period_that_has_ended_has_its_latest_value_against_its_target() -> None:
    row = kpi(target_1=800.0, target_2=1200.0)
    assert results(row, actual("K-01", date(2024, 9, 30), 700.0), actual("K-01", END, 810.0)) == (
        PeriodResult(1, 810.0, END, 800.0, reached=True, stale=False),
    )
    assert results(row, actual("K-01", END, 790.0))[0].reached is False


def test_the_day_after_its_end_a_period_has_a_result() -> None:
    row = kpi(target_1=800.0)
    assert results(row, actual("K-01", END, 800.0), as_of=END) == ()
    assert len(results(row, actual("K-01", END, 800.0), as_of=date(2025, 4, 1))) == 1


def test_a_period_without_a_target_on_its_last_day_has_no_result() -> None:
    assert results(kpi(target_2=800.0), actual("K-01", END, 800.0)) == ()
    ahead = (yearly_target(2023, 5.0),)
    assert results(kpi(target_4=None), actual("K-01", END, 800.0), targets=ahead) == ()
    last = (yearly_target(2024, 5.0),)
    assert [result.target for result in results(kpi(target_4=None), targets=last)] == [5.0]


def test_without_a_value_the_target_stands_alone() -> None:
    later = actual("K-01", date(2025, 9, 30), 900.0)
    assert results(kpi(target_1=800.0), later) == (PeriodResult(1, None, None, 800.0, reached=None, stale=False),)


def test_a_value_from_before_the_period_counts_and_is_old() -> None:
    row = kpi(baseline_on=date(2022, 3, 31), target_1=800.0)
    (result,) = results(row, actual("K-01", date(2023, 3, 31), 700.0))
    assert (result.actual, result.reached, result.stale) == (700.0, False, True)


def test_a_value_from_before_the_baseline_does_not_count() -> None:
    row = kpi(baseline_on=date(2023, 3, 31), target_1=800.0)
    (result,) = results(row, actual("K-01", date(2023, 3, 30), 900.0))
    assert result.actual is None
    assert results(row, actual("K-01", date(2023, 3, 31), 900.0))[0].actual == 900.0


def test_a_yearly_kpi_has_the_complete_value_of_the_periods_last_year() -> None:
    row = kpi(aggregation="単年度", target_1=800.0)
    year_before, running = actual("K-01", date(2024, 3, 31), 900.0), actual("K-01", date(2024, 12, 31), 900.0)
    assert results(row, year_before, running)[0].actual is None
    assert results(row, year_before, actual("K-01", END, 790.0))[0].actual == 790.0


@pytest.mark.parametrize(
    ("row", "value", "reached"),
    [
        ({"direction": "維持", "tolerance": 0.3, "target_1": 8.2}, 8.5, True),
        ({"direction": "維持", "tolerance": 0.3, "target_1": 8.2}, 8.6, False),
        ({"direction": "減少", "target_1": 8.2}, 8.2, True),
        ({"direction": "減少抑制", "target_1": 8.2}, 8.1, False),
        ({"direction": "以上", "target_1": 8.2}, 8.3, True),
        ({"direction": "増加抑制", "target_1": 8.2}, 8.1, True),
        ({"direction": "以下", "target_1": 8.2}, 8.3, False),
    ],
)
def test_a_result_is_reached_by_the_kpis_direction(row: dict[str, Cell], value: float, *, reached: bool) -> None:
    assert results(kpi(**row), actual("K-01", END, value))[0].reached is reached
