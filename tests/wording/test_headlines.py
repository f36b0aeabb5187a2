"""The one line of words under each title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.reporting_status import Return
from kdx_metrics.wording import headlines
from tests.factories import AS_OF, Row, action, group_of, milestone, strategy, summary

STEPS: Row = {"target_1": 800.0, "target_2": 1200.0}


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (
            group_of(61.0, 52.8, behind=2, not_reported=1),
            "P1は計画を8.2ポイント下回っています(実績52.8%、計画61.0%、遅れ2件、未報告1件)。",
        ),
        (group_of(50.0, 53.0, on_track=1), "P1は計画を3.0ポイント上回っています(実績53.0%、計画50.0%)。"),
        (group_of(50.0, 50.01, on_track=1), "P1は計画どおりです(実績50.0%、計画50.0%)。"),
        (group_of(not_reported=2), "P1は評価できません(未報告 2件)。"),
        (group_of(), "P1: 取組がありません。"),
    ],
)
def test_a_group_is_below_above_or_on_plan_or_cannot_be_said(measured: Group, said: str) -> None:
    assert headlines.group("P1", measured) == said


def test_the_group_furthest_behind_is_named() -> None:
    named = [("A", group_of(50, 45, on_track=1)), ("B", group_of(50, 30, behind=1)), ("C", group_of(not_reported=1))]
    assert headlines.groups(named) == "Bが計画を20.0ポイント下回り、最も遅れています。"


def test_when_no_group_is_behind_that_is_the_finding() -> None:
    assert headlines.groups([("A", group_of(50, 60, on_track=1))]) == "すべて計画どおりか、計画を上回っています。"
    assert headlines.groups([("A", group_of())]) == "評価できる取組がありません。"


def test_late_actions_are_counted_with_where_most_are() -> None:
    named = [("A", group_of(behind=1, slightly_behind=2, on_track=1)), ("B", group_of(behind=1, not_reported=1))]
    said = "遅れ・やや遅れは6件中4件、最も多いのはA(3件)です。"
    assert headlines.ratings(named) == said
    assert headlines.ratings([("A", group_of(on_track=2))]) == "遅れている取組はありません(全2件)。"
    assert headlines.ratings([("A", group_of(not_reported=1))]) == "遅れている取組はありません(全1件、未報告1件)。"
    assert headlines.ratings([("A", group_of(behind=1))]) == "遅れ・やや遅れは1件中1件です。"
    assert headlines.ratings([("A", group_of())]) == "取組がありません。"


def test_how_much_is_reported_is_said_with_its_numbers() -> None:
    assert headlines.reporting(replace(group_of(on_track=3, not_reported=1), reporting_rate=0.75)) == (
        "報告率は75.0%です(未報告1件、取組は全4件)。"
    )
    assert headlines.reporting(group_of()) == "報告率は－です(未報告0件、取組は全0件)。"


def test_late_actions_are_named_furthest_behind_first() -> None:
    rows = [
        action("A-1", progress=70.0, title="窓口"),
        action("A-2", progress=10.0, title="申請"),
        action("A-3", progress=90.0),
    ]
    assert headlines.late(summary(rows).actions) == "遅れ・やや遅れは2件 「申請」、「窓口」。"
    assert headlines.late(summary([action(progress=90.0)]).actions) == "遅れている取組はありません。"


def test_the_next_planned_end_is_that_of_an_open_action() -> None:
    rows = [
        action("A-1", planned_end=date(2026, 12, 31), status="完了"),
        action("A-2", planned_end=date(2027, 1, 31), title="窓口"),
    ]
    assert headlines.next_due(summary(rows).actions, AS_OF) == "次の完了予定は令和9年1月の「窓口」です。"
    assert headlines.next_due(summary(rows[:1]).actions, AS_OF) == "これから完了予定を迎える取組はありません。"


def test_the_headline_names_the_pillar_furthest_behind() -> None:
    result = summary([action(progress=40.0), action("A-02", pillar="P2", progress=90.0)])
    assert headlines.overall(result) == (
        "全体は計画比 −17.5ポイント、最も遅い柱は市民の利便性向上(−42.5ポイント)です。"
    )
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
    late = EarnedSchedule(date(2023, 4, 1), 730, 365, 182.5, 0.5, 1460.0, date(2027, 3, 30), None)
    assert headlines.course("全体", late) == (
        "全体は予定の0.50倍の速さで進んでいます。このままなら令和9年3月に予定より730日遅く完了する見込みです。"
    )
    early = replace(late, spi_t=1.25, forecast_days=584.0)
    assert "予定より146日早く" in headlines.course("全体", early)
    assert "予定どおり完了" in headlines.course("全体", replace(late, spi_t=1.0, forecast_days=730.0))
    assert "0.99倍の速さで進んでいます" in headlines.course("全体", replace(late, spi_t=0.999, forecast_days=730.7))
    assert "予定より1日遅く完了" in headlines.course("全体", replace(late, spi_t=0.9997, forecast_days=730.2))
    nothing = EarnedSchedule(None, None, None, None, None, None, None, "nothing_evaluable")
    assert headlines.course("全体", nothing) == "全体: 評価できる取組がないため、計算しません。"
    standing = EarnedSchedule(date(2023, 4, 1), 730, 365, 0.0, 0.0, None, None, "nothing_earned")
    assert headlines.course("全体", standing) == (
        "全体は予定の0.00倍の速さで進んでいます。実績が0%のため、完了の見込みは計算できません。"
    )


def test_what_must_be_decided_is_counted_by_kind() -> None:
    result = summary([action(progress=10.0), action("A-02", progress=None)])
    assert headlines.attention(result.attention) == "2件あります(遅れ1件、未報告1件)。"
    assert headlines.attention([]) == "ご判断いただきたいことはありません。"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2023, 1, 1), "計画の開始(令和5年4月1日)まで90日です。次は令和5年7月7日の「策定」です。"),
        (AS_OF, "計画8年間の45.6%が過ぎ、いまは第2期です。直近は令和5年7月の本部会議です。"),
        (date(2031, 4, 1), "計画期間は令和13年3月31日に終わりました。直近は令和5年7月の本部会議です。"),
    ],
)
def test_where_in_the_plan_a_day_lies(today: date, said: str) -> None:
    events = summary((), (), (), [milestone(date(2023, 7, 7), "策定")]).snapshot.milestones
    assert headlines.milestones(events, strategy(), today) == said


def test_the_departments_that_have_reported_are_counted() -> None:
    departments = [Return("市民課", 2, 2, AS_OF), Return("会計課", 0, 0, None), Return("総務課", 2, 1, AS_OF)]
    assert headlines.returns(departments) == "3課のうち2課が報告を終えています。"
