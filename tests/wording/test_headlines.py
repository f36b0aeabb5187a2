"""The one line of words under each title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.numbers.spc import Signal, XmR
from kdx_metrics.wording import headlines
from tests.factories import AS_OF, Row, action, actual, kpi, milestone, series, strategy, summary

STEPS: Row = {"target_1": 800.0, "target_2": 1200.0}


def group(planned: float | None = None, actual: float | None = None, **counts: int) -> Group:
    ratings = dict.fromkeys(RATINGS, 0) | counts
    gap = None if planned is None or actual is None else actual - planned
    return Group(sum(ratings.values()), 0, planned, actual, gap, None, None, ratings, None)


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (
            group(61.0, 52.8, behind=2, not_reported=1),
            "P1は計画を8.2ポイント下回っています(実績52.8%、計画61.0%、遅れ2件、未報告1件)。",
        ),
        (group(50.0, 53.0, on_track=1), "P1は計画を3.0ポイント上回っています(実績53.0%、計画50.0%)。"),
        (group(50.0, 50.01, on_track=1), "P1は計画どおりです(実績50.0%、計画50.0%)。"),
        (group(not_reported=2), "P1は評価できません(未報告 2件)。"),
        (group(), "P1: 取組がありません。"),
    ],
)
def test_a_group_is_below_above_or_on_plan_or_cannot_be_said(measured: Group, said: str) -> None:
    assert headlines.group("P1", measured) == said


def test_the_group_furthest_behind_is_named() -> None:
    named = [("A", group(50, 45, on_track=1)), ("B", group(50, 30, behind=1)), ("C", group(not_reported=1))]
    assert headlines.groups(named) == "Bが計画を20.0ポイント下回り、最も遅れています。"


def test_when_no_group_is_behind_that_is_the_finding() -> None:
    assert headlines.groups([("A", group(50, 60, on_track=1))]) == "すべて計画どおりか、計画を上回っています。"
    assert headlines.groups([("A", group())]) == "評価できる取組がありません。"


def test_late_actions_are_counted_with_where_most_are() -> None:
    named = [("A", group(behind=1, slightly_behind=2, on_track=1)), ("B", group(behind=1, not_reported=1))]
    said = "遅れ・やや遅れは6件中4件、最も多いのはA(3件)です。"
    assert headlines.ratings(named) == said
    assert headlines.ratings([("A", group(on_track=2))]) == "遅れている取組はありません(全2件)。"
    assert headlines.ratings([("A", group(not_reported=1))]) == "遅れている取組はありません(全1件、未報告1件)。"
    assert headlines.ratings([("A", group(behind=1))]) == "遅れ・やや遅れは1件中1件です。"
    assert headlines.ratings([("A", group())]) == "取組がありません。"


def test_the_headline_names_the_pillar_furthest_behind() -> None:
    found = summary([action(progress=40.0), action("A-02", pillar="P2", progress=90.0)])
    assert headlines.overall(found) == ("全体は計画比 −17.5ポイント、最も遅い柱は市民の利便性向上(−42.5ポイント)です。")
    assert headlines.overall(summary()) == "全体: 取組がありません。"
    assert headlines.overall(summary([action(progress=90.0)])) == "全体は計画を7.5ポイント上回っています。"


def test_the_current_period_and_leftovers_of_earlier_ones_are_said() -> None:
    left_over = action("A-02", period=1, planned_start=date(2023, 4, 1), planned_end=date(2025, 3, 31), progress=60.0)
    said = headlines.cells(summary([action(progress=40.0), left_over]))
    assert said == ("第2期は市民の利便性向上が計画を42.5ポイント下回っています。前の期の遅れも1件。")
    assert headlines.cells(summary()) == "第2期には評価できる取組がありません。"
    good = headlines.cells(summary([action(progress=90.0)]))
    assert good == "第2期はすべての柱が計画どおりか、計画を上回っています。"


def test_the_course_says_how_fast_and_when() -> None:
    late = EarnedSchedule(date(2023, 4, 1), 730, 365, 182.5, 0.5, 1460.0, date(2027, 3, 30), "")
    assert headlines.course("全体", late) == (
        "全体は予定の0.50倍の速さで進んでいます。このままなら令和9年3月に予定より730日遅く完了する見込みです。"
    )
    early = replace(late, spi_t=1.25, forecast_days=584.0)
    assert "予定より146日早く" in headlines.course("全体", early)
    assert "予定どおり完了" in headlines.course("全体", replace(late, spi_t=1.0, forecast_days=730.2))
    nothing = EarnedSchedule(None, None, None, None, None, None, None, "評価できる取組がありません。")
    assert headlines.course("全体", nothing) == "全体: 評価できる取組がありません。"
    standing = EarnedSchedule(date(2023, 4, 1), 730, 365, 0.0, 0.0, None, None, "実績が0%です。")
    assert headlines.course("全体", standing) == "全体は予定の0.00倍の速さで進んでいます。実績が0%です。"


def test_a_kpi_says_value_rating_attainment_and_outlook() -> None:
    found = summary((), [kpi(**STEPS)], series("K-01", [500, 560, 600, 690, 700, 780, 800]))
    said = headlines.kpi(found.kpis[0], found.forecasts["K-01"])
    assert said.startswith("800人(令和7年10月31日)で")
    assert "達成率50.0%" in said
    assert said.endswith("達成見込みです。")


def test_a_kpi_without_a_value_says_why() -> None:
    found = summary((), [kpi(**STEPS)], [actual("K-01", date(2025, 6, 30), None, value_missing="未集計")])
    assert headlines.kpi(found.kpis[0], found.forecasts["K-01"]) == "実績はまだありません(未集計)。"


def test_an_old_value_is_marked() -> None:
    found = summary((), [kpi(**STEPS)], series("K-01", [500], first=date(2024, 4, 30)))
    assert "令和6年4月30日・古い値" in headlines.kpi(found.kpis[0], found.forecasts["K-01"])


def test_kpis_are_counted_by_rating() -> None:
    found = summary((), [kpi(**STEPS), kpi("K-02", **STEPS)], series("K-01", [1300]))
    assert headlines.kpis(found.kpis) == "2指標のうち、達成1件、データなし1件です。"
    assert headlines.kpis([]) == "該当する指標がありません。"


def test_a_behaviour_chart_says_chance_or_signal() -> None:
    (found,) = summary((), [kpi(**STEPS)], series("K-01", [500])).kpis
    calm = XmR(12, 5.0, 1.0, 9.0, 0, (), None)
    assert headlines.xmr(found, calm) == "増やす指標の実績12件は、偶然のばらつきの範囲で動いています。"
    moved = XmR(12, 5.0, 1.0, 9.0, 0, (Signal(1, "outside"), Signal(2, "outside")), "当たり外れ")
    assert headlines.xmr(found, moved).endswith(
        "偶然とは考えにくい動きがあります(限界の外)。目標に対しては「当たり外れ」です。"
    )


def test_what_must_be_decided_is_counted_by_kind() -> None:
    found = summary([action(progress=10.0), action("A-02", progress=None)])
    assert headlines.attention(found.attention) == "2件あります(遅れ1件、未報告1件)。"
    assert headlines.attention([]) == "ご判断いただきたいことはありません。"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2023, 1, 1), "計画の開始(令和5年4月1日)まで90日です。次は令和5年7月7日の「策定」です。"),
        (AS_OF, "計画8年間の46%が過ぎ、いまは第2期です。直近は令和5年7月の本部会議です。"),
        (date(2031, 4, 1), "計画期間は令和13年3月31日に終わりました。直近は令和5年7月の本部会議です。"),
    ],
)
def test_where_in_the_plan_a_day_lies(today: date, said: str) -> None:
    events = summary((), (), (), [milestone(date(2023, 7, 7), "策定")]).snapshot.milestones
    assert headlines.milestones(events, strategy(), today) == said
