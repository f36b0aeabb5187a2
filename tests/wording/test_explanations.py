"""Why a number is what it is: the worked sums, recomputed by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.wording import rules
from kdx_metrics.wording.explanations import (
    explain_action,
    explain_cells,
    explain_earned,
    explain_group,
    explain_many,
)
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.kpi.kpi_explanations import explain_kpi
from tests.factories import action, actual, kpi, series, strategy, summary

# A year of 400 days from 2026-01-01 on makes even percentages: on 2026-07-19, 200 of 400 days are over.
HALF = date(2026, 7, 19)
HALF_WAY = "1,461日 ÷ 2,922日(2023-03-31から2031-03-31まで)"  # of a KPI's path
SPAN = {"planned_start": date(2026, 1, 1), "planned_end": date(2027, 2, 4)}


def test_a_groups_sum_is_written_out_with_weights_and_what_was_left_out() -> None:
    result = summary(
        [
            action("A-01", progress=30.0, weight=3.0, **SPAN),
            action("A-02", progress=70.0, weight=1.5, **SPAN),
            action("A-03", progress=None, **SPAN),
            action("A-04", status="中止", progress=10.0, **SPAN),
        ],
        as_of=HALF,
    )
    why = explain_group(result.actions, result.overall, strategy())
    assert why.worked.splitlines() == [
        "計画 = (3×50.0 + 1.5×50.0) ÷ 4.5 = 50.0%",
        "実績 = (3×30 + 1.5×70) ÷ 4.5 = 43.3%",
        "差 = 43.3 − 50.0 = −6.7ポイント",
        "未報告1件は、前の報告の値(なければ0)として下限を計算します。",
        "下限 = (3×30 + 1.5×70 + 1×0) ÷ 5.5 = 35.5%",
        "平均に入れた取組 2件 / 全4件(対象外・未報告など 2件は除く)",
    ]
    assert why.rule == rules.groups(strategy())


def test_a_long_sum_is_shown_by_its_total() -> None:
    result = summary([action(f"A-{number:02d}", **SPAN) for number in range(8)], as_of=HALF)
    why = explain_group(result.actions, result.overall, strategy())
    assert why.worked.startswith("計画 = 400.0(8件の重み×計画の合計) ÷ 8(重みの合計) = 50.0%\n")


def test_without_an_evaluable_row_no_sum_is_made_up() -> None:
    result = summary([action(progress=None, **SPAN)], as_of=HALF)
    why = explain_group(result.actions, result.overall, strategy())
    assert why.worked == "評価できる取組がないため、平均は計算しません。"
    many = explain_many([("市民課", result.overall)], strategy())
    assert many.worked == "市民課: 評価できる取組がありません(全1件)。"


def test_each_period_of_one_action_has_its_own_sum() -> None:
    rows = [
        action(progress=30.0, **SPAN),
        action(period=3, progress=None, planned_start=date(2026, 1, 1), planned_end=date(2029, 12, 31)),
    ]
    result = summary(rows, as_of=HALF)
    assert explain_action(result.actions, HALF, strategy()).worked.splitlines() == [
        "第2期: 計画 = 200日 ÷ 400日 × 100 = 50.0%、差 = 30.0 − 50.0 = −20.0ポイント",
        "第3期: 計画 = 200日 ÷ 1,461日 × 100 = 13.7%",
    ]


def test_groups_side_by_side_have_a_line_each() -> None:
    result = summary([action(progress=20.0, **SPAN), action("B-01", pillar="P2", progress=60.0, **SPAN)], as_of=HALF)
    why = explain_many([("P1", result.pillars["P1"]), ("P2", result.pillars["P2"])], strategy())
    assert why.worked.splitlines() == [
        "P1: 実績 20.0% − 計画 50.0% = −30.0ポイント(評価できる取組 1件 / 全1件)",
        "P2: 実績 60.0% − 計画 50.0% = +10.0ポイント(評価できる取組 1件 / 全1件)",
    ]


def test_the_cells_of_pillars_and_periods_that_hold_actions_have_a_line_each() -> None:
    result = summary([action(progress=20.0, **SPAN), action("B-01", pillar="P2", progress=None, **SPAN)], as_of=HALF)
    why = explain_cells(result)
    assert why.worked.splitlines() == [
        "市民の利便性向上 第2期: 実績 20.0% − 計画 50.0% = −30.0ポイント(評価できる取組 1件 / 全1件)",
        "業務の効率化 第2期: 評価できる取組がありません(全1件)。",
    ]
    assert why.rule == rules.CELLS + rules.groups(strategy())


def test_the_earned_schedule_is_divided_out() -> None:
    earned = EarnedSchedule(date(2026, 1, 1), 400, 200, 150.0, 0.75, 533.33, date(2027, 6, 17), None)
    assert explain_earned(earned).worked.splitlines() == [
        "SPI(t) = ES 150.0日 ÷ AT 200日 = 0.750",
        "見込み日数 = PD 400日 ÷ (ES 150.0日 ÷ AT 200日) = 533.3日(開始 2026-01-01)",
    ]
    nothing = EarnedSchedule(None, None, None, None, None, None, None, "nothing_evaluable")
    assert explain_earned(nothing).worked == "評価できる取組がないため、計算しません。"


@pytest.mark.parametrize(
    ("row", "value", "lines"),
    [
        (
            kpi(),
            1200.0,
            [
                "実績 1,200人(2027-03-31)、基準値 400人(2023-03-31)",
                "達成率(基準値から) = 100 × (1,200 − 400) ÷ (2,000 − 400) = 50.0%",
                "目標比 = 100 × 1,200 ÷ 2,000 = 60.0%",
                f"期待値 = 400 + (2,000 − 400) × {HALF_WAY} = 1,200人(2027-03-31)",
                "進度 = (1,200 − 400) ÷ (1,200 − 400) = 1.00",
            ],
        ),
        (
            kpi(direction="維持", baseline=90.0, target_4=90.0, tolerance=5.0, unit="%"),
            88.0,
            [
                "実績 88%(2027-03-31)、基準値 90%(2023-03-31)",
                "目標比 = 100 × 88 ÷ 90 = 97.8%",
                "目標 90±5% の内か外かで評価します。",
            ],
        ),
        (
            kpi(baseline=100.0, target_4=100.0),
            100.0,
            [
                "実績 100人(2027-03-31)、基準値 100人(2023-03-31)",
                "目標値が基準値と同じため、達成率(基準値から)は計算しません。",
                "目標比 = 100 × 100 ÷ 100 = 100.0%",
            ],
        ),
        (
            kpi(direction="減少", baseline=120.0, target_4=60.0),
            90.0,
            [
                "実績 90人(2027-03-31)、基準値 120人(2023-03-31)",
                "達成率(基準値から) = 100 × (90 − 120) ÷ (60 − 120) = 50.0%",
                "目標比 = 100 × 90 ÷ 60 = 150.0%(100%以下で達成)",
            ],
        ),
        (
            kpi(direction="減少抑制", baseline=27000.0, target_4=26500.0),
            26700.0,
            [
                "実績 26,700人(2027-03-31)、基準値 27,000人(2023-03-31)",
                "目標比 = 100 × 26,700 ÷ 26,500 = 100.8%",
                f"期待値 = 27,000 + (26,500 − 27,000) × {HALF_WAY} = 26,750人(2027-03-31)",
                "進度 = (26,750 − 27,000) ÷ (26,700 − 27,000) = 0.83",
            ],
        ),
        (
            kpi(direction="増加抑制", baseline=50.0, target_4=60.0),
            49.0,
            [
                "実績 49人(2027-03-31)、基準値 50人(2023-03-31)",
                "目標比 = 100 × 49 ÷ 60 = 81.7%(100%以下で達成)",
                "実績は基準値を上回っていないため、進度は計算しません。",
            ],
        ),
        (
            kpi(baseline=None, baseline_on=None, target_4=2000.0, unit=""),
            1200.0,
            [
                "実績 1,200(2027-03-31)",
                "基準値がないため、達成率(基準値から)は計算しません。",
                "目標比 = 100 × 1,200 ÷ 2,000 = 60.0%",
                "実績 ÷ 期待値 = 1,200 ÷ 2,000 = 0.60",
            ],
        ),
        (
            kpi(direction="減少", baseline=None, baseline_on=None, target_4=60.0),
            80.0,
            [
                "実績 80人(2027-03-31)",
                "基準値がないため、達成率(基準値から)は計算しません。",
                "目標比 = 100 × 80 ÷ 60 = 133.3%(100%以下で達成)",
                "期待値 ÷ 実績 = 60 ÷ 80 = 0.75",
            ],
        ),
        (
            kpi(direction="以上", baseline=96.8, target_4=95.0, unit="%"),
            95.5,
            [
                "実績 95.5%(2027-03-31)、基準値 96.8%(2023-03-31)",
                "目標比 = 100 × 95.5 ÷ 95 = 100.5%",
                "目標 95%以上 を満たすかどうかで評価します。",
            ],
        ),
        (
            kpi(baseline_on=date(2027, 4, 1)),
            500.0,
            [
                "実績 500人(2027-03-31)、基準値 400人(2027-04-01)",
                "基準日より前の実績のため、評価しません。",
                "目標比 = 100 × 500 ÷ 2,000 = 25.0%",
            ],
        ),
    ],
)
def test_a_kpis_rating_is_worked_out(row: dict[str, str | float | date | None], value: float, lines: list[str]) -> None:
    day = date(2027, 3, 31)
    result = summary([], [row], [actual("K-01", day, value)], as_of=day)
    why = explain_kpi(result.kpis[0], result.forecasts["K-01"], strategy())
    assert why.worked.splitlines()[: len(lines)] == lines
    assert why.worked.endswith(kpi_sentences.outlook(result.kpis[0], result.forecasts["K-01"]))
    assert why.rule == rules.kpis(strategy())


def test_a_kpi_without_an_actual_says_that_it_cannot_be_judged() -> None:
    result = summary([], [kpi()], [])
    why = explain_kpi(result.kpis[0], result.forecasts["K-01"], strategy())
    assert why.worked.splitlines()[0] == "実績値がまだないため、評価できません。"


def test_a_value_of_the_running_year_is_marked_as_such() -> None:
    row = kpi(aggregation="単年度")
    result = summary([], [row], [actual("K-01", date(2026, 9, 30), 500.0)], as_of=date(2026, 11, 23))
    assert "年度途中の値です。" in explain_kpi(result.kpis[0], result.forecasts["K-01"], strategy()).worked


def test_a_monthly_series_ends_with_its_forecast() -> None:
    result = summary([], [kpi()], series("K-01", [500.0 + 10 * month for month in range(12)]))
    assert "実績12件の直線回帰では" in explain_kpi(result.kpis[0], result.forecasts["K-01"], strategy()).worked
