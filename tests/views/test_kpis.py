"""指標 as they are listed: both percentages, targets with their words, results of 期."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.plan.strategy import PaceBands
from kdx_metrics.views.kpis import kpis, observations, on_paper, period_results, target_text
from tests.factories import Row, actual, judged, kpi, strategy, summary

HALF = date(2026, 3, 31)
RATIO_FIRST = strategy().model_copy(update={"kpi": PaceBands(attainment="ratio")})


def test_both_percentages_stand_under_their_own_names_the_leading_one_first() -> None:
    rows: list[Row] = [kpi(direction="減少", baseline=120.0, target_4=60.0)]
    for of, first in ((strategy(), "達成率(基準値から、%)"), (RATIO_FIRST, "目標比(%)")):
        measured = summary([], rows, [actual("K-01", HALF, 90.0)], of=of)
        listing = kpis(measured.kpis, measured)
        shares = [column.header for column in listing.columns if column.kind == "percent"]
        assert (shares[0], len(shares)) == (first, 2)
        assert listing.only("attainment", "ratio").texts == (("50.0%", "150.0%"),)
        assert listing.only(*on_paper(of)).columns[4].header == first


def test_a_ratio_that_has_not_come_down_to_the_target_is_not_shown_at_it() -> None:
    measured = summary([], [kpi(direction="減少", baseline=120.0, target_4=60.0)], [actual("K-01", HALF, 60.01)])
    assert kpis(measured.kpis, measured).only("ratio").texts == (("100.1%",),)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (kpi(direction="維持", target_2=95.0, tolerance=2.5, unit="%"), "95±2.5%(令和9年3月)"),
        (kpi(direction="以上", target_2=95.0, unit="%"), "95%以上(令和9年3月)"),
        (kpi(direction="以下", target_2=0.5, unit=""), "0.5以下(令和9年3月)"),
    ],
)
def test_a_target_is_written_with_what_makes_it_one(row: Row, text: str) -> None:
    assert target_text(judged(row)) == text


def test_the_path_of_a_kpi_is_a_column_of_its_own() -> None:
    measured = summary([], [kpi(), kpi("K-02", path="段階")], [])
    assert kpis(measured.kpis, measured).only("path").texts == (("直線",), ("段階",))
    straight = kpis(measured.kpis[:1], measured)
    assert {"path", "related_departments"}.isdisjoint(column.name for column in straight.columns)


def test_a_kpi_without_a_unit_has_headers_without_brackets() -> None:
    assert observations(judged(kpi(unit=""))).columns[1].header == "実績値"
    assert observations(judged(kpi())).columns[1].header == "実績値(人)"


def test_each_period_that_has_ended_has_its_result() -> None:
    row = kpi(target_1=800.0, target_2=1200.0)
    measured = judged(row, actual("K-01", date(2023, 3, 31), 900.0), as_of=date(2027, 4, 1))
    assert [result[:2] + result[4:] for result in period_results(measured, strategy()).texts] == [
        ("第1期", "900", "達成", "古い値"),
        ("第2期", "900", "未達", "古い値"),
    ]
    assert period_results(judged(row), strategy()).texts[0][4] == "データなし"
