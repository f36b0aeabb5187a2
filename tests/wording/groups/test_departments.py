"""Sentences about one 所管課: silence does not shine, and a report that is missing is named."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.meeting.reporting_status import Return, Waiting
from kdx_metrics.wording.groups import departments
from tests.factories import action, summary

NOW = date(2026, 10, 31)
SPAN = {"planned_start": date(2025, 4, 1), "planned_end": date(2027, 3, 31)}


def test_a_department_that_does_not_report_is_not_on_plan() -> None:
    of = summary([action(status="完了", progress=100.0, **SPAN), action("A-02", progress=None, **SPAN)], as_of=NOW)
    said = departments.standing_of("福祉課", of)
    assert said.startswith("福祉課の第2期は計画どおりとはまだ言えません")
    assert "未報告1件" in said
    assert said.endswith("全2件: 未報告 1件、完了 1件。")
    assert "全体" not in said


def test_a_department_without_actions_is_not_judged() -> None:
    assert departments.standing_of("会計課", summary((), as_of=NOW)) == "会計課が所管する取組はありません。"


def test_the_report_is_told_with_what_is_missing() -> None:
    late = Return("福祉課", 2, 1, date(2026, 10, 20), (Waiting("P1-07", "相談会"),))
    assert departments.report_of(late, NOW) == (
        "令和8年10月31日時点で報告が要る2件のうち1件が報告済みです。まだ: P1-07 相談会。"
        "最後の更新日は令和8年10月20日です。"
    )
    done = Return("福祉課", 2, 2, date(2026, 10, 20))
    assert departments.report_of(done, NOW).startswith("令和8年10月31日時点で報告が要る2件は、すべて報告済みです。")
    nothing = "令和8年10月31日時点で報告が要る取組はありません。"
    assert departments.report_of(None, NOW) == nothing
    assert departments.report_of(Return("会計課", 0, 0, None), NOW) == nothing


def test_an_action_that_owes_a_report_for_two_periods_is_named_once_with_their_number() -> None:
    twice = Return(
        "都市建設課", 3, 0, None, (Waiting("P1-08", "公共交通"), Waiting("P1-08", "公共交通"), Waiting("P1-09", "防災"))
    )
    assert departments.missing(twice) == "P1-08 公共交通(2期分)、P1-09 防災"
