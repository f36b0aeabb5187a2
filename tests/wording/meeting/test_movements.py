"""Sentences about what moved between two 時点."""

from __future__ import annotations

from datetime import date

from kdx_metrics.numbers.changes import Changes, Headline, compare
from kdx_metrics.wording.meeting import movements
from tests.factories import Row, action, actual, group_of, kpi, strategy, summary

THEN, NOW = date(2026, 1, 7), date(2026, 10, 31)
BEFORE: list[Row] = [
    action("A-1", title="窓口", progress=40.0),
    action("A-2", title="申請", progress=40.0, planned_end=date(2027, 1, 31)),
    action("A-3", title="予約", progress=0.0),
]
AFTER: list[Row] = [
    action("A-1", title="窓口", status="完了"),
    action("A-2", title="申請", progress=40.0),
    action("A-3", title="予約", progress=79.0),
]


def moved(before: list[Row], after: list[Row]) -> Changes:
    return compare(summary(before, as_of=THEN), summary(after, as_of=NOW))


def test_the_finding_says_how_far_all_has_come_and_counts_what_moved() -> None:
    changes = moved(BEFORE, AFTER)
    assert movements.finding(changes, strategy()) == (
        "第2期の計画との差は−13.1から−6.3へ縮まりました(ポイント)。完了1件、遅れに転じた1件、持ち直した1件、後ろ倒し1件。"
    )
    assert movements.of_plan(changes, strategy()) == "第2期の計画との差は−13.1から−6.3へ縮まりました(ポイント)。"
    assert movements.since_last(changes) == (
        "前回(令和8年1月7日)から 完了1件、遅れに転じた1件、持ち直した1件、後ろ倒し1件。"
    )
    assert movements.worked([("全体", changes.overall)], strategy()).splitlines() == [
        "全体 前回: 実績 26.7% − 計画 39.8% = −13.1ポイント(3件/3件)",
        "全体 今回: 実績 73.0% − 計画 79.3% = −6.3ポイント(3件/3件)",
        "全体 実績の変化: 今回 73.0% − 前回 26.7% = +46.3ポイント",
        "(件数は 評価できる取組/全取組)",
    ]


def test_a_gap_that_missing_reports_leave_open_is_told_from_end_to_end() -> None:
    then, now = group_of(80.0, 74.0, slightly_behind=2), group_of(81.04, 72.74, 70.5, slightly_behind=2, not_reported=2)
    assert movements.headline("第2期", Headline(then, now)) == (
        "第2期の計画との差は−6.0から−10.5 ~ −8.3へ広がりました(ポイント)"
    )
    between = group_of(80.0, 70.5, slightly_behind=2)
    assert movements.headline("第2期", Headline(between, now)) == (
        "第2期の計画との差は−10.5 ~ −8.3ポイントです(前回は−9.5ポイント)"
    )
    unlike = group_of(80.0, None, not_started=2)
    assert movements.headline("第2期", Headline(unlike, now)).startswith("第2期の計画との差は−10.5 ~ −8.3ポイントです")


def test_where_nothing_moved_that_is_said() -> None:
    still = compare(summary([action()], as_of=THEN), summary([action()], as_of=THEN))
    assert movements.counts_in_words(still) == "動いた取組はありません"
    assert movements.kinds(still) == [
        "遅れに転じた取組はありません。",
        "持ち直した取組はありません。",
        "完了した取組はありません。",
    ]
    assert movements.slips(still) == "前回から後ろ倒しになった取組はありません。"


def test_what_moved_is_named_by_the_way_it_moved() -> None:
    changes = moved(BEFORE, AFTER)
    assert movements.kinds(changes) == [
        "遅れに転じた: 1件 「申請」。",
        "持ち直した: 1件 「予約」。",
        "完了した: 1件 「窓口」。",
    ]
    assert movements.completed(changes.moved("completed")) == "前回から完了したのは1件 「窓口」。"


def test_an_end_put_off_is_said_with_its_days() -> None:
    changes = moved(BEFORE, AFTER)
    assert movements.slips(changes) == "前回から1件の完了予定が後ろ倒しになりました。最大は「申請」の59日です。"


def test_kpis_that_moved_are_counted_and_said_on_both_sides() -> None:
    row = kpi(baseline_on=date(2025, 3, 31), baseline=0.0, target_2=100.0)
    first, second = actual("K-01", date(2025, 12, 31), 38.0), actual("K-01", date(2026, 9, 30), 50.0)
    changes = compare(summary([], [row], [first], as_of=THEN), summary([], [row], [first, second], as_of=NOW))
    assert movements.kpi(changes.kpis[0]) == "前回から 38人 → 50人。"
    assert movements.kpis(changes) == "動いた指標は1件、うち評価が変わったのは1件です。"
    added = compare(summary([], [], [], as_of=THEN), summary([], [row], [first], as_of=NOW)).kpis[0]
    assert movements.kpi(added) == ""


def test_a_period_that_had_not_begun_moved_nowhere() -> None:
    before = [action(planned_start=date(2026, 2, 1), status="未着手", progress=0.0)]
    begun = moved(before, [action(planned_start=date(2026, 2, 1), progress=10.0)])
    assert movements.of_plan(begun, strategy()) == "第2期の計画との差は−54.4ポイントです(前回は開始前)。"
    assert "全体 前回: 開始前(1件/1件)" in movements.worked([("全体", begun.overall)], strategy())
    waiting = compare(summary(before, as_of=THEN), summary(before, as_of=THEN))
    assert movements.of_plan(waiting, strategy()) == "第2期はいま開始前です。"
