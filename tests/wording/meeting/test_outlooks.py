"""Sentences about the end of the 期 and what it hands on."""

from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.numbers.meeting.carry_over import period_end_outlook
from kdx_metrics.wording.meeting import outlooks
from tests.factories import Row, action, action_year, strategy, summary

ON = date(2026, 10, 31)  # day 579 of the 730 of 第2期
END = date(2027, 3, 31)
EARLIER: Row = {"period": 1, "planned_start": date(2023, 4, 1), "planned_end": date(2025, 3, 31)}
PACE = "予定の0.76倍の速さで進み、このままなら令和9年11月21日に完了する見込みです(期末の235日後)。"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (action(progress=60.0), PACE),
        (action(progress=80.0), "予定の1.01倍の速さで進み、このままなら令和9年3月25日に完了する見込みです。"),
        (action(status="完了"), "完了しています。"),
        (action(status="中止"), "中止した取組です。"),
        (action(progress=100.0), "実績は100%です。状況を完了にしてください。"),
        (action(progress=None), "進捗率が未報告のため、見通しは計算できません。"),
        (action(progress=0.0), "実績が0%のため、完了の見込みは計算できません。"),
        (
            action(planned_start=date(2026, 12, 1), status="未着手", progress=0.0),
            "開始予定日より前のため、計算しません。",
        ),
    ],
)
def test_the_course_of_a_row_is_said_or_why_it_is_not_known(row: Row, sentence: str) -> None:
    (outlook,) = period_end_outlook(summary([row], as_of=ON)).rows
    assert outlooks.row_course(outlook, END) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([action(progress=60.0)], PACE),
        ([action(progress=0.0)], "予定の79.3%が過ぎても実績が0%です。"),
        ([action(status="見直し", progress=60.0)], f"状況が「見直し」です。{PACE}"),
        (
            [action(progress=None, planned_end=date(2026, 8, 31))],
            "完了予定(令和8年8月31日)を過ぎて報告がありません。",
        ),
        (
            [action(progress=None)],
            "進捗率が未報告のため、見通しは計算できません。報告を確かめてから決めてください。",
        ),
        (
            [action(progress=100.0, planned_end=date(2028, 3, 31))],
            "完了予定は令和10年3月31日です。実績は100%です。状況を完了にしてください。",
        ),
        (
            [action(progress=70.0, **EARLIER), action(progress=80.0)],
            "第2期に同じ番号の取組があるため、第1期の分は閉じることを提案します。",
        ),
    ],
)
def test_a_candidates_reason_says_the_rule_that_lists_it(rows: list[Row], sentence: str) -> None:
    outlook = period_end_outlook(summary(rows, as_of=ON))
    (candidate,) = outlook.candidates
    assert outlooks.candidate_reason(candidate, outlook, strategy()) == sentence


def test_a_speed_just_below_the_plans_or_half_of_it_is_not_rounded_up_to_it() -> None:
    just_below = [action(progress=39.65), action("A-02", progress=79.3)]  # 0.4999 and 0.9998 of the speed planned
    half, whole = period_end_outlook(summary(just_below, as_of=ON)).rows
    assert outlooks.row_course(half, END).startswith("予定の0.49倍の速さで")
    assert outlooks.row_course(whole, END).startswith("予定の0.99倍の速さで")


def test_a_drafted_row_says_where_it_comes_from_and_on_what_its_end_stands() -> None:
    (candidate,) = period_end_outlook(summary([action(progress=60.0)], as_of=ON)).candidates
    remarks = [outlooks.draft_remark(candidate, strategy(), dated_by_pace=known) for known in (True, False)]
    assert remarks == [
        "第2期からの引継ぎ案(継続、完了予定は今の速さによる)",
        "第2期からの引継ぎ案(継続、完了予定は仮の日付)",
    ]


def test_the_finding_counts_what_will_be_done_and_what_not() -> None:
    rows = [action(f"A-{number}", progress=value) for number, value in enumerate([80.0, 60.0, None])]
    rows.append(action("A-9", status="中止"))
    assert outlooks.period_end(period_end_outlook(summary(rows, as_of=ON))) == (
        "第2期の取組3件(中止1件を除く)のうち、期末(令和9年3月31日)までに1件が完了する見込みです"
        "(間に合わない見込み1件、見通しなし1件)。"
    )
    done = period_end_outlook(summary([action(status="完了")], as_of=ON))
    assert outlooks.period_end(done).endswith("までに1件が完了する見込みです。")


def test_an_empty_period_says_so() -> None:
    assert outlooks.period_end(period_end_outlook(summary(as_of=ON))) == "第2期には取組がありません。"


def test_candidates_are_counted_by_suggestion_and_named() -> None:
    rows = [action("A-1", progress=60.0, title="窓口"), action("A-2", progress=0.0, title="申請")]
    outlook = period_end_outlook(summary(rows, as_of=ON))
    assert outlooks.handed_on(outlook) == "次期への引継ぎの候補は2件です(目安: 継続1件、見直し0件、中止1件)。"
    assert outlooks.candidates("continue", outlook) == "継続の候補: 1件 「窓口」。"
    assert outlooks.candidates("close", outlook) == "閉じる・中止の候補: 1件 「申請」。"
    assert outlooks.candidates("review", outlook) == "見直しの候補はありません。"


def test_where_people_and_pace_differ_it_is_said() -> None:
    rows = [action("A-1", progress=60.0), action("A-2", progress=60.0), action("A-3", progress=0.0)]
    years = [action_year("A-1", 2025, direction="終了"), action_year("A-2", 2025, direction="拡充")]
    outlook = period_end_outlook(summary(rows, as_of=ON, more={"action_years": years}))
    assert outlooks.handed_on(outlook) == (
        "次期への引継ぎの候補は3件です(継続1件、見直し0件、中止2件。2件は今後の方向性の記録、ほかは目安)。"
        "今後の方向性と目安が違うのは1件です。"
    )
    reasons = [outlooks.candidate_reason(each, outlook, strategy()) for each in outlook.candidates]
    assert reasons[0] == f"今後の方向性「終了(令和7年度)」は目安の継続と違います。{PACE}"
    assert reasons[1] == PACE


def test_of_a_finished_row_the_suggestion_is_its_end() -> None:
    more = {"action_years": [action_year("A-1", 2026, direction="拡充")]}
    outlook = period_end_outlook(summary([action("A-1", status="完了", progress=100.0)], as_of=ON, more=more))
    (candidate,) = outlook.candidates
    assert outlooks.candidate_reason(candidate, outlook, strategy()) == (
        "今後の方向性「拡充(令和8年度)」は目安の終了と違います。完了しています。"
    )


def test_the_month_in_which_most_open_rows_are_due_is_named() -> None:
    rows = [
        action(progress=10.0),
        action("A-02", progress=10.0),
        action("A-03", progress=10.0, planned_end=date(2026, 12, 31)),
        action("A-04", status="完了"),
    ]
    said = outlooks.ends_in_words(period_end_outlook(summary(rows, as_of=ON)))
    assert said == "終わっていない取組3件のうち2件の完了予定が令和9年3月です。"
    assert outlooks.ends_in_words(period_end_outlook(summary([], as_of=ON))) == "終わっていない取組はありません。"
