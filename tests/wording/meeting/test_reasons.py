"""Reasons of the attention list, each with its rule and its numbers."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.wording.meeting.reasons import listed_since
from tests.factories import AS_OF, Row, action, actual, kpi, series, summary
from tests.shipped import reasons


def only(row: Row, as_of: date = AS_OF) -> str:
    (sentence,) = reasons(summary([row], as_of=as_of))
    return sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            action(planned_end=date(2026, 9, 30), progress=60.0),
            "完了予定 令和8年9月30日を54日過ぎて未完了です(進捗率60%)。",
        ),
        (
            action(planned_end=date(2026, 11, 22), progress=None),
            "完了予定 令和8年11月22日を1日過ぎて未完了です(進捗率は未報告)。",
        ),
        # 2025-04-01 to 2026-11-23 are 602 of 730 days: 82.4658 %
        (action(progress=50.5), "計画82.5%に対し進捗率50.5%、32.0ポイントの遅れです(25ポイント超で遅れ)。"),
        (action(progress=None), "進捗率が報告されていません(この時点の計画は82.5%)。"),
        (
            action(progress=None, status="未着手"),
            "計画82.5%に対し着手前で0%、82.5ポイントの遅れです(25ポイント超で遅れ)。",
        ),
        (action(progress=82.0, status="見直し"), "状況が「見直し」です(進捗率82%)。"),
    ],
)
def test_an_actions_reason_says_the_rule_and_its_numbers(row: Row, sentence: str) -> None:
    assert only(row) == sentence


def test_the_days_to_the_end_of_the_period_are_counted_down_to_0() -> None:
    row = action(progress=97.0)
    assert only(row, date(2026, 12, 31)) == (
        "第2期の期末 令和9年3月31日まで残り90日で、まだ完了していません(進捗率97%)。"
    )
    assert "残り0日" in only(action(progress=100.0), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("baseline", "actuals", "sentence"),
    [
        (
            100.0,
            [actual("K-01", date(2026, 3, 31), 90.0)],
            "実績90人(令和8年3月31日)が基準値100人より後退しています(方向性は増加)。",
        ),
        (
            100.0,
            [actual("K-01", date(2026, 3, 31), 120.0)],
            "実績120人(令和8年3月31日)の進度は0.40です(0.80未満は遅れ。基準値は100人、この時点の期待値は150人)。",
        ),
        (200.0, [actual("K-01", date(2026, 3, 31), 190.0)], "実績190人(令和8年3月31日)が目標200人に達していません。"),
    ],
)
def test_a_kpis_reason_says_the_rule_and_its_numbers(baseline: float, actuals: list[Row], sentence: str) -> None:
    row = kpi(baseline_on=date(2025, 3, 31), baseline=baseline, target_2=200.0)
    assert reasons(summary((), [row], actuals)) == [sentence]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            kpi(direction="維持", baseline=90.0, target_2=95.0, tolerance=2.5, unit="%"),
            "実績92%(令和8年3月31日)が目標95±2.5%の範囲を外れています。",
        ),
        (
            kpi(direction="以上", baseline=None, baseline_on=None, target_2=95.0, unit="%"),
            "実績92%(令和8年3月31日)は目標の95%以上ではありません。",
        ),
        (
            kpi(direction="以下", baseline=None, baseline_on=None, target_2=10.0, unit=""),
            "実績92(令和8年3月31日)は目標の10以下ではありません。",
        ),
    ],
)
def test_a_kpi_out_of_its_band_says_the_band(row: Row, sentence: str) -> None:
    assert reasons(summary((), [row], [actual("K-01", date(2026, 3, 31), 92.0)])) == [sentence]


def test_a_kpi_that_will_fall_short_says_its_forecast() -> None:
    row = kpi(baseline_on=date(2025, 3, 31), baseline=100.0, target_2=200.0)
    (sentence,) = reasons(summary((), [row], series("K-01", [150.0] * 6, first=date(2026, 5, 31))))
    assert sentence.startswith("実績6件の直線回帰では、令和9年3月31日に150人")


def test_an_item_says_since_when_it_has_been_listed() -> None:
    first, now = date(2024, 4, 16), date(2026, 10, 31)
    assert listed_since(first, now) == "令和6年4月16日時点から続けて一覧に載っています。"
    assert listed_since(now, now) == "今回はじめて一覧に載りました。"
