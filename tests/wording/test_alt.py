"""The alternative texts say what the charts say."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.assessment import BY_BOARD
from kdx_metrics.numbers.kpi.spc import analyse
from kdx_metrics.wording import alt
from tests.factories import AS_OF, Row, action, actual, kpi, milestone, series, strategy, summary

STEPS: Row = {"target_1": 800.0, "target_2": 1200.0}


def test_the_matrix_is_read_out_by_cell_and_empty_cells_are_counted() -> None:
    result = summary(
        [
            action(progress=50.0),
            action(
                "A-02",
                period=3,
                planned_start=date(2027, 4, 1),
                progress=None,
                planned_end=date(2029, 3, 31),
                status="未着手",
            ),
        ]
    )
    text = alt.matrix(result)
    assert "市民の利便性向上の第2期は実績50.0%" in text
    assert "市民の利便性向上の第3期は1件すべて開始前。" in text
    assert text.endswith("取組なしのマスが10個あります。")


def test_the_timeline_counts_its_events_and_reads_the_newest() -> None:
    rows = [milestone(date(2023, 7, 7), "策定"), milestone(date(2026, 1, 7), "第2回本部会議")]
    text = alt.timeline(summary((), (), (), rows).snapshot.milestones, strategy(), AS_OF)
    assert "令和5年4月1日から令和13年3月31日までを4つの期に分けた年表。出来事は2件。" in text
    assert "新しい順に、令和8年1月7日 本部会議 第2回本部会議。令和5年7月7日 本部会議 策定。" in text


def test_the_course_reads_every_date_and_the_forecast() -> None:
    result = summary([action(progress=90.0)])
    points = [(AS_OF, 90.0, 82.5), (date(2026, 1, 7), None, None)]
    text = alt.progress_curve("全体", points, result.earned)
    assert "令和8年1月7日は実績データなし。令和8年11月23日は実績90.0%、計画82.5%。" in text
    assert "完了する見込みです" in text


def test_the_gantt_names_what_is_late() -> None:
    result = summary(
        [action(progress=10.0, title="窓口"), action("A-02", progress=None, planned_end=date(2026, 9, 30))]
    )
    text = alt.gantt(result.actions, strategy())
    assert "取組2件" in text
    assert "A-01 窓口(第2期、完了予定令和9年3月31日、進捗率10%)。" in text
    assert "A-02 取組 A-02(第2期、完了予定令和8年9月30日、進捗率は未報告)。" in text


def test_the_gantt_reads_what_people_say_of_a_late_action_without_a_percentage() -> None:
    rated = summary([action(progress=None, title="窓口")]).actions
    rated = rated.assign(rating="behind", assessment="×", assessment_year=2025, assessed_by=BY_BOARD, means="behind")
    text = alt.gantt(rated, strategy())
    assert "A-01 窓口(第2期、完了予定令和9年3月31日、本部評価「×」(令和7年度))。" in text


def test_a_kpi_reads_baseline_target_value_and_what_is_missing() -> None:
    actuals = [*series("K-01", [700]), actual("K-01", date(2025, 6, 30), None, value_missing="未集計")]
    result = summary((), [kpi(**STEPS)], actuals)
    text = alt.kpi(result.kpis[0], result.forecasts["K-01"])
    assert "基準値は400人(令和5年3月31日)、目標は令和9年3月31日までに1,200人。" in text
    assert text.endswith("令和7年6月30日は未集計。")


def test_the_behaviour_chart_reads_mean_and_limits() -> None:
    result = summary((), [kpi(**STEPS)], series("K-01", [1, 2, 1, 2, 10, *(1, 2) * 6, 1]))
    chart = analyse(result.kpis[0])
    assert chart is not None
    assert "平均1.9人、下限−0.7人、上限4.6人。" in alt.xmr(result.kpis[0], chart)


def test_slips_are_read_out_with_the_longest_first() -> None:
    text = alt.slips([("短い", 31, 31, date(2026, 10, 31)), ("長い", 182, 365, date(2027, 3, 31))])
    assert "取組2件" in text
    assert text.endswith(
        "長いは前回から+182日(当初から+365日)で令和9年3月に完了予定。"
        "短いは前回から+31日(当初から+31日)で令和8年10月に完了予定。"
    )
