"""The one line of words under each title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.meeting.reporting_status import Return, Waiting
from kdx_metrics.wording.groups import headlines
from tests.factories import AS_OF, action, milestone, strategy, summary


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
    departments = [
        Return("市民課", 2, 2, AS_OF),
        Return("会計課", 0, 0, None),
        Return("総務課", 2, 1, AS_OF, (Waiting("A-01", "名称"),)),
    ]
    assert headlines.returned(departments) == "報告が要る2課のうち1課が報告を終えています。"
    assert headlines.returns(departments) == "報告が要る2課のうち1課が報告を終えています。まだ: 総務課(1件)。"
    assert headlines.returns(departments[1:2]) == "報告が要る所管課はありません。"
